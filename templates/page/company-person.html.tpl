{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}{{#FOUND}}{{NAME}}{{/FOUND}}{{#PERSON_NOT_FOUND}}[[No such person]]{{/PERSON_NOT_FOUND}} · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
<h1>{{#FOUND}}{{NAME}}{{/FOUND}}{{#PERSON_NOT_FOUND}}[[No such person]]{{/PERSON_NOT_FOUND}}</h1>
{{>MESSAGES}}
{{#FOUND}}
<dl class="facts">
<div><dt>[[Email Address]]</dt><dd>{{EMAIL}}</dd></div>
<div><dt>[[Role]]</dt><dd>{{#IS_ADMINISTRATOR}}[[Administrator]]{{/IS_ADMINISTRATOR}}{{#MAY_MAKE_ADMIN}}[[Member]]{{/MAY_MAKE_ADMIN}}{{#IS_LOCKED}} [[Locked by the operator]]{{/IS_LOCKED}}{{#IS_REMOVED}} [[Removed]]{{/IS_REMOVED}}{{#IS_YOU}} [[(you)]]{{/IS_YOU}}</dd></div>
<div><dt>[[Account since]]</dt><dd>{{MEMBER_SINCE}}</dd></div>
<div><dt>[[Last proved this mailbox]]</dt><dd>{{#HAS_PROVED_AT}}{{PROVED_AT}}{{/HAS_PROVED_AT}}{{#NO_PROVED_AT}}[[Never: has not signed in yet]]{{/NO_PROVED_AT}}</dd></div>
{{#SESSION}}<div><dt>[[Signed in]]</dt><dd>[[{{BROWSER}}, from {{NETWORK}}]]<p class="hint">[[Last seen {{LAST_SEEN_AT}}]]</p></dd></div>{{/SESSION}}
</dl>
{{#MAY_END_SESSIONS}}
<form class="action" method="post" action="{{BASE}}/company/person">
{{>TOKENS}}
<input type="hidden" name="person" value="{{PERSON_ID}}">
<button class="primary quiet" name="action" value="end-sessions">[[Sign this person out everywhere]]</button>
</form>
{{/MAY_END_SESSIONS}}
{{#MAY_MAKE_ADMIN}}
<details class="confirm">
<summary>[[Make administrator]]</summary>
<form method="post" action="{{BASE}}/company/person">
{{>TOKENS}}
<input type="hidden" name="person" value="{{PERSON_ID}}">
<p class="hint" id="make-admin-hint">[[Administrators see this list, invite and remove people. The change signs the person out.]]</p>
<button class="primary" name="action" value="make-admin" aria-describedby="make-admin-hint">[[Yes, make {{NAME}} an administrator]]</button>
</form>
</details>
{{/MAY_MAKE_ADMIN}}
{{#MAY_MAKE_MEMBER}}
<form class="action" method="post" action="{{BASE}}/company/person">
{{>TOKENS}}
<input type="hidden" name="person" value="{{PERSON_ID}}">
<button class="primary quiet" name="action" value="make-member">[[Take the administrator's role away]]</button>
<p class="hint">[[The change signs the person out.]]</p>
</form>
{{/MAY_MAKE_MEMBER}}
{{#MAY_REMOVE}}
<details class="confirm">
<summary>[[Remove from {{COMPANY}}]]</summary>
<form method="post" action="{{BASE}}/company/person">
{{>TOKENS}}
<input type="hidden" name="person" value="{{PERSON_ID}}">
<p class="hint" id="remove-hint">[[Signed out at once, and kept out. You can let them back in.]]</p>
<button class="primary danger" name="action" value="remove" aria-describedby="remove-hint">[[Yes, remove {{NAME}}]]</button>
</form>
</details>
{{/MAY_REMOVE}}
{{#MAY_LET_IN}}
<form class="action" method="post" action="{{BASE}}/company/person">
{{>TOKENS}}
<input type="hidden" name="person" value="{{PERSON_ID}}">
<button class="primary quiet" name="action" value="let-in">[[Let back in]]</button>
</form>
{{/MAY_LET_IN}}
{{/FOUND}}
<p class="aside links"><a href="{{BASE}}/company">[[All people]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
