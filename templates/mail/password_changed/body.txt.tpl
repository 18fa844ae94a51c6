[[Hello {{NAME}},]]

[[The password of your account <strong>{{EMAIL}}</strong> at {{SITE_NAME}} was changed at
{{ASKED_AT}}, with {{BROWSER}}, from network {{NETWORK}}.]]

[[All other sessions have ended. From now on, sign in with the new password.]]

[[<strong>If that was not you,</strong> somebody may know your password or read your mail. Tell
your IT department, then open {{HOST}} yourself and choose “Forgot your
password?”.]]{{#HAS_CONTACT}}
[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}
