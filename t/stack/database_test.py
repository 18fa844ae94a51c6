"""The database goes away and comes back. Nobody need do anything, and nobody is signed out."""

import http.client
import time
import unittest
from urllib.parse import urlsplit

from world import PASSWORD, SLOWER, until, world

WORDING = "Sign-in is not available at the moment. Please try again in a minute."
BACK_SECONDS_MAX = 15
HANGING_SECONDS_MAX = 8 * SLOWER  # of a page; the database's own time-outs are 2 and 5 s


def status_page(path):
    connection = http.client.HTTPConnection(urlsplit(world.env["STATUS_URL"]).netloc, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


class Outage(unittest.TestCase):
    def setUp(self):
        self.address = world.sign_up()
        self.known = world.sign_in(self.address)
        for _ in range(8):  # each gate has seen it
            self.known.get("/members/")
        self.unknown = world.verify_sign_in(self.address)
        self.unknown.post(*self.unknown.filled("continue"))  # and has not seen this one
        self.assertTrue(self.unknown.cookie("session"))
        self.form = world.browser()
        self.form.get("/auth/sign-in")
        self.codes = world.ask_sign_in_code(self.address)
        self.code = world.code(self.address)

    def assert_unavailable(self, answer):
        self.assertEqual(answer.status, 503)
        self.assertIn(WORDING, answer.text)
        self.assertGreater(int(answer.headers["Retry-After"]), 0)

    def check_pages(self):
        form = self.form.twin()
        self.assert_unavailable(form.post(*form.filled("sign-in", email=self.address,
                                                       password=PASSWORD)))
        self.assertRegex(form.page.text, r"Reference \w{4,}")
        codes = self.codes.twin()
        self.assert_unavailable(codes.post(*codes.filled("verify", code=self.code)))
        self.assert_unavailable(self.known.twin().get("/auth/account"))

    def check_door(self):
        """Who is not known is not sent away as a stranger, and a stranger is not let in."""
        self.assert_unavailable(self.unknown.twin().get("/members/", Accept="text/html"))
        self.assertIn(self.known.twin().get("/members/").status, (200, 503))
        self.assertIn(world.browser().get("/members/", Accept="text/html").status, (303, 503))
        self.assertEqual(world.browser().get("/").status, 200, "open pages stay open")

    def wait_for_all_gates(self):
        """Each hears of the database again at its next reading, whichever gate it is that answers."""
        bad_at = time.monotonic()

        def well_for_a_second():
            nonlocal bad_at
            if self.unknown.twin().get("/members/").status != 200:
                bad_at = time.monotonic()
            return time.monotonic() - bad_at > 1

        until(well_for_a_second, BACK_SECONDS_MAX, "the door does not recover")

    def check_all_is_well(self):
        until(lambda: self.known.get("/auth/account").status == 200, BACK_SECONDS_MAX,
              "the pages do not recover")
        self.wait_for_all_gates()
        for _ in range(8):  # all workers and gates
            self.assertEqual(self.known.twin().get("/members/").status, 200)
            self.assertEqual(self.unknown.twin().get("/members/").status, 200)
            self.assertEqual(self.unknown.twin().get("/auth/account").status, 200)
        # The step that was refused is still there to be done.
        self.codes.press("verify", code=self.code)
        self.codes.press("continue")
        self.assertEqual(self.codes.get("/members/").status, 200)
        world.sign_in(world.sign_up())

    def test_database_down_gives_503_and_recovers_alone(self):
        before = world.processes()
        with world.without("database"):
            self.check_pages()
            self.check_door()
            self.assertEqual(world.browser().get("/auth/static/doorward.css").status, 200)
        self.check_all_is_well()
        after = world.processes()
        for name in ("web.1", "web.2", "gate.1", "gate.2", "mailer"):
            self.assertEqual(after[name], before[name], f"{name} was started again")

    def test_a_hung_database_is_like_a_stopped_one(self):
        with world.frozen("database"):
            started = time.monotonic()
            self.check_door()
            form = self.form.twin()
            self.assert_unavailable(form.post(*form.filled("sign-in", email=self.address,
                                                           password=PASSWORD)))
            self.assertLess(time.monotonic() - started, 4 * HANGING_SECONDS_MAX)
        self.check_all_is_well()

    def test_readyz_tells_and_healthz_stays(self):
        self.assertEqual((status_page("/healthz"), status_page("/readyz")), (200, 200))
        with world.without("database"):
            until(lambda: status_page("/readyz") == 503, 5, "/readyz does not tell")
            self.assertEqual(status_page("/healthz"), 200)
        until(lambda: status_page("/readyz") == 200, BACK_SECONDS_MAX, "/readyz does not recover")
        with world.without("smtp"):
            self.assertEqual(status_page("/readyz"), 200, "mail trouble is not down")
        self.check_all_is_well()
