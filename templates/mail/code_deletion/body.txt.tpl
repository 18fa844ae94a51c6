[[Here is your code to delete your account at {{SITE_NAME}}.]]

{{CODE}}

[[It works until <strong>{{ENDS_AT}}</strong>, once, in the browser that asked for it.]]

[[Asked for {{EMAIL}} at {{ASKED_AT}}, with {{BROWSER}}, from network
{{NETWORK}}.]]

[[If that was not you, somebody knows your password: change it now. Without
this code your account stays as it is.]] [[Give the code to nobody.]]

[[We never ask for this code by phone or by email.]]{{#HAS_CONTACT}}
[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}

@{{HOST}} #{{CODE}}
