{{%AUTOESCAPE context="HTML"}}
{{! Not a page but a fragment, for the portal's own pages to include. }}
{{#ANONYMOUS}}
<nav class="doorward-badge" lang="{{LANGUAGE}}" dir="{{DIRECTION}}"><a class="doorward-sign-in" href="{{SIGN_IN_URL}}">[[Sign in]]</a></nav>
{{/ANONYMOUS}}
{{#SIGNED_IN}}
<nav class="doorward-badge" lang="{{LANGUAGE}}" dir="{{DIRECTION}}"><details class="doorward-menu"><summary>{{NAME}}</summary><a href="{{BASE}}/account">[[Account]]</a> <a href="{{BASE}}/sign-out">[[Sign out]]</a></details></nav>
{{#LICENCE_ENDS}}
<p class="doorward-notice">[[Your company's licence ends on {{LAST_DAY}}.]]</p>
{{/LICENCE_ENDS}}
{{#LICENCE_ENDED}}
<p class="doorward-notice">[[Your company's licence ended on {{LAST_DAY}}. You are let in until {{LAST_GRACE}}.]]</p>
{{/LICENCE_ENDED}}
{{/SIGNED_IN}}
