[[Your address at {{SITE_NAME}} was changed]]
