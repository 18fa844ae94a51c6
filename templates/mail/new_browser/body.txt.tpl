Hello {{NAME}},

Your account at {{SITE_NAME}} was signed in to with a browser that it
did not know before. Password and mailed code were both right.

Account:
  email    {{EMAIL}}
  at       {{ASKED_AT}}
  with     {{BROWSER}}
  network  {{NETWORK}}

If that was you, you need not do anything.

If that was not you, somebody knows your password and reads your mail. Tell
your IT department, then open {{HOST}} yourself, choose
"Forgot your password?" and set another one: that ends every session.
{{#HAS_CONTACT}}
You can also write to {{CONTACT}}
{{/HAS_CONTACT}}
