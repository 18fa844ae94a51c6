{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>[[How to sign in]] · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card wide">
<h1>[[How to sign in]]</h1>
<p>[[The portal is for current members of licensing companies. Next time you visit it, you are asked to create an account or validate an existing one.]]</p>
<h2>[[Create an account]]</h2>
<ol>
<li>[[On the sign-in page, choose <b>Sign up now</b>.]]</li>
<li>[[Enter your company email address and choose <b>Send verification code</b>. Leave the password fields; they open later.]]</li>
<li>[[Enter the code from the email under <b>Verification code</b> and choose <b>Verify code</b>.]]</li>
<li>[[Enter your name, choose a password, confirm it and choose <b>Create</b>.]]</li>
</ol>
<h2>[[Sign in]]</h2>
<ol>
<li>[[Enter your email address and password and choose <b>Sign in</b>. If that does not work, verify the password, or sign up if you have no account yet.]]</li>
<li>[[Each time, your company email is verified once more. Straight after you created an account this is expected too. Choose <b>Continue</b>.]]</li>
<li>[[Enter the email address associated with the licensing company and choose <b>Send Verification Code</b>.]]</li>
<li>[[Enter the code from the email and choose <b>Verify code</b>, then <b>Continue</b>.]]</li>
<li>[[Your name is in the top right. You can now use the portal.]]</li>
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
