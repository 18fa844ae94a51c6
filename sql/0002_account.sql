-- min_program: 0.1.0
-- The people.

CREATE TABLE IF NOT EXISTS account (
  id                   BINARY(16)     NOT NULL PRIMARY KEY,
  email                VARBINARY(254) NOT NULL,  -- canonical; bytes, so that no collation confuses two
  name                 VARCHAR(64)    NOT NULL,
  password_hash        VARBINARY(255) NULL,      -- Argon2id; NULL: imported, not yet validated
  company_id           BINARY(16)     NOT NULL,
  status               VARCHAR(10)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- active, locked, removed
  role                 VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- member, company_admin
  proved_at            DATETIME(6)    NULL,      -- the last proof of the mailbox at a sign-in
  password_changed_at  DATETIME(6)    NULL,
  created_at           DATETIME(6)    NOT NULL,
  UNIQUE KEY account_email (email),
  KEY account_company (company_id),
  CONSTRAINT account_company FOREIGN KEY (company_id) REFERENCES company (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS account_group (
  account_id  BINARY(16)  NOT NULL,
  name        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (account_id, name),
  CONSTRAINT account_group_account FOREIGN KEY (account_id) REFERENCES account (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
