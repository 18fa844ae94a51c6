"""No letter is lost, whatever dies: at most it comes twice, as the same letter."""

import random
import time
import unittest
from collections import Counter

from world import at_once, until, world

LETTERS = 60
KILLS = 8
MAILER_BACK_SECONDS_MAX = 15
DELIVERED_SECONDS_MAX = 40


def ask_codes(addresses):
    for address in addresses:
        page = world.ask_sign_up_code(address).page
        assert page.status == 200, page.text


def kill_mailer():
    """Returns when it runs again."""
    old = world.processes()["mailer"]
    world.stack("signal", "mailer", "KILL")
    until(lambda: world.processes().get("mailer") not in (None, old), MAILER_BACK_SECONDS_MAX,
          "the mailer was not started again")


def state_of(address):
    return world.sql(f"SELECT state FROM outbox WHERE recipient = '{address}'")[0][0]


class Mailer(unittest.TestCase):
    def wait_for_all(self, addresses):
        def all_recorded():
            listed = ", ".join(f"'{address}'" for address in addresses)
            return world.count("outbox", f"recipient IN ({listed}) AND state <> 'sent'") == 0
        until(all_recorded, DELIVERED_SECONDS_MAX, "letters are still in the outbox")

    def duplicates(self, addresses):
        """How many letters came more often than once; each as the same letter."""
        total = 0
        for address in addresses:
            letters = world.letters(address)
            self.assertGreaterEqual(len(letters), 1, f"{address} got no letter")
            self.assertLessEqual(len(letters), 2, f"{address} got {len(letters)} letters")
            self.assertEqual(len({letter.id for letter in letters}), 1, "other Message-IDs")
            self.assertEqual(len({letter.code for letter in letters}), 1, "other codes")
            total += len(letters) - 1
        return total

    def test_mailer_killed_between_send_and_record_sends_at_most_twice_with_one_message_id(self):
        address = world.new_address("between")
        with world.frozen("smtp"):
            ask_codes([address])
            until(lambda: state_of(address) == "leased", 5, "the mailer did not take the letter")
            world.stack("signal", "database", "STOP")
        try:
            # Sent, and nothing can be recorded.
            until(lambda: world.letters(address), 5, "the letter was not sent")
            world.stack("signal", "mailer", "KILL")
        finally:
            world.stack("signal", "database", "CONT")
        self.wait_for_all([address])
        self.assertEqual(self.duplicates([address]), 1)

    def test_mailer_killed_at_any_moment_loses_no_letter_and_doubles_one_at_most(self):
        addresses = [world.new_address("killed") for _ in range(LETTERS)]
        chance = random.Random(7)
        share = LETTERS // KILLS + 1

        def flow():
            for n in range(0, LETTERS, share):
                ask_codes(addresses[n:n + share])
                time.sleep(chance.uniform(0.2, 0.6))

        def kill():
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.0, 0.4))
                kill_mailer()
            return KILLS

        outcome = at_once([flow, kill])
        self.assertEqual(outcome, [None, KILLS])
        self.wait_for_all(addresses)
        doubled = self.duplicates(addresses)
        print(f"       {LETTERS} letters, {KILLS} kills, {doubled} came twice")
        self.assertLessEqual(doubled, KILLS)

    def test_smtp_down_loses_no_letter(self):
        addresses = [world.new_address("down") for _ in range(20)]
        with world.without("smtp"):
            ask_codes(addresses[:10])
            page = world.ask_sign_up_code(addresses[10]).page
            self.assertIn("The email is waiting to be sent", page.text)
            ask_codes(addresses[11:])
            self.assertEqual(sum(bool(world.letters(address)) for address in addresses), 0)
        self.wait_for_all(addresses)
        self.assertEqual(self.duplicates(addresses), 0)

    def test_smtp_that_hangs_loses_no_letter(self):
        addresses = [world.new_address("hung") for _ in range(5)]
        with world.frozen("smtp"):
            ask_codes(addresses)
            until(lambda: "leased" in map(state_of, addresses), 5, "nothing was taken")
            started = time.monotonic()
            self.assertEqual(world.browser().get("/auth/sign-in").status, 200)
            self.assertLess(time.monotonic() - started, 1, "pages wait for the mail server")
        self.wait_for_all(addresses)
        self.duplicates(addresses)

    def test_a_refused_letter_holds_no_other_up_and_is_shown(self):
        refused = world.ask_sign_up_code("refused@example.com")
        busy = world.ask_sign_up_code("busy@example.com")
        address = world.new_address("good")
        ask_codes([address])
        world.code(address, seconds_max=10)
        said = "The mail server of example.com refused our message: no such mailbox."
        until(lambda: said in refused.get(self.path(refused)).text, 10, "the refusal is not shown")
        self.assertIn("waiting to be sent", busy.get(self.path(busy)).text)
        self.assertEqual(state_of("busy@example.com"), "queued")
        # Nobody waits for it in the other tests.
        world.sql("DELETE FROM outbox WHERE recipient = 'busy@example.com'")

    @staticmethod
    def path(browser):
        _, fields = browser.filled("verify")
        return f"/auth/sign-up?flow={fields['flow']}"

    def test_the_usual_letter_is_handed_over_soon(self):
        waits = []
        for _ in range(10):
            address = world.new_address("soon")
            browser = world.ask_sign_up_code(address)
            world.code(address)
            until(lambda: state_of(address) == "sent", 5, "not recorded")
            waits += world.sql("SELECT TIMESTAMPDIFF(MICROSECOND, created_at, handed_at) / 1000 "
                               f"FROM outbox WHERE recipient = '{address}'")[0]
            self.assertIn("Handed to the mail system at", browser.get(self.path(browser)).text)
        waits = sorted(map(float, waits))
        print(f"       queued to handed over: median {waits[5]:.0f} ms, slowest {waits[-1]:.0f} ms")
        self.assertLess(waits[5], 200)

    def test_message_ids_are_unique(self):
        ids = Counter(letter.id for letter in world.letters())
        by_id = {}
        for letter in world.letters():
            by_id.setdefault(letter.id, set()).add((letter.to, letter.code))
        self.assertEqual([what for what in by_id.values() if len(what) > 1], [])
        self.assertGreater(len(ids), 0)
