[[Hello {{NAME}},]]

[[Your account <strong>{{EMAIL}}</strong> at {{SITE_NAME}} was signed in to with a browser that
it did not know before: {{BROWSER}}, from network {{NETWORK}}, at
{{ASKED_AT}}. Password and mailed code were both right.]]

[[If that was you, you need not do anything.]]

[[<strong>If that was not you,</strong> somebody knows your password and reads your mail. Tell
your IT department, then open {{HOST}} yourself, choose “Forgot your
password?” and set another one: that ends every session.]]{{#HAS_CONTACT}}
[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}
