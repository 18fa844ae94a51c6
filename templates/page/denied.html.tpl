{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[No access]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[You can't open this page]]</h1>
{{>MESSAGES}}
<p class="reference">[[Reference {{REFERENCE}}]]</p>
<p class="aside links">{{#ROLE_MISSING}}<a href="{{HOME_URL}}">[[Back to the portal]]</a> {{/ROLE_MISSING}}<a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
