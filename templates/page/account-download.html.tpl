{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Download your data]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Download your data]]</h1>
{{>MESSAGES}}
<p>[[You get a JSON file with what is kept here about you: your account and groups, your company's name, your sessions, the browsers we know, what happened to your account, and which letters we sent you and when.]]</p>
<p>[[Passwords, codes and cookies are not in it: they are not kept, or only in a form that can't be read.]]</p>
<form method="post" action="{{BASE}}/account/download">
{{>TOKENS}}
<button class="primary" name="action" value="download">[[Download]]</button>
</form>
<p class="aside links"><a href="{{BASE}}/account">[[Back to the account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
