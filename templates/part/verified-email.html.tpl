{{%AUTOESCAPE context="HTML"}}
{{! The address that was proved. It has no name: it is not sent, it is for the eye and the password manager. }}
<div class="message good" role="status"><p>[[E-mail address verified. You can now continue.]]</p></div>
<div class="field">
<label for="email">[[Email Address]]</label>
<input class="fixed" type="email" id="email" value="{{EMAIL}}" autocomplete="username" readonly>
</div>
