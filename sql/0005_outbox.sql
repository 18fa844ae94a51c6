-- min_program: 0.1.0
-- Letters to send, written in the same transaction as what caused them. No code is in here.

CREATE TABLE IF NOT EXISTS outbox (
  id            BINARY(16)     NOT NULL PRIMARY KEY,  -- also the Message-ID
  letter        VARCHAR(32)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- folder in templates/mail
  recipient     VARBINARY(254) NOT NULL,
  domain        VARBINARY(253) NOT NULL,              -- of the recipient, for back-off
  flow_id       BINARY(16)     NULL,
  name          VARCHAR(64)    NOT NULL,
  browser       VARCHAR(64)    NOT NULL,
  network       VARCHAR(64)    NOT NULL,
  priority      TINYINT        NOT NULL,              -- 0 codes, 1 notices
  state         VARCHAR(8)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- queued, leased, sent, refused, dropped
  attempts      INT UNSIGNED   NOT NULL,
  due_at        DATETIME(6)    NOT NULL,              -- queued: not before; leased: lease ends
  lease         BINARY(16)     NULL,                  -- who may record the outcome
  handed_at     DATETIME(6)    NULL,
  answer        VARCHAR(255)   NOT NULL,              -- the mail server's last words, for the operator
  created_at    DATETIME(6)    NOT NULL,
  KEY outbox_due (state, due_at, priority),
  KEY outbox_flow (flow_id, created_at),
  KEY outbox_domain (domain, state)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
