"""File descriptors, memory or the log of a worker run out: it neither spins nor dies of it, says no
where it must, and goes on when there is enough again."""

import fcntl
import os
import resource
import select
import socket
import threading
import time
import unittest
from pathlib import Path

from daemon import Daemon
from fastcgi import ask
from limits import address_space_bytes, first_free_descriptor, limited, processor_seconds
from world import PASSWORD, SLOWER, until, world

WATCHED_SECONDS = 2
# Of a worker that asks again ten times a second; one that spins takes all of it.
PROCESSOR_SHARE_MAX = 0.2
LITTLE_BYTES = 4 << 20  # less than a password's hash takes
ANSWER_SECONDS_MAX = 3 * SLOWER


def workers(part):
    return [pid for name, pid in world.processes().items() if name.startswith(f"{part}.")]


def log_of(part):
    return (Path(world.env["LOGS"]) / f"{part}.log").read_text(errors="replace")


class FileDescriptors(unittest.TestCase):
    def no_more_for(self, pids):
        return limited(pids, resource.RLIMIT_NOFILE, first_free_descriptor)

    def test_workers_that_can_t_accept_do_not_spin_and_answer_later(self):
        for part, path in (("web", "/auth/sign-in"), ("gate", "/members/")):
            with self.subTest(part=part):
                pids, answers = workers(part), []
                before = log_of(part).count("event=accept_failed")
                waiting = threading.Thread(
                    target=lambda: answers.append(world.browser().get(path).status))
                with self.no_more_for(pids):
                    waiting.start()
                    until(lambda: log_of(part).count("event=accept_failed") > before, 5, "no word")
                    used = {pid: processor_seconds(pid) for pid in pids}
                    time.sleep(WATCHED_SECONDS)
                    for pid in pids:
                        self.assertLess(processor_seconds(pid) - used[pid],
                                        PROCESSOR_SHARE_MAX * WATCHED_SECONDS)
                waiting.join()
                self.assertIn(answers, ([200], [303]))
                self.assertEqual(workers(part), pids)
                said = log_of(part).count("event=accept_failed") - before
                self.assertLessEqual(said, len(pids), "said over and over")

    def test_one_worker_that_can_t_accept_holds_nobody_up(self):
        with self.no_more_for(workers("web")[:1]):
            for _ in range(5):
                begin = time.monotonic()
                self.assertEqual(world.browser().get("/auth/sign-in").status, 200)
                self.assertLess(time.monotonic() - begin, ANSWER_SECONDS_MAX)


class Memory(unittest.TestCase):
    def test_without_memory_for_a_password_the_page_says_503_and_works_later(self):
        address = world.sign_up()
        browser = world.browser()
        browser.get("/auth/sign-in")
        newcomer = world.verify_sign_up(world.new_address())
        pids = workers("web")
        with limited(pids, resource.RLIMIT_AS, lambda pid: address_space_bytes(pid) + LITTLE_BYTES):
            for _ in range(4):
                answer = browser.twin().post(*browser.filled("sign-in", email=address,
                                                             password=PASSWORD))
                self.assertEqual(answer.status, 503)
                self.assertGreater(int(answer.headers["Retry-After"]), 0)
                answer = newcomer.twin().post(*newcomer.filled(
                    "create", name="Mia Quist", password=PASSWORD, password_confirm=PASSWORD))
                self.assertEqual(answer.status, 503)
            self.assertEqual(world.browser().get("/auth/sign-in").status, 200)
        newcomer.press("create", name="Mia Quist", password=PASSWORD, password_confirm=PASSWORD)
        self.assertEqual(newcomer.page.status, 200)
        self.assertEqual(workers("web"), pids, "something died")
        world.sign_in(address)

    def test_without_any_memory_left_a_worker_says_503_or_is_replaced(self):
        browser = world.browser()
        browser.get("/auth/sign-in")
        pids = workers("web")
        with limited(pids, resource.RLIMIT_AS, lambda pid: 1 << 20):
            for _ in range(6):
                form = browser.twin()
                answer = form.post(*form.filled("sign-in", email=world.new_address(),
                                                password="x" * 200))
                self.assertIn(answer.status, (422, 503))  # of the old workers, or of new ones
        until(lambda: len(workers("web")) == len(pids), 10, "a worker was not replaced")
        world.sign_in(world.sign_up())


class Log(unittest.TestCase):
    """A worker of its own, whose stderr is what a test makes of it."""

    def start(self, stderr):
        daemon = Daemon(self, world, "web", world.dir / "run" / f"log{time.monotonic_ns()}.sock", stderr)
        return daemon.path, daemon.process

    def refused_post(self, path):
        """Which gives a line in the log."""
        return ask(path, REQUEST_METHOD="POST", DOCUMENT_URI="/auth/sign-in", REMOTE_ADDR="127.0.0.1",
                   CONTENT_TYPE="application/x-www-form-urlencoded", CONTENT_LENGTH="0",
                   HTTP_SEC_FETCH_SITE="cross-site")

    def goes_on(self, stderr):
        path, process = self.start(stderr)
        for _ in range(5):
            self.assertIn(b"Status: 403", self.refused_post(path))
        self.assertIsNone(process.poll())
        return path

    def test_a_log_on_a_full_disk_stops_nobody(self):
        with open("/dev/full", "w") as full:
            self.goes_on(full)

    def test_a_log_whose_reader_is_gone_stops_nobody(self):
        reader, writer = os.pipe()
        os.close(reader)
        self.goes_on(writer)
        os.close(writer)

    def test_a_log_whose_reader_hangs_stops_nobody_and_what_was_lost_is_counted(self):
        reader, writer = os.pipe()
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
        os.write(writer, b"x" * 4096)
        path = self.goes_on(writer)
        os.read(reader, 4096)
        self.refused_post(path)
        self.assertTrue(select.select([reader], [], [], 5)[0], "nothing was written")
        self.assertRegex(os.read(reader, 65536), rb"event=log_lines_lost count=[1-9]")
        for end in (reader, writer):
            os.close(end)

    def test_a_journal_that_hangs_stops_nobody(self):
        journal, ours = socket.socketpair()
        ours.setblocking(False)
        with self.assertRaises(BlockingIOError):
            while True:
                ours.send(b"x" * 4096)
        ours.setblocking(True)
        self.goes_on(ours)
        for end in (journal, ours):
            end.close()
