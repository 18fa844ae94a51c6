-- min_program: 0.1.0
-- One sign-up, sign-in or reset under way, and what has been spent of the budgets.
-- A code is never stored: it is computed from the flow's id, generation and address.

CREATE TABLE IF NOT EXISTS flow (
  id              BINARY(16)      NOT NULL PRIMARY KEY,
  kind            VARCHAR(10)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state           VARCHAR(12)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret_hash     BINARY(32)      NOT NULL,  -- of the browser's cookie
  email           VARBINARY(254)  NOT NULL,
  account_id      BINARY(16)      NULL,
  company_id      BINARY(16)      NULL,
  decoy           TINYINT         NOT NULL,  -- 1: looks alike, gets no code, can't succeed
  return_address  VARBINARY(2300) NOT NULL,
  code_key_id     VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  generation      INT UNSIGNED    NOT NULL,  -- of the code; counts up when a new one replaces it
  tries           INT UNSIGNED    NOT NULL,  -- codes compared so far; never reset
  sends           INT UNSIGNED    NOT NULL,
  sent_at         DATETIME(6)     NULL,      -- when the last letter was asked for
  code_ends_at    DATETIME(6)     NULL,
  browser         VARCHAR(64)     NOT NULL,
  network         VARCHAR(64)     NOT NULL,
  created_at      DATETIME(6)     NOT NULL,
  expires_at      DATETIME(6)     NOT NULL,
  done_at         DATETIME(6)     NULL,
  KEY flow_account (account_id, state),
  KEY flow_email (email, kind),
  KEY flow_end (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS attempt (
  bucket      BINARY(32)   NOT NULL PRIMARY KEY,  -- hash of budget and whom it counts for
  budget      VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  used        INT UNSIGNED NOT NULL,
  wait_until  DATETIME(6)  NOT NULL,              -- nothing is taken before that
  ends_at     DATETIME(6)  NOT NULL,              -- from then on `used` counts as 0
  KEY attempt_end (ends_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
