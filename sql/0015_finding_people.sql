-- min_program: 0.1.0
-- People by the domain of their address, and invitations by their end, however many there are.

-- Backwards, so that a domain and all below it are where the column begins alike.
ALTER TABLE account ADD COLUMN email_reversed VARBINARY(254) GENERATED ALWAYS AS (REVERSE(email)) STORED;
ALTER TABLE account ADD KEY account_email_reversed (email_reversed);

ALTER TABLE invitation ADD KEY invitation_end (expires_at);
