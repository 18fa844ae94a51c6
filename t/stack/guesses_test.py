"""Budgets of passwords, flows and the rest, fired at by 250 sources at the same moment."""

import contextlib

from caps import WAYS_TO_ASK, Caps, by_a_crowd
from sources import COUNT, networks, one_network
from world import PASSWORD, SETTINGS

HOUR, DAY = "61 MINUTE", "25 HOUR"
PASSWORDS, PASSWORDS_IN_ALL = 10, 100
WAIT_MINUTES = (1, 2, 4, 8, 16, 32, 60, 60)
FLOWS_AN_HOUR = 30
NAMES_A_DAY = 5
BROWSERS = 10
WRONG = "guess of a stranger"


class Passwords(Caps):
    def guess(self, crowd, address, compared):
        """Wrong passwords from browsers that nobody knows; the longest wait of the refused."""
        before = self.events("password_wrong", address)
        crowd.open("/auth/sign-in")
        answers = crowd.press("sign-in", email=address, password=WRONG)
        self.assert_answers(answers, **{f"s{status}": count for status, count in
                                        ((422, compared), (429, COUNT - compared)) if count})
        self.assertEqual(self.events("password_wrong", address) - before, compared)
        return max((int(answer.headers["Retry-After"]) for answer in answers
                    if answer.status == 429), default=0)

    def sign_in_status(self, browser, address):
        browser.get("/auth/sign-in")
        return browser.post(*browser.filled("sign-in", email=address, password=PASSWORD)).status

    def addresses(self):
        """One with an account and one without: limited alike."""
        return self.world.sign_up(), self.world.new_address("nobody")

    def test_ten_from_one_network_and_then_waits_that_double(self):
        for address in self.addresses():
            with self.subTest(address), contextlib.closing(self.crowd(one_network())) as crowd:
                compared = PASSWORDS
                for minutes in WAIT_MINUTES:
                    wait = self.guess(crowd, address, compared)
                    # One more: what one worker's clock is ahead of the other's is rounded up.
                    self.assertLessEqual(wait, 60 * minutes + 1)
                    self.assertGreater(wait, 30 * minutes)
                    self.later(f"{minutes} MINUTE")
                    compared = 1

    def test_a_hundred_from_everywhere_and_then_one_a_day(self):
        for address in self.addresses():
            with self.subTest(address), contextlib.closing(self.crowd(networks())) as crowd:
                for compared in (PASSWORDS_IN_ALL, 0):
                    wait = self.guess(crowd, address, compared)
                    self.assertGreater(wait, 23 * 3600)
                    self.assertEqual(self.used("passwords_in_all", address), PASSWORDS_IN_ALL)
                for _ in range(2):
                    self.later(DAY)
                    self.guess(crowd, address, 1)

    def test_what_is_no_address_waits_in_its_own_network_alone(self):
        many = networks()[:PASSWORDS_IN_ALL + 20]
        for addresses, compared in ((many, len(many)), (one_network(), PASSWORDS)):
            crowd = self.crowd(addresses)
            crowd.open("/auth/sign-in")
            answers = crowd.press("sign-in", email=lambda number: f"mia{number}", password=WRONG)
            self.assertEqual(sum(answer.status == 422 for answer in answers), compared)
            self.assertEqual(sum(answer.status == 429 for answer in answers),
                             len(addresses) - compared)

    def test_every_page_that_asks_for_the_password_counts_together(self):
        address = self.world.sign_up()
        member = self.world.sign_in(address)
        del member.cookies[member.cookie("browser")[0]]  # a stolen session
        crowd = self.crowd(one_network())
        pages = (("/auth/account/password", "change", {"password_current": WRONG,
                                                       "password": PASSWORD + " two",
                                                       "password_confirm": PASSWORD + " two"}),
                 ("/auth/account/delete", "send", {"password": WRONG}))
        crowd.open("/auth/sign-in")
        forms = [source.filled("sign-in", email=address, password=WRONG) for source in crowd.all]
        for offset, (path, action, fields) in enumerate(pages, 1):
            member.get(path)
            for number in range(offset, COUNT, 3):
                forms[number] = crowd.all[number].as_twin_of(member).filled(action, **fields)
        self.assert_answers(crowd.post(forms), s422=PASSWORDS, s429=COUNT - PASSWORDS)
        self.assertEqual(self.events("password_wrong", address), PASSWORDS)

    def test_a_known_browser_has_purses_of_its_own_wherever_it_is(self):
        address = self.world.sign_up()
        owner = self.world.sign_in(address)
        crowd = self.crowd()
        self.guess(crowd, address, PASSWORDS_IN_ALL)
        self.assertEqual(self.sign_in_status(self.world.browser(), address), 429)
        del owner.cookies[owner.cookie("session")[0]]
        strange = self.used("strange_letters_hour", address, "")
        self.assertEqual(self.sign_in_status(owner.twin(), address), 303)
        purses = (("/auth/sign-in", "sign-in", {"password": WRONG}, "passwords_known_browser", 10),
                  *((way, "send", {}, "strange_letters_hour", 5) for way in WAYS_TO_ASK[1:]))
        for path, action, fields, budget, limit in purses:
            owner.get(path)
            crowd.become(owner)
            crowd.press(action, email=address, **fields)
            self.assertEqual(self.used(budget, address, self.known(owner)), limit, path)
        self.assertEqual(self.events("password_wrong", address), PASSWORDS_IN_ALL + PASSWORDS)
        self.assertEqual(self.used("strange_letters_hour", address, ""), strange)
        # An hour later it is as good as new, and the hundred strangers still wait.
        self.later(HOUR)
        self.assertEqual(self.sign_in_status(self.world.browser(), address), 429)
        self.assertEqual(self.sign_in_status(owner, address), 303)


