[[Hello {{NAME}},]]

[[Your company has a new email domain, and your account at {{SITE_NAME}} has
moved with it. From now on sign in with <strong>{{EMAIL}}</strong>.]]

[[Your password is the one you had. You were signed out everywhere; open
{{HOST}} yourself and sign in with the new address.]]{{#HAS_CONTACT}}
[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}
