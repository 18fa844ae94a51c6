{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}{{#EXPLAIN}}[[Multifactor authentication]]{{/EXPLAIN}}{{#ASK_EMAIL}}[[Verify your email]]{{/ASK_EMAIL}}{{#CODE_SENT}}[[Enter your code]]{{/CODE_SENT}}{{#VERIFIED}}[[Email verified]]{{/VERIFIED}}{{#USED_UP}}[[Verify your email]]{{/USED_UP}} · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
{{#EXPLAIN}}
<h1>[[Multifactor authentication]]</h1>
{{>MESSAGES}}
<p id="why">[[To keep the portal for current members of licensing companies, we verify your company email each time you sign in.]]</p>
<form method="post" action="{{BASE}}/verify">
{{>TOKENS}}
<button class="primary" name="action" value="continue" aria-describedby="why" autofocus>[[Continue]]</button>
</form>
{{/EXPLAIN}}
{{#ASK_EMAIL}}
<h1>[[Verify your email]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/verify">
{{>TOKENS}}
<p id="email-hint">[[Enter your email associated with the licensing company]]</p>
<div class="field">
<label for="email">[[Email Address]]</label>
<input type="email" id="email" name="email" value="{{EMAIL}}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus{{#EMAIL_BAD}} aria-invalid="true"{{/EMAIL_BAD}} aria-describedby="email-hint{{#EMAIL_BAD}} message{{/EMAIL_BAD}}">
</div>
<button class="primary" name="action" value="send">[[Send Verification Code]]</button>
</form>
{{/ASK_EMAIL}}
{{#CODE_SENT}}
<h1>[[Verify your email]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/verify">
{{>TOKENS}}
{{>CODE_BOX}}
</form>
<p class="aside"><a href="{{BASE}}/sign-in?rd={{RD:u}}">[[Back to sign in]]</a></p>
{{/CODE_SENT}}
{{#VERIFIED}}
<h1>[[Verify your email]]</h1>
{{>MESSAGES}}
<form method="post" action="{{BASE}}/verify">
{{>TOKENS}}
{{>VERIFIED_EMAIL}}
<button class="primary" name="action" value="continue" autofocus>[[Continue]]</button>
</form>
{{/VERIFIED}}
{{#USED_UP}}
<h1>[[Verify your email]]</h1>
{{>MESSAGES}}
<p>[[That code no longer works. To get a new one, sign in again.]]</p>
<p><a class="button" href="{{BASE}}/sign-in?rd={{RD:u}}">[[Back to sign in]]</a></p>
{{/USED_UP}}
<p class="aside hint">[[Codes go to your company email only. We do not use phones.]]</p>
</main>
{{>FOOT}}
</body>
</html>
