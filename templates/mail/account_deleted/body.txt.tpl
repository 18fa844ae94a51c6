[[Hello {{NAME}},]]

[[Your account <strong>{{EMAIL}}</strong> at {{SITE_NAME}} was deleted at {{ASKED_AT}}, with
{{BROWSER}}, from network {{NETWORK}}, as you asked for.]]

[[Your name and your password are erased, and you are signed out everywhere.
You may sign up again at any time.]]

[[<strong>If that was not you,</strong> somebody knew your password and reads your mail. Tell
your IT department.]]{{#HAS_CONTACT}}
[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}
