{{%AUTOESCAPE context="HTML"}}
<header class="site">
<a href="{{HOME_URL}}"><svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="M5 22V4a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v18M2.5 22h19" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><circle cx="15" cy="12.5" r="1.5" fill="currentColor"/></svg><span>{{SITE_NAME}}</span></a>
</header>
