{{%AUTOESCAPE context="HTML"}}
{{! Not a page but a fragment, for the portal's own pages to include. }}
{{#ANONYMOUS}}
<nav class="doorward-badge"><a class="doorward-sign-in" href="{{SIGN_IN_URL}}">Sign in</a></nav>
{{/ANONYMOUS}}
{{#SIGNED_IN}}
<nav class="doorward-badge"><details class="doorward-menu"><summary>{{NAME}}</summary><a href="{{BASE}}/account">Account</a> <a href="{{BASE}}/sign-out">Sign out</a></details></nav>
{{/SIGNED_IN}}
