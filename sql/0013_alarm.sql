-- min_program: 0.1.0
-- What the operator's alarms look at: whether a mailer is alive, and events by their name.

CREATE TABLE IF NOT EXISTS heartbeat (
  program  VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  at       DATETIME(6)  NOT NULL  -- when one of them was last at work
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

ALTER TABLE audit_event ADD KEY audit_event_event (event, at);
