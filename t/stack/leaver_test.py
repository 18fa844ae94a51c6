"""People of another system come in by a file and leave with their mailbox; each program has only the
database rights of grants.sql."""

import time
import unittest

from bounces import REPORT, bounce_sender, last_letter_to, pipe_bounce
from world import PASSWORD, SLOWER, until, world

OUT_SECONDS_MAX = 1.5 * SLOWER  # the second of the gate, and the end of the program that we waited for
PEOPLE = """email,name,groups
mia@leaver.example,Mia Quist,editors
refused@leaver.example,Ann Gone,
"""


def ask_to_validate(address):
    browser = world.browser()
    browser.get("/auth/reset?for=validate")
    browser.press("send", email=address)
    return browser


def account(column, address):
    return world.sql(f"SELECT {column} FROM account WHERE email = '{address}'")[0][0]


class Leaver(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        world.ctl("company", "add", "leaver", "--name", "Leaver Ltd", "--contact",
                  "ask@leaver.example", "--domain", "leaver.example")
        file = world.dir / "people.csv"
        file.write_text(PEOPLE)
        world.ctl("account", "import", str(file))

    def test_an_imported_person_validates_and_signs_in_with_groups(self):
        browser = ask_to_validate("mia@leaver.example")
        browser.press("verify", code=world.code("mia@leaver.example"))
        browser.press("continue", password=PASSWORD, password_confirm=PASSWORD)
        member = world.sign_in("mia@leaver.example")
        self.assertEqual(member.get("/members/").status, 200)
        self.assertEqual(world.count("account_group g JOIN account a ON a.id = g.account_id",
                                     "a.email = 'mia@leaver.example' AND g.name = 'editors'"), 1)

    def test_a_refusal_at_rcpt_is_noted_by_the_mailer_itself(self):
        ask_to_validate("refused@leaver.example")
        until(lambda: account("mailbox_gone_at IS NOT NULL", "refused@leaver.example") == "1", 10,
              "the account is not marked")
        self.assertEqual(account("status", "refused@leaver.example"), "active")

    def test_who_bounces_is_locked_and_out_within_a_second(self):
        address = world.sign_up("Kim Ode")
        member = world.sign_in(address)
        self.assertEqual(member.get("/members/").status, 200)
        letter_id = last_letter_to(world, address)
        sender = bounce_sender(world, letter_id)

        forged = sender.replace(letter_id, letter_id[::-1])
        done = pipe_bounce(world, REPORT.format(sender=forged, recipient=address))
        self.assertEqual((done.returncode, done.stdout[:9]), (0, "ignored: "), done.stderr)
        self.assertEqual(member.get("/members/").status, 200)

        # The person proved the mailbox after that letter: what its bounce says is over.
        done = pipe_bounce(world, REPORT.format(sender=sender, recipient=address))
        self.assertIn("nothing new", done.stdout, done.stderr)

        world.sql(f"UPDATE account SET proved_at = '2020-01-01' WHERE email = '{address}'")
        done = pipe_bounce(world, REPORT.format(sender=sender, recipient=address))
        bounced_at = time.monotonic()
        self.assertEqual(done.stdout, f"{address}: mailbox gone, account locked\n", done.stderr)
        until(lambda: member.get("/members/").status != 200, 5, "still in")
        self.assertLess(time.monotonic() - bounced_at, OUT_SECONDS_MAX)
        self.assertEqual(account("status", address), "locked")
        self.assertEqual(world.sessions_of(address), 0)
