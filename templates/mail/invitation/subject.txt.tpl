[[{{INVITED_BY}} invites you to {{SITE_NAME}}]]
