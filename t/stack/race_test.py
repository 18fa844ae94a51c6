"""Many at the same moment: one wins, and nobody gets more than a person who waits would."""

import time
import unittest

from world import PASSWORD, at_once, world

MANY = 50
TRIES = 5
DOMAIN_ROUNDS = 12


def post_at_once(browser, action, count, **fields):
    """The answers to `count` equal posts of the page's form, each on a connection of its own."""
    path, form = browser.filled(action, **fields)
    return at_once([lambda twin=browser.twin(): twin.post(path, form) for _ in range(count)])


class Races(unittest.TestCase):
    def assert_all_answered(self, answers):
        for answer in answers:
            self.assertNotIsInstance(answer, Exception)
            self.assertLess(answer.status, 500, answer.text)

    def test_fifty_parallel_posts_of_a_right_code_make_one_session(self):
        address = world.sign_up()
        browser = world.ask_sign_in_code(address)
        answers = post_at_once(browser, "verify", MANY, code=world.code(address))
        self.assert_all_answered(answers)
        self.assertEqual({answer.status for answer in answers}, {303})
        browser.page = answers[0]
        self.assertIn("E-mail address verified", browser.follow().text)

        answers = post_at_once(browser, "continue", MANY)
        self.assert_all_answered(answers)
        self.assertEqual(world.sessions_of(address), 1)
        # Whoever got a session's cookie got one that opens the door, and it is the same session: a
        # button pressed twice must not leave the person with the answer that came without it.
        given = [answer.new_cookies() for answer in answers if len(answer.new_cookies()) > 1]
        tokens = {value for cookies in given for name, value in cookies.items()
                  if not any(part in name for part in ("-flow", "-browser"))}
        self.assertEqual(len(tokens), 1)
        visitor = world.browser()
        visitor.cookies = given[0]
        self.assertEqual(visitor.get("/members/").status, 200)

    def test_a_sign_in_beside_a_domain_taken_away_leaves_no_session(self):
        world.ctl("company", "add", "leaving", "--name", "Leaving Ltd", "--contact",
                  "ask@leaving.example", "--domain", "leaving.example")
        address = "mia@leaving.example"
        world.verify_sign_up(address).press("create", name="Mia", password=PASSWORD,
                                            password_confirm=PASSWORD)
        # A code proves each of these once, so the rounds don't spend the budget of letters.
        first, refused = world.verify_sign_in(address), 0
        flow = world.sql(f"SELECT HEX(id) FROM flow WHERE email = '{address}' AND kind = 'sign_in'")
        for number in range(DOMAIN_ROUNDS):
            world.sql("UPDATE flow SET state = 'verified', done_at = NULL, expires_at = "
                      "UTC_TIMESTAMP(6) + INTERVAL 10 MINUTE WHERE id = UNHEX('%s'); DELETE FROM "
                      "session WHERE account_id IN (SELECT id FROM account WHERE email = '%s')"
                      % (flow[0][0], address))
            twin = first.twin()
            form = first.filled("continue")

            def take_away(delay=0.004 * (number % 4)):
                time.sleep(delay)
                world.ctl("company", "domain", "remove", "leaving", "leaving.example")

            def go_on(delay=0.004 * (number // 4)):
                time.sleep(0.02 + delay)
                return twin.post(*form)
            answer, _ = at_once([go_on, take_away])
            self.assertNotIsInstance(answer, Exception)
            self.assertLess(answer.status, 500, answer.text)
            refused += answer.status == 403
            self.assertEqual(world.sessions_of(address), 0, f"round {number}: {answer.status}")
            world.ctl("company", "domain", "add", "leaving", "leaving.example")
        self.assertLess(refused, DOMAIN_ROUNDS, "the sign-in was never first")

    def test_fifty_parallel_creates_of_one_flow_make_one_account(self):
        address = world.new_address()
        browser = world.verify_sign_up(address)
        answers = post_at_once(browser, "create", MANY, name="Mia", password=PASSWORD,
                               password_confirm=PASSWORD)
        self.assert_all_answered(answers)
        self.assertEqual(world.count("account", f"email = '{address}'"), 1)
        for answer in answers:
            self.assertEqual(answer.status, 303)
        browser.page = answers[-1]
        self.assertIn("Your account is ready", browser.follow().text)
        world.sign_in(address)

    def test_fifty_parallel_sign_ups_on_the_last_seat_make_one_account(self):
        world.ctl("company", "add", "full", "--name", "Full Ltd", "--contact", "ask@full.example",
                  "--domain", "full.example", "--seats", "2")
        world.verify_sign_up("first@full.example").press(
            "create", name="First", password=PASSWORD, password_confirm=PASSWORD)
        browsers = [world.verify_sign_up(f"p{number}@full.example") for number in range(MANY)]

        def create(browser):
            return browser.post(*browser.filled("create", name="Mia", password=PASSWORD,
                                                password_confirm=PASSWORD))
        answers = at_once([lambda browser=browser: create(browser) for browser in browsers])
        self.assert_all_answered(answers)
        self.assertEqual(world.count("account", "email LIKE '%@full.example'"), 2)
        self.assertEqual(sum(answer.status == 303 for answer in answers), 1)
        self.assertEqual(sum("All of Full Ltd's seats are taken" in answer.text
                             for answer in answers), MANY - 1)

    def test_five_verified_flows_of_one_address_make_one_account(self):
        address = world.new_address()
        browsers = [world.verify_sign_up(address) for _ in range(5)]
        passwords = [f"{PASSWORD} number {n}" for n in range(5)]

        def create(browser, password):
            return browser.post(*browser.filled("create", name="Mia", password=password,
                                                password_confirm=password))
        answers = at_once([lambda pair=pair: create(*pair) for pair in zip(browsers, passwords)])
        self.assert_all_answered(answers)
        self.assertEqual(world.count("account", f"email = '{address}'"), 1)
        ready = [browser.follow().text for browser in browsers]
        self.assertEqual(sum("Your account is ready" in text for text in ready), 1, ready)
        # And it is the winner's password that counts.
        winner = next(n for n, text in enumerate(ready) if "Your account is ready" in text)
        for n, password in enumerate(passwords):
            browser = world.browser()
            browser.get("/auth/sign-in")
            browser.press("sign-in", email=address, password=password)
            self.assertEqual(browser.page.status, 200 if n == winner else 422)

    def test_forty_parallel_wrong_codes_spend_exactly_five_tries(self):
        address = world.new_address()
        browser = world.ask_sign_up_code(address)
        code = world.code(address)
        wrong = [f"{(int(code) + n) % 1_000_000:06}" for n in range(1, 41)]
        forms = [browser.filled("verify", code=guess) for guess in wrong]
        answers = at_once([lambda twin=browser.twin(), form=form: twin.post(*form)
                           for form in forms])
        self.assert_all_answered(answers)
        rows = world.sql(f"SELECT tries, state FROM flow WHERE email = '{address}'")
        self.assertEqual(rows, [[str(TRIES), "code_sent"]])
        said = sum("That code is incorrect" in answer.text for answer in answers)
        self.assertLessEqual(said, TRIES)
        self.assertNotIn("E-mail address verified", browser.press("verify", code=code).text)
        self.assertEqual(world.sql(f"SELECT state FROM flow WHERE email = '{address}'"),
                         [["code_sent"]])

    def test_fifty_parallel_requests_for_a_code_send_one_letter(self):
        address = world.sign_up()
        browser = world.give_password(address)
        letters = len(world.letters(address))
        self.assert_all_answered(post_at_once(browser, "send", MANY, email=address))
        world.code(address)
        self.assertEqual(world.count("outbox", f"recipient = '{address}'"), letters + 1)

    def test_fifty_parallel_wrong_passwords_are_ten_tries(self):
        for _ in range(10):  # a deadlock in the database is rare, and a 503
            address = world.sign_up()
            browser = world.browser()
            browser.get("/auth/sign-in")
            answers = post_at_once(browser, "sign-in", MANY, email=address, password="not the one")
            self.assert_all_answered(answers)
            self.assertEqual(sum(answer.status == 422 for answer in answers), 10)
            for answer in answers:
                if answer.status != 422:
                    self.assertEqual(answer.status, 429)
                    self.assertGreater(int(answer.headers["Retry-After"]), 0)
