{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[Your address was changed]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[Hello {{NAME}},]]</p>
<p style="margin:0 0 16px 0">[[The address of your account at {{SITE_NAME}} was changed at {{ASKED_AT}}, from <strong>{{OLD_EMAIL}}</strong> to <strong>{{NEW_EMAIL}}</strong>.]]</p>
<p style="margin:0 0 16px 0">[[You were signed out everywhere. Sign in with the new address and the password you have.]]</p>
<p style="margin:0 0 16px 0">[[<strong>If you did not expect that,</strong> tell your IT department.]] {{#HAS_CONTACT}}[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}</p>
</div>
</body>
</html>
