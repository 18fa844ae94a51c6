"""A database that answers, and can't do what it is asked: people are told to come back, nothing is
half done, who is known goes on, and all is well by itself when the database is."""

import time
import unittest

from sql_session import SqlSession, no_connection_left, setting, take_all
from world import SLOWER, until, world

WORDING = "Sign-in is not available at the moment. Please try again in a minute."
BACK_SECONDS_MAX = 15
LOCKED_ANSWER_SECONDS_MAX = 6 * SLOWER  # the database waits for a lock for three


class Shortage(unittest.TestCase):
    def setUp(self):
        self.address = world.sign_up()
        self.known = world.sign_in(self.address)
        for _ in range(8):  # each gate has seen it
            self.known.get("/members/")
        self.ready = world.verify_sign_in(self.address)  # one press from being signed in

    def assert_unavailable(self, answer):
        self.assertEqual(answer.status, 503)
        self.assertIn(WORDING, answer.text)
        self.assertGreater(int(answer.headers["Retry-After"]), 0)

    def refused(self, times=4):
        """What would write is told to come back, whichever worker it meets."""
        for _ in range(times):
            ready = self.ready.twin()
            self.assert_unavailable(ready.post(*ready.filled("continue")))
            self.assertIsNone(ready.cookie("session"))
        self.assertEqual(world.sessions_of(self.address), 1)

    def door_is_open(self):
        for _ in range(8):
            self.assertEqual(self.known.twin().get("/members/").status, 200)

    def all_is_well(self):
        until(lambda: self.known.get("/auth/account").status == 200, BACK_SECONDS_MAX,
              "the pages do not recover")
        ready = self.ready

        def signed_in():
            before = ready.page
            if ready.press("continue").status != 503:
                return True
            ready.page = before
            return False

        until(signed_in, BACK_SECONDS_MAX, "the step that was refused can't be done")
        self.assertEqual(world.sessions_of(self.address), 2)
        world.sign_in(world.sign_up())
        self.door_is_open()

    def test_a_database_that_is_read_only_is_unavailable_to_who_would_write(self):
        before = world.processes()
        with setting(world, "read_only", 1):
            self.refused()
            self.door_is_open()
            self.assertEqual(self.known.get("/auth/account").status, 200, "it may be read")
        self.all_is_well()
        self.assertEqual(world.processes(), before, "something died")

    def test_when_its_connections_are_used_up_who_is_known_goes_on(self):
        with no_connection_left(world) as held:
            world.stack("stop", "web")  # the workers' connections are gone, and taken
            take_all(world, held)
            world.stack("start", "web")
            self.refused()
            self.door_is_open()
        self.all_is_well()

    def test_who_meets_a_lock_that_is_held_is_told_so_and_nobody_else_waits_long(self):
        with SqlSession(world) as other:
            other.run("SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; SELECT COUNT(*) FROM flow WHERE email ="
                      f" '{self.address}' FOR UPDATE;")
            begin = time.monotonic()
            self.refused(times=1)
            self.assertLess(time.monotonic() - begin, LOCKED_ANSWER_SECONDS_MAX)
            self.door_is_open()
            world.sign_in(world.sign_up())
        self.all_is_well()
