"""Workers come and go under load: deployments, and processes that are told to end."""

import signal
import time
import unittest

from load import Load
from world import until, world

THREADS = 4
REQUESTS_MIN = 3000
KILLS_MIN = 6
# Who lives shorter than two seconds is taken for broken by the supervisor, and starts later.
SECONDS_BETWEEN_KILLS = 1.1


class Workers(unittest.TestCase):
    def lose_nothing(self, part, browsers, path):
        kills = 0
        with Load(browsers, path) as load:
            while load.requests < REQUESTS_MIN or kills < KILLS_MIN:
                name = f"{part}.{kills % 2 + 1}"
                old = world.processes()[name]
                world.stack("signal", name, signal.SIGTERM.name)
                kills += 1
                until(lambda: world.processes().get(name) not in (None, old), 10,
                      f"{name} was not started again")
                time.sleep(SECONDS_BETWEEN_KILLS)
        print(f"       {load.requests} requests while {part} was told to end {kills} times: "
              f"{load.statuses}")
        self.assertEqual(set(load.statuses), {200})

    def test_sigterm_to_web_workers_under_load_loses_no_request(self):
        self.lose_nothing("web", [world.browser() for _ in range(THREADS)], "/auth/sign-in")

    def test_sigterm_to_gates_under_load_loses_no_request(self):
        member = world.sign_in(world.sign_up())
        self.lose_nothing("gate", [member.twin() for _ in range(THREADS)], "/members/")

    def test_a_worker_that_dies_is_replaced_and_nobody_is_signed_out(self):
        member = world.sign_in(world.sign_up())
        for part in ("web", "gate", "mailer"):
            old = {name: pid for name, pid in world.processes().items() if name.startswith(part)}
            world.stack("signal", part, signal.SIGKILL.name)
            until(lambda: all(world.processes().get(name) not in (None, pid)
                              for name, pid in old.items()), 10, f"{part} was not started again")
        self.assertEqual(member.get("/members/").status, 200)
        self.assertEqual(member.get("/auth/account").status, 200)
        world.sign_in(world.sign_up())
