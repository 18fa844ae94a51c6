-- min_program: 0.1.0
-- What a letter says beyond its person: the company that invites, the address that was left.

ALTER TABLE outbox
  ADD COLUMN details VARCHAR(2000) NOT NULL DEFAULT '';  -- values of its templates, as JSON
