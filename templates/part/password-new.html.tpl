{{%AUTOESCAPE context="HTML"}}
<div class="field">
<label for="password">[[New Password]]</label>
<input type="password" id="password" name="password" autocomplete="new-password" required{{#FOR_RESET}}{{#NO_ERROR}} autofocus{{/NO_ERROR}}{{/FOR_RESET}}{{#FOR_VALIDATE}}{{#NO_ERROR}} autofocus{{/NO_ERROR}}{{/FOR_VALIDATE}}{{#PASSWORD_BAD}} autofocus aria-invalid="true"{{/PASSWORD_BAD}} aria-describedby="password-hint{{#PASSWORD_BAD}} message{{/PASSWORD_BAD}}">
<p class="hint" id="password-hint">[[At least {{PASSWORD_LENGTH_MIN}} character.|At least {{PASSWORD_LENGTH_MIN}} characters.]] [[A few words that do not belong together work well.]]</p>
</div>
<div class="field">
<label for="password_confirm">[[Confirm New Password]]</label>
<input type="password" id="password_confirm" name="password_confirm" autocomplete="new-password" required{{#PASSWORD_CONFIRM_BAD}} autofocus aria-invalid="true" aria-describedby="message"{{/PASSWORD_CONFIRM_BAD}}>
</div>
