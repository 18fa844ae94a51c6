"""The writer dies, hangs or loses its network while people sign up and in: what they were told is
there, on every node, and the portal hears nothing of it.

ROUNDS=20 in the environment: how often it is killed.
"""

import os
import statistics
import time
import unittest

from beliefs import check_beliefs
from people import Members, People
from postman import Postman
from world import until, world

ROUNDS = int(os.environ.get("ROUNDS", "20"))
PEOPLE = 6
FAILOVER_SECONDS_MAX = 10
BACK_SECONDS_MAX = 60
QUIET_SECONDS = 3        # of work between two faults
AWAY_SECONDS = 8         # of a node that hangs or has no network
TABLES = ("account", "session", "flow", "outbox", "attempt", "audit_event", "known_browser",
          "revocation", "company")


class Failover(unittest.TestCase):
    def setUp(self):
        self.people = self.members = None
        self.failovers = []  # seconds until the next step that anybody was told is done

    def steps_done(self):
        return sum(count for (_, how), count in self.people.told.items() if how == "done")

    def suffer(self, fault, mend):
        """The writer has that fault, until others have taken over and it is back."""
        writer = world.nodes.writer()
        at = time.monotonic()
        fault(writer)
        done = self.steps_done()
        until(lambda: self.steps_done() >= done + 2 * PEOPLE, BACK_SECONDS_MAX, "nobody gets on")
        self.failovers.append(time.monotonic() - at)
        mend(writer)
        world.nodes.wait_for(writer)
        time.sleep(QUIET_SECONDS)

    def go_through(self, faults):
        with Postman(world.env["INBOX"]) as postman, Members(world) as self.members:
            with People(world, postman, PEOPLE) as self.people:
                time.sleep(QUIET_SECONDS)
                for fault, mend in faults:
                    self.suffer(fault, mend)
            self.tell(len(faults))
            self.assertEqual(self.people.together("faults"), [])
            self.accounts, self.sessions = check_beliefs(self, world, self.people)
            for one in self.people.all:
                one.finish()
            check_beliefs(self, world, self.people)
        self.check_nodes_agree()
        self.assertEqual(self.members.refused, [], "of those who were signed in")
        self.assertLess(max(self.people.together("waits"), default=0), FAILOVER_SECONDS_MAX)
        self.assertGreater(self.accounts[0], 2 * len(faults))

    def check_nodes_agree(self):
        world.wait_for_letters()

        def agree():
            found = list(world.nodes.checksums(TABLES).values())
            return found[0] == found[1] == found[2]
        until(agree, 20, "the nodes differ")

    def tell(self, faults):
        waits, told = self.people.together("waits"), self.people.told
        print(f"       {faults} faults; the next steps after "
              f"{statistics.median(self.failovers):.1f} s (median), {max(self.failovers):.1f} s at most")
        print(f"       {self.steps_done()} steps done, {len(waits)} had to be pressed again, the longest "
              f"for {max(waits, default=0):.1f} s; slowest answer "
              f"{max(one.slowest for one in self.people.all):.1f} s")
        print(f"       told done / to try again: " + ", ".join(
            f"{step} {told[step, 'done']}/{told[step, 'failed']}"
            for step in sorted({step for step, _ in told})))
        print(f"       portal: {self.members.answers} requests of people who were signed in, "
              f"{len(self.members.refused)} not answered 200, slowest {self.members.slowest:.2f} s",
              flush=True)

    def test_writer_killed_over_and_over_loses_nothing_that_was_told(self):
        self.go_through([(lambda node: node.kill(), lambda node: node.start())] * ROUNDS)
        self.assertEqual(len(self.failovers), ROUNDS)

    def away(self, node, back):
        time.sleep(AWAY_SECONDS)
        back()

    def test_writer_that_hangs_is_left(self):
        self.go_through([(lambda node: node.freeze(),
                          lambda node: self.away(node, node.thaw))] * max(1, ROUNDS // 7))

    def test_writer_without_a_network_is_left(self):
        self.go_through([(lambda node: node.machine.cut(),
                          lambda node: self.away(node, node.machine.join))] * max(1, ROUNDS // 7))

    def test_a_web_host_and_a_mailer_that_are_lost_are_missed_by_nobody(self):
        web, mail = world.webs[0], world.mails[0]
        member = world.sign_in(world.sign_up())
        for host in (web, mail):
            host.machine.cut()
        try:
            self.assertEqual(member.get("/members/").status, 200)
            self.assertEqual(member.get("/auth/account").status, 200)
            world.sign_in(world.sign_up())
        finally:
            for host in (web, mail):
                host.machine.join()
        world.sign_in(world.sign_up())
