[[Your address at {{SITE_NAME}} is now {{EMAIL}}]]
