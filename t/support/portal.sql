-- The tables of a portal of @accounts people, a hundred to a company, as a day finds them: each is
-- signed in once and was before, has mailed codes behind them, and what is over is not purged yet.
-- What the n-th row holds follows from n, so that the statements can run in any order, beside each
-- other. A statement ends with a line that ends with ';'.
--
-- Wants @accounts (1,000 or more, not divisible by 7919), @waiting (1: some letters are not sent
-- yet), @password_hash, and of the session key @inner and @outer: its bytes as HMAC pads them, XORed
-- with 0x36 and 0x5c.

SET @companies = @accounts DIV 100, @now = UTC_TIMESTAMP(6);

INSERT INTO company (id, slug, name, contact, licence_from, licence_until, created_at)
SELECT UNHEX(CONCAT(HEX(0x1800000000000000 + seq), LEFT(MD5(seq), 16))), CONCAT('c', seq),
  CONCAT('Company ', seq), CONCAT('licences@c', seq, '.example'), '2020-01-01', '2099-12-31', @now
FROM seq_0_to_10000000 WHERE seq < @companies;

INSERT INTO company_domain (domain, company_id, created_at)
SELECT CONCAT('c', seq, '.example'),
  UNHEX(CONCAT(HEX(0x1800000000000000 + seq), LEFT(MD5(seq), 16))), @now
FROM seq_0_to_10000000 WHERE seq < @companies;

INSERT INTO company_address (email, domain, company_id, created_at)
SELECT CONCAT(seq, '@freelance.example'), 'freelance.example',
  UNHEX(CONCAT(HEX(0x1800000000000000 + seq), LEFT(MD5(seq), 16))), @now
FROM seq_0_to_10000000 WHERE seq < @companies;

INSERT INTO licence_letter (company_id, licence_until, days_ahead, created_at)
SELECT UNHEX(CONCAT(HEX(0x1800000000000000 + seq), LEFT(MD5(seq), 16))), '2025-12-31', 30, @now
FROM seq_0_to_10000000 WHERE seq < @companies;

-- 1@c1.example, 2@c2.example …
INSERT INTO account (id, email, name, password_hash, company_id, status, role, proved_at,
  password_changed_at, created_at)
SELECT UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(seq), 16))),
  CONCAT(seq, '@c', seq MOD @companies, '.example'), CONCAT('Person ', seq), @password_hash,
  UNHEX(CONCAT(HEX(0x1800000000000000 + seq MOD @companies), LEFT(MD5(seq MOD @companies), 16))),
  IF(seq MOD 100 = 99, 'removed', 'active'), IF(seq MOD 50 = 1, 'company_admin', 'member'),
  @now - INTERVAL 9 HOUR, @now - INTERVAL 90 DAY, @now - INTERVAL 1 YEAR
FROM seq_1_to_100000000 WHERE seq <= @accounts;

INSERT INTO account_group (account_id, name)
SELECT UNHEX(CONCAT(HEX(0x1900000000000000 + 5 * seq), LEFT(MD5(5 * seq), 16))), 'support'
FROM seq_1_to_20000000 WHERE seq <= @accounts DIV 5;

-- The first quarter is over, the rest is open. People do not sign in in the order they signed up
-- in: hence 7919. A token is 16 bytes and the first half of their HMAC.
INSERT INTO session (id, token_hash, key_id, account_id, created_at, last_seen_at, ends_at,
  ended_at, browser, network)
SELECT id, UNHEX(SHA2(CONCAT(own, LEFT(UNHEX(SHA2(CONCAT(@outer,
    UNHEX(SHA2(CONCAT(@inner, 'session', own), 256))), 256)), 16)), 256)),
  'k1', account_id, began, began, began + INTERVAL 12 HOUR, IF(is_over AND seq MOD 2, began, NULL),
  'Firefox on Linux', '192.0.2.0/24'
FROM (SELECT seq, seq <= @accounts DIV 4 AS is_over,
    UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(CONCAT('s', seq)), 16))) AS id,
    UNHEX(MD5(CONCAT('own', seq))) AS own,
    UNHEX(CONCAT(HEX(0x1900000000000000 + 1 + seq * 7919 MOD @accounts),
      LEFT(MD5(1 + seq * 7919 MOD @accounts), 16))) AS account_id,
    IF(seq <= @accounts DIV 4,
      @now - INTERVAL 32 DAY + INTERVAL seq * 1800000 DIV (@accounts DIV 4) SECOND, @now) AS began
  FROM seq_1_to_125000000 WHERE seq <= @accounts + @accounts DIV 4) made;

INSERT INTO known_browser (account_id, token_hash, created_at, last_seen_at)
SELECT UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(seq), 16))),
  UNHEX(SHA2(CONCAT('browser', seq), 256)), @now - INTERVAL 90 DAY, @now
FROM seq_1_to_100000000 WHERE seq <= @accounts;

-- A day of them; the last two in a hundred are under way.
INSERT INTO flow (id, kind, state, secret_hash, email, account_id, company_id, decoy,
  return_address, code_key_id, generation, tries, sends, sent_at, code_ends_at, browser, network,
  created_at, expires_at, done_at)
