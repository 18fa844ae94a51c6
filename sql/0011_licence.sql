-- min_program: 0.1.0
-- Days of grace after a licence, and the letters that tell of its end.

ALTER TABLE company ADD COLUMN grace_days SMALLINT UNSIGNED NOT NULL DEFAULT 0;

-- Which letters were written: one row a letter, so that no second run writes it again.
CREATE TABLE IF NOT EXISTS licence_letter (
  company_id     BINARY(16)        NOT NULL,
  licence_until  DATETIME(6)       NOT NULL,
  days_ahead     SMALLINT UNSIGNED NOT NULL,
  created_at     DATETIME(6)       NOT NULL,
  PRIMARY KEY (company_id, licence_until, days_ahead),
  CONSTRAINT licence_letter_company FOREIGN KEY (company_id) REFERENCES company (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
