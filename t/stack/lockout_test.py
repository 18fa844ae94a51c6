"""Nobody keeps somebody else out by failing for them, and a whole office comes in at once."""

import contextlib
import threading

from caps import WAYS_TO_ASK, Caps
from siege import Siege
from sources import Source, networks, one_network
from world import PASSWORD, at_once

WRONG = "guess of a stranger"
OFFICE = 200
HAMMERS = 4


@contextlib.contextmanager
def hammering(siege, attackers):
    """They go on all the while."""
    over = threading.Event()
    threads = [threading.Thread(target=siege.attack,
                                args=(attackers[n::HAMMERS], lambda: not over.is_set()))
               for n in range(HAMMERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


class Lockout(Caps):
    def new_browser(self, address):
        return Source(self.world.url, address)

    def status(self, browser, email):
        """What the right password is answered with."""
        browser.get("/auth/sign-in")
        return browser.post(*browser.filled("sign-in", email=email, password=PASSWORD)).status

    def use_up(self, crowd, email):
        """All that a stranger can spend of somebody's in a day."""
        crowd.open("/auth/sign-in")
        crowd.press("sign-in", email=email, password=WRONG)
        for _ in range(2):
            flows = self.strange_flows(email, WAYS_TO_ASK[1:])
            crowd.become(*flows)
            crowd.press("verify", code=self.wrong_code(email))
            crowd.open(*WAYS_TO_ASK)
            crowd.press("send", email=email)
            self.later("61 MINUTE")
        self.assertEqual(self.used("strange_letters_day", email, ""), 10)
        self.assertEqual(self.used("strange_codes_day", email, ""), 10)
        self.assertEqual(self.used("passwords_in_all", email), 100)

    def owner(self):
        """(address, a browser that the account knows, without a session)"""
        address = self.world.sign_up()
        browser = self.world.sign_in(address)
        del browser.cookies[browser.cookie("session")[0]]
        self.later("25 HOUR")
        return address, browser

    def test_from_a_known_browser_at_once_and_then_from_any(self):
        address, browser = self.owner()
        self.use_up(self.crowd(), address)
        elsewhere = networks()
        self.assertEqual(self.status(self.new_browser(elsewhere[0]), address), 429)
        siege = Siege(self.world, address, 1, HAMMERS)
        with hammering(siege, siege.attackers):
            self.world.pass_over_codes(address)
            self.world.sign_in(address, browser=browser)
        self.assertEqual(siege.faults, [])
        self.assertEqual(self.status(self.new_browser(elsewhere[1]), address), 303)

    def test_a_known_browser_may_reset_and_that_lets_in_any(self):
        address, browser = self.owner()
        self.use_up(self.crowd(), address)
        self.world.pass_over_codes(address)
        browser.get("/auth/reset")
        browser.press("send", email=address)
        browser.press("verify", code=self.world.code(address))
        browser.press("continue", password=PASSWORD, password_confirm=PASSWORD)
        self.assertEqual(self.status(self.new_browser(networks()[0]), address), 303)

    def test_from_a_new_browser_a_day_after_the_last_guess(self):
        address, _ = self.owner()
        crowd = self.crowd()
        crowd.open("/auth/sign-in")
        crowd.press("sign-in", email=address, password=WRONG)
        elsewhere = networks()
        for interval, sign_in, reset in (("1 MINUTE", 429, 303), ("23 HOUR", 429, 303),
                                         ("1 HOUR", 303, 303)):
            self.later(interval)
            self.assertEqual(self.status(self.new_browser(elsewhere[0]), address), sign_in)
            browser = self.new_browser(elsewhere[1])
            browser.get("/auth/reset")
            self.assertEqual(browser.post(*browser.filled("send", email=address)).status, reset)

    def test_in_the_stranger_s_own_network_an_hour_after_the_last_guess(self):
        address, browser = self.owner()
        network, elsewhere = one_network(), networks()
        crowd = self.crowd(network)
        for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
            crowd.open("/auth/sign-in")
            crowd.press("sign-in", email=address, password=WRONG)
            if minutes < 60:
                self.later(f"{minutes} MINUTE")
        for interval, beside, far, known in (("0 MINUTE", 429, 303, 303), ("58 MINUTE", 429, 303, 303),
                                             ("2 MINUTE", 303, 303, 303)):
            self.later(interval)
            self.assertEqual(self.status(self.new_browser(network[9]), address), beside, interval)
            self.assertEqual(self.status(self.new_browser(elsewhere[0]), address), far)
            self.assertEqual(self.status(self.new_browser(network[9]).as_twin_of(browser), address),
                             known)


class Office(Caps):
    settings = Caps.settings + "network_flows_per_hour_max = 30\n"

    def staff(self):
        """Addresses of people who have all signed in before, with the same password."""
        first = self.world.sign_up()
        people = [first] + [self.world.new_address("staff") for _ in range(OFFICE - 1)]
        file = self.world.dir / "staff.csv"
        file.write_text("email,name\n" + "".join(f"{address},Mia\n" for address in people[1:]))
        self.world.ctl("account", "import", str(file))
        self.world.sql("UPDATE account JOIN account AS first ON first.email = '%s' SET"
                       " account.password_hash = first.password_hash, account.proved_at ="
                       " UTC_TIMESTAMP(6) WHERE account.email LIKE 'staff%%'" % first)
        return people

    def sign_in_at_once(self, people, browsers):
        """Everybody the same step at the same moment. The statuses of all answers."""
        def step(act):
            faults = [answer for answer in at_once([lambda pair=pair: act(*pair)
                                                    for pair in zip(browsers, people)]) if answer]
            self.assertEqual(faults, [])
            statuses.update(browser.page.status for browser in browsers)

        statuses = set()
        step(lambda browser, _: browser.get("/auth/sign-in") and None)
        step(lambda browser, address: browser.press("sign-in", email=address, password=PASSWORD)
             and None)
        step(lambda browser, address: browser.press("send", email=address) and None)
        self.world.wait_for_letters()
        codes = {address: self.world.letters(address)[-1].code for address in people}
        step(lambda browser, address: browser.press("verify", code=codes[address]) and None)
        step(lambda browser, _: browser.press("continue") and None)
        return statuses

    def test_two_hundred_behind_one_address_sign_in_beside_a_stranger(self):
        people, network = self.staff(), one_network()
        known = self.world.sign_in(people[0])
        del known.cookies[known.cookie("session")[0]]
        browsers = [Source(self.world.url, network[0]) for _ in people]
        browsers[0].as_twin_of(known)
        siege = Siege(self.world, people[0], 1, HAMMERS)
        for attacker, address in zip(siege.attackers, network[1:]):
            attacker.source.address = address
        with hammering(siege, siege.attackers):
            self.assertEqual(self.sign_in_at_once(people, browsers), {200})
        self.assertEqual(siege.faults, [])
        self.assertEqual(self.world.count("session", "ended_at IS NULL"), OFFICE + 1)
