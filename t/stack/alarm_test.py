"""The operator hears of what goes wrong: once, and also when no letter leaves by the usual way."""

import json
import os
import shlex
import subprocess
import unittest

from world import until, world

ACCOUNTS = 200
WRONG_CODE = "000000"


def send(to):
    """What the timer runs."""
    return subprocess.run([*shlex.split(world.env["DOORWARDCTL"]), "alarm", "send"],
                          capture_output=True, text=True,
                          env={**os.environ, "DOORWARD_OPERATOR_ADDRESS": to})


def letters(to, subject):
    return [letter for letter in world.letters(to) if f"Subject: {subject}".encode() in letter.raw]


class Alarm(unittest.TestCase):
    def spray(self):
        """One guess at each of many accounts, as somebody does whom the limits of one would stop."""
        world.ctl("company", "add", "spray", "--name", "Spray Ltd", "--contact",
                  "ask@spray.example", "--domain", "spray.example")
        people = [f"p{n}@spray.example" for n in range(ACCOUNTS)]
        file = world.dir / "spray.csv"
        file.write_text("email,name\n" + "".join(f"{address},Mia Quist\n" for address in people))
        world.ctl("account", "import", str(file))
        for address in people:
            browser = world.browser()
            browser.get("/auth/reset?for=validate")
            browser.press("send", email=address)
            page = browser.press("verify", code=WRONG_CODE)
            self.assertIn("That code is incorrect", page.text)

    def test_a_guess_at_each_of_200_accounts_gives_one_letter(self):
        to, subject = "spray-watch@example.com", "Alarm: many wrong codes"
        self.spray()
        first = send(to)
        self.assertEqual(first.returncode, 0, first.stderr)
        until(lambda: letters(to, subject), 15, lambda: f"no alarm: {first.stdout}")
        second = send(to)
        self.assertIn("written within the hour", second.stdout)
        self.assertEqual(len(letters(to, subject)), 1)
        self.assertEqual(world.count("outbox", f"recipient = '{to}' AND state = 'queued'"), 0)
        self.assertIn(b"audit list --event code_wrong", letters(to, subject)[0].raw)

    def test_a_stopped_mailer_gives_one_letter_past_the_outbox(self):
        to, subject = "mailer-watch@example.com", "Alarm: no mailer is at work"
        self.assertNotIn("mailer", send(to).stdout)
        with world.without("mailer"):
            # An hour of silence, without waiting for it.
            world.sql("UPDATE heartbeat SET at = at - INTERVAL 1 HOUR")
            first = send(to)
            self.assertEqual(first.returncode, 0, first.stderr)
            self.assertIn("sent past the outbox", first.stdout)
            self.assertEqual(len(letters(to, subject)), 1)
            self.assertIn("written within the hour", send(to).stdout)
            self.assertEqual(len(letters(to, subject)), 1)
        until(lambda: '"alarm": "mailer"' not in world.ctl("alarm", "list", "--json"), 15,
              "the mailer that is back is not seen")

    def test_an_old_outbox_gives_the_mailers_reason(self):
        world.sql("DELETE FROM outbox WHERE state = 'queued'")  # what other tests left
        address = world.new_address("stuck")
        with world.without("smtp"):
            world.ask_sign_up_code(address)
            world.sql("UPDATE outbox SET created_at = created_at - INTERVAL 3 MINUTE"
                      f" WHERE recipient = '{address}'")
            world.sql("UPDATE outbox SET handed_at = handed_at - INTERVAL 3 MINUTE"
                      " WHERE state = 'sent'")

            def outbox():
                alarms = json.loads(world.ctl("alarm", "list", "--json"))
                return next((one for one in alarms if one["alarm"] == "outbox"), None)
            alarm = until(lambda: (one := outbox()) and one["answer"] and one, 10, "no alarm")
            self.assertGreaterEqual(alarm["count"], 1)
            self.assertIn("connect", alarm["answer"].lower())
        world.code(address)
        until(lambda: outbox() is None, 15, "the alarm stays after the letter has left")

    def test_without_mailer_and_mail_server_the_timer_fails(self):
        with world.without("mailer"), world.without("smtp"):
            world.sql("UPDATE heartbeat SET at = at - INTERVAL 1 HOUR")
            world.sql("UPDATE attempt SET used = 0 WHERE budget = 'alarm_letters'")
            done = send("nobody@example.com")
            self.assertEqual(done.returncode, 69, done.stdout)
            self.assertIn("no letter can leave", done.stderr)
        self.assertEqual(world.letters("nobody@example.com"), [])
