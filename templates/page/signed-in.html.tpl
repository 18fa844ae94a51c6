{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Signed in]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Signed in]]</h1>
{{>MESSAGES}}
<p>[[You are signed in as {{NAME}}.]]</p>
<p><a class="button primary" href="{{RETURN_URL}}">[[Continue]]</a></p>
<p class="aside links"><a href="{{BASE}}/account">[[Account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
