{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Sent back here]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[You keep being sent back here]]</h1>
<p>[[You are signed in as {{NAME}}, but the page you asked for does not see it. That is nothing you did: your browser does not pass on the cookie that keeps you signed in, or the portal is not set up right.]]</p>
<ul>
<li>[[Allow cookies for this site and for the portal, close other tabs of it, and try again.]]</li>
<li>[[If that does not help, sign out and sign in again.]]</li>
<li>[[If it goes on, tell the people who run the portal, with the reference below.]]</li>
</ul>
<p><a class="button primary" href="{{RETURN_URL}}">[[Try again]]</a></p>
<p class="reference">[[Reference {{REFERENCE}}]]</p>
<p class="aside links"><a href="{{BASE}}/account">[[Account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
