-- min_program: 0.1.0
-- Whose mailbox is gone, as the mail servers say.

ALTER TABLE account ADD COLUMN mailbox_gone_at DATETIME(6) NULL AFTER proved_at;
