"""What the programs tell systemd, read from the socket that it would read: when they are ready, that
they move, that they end."""

import contextlib
import signal
import socket
import tempfile
import time
import unittest
from pathlib import Path

from daemon import Daemon
from fastcgi import ask, begin
from world import SLOWER, world

SERVERS = ("web", "gate")
PROGRAMS = (*SERVERS, "mailer")
PATIENCE_SECONDS = 10 * SLOWER
SILENCE_SECONDS_MAX = 3 * SLOWER
LOOKS = 3
NOT_READY_SECONDS = 1.5
BUSY = {"web": "STATUS=Serves pages", "gate": "STATUS=Answers nginx",
        "mailer": "STATUS=Delivers letters"}
WAITING = {"web": "STATUS=Waits for the database", "gate": "STATUS=The database does not answer",
           "mailer": "STATUS=Waits for the database"}


class Told(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="doorward-notify-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.database = self.folder / "database.sock"  # a link to the stack's, once it is there

    def let_the_database_be_there(self):
        self.database.symlink_to(world.env["DB_SOCKET"])

    def start(self, program, **more):
        """The program, with a systemd of its own, which is this test."""
        self.reader = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.reader.close)
        path = self.folder / f"{program}.notify"
        self.reader.bind(str(path))
        return Daemon(self, world, program, self.folder / f"{program}.sock", NOTIFY_SOCKET=str(path),
                      WATCHDOG_USEC=str(int(SILENCE_SECONDS_MAX * 1_000_000)),
                      DOORWARD_DATABASE_SOCKET=str(self.database), **more)

    def next(self, seconds=PATIENCE_SECONDS):
        self.reader.settimeout(seconds)
        return self.reader.recv(4096).decode()

    def until_told(self, wanted):
        """All that was told before it, too."""
        told = [self.next()]
        while told[-1] != wanted:
            told.append(self.next())
        return told

    def told_within(self, seconds):
        told, end = [], time.monotonic() + seconds
        with contextlib.suppress(TimeoutError):
            while (left := end - time.monotonic()) > 0:
                told.append(self.next(left))
        return told

    def test_ready_is_who_has_seen_the_database_and_not_before(self):
        for program in PROGRAMS:
            with self.subTest(program=program):
                daemon = self.start(program)
                self.until_told(WAITING[program])
                self.assertNotIn("READY=1", self.told_within(NOT_READY_SECONDS))
                if program == "web":
                    # It answers all the same: this page needs no database.
                    self.assertIn(b"<h1>", ask(daemon.path, REQUEST_METHOD="GET",
                                               DOCUMENT_URI="/auth/sign-in"))
                self.let_the_database_be_there()
                self.assertIn(BUSY[program], self.until_told("READY=1"))
                self.database.unlink()

    def test_who_is_told_to_end_says_so(self):
        self.let_the_database_be_there()
        for program in PROGRAMS:
            with self.subTest(program=program):
                process = self.start(program).process
                self.until_told("READY=1")
                process.send_signal(signal.SIGTERM)
                told = self.until_told("STOPPING=1")
                self.assertNotIn("READY=1", told, "twice")
                self.assertEqual(process.wait(), 0)

    def test_who_has_no_keys_is_never_ready_and_ends_with_78(self):
        self.let_the_database_be_there()
        for program, key in (("web", "FORM"), ("gate", "SESSION"), ("mailer", "CODE")):
            with self.subTest(program=program):
                daemon = self.start(program, **{
                    f"DOORWARD_{key}_KEY_FILE": str(self.folder / "none.key")})
                self.assertEqual(daemon.process.wait(), 78)
                self.assertNotIn("READY=1", self.told_within(0.1))

    def test_who_has_nothing_to_do_moves_and_who_hangs_is_silent(self):
        self.let_the_database_be_there()
        for program in SERVERS:
            with self.subTest(program=program):
                daemon = self.start(program)
                for _ in range(LOOKS):
                    begun = time.monotonic()
                    self.until_told("WATCHDOG=1")
                    self.assertLess(time.monotonic() - begun, SILENCE_SECONDS_MAX)
                self.hang(daemon.path)
                self.told_within(0.5)  # before it came to that
                self.assertEqual(self.told_within(SILENCE_SECONDS_MAX), [])

    def hang(self, path):
        """The rest of this request never comes."""
        connection = socket.socket(socket.AF_UNIX)
        self.addCleanup(connection.close)
        connection.connect(str(path))
        connection.sendall(begin()[:4])

    def test_a_mailer_may_take_as_long_as_a_lease(self):
        self.let_the_database_be_there()
        self.start("mailer")
        told = self.until_told("READY=1")
        self.assertIn("WATCHDOG=1", told)
        # The stack's leases are of three seconds; and a minute for the database.
        self.assertIn("WATCHDOG_USEC=63000000", told)


class Untold(unittest.TestCase):
    def test_a_socket_that_nobody_reads_stops_nobody(self):
        with tempfile.TemporaryDirectory(prefix="doorward-notify-") as folder:
            reader = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self.addCleanup(reader.close)
            reader.bind(folder + "/full")
            with contextlib.suppress(BlockingIOError), \
                    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as writer:
                writer.setblocking(False)
                while True:
                    writer.sendto(b"STATUS=full", folder + "/full")
            for number, name in enumerate(("full", "gone")):
                daemon = Daemon(self, world, "web", f"{folder}/{number}.sock",
                                NOTIFY_SOCKET=f"{folder}/{name}", WATCHDOG_USEC="10000")
                for _ in range(3):
                    self.assertIn(b"<h1>", ask(daemon.path, REQUEST_METHOD="GET",
                                               DOCUMENT_URI="/auth/sign-in"))
                self.assertIsNone(daemon.process.poll())
