{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Sign in to the customer portal]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Sign in to the customer portal]]</h1>
{{>MESSAGES}}
<p>[[The portal now asks for an account with a verified company email.]]</p>
<ul class="ways">
<li>
<a class="button primary" href="{{BASE}}/sign-up?rd={{RD:u}}" aria-describedby="way-new">[[Create an account]]</a>
<p class="hint" id="way-new">[[You have not had an account for this portal before.]]</p>
</li>
<li>
<a class="button" href="{{BASE}}/reset?for=validate&amp;rd={{RD:u}}" aria-describedby="way-old">[[Validate an existing account]]</a>
<p class="hint" id="way-old">[[You had one before. We send a code to your company email, and you choose a new password.]]</p>
</li>
</ul>
<p class="aside">[[Done this already? <a href="{{BASE}}/sign-in?rd={{RD:u}}">Sign in</a>]]</p>
</main>
{{>FOOT}}
</body>
</html>
