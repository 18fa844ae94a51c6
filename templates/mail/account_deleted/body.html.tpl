{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[Your account was deleted]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[Hello {{NAME}},]]</p>
<p style="margin:0 0 16px 0">[[Your account <strong>{{EMAIL}}</strong> at {{SITE_NAME}} was deleted at {{ASKED_AT}}, with {{BROWSER}}, from network {{NETWORK}}, as you asked for.]]</p>
<p style="margin:0 0 16px 0">[[Your name and your password are erased, and you are signed out everywhere. You may sign up again at any time.]]</p>
<p style="margin:0 0 16px 0">[[<strong>If that was not you,</strong> somebody knew your password and reads your mail. Tell your IT department.]] {{#HAS_CONTACT}}[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}</p>
</div>
</body>
</html>
