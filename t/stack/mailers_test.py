"""Two mailers that are killed at random, and a mail server that misbehaves at random: no letter is
lost, none is late, and one comes twice only where nobody could know.

LETTERS=10000 in the environment makes it ten thousand (`make letters`).
"""

import contextlib
import os
import re
import subprocess
import time
import unittest
from collections import defaultdict

from faulty_smtp import FaultySmtp
from mailers import Mailers, write_letters
from world import SLOWER, world

LETTERS = int(os.environ.get("LETTERS", "250"))
FAULTY_SHARE = 0.005 if LETTERS > 1000 else 0.01   # of the answers
SECONDS_MAX = 60 + LETTERS / 5
# A letter's code was good when its sending began, which takes no longer than smtp_timeout.
LATE_SECONDS_MAX = 3 * SLOWER
WORDS = re.compile(r"(?<![\w.])\d{6}(?![\w.])")
OURS = "recipient LIKE 'letter%.example'"


class TwoMailers(unittest.TestCase):
    def setUp(self):
        for part in ("mailer", "smtp"):
            self.enterContext(world.without(part))
        self.addCleanup(world.sql, f"DELETE FROM outbox WHERE {OURS}")
        self.server = FaultySmtp(int(world.env["SMTP_PORT"]), FAULTY_SHARE)
        self.addCleanup(self.server.close)

    def deliver(self):
        """{recipient: id} of letters of which none is under way any more."""
        with Mailers(world, 2) as self.mailers:
            made = write_letters(world, LETTERS)
            deadline = time.monotonic() + SECONDS_MAX * SLOWER
            while left := world.count("outbox", f"{OURS} AND state IN ('queued', 'leased')"):
                self.assertLess(time.monotonic(), deadline, f"{left} letters are left")
                if left < LETTERS // 10:
                    self.mailers.spare_them()
                if LETTERS <= 1000:
                    self.shorten_waits()
                time.sleep(0.2)
        return made

    @staticmethod
    def shorten_waits():
        with contextlib.suppress(subprocess.CalledProcessError):  # the loser of a deadlock
            world.sql(f"UPDATE outbox SET due_at = UTC_TIMESTAMP(6) WHERE {OURS}"
                      " AND state = 'queued'")

    def check_states(self):
        """{recipient: "sent" or "dropped"}: dropped is only whose code was out of date."""
        rows = world.sql(f"SELECT recipient, state, answer FROM outbox WHERE {OURS}")
        dropped = [row for row in rows if row[1] == "dropped"]
        for recipient, _, answer in dropped:
            self.assertEqual(answer, "its code has expired")
            self.assertEqual(world.count("flow", f"email = '{recipient}' AND"
                                         " code_ends_at <= UTC_TIMESTAMP(6)"), 1)
        self.assertEqual({row[1] for row in rows} - {"sent", "dropped"}, set())
        return {recipient: state for recipient, state, _ in rows}

    def check_copies(self, made, states):
        """How many came again because of a kill, and how many because the server gave no answer."""
        copies = defaultdict(list)
        for taken in self.server.taken:
            copies[taken.to].append(taken)
        lost = [to for to, state in states.items() if state == "sent" and to not in copies]
        self.assertEqual(lost, [], "said to be sent, and never came")
        by_kill = by_server = 0
        for to, letters in copies.items():
            self.assertEqual({letter.id.partition("@")[0] for letter in letters}, {f"<{made[to]}"})
            self.assertEqual(len({letter.code for letter in letters}), 1)
            for letter in letters[:-1]:  # the last one needs no excuse
                by_kill += letter.answered
                by_server += not letter.answered
        self.assertLessEqual(by_kill, self.mailers.kills, "more than one letter a kill")
        return by_kill, by_server

    def check_times(self):
        ends = {email: float(end) for email, end in world.sql(
            "SELECT email, UNIX_TIMESTAMP(CONVERT_TZ(code_ends_at, '+00:00', @@time_zone)) FROM flow"
            " WHERE email LIKE 'letter%.example'")}
        late = [taken.to for taken in self.server.taken
                if taken.code and taken.at > ends[taken.to] + LATE_SECONDS_MAX]
        self.assertEqual(late, [], "came with a code that was out of date")

    def check_secrets(self, made):
        codes = {made[taken.to]: taken.code for taken in self.server.taken if taken.code}
        rows = world.sql("SELECT LOWER(HEX(o.id)), CONCAT_WS(' ', o.letter, o.recipient, o.name,"
                         " o.browser, o.network, o.answer, o.details, f.state, f.email,"
                         " f.return_address, f.code_key_id, f.browser, f.network) FROM outbox o"
                         f" LEFT JOIN flow f ON f.id = o.flow_id WHERE {OURS}")
        found = [row for row in rows if codes.get(row[0]) in WORDS.findall(row[1])]
        self.assertEqual(found, [], "a code in the database")
        quoted = sum("is your verification code" in row[1] for row in rows)
        self.assertGreater(quoted, 0, "no answer quoted a subject")
        for line in self.mailers.log.read_text().splitlines():
            ours = re.search(r" id=([0-9a-f]{32}) ", line)
            if ours and ours[1] in codes:
                self.assertNotIn(codes[ours[1]], WORDS.findall(line), "a code in the log")

    def test_two_mailers_lose_no_letter_whatever_dies_or_misbehaves(self):
        begin = time.monotonic()
        made = self.deliver()
        seconds = time.monotonic() - begin
        states = self.check_states()
        self.assertEqual(set(states), set(made))
        by_kill, by_server = self.check_copies(made, states)
        self.check_times()
        self.check_secrets(made)
        dropped = list(states.values()).count("dropped")
        print(f"       {LETTERS} letters in {seconds:.0f} s, {self.mailers.kills} kills, "
              f"{self.server.faults.total()} faults: {LETTERS - dropped} delivered, {dropped} out of "
              f"date before; {by_kill} came again after a kill, {by_server} as the server did not say "
              "that it had them")
        for fault, count in sorted(self.server.faults.items()):
            print(f"         {fault}: {count}")
        self.assertGreater(self.mailers.kills, 0)
        self.assertGreater(self.server.faults.total(), 0)
