{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Sign in]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Sign in]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/sign-in">
{{>TOKENS}}
<div class="field">
<label for="email">[[Email Address]]</label>
<input type="email" id="email" name="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required{{#NO_EMAIL}} autofocus{{/NO_EMAIL}}{{#EMAIL_BAD}} aria-invalid="true" aria-describedby="message"{{/EMAIL_BAD}}>
</div>
<div class="field">
<label for="password">[[Password]]</label>
<input type="password" id="password" name="password" autocomplete="current-password" required{{#HAS_EMAIL}} autofocus{{/HAS_EMAIL}}{{#PASSWORD_BAD}} aria-invalid="true" aria-describedby="message"{{/PASSWORD_BAD}}>
<p class="below"><a href="{{BASE}}/reset?rd={{RD:u}}">[[Forgot your password?]]</a></p>
</div>
<button class="primary" name="action" value="sign-in">[[Sign in]]</button>
</form>
<p class="aside">[[Don't have an account? <a href="{{BASE}}/sign-up?rd={{RD:u}}">Sign up now</a>]]</p>
<p class="aside">[[Had an account before? <a href="{{BASE}}/reset?for=validate&amp;rd={{RD:u}}">Validate an existing account</a>]]</p>
</main>
{{>FOOT}}
</body>
</html>
