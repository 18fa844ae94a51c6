"""Budgets of letters and codes, fired at by 250 sources at the same moment: n pass, never n + 1.

Counted in the database and in the mailbox, not by what the answers say alone.
"""

from caps import WAYS_TO_ASK, Caps, by_a_crowd
from sources import COUNT, networks
from world import PASSWORD, SETTINGS

HOUR, DAY = "61 MINUTE", "25 HOUR"
LETTERS_AN_HOUR, LETTERS_A_DAY = 5, 10
OWN_LETTERS, OWN_CODES, OWN_CODES_A_DAY = 10, 10, 20  # a day: 50, here less
CODES_A_DAY, TRIES, SENDS = 10, 5, 5
RESEND_WAITS = (30, 60, 120, 120)


class Letters(Caps):
    def ask_at_once(self, crowd, address, passing):
        """New browsers, new flows: every way to ask, mixed."""
        crowd.open(*WAYS_TO_ASK)
        self.assert_answers(crowd.press("send", email=address),
                            **{f"s{status}": count for status, count in
                               ((303, passing), (429, COUNT - passing)) if count})

    @by_a_crowd
    def test_strangers_cause_five_letters_an_hour_and_ten_a_day(self, crowd):
        rounds = (("at once", None, LETTERS_AN_HOUR), ("again, with new flows", None, 0),
                  ("an hour later", HOUR, LETTERS_AN_HOUR), ("two hours later", HOUR, 0),
                  ("a day later", DAY, LETTERS_AN_HOUR))
        address = self.world.sign_up()
        before = self.letters(address)[0]
        self.later(DAY)
        total = 0
        for name, passes, more in rounds:
            if passes:
                self.later(passes)
            self.ask_at_once(crowd, address, more)
            total += more
            self.assertEqual(self.letters(address), 2 * (before + total,), name)
            self.assertLessEqual(self.used("strange_letters_hour", address, ""),
                                 LETTERS_AN_HOUR)
            self.assertLessEqual(self.used("strange_letters_day", address, ""), LETTERS_A_DAY)
        # The owner's purse is whole.
        self.world.pass_over_codes(address)
        self.world.sign_in(address)

    @by_a_crowd
    def test_invitations_draw_on_the_same_purse(self, crowd):
        admin_address = self.world.sign_up()
        self.world.ctl("account", "role", admin_address, "company_admin")
        admin = self.world.sign_in(admin_address)
        address = self.world.new_address()
        crowd.open(*WAYS_TO_ASK)
        admin.get("/auth/company")
        for source in crowd.all[::4]:
            source.as_twin_of(admin)
        forms = [source.filled("invite", email=address, name="Mia") if number % 4 == 0 else
                 source.filled("send", email=address)
                 for number, source in enumerate(crowd.all)]
        answers = crowd.post(forms)
        self.assertEqual(sum(answer.status == 429 for answer in answers),
                         COUNT - LETTERS_AN_HOUR)
        self.assertEqual(self.letters(address)[0], LETTERS_AN_HOUR)
        self.assertEqual(self.used("strange_letters_hour", address, ""), LETTERS_AN_HOUR)

    @by_a_crowd
    def test_sending_again_draws_on_the_same_purse(self, crowd):
        address = self.world.new_address()
        flows = self.strange_flows(address, 3 * WAYS_TO_ASK[:1])
        self.world.sql("UPDATE flow SET sent_at = sent_at - INTERVAL 31 SECOND"
                       f" WHERE email = '{address}'")
        crowd.become(*flows)
        crowd.press("resend", on="verify")
        self.assertEqual(self.letters(address), 2 * (LETTERS_AN_HOUR,))

    @by_a_crowd
    def test_after_the_password_ten_letters_an_hour(self, crowd):
        address = self.world.sign_up()
        subject = ("own_letters_hour", self.account_id(address), "")
        flows = self.own_flows(address, 25)
        before = self.letters(address)[0]
        for number in (1, 2):
            crowd.become(*flows)
            crowd.press("send", email=address)
            self.assertEqual(self.letters(address), 2 * (before + number * OWN_LETTERS,))
            self.assertEqual(self.used(*subject), OWN_LETTERS)
            self.later(HOUR)

    def test_a_deletion_s_letters_are_paid_from_the_same_purse(self):
        address = self.world.sign_up()
        member = self.world.sign_in(address)
        del member.cookies[member.cookie("browser")[0]]  # a stolen session
        before = self.letters(address)[0]
        member.get("/auth/account/delete")
        crowd = self.crowd(networks()[:50])
        crowd.become(member)
        crowd.press("send", password=PASSWORD)
        self.assertEqual(self.letters(address), 2 * (before + OWN_LETTERS - 1,))

    @by_a_crowd
    def test_a_flow_sends_five_times_and_waits_between(self, crowd):
        address = self.world.sign_up()
        browser = self.world.ask_sign_in_code(address)
        flow = f"email = '{address}' AND kind = 'sign_in'"
        for sends, wait in enumerate(RESEND_WAITS, 1):
            for ago, more in ((wait - 20, 0), (wait, 1)):
                self.world.sql("UPDATE flow SET sent_at = UTC_TIMESTAMP(6) - INTERVAL"
                               f" {ago} SECOND WHERE {flow}")
                crowd.become(browser)
                crowd.press("resend", on="verify")
                self.assertEqual(self.world.sql(f"SELECT sends FROM flow WHERE {flow}"),
                                 [[str(sends + more)]], f"{ago} s after letter {sends}")
        self.world.sql(f"UPDATE flow SET sent_at = sent_at - INTERVAL 9 MINUTE WHERE {flow}")
        crowd.become(browser)
        crowd.press("resend", on="verify")
        sent = "letter = 'code_sign_in' AND recipient"
        self.assertEqual(self.world.count("outbox", f"{sent} = '{address}'"), SENDS)


