-- min_program: 0.1.0
-- Which keys each process at work has read, so that none is put into use that somebody lacks.

CREATE TABLE IF NOT EXISTS held_key (
  process   BINARY(16)    NOT NULL,
  purpose   VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  program   VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  host      VARCHAR(64)   NOT NULL,
  pid       INT UNSIGNED  NOT NULL,
  keys_held VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- "k1:4f0c99ab k2:…"
  in_use    VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- what new things are made with
  at        DATETIME(6)   NOT NULL,  -- when it was last heard of
  ended_at  DATETIME(6)   NULL,
  PRIMARY KEY (process, purpose),
  KEY held_key_at (at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
