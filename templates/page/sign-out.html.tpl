{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}{{#ASKED}}[[Sign out]]{{/ASKED}}{{#SIGNED_OUT}}[[Signed out]]{{/SIGNED_OUT}} · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
{{#ASKED}}
<h1>[[Sign out of the customer portal?]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/sign-out">
{{>TOKENS}}
<button class="primary" name="action" value="sign-out" autofocus>[[Sign out]]</button>
</form>
<p class="aside"><a href="{{HOME_URL}}">[[Stay signed in]]</a></p>
{{/ASKED}}
{{#SIGNED_OUT}}
<h1>[[Signed out]]</h1>
{{>MESSAGES}}
<p>[[On a shared computer, close the browser too.]]</p>
<p><a class="button" href="{{BASE}}/sign-in">[[Sign in]]</a></p>
{{/SIGNED_OUT}}
</main>
{{>FOOT}}
</body>
</html>
