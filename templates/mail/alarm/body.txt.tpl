[[{{SITE_NAME}} at {{HOST}} needs you to look at something.]]

{{#HAS_WRONG_CODES}}[[Many wrong codes were typed within ten minutes. Somebody may be guessing. A single
account allows few tries; this is about all of them together.]]

[[Wrong codes: <strong>{{COUNT}}</strong>]]
[[Addresses they were typed for: <strong>{{ADDRESSES}}</strong>]]
[[The first of them: {{SINCE}}]]
{{/HAS_WRONG_CODES}}{{#HAS_WRONG_PASSWORDS}}[[Many wrong passwords were typed within ten minutes. Somebody may be trying stolen ones.
A right one alone lets nobody in: a code from the mailbox is needed, too.]]

[[Wrong passwords: <strong>{{COUNT}}</strong>]]
[[Addresses they were typed for: <strong>{{ADDRESSES}}</strong>]]
[[The first of them: {{SINCE}}]]
{{/HAS_WRONG_PASSWORDS}}{{#HAS_OUTBOX}}[[Letters wait and do not leave. Who needs a code gets none, and can't sign in.
This letter went past the queue.]]

[[Letters that wait: <strong>{{COUNT}}</strong>]]
[[The oldest was written: {{SINCE}}]]
{{#HAS_ANSWER}}[[What was said last: <strong>{{ANSWER}}</strong>]]
{{/HAS_ANSWER}}{{/HAS_OUTBOX}}{{#HAS_MAILER}}[[No mailer is at work. Who needs a code gets none, and can't sign in.
This letter went past the queue.]]

{{#HAS_SINCE}}[[Last at work: <strong>{{SINCE}}</strong>]]{{/HAS_SINCE}}{{#NO_SINCE}}[[Last at work: <strong>never</strong>]]{{/NO_SINCE}}
{{#HAS_COUNT}}[[Letters that wait: <strong>{{COUNT}}</strong>]]
{{/HAS_COUNT}}{{/HAS_MAILER}}{{#HAS_MAILBOXES_GONE}}[[Mail servers say of many people that their mailbox is gone.
They may have left, or one mail server is set up wrongly.]]

{{#HAS_COUNT}}[[Mailboxes gone within a day: <strong>{{COUNT}}</strong>]]
[[The first of them: {{SINCE}}]]
{{/HAS_COUNT}}{{#HAS_HELD_BACK}}[[Not locked, because too many of their domain would have been: <strong>{{HELD_BACK}}</strong>]]
{{/HAS_HELD_BACK}}{{/HAS_MAILBOXES_GONE}}
[[To see more, run on the server:]]

    {{LOOK}}
    {{LOOK_NEXT}}

[[While this lasts you get one such letter an hour. You get it because the setting operator_address is {{EMAIL}}.]]
