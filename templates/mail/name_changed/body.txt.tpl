Hello {{NAME}},

The name of your account at {{SITE_NAME}} is now {{NAME}}.

Account:
  email    {{EMAIL}}
  at       {{ASKED_AT}}
  with     {{BROWSER}}
  network  {{NETWORK}}

If that was not you, somebody is signed in as you. Open {{HOST}} yourself and
choose "Forgot your password?": that signs everybody out.
{{#HAS_CONTACT}}
You can also write to {{CONTACT}}
{{/HAS_CONTACT}}
