[[Hello,]]

[[{{COMPANY}}'s licence for {{SITE_NAME}} ends on <strong>{{LICENCE_LAST_DAY}}</strong>.]]

[[To keep its people's access to {{HOST}}, please renew it before then.]]{{#HAS_CONTACT}}
[[Write to {{CONTACT}} to renew it.]]{{/HAS_CONTACT}}

[[You get this letter because {{EMAIL}} is the company's contact there.]]
