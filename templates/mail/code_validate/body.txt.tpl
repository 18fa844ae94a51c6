[[Here is your code to validate your account at {{SITE_NAME}}.]]

{{CODE}}

[[It works until <strong>{{ENDS_AT}}</strong>, once, in the browser that asked for it.]]

[[Asked for {{EMAIL}} at {{ASKED_AT}}, with {{BROWSER}}, from network
{{NETWORK}}.]]

[[If that was not you, you need not do anything: your account stays as it is.]]
[[Give the code to nobody.]]

[[We never ask for this code by phone or by email.]]{{#HAS_CONTACT}}
[[Questions? Write to {{CONTACT}}.]]{{/HAS_CONTACT}}

@{{HOST}} #{{CODE}}
