{{#CODE_SHOWN}}[[{{CODE}} is your verification code]]{{/CODE_SHOWN}}{{#CODE_HIDDEN}}[[Your verification code]]{{/CODE_HIDDEN}}
