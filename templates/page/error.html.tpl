{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
{{>HEAD}}
<title>{{#HAS_ERROR}}[[Error:]] {{/HAS_ERROR}}{{#NOT_FOUND}}[[Page not found]]{{/NOT_FOUND}}{{#UNAVAILABLE}}[[Not available]]{{/UNAVAILABLE}}{{#WAIT_AND_RETRY}}[[Please wait]]{{/WAIT_AND_RETRY}}{{#OUT_OF_DATE}}[[Out of date]]{{/OUT_OF_DATE}}{{#INTERNAL}}[[Something went wrong]]{{/INTERNAL}}{{#BAD_REQUEST}}[[That did not work]]{{/BAD_REQUEST}}{{#FOREIGN_FORM}}[[That did not work]]{{/FOREIGN_FORM}}{{#METHOD_NOT_ALLOWED}}[[That did not work]]{{/METHOD_NOT_ALLOWED}}{{#TOO_LARGE}}[[That was too much]]{{/TOO_LARGE}}{{#UNSUPPORTED_TYPE}}[[That did not work]]{{/UNSUPPORTED_TYPE}} · {{SITE_NAME}}</title>
</head>
<body>
{{>TOP}}
<main class="card">
{{#BAD_REQUEST}}
<h1>[[That did not work]]</h1>
<p>[[We could not read what your browser sent. Go back and try again.]]</p>
{{/BAD_REQUEST}}
{{#FOREIGN_FORM}}
<h1>[[That did not work]]</h1>
<p>[[The form did not come from a page of this site, so nothing was done. Open the page here and try again.]]</p>
{{/FOREIGN_FORM}}
{{#NOT_FOUND}}
<h1>[[Page not found]]</h1>
<p>[[There is no page at this address.]]</p>
{{/NOT_FOUND}}
{{#METHOD_NOT_ALLOWED}}
<h1>[[That did not work]]</h1>
<p>[[This page can not be used that way.]]</p>
{{/METHOD_NOT_ALLOWED}}
{{#TOO_LARGE}}
<h1>[[That was too much]]</h1>
<p>[[What your browser sent is larger than this page takes. Shorten it and try again.]]</p>
{{/TOO_LARGE}}
{{#UNSUPPORTED_TYPE}}
<h1>[[That did not work]]</h1>
<p>[[This page takes plain forms only.]]</p>
{{/UNSUPPORTED_TYPE}}
{{#OUT_OF_DATE}}
<h1>[[Out of date]]</h1>
<p>[[This page is out of date. Please <a href="{{BASE}}/sign-in?rd={{RD:u}}">start again</a>.]]</p>
{{/OUT_OF_DATE}}
{{#WAIT_AND_RETRY}}
<h1>[[Please wait]]</h1>
<p>[[Too many attempts. Try again in {{>WAIT}}.]]</p>
{{/WAIT_AND_RETRY}}
{{#UNAVAILABLE}}
<h1>[[Not available]]</h1>
<p>[[Sign-in is not available at the moment. Please try again in a minute.]]</p>
{{/UNAVAILABLE}}
{{#INTERNAL}}
<h1>[[Something went wrong]]</h1>
<p>[[Something went wrong on our side. Please try again.]]</p>
{{/INTERNAL}}
<p class="reference">[[Reference {{REFERENCE}}]]</p>
<p class="aside links"><a href="{{BASE}}/sign-in">[[Back to sign in]]</a> <a href="{{HOME_URL}}">[[Back to the portal]]</a></p>
</main>
{{>FOOT}}
</body>
</html>