SELECT UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(CONCAT('f', seq)), 16))),
  IF(is_new, 'sign_up', 'sign_in'), IF(is_open, 'code_sent', 'done'), UNHEX(SHA2(seq, 256)),
  CONCAT(IF(is_new, 'new', ''), person, '@c', person MOD @companies, '.example'),
  IF(is_new, NULL, UNHEX(CONCAT(HEX(0x1900000000000000 + person), LEFT(MD5(person), 16)))),
  IF(is_new, UNHEX(CONCAT(HEX(0x1800000000000000 + person MOD @companies),
    LEFT(MD5(person MOD @companies), 16))), NULL),
  0, '/members/', 'k1', 1, 1, 1, began, began + INTERVAL 10 MINUTE, 'Firefox on Linux',
  '192.0.2.0/24', began, began + INTERVAL 15 MINUTE, IF(is_open, NULL, began)
FROM (SELECT seq, seq MOD 20 = 0 AS is_new, seq > @accounts DIV 2 * 0.98 AS is_open,
    1 + seq * 7919 MOD @accounts AS person,
    @now - INTERVAL IF(seq > @accounts DIV 2 * 0.98, 300,
      93600 - seq * 86400 DIV (@accounts DIV 2)) SECOND AS began
  FROM seq_1_to_50000000 WHERE seq <= @accounts DIV 2) made;

-- A month of them; one in five hundred was refused, and as many wait.
INSERT INTO outbox (id, letter, recipient, domain, flow_id, name, browser, network, priority,
  state, attempts, due_at, lease, handed_at, answer, created_at)
SELECT UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(CONCAT('l', seq)), 16))),
  IF(seq MOD 2, 'code_sign_in', 'new_browser'),
  CONCAT(person, '@c', person MOD @companies, '.example'),
  CONCAT('c', person MOD @companies, '.example'),
  IF(seq MOD 2, UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(CONCAT('f', seq)), 16))), NULL),
  CONCAT('Person ', person), 'Firefox on Linux', '192.0.2.0/24', 1 - seq MOD 2,
  CASE seq MOD 500 WHEN 0 THEN IF(@waiting, 'queued', 'sent') WHEN 1 THEN 'refused' ELSE 'sent' END,
  1, made_at, NULL, made_at,
  '250 2.0.0 Ok: queued as 4XyZ1234', made_at
FROM (SELECT seq, 1 + seq * 7919 MOD @accounts AS person,
    @now - INTERVAL 31 DAY + INTERVAL seq * 2678400 DIV (2 * @accounts) SECOND AS made_at
  FROM seq_1_to_200000000 WHERE seq <= 2 * @accounts) made;

-- More than the thirteen months that are kept.
INSERT INTO audit_event (id, at, request, event, account_id, email, network, detail, company_id)
SELECT UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(CONCAT('e', seq)), 16))),
  @now - INTERVAL 410 DAY + INTERVAL seq * 35424000 DIV (4 * @accounts) SECOND, 'AB12CD34EF',
  CASE WHEN seq MOD 1000 = 0 THEN 'company_removed' WHEN seq MOD 10 = 1 THEN 'password_wrong'
    WHEN seq MOD 2 THEN 'sign_in' ELSE 'code_sent' END,
  UNHEX(CONCAT(HEX(0x1900000000000000 + person), LEFT(MD5(person), 16))),
  CONCAT(person, '@c', person MOD @companies, '.example'), '192.0.2.0/24', '',
  UNHEX(CONCAT(HEX(0x1800000000000000 + person MOD @companies),
    LEFT(MD5(person MOD @companies), 16)))
FROM (SELECT seq, 1 + seq * 7919 MOD @accounts AS person
  FROM seq_1_to_400000000 WHERE seq <= 4 * @accounts) made;

INSERT INTO attempt (bucket, budget, used, wait_until, ends_at)
SELECT UNHEX(SHA2(CONCAT('b', seq), 256)), 'letters', 1, @now - INTERVAL seq MOD 1500 MINUTE,
  @now - INTERVAL seq MOD 1500 MINUTE + INTERVAL 1 HOUR
FROM seq_1_to_100000000 WHERE seq <= @accounts;

INSERT INTO revocation (created_at, scope, subject)
SELECT @now - INTERVAL 4 MINUTE - INTERVAL seq SECOND, 'account',
  UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(seq), 16)))
FROM seq_1_to_100000000 WHERE seq <= @accounts;

INSERT INTO invitation (id, company_id, email, name, invited_by, created_at, expires_at,
  accepted_at, withdrawn_at)
SELECT UNHEX(CONCAT(HEX(0x1900000000000000 + seq), LEFT(MD5(CONCAT('i', seq)), 16))),
  UNHEX(CONCAT(HEX(0x1800000000000000 + seq MOD @companies), LEFT(MD5(seq MOD @companies), 16))),
  CONCAT('guest', seq, '@c', seq MOD @companies, '.example'), 'Somebody New',
  UNHEX(CONCAT(HEX(0x1900000000000000 + 1), LEFT(MD5(1), 16))),
  @now - INTERVAL seq MOD 40 DAY, @now + INTERVAL 14 DAY - INTERVAL seq MOD 60 DAY,
  IF(seq MOD 2, @now, NULL), NULL
FROM seq_1_to_100000000 WHERE seq <= @accounts;
