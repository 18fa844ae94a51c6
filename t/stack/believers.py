"""People who sign up, in and out again and again, and remember what each page told them.

A page that says 503 is tried again with the same button, or given up: then it is nobody's belief
that anything was done, and whoever likes may press again when all is over (`finish`).
"""

import hashlib
import random
import threading
import time
from collections import Counter

from sessions import decode
from world import PASSWORD

CODE_SECONDS_MAX = 40
TRIES = 100          # of one button, a quarter of a second apart
AGAIN_SECONDS = 0.25
GIVES_UP = 0.3       # of those who are told that it failed


class GivenUp(Exception):
    """One was told that it failed, and left it at that."""


class Believer:
    """One browser at work. `told`: how often each step was said to be done, or to have failed."""

    def __init__(self, world, postman, number, name):
        self.world, self.postman, self.name = world, postman, name
        self.random = random.Random(number)
        self.told = Counter()
        self.faults = []
        self.failed = []      # when a page said to try again: (begin, end), time.monotonic()
        self.slowest = 0.0
        self.accounts = []    # addresses that were told to have an account
        self.signed_in = {}   # hash of a token: whether its session was told to have ended
        self.given_up = []    # (address, way to finish it)
        self.patient = False
        self.browser = None

    # One request, and what came of it

    def _answer(self, ask):
        begin = time.monotonic()
        ask()
        self.browser.follow()
        end = time.monotonic()
        self.slowest = max(self.slowest, end - begin)
        status = self.browser.page.status
        if status == 503:
            self.failed.append((begin, end))
        if status not in (200, 422, 503):
            raise AssertionError(f"{status}: {self.browser.page.text}")
        return status

    def _until_answered(self, step, ask):
        before = self.browser.page
        for _ in range(TRIES):
            status = self._answer(ask)
            if status != 503:
                self.told[step, "done" if status == 200 else "refused"] += 1
                return status
            self.told[step, "failed"] += 1
            self.browser.page = before
            if not self.patient and step != "look" and self.random.random() < GIVES_UP:
                raise GivenUp
            time.sleep(AGAIN_SECONDS)
        raise AssertionError(f"{step}: told {TRIES} times to try again")

    def _look(self, path):
        self._until_answered("look", lambda: self.browser.get(path))

    def _press(self, action, **fields):
        path, form = self.browser.filled(action, **fields)
        return self._until_answered(action, lambda: self.browser.post(path, form))

    def _type_code(self, address, used):
        """Of a letter after the first so many."""
        while True:
            codes = self.postman.codes(address, used, CODE_SECONDS_MAX)
            if not codes:
                raise AssertionError(f"no code came to {address}: {self.browser.page.text}")
            used = len(codes)
            if self._press("verify", code=codes[-1]) == 200:
                return
            # Else that was of a letter before the last one.

    def _codes_so_far(self, address):
        return len(self.postman.codes(address, -1, 0))

    # Their ways

    def sign_up(self, address):
        self.browser = self.world.browser()
        self._look("/auth/sign-up")
        used = self._codes_so_far(address)
        self._press("send", email=address)
        self._type_code(address, used)
        self._press("create", name="Mia Quist", password=PASSWORD, password_confirm=PASSWORD)
        self.accounts.append(address)

    def sign_in(self, address):
        self.browser = self.world.browser()
        self._look("/auth/sign-in?rd=/auth/account")
        self._press("sign-in", email=address, password=PASSWORD)
        if "Multifactor authentication" in self.browser.page.text:
            self._press("continue")
        used = self._codes_so_far(address)
        self._press("send", email=address)
        self._type_code(address, used)
        self._press("continue")
        token = decode(self.browser.cookie("session")[1])
        self.hash = hashlib.sha256(token).hexdigest()
        self.signed_in[self.hash] = False

    def sign_out(self):
        self._look("/auth/sign-out")
        self._press("sign-out")
        self.signed_in[self.hash] = True

    def life(self, address):
        self.sign_up(address)
        self.sign_in(address)
        if self.random.random() < 0.5:
            self.sign_out()

    def work(self, goes_on):
        while goes_on() and not self.faults:
            address = self.world.new_address(self.name)
            try:
                self.life(address)
            except GivenUp:
                self.given_up.append(address)
            except Exception as error:  # for whoever asks in the end
                self.faults.append(f"{address}: {error!r}")

    def finish(self):
        """All that was given up: what has an account signs in, what has none signs up first."""
        self.patient = True
        for address in self.given_up:
            if not self.world.count("account", f"email = '{address}'"):
                self.sign_up(address)
            self.sign_in(address)


class Believers:
    """`name`: how all their addresses begin, and nobody else's."""

    believer = Believer

    def __init__(self, world, postman, count, name="believer"):
        self.name = name
        self.all = [self.believer(world, postman, number, name) for number in range(count)]
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=one.work, args=(lambda: not self._stop.is_set(),))
                         for one in self.all]

    def together(self, part):
        return [thing for one in self.all for thing in getattr(one, part)]

    @property
    def told(self):
        return sum((one.told for one in self.all), Counter())

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()
