[[You already have an account at {{SITE_NAME}}.]]

[[Somebody asked to create one for <strong>{{EMAIL}}</strong>, but there is one already. To use
it, sign in:]]

  {{SIGN_IN_URL}}

[[If you don't know its password, choose “Forgot your password?” there.]]

[[Asked at {{ASKED_AT}}, with {{BROWSER}}, from network {{NETWORK}}. If that
was not you, you need not do anything: nothing was changed.]]{{#HAS_CONTACT}}
[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}
