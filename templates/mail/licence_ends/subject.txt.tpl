[[{{COMPANY}}'s licence ends on {{LICENCE_LAST_DAY}}]]
