[[Hello {{NAME}},]]

[[The address of your account at {{SITE_NAME}} was changed at {{ASKED_AT}},
from <strong>{{OLD_EMAIL}}</strong> to <strong>{{NEW_EMAIL}}</strong>.]]

[[You were signed out everywhere. Sign in with the new address and the
password you have.]]

[[<strong>If you did not expect that,</strong> tell your IT department.]]{{#HAS_CONTACT}}
[[You can also write to {{CONTACT}}.]]{{/HAS_CONTACT}}
