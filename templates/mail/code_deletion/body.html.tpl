{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[Your verification code]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[Here is your code to delete your account at {{SITE_NAME}}.]]</p>
<p style="margin:0 0 16px 0;padding:14px 8px;border:1px solid #8592a3;border-radius:8px;text-align:center;font-family:Menlo,Consolas,'Courier New',monospace;font-size:32px;line-height:1.2;font-weight:bold;letter-spacing:6px" dir="ltr">{{CODE}}</p>
<p style="margin:0 0 16px 0">[[It works until <strong>{{ENDS_AT}}</strong>, once, in the browser that asked for it.]]</p>
<p style="margin:0 0 12px 0;font-size:14px">[[Asked for {{EMAIL}} at {{ASKED_AT}}, with {{BROWSER}}, from network {{NETWORK}}.]]</p>
<p style="margin:0 0 12px 0;font-size:14px">[[If that was not you, somebody knows your password: change it now. Without this code your account stays as it is.]] [[Give the code to nobody.]]</p>
<p style="margin:0 0 12px 0;font-size:14px">[[We never ask for this code by phone or by email.]] {{#HAS_CONTACT}}[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}</p>
<p style="margin:24px 0 0 0;font-size:12px" dir="ltr">@{{HOST}} #{{CODE}}</p>
</div>
</body>
</html>