class Codes(Caps):
    settings = SETTINGS + f"own_codes_per_day_max = {OWN_CODES_A_DAY}\n"

    def guess(self, crowd, flows, address, compared):
        """Wrong codes at all these flows at once; as many as that are compared."""
        before = self.events("code_wrong", address)
        crowd.become(*flows)
        answers = crowd.press("verify", code=self.wrong_code(address))
        self.assertEqual([answer for answer in answers if answer.status not in (422, 429)], [])
        self.assertEqual(self.events("code_wrong", address) - before, compared)

    @by_a_crowd
    def test_strangers_codes_are_compared_ten_times_a_day(self, crowd):
        address = self.world.sign_up()
        self.later(DAY)
        subject = ("strange_codes_day", address, "")
        for passes, compared in ((None, CODES_A_DAY), (HOUR, 0)):
            if passes:
                self.later(passes)
            flows = self.strange_flows(address, WAYS_TO_ASK)
            self.guess(crowd, flows, address, compared)
            self.assertEqual(self.used(*subject), CODES_A_DAY)
        # Until the day is over not even the right one is.
        self.later(HOUR)
        self.world.pass_over_codes(address)
        browser, = self.strange_flows(address, WAYS_TO_ASK[1:2])
        code = self.world.code(address)
        self.assertEqual(browser.press("verify", code=code).status, 429)
        # The owner's purse is whole, and a success elsewhere resets nothing.
        self.world.sign_in(address)
        self.assertEqual(self.used(*subject), CODES_A_DAY)
        self.later(DAY)
        self.assertIn("You can now continue", browser.press("verify", code=code).text)

    @by_a_crowd
    def test_after_the_password_ten_an_hour_and_so_many_a_day(self, crowd):
        address = self.world.sign_up()
        account = self.account_id(address)
        for number in range(1, 4):
            flows = self.own_flows(address, 3, code=True)
            compared = OWN_CODES if number <= OWN_CODES_A_DAY // OWN_CODES else 0
            self.guess(crowd, flows, address, compared)
            self.assertEqual(self.used("own_codes_hour", account, ""), compared)
            self.assertEqual(self.used("own_codes_day", account, ""),
                             min(number * OWN_CODES, OWN_CODES_A_DAY))
            self.later(HOUR)
        self.assertEqual(self.used("strange_codes_day", address, ""), 0)

    @by_a_crowd
    def test_a_flow_has_five_tries_and_a_new_code_brings_none(self, crowd):
        address = self.world.sign_up()
        browser, = self.own_flows(address, 1, code=True)
        self.guess(crowd, [browser], address, TRIES)
        self.world.sql("UPDATE flow SET sent_at = sent_at - INTERVAL 31 SECOND"
                       f" WHERE email = '{address}'")
        path, form = browser.filled("verify")
        self.assertEqual(browser.twin().post(path, form | {"action": "resend"}).status, 303)
        self.guess(crowd, [browser], address, 0)
