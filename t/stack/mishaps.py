"""What goes wrong by chance while people are at work: one mishap at a time, and who may notice it."""

import random
import time
from dataclasses import dataclass

from sessions import cookie_name, make_sessions
from world import until

PAGES, PORTAL = "pages", "portal"
AGAIN_SECONDS_MAX = 20   # until what died is there again
SETTLES_SECONDS = 5      # after a mishap is over, until its last failure was told
HANGS_SECONDS = 3
OUT_SECONDS_MAX = 1      # until a session that was ended opens nothing


@dataclass
class Mishap:
    name: str
    noticed_by: frozenset
    begin: float             # time.monotonic()
    end: float = float("inf")

    def explains(self, whose, begin, end):
        return (whose in self.noticed_by and begin <= self.end + SETTLES_SECONDS
                and end >= self.begin)


class Mishaps:
    """`all`: those that were. `member`: an address with an account, whose sessions are ended now and
    then."""

    def __init__(self, world, member, seed):
        self.world, self.member = world, member
        self.all = []
        self._random = random.Random(seed)
        self._kinds = [
            ("a web worker is killed", {PAGES}, lambda: self._kill(self._one_of("web"))),
            ("a gate is killed", {PAGES, PORTAL}, lambda: self._kill(self._one_of("gate"))),
            ("the mailer is killed", {PAGES}, lambda: self._kill("mailer")),
            # A gate lets in whom it knows; who comes to one that has not seen him yet is told 503.
            ("the database is killed", {PAGES, PORTAL}, lambda: self._kill("database")),
            ("the database is restarted", {PAGES, PORTAL}, lambda: self.world.stack("restart", "database")),
            ("the database hangs", {PAGES, PORTAL}, lambda: self._freeze("database")),
            ("a web worker hangs", {PAGES}, lambda: self._freeze(self._one_of("web"))),
            ("a gate hangs", {PORTAL}, lambda: self._freeze(self._one_of("gate"))),
            ("the mail server is away", {PAGES}, self._no_mail_server),
            ("all web workers are told to end", set(), lambda: self._end("web")),
            ("nginx is reloaded", set(), lambda: self.world.stack("signal", "nginx", "HUP")),
            ("a session is ended", set(), self._end_session),
        ]
        self._left = []

    def next(self):
        """One more, and returns when it is over. Each kind comes once before any comes twice."""
        if not self._left:
            self._left = self._random.sample(self._kinds, len(self._kinds))
        name, noticed_by, happen = self._left.pop()
        mishap = Mishap(name, frozenset(noticed_by), time.monotonic())
        self.all.append(mishap)
        happen()
        mishap.end = time.monotonic()

    def explain(self, whose, begin, end):
        return any(mishap.explains(whose, begin, end) for mishap in self.all)

    def _one_of(self, part):
        return self._random.choice([name for name in self.world.processes()
                                    if name.startswith(f"{part}.")])

    def _replaced(self, before):
        until(lambda: all(self.world.processes().get(name) not in (None, pid)
                          for name, pid in before.items()), AGAIN_SECONDS_MAX,
              f"not started again: {', '.join(before)}")

    def _kill(self, name):
        before = {name: self.world.processes()[name]}
        self.world.stack("signal", name, "KILL")
        self._replaced(before)
        self.world.stack("start", name)  # returns when it answers

    def _end(self, part):
        before = {name: pid for name, pid in self.world.processes().items()
                  if name.startswith(f"{part}.")}
        self.world.stack("signal", part, "TERM")
        self._replaced(before)

    def _freeze(self, name):
        with self.world.frozen(name):
            time.sleep(HANGS_SECONDS)

    def _no_mail_server(self):
        with self.world.without("smtp"):
            time.sleep(HANGS_SECONDS)

    def _end_session(self):
        cookie = f"{cookie_name(self.world)}={make_sessions(self.world, self.member, 1)[0]}"
        browser = self.world.browser()

        def status():
            return browser.get("/members/", Cookie=cookie).status

        assert status() == 200, "a session opens nothing"
        self.world.ctl("session", "end", "--account", self.member)
        until(lambda: status() == 303, OUT_SECONDS_MAX, "a session that was ended goes on")
