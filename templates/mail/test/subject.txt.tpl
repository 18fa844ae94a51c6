[[Test email from {{SITE_NAME}}]]
