{{%AUTOESCAPE context="HTML"}}
<fieldset class="later" disabled aria-describedby="later">
<legend>[[Later]]</legend>
<p class="hint" id="later">[[You choose a password after your email is verified.]]</p>
<div class="field">
<label for="password">[[New Password]]</label>
<input type="password" id="password" name="password" autocomplete="new-password" aria-describedby="later" disabled>
</div>
<div class="field">
<label for="password_confirm">[[Confirm New Password]]</label>
<input type="password" id="password_confirm" name="password_confirm" autocomplete="new-password" aria-describedby="later" disabled>
</div>
</fieldset>
