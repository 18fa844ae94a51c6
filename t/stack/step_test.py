"""Every endpoint from every state of every flow: the one step that follows moves it, nothing else
does; a form without its token, or with another's, changes nothing at all; reading never writes."""

import unittest

from client import Forms
from world import PASSWORD, a_stack, until

SETTINGS = "network_flows_per_hour_max = 1000\n"
NEW_PASSWORD = "nine quiet harbours wake"
WRONG_CODE = "000000"

PAGES = ("/", "/sign-in", "/sign-up", "/verify", "/reset", "/sign-out", "/company",
         "/company/person", "/account", "/account/delete", "/account/download",
         "/account/password", "/account/sessions", "/denied", "/help", "/api/me")

# What each button sends; those of one page and name for two steps differ in the token alone.
BUTTONS = {
    ("/sign-in", "sign-in"): {"email": "x@example.com", "password": PASSWORD},
    ("/sign-up", "send"): {"email": "x@example.com"},
    ("/sign-up", "verify"): {"code": WRONG_CODE},
    ("/sign-up", "resend"): {"code": ""},
    ("/sign-up", "change"): {"code": ""},
    ("/sign-up", "create"): {"name": "Eve", "password": PASSWORD, "password_confirm": PASSWORD},
    ("/verify", "continue"): {},
    ("/verify", "send"): {"email": "x@example.com"},
    ("/verify", "verify"): {"code": WRONG_CODE},
    ("/verify", "resend"): {"code": ""},
    ("/reset", "send"): {"email": "x@example.com"},
    ("/reset", "verify"): {"code": WRONG_CODE},
    ("/reset", "resend"): {"code": ""},
    ("/reset", "change"): {"code": ""},
    ("/reset", "continue"): {"password": NEW_PASSWORD, "password_confirm": NEW_PASSWORD},
    ("/company", "invite"): {"email": "y@example.com", "name": "Eve"},
    ("/company", "withdraw"): {"invitation": "0" * 32},
    ("/company/person", "end-sessions"): {"person": "0" * 32},
    ("/company/person", "remove"): {"person": "0" * 32},
    ("/company/person", "let-in"): {"person": "0" * 32},
    ("/company/person", "make-admin"): {"person": "0" * 32},
    ("/company/person", "make-member"): {"person": "0" * 32},
    ("/sign-out", "sign-out"): {},
    ("/account", "save"): {"name": "Eve"},
    ("/account/delete", "send"): {"password": PASSWORD},
    ("/account/delete", "verify"): {"code": WRONG_CODE},
    ("/account/delete", "resend"): {"code": ""},
    ("/account/delete", "delete"): {},
    ("/account/download", "download"): {},
    ("/account/password", "change"): {"password_current": PASSWORD, "password": NEW_PASSWORD,
                                      "password_confirm": NEW_PASSWORD},
    ("/account/sessions", "end"): {"session": "0" * 32},
    ("/account/sessions", "end-others"): {},
}

SIGN_UP_CODE = (("/sign-up", "verify"), ("/sign-up", "resend"), ("/sign-up", "change"))
VERIFY_CODE = (("/verify", "verify"), ("/verify", "resend"))
RESET_CODE = (("/reset", "verify"), ("/reset", "resend"), ("/reset", "change"))
DELETE_CODE = (("/account/delete", "verify"), ("/account/delete", "resend"))


class Walk:
    """The ways to each state: a browser that is there, and whose address it is."""

    def __init__(self, world):
        self.world = world

    def sign_up_code_sent(self):
        address = self.world.new_address()
        return self.world.ask_sign_up_code(address), address

    def sign_up_verified(self):
        address = self.world.new_address()
        return self.world.verify_sign_up(address), address

    def sign_in_password_ok(self):
        address = self.world.sign_up()
        return self.world.give_password(address), address

    def sign_in_code_sent(self):
        address = self.world.sign_up()
        return self.world.ask_sign_in_code(address), address

    def sign_in_verified(self):
        address = self.world.sign_up()
        return self.world.verify_sign_in(address), address

    def reset_code_sent(self):
        address = self.world.sign_up()
        browser = self.world.browser()
        browser.get("/auth/reset")
        browser.press("send", email=address)
        return browser, address

    def reset_verified(self):
        browser, address = self.reset_code_sent()
        browser.press("verify", code=self.world.code(address))
        return browser, address

    def deletion_code_sent(self):
        address = self.world.sign_up()
        browser = self.world.sign_in(address)
        browser.get("/auth/account/delete")
        browser.press("send", password=PASSWORD)
        return browser, address

    def deletion_verified(self):
        browser, address = self.deletion_code_sent()
        browser.press("verify", code=self.world.code(address))
        return browser, address


# The state, named as the way to it; the buttons that belong there, the one that is pressed at last,
# and where that leaves the flow.
STATES = {
    "sign_up_code_sent": (SIGN_UP_CODE, ("/sign-up", "verify"), "verified"),
    "sign_up_verified": ((("/sign-up", "create"),), ("/sign-up", "create"), "done"),
    "sign_in_password_ok": ((("/verify", "send"), ("/verify", "continue")), ("/verify", "send"),
                            "code_sent"),
    "sign_in_code_sent": (VERIFY_CODE, ("/verify", "verify"), "verified"),
    "sign_in_verified": ((("/verify", "continue"),), ("/verify", "continue"), "done"),
    "reset_code_sent": (RESET_CODE, ("/reset", "verify"), "verified"),
    "reset_verified": ((("/reset", "continue"),), ("/reset", "continue"), "done"),
    "deletion_code_sent": (DELETE_CODE, ("/account/delete", "verify"), "verified"),
    "deletion_verified": ((("/account/delete", "delete"),), ("/account/delete", "delete"), "done"),
}


