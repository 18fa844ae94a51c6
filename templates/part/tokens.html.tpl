{{%AUTOESCAPE context="HTML"}}
{{#FLOW_FORM}}<input type="hidden" name="flow" value="{{FLOW}}">{{/FLOW_FORM}}
{{#FIRST_FORM}}<input type="hidden" name="rd" value="{{RD}}">{{/FIRST_FORM}}
<input type="hidden" name="csrf" value="{{CSRF}}">
