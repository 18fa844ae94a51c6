{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}[[People of {{COMPANY}}]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card wide">
<h1>[[People of {{COMPANY}}]]</h1>
{{>MESSAGES}}
<dl class="facts">
<div><dt>[[Accounts]]</dt><dd>{{#NO_SEATS}}{{SEATS_TAKEN}}{{/NO_SEATS}}{{#HAS_SEATS}}[[{{SEATS_TAKEN}} of {{SEATS}} seats]]{{/HAS_SEATS}}</dd></div>
{{#HAS_LICENCE_UNTIL}}<div><dt>[[Licence runs until]]</dt><dd>{{LICENCE_UNTIL}}</dd></div>{{/HAS_LICENCE_UNTIL}}
{{#HAS_DOMAINS}}<div><dt>[[Email domains]]</dt><dd>{{DOMAINS}}</dd></div>{{/HAS_DOMAINS}}
</dl>
<h2>[[Invite a colleague]]</h2>
<form method="post" action="{{BASE}}/company">
{{>TOKENS}}
<div class="field">
<label for="email">[[Email Address]]</label>
<input type="email" id="email" name="email" value="{{EMAIL}}" autocomplete="off" autocapitalize="none" spellcheck="false" required{{#EMAIL_BAD}} autofocus aria-invalid="true" aria-describedby="message"{{/EMAIL_BAD}}>
</div>
<div class="field">
<label for="name">[[Name]]</label>
<input type="text" id="name" name="name" value="{{NAME}}" autocomplete="off" maxlength="64" required{{#NAME_BAD}} autofocus aria-invalid="true"{{/NAME_BAD}} aria-describedby="name-hint{{#NAME_BAD}} message{{/NAME_BAD}}">
<p class="hint" id="name-hint">[[They may change it when they sign up.]]</p>
</div>
<button class="primary" name="action" value="invite">[[Send invitation]]</button>
</form>
{{#SOME_INVITATIONS}}
<h2>[[Invited]]</h2>
{{/SOME_INVITATIONS}}
<ul class="rows">
{{#INVITATION}}
<li>
<form class="inline" method="post" action="{{BASE}}/company">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="invitation" value="{{INVITATION_ID}}">
<div><strong>{{INVITATION_NAME}}</strong><p class="hint">{{INVITATION_EMAIL}} · [[until {{INVITATION_UNTIL}}]]</p></div>
<button class="primary quiet" name="action" value="withdraw" aria-label="[[Withdraw the invitation of {{INVITATION_EMAIL}}]]">[[Withdraw]]</button>
</form>
</li>
{{/INVITATION}}
</ul>
<h2>[[People]]</h2>
<ul class="rows">
{{#PERSON}}
<li>
<a href="{{BASE}}/company/person?id={{PERSON_ID:u}}">{{PERSON_NAME}}</a>{{#IS_ADMINISTRATOR}} <span class="tag">[[Administrator]]</span>{{/IS_ADMINISTRATOR}}{{#IS_LOCKED}} <span class="tag bad">[[Locked]]</span>{{/IS_LOCKED}}{{#IS_REMOVED}} <span class="tag bad">[[Removed]]</span>{{/IS_REMOVED}}
<p class="hint">{{PERSON_EMAIL}}</p>
<p class="hint">{{#HAS_PROVED_AT}}[[Proved this mailbox on {{PROVED_AT}}]]{{/HAS_PROVED_AT}}{{#NO_PROVED_AT}}[[Has not signed in yet]]{{/NO_PROVED_AT}}{{#IS_PRESENT}} · [[signed in]]{{/IS_PRESENT}}</p>
</li>
{{/PERSON}}
</ul>
<p class="aside links"><a href="{{BASE}}/account">[[Your account]]</a> <a href="{{HOME_URL}}">[[Back to the portal]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
