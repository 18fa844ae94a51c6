[[Your account at {{SITE_NAME}} was deleted]]
