"""A person's own account, at several browsers at the same moment."""

import unittest

from world import at_once, world

TWINS = 10


class Account(unittest.TestCase):
    def test_two_browsers_that_end_all_others_at_once_leave_one_session(self):
        for _ in range(5):
            address = world.sign_up()
            browsers = [world.sign_in(address) for _ in range(2)]
            forms = []
            for browser in browsers:
                browser.get("/auth/account/sessions")
                forms.append(browser.filled("end-others"))
            answers = at_once([lambda pair=pair: pair[0].twin().post(*pair[1])
                               for pair in zip(browsers * TWINS, forms * TWINS)])
            for answer in answers:
                self.assertNotIsInstance(answer, Exception)
                # To the list, or to sign-in: where the other one was faster.
                self.assertEqual(answer.status, 303, answer.text)
            self.assertEqual(world.sessions_of(address), 1)
