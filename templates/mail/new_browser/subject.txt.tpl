[[New sign-in at {{SITE_NAME}}]]
