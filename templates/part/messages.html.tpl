{{%AUTOESCAPE context="HTML"}}
{{!
  The message catalogue: one section for each thing that a page may have to say.
  Errors come first and carry id="message", which the field in error points at: show one at a time.
}}

{{! Signing in }}
{{#WRONG_CREDENTIALS}}
<div class="message error" id="message" role="alert"><p>[[We can't find an account with that email and password. Verify your password, or click <a href="{{BASE}}/sign-up?rd={{RD:u}}">Sign up now</a> if you don't have an account yet.]]</p></div>
{{/WRONG_CREDENTIALS}}
{{#LOCKED_OUT}}
<div class="message error" id="message" role="alert"><p>[[Too many attempts. Try again in {{>WAIT}}, or <a href="{{BASE}}/reset?rd={{RD:u}}">reset your password</a>.]]</p></div>
{{/LOCKED_OUT}}
{{#WAIT_AND_RETRY}}
<div class="message error" id="message" role="alert"><p>[[Too many attempts. Try again in {{>WAIT}}.]]</p></div>
{{/WAIT_AND_RETRY}}
{{#OTHER_ADDRESS}}
<div class="message error" id="message" role="alert"><p>[[Use the company email of this account.]]</p></div>
{{/OTHER_ADDRESS}}

{{! The address and the company behind it }}
{{#EMAIL_MALFORMED}}
<div class="message error" id="message" role="alert"><p>[[That does not look like an email address. Write it like name@company.example.]]</p></div>
{{/EMAIL_MALFORMED}}
{{#EMAIL_NOT_LICENSED}}
<div class="message error" id="message" role="alert"><p>[[{{DOMAIN}} is not with a licensed company. Use your company email, or ask your company's licence contact.]]</p></div>
{{/EMAIL_NOT_LICENSED}}
{{#LICENCE_OVER}}
<div class="message error" id="message" role="alert"><p>[[{{COMPANY}}'s licence ended on {{DATE}}.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a> to renew it.]]{{/HAS_ASK}}</p></div>
{{/LICENCE_OVER}}
{{#LICENCE_IN_GRACE}}
<div class="message error" id="message" role="alert"><p>[[{{COMPANY}}'s licence ended on {{DATE}}. People with an account can still sign in, but there are no new ones.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a> to renew it.]]{{/HAS_ASK}}</p></div>
{{/LICENCE_IN_GRACE}}
{{#LICENCE_NOT_STARTED}}
<div class="message error" id="message" role="alert"><p>[[{{COMPANY}}'s licence starts on {{DATE}}.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a> if you need to get in sooner.]]{{/HAS_ASK}}</p></div>
{{/LICENCE_NOT_STARTED}}
{{#LICENCE_SUSPENDED}}
<div class="message error" id="message" role="alert"><p>[[{{COMPANY}}'s licence is suspended.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a>.]]{{/HAS_ASK}}</p></div>
{{/LICENCE_SUSPENDED}}
{{#SEATS_FULL}}
<div class="message error" id="message" role="alert"><p>[[All of {{COMPANY}}'s seats are taken.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a>.]]{{/HAS_ASK}}</p></div>
{{/SEATS_FULL}}
{{#SIGN_UP_CLOSED}}
<div class="message error" id="message" role="alert"><p>[[New accounts are by invitation only.]]</p></div>
{{/SIGN_UP_CLOSED}}
{{#ALREADY_REGISTERED}}
<div class="message error" id="message" role="alert"><p>[[This email has an account already. <a href="{{BASE}}/sign-in?rd={{RD:u}}">Sign in</a>]]</p></div>
{{/ALREADY_REGISTERED}}

{{! The code }}
{{#CODE_INCORRECT}}
<div class="message error" id="message" role="alert"><p>[[That code is incorrect. Please try again.]] [[1 try is left.|{{TRIES_LEFT}} tries are left.]]</p></div>
{{/CODE_INCORRECT}}
{{#CODE_MALFORMED}}
<div class="message error" id="message" role="alert"><p>[[Enter the six digits from the email.]]</p></div>
{{/CODE_MALFORMED}}
{{#CODE_EXPIRED}}
<div class="message error" id="message" role="alert"><p>[[That code is expired. Please request a new code.]]</p></div>
{{/CODE_EXPIRED}}
{{#CODE_USED_UP}}
<div class="message error" id="message" role="alert"><p>[[You've made too many incorrect attempts.]]{{#USED_UP_WAIT}} [[Start again in {{>WAIT}}.]]{{/USED_UP_WAIT}}{{#USED_UP_NOW}} [[Please start again.]]{{/USED_UP_NOW}}</p></div>
{{/CODE_USED_UP}}
{{#RESEND_TOO_SOON}}
<div class="message error" id="message" role="alert"><p>[[A code was sent a moment ago.]] [[You can send a new one in {{RESEND_SECONDS}} second.|You can send a new one in {{RESEND_SECONDS}} seconds.]]</p></div>
{{/RESEND_TOO_SOON}}
{{#RESENDS_USED_UP}}
<div class="message error" id="message" role="alert"><p>[[No more codes can be sent here. Enter the newest code you received, or start again.]]</p></div>
{{/RESENDS_USED_UP}}
{{#LETTER_REFUSED}}
<div class="message error" id="message" role="alert"><p>[[The mail server of {{DOMAIN}} refused our message: no such mailbox. Check the address.]]</p></div>
{{/LETTER_REFUSED}}

{{! Name and password }}
{{#NAME_MALFORMED}}
<div class="message error" id="message" role="alert"><p>[[Enter your name: 1 to 64 characters, without web addresses.]]</p></div>
{{/NAME_MALFORMED}}
{{#PASSWORD_MISSING}}
<div class="message error" id="message" role="alert"><p>[[Enter a password.]]</p></div>
{{/PASSWORD_MISSING}}
{{#PASSWORD_MISMATCH}}
<div class="message error" id="message" role="alert"><p>[[The password entry fields do not match. Please enter the same password in both fields.]]</p></div>
{{/PASSWORD_MISMATCH}}
{{#PASSWORD_TOO_SHORT}}
<div class="message error" id="message" role="alert"><p>[[That password is too short.]] [[Use at least {{PASSWORD_LENGTH_MIN}} character.|Use at least {{PASSWORD_LENGTH_MIN}} characters.]]</p></div>
{{/PASSWORD_TOO_SHORT}}
{{#PASSWORD_TOO_LONG}}
<div class="message error" id="message" role="alert"><p>[[That password is too long.]] [[Use at most {{PASSWORD_LENGTH_MAX}} character.|Use at most {{PASSWORD_LENGTH_MAX}} characters.]]</p></div>
{{/PASSWORD_TOO_LONG}}
{{#PASSWORD_GUESSABLE}}
<div class="message error" id="message" role="alert"><p>[[That password is easy to guess. Use four or more words that do not belong together, without your name, email or company.]]</p></div>
{{/PASSWORD_GUESSABLE}}
{{#PASSWORD_WRONG}}
<div class="message error" id="message" role="alert"><p>[[That is not your current password. Please try again.]]</p></div>
{{/PASSWORD_WRONG}}

{{! The page itself }}
{{#COOKIE_REFUSED}}
<div class="message error" id="message" role="alert"><p>[[Your browser did not keep our cookie. Allow cookies for this site and try again.]]</p></div>
{{/COOKIE_REFUSED}}
{{#OUT_OF_DATE}}
<div class="message error" id="message" role="alert"><p>[[This page is out of date. Please <a href="{{BASE}}/{{START_PAGE}}?rd={{RD:u}}">start again</a>.]]</p></div>
{{/OUT_OF_DATE}}

{{! Stopped at the door }}
{{#ROLE_MISSING}}
<div class="message error" id="message" role="alert"><p>[[Your account may not open this part.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a> if you need it.]]{{/HAS_ASK}}</p></div>
{{/ROLE_MISSING}}
{{#ACCOUNT_LOCKED}}
<div class="message error" id="message" role="alert"><p>[[Your account is locked.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a> to unlock it.]]{{/HAS_ASK}}</p></div>
{{/ACCOUNT_LOCKED}}
{{#ACCOUNT_REMOVED}}
<div class="message error" id="message" role="alert"><p>[[Your account was removed from {{COMPANY}}.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a> if that is not right.]]{{/HAS_ASK}}</p></div>
{{/ACCOUNT_REMOVED}}
{{#NOT_LISTED}}
<div class="message error" id="message" role="alert"><p>[[Your email is no longer at a domain that {{COMPANY}} lists here.]]{{#HAS_ASK}} [[Ask <a href="mailto:{{ASK}}">{{ASK}}</a> if that is not right.]]{{/HAS_ASK}}</p></div>
{{/NOT_LISTED}}

{{! A company's people }}
{{#INVITE_NOT_COVERED}}
<div class="message error" id="message" role="alert"><p>{{#HAS_DOMAINS}}[[Invitations go to addresses of {{COMPANY}} only ({{DOMAINS}}).]]{{/HAS_DOMAINS}}{{#NO_DOMAINS}}[[Invitations go to addresses of {{COMPANY}} only.]]{{/NO_DOMAINS}} [[To add another, write to the portal's operator.]]</p></div>
{{/INVITE_NOT_COVERED}}
{{#INVITE_NAME_MALFORMED}}
<div class="message error" id="message" role="alert"><p>[[Enter your colleague's name: 1 to 64 characters, without web addresses.]]</p></div>
{{/INVITE_NAME_MALFORMED}}
{{#INVITE_HAS_ACCOUNT}}
<div class="message error" id="message" role="alert"><p>[[{{EMAIL}} has an account already.]]</p></div>
{{/INVITE_HAS_ACCOUNT}}
{{#PERSON_NOT_FOUND}}
<div class="message error" id="message" role="alert"><p>[[There is no such person in your company.]]</p></div>
{{/PERSON_NOT_FOUND}}
{{#PERSON_YOURSELF}}
<div class="message error" id="message" role="alert"><p>[[Ask another administrator to change this for you.]]</p></div>
{{/PERSON_YOURSELF}}

{{! Good news }}
{{#INVITED_NOW}}
<div class="message good" role="status"><p>[[The invitation is on its way.]]</p></div>
{{/INVITED_NOW}}
{{#WITHDRAWN_NOW}}
<div class="message good" role="status"><p>[[The invitation is withdrawn.]]</p></div>
{{/WITHDRAWN_NOW}}
{{#PERSON_CHANGED}}
<div class="message good" role="status"><p>[[Done. It holds from now on.]]</p></div>
{{/PERSON_CHANGED}}
{{#CODE_SENT_AGAIN}}
<div class="message good" role="status"><p>[[A code is on its way to you. Use the one in the newest email.]]</p></div>
{{/CODE_SENT_AGAIN}}
{{#ACCOUNT_READY}}
<div class="message good" role="status"><p>[[Your account is ready.]] {{#VERIFIED_AGAIN}}[[Sign in; we will verify your email once more, which is expected.]]{{/VERIFIED_AGAIN}}{{#PROVED}}[[Sign in.]]{{/PROVED}}</p></div>
{{/ACCOUNT_READY}}
{{#PASSWORD_CHANGED}}
<div class="message good" role="status"><p>[[Your password is changed. Sign in.]] [[We will verify your email once more, which is expected.]]</p></div>
{{/PASSWORD_CHANGED}}
{{#NAME_CHANGED}}
<div class="message good" role="status"><p>[[Your name is saved. The portal shows it from your next page on.]]</p></div>
{{/NAME_CHANGED}}
{{#ACCOUNT_DELETED}}
<div class="message good" role="status"><p>[[Your account is deleted, and you are signed out everywhere.]]</p></div>
{{/ACCOUNT_DELETED}}
{{#PASSWORD_REPLACED}}
<div class="message good" role="status"><p>[[Your password is changed. Your other sessions have ended.]]</p></div>
{{/PASSWORD_REPLACED}}
{{#SESSIONS_ENDED}}
<div class="message good" role="status"><p>[[Signed out there. It takes effect within a second.]]</p></div>
{{/SESSIONS_ENDED}}
{{#SIGNED_OUT}}
<div class="message good" role="status"><p>[[You are signed out.]]</p></div>
{{/SIGNED_OUT}}
