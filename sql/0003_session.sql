-- min_program: 0.1.0
-- Who is signed in, and which browsers an account knows. Tokens are kept as hashes only.

CREATE TABLE IF NOT EXISTS session (
  id            BINARY(16)   NOT NULL PRIMARY KEY,
  token_hash    BINARY(32)   NOT NULL,
  key_id        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id    BINARY(16)   NOT NULL,
  created_at    DATETIME(6)  NOT NULL,
  last_seen_at  DATETIME(6)  NOT NULL,
  ends_at       DATETIME(6)  NOT NULL,
  ended_at      DATETIME(6)  NULL,
  browser       VARCHAR(64)  NOT NULL,  -- "Firefox on Linux"
  network       VARCHAR(64)  NOT NULL,  -- "192.0.2.0/24"
  UNIQUE KEY session_token (token_hash),
  KEY session_account (account_id, ended_at),
  KEY session_end (ends_at),
  CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS known_browser (
  account_id    BINARY(16)  NOT NULL,
  token_hash    BINARY(32)  NOT NULL,
  created_at    DATETIME(6) NOT NULL,
  last_seen_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (account_id, token_hash),
  CONSTRAINT known_browser_account FOREIGN KEY (account_id) REFERENCES account (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
