"""What the tests of budgets share: crowds, what the database says was spent, and time that passes."""

import base64
import contextlib
import functools
import hashlib
import unittest
from collections import Counter

from sources import Crowd, networks, one_network
from world import SETTINGS, a_stack

WAYS_TO_ASK = ("/auth/sign-up", "/auth/reset", "/auth/reset?for=validate")


def _part(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return len(raw).to_bytes(8, "big") + raw


def bucket(budget, *subject):
    """The key of a row in `attempt`, in hex."""
    return hashlib.sha256(b"".join(map(_part, (budget, *subject)))).hexdigest()


def later(world, interval):
    """As if that time had passed for every budget: `61 MINUTE`."""
    world.sql(f"UPDATE attempt SET ends_at = ends_at - INTERVAL {interval},"
              f" wait_until = wait_until - INTERVAL {interval}")


def by_a_crowd(test):
    """Runs test(self, crowd) with 250 sources in 250 networks, and again with 250 in one."""
    @functools.wraps(test)
    def run(self):
        for name, addresses in (("250 networks", networks), ("one network", one_network)):
            with self.subTest(name), contextlib.closing(self.crowd(addresses())) as crowd:
                test(self, crowd)
    return run


class Caps(unittest.TestCase):
    settings = SETTINGS

    @classmethod
    def setUpClass(cls):
        cls.world = cls.enterClassContext(a_stack(cls.settings))

    def crowd(self, addresses=None):
        return Crowd(self.world.url, addresses or networks())

    def later(self, interval):
        later(self.world, interval)

    def used(self, budget, *subject):
        rows = self.world.sql(f"SELECT used FROM attempt WHERE bucket = x'{bucket(budget, *subject)}'"
                              " AND GREATEST(ends_at, wait_until) > UTC_TIMESTAMP(6)")
        return int(rows[0][0]) if rows else 0

    def account_id(self, address):
        return bytes.fromhex(
            self.world.sql(f"SELECT HEX(id) FROM account WHERE email = '{address}'")[0][0])

    def known(self, browser):
        """What a known browser's purses are counted by."""
        value = browser.cookie("browser")[1]
        return hashlib.sha256(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))).digest()

    def letters(self, address):
        """(caused, mailed): rows of the outbox with those that nobody gets, and mails that came."""
        self.world.wait_for_letters()
        return (self.world.count("outbox", f"recipient = '{address}'"),
                len(self.world.letters(address)))

    def events(self, event, address):
        return self.world.count("audit_event", f"event = '{event}' AND email = '{address}'")

    def wrong_code(self, address):
        codes = {letter.code for letter in self.world.letters(address)}
        return next(f"{code:06}" for code in range(1000) if f"{code:06}" not in codes)

    def assert_answers(self, answers, **expected):
        """So many of each status, as s303=5, s429=245; every refusal says how long to wait."""
        faults = [answer for answer in answers if isinstance(answer, Exception)]
        self.assertEqual(faults, [])
        statuses = Counter(f"s{answer.status}" for answer in answers)
        self.assertEqual(statuses, Counter(expected))
        for answer in answers:
            if answer.status == 429:
                self.assertGreater(int(answer.headers["Retry-After"]), 0)

    def own_flows(self, address, count, code=False):
        """That many browsers, unknown to the account, at the page that sends a code; `code`: at
        the one that asks for it."""
        begin = self.world.ask_sign_in_code if code else self.world.give_password
        return [begin(address) for _ in range(count)]

    def strange_flows(self, address, ways):
        """A browser at the code page of each of these ways to ask."""
        browsers = []
        for way in ways:
            browser = self.world.browser()
            browser.get(way)
            browser.press("send", email=address)
            self.assertIn("code", browser.page.text)
            browsers.append(browser)
        return browsers
