-- min_program: 0.1.0
-- Whose company an event is about, and the ways into the trail.

ALTER TABLE audit_event ADD COLUMN company_id BINARY(16) NULL;
ALTER TABLE audit_event ADD KEY audit_event_company (company_id, at);
ALTER TABLE audit_event ADD KEY audit_event_email (email, at);

UPDATE audit_event e JOIN account a ON a.id = e.account_id SET e.company_id = a.company_id
  WHERE e.company_id IS NULL;
