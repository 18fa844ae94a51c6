[[You already have an account at {{SITE_NAME}}]]
