{{%AUTOESCAPE context="HTML"}}
{{! The code step: between the page's own <form> and </form>. The first button is the one that Enter presses. }}
<div class="field">
<label for="email">[[Email Address]]</label>
<input class="fixed" type="email" id="email" value="{{EMAIL}}" autocomplete="username" readonly>
</div>
<p id="sent">[[A verification code has been sent to {{EMAIL}}. Paste or enter it below.]]</p>
<div class="field">
<label for="code">[[Verification code]]</label>
<input class="code" type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required autofocus{{#CODE_BAD}} aria-invalid="true"{{/CODE_BAD}} aria-describedby="sent{{#CODE_BAD}} message{{/CODE_BAD}}">
</div>
<button class="primary" name="action" value="verify">[[Verify code]]</button>
{{#DELIVERY_QUEUED}}
<p class="delivery" role="status">[[The email is waiting to be sent. <a href="?flow={{FLOW:u}}">Check again</a>]]</p>
{{/DELIVERY_QUEUED}}
{{#DELIVERY_HANDED}}
<p class="delivery" role="status">[[Handed to the mail system at {{HANDED_AT}}. It can take a minute; look in your spam folder too.]]</p>
{{/DELIVERY_HANDED}}
{{#DELIVERY_REFUSED}}
<p class="delivery bad" role="alert">[[The mail server of {{DOMAIN}} refused our message: no such mailbox. Check the address.]]</p>
{{/DELIVERY_REFUSED}}
{{#RESEND_WAITING}}
<p class="hint resend" id="resend-wait">[[You can send a new code in {{RESEND_SECONDS}} second.|You can send a new code in {{RESEND_SECONDS}} seconds.]]</p>
{{/RESEND_WAITING}}
{{#RESEND_NONE}}
<p class="hint resend">[[No more new codes can be sent here. Enter the newest code you received.]]</p>
{{/RESEND_NONE}}
<div class="others">
{{#RESEND_READY}}
<button class="quiet" name="action" value="resend" formnovalidate>[[Send new code]]</button>
{{/RESEND_READY}}
{{#RESEND_WAITING}}
<button class="quiet" name="action" value="resend" formnovalidate aria-describedby="resend-wait">[[Send new code]]</button>
{{/RESEND_WAITING}}
{{#MAY_CHANGE_ADDRESS}}
<button class="quiet" name="action" value="change" formnovalidate>[[Use a different address]]</button>
{{/MAY_CHANGE_ADDRESS}}
</div>
