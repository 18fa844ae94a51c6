{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[New sign-in]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[Hello {{NAME}},]]</p>
<p style="margin:0 0 16px 0">[[Your account <strong>{{EMAIL}}</strong> at {{SITE_NAME}} was signed in to with a browser that it did not know before: {{BROWSER}}, from network {{NETWORK}}, at {{ASKED_AT}}. Password and mailed code were both right.]]</p>
<p style="margin:0 0 16px 0">[[If that was you, you need not do anything.]]</p>
<p style="margin:0 0 16px 0">[[<strong>If that was not you,</strong> somebody knows your password and reads your mail. Tell your IT department, then open {{HOST}} yourself, choose “Forgot your password?” and set another one: that ends every session.]] {{#HAS_CONTACT}}[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}</p>
</div>
</body>
</html>
