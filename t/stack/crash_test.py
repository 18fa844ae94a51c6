"""MariaDB is killed over and over while people sign up, in and out: what they were told is there.

KILL_FOR=600 in the environment goes on for ten minutes, with a kill every twenty seconds
(`make crashes`).
"""

import os
import time
import unittest

from beliefs import check_beliefs
from believers import Believers
from postman import Postman
from world import until, world

SECONDS = float(os.environ.get("KILL_FOR", "5"))
BETWEEN_SECONDS = 20 if SECONDS > 60 else 2
KILLS_MIN = 2
PEOPLE = 8
BACK_SECONDS_MAX = 15
ANSWER_SECONDS_MAX = 15   # nginx's own limit of a page
LIVES_MIN = 10

class Crash(unittest.TestCase):
    def kill_over_and_over(self):
        """How often, and how many seconds it was away each time."""
        end, away = time.monotonic() + SECONDS, []
        while time.monotonic() < end or len(away) < KILLS_MIN:
            time.sleep(BETWEEN_SECONDS)
            old = world.processes()["database"]
            killed = time.monotonic()
            world.stack("signal", "database", "KILL")
            until(lambda: world.processes().get("database") not in (None, old), BACK_SECONDS_MAX,
                  "the database was not started again")
            world.stack("start", "database")  # returns when it answers
            away.append(time.monotonic() - killed)
        return away

    def test_what_people_were_told_is_there_however_often_the_database_is_killed(self):
        with Postman(world.env["INBOX"]) as postman:
            with Believers(world, postman, PEOPLE) as people:
                away = self.kill_over_and_over()
            accounts, sessions = check_beliefs(self, world, people)
            self.assertEqual(people.together("faults"), [])
            for one in people.all:
                one.finish()
            check_beliefs(self, world, people)
        self.tell(people, away, accounts, sessions)
        self.assertGreaterEqual(accounts[0], LIVES_MIN)
        self.assertGreater(sum(count for (_, how), count in people.told.items() if how == "failed"), 0)
        self.assertLess(max(one.slowest for one in people.all), ANSWER_SECONDS_MAX)

    def tell(self, people, away, accounts, sessions):
        told = people.told
        print(f"       {len(away)} kills in {SECONDS:.0f} s, away {min(away):.1f} to "
              f"{max(away):.1f} s, {PEOPLE} people")
        for step in sorted({step for step, _ in told}):
            print(f"         {step:9} told done {told[step, 'done']}, to try again "
                  f"{told[step, 'failed']}, another code {told[step, 'refused']}")
        print(f"       {accounts[0]} accounts and {sessions[0]} sessions told of and there; "
              f"{accounts[1]} and {sessions[1]} there of which nobody was told; "
              f"{len(people.together('given_up'))} gave up, and all of them finished later; the "
              f"slowest answer {max(one.slowest for one in people.all):.1f} s")
