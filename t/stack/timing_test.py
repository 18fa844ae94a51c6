"""Who has an account can't be told: not by what a page says, not by how long it takes.

TIMES=2000 measures each kind of address so often and judges as an auditor does, which takes a quiet
machine twenty minutes. Without it the looks are judged the same, and of the times only what a busy
machine does not blur.
"""

import os
import unittest

from strangers import Stranger
from world import SLOWER, world

TIMES = int(os.environ.get("TIMES", "0"))
SIGN_INS = 500   # of each kind: fewer make medians that a busy machine pushes apart
FLOWS = 40
MILLISECONDS_MAX = 2.0 * SLOWER
MILLISECONDS_MAX_OF_FEW = 10.0 * SLOWER
AREA_MIN, AREA_MAX = 0.47, 0.53
SEED = 11

HAVE_ACCOUNTS = ["known", "locked", "imported", "licence over"]


class WhoHasAnAccount(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Before there are thousands of letters to look for theirs in.
        cls.pattern = world.sign_up()
        cls.cookie_of_pattern = world.sign_in(cls.pattern).cookie("browser")

    def walk(self, title, few, go, kinds=HAVE_ACCOUNTS):
        """`go` takes a Stranger through its steps."""
        count = TIMES or few
        samples = self.taken(title, ["unknown", *kinds], count, go)
        for step, looks in samples.looks.items():
            for kind, seen in looks.items():
                self.assertEqual(seen, looks["unknown"], f"{title}, {step}: {kind} looks different")
        again = self.apart(samples, few)
        if not again:
            return
        print(f"       {title}: again, for {sorted(again)}")
        suspects = sorted({kind for _, kind in again})
        samples = self.taken(title, ["unknown", *suspects], 2 * count, go)
        self.assertEqual(again & self.apart(samples, few), set(), "the time tells")

    def taken(self, title, kinds, count, go):
        stranger = Stranger(self.pattern, kinds, count, SEED)
        go(stranger)
        print(f"    {title}, {count} of each kind\n{stranger.samples.table(kinds[1:])}", flush=True)
        return stranger.samples

    def apart(self, samples, few):
        """{(step, kind)} of what can be told from an unknown address by the time."""
        if TIMES:
            return {(step, kind) for step, kind, difference, area in samples.cells()
                    if abs(difference) >= MILLISECONDS_MAX or not AREA_MIN <= area <= AREA_MAX}
        return {(step, kind) for step, kind, difference, _ in samples.cells()
                if step not in Stranger.IN_THE_BACKGROUND
                and abs(difference) >= self.most(few, samples.median_of_unknown(step))}

    def most(self, few, median):
        """Milliseconds; of few samples more, and more where everything takes long."""
        if few >= SIGN_INS:
            return MILLISECONDS_MAX
        return max(MILLISECONDS_MAX_OF_FEW, median / 2)

    def be_known_elsewhere(self, stranger):
        """To an account that is none of those tried."""
        name, token = self.cookie_of_pattern
        stranger.browser.cookies[name] = token

    def test_a_wrong_password_tells_nothing(self):
        # Each try costs a hash; the next test has the others.
        kinds = HAVE_ACCOUNTS if TIMES else ["known", "imported"]
        self.walk("sign-in", SIGN_INS, Stranger.sign_in, kinds)

    def test_a_wrong_password_from_a_browser_that_another_account_knows_tells_nothing(self):
        def go(stranger):
            self.be_known_elsewhere(stranger)
            stranger.sign_in()
        self.walk("sign-in, known elsewhere", FLOWS, go)

    def test_a_reset_tells_nothing(self):
        self.walk("reset", FLOWS, lambda stranger: stranger.flows("/auth/reset"))

    def test_a_reset_from_a_browser_that_another_account_knows_tells_nothing(self):
        def go(stranger):
            self.be_known_elsewhere(stranger)
            stranger.flows("/auth/reset", whole=False)
        self.walk("reset, known elsewhere", FLOWS, go)

    def test_a_first_password_tells_nothing(self):
        self.walk("validate", FLOWS,
                  lambda stranger: stranger.flows("/auth/reset?for=validate", whole=False))

    def test_a_sign_up_tells_nothing(self):
        self.walk("sign-up", FLOWS, lambda stranger: stranger.flows("/auth/sign-up"))
