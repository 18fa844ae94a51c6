-- min_program: 0.1.0
-- What happened, for the operator and the auditor. Holds no code, password or token.

CREATE TABLE IF NOT EXISTS audit_event (
  id          BINARY(16)     NOT NULL PRIMARY KEY,
  at          DATETIME(6)    NOT NULL,
  request     VARCHAR(16)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event       VARCHAR(40)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id  BINARY(16)     NULL,
  email       VARBINARY(254) NOT NULL,
  network     VARCHAR(64)    NOT NULL,
  detail      VARCHAR(255)   NOT NULL,
  KEY audit_event_at (at),
  KEY audit_event_account (account_id, at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
