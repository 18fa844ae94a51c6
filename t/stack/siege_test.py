"""Who knows an address, and nothing else, never takes the account, however much they try.

`make siege` does it with a hundred thousand requests.
"""

import os
import time

from caps import Caps
from siege import Siege

REQUESTS = int(os.environ.get("REQUESTS", "3000"))
DAYS = 3
# By the defaults: strangers' letters and codes a day; wrong passwords of an unknown browser in all,
# and then one more each day.
LETTERS_MAX = DAYS * 10
CODES_MAX = DAYS * 10
PASSWORDS_MAX = 100 + DAYS - 1
FACTS = """
    SELECT HEX(id), email, name, HEX(password_hash), HEX(company_id), status, role, proved_at
      FROM account WHERE email = '{0}';
    SELECT HEX(token_hash) FROM known_browser JOIN account ON account.id = account_id
     WHERE email = '{0}';"""


class Takeover(Caps):
    def test_an_address_is_not_enough(self):
        address = self.world.sign_up()
        self.world.sign_in(address)
        self.world.sql("DELETE FROM session; DELETE FROM attempt")
        facts = self.world.sql(FACTS.format(address))
        people, mails = self.world.count("account", "1"), self.letters(address)[1]
        siege = Siege(self.world, address, DAYS)
        begin = time.monotonic()
        siege.run(REQUESTS)
        seconds = time.monotonic() - begin

        caused, mailed = self.letters(address)
        codes, passwords = (self.events(event, address) for event in ("code_wrong",
                                                                      "password_wrong"))
        print(f"{siege.statuses.total()} requests from {len(siege.attackers)} networks in "
              f"{seconds:.0f} s, {DAYS} days: {mailed - mails} letters, {codes} wrong codes, "
              f"{passwords} wrong passwords")
        for what in sorted({what for what, _ in siege.statuses}):
            print(f"  {what:8}", *(f"{status}: {count}" for (name, status), count
                                   in sorted(siege.statuses.items()) if name == what))
        self.assertEqual(siege.faults, [])
        self.assertGreaterEqual(siege.statuses.total(), REQUESTS)
        self.assertEqual([pair for pair in siege.statuses if pair[1] >= 500], [])
        self.assertEqual(self.world.count("session", "1"), 0)
        self.assertEqual(self.world.count("account", "1"), people)
        self.assertEqual(self.world.sql(FACTS.format(address)), facts)
        self.assertLessEqual(mailed - mails, LETTERS_MAX)
        self.assertEqual(caused, mailed)
        self.assertLessEqual(codes, CODES_MAX)
        self.assertLessEqual(passwords, PASSWORDS_MAX)
        # They did reach what they were after.
        self.assertGreater(mailed - mails, 0)
        self.assertGreater(codes, 0)
        self.assertGreater(passwords, 0)
