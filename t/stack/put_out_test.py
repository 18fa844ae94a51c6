"""Whatever puts a person out, nothing that the person held before opens or changes anything.

One table: the causes of causes.py against the holdings of holdings.py. Each pair is tried twice:
while the cause lasts, and once it was taken back and the person has signed in anew, so that it is
the holding that is dead and not only the door that is shut. MEANT has the pairs that are to go on,
and why. Another test shows that each holding opens something as long as nobody is put out.
"""

import time
import unittest

from causes import CAUSES, STAY_OUT, WITHDRAWN, Row
from holdings import Watch, lets_all_in, lets_in
from world import SLOWER, a_stack, until

OUT_SECONDS_MAX = 1.0 * SLOWER
SETTINGS = """\
smtp_timeout = 2s
smtp_lease = 3s
password_memory_kib = 8192
password_passes = 1
strange_letters_per_hour_max = 10
own_letters_per_hour_max = 20
"""
LATER = ", and once the person comes in again"

# Sessions of a company that may not come in are not ended: they open nothing until it may again.
SESSION_HOLDINGS = (
    "an open session at the portal", "an open session at its account",
    "an open session at its company's people", "an open session under an old token",
    "a browser that was remembered", "the name form of a session",
    "the invitation form of a session", "the deletion form of a session",
    "the list of sessions of a session", "the password form of a session")
MEANT = {(cause + LATER, holding): "its session was not ended"
         for cause in ("company suspend", "a licence that is over")
         for holding in SESSION_HOLDINGS}
# Pages show whose session it is, also while it opens nothing else.
MEANT |= {(cause, "a browser that was remembered"): "the person's own name, to the session"
          for cause in ("company suspend", "a licence that is over", "a licence that runs out")}
# Nobody did anything: a code may still come, and tells the person after it why they stay out.
MEANT |= {("a licence that runs out", holding): "nothing was taken away by hand"
          for holding in ("a letter in the outbox",
                          "a letter in the outbox of somebody without an account")}
# An invitation is the company's: whatever keeps the company out for a while does not withdraw it.
LINK = "a link to sign-up"
MEANT |= {(cause + LATER, LINK): "the invitation is open still"
          for cause in ("company suspend", "a licence that is over", "company domain remove",
                        "company address remove", "a domain that another company gets",
                        "company domain rename")}
MEANT["company merge", LINK] = "the other company invites from then on"
ENDS_OTHERS = ("a reset that waits for its code", "a reset whose password form is open",
               "a deletion that waits for its code", "a deletion whose last form is open",
               "the list of sessions of a session", "the password form of a session")


def trials_of(cause, row):
    trials = row.person.trials()
    if cause is None or cause.concerns_guests:
        trials |= {f"{name} of somebody without an account": trial
                   for name, trial in row.guest.trials().items() if name != LINK}
    return trials


def try_all(case, trials, when):
    watch = Watch(case.stack)
    for holding, trial in trials.items():
        case.claims += 1
        meant = (when, holding) in MEANT
        with case.subTest(f"after {when}, {holding} {'goes on' if meant else 'opens nothing'}"):
            opened = watch.told(trial)
            case.assertEqual(opened != "", meant, opened)


class PutOut(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = cls.enterClassContext(a_stack(SETTINGS))
        cls.stack.ctl("company", "add", "other", "--name", "Other Ltd", "--contact",
                      "ask@other.example", "--domain", "other.example")

    def test_nothing_that_a_person_held_works_after_whatever_put_them_out(self):
        rows = {}
        for cause in CAUSES:
            row = rows[cause] = Row(self.stack, **cause.row).settle()
            if cause.prepare:
                cause.prepare(row)
        with self.stack.without("mailer"):
            for cause, row in rows.items():
                row.person.ask_for_letter()
                row.guest.ask_for_letter()
                self.put_out(cause, row)
        self.stack.wait_for_letters()
        self.claims = 0
        for cause, row in rows.items():
            try_all(self, trials_of(cause, row), cause.name)
        # All first: by the time that one is tried, the gates have heard of it.
        for cause, row in rows.items():
            if cause.take_back:
                cause.take_back(row)
        for cause, row in rows.items():
            if cause.name not in STAY_OUT:
                self.come_in_again(cause, row)
            if cause.name not in STAY_OUT or cause.take_back:
                try_all(self, trials_of(cause, row), cause.name + LATER)
        print(f"       {self.claims} claims about {len(CAUSES)} causes")

    def put_out(self, cause, row):
        self.assertTrue(lets_all_in(row.person.elsewhere), f"not let in before {cause.name}")
        cause.act(row)
        ended = time.monotonic()
        with self.subTest(f"after {cause.name}, every gate refuses the session within a second"):
            while lets_in(row.person.elsewhere):
                self.assertLess(time.monotonic() - ended, OUT_SECONDS_MAX, "still let in")

    def come_in_again(self, cause, row):
        """The door is open for the person again, with the address and the password of now."""
        with self.subTest(f"after {cause.name} the person can come in again"):
            browser = self.stack.give_password(row.address, row.password)
            browser.press("send", email=row.address)
            browser.press("verify", code=self.stack.code(row.address))
            browser.press("continue")
            self.assertTrue(lets_in(browser), browser.page.text)
            if (cause.name + LATER, "an open session at the portal") in MEANT:
                until(lambda: lets_all_in(row.person.elsewhere), 5, "not let in again")

    def a_row(self):
        row = Row(self.stack).settle()
        with self.stack.without("mailer"):
            row.person.ask_for_letter()
            row.guest.ask_for_letter()
        self.stack.wait_for_letters()
        return row

    def test_each_holding_opens_something_as_long_as_nobody_is_put_out(self):
        row = self.a_row()
        for holding in tuple(trials_of(None, row)):
            if holding.startswith("a sign-up") and not holding.endswith("without an account"):
                continue  # where there is an account already
            row = row or self.a_row()
            with self.subTest(f"when nobody is put out, {holding} opens something"):
                self.assertNotEqual(Watch(self.stack).told(trials_of(None, row)[holding]), "")
            if holding in ENDS_OTHERS:
                row = None


class Invited(unittest.TestCase):
    """Sign-up is closed to all others."""

    @classmethod
    def setUpClass(cls):
        cls.stack = cls.enterClassContext(a_stack(SETTINGS + "sign_up_open = no\n"))
        cls.stack.ctl("company", "add", "other", "--name", "Other Ltd", "--contact",
                      "ask@other.example", "--domain", "other.example")

    def test_no_invitation_works_after_whatever_took_it_away(self):
        causes = [WITHDRAWN, *(cause for cause in CAUSES if cause.concerns_guests)]
        rows = {cause: Row(self.stack, **cause.row).invite() for cause in causes}
        with self.stack.without("mailer"):
            for cause, row in rows.items():
                row.guest.ask_for_letter()
                cause.act(row)
        self.stack.wait_for_letters()
        self.claims = 0
        for cause, row in rows.items():
            try_all(self, row.guest.trials(), cause.name)
            if cause.take_back:
                cause.take_back(row)
                try_all(self, row.guest.trials(), cause.name + LATER)
        print(f"       {self.claims} claims about {len(rows)} causes")

    def test_each_invitation_works_as_long_as_nobody_takes_it_away(self):
        row = Row(self.stack).invite()
        with self.stack.without("mailer"):
            row.guest.ask_for_letter()
        self.stack.wait_for_letters()
        for holding, trial in row.guest.trials().items():
            with self.subTest(f"when nobody takes an invitation away, {holding} opens something"):
                self.assertNotEqual(Watch(self.stack).told(trial), "")
