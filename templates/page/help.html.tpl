{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<script src="{{BASE}}/static/help.js" defer></script>
<title>[[How to sign in]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<div class="message notice" id="offline" hidden role="status"><p>[[You're offline. This is a read only version of the page.]]</p><button type="button" class="quiet">[[Close]]</button></div>
<main class="card wide" id="help" data-page="{{BASE}}/help" data-worker="{{BASE}}/help-worker.js">
<h1>[[How to sign in]]</h1>
<p>[[The portal is for current members of licensing companies. Next time you visit it, you are asked to create an account or validate an existing one.]]</p>
<h2>[[Create an account]]</h2>
<ol>
<li>[[On the sign-in page, choose <b>Sign up now</b>.]]</li>
<li>[[Enter your company email address and choose <b>Send verification code</b>. Leave the password fields; they open later.]]
<img src="{{BASE}}/static/help/sign-up.webp" width="400" height="714" loading="lazy" alt="[[The sign-up page: an email address is entered, the password fields below are still closed]]"></li>
<li>[[Enter the code from the email under <b>Verification code</b> and choose <b>Verify code</b>.]]
<img src="{{BASE}}/static/help/code.webp" width="400" height="1082" loading="lazy" alt="[[The same page with the code box and the button Verify code]]"></li>
<li>[[Enter your name, choose a password, confirm it and choose <b>Create</b>.]]
<img src="{{BASE}}/static/help/create.webp" width="400" height="846" loading="lazy" alt="[[The box is gone: name and two password fields, and the button Create]]"></li>
</ol>
<h2>[[Sign in]]</h2>
<ol>
<li>[[Enter your email address and password and choose <b>Sign in</b>. If that does not work, verify the password, or sign up if you have no account yet.]]
<img src="{{BASE}}/static/help/sign-in.webp" width="400" height="589" loading="lazy" alt="[[The sign-in page with email address and password]]"></li>
<li>[[Each time, your company email is verified once more. Straight after you created an account this is expected too. Choose <b>Continue</b>.]]</li>
<li>[[Enter the email address associated with the licensing company and choose <b>Send Verification Code</b>.]]
<img src="{{BASE}}/static/help/verify.webp" width="400" height="474" loading="lazy" alt="[[The page that asks for the email address to verify]]"></li>
<li>[[Enter the code from the email and choose <b>Verify code</b>, then <b>Continue</b>.]]</li>
<li>[[Your name is in the top right. You can now use the portal.]]
<img src="{{BASE}}/static/help/portal.webp" width="640" height="240" loading="lazy" alt="[[The portal with the name Mia Quist in the top right]]"></li>
</ol>
<h2>[[Good to know]]</h2>
<ul>
<li>[[Codes go to your company email only. We do not use phones: a code shows that you are with the licensing company today.]]</li>
<li>[[A code works for ten minutes, in the browser that asked for it.]]</li>
<li>[[Someone who has left the company, or whose company's licence is over, can not sign in.]]</li>
</ul>
<p class="aside links"><a href="{{BASE}}/sign-in">[[Sign in]]</a> <a href="{{HOME_URL}}">[[Back to the portal]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
