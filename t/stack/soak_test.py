"""People at work and visitors of the portal for a long time, and a mishap every minute: nothing is
lost, nobody is told that something is down but while it is, and nothing grows.

SOAK_SECONDS in the environment says for how long (`make soak HOURS=1`); then the portal is asked
as often as makes a million requests of forty minutes.
"""

import os
import time
import unittest
from collections import Counter

from beliefs import check_beliefs
from believers import Believers
from mishaps import PAGES, PORTAL, Mishaps
from open_load import OpenLoad
from postman import Postman
from sessions import cookie_name, make_sessions
from steadiness import Steadiness
from world import SANITIZER, world

SECONDS = float(os.environ.get("SOAK_SECONDS", "10"))
LONG = SECONDS >= 600      # for what needs its time to show
BETWEEN_SECONDS = 60 if LONG else 4
PEOPLE = 3
VISITORS = 40
RATE = 440 if LONG else 100
PAGE = "/members/downloads/release-notes-4.2.txt"
SEED = int(os.environ.get("SOAK_SEED", "6"))
LEFT_OVER_DAYS = 4000
TABLES_OF_THE_PAST = {"flow": ("expires_at",), "session": ("ends_at",), "outbox": ("due_at",),
                      "attempt": ("ends_at", "wait_until"), "revocation": ("created_at",)}


class Tally:
    """Answers of the portal, counted; each that was no page is kept."""

    def __init__(self):
        self.statuses, self.failed = Counter(), []
        self.slowest = 0.0

    def append(self, asked):
        self.statuses[asked.status] += 1
        self.slowest = max(self.slowest, asked.seconds)
        if asked.status != 200:
            self.failed.append((asked.due, asked.due + asked.seconds, asked.status))


class Soak(unittest.TestCase):
    def wait_and_let_things_happen(self, mishaps):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            time.sleep(BETWEEN_SECONDS)
            mishaps.next()

    def test_a_mishap_every_minute_loses_nothing_and_shows_only_while_it_lasts(self):
        member = world.sign_up()
        mishaps = Mishaps(world, world.sign_up(), SEED)
        name, portal = cookie_name(world), Tally()
        cookies = [f"{name}={value}" for value in make_sessions(world, member, VISITORS)]
        with Postman(world.env["INBOX"], forgets=LONG) as postman:
            with Steadiness(world, SECONDS) as steadiness, \
                    OpenLoad(world.url, PAGE, cookies, RATE, portal), \
                    Believers(world, postman, PEOPLE, "soaker") as people:
                self.wait_and_let_things_happen(mishaps)
            self.assertEqual(people.together("faults"), [])
            beliefs = check_beliefs(self, world, people)
            for one in people.all:
                one.finish()
        world.wait_for_letters(60)
        self.tell(mishaps, portal, people, beliefs, steadiness)
        self.check_failures(mishaps, portal, people)
        self.assertEqual(world.sessions_of(member), VISITORS, "somebody was signed out")
        if LONG and not SANITIZER:
            self.assertEqual(steadiness.grown(), {}, "grows")
            self.check_that_all_is_purged()

    def check_failures(self, mishaps, portal, people):
        unexplained = [failure for failure in portal.failed if not mishaps.explain(PORTAL, *failure[:2])]
        self.assertEqual(unexplained, [], "the portal failed, and nothing was amiss")
        unexplained = [failure for failure in people.together("failed")
                       if not mishaps.explain(PAGES, *failure)]
        self.assertEqual(unexplained, [], "a page failed, and nothing was amiss")

    def check_that_all_is_purged(self):
        """Once it is long over: nothing is left of what people did but themselves and the trail."""
        for table, columns in TABLES_OF_THE_PAST.items():
            world.sql(f"UPDATE {table} SET " + ", ".join(
                f"{column} = {column} - INTERVAL {LEFT_OVER_DAYS} DAY" for column in columns))
        world.ctl("db", "purge", "--yes")
        left = {table: world.count(table, "TRUE") for table in TABLES_OF_THE_PAST}
        self.assertEqual(left, dict.fromkeys(TABLES_OF_THE_PAST, 0))

    def tell(self, mishaps, portal, people, beliefs, steadiness):
        asked = sum(portal.statuses.values())
        print(f"       {SECONDS / 60:.1f} min: {asked} requests to the portal ({dict(portal.statuses)}, "
              f"the slowest {portal.slowest:.1f} s), {sum(people.told.values())} to the pages "
              f"({len(people.together('failed'))} told to try again), {beliefs[0][0]} accounts and "
              f"{beliefs[1][0]} sessions told of and there")
        print("       " + ", ".join(f"{count} times {name}" for name, count in
                                     Counter(mishap.name for mishap in mishaps.all).items()))
        print("       early and late: " + ", ".join(
            f"{part} {early} and {late} {what}"
            for (part, what), (early, late) in steadiness.early_and_late().items()))
