"""People of another system come in by a file and leave with their mailbox; each program has only the
database rights of grants.sql."""

import hashlib
import hmac
import os
import re
import shlex
import subprocess
import time
import unittest
from pathlib import Path

from world import PASSWORD, until, world

OUT_SECONDS_MAX = 1.5  # the second of the gate, and the end of the program that we waited for
BOUNCE_ADDRESS = "bounce@portal.example"
PEOPLE = """email,name,groups
mia@leaver.example,Mia Quist,editors
refused@leaver.example,Ann Gone,
"""
REPORT = """Return-Path: <>
To: {sender}
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.leaver.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--b--
"""


def secret_folder():
    settings = Path(world.env["CONF"]).read_text()
    return Path(re.search(r"^code_key_file = (.*)$", settings, re.M)[1]).parent


def code_key():
    lines = (secret_folder() / "code.key").read_text().splitlines()
    current = next(line.split()[1] for line in lines if line.startswith("current "))
    return bytes.fromhex(next(line.split()[1] for line in lines if line.startswith(f"{current} ")))


def bounce_sender(letter_id):
    """The envelope sender of that letter, as docs/mail.md describes it."""
    raw = bytes.fromhex(letter_id)
    message = b"".join(len(part).to_bytes(8, "big") + part for part in (b"bounce", raw))
    mac = hmac.new(code_key(), message, hashlib.sha256).hexdigest()[:16]
    local, domain = BOUNCE_ADDRESS.split("@")
    return f"{local}+{letter_id}{mac}@{domain}"


def pipe_bounce(report):
    """As docs/mail.md has the mail server do it: as the mailer, which has few rights."""
    return subprocess.run(
        [*shlex.split(world.env["DOORWARDCTL"]), "mail", "bounce"], input=report, text=True,
        capture_output=True, env={
            **os.environ,
            "DOORWARD_DATABASE_USER": "doorward_mailer",
            "DOORWARD_DATABASE_PASSWORD_FILE": str(secret_folder() / "mailer.password"),
            "DOORWARD_BOUNCE_ADDRESS": BOUNCE_ADDRESS,
            "DOORWARD_LOCK_ON_MAILBOX_GONE": "yes"})


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
        letter_id = world.sql("SELECT LOWER(HEX(id)) FROM outbox WHERE state = 'sent'"
                              f" AND recipient = '{address}' ORDER BY id DESC LIMIT 1")[0][0]
        sender = bounce_sender(letter_id)

        forged = sender.replace(letter_id, letter_id[::-1])
        done = pipe_bounce(REPORT.format(sender=forged, recipient=address))
        self.assertEqual((done.returncode, done.stdout[:9]), (0, "ignored: "), done.stderr)
        self.assertEqual(member.get("/members/").status, 200)

        # The person proved the mailbox after that letter: what its bounce says is over.
        done = pipe_bounce(REPORT.format(sender=sender, recipient=address))
        self.assertIn("nothing new", done.stdout, done.stderr)

        world.sql(f"UPDATE account SET proved_at = '2020-01-01' WHERE email = '{address}'")
        done = pipe_bounce(REPORT.format(sender=sender, recipient=address))
        bounced_at = time.monotonic()
        self.assertEqual(done.stdout, f"{address}: mailbox gone, account locked\n", done.stderr)
        until(lambda: member.get("/members/").status != 200, 5, "still in")
        self.assertLess(time.monotonic() - bounced_at, OUT_SECONDS_MAX)
        self.assertEqual(account("status", address), "locked")
        self.assertEqual(world.sessions_of(address), 0)
