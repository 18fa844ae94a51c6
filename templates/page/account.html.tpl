{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Account]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Account]]</h1>
{{>MESSAGES}}
<p>[[You are signed in as {{WHO}}.]]</p>
<form method="post" action="{{BASE}}/account">
{{>TOKENS}}
<div class="field">
<label for="name">[[Your name]]</label>
<input type="text" id="name" name="name" value="{{NAME}}" autocomplete="name" maxlength="64" required{{#NAME_BAD}} autofocus aria-invalid="true"{{/NAME_BAD}} aria-describedby="name-hint{{#NAME_BAD}} message{{/NAME_BAD}}">
<p class="hint" id="name-hint">[[As the portal and your company see it.]]</p>
</div>
<button class="primary" name="action" value="save">[[Save name]]</button>
</form>
<dl class="facts after">
<div><dt>[[Email Address]]</dt><dd>{{EMAIL}}</dd></div>
<div><dt>[[Company]]</dt><dd>{{COMPANY}}</dd></div>
<div><dt>[[Member since]]</dt><dd>{{MEMBER_SINCE}}</dd></div>
</dl>
<ul class="ways close">
<li><a class="button" href="{{BASE}}/account/password">[[Change your password]]</a></li>
<li><a class="button" href="{{BASE}}/account/sessions">[[Where you are signed in]]</a></li>
<li><a class="button" href="{{BASE}}/account/download">[[Download your data]]</a></li>
{{#ADMINISTRATOR}}<li><a class="button" href="{{BASE}}/company">[[People of {{COMPANY}}]]</a></li>{{/ADMINISTRATOR}}
<li><a class="button" href="{{BASE}}/account/delete">[[Delete your account]]</a></li>
</ul>
<p class="aside links"><a href="{{HOME_URL}}">[[Back to the portal]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
