{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>[[Alarm]]</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:480px;margin:0 auto;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word;overflow-wrap:anywhere">
<p style="margin:0 0 20px 0;font-weight:bold">{{SITE_NAME}}</p>
<p style="margin:0 0 16px 0">[[{{SITE_NAME}} at {{HOST}} needs you to look at something.]]</p>
{{#HAS_WRONG_CODES}}
<p style="margin:0 0 16px 0">[[Many wrong codes were typed within ten minutes. Somebody may be guessing. A single account allows few tries; this is about all of them together.]]</p>
<p style="margin:0 0 16px 0">[[Wrong codes: <strong>{{COUNT}}</strong>]]<br>[[Addresses they were typed for: <strong>{{ADDRESSES}}</strong>]]<br>[[The first of them: {{SINCE}}]]</p>
{{/HAS_WRONG_CODES}}
{{#HAS_WRONG_PASSWORDS}}
<p style="margin:0 0 16px 0">[[Many wrong passwords were typed within ten minutes. Somebody may be trying stolen ones. A right one alone lets nobody in: a code from the mailbox is needed, too.]]</p>
<p style="margin:0 0 16px 0">[[Wrong passwords: <strong>{{COUNT}}</strong>]]<br>[[Addresses they were typed for: <strong>{{ADDRESSES}}</strong>]]<br>[[The first of them: {{SINCE}}]]</p>
{{/HAS_WRONG_PASSWORDS}}
{{#HAS_OUTBOX}}
<p style="margin:0 0 16px 0">[[Letters wait and do not leave. Who needs a code gets none, and can't sign in. This letter went past the queue.]]</p>
<p style="margin:0 0 16px 0">[[Letters that wait: <strong>{{COUNT}}</strong>]]<br>[[The oldest was written: {{SINCE}}]]{{#HAS_ANSWER}}<br>[[What was said last: <strong>{{ANSWER}}</strong>]]{{/HAS_ANSWER}}</p>
{{/HAS_OUTBOX}}
{{#HAS_MAILER}}
<p style="margin:0 0 16px 0">[[No mailer is at work. Who needs a code gets none, and can't sign in. This letter went past the queue.]]</p>
<p style="margin:0 0 16px 0">{{#HAS_SINCE}}[[Last at work: <strong>{{SINCE}}</strong>]]{{/HAS_SINCE}}{{#NO_SINCE}}[[Last at work: <strong>never</strong>]]{{/NO_SINCE}}</p>
{{#HAS_COUNT}}
<p style="margin:0 0 16px 0">[[Letters that wait: <strong>{{COUNT}}</strong>]]</p>
{{/HAS_COUNT}}
{{/HAS_MAILER}}
{{#HAS_MAILBOXES_GONE}}
<p style="margin:0 0 16px 0">[[Mail servers say of many people that their mailbox is gone. They may have left, or one mail server is set up wrongly.]]</p>
{{#HAS_COUNT}}
<p style="margin:0 0 16px 0">[[Mailboxes gone within a day: <strong>{{COUNT}}</strong>]]<br>[[The first of them: {{SINCE}}]]</p>
{{/HAS_COUNT}}
{{#HAS_HELD_BACK}}
<p style="margin:0 0 16px 0">[[Not locked, because too many of their domain would have been: <strong>{{HELD_BACK}}</strong>]]</p>
{{/HAS_HELD_BACK}}
{{/HAS_MAILBOXES_GONE}}
<p style="margin:0 0 16px 0">[[To see more, run on the server:]]</p>
<p style="margin:0 0 16px 0;font-family:monospace">{{LOOK}}<br>{{LOOK_NEXT}}</p>
<p style="margin:0 0 16px 0">[[While this lasts you get one such letter an hour. You get it because the setting operator_address is {{EMAIL}}.]]</p>
</div>
</body>
</html>
