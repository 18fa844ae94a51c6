[[This is a test email from {{SITE_NAME}} at {{HOST}}.]]

[[It was sent to {{EMAIL}} at {{ASKED_AT}}. If you can read it, mail works.
There is nothing for you to do.]]
