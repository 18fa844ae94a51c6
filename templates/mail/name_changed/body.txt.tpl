[[Hello {{NAME}},]]

[[The name of your account <strong>{{EMAIL}}</strong> at {{SITE_NAME}} is now <strong>{{NAME}}</strong>. It was
changed at {{ASKED_AT}}, with {{BROWSER}}, from network {{NETWORK}}.]]

[[<strong>If that was not you,</strong> somebody is signed in as you. Open {{HOST}} yourself
and choose “Forgot your password?”: that signs everybody out.]]{{#HAS_CONTACT}}
[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}
