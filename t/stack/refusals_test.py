"""Forms that go round the controls leave a line in the log, which says nothing of the input."""

import re
import unittest
from urllib.parse import urlencode

from world import until, world

TYPED = "mallory-typed-this"
PASSWORD = "and the same mallory that"
TRIES = 10  # wrong passwords, and then their budget is spent
LINE = re.compile(r" level=warning event=form_refused request=(?P<request>\S+)"
                  r" network=127\.0\.0\.0/24 reason=(?P<reason>\S+) budget=(?P<budget>\S+)"
                  r" left_out=0$")


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Each process has a minute's lines to spend, and tests before these may have.
        world.stack("restart", "web")

    def setUp(self):
        self.seen = len(self.lines())

    def lines(self):
        text = (world.dir / "log" / "web.log").read_text()
        return [line for line in text.splitlines() if " event=form_refused " in line]

    def assert_logged(self, reason, budget="-"):
        """One line since setUp, of that reason. Its reference."""
        lines = until(lambda: self.lines()[self.seen:], 5, f"no line of {reason}")
        self.assertEqual(len(lines), 1, lines)
        found = LINE.search(lines[0])
        self.assertTrue(found, lines[0])
        self.assertEqual((found["reason"], found["budget"]), (reason, budget))
        self.assertNotIn("mallory", lines[0])
        return found["request"]

    def sign_in_form(self):
        """A browser with the form, where that goes, and its fields."""
        browser = world.browser()
        browser.get("/auth/sign-in")
        return browser, *browser.filled("sign-in", email=f"{TYPED}@example.com", password=PASSWORD)

    def post(self, browser, path, fields, status, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        page = browser.request("POST", path, urlencode(fields), browser.form_headers() | headers)
        self.assertEqual(page.status, status)
        return page

    def test_a_foreign_form_leaves_a_line_with_the_reference_of_the_page(self):
        page = self.post(*self.sign_in_form(), 403, Sec_Fetch_Site="cross-site")
        reference = self.assert_logged("foreign_form")
        self.assertIn(f"Reference {reference}", page.text)

    def test_a_body_that_is_no_form_leaves_a_line(self):
        self.post(*self.sign_in_form(), 415, Content_Type="application/json")
        self.assert_logged("wrong_type")

    def test_a_field_that_comes_twice_leaves_a_line(self):
        browser, path, fields = self.sign_in_form()
        self.post(browser, path, [*fields.items(), ("email", TYPED)], 400)
        self.assert_logged("broken_form")

    def test_a_field_that_is_also_in_the_query_leaves_a_line(self):
        browser, path, fields = self.sign_in_form()
        self.post(browser, f"{path}?email={TYPED}", fields, 400)
        self.assert_logged("broken_form")

    def test_an_unknown_field_leaves_a_line(self):
        browser, path, fields = self.sign_in_form()
        self.post(browser, path, fields | {TYPED: "1"}, 400)
        self.assert_logged("unknown_field")

    def test_an_unknown_button_leaves_a_line(self):
        browser, path, fields = self.sign_in_form()
        self.post(browser, path, fields | {"action": TYPED}, 400)
        self.assert_logged("unknown_field")

    def test_a_form_without_our_cookie_leaves_a_line(self):
        _, path, fields = self.sign_in_form()
        self.post(world.browser(), path, fields, 403)
        self.assert_logged("cookie_missing")

    def test_a_made_up_token_leaves_a_line(self):
        browser, path, fields = self.sign_in_form()
        self.post(browser, path, fields | {"csrf": TYPED}, 403)
        self.assert_logged("out_of_date_token")

    def test_a_made_up_token_for_a_flow_and_for_a_session_leaves_a_line(self):
        address = world.sign_up()
        browser = world.verify_sign_in(address)
        path, fields = browser.filled("continue")
        self.post(browser, path, fields | {"csrf": TYPED}, 403)
        self.assert_logged("out_of_date_token")
        browser.post(path, fields)
        browser.get("/auth/account")
        path, fields = browser.filled("save", name="Mia Quist")
        self.seen = len(self.lines())
        self.post(browser, path, fields | {"csrf": TYPED}, 403)
        self.assert_logged("out_of_date_token")

    def test_a_flow_of_another_browser_leaves_a_line(self):
        path, fields = world.ask_sign_up_code(world.new_address()).filled("verify", code="000000")
        stranger, _, _ = self.sign_in_form()
        self.post(stranger, path, fields, 403)
        self.assert_logged("unknown_flow")

    def test_a_reset_that_is_finished_as_a_sign_in_leaves_a_line(self):
        browser = world.browser()
        browser.get("/auth/reset")
        browser.press("send", email=world.new_address())
        path, fields = browser.filled("verify", code="000000")
        self.assertEqual(path, "/auth/reset")
        self.post(browser, "/auth/verify", fields, 303)
        self.assert_logged("wrong_page")

    def test_a_spent_budget_leaves_a_line_that_names_it(self):
        browser = world.browser()
        for _ in range(TRIES):
            browser.get("/auth/sign-in")
            path, fields = browser.filled("sign-in", email=f"{TYPED}@example.com",
                                          password=PASSWORD)
            browser.post(path, fields)
        self.assertEqual(self.lines()[self.seen:], [])
        self.post(browser, path, fields, 429)
        self.assert_logged("budget_spent", "passwords")

    def test_who_keeps_to_the_pages_leaves_no_line(self):
        browser = world.sign_in(world.sign_up())
        browser.get("/auth/sign-out")
        browser.press("sign-out")
        self.assertEqual(self.lines()[self.seen:], [])
