Hello {{NAME}},

Your company has a new email domain. At {{SITE_NAME}} your account
has moved with it: from now on sign in with

{{EMAIL}}

Your password is the one you had. You were signed out everywhere; open
{{HOST}} yourself and sign in with the new address.
{{#HAS_CONTACT}}

Questions? Write to {{CONTACT}}
{{/HAS_CONTACT}}
