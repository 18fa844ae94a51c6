{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[Your address has changed]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[Hello {{NAME}},]]</p>
<p style="margin:0 0 16px 0">[[Your company has a new email domain, and your account at {{SITE_NAME}} has moved with it. From now on sign in with <strong>{{EMAIL}}</strong>.]]</p>
<p style="margin:0 0 16px 0">[[Your password is the one you had. You were signed out everywhere; open {{HOST}} yourself and sign in with the new address.]] {{#HAS_CONTACT}}[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}</p>
</div>
</body>
</html>
