-- min_program: 0.1.0
-- In which language people get letters: the letter's own, and what an account's notices are in.
-- Empty: the site's.

ALTER TABLE account
  ADD COLUMN language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER name;

ALTER TABLE outbox
  ADD COLUMN language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
