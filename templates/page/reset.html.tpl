{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}{{#FOR_RESET}}[[Reset your password]]{{/FOR_RESET}}{{#FOR_VALIDATE}}[[Validate your account]]{{/FOR_VALIDATE}} · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
{{#FOR_RESET}}
<h1>[[Reset your password]]</h1>
{{/FOR_RESET}}
{{#FOR_VALIDATE}}
<h1>[[Validate your account]]</h1>
{{/FOR_VALIDATE}}
{{>MESSAGES}}
{{#ASKED}}
<form method="post" action="{{BASE}}/reset{{#FOR_VALIDATE}}?for=validate{{/FOR_VALIDATE}}">
{{>TOKENS}}
{{#FOR_RESET}}
<p>[[We send a code to your company email. With it you choose a new password.]]</p>
{{/FOR_RESET}}
{{#FOR_VALIDATE}}
<p>[[You had an account before. We send a code to its email address; with it you choose a new password and sign in.]]</p>
{{/FOR_VALIDATE}}
<div class="field">
<label for="email">[[Email Address]]</label>
<input type="email" id="email" name="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus{{#EMAIL_BAD}} aria-invalid="true"{{/EMAIL_BAD}} aria-describedby="email-hint{{#EMAIL_BAD}} message{{/EMAIL_BAD}}">
<p class="hint" id="email-hint">[[Your company email.]]</p>
</div>
<button class="primary" name="action" value="send">[[Send verification code]]</button>
</form>
{{/ASKED}}
{{#CODE_SENT}}
<form method="post" action="{{BASE}}/reset">
{{>TOKENS}}
{{>CODE_BOX}}
</form>
{{/CODE_SENT}}
{{#VERIFIED}}
<form method="post" action="{{BASE}}/reset">
{{>TOKENS}}
{{>VERIFIED_EMAIL}}
{{>PASSWORD_NEW}}
<button class="primary" name="action" value="continue">[[Continue]]</button>
</form>
{{/VERIFIED}}
{{#USED_UP}}
<p>[[That code no longer works. Your password is as it was.]]</p>
<p><a class="button" href="{{BASE}}/reset{{#FOR_VALIDATE}}?for=validate{{/FOR_VALIDATE}}">[[Start again]]</a></p>
{{/USED_UP}}
<p class="aside"><a href="{{BASE}}/sign-in?rd={{RD:u}}">[[Back to sign in]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
