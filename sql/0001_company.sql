-- min_program: 0.1.0
-- Who holds a licence, and which addresses count as theirs.

CREATE TABLE IF NOT EXISTS company (
  id             BINARY(16)   NOT NULL PRIMARY KEY,
  slug           VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name           VARCHAR(100) NOT NULL,
  contact        VARBINARY(254) NOT NULL,      -- whom its people may ask
  licence_from   DATETIME(6)  NULL,            -- NULL: since ever
  licence_until  DATETIME(6)  NULL,            -- the first moment without a licence; NULL: open-ended
  suspended_at   DATETIME(6)  NULL,
  seats          INT UNSIGNED NULL,            -- NULL: no limit
  created_at     DATETIME(6)  NOT NULL,
  UNIQUE KEY company_slug (slug)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS company_domain (
  domain      VARBINARY(255) NOT NULL PRIMARY KEY,  -- "example.com" or "*.example.com"
  company_id  BINARY(16)     NOT NULL,
  created_at  DATETIME(6)    NOT NULL,
  KEY company_domain_company (company_id),
  CONSTRAINT company_domain_company FOREIGN KEY (company_id) REFERENCES company (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS company_address (
  email       VARBINARY(254) NOT NULL PRIMARY KEY,  -- one person at a domain that is not listed
  domain      VARBINARY(253) NOT NULL,
  company_id  BINARY(16)     NOT NULL,
  created_at  DATETIME(6)    NOT NULL,
  KEY company_address_company (company_id),
  KEY company_address_domain (domain),
  CONSTRAINT company_address_company FOREIGN KEY (company_id) REFERENCES company (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
