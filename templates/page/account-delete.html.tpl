{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Delete your account]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
{{#DELETED}}
<h1>[[Account deleted]]</h1>
{{>MESSAGES}}
<p>[[If you ever want to come back, you can sign up again.]]</p>
<p><a class="button" href="{{BASE}}/sign-up">[[Sign up]]</a></p>
{{/DELETED}}
{{#ASKED}}
<h1>[[Delete your account]]</h1>
{{>MESSAGES}}
<p>[[Your name and your password are erased, and you are signed out everywhere. It can't be undone.]]</p>
<p>[[You may <a href="{{BASE}}/account/download">download your data</a> first.]]</p>
<form method="post" action="{{BASE}}/account/delete">
{{>TOKENS}}
<div class="field">
<label for="email">[[Email Address]]</label>
<input class="fixed" type="email" id="email" value="{{EMAIL}}" autocomplete="username" readonly>
</div>
<div class="field">
<label for="password">[[Password]]</label>
<input type="password" id="password" name="password" autocomplete="current-password" required{{#NO_ERROR}} autofocus{{/NO_ERROR}}{{#PASSWORD_BAD}} autofocus aria-invalid="true" aria-describedby="message"{{/PASSWORD_BAD}}>
<p class="hint">[[Then we send a code to your company email.]]</p>
</div>
<button class="primary" name="action" value="send">[[Send verification code]]</button>
</form>
<p class="aside links"><a href="{{BASE}}/account">[[Keep the account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
{{/ASKED}}
{{#CODE_SENT}}
<h1>[[Delete your account]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/account/delete">
{{>TOKENS}}
{{>CODE_BOX}}
</form>
<p class="aside links"><a href="{{BASE}}/account">[[Keep the account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
{{/CODE_SENT}}
{{#VERIFIED}}
<h1>[[Delete your account]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/account/delete">
{{>TOKENS}}
{{>VERIFIED_EMAIL}}
<p>[[This is the last step. It can't be undone.]]</p>
<button class="primary danger" name="action" value="delete">[[Delete my account]]</button>
</form>
<p class="aside links"><a href="{{BASE}}/account">[[Keep the account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
{{/VERIFIED}}
{{#USED_UP}}
<h1>[[Delete your account]]</h1>
{{>MESSAGES}}
<p>[[That code no longer works. Your account is as it was.]]</p>
<p><a class="button" href="{{BASE}}/account/delete">[[Start again]]</a></p>
<p class="aside links"><a href="{{BASE}}/account">[[Keep the account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
{{/USED_UP}}
</main>
{{>FOOT}}
</body>
</html>
