{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Create an account]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Create an account]]</h1>
{{>MESSAGES}}
{{#ASKED}}
<form method="post" action="{{BASE}}/sign-up">
{{>TOKENS}}
{{#INVITED}}<input type="hidden" name="for" value="invitation">{{/INVITED}}
<div class="field">
<label for="email">[[Email Address]]</label>
<input type="email" id="email" name="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus{{#EMAIL_BAD}} aria-invalid="true"{{/EMAIL_BAD}} aria-describedby="email-hint{{#EMAIL_BAD}} message{{/EMAIL_BAD}}">
<p class="hint" id="email-hint">[[Your company email. We send a code there to see that it is yours.]]</p>
</div>
<button class="primary" name="action" value="send">[[Send verification code]]</button>
</form>
{{>PASSWORD_LATER}}
{{/ASKED}}
{{#CODE_SENT}}
<form method="post" action="{{BASE}}/sign-up">
{{>TOKENS}}
{{>CODE_BOX}}
</form>
{{>PASSWORD_LATER}}
{{/CODE_SENT}}
{{#VERIFIED}}
<form method="post" action="{{BASE}}/sign-up">
{{>TOKENS}}
{{>VERIFIED_EMAIL}}
<div class="field">
<label for="name">[[Your name]]</label>
<input type="text" id="name" name="name" value="{{NAME}}" autocomplete="name" maxlength="64" required{{#NO_ERROR}} autofocus{{/NO_ERROR}}{{#NAME_BAD}} autofocus aria-invalid="true"{{/NAME_BAD}} aria-describedby="name-hint{{#NAME_BAD}} message{{/NAME_BAD}}">
<p class="hint" id="name-hint">[[Shown at the top right of the portal.]]</p>
</div>
{{>PASSWORD_NEW}}
<button class="primary" name="action" value="create">[[Create]]</button>
</form>
{{/VERIFIED}}
{{#USED_UP}}
<p>[[That code no longer works. You can start again with the same email.]]</p>
<p><a class="button" href="{{BASE}}/sign-up?rd={{RD:u}}">[[Start again]]</a></p>
{{/USED_UP}}
{{#SIGN_UP_CLOSED}}
<p><a class="button" href="{{BASE}}/sign-up?for=invitation&amp;rd={{RD:u}}">[[I have an invitation]]</a></p>
{{/SIGN_UP_CLOSED}}
<p class="aside">[[Have an account already? <a href="{{BASE}}/sign-in?rd={{RD:u}}">Sign in</a>]]</p>
</main>
{{>FOOT}}
</body>
</html>
