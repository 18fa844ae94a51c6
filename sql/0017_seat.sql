-- min_program: 0.1.0
-- Written whenever one of a company's seats is asked for: of two who take the last one at two nodes of
-- a cluster, where no lock of the other is seen, one meets the other's change and looks again.

ALTER TABLE company ADD COLUMN seat_asked_at DATETIME(6) NULL;