class Steps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = cls.enterClassContext(a_stack(SETTINGS))
        cls.walk = Walk(cls.world)
        tables = cls.world.sql(
            "SELECT table_name, GROUP_CONCAT('QUOTE(', column_name, ')') FROM"
            " information_schema.columns WHERE table_schema = DATABASE()"
            " AND column_name <> 'last_seen_at' AND table_name NOT IN ('heartbeat', 'held_key')"
            " GROUP BY table_name")
        cls.dump_of_all = ";".join(f"SELECT '{table}', HEX(CONCAT_WS(' ', {columns})) FROM {table}"
                                   for table, columns in tables)

    def dump(self):
        """Every row of every table, but for when a person, or the mailer, was last seen."""
        until(lambda: self.world.count("outbox", "state IN ('queued', 'leased')") == 0, 15,
              "the letters did not leave")
        rows = self.world.sql(self.dump_of_all)
        return {(table, bytes.fromhex(row).decode(errors="replace")) for table, row in rows}

    def assert_unchanged(self, before, claim):
        self.assertEqual(self.dump() ^ before, set(), claim)

    def state_of(self, address):
        return self.world.sql(f"SELECT state FROM flow WHERE email = '{address}'"
                              " ORDER BY created_at DESC LIMIT 1")[0][0]

    @staticmethod
    def press(browser, button, hidden, **fields):
        page, action = button
        return browser.post("/auth" + page,
                            {**hidden, "action": action, **BUTTONS[button], **fields})

    @staticmethod
    def hidden_of(browser):
        """What the form of the page carries: its token and its flow."""
        return next(form["hidden"] for form in Forms(browser.page.html).all
                    if "flow" in form["hidden"])

    def test_only_the_next_step_moves_a_flow(self):
        for state, (own, last, then) in STATES.items():
            browser, address = getattr(self.walk, state)()
            hidden, page = self.hidden_of(browser), browser.page
            before = self.dump()
            for button in BUTTONS.keys() - set(own):
                with self.subTest(state=state, button=button):
                    answer = self.press(browser.twin(), button, hidden)
                    self.assertIn(answer.status, (303, 400, 403), answer.text)
                    self.assert_unchanged(before, f"{button} at {state}")
            browser.page = page
            code = {"code": self.world.code(address)} if last[1] == "verify" else {}
            email = {"email": address} if last[1] == "send" else {}
            self.press(browser, last, hidden, **code, **email)
            with self.subTest(state=state, button=last):
                self.assertEqual(self.state_of(address), then)

    def test_a_form_is_worth_nothing_without_its_own_token(self):
        for state, (own, _, _) in STATES.items():
            browser, _ = getattr(self.walk, state)()
            other, _ = getattr(self.walk, state)()
            hidden, others = self.hidden_of(browser), self.hidden_of(other)
            # A token the browser itself holds, for a first form.
            stranger = browser.twin()
            stranger.cookies.pop((stranger.cookie("session") or ("",))[0], None)
            stranger.get("/auth/reset")
            first = Forms(stranger.page.html).all[0]["hidden"]
            forged = {
                "none": {k: v for k, v in hidden.items() if k != "csrf"},
                "empty": {**hidden, "csrf": ""},
                "another flow's": {**hidden, "csrf": others["csrf"]},
                "another flow's form": others,
                "a first form's": {**hidden, "csrf": first["csrf"]},
                "cut": {**hidden, "csrf": hidden["csrf"][:-1]},
                "longer": {**hidden, "csrf": hidden["csrf"] + "A"},
            }
            before = self.dump()
            for button in own:
                for which, fields in forged.items():
                    with self.subTest(state=state, button=button, token=which):
                        answer = self.press(browser.twin(), button, fields)
                        self.assertEqual(answer.status, 403, answer.text)
                        self.assert_unchanged(before, f"{button} with {which} token")

    def test_a_button_of_the_account_is_worth_nothing_without_the_sessions_token(self):
        mine, others = (self.world.sign_in(self.world.sign_up()) for _ in range(2))
        others.get("/auth/account")
        foreign = next(form["hidden"]["csrf"] for form in Forms(others.page.html).all
                       if "csrf" in form["hidden"])
        buttons = [button for button in BUTTONS
                   if button[0].startswith(("/account", "/sign-out"))
                   and button[1] not in ("verify", "resend", "delete")]
        before = self.dump()
        for button in buttons:
            for which, fields in {"none": {}, "empty": {"csrf": ""},
                                  "another's": {"csrf": foreign}}.items():
                with self.subTest(button=button, token=which):
                    answer = self.press(mine.twin(), button, fields)
                    self.assertEqual(answer.status, 403, answer.text)
                    self.assert_unchanged(before, f"{button} with {which} token")

    def test_reading_never_writes(self):
        administrator = self.world.sign_up()
        browsers = {"nobody": self.world.browser(), "signed_in": self.world.sign_in(administrator)}
        for state in STATES:
            browsers[state] = getattr(self.walk, state)()[0]
        self.world.ctl("account", "role", administrator, "company_admin")
        before = self.dump()
        for state, browser in browsers.items():
            for method in ("GET", "HEAD"):
                for page in PAGES:
                    for query in ("", "?rd=/members/&flow=x&action=sign-out&csrf=x"):
                        browser.twin().request(method, f"/auth{page}{query}")
                for portal_page in ("/members/", "/members/knowledge/", "/no-such-page"):
                    browser.twin().request(method, portal_page)
            with self.subTest(state=state):
                self.assert_unchanged(before, f"reading all pages at {state}")
