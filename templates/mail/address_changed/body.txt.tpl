Hello {{NAME}},

The address of your account at {{SITE_NAME}} was changed at {{ASKED_AT}}.

  old address  {{OLD_EMAIL}}
  new address  {{NEW_EMAIL}}

You were signed out everywhere. Sign in with the new address and the password
you have.

If you did not expect that, tell your IT department.
{{#HAS_CONTACT}}
You can also write to {{CONTACT}}
{{/HAS_CONTACT}}
