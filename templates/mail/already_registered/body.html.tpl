{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[You already have an account]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[You already have an account at {{SITE_NAME}}.]]</p>
<p style="margin:0 0 16px 0">[[Somebody asked to create one for <strong>{{EMAIL}}</strong>, but there is one already. To use it, sign in:]]</p>
<p style="margin:0 0 16px 0"><a href="{{SIGN_IN_URL}}">{{SIGN_IN_URL}}</a></p>
<p style="margin:0 0 16px 0">[[If you don't know its password, choose “Forgot your password?” there.]]</p>
<p style="margin:0 0 12px 0;font-size:14px">[[Asked at {{ASKED_AT}}, with {{BROWSER}}, from network {{NETWORK}}. If that was not you, you need not do anything: nothing was changed.]] {{#HAS_CONTACT}}[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}</p>
</div>
</body>
</html>