class Others(Caps):
    settings = SETTINGS + f"network_flows_per_hour_max = {FLOWS_AN_HOUR}\n"

    def begin(self, crowd, mark):
        """250 flows, each for an address of its own; how many there are then."""
        crowd.open(*WAYS_TO_ASK)
        answers = crowd.press("send", email=lambda number: f"{mark}{number}@example.com")
        self.assertEqual({answer.status for answer in answers} - {303, 429}, set())
        return self.world.count("flow", f"email LIKE '{mark}%'")

    def test_thirty_flows_an_hour_from_one_network(self):
        crowd = self.crowd(one_network())
        self.assertEqual(self.begin(crowd, "one"), FLOWS_AN_HOUR)
        self.assertEqual(self.begin(crowd, "again"), 0)
        self.later(HOUR)
        self.assertEqual(self.begin(crowd, "later"), FLOWS_AN_HOUR)
        self.assertEqual(self.begin(self.crowd(networks()), "elsewhere"), COUNT)

    @by_a_crowd
    def test_five_names_a_day(self, crowd):
        address = self.world.sign_up()
        member = self.world.sign_in(address)
        for total in (NAMES_A_DAY, 2 * NAMES_A_DAY):
            member.get("/auth/account")
            crowd.become(member)
            self.assert_answers(crowd.press("save", name=lambda number: f"Mia {total} {number}"),
                                s303=NAMES_A_DAY, s429=COUNT - NAMES_A_DAY)
            self.assertEqual(self.events("name_changed", address), total)
            self.assertEqual(self.world.count("outbox", f"recipient = '{address}' AND letter = "
                                              "'name_changed'"), total)
            self.later(DAY)

    def test_an_account_knows_ten_browsers(self):
        address = self.world.sign_up()
        first = self.world.sign_in(address)
        crowd = self.crowd(networks()[:BROWSERS + 4])
        flows = [self.world.give_password(address) for _ in crowd.all]
        self.world.sql(f"UPDATE flow SET state = 'verified' WHERE email = '{address}' AND state ="
                       " 'password_ok'")
        for browser in flows:
            browser.get("/auth/verify?flow=" + browser.filled("send")[1]["flow"])
        crowd.become(*flows)
        self.assert_answers(crowd.press("continue"), s303=len(flows))
        self.assertEqual(self.world.sessions_of(address), len(flows) + 1)
        self.assertEqual(self.world.count("known_browser JOIN account ON account.id = account_id",
                                          f"email = '{address}'"), BROWSERS)
        self.assertEqual(self.world.count("known_browser", "token_hash = x'%s'"
                                          % self.known(first).hex()), 0)
