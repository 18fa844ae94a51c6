-- min_program: 0.1.0
-- What no longer holds. A row denies nobody: it makes every gate look again.

CREATE TABLE IF NOT EXISTS revocation (
  created_at  DATETIME(6)  NOT NULL,  -- the database's own clock, when the row was written
  scope       VARCHAR(10)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- session, account, company, everything
  subject     BINARY(16)   NOT NULL,  -- whose; zeros for everything
  PRIMARY KEY (created_at, scope, subject)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
