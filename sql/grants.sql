-- What each program may touch, and no more. Run after `doorwardctl db migrate`, as a database
-- administrator, once the four users exist; run it again after an upgrade. Change "doorward." if
-- your database has another name.

-- doorward-web: pages and flows. It never deletes, and can't rewrite the audit trail.
GRANT SELECT ON doorward.schema_migration TO 'doorward_web'@'localhost';
-- Taking a seat locks the company's row, for which this one column is enough.
GRANT SELECT, UPDATE (seat_asked_at) ON doorward.company TO 'doorward_web'@'localhost';
GRANT SELECT ON doorward.company_domain TO 'doorward_web'@'localhost';
GRANT SELECT ON doorward.company_address TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT, UPDATE (email, name, language, password_hash, status, role,
  proved_at, password_changed_at, mailbox_gone_at) ON doorward.account TO 'doorward_web'@'localhost';
GRANT SELECT ON doorward.account_group TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.session TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON doorward.known_browser TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.flow TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.attempt TO 'doorward_web'@'localhost';
GRANT INSERT ON doorward.revocation TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.invitation TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT ON doorward.outbox TO 'doorward_web'@'localhost';
GRANT SELECT (at, event, account_id, network, detail), INSERT ON doorward.audit_event
  TO 'doorward_web'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.held_key TO 'doorward_web'@'localhost';

-- doorward-gate: looks at sessions, notes that they are used.
GRANT SELECT ON doorward.schema_migration TO 'doorward_gate'@'localhost';
GRANT SELECT ON doorward.company TO 'doorward_gate'@'localhost';
GRANT SELECT (id, email, name, company_id, status) ON doorward.account TO 'doorward_gate'@'localhost';
GRANT SELECT ON doorward.account_group TO 'doorward_gate'@'localhost';
GRANT SELECT ON doorward.session TO 'doorward_gate'@'localhost';
GRANT UPDATE (last_seen_at) ON doorward.session TO 'doorward_gate'@'localhost';
GRANT SELECT ON doorward.revocation TO 'doorward_gate'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.held_key TO 'doorward_gate'@'localhost';

-- doorward-mailer, and doorwardctl mail bounce: the outbox, and of a flow only what its code is
-- computed from.
GRANT SELECT ON doorward.schema_migration TO 'doorward_mailer'@'localhost';
GRANT SELECT, UPDATE ON doorward.outbox TO 'doorward_mailer'@'localhost';
GRANT SELECT (id, kind, state, email, decoy, code_key_id, generation, tries, code_ends_at, sent_at)
  ON doorward.flow TO 'doorward_mailer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.heartbeat TO 'doorward_mailer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.held_key TO 'doorward_mailer'@'localhost';
-- Who is marked, and maybe locked, because their mailbox is gone.
GRANT SELECT (id, email, email_reversed, company_id, status, proved_at, mailbox_gone_at),
  UPDATE (status, mailbox_gone_at)
  ON doorward.account TO 'doorward_mailer'@'localhost';
GRANT SELECT (account_id, ended_at), UPDATE (ended_at) ON doorward.session TO 'doorward_mailer'@'localhost';
GRANT SELECT (account_id, expires_at), UPDATE (expires_at) ON doorward.flow TO 'doorward_mailer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON doorward.attempt TO 'doorward_mailer'@'localhost';
GRANT INSERT ON doorward.revocation TO 'doorward_mailer'@'localhost';
GRANT INSERT ON doorward.audit_event TO 'doorward_mailer'@'localhost';

-- doorwardctl: everything in this database, and its tables.
GRANT ALL ON doorward.* TO 'doorward_ctl'@'localhost';
