[[Hello {{NAME}},]]

[[{{INVITED_BY}} ({{INVITED_BY_EMAIL}}) of {{COMPANY}} invites you to
{{SITE_NAME}}.]]

[[To create your account, open this page until {{UNTIL}} and enter this email
address, <strong>{{EMAIL}}</strong>:]]

  {{SIGN_UP_URL}}

[[We then send you a code to see that the mailbox is yours. If you don't know
{{INVITED_BY}}, you need not do anything.]]{{#HAS_CONTACT}}
[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}
