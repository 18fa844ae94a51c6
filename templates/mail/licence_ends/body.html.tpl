{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[The licence ends soon]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[Hello,]]</p>
<p style="margin:0 0 16px 0">[[{{COMPANY}}'s licence for {{SITE_NAME}} ends on <strong>{{LICENCE_LAST_DAY}}</strong>.]]</p>
<p style="margin:0 0 16px 0">[[To keep its people's access to {{HOST}}, please renew it before then.]] {{#HAS_CONTACT}}[[Write to {{CONTACT}} to renew it.]]{{/HAS_CONTACT}}</p>
<p style="margin:0 0 16px 0">[[You get this letter because {{EMAIL}} is the company's contact there.]]</p>
</div>
</body>
</html>
