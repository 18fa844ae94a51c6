"""After all the journeys of the other tests: no secret of theirs is where it could be read."""

import base64
import re
import shlex
import subprocess
import unittest
from pathlib import Path

from client import cookies_seen, passwords_typed
from world import world

CODES_MIN = 50
TIMES = re.compile(r"\d\d:\d\d:\d\d\.\d{6}")  # six digits, too
WORDS = re.compile(r"(?<![\w.])\d{6}(?![\w.])")


def dump(*options):
    command = ["mariadb-dump", *shlex.split(world.env["DB_ADMIN"])[1:], *options,
               world.env["DB_NAME"]]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode(errors="replace")


class Secrets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        journey = world.sign_in(world.sign_up())
        journey.get("/auth/account")
        cls.codes = {letter.code for letter in world.letters() if letter.code}
        cls.places = {"the database": dump("--skip-extended-insert"),
                      "the database in hex": dump("--hex-blob")}
        for log in sorted(Path(world.env["LOGS"]).iterdir()):
            cls.places[log.name] = log.read_text(errors="replace")

    def assert_nowhere(self, secrets, what):
        self.assertGreater(len(secrets), 0)
        for place, text in self.places.items():
            found = [secret for secret in secrets if secret in text]
            self.assertEqual(found, [], f"{what} in {place}")

    def test_no_code_in_dump_logs_or_outbox(self):
        self.assertGreater(len(self.codes), CODES_MIN)
        for place, text in self.places.items():
            found = self.codes & set(WORDS.findall(TIMES.sub("", text)))
            self.assertEqual(found, set(), f"codes in {place}")

    def test_no_password_in_dump_logs_or_outbox(self):
        self.assert_nowhere(passwords_typed, "passwords")

    def test_no_cookie_in_dump_logs_or_outbox(self):
        self.assert_nowhere(cookies_seen, "cookies")
        tokens = [base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
                  for value in cookies_seen]
        self.assert_nowhere({token.hex().upper() for token in tokens}, "tokens")
        # A session's token is its first half under a signature: that half is as good as nothing,
        # and still nobody's business.
        self.assert_nowhere({token[:16].hex().upper() for token in tokens}, "halves of tokens")

    def test_no_database_password_or_key_in_logs_or_command_lines(self):
        secrets = [path.read_text().strip() for path in (world.dir / "secret").iterdir()]
        lines = [line.split()[-1] for text in secrets for line in text.splitlines()
                 if line and not line.startswith("#")]
        self.assert_nowhere({line for line in lines if len(line) >= 16}, "keys")
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_text(errors="replace")
            except OSError:
                continue
            self.assertEqual([line for line in lines if len(line) >= 16 and line in command], [])

    def test_the_logs_are_there_to_be_searched(self):
        for name in ("web.log", "access.log", "mailer.log", "gate.log"):
            self.assertIn(name, self.places)
        self.assertIn("/auth/sign-in", self.places["access.log"])
