"""Every command that the pages send to the database goes wrong once: what a person was told stands,
what failed can be tried again with the same button, and no half of anything is left.

EVERY=1 in the environment takes each command of each way in each manner (`make faults`); else one
in twenty-nine is taken, but for the commits.
"""

import contextlib
import os
import tempfile
import unittest
from pathlib import Path

from fault_proxy import FAULTS, FaultProxy
from world import PASSWORD, SETTINGS, a_stack, until

NEW_PASSWORD = "nine quiet harbours wake"
STRIDE = 1 if os.environ.get("EVERY") else 29
COMMITS_MIN, COMMANDS_MIN = 3, 40   # of any way
MAILER_COMMANDS = 25
GATE_COMMANDS = 15
TRIES = 4            # of one button: a person who is told to try again
PERSON_SETTINGS = SETTINGS + """\
strange_letters_per_hour_max = 100
strange_letters_per_day_max = 100
own_letters_per_hour_max = 100
"""


class Person:
    """A browser whose owner presses once more when a page says that it is not available."""

    def __init__(self, world, address):
        self.world, self.address = world, address
        self.browser = world.browser()
        self.told_to_wait = 0

    def _until_answered(self, ask):
        before = self.browser.page
        for _ in range(TRIES):
            ask()
            self.browser.follow()
            if self.browser.page.status < 500:
                return
            assert self.browser.page.status == 503, self.browser.page.status
            self.told_to_wait += 1
            self.browser.page = before
        raise AssertionError(f"not after {TRIES} tries: {before and before.text}")

    def get(self, path):
        self._until_answered(lambda: self.browser.get(path))

    def press(self, action, **fields):
        path, form = self.browser.filled(action, **fields)
        self._until_answered(lambda: self.browser.post(path, form))

    def code(self):
        """The newest: a letter may have been asked for twice. (A mailer that was killed soon after
        its start is started again after ten seconds only.)"""
        self.world.wait_for_letters(60)
        until(lambda: [letter for letter in self.world.letters(self.address) if letter.code], 10,
              "no code came")
        return [letter.code for letter in self.world.letters(self.address) if letter.code][-1]


def sign_up(person):
    person.get("/auth/sign-up")
    person.press("send", email=person.address)
    person.press("verify", code=person.code())
    person.press("create", name="Mia Quist", password=PASSWORD, password_confirm=PASSWORD)


def sign_in(person):
    person.get("/auth/sign-in?rd=/members/")
    person.press("sign-in", email=person.address, password=PASSWORD)
    if "Multifactor authentication" in person.browser.page.text:
        person.press("continue")
    person.press("send", email=person.address)
    person.press("verify", code=person.code())
    person.press("continue")


def reset(person):
    person.get("/auth/reset")
    person.press("send", email=person.address)
    person.press("verify", code=person.code())
    person.press("continue", password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)


def delete(person):
    person.get("/auth/account/delete")
    person.press("send", password=PASSWORD)
    person.press("verify", code=person.code())
    person.press("delete")


# The way, those before it, and what is true when it is done: of accounts with the address, of
# sessions, and of flows of that kind that are done.
WAYS = {
    "sign_up": ((), sign_up, (1, 0, 1)),
    "sign_in": ((sign_up,), sign_in, (1, 1, 1)),
    "reset": ((sign_up, sign_in), reset, (1, 0, 1)),
    "deletion": ((sign_up, sign_in), delete, (0, 0, 1)),
}


class NthCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="doorward-proxy-"))
        path = Path(folder) / "database.sock"
        settings = PERSON_SETTINGS + f"database_socket = {path}\n"
        cls.proxy = FaultProxy(path)
        stack.callback(cls.proxy.close)
        cls.world = stack.enter_context(a_stack(settings, cls.proxy.stands_before))

    def person(self, before):
        person = Person(self.world, self.world.new_address())
        for way in before:
            way(person)
        return person

    def check(self, kind, person, told):
        address = person.address
        id_of = f"(SELECT account_id FROM flow WHERE email = '{address}' AND kind = '{kind}' LIMIT 1)"
        found = (self.world.count("account", f"email = '{address}' AND status = 'active'"),
                 self.world.sessions_of(address),
                 self.world.count("flow", f"email = '{address}' AND kind = '{kind}'"
                                          " AND state = 'done'"))
        self.assertEqual(found, told)
        self.assertEqual(self.world.count(
            "session", f"ended_at IS NULL AND account_id = {id_of} AND account_id NOT IN"
                       " (SELECT id FROM account WHERE status = 'active')"), 0)

    def go_wrong(self, kind, fault, only=b"", stride=1, first=1):
        before, way, told = WAYS[kind]
        waits, tried = 0, 0
        while True:
            number = first + tried * stride
            with self.subTest(way=kind, number=number, fault=fault, only=only):
                person = self.person(before)
                self.proxy.fail("doorward_web", number, fault, only)
                way(person)
                happened = self.proxy.happened
                self.proxy.fail_no_more()
                self.check(kind, person, told)
                waits += person.told_to_wait
            if not happened:  # the way has fewer
                break
            tried += 1
        print(f"       {kind}: {fault} {tried} times, told to try again {waits} times")
        self.assertGreaterEqual(tried, COMMITS_MIN if only else COMMANDS_MIN // stride)

    def test_no_commit_is_taken_for_done_that_the_server_never_heard_of(self):
        for kind in WAYS:
            self.go_wrong(kind, "cut before", only=b"COMMIT")

    def test_a_commit_whose_answer_is_lost_is_done_once(self):
        for kind in WAYS:
            self.go_wrong(kind, "cut after", only=b"COMMIT")

    def test_whichever_command_goes_wrong_in_whichever_manner_nothing_is_lost_or_half(self):
        # Each manner begins elsewhere, so that together they touch more.
        for first, fault in enumerate(FAULTS, 1):
            for kind in WAYS:
                self.go_wrong(kind, fault, stride=STRIDE, first=min(first, STRIDE))

    def test_a_letter_leaves_whatever_command_of_the_mailer_goes_wrong(self):
        letters = 0
        for fault in FAULTS:
            for number in range(1, MAILER_COMMANDS, 1 if STRIDE == 1 else 6):
                with self.subTest(command=number, fault=fault):
                    person = Person(self.world, self.world.new_address())
                    self.proxy.fail("doorward_mailer", number, fault)
                    sign_up(person)
                    until(lambda: self.proxy.happened, 20, "the mailer asks nothing")
                    self.proxy.fail_no_more()
                    self.world.wait_for_letters(60)
                    mailed = self.world.letters(person.address)
                    self.assertIn(len(mailed), (1, 2))
                    self.assertEqual(len({letter.id for letter in mailed}), 1, "one letter, said once")
                    letters += len(mailed) - 1
        print(f"       {letters} letters came twice")

    def test_who_is_signed_in_stays_in_whatever_command_of_a_gate_goes_wrong(self):
        person = self.person((sign_up, sign_in))
        for fault in FAULTS:
            for number in range(1, GATE_COMMANDS, 1 if STRIDE == 1 else 5):
                with self.subTest(command=number, fault=fault):
                    self.proxy.fail("doorward_gate", number, fault)
                    answers = set()
                    until(lambda: answers.add(self.ask(person)) or self.proxy.happened, 20,
                          "the gates ask nothing")
                    self.proxy.fail_no_more()
                    answers.update(self.ask(person) for _ in range(20))
                    self.assertLessEqual(answers, {200, 503})
                    until(lambda: self.ask(person) == 200, 10, "not let in again")

    @staticmethod
    def ask(person):
        return person.browser.get("/members/", Accept="text/html").status
