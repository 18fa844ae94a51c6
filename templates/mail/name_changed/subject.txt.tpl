[[Your name at {{SITE_NAME}} was changed]]
