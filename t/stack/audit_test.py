"""The audit trail: one id in row and log line, followed as it grows, in constant memory."""

import contextlib
import json
import re
import shlex
import subprocess
import threading
import time
import unittest
from pathlib import Path

from world import ROOT, SANITIZER, world

ROWS = 30_000
MEMORY_KIB_MAX = 8_000
FOLLOW_SECONDS_MAX = 30
LOOK_SECONDS = 0.005


def ctl(*words, **options):
    return subprocess.Popen([*shlex.split(world.env["DOORWARDCTL"]), *words],
                            cwd=ROOT, **options)


def peak_kib(*words):
    """How much memory the program took at most while nobody kept what it printed."""
    process, peak = ctl(*words, stdout=subprocess.DEVNULL), 0
    while process.poll() is None:
        # Not getrusage: a child begins there with what its parent had.
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{process.pid}/status").read_text()
            if found := re.search(r"VmHWM:\s+(\d+) kB", status):
                peak = max(peak, int(found[1]))
        time.sleep(LOOK_SECONDS)
    assert process.returncode == 0
    return peak


class Audit(unittest.TestCase):
    def test_row_and_log_line_of_an_event_have_the_same_ids(self):
        address = world.sign_up()
        world.sign_in(address)
        lines = [line for path in sorted(world.dir.rglob("*.log"))
                 for line in path.read_text(errors="replace").splitlines()
                 if "event=signed_in" in line and f"email={address}" in line]
        self.assertEqual(len(lines), 1)
        row = world.sql("SELECT LOWER(HEX(e.id)), request, slug FROM audit_event e JOIN company c "
                        f"ON c.id = company_id WHERE event = 'signed_in' AND email = '{address}'")
        self.assertEqual(row, [[re.search(r" id=([0-9a-f]{32})", lines[0])[1],
                                re.search(r" request=(\S+)", lines[0])[1], "example"]])

    def test_following_shows_each_event_once_as_it_happens(self):
        address = world.sign_up()
        process = ctl("audit", "list", "--follow", "--json", "--account", address,
                      "--since", "1h", stdout=subprocess.PIPE, text=True)
        giving_up = threading.Timer(FOLLOW_SECONDS_MAX, process.kill)
        giving_up.start()
        seen = []
        try:
            while not seen or seen[-1]["event"] != "account_created":
                seen.append(json.loads(process.stdout.readline()))
            seen.clear()
            world.ctl("account", "lock", address)
            seen.append(json.loads(process.stdout.readline()))
            world.ctl("account", "unlock", address)
            seen.append(json.loads(process.stdout.readline()))
            # Committed late: its time lies before that of what was shown already.
            world.sql("INSERT INTO audit_event (id, at, request, event, email, network, detail) "
                      "VALUES (UNHEX(MD5(RAND())), UTC_TIMESTAMP(6) - INTERVAL 1 SECOND, 'late', "
                      f"'late', '{address}', '', '')")
            seen.append(json.loads(process.stdout.readline()))
        finally:
            giving_up.cancel()
            process.terminate()
            rest = process.communicate()[0]
        self.assertEqual([event["event"] for event in seen],
                         ["account_locked", "account_unlocked", "late"])
        self.assertEqual(rest, "")

    @unittest.skipIf(SANITIZER, "a sanitizer keeps freed memory: what is resident says nothing")
    def test_a_long_trail_is_exported_in_constant_memory(self):
        # It is over so soon that one look may come too early.
        little = max(peak_kib("audit", "list", "--csv", "--since", "2099-01-01") for _ in range(9))
        world.sql("INSERT INTO audit_event (id, at, request, event, email, network, detail) SELECT "
                  "UNHEX(LPAD(HEX(seq), 32, '0')), '2001-01-01' + INTERVAL seq SECOND, 'long', 'long', '', '', "
                  f"REPEAT('x', 200) FROM seq_1_to_{ROWS}")
        try:
            for form in ("--csv", "--json"):
                self.assertLess(peak_kib("audit", "list", form) - little, MEMORY_KIB_MAX, form)
            done = world.ctl("audit", "purge", "--older-than", "3650", "--yes")
        finally:
            world.sql("DELETE FROM audit_event WHERE event = 'long'")
        self.assertEqual(done, f"{ROWS} events deleted\n")
