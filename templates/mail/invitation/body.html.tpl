{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[{{INVITED_BY}} invites you]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[Hello {{NAME}},]]</p>
<p style="margin:0 0 16px 0">[[{{INVITED_BY}} ({{INVITED_BY_EMAIL}}) of {{COMPANY}} invites you to {{SITE_NAME}}.]]</p>
<p style="margin:0 0 16px 0">[[To create your account, open this page until {{UNTIL}} and enter this email address, <strong>{{EMAIL}}</strong>:]]</p>
<p style="margin:0 0 16px 0"><a href="{{SIGN_UP_URL}}">{{SIGN_UP_URL}}</a></p>
<p style="margin:0 0 16px 0">[[We then send you a code to see that the mailbox is yours. If you don't know {{INVITED_BY}}, you need not do anything.]] {{#HAS_CONTACT}}[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}</p>
</div>
</body>
</html>
