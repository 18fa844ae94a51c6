{{%AUTOESCAPE context="HTML"}}
<footer class="site">
{{#HAS_CONTACT}}
<p>[[Need help? Write to <a href="mailto:{{CONTACT}}">{{CONTACT}}</a>]]</p>
{{/HAS_CONTACT}}
{{#LANGUAGES}}
<nav class="languages" aria-label="[[Language]]">
{{#EACH_LANGUAGE}}
{{#EACH_OTHER}}<a href="{{HERE}}language={{EACH_CODE}}" lang="{{EACH_CODE}}" hreflang="{{EACH_CODE}}">{{EACH_NAME}}</a>{{/EACH_OTHER}}{{#EACH_THIS}}<span aria-current="true">{{EACH_NAME}}</span>{{/EACH_THIS}}
{{/EACH_LANGUAGE}}
</nav>
{{/LANGUAGES}}
</footer>
