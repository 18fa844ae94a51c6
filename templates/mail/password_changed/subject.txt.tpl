[[Your password at {{SITE_NAME}} was changed]]
