Hello {{NAME}},

Your account at {{SITE_NAME}} was deleted, as you asked for.

Account:
  email    {{EMAIL}}
  at       {{ASKED_AT}}
  with     {{BROWSER}}
  network  {{NETWORK}}

Your name and your password are erased, and you are signed out everywhere.
You may sign up again at any time.

If that was not you, somebody knew your password and reads your mail. Tell
your IT department.
{{#HAS_CONTACT}}
You can also write to {{CONTACT}}
{{/HAS_CONTACT}}
