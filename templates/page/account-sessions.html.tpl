{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[Where you are signed in]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>[[Where you are signed in]]</h1>
{{>MESSAGES}}
<ul class="rows">
{{#SESSION}}
<li>
<div id="session-{{SESSION_ID}}">
<strong>{{BROWSER}}</strong>{{#THIS_ONE}} <span class="tag good">[[this one]]</span>{{/THIS_ONE}}
<p class="hint">[[Network {{NETWORK}}]]<br>[[Signed in {{SIGNED_IN_AT}}]]<br>[[Last seen {{LAST_SEEN_AT}}]]</p>
</div>
{{#OTHER_ONE}}
<form method="post" action="{{BASE}}/account/sessions">
<input type="hidden" name="session" value="{{SESSION_ID}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="primary" name="action" value="end" aria-describedby="session-{{SESSION_ID}}">[[Sign it out]]</button>
</form>
{{/OTHER_ONE}}
</li>
{{/SESSION}}
</ul>
{{#OTHERS}}
<form method="post" action="{{BASE}}/account/sessions">
{{>TOKENS}}
<p>[[If you don't know one of them, sign it out and <a href="{{BASE}}/account/password">change your password</a>.]]</p>
<button class="primary" name="action" value="end-others">[[Sign out all others]]</button>
</form>
{{/OTHERS}}
{{#NO_OTHERS}}
<p>[[You are signed in nowhere else.]]</p>
{{/NO_OTHERS}}
<p class="aside links"><a href="{{BASE}}/account">[[Back to the account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
