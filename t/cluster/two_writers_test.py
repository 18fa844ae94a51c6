"""Two nodes write at the same time, on purpose: what must happen once does.

LETTERS=10000 in the environment: how many letters two mailers on two nodes share.
"""

import os
import time
import unittest
from collections import Counter

from mailers import write_letters
from world import PASSWORD, at_once, until, world

MANY = 50
ROUNDS = 5
LETTERS = int(os.environ.get("LETTERS", "10000"))
SECONDS_MAX = 60 + LETTERS / 10


def at_both(browser, action, **fields):
    """The answers to equal posts of the page's form, one half at each web host."""
    path, form = browser.filled(action, **fields)

    def twin(number):
        other = world.browser(world.webs[number % 2])
        other.cookies = dict(browser.cookies)
        return other
    world.nodes.catch_up()
    return at_once([lambda twin=twin(number): twin.post(path, form) for number in range(MANY)])


class TwoWriters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        db1, db2, db3 = world.nodes.all
        world.start_programs([db1, db2, db3], [db2, db1, db3])
        # What leads to a race goes one way: between the nodes a page may be a moment behind.
        world.entry = world.webs[:1]

    @classmethod
    def tearDownClass(cls):
        world.entry = world.webs
        world.start_programs()

    def assert_all_answered(self, answers):
        for answer in answers:
            self.assertNotIsInstance(answer, Exception)
            self.assertLess(answer.status, 500, answer.text)

    def check_two_write(self):
        self.assertEqual(world.writers(), {"db1", "db2"})

    def test_fifty_right_codes_at_two_nodes_make_one_session(self):
        for _ in range(ROUNDS):
            address = world.sign_up()
            browser = world.ask_sign_in_code(address)
            answers = at_both(browser, "verify", code=world.code(address))
            self.assert_all_answered(answers)
            self.assertEqual({answer.status for answer in answers}, {303})
            browser.page = answers[0]
            self.assertIn("E-mail address verified", browser.follow().text)
            answers = at_both(browser, "continue")
            self.assert_all_answered(answers)
            self.check_two_write()
            self.assertEqual(world.sessions_of(address), 1)
            self.assertEqual(world.count("flow", f"kind = 'sign_in' AND state = 'done' AND email ="
                                                 f" '{address}'"), 1)

    def test_fifty_sign_ups_at_two_nodes_make_one_account(self):
        address = world.new_address()
        browser = world.verify_sign_up(address)
        answers = at_both(browser, "create", name="Mia", password=PASSWORD,
                          password_confirm=PASSWORD)
        self.assert_all_answered(answers)
        self.check_two_write()
        self.assertEqual(world.count("account", f"email = '{address}'"), 1)

    def test_the_last_seat_is_sold_once(self):
        for number in range(ROUNDS):
            name = f"full{number}"
            world.ctl("company", "add", name, "--name", "Full Ltd", "--contact",
                      f"ask@{name}.example", "--domain", f"{name}.example", "--seats", "1")
            browsers = [world.verify_sign_up(f"p{n}@{name}.example") for n in range(8)]

            def create(browser, web):
                path, form = browser.filled("create", name="Mia", password=PASSWORD,
                                            password_confirm=PASSWORD)
                browser.addresses = [web.machine.address]
                return browser.post(path, form)
            world.nodes.catch_up()
            answers = at_once([lambda pair=(browser, world.webs[n % 2]): create(*pair)
                               for n, browser in enumerate(browsers)])
            self.assert_all_answered(answers)
            self.check_two_write()
            self.assertEqual(world.count("account", f"email LIKE '%@{name}.example'"), 1)

    def test_forty_wrong_codes_at_two_nodes_spend_five_tries(self):
        address = world.new_address()
        browser = world.ask_sign_up_code(address)
        code = int(world.code(address))
        forms = [browser.filled("verify", code=f"{(code + n) % 1_000_000:06}") for n in range(1, 41)]

        def guess(number, form):
            other = world.browser(world.webs[number % 2])
            other.cookies = dict(browser.cookies)
            return other.post(*form)
        world.nodes.catch_up()
        answers = at_once([lambda pair=pair: guess(*pair) for pair in enumerate(forms)])
        self.assert_all_answered(answers)
        self.assertEqual(world.sql(f"SELECT tries, state FROM flow WHERE email = '{address}'"),
                         [["5", "code_sent"]])

    def test_no_letter_is_lost_between_mailers_at_two_nodes(self):
        begin = time.monotonic()
        made = write_letters(world, LETTERS)
        ours = "recipient LIKE 'letter%.example'"
        until(lambda: world.count("outbox", f"{ours} AND state IN ('queued', 'leased')") == 0,
              SECONDS_MAX, "letters are left")
        seconds = time.monotonic() - begin
        dropped = {row[0] for row in world.sql(
            f"SELECT recipient FROM outbox WHERE {ours} AND state = 'dropped'")}
        came = Counter(letter.to for letter in world.letters() if letter.to in made)
        self.assertEqual(set(came) & dropped, set())
        self.assertEqual(set(made) - set(came) - dropped, set(), "lost")
        # Those whose code was out of date soon, and no others.
        self.assertLess(len(dropped), LETTERS * 0.06)
        twice = sum(count - 1 for count in came.values())
        by_host = [host.sent() for host in world.mails]
        print(f"       {LETTERS} letters in {seconds:.0f} s by two mailers at two nodes ({by_host[0]} and "
              f"{by_host[1]}): {len(came)} came, {twice} of them twice, {len(dropped)} out of date before")
        self.assertTrue(all(by_host), "both were at work")
        self.assertEqual(twice, 0)
