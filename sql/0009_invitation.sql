-- min_program: 0.1.0
-- Who was asked to sign up, by whom. It binds name and company; the mailbox proves the rest.

CREATE TABLE IF NOT EXISTS invitation (
  id            BINARY(16)     NOT NULL PRIMARY KEY,
  company_id    BINARY(16)     NOT NULL,
  email         VARBINARY(254) NOT NULL,
  name          VARCHAR(64)    NOT NULL,      -- proposed to the person, who may change it
  invited_by    BINARY(16)     NOT NULL,      -- account
  created_at    DATETIME(6)    NOT NULL,
  expires_at    DATETIME(6)    NOT NULL,
  accepted_at   DATETIME(6)    NULL,
  withdrawn_at  DATETIME(6)    NULL,
  KEY invitation_email (email, expires_at),
  KEY invitation_company (company_id, created_at),
  CONSTRAINT invitation_company FOREIGN KEY (company_id) REFERENCES company (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
