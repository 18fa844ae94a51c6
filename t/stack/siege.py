"""A siege: strangers who know one address, and nothing else, try everything at random.

All that they do is drawn from a fixed seed; the codes and tokens of the other side are not.
"""

import contextlib
import random
import secrets
import threading
from collections import Counter
from urllib.parse import urlencode

from caps import WAYS_TO_ASK, later
from client import Forms
from sources import Source, networks
from world import at_once

SOURCES = 250
THREADS = 25
FAULTS_MAX = 10
GUESSES = [f"guess number {n} of many" for n in range(20)]
REPLAYS_KEPT = 20
FLOWS_USED = 30


class Attacker:
    """One source. Every method is one request, and notes its status."""

    def __init__(self, siege, address, number):
        self.siege = siege
        self.source = Source(siege.world.url, address)
        self.random = random.Random(number)
        self.first_form = None
        self.sent = []      # (path, body, headers) that were sent before
        self.work = (8 * [self.sign_in] + 8 * [self.ask] + 10 * [self.guess_code] +
                     4 * [self.send_again] + 3 * [self.set_password] + 3 * [self.replay] +
                     4 * [self.forge_cookies] + 2 * [self.look])

    def act(self):
        self.random.choice(self.work)()

    def note(self, what):
        with self.siege.lock:
            self.siege.statuses[what, self.source.page.status] += 1

    def post(self, what, path, fields):
        body, headers = urlencode(fields), self.source.form_headers()
        self.sent = self.sent[-REPLAYS_KEPT:] + [(path, body, headers)]
        self.source.request("POST", path, body, headers)
        self.note(what)

    def hidden(self):
        """Of a first form: the same for all pages of one browser."""
        if not self.first_form:
            self.source.get("/auth/sign-in")
            self.note("look")
            self.first_form = self.source.filled("sign-in")[1]["csrf"]
        return {"csrf": self.first_form, "rd": "/members/"}

    def sign_in(self):
        self.post("sign-in", "/auth/sign-in", {
            **self.hidden(), "action": "sign-in", "email": self.siege.address,
            "password": self.random.choice(GUESSES)})

    def ask(self):
        way = self.random.choice(WAYS_TO_ASK)
        path, _, query = way.partition("?")
        fields = dict([query.split("=")]) if query else {}
        self.post("ask", path, {**self.hidden(), **fields, "action": "send",
                                "email": self.siege.address})
        if self.source.page.status == 303:
            self.source.follow()
            self.note("look")
            forms = Forms(self.source.page.html).all[:1]
            self.siege.flows += [(dict(self.source.cookies), form) for form in forms]

    def in_flow(self, what, action, **fields):
        """In any of their latest flows, as the browser that it is of."""
        if not self.siege.flows:
            return self.ask()
        cookies, form = self.random.choice(self.siege.flows[-FLOWS_USED:])
        with self.disguised(cookies):
            self.post(what, form["path"], {**form["hidden"], "action": action, **fields})

    @contextlib.contextmanager
    def disguised(self, cookies):
        """With those cookies; what is set meanwhile is not kept."""
        own, self.source.cookies = self.source.cookies, dict(cookies)
        try:
            yield
        finally:
            self.source.cookies = own

    def guess_code(self):
        self.in_flow("code", "verify", code=f"{self.random.randrange(1_000_000):06}")

    def send_again(self):
        self.in_flow("resend", "resend")

    def set_password(self):
        """As if the code had been right."""
        action, name = self.random.choice((("continue", {}), ("create", {"name": "Mallory"})))
        self.in_flow("skip", action, password=GUESSES[0], password_confirm=GUESSES[0], **name)

    def replay(self):
        """What was sent before, by anybody, once more from here."""
        other = self.random.choice(self.siege.attackers)
        sent = self.random.choice(other.sent or self.sent or [None])
        if not sent:
            return self.look()
        with self.disguised(self.random.choice((self.source.cookies, other.source.cookies))):
            self.source.request("POST", *sent)
            self.note("replay")

    def forge_cookies(self):
        raw = self.random.randbytes(self.random.choice((16, 32, 33))).hex()
        name = f"doorward{self.random.choice(('', '-flow', '-browser'))}-{self.siege.port}"
        path = self.random.choice(("/members/", "/auth/account", "/auth/api/me", "/auth/verify"))
        with self.disguised({name: raw}):
            self.source.get(path)
            self.note("forged")

    def look(self):
        self.source.get(self.random.choice(("/members/", "/auth/", "/auth/account",
                                            "/auth/verify?flow=" + secrets.token_urlsafe(16))))
        self.note("look")


class Siege:
    """`days`: as often every budget has a day to recover, in three rounds an hour apart."""

    def __init__(self, world, address, days, count=SOURCES):
        self.world, self.address = world, address
        self.rounds = (days * ["61 MINUTE", "61 MINUTE", "23 HOUR"])[:-1] + [None]
        self.port = world.url.rpartition(":")[2]
        self.lock = threading.Lock()
        self.statuses = Counter()
        self.flows = []  # (cookies, form) of pages that ask for a code
        self.faults = []
        self.attackers = [Attacker(self, source, number)
                          for number, source in enumerate(networks()[:count])]

    def run(self, requests):
        """At least as many."""
        for number, interval in enumerate(self.rounds, 1):
            goal = requests * number // len(self.rounds)
            at_once([lambda part=self.attackers[n::THREADS]: self.attack(
                part, lambda: self.statuses.total() < goal) for n in range(THREADS)])
            if interval:
                later(self.world, interval)
                self.world.sql("UPDATE flow SET sent_at = sent_at - INTERVAL 2 MINUTE"
                               " WHERE sent_at IS NOT NULL")

    def attack(self, attackers, goes_on):
        turn = random.Random(attackers[0].source.address)
        while attackers and goes_on() and len(self.faults) < FAULTS_MAX:
            try:
                turn.choice(attackers).act()
            except Exception as error:  # for whoever asks in the end
                self.faults.append(error)
