{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}Error: {{/HAS_ERROR}}Account · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>Account</h1>
{{>MESSAGES}}
<dl class="facts">
<div><dt>Name</dt><dd>{{NAME}}</dd></div>
<div><dt>Email Address</dt><dd>{{EMAIL}}</dd></div>
<div><dt>Company</dt><dd>{{COMPANY}}</dd></div>
<div><dt>Member since</dt><dd>{{MEMBER_SINCE}}</dd></div>
</dl>
<p><a class="button" href="{{BASE}}/account/password">Change your password</a></p>
<p><a class="button" href="{{BASE}}/account/sessions">Where you are signed in</a></p>
{{#ADMINISTRATOR}}
<p><a class="button" href="{{BASE}}/company">People of {{COMPANY}}</a></p>
{{/ADMINISTRATOR}}
<p class="aside links"><a href="{{HOME_URL}}">Back to the portal</a> <a href="{{BASE}}/sign-out">Sign out</a></p>
</main>
{{>FOOT}}
</body>
</html>
