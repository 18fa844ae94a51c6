{{%AUTOESCAPE context="HTML"}}
<footer class="site">
{{#HAS_CONTACT}}
<p>Need help? Write to <a href="mailto:{{CONTACT}}">{{CONTACT}}</a></p>
{{/HAS_CONTACT}}
</footer>
