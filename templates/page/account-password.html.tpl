{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Change your password]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Change your password]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/account/password">
{{>TOKENS}}
<div class="field">
<label for="email">[[Email Address]]</label>
<input class="fixed" type="email" id="email" value="{{EMAIL}}" autocomplete="username" readonly>
</div>
<div class="field">
<label for="password_current">[[Current Password]]</label>
<input type="password" id="password_current" name="password_current" autocomplete="current-password" required{{#NO_ERROR}} autofocus{{/NO_ERROR}}{{#PASSWORD_CURRENT_BAD}} autofocus aria-invalid="true" aria-describedby="message"{{/PASSWORD_CURRENT_BAD}}>
<p class="below"><a href="{{BASE}}/reset">[[Forgot your password?]]</a></p>
</div>
{{>PASSWORD_NEW}}
<p>[[All your other sessions end with the old password.]]</p>
<button class="primary" name="action" value="change">[[Change password]]</button>
</form>
<p class="aside links"><a href="{{BASE}}/account">[[Back to the account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
