"""The forms to attack: which fields of which button, with what in them, and how to get there."""

import re
import threading

from step_test import Walk
from world import PASSWORD

NOBODY = "0" * 32
WRONG_CODE = "000000"
NEW_PASSWORD = "nine quiet harbours wake"
NEW = {"password": NEW_PASSWORD, "password_confirm": NEW_PASSWORD}


class Forms:
    """`all()` is a list of (page and button, walk, fields). A walk gives a browser at the form,
    which nobody else has, and is called again when an answer has used the form up. Walks may be
    called by several threads."""

    def __init__(self, site):
        self.site, self.walk = site, Walk(site)
        self.member = site.sign_up("Bo Quist")
        self.turn = threading.Lock()

    def all(self):
        listed = [*self.first_forms(), *self.later_forms(), *self.account_forms(),
                  *self.company_forms()]
        return [(f"/auth{form}", self.one_at_a_time(walk), fields) for form, walk, fields in listed]

    def one_at_a_time(self, walk):
        def in_turn():
            with self.turn:
                return walk()
        return in_turn

    def first_forms(self):
        email, new = {"email": self.member}, {"email": self.site.new_address()}
        rd = {"rd": "/members/"}
        return [
            ("/sign-in sign-in", self.first("/sign-in"), {**email, "password": PASSWORD, **rd}),
            ("/sign-up send", self.first("/sign-up"), {**new, **rd}),
            ("/sign-up send", self.first("/sign-up?for=invitation"), {"for": "invitation", **new}),
            ("/reset send", self.first("/reset"), {**email, **rd}),
            ("/reset send", self.first("/reset?for=validate"), email),
        ]

    def later_forms(self):
        code = {"code": WRONG_CODE}
        return [
            ("/sign-up verify", self.in_flow("sign_up_code_sent"), code),
            ("/sign-up create", self.in_flow("sign_up_verified"), {"name": "Eve Lind", **NEW}),
            ("/verify send", self.in_flow("sign_in_password_ok"), {"email": self.member}),
            ("/verify verify", self.in_flow("sign_in_code_sent"), code),
            ("/reset verify", self.in_flow("reset_code_sent"), code),
            ("/reset continue", self.in_flow("reset_verified"), NEW),
            ("/account/delete verify", self.in_flow("deletion_code_sent"), code),
        ]

    def account_forms(self):
        return [
            ("/account save", self.at("/account"), {"name": "Ada Lind"}),
            ("/account/password change", self.change_of_password,
             {"password_current": PASSWORD, **NEW}),
            ("/account/sessions end", self.at("/account/sessions"), {"session": NOBODY}),
            ("/account/delete send", self.at("/account/delete"), {"password": PASSWORD}),
        ]

    def company_forms(self):
        return [
            ("/company invite", self.at("/company"),
             {"email": self.site.new_address("i"), "name": "Eve Lind"}),
            ("/company withdraw", self.at("/company"), {"invitation": NOBODY}),
            *((f"/company/person {button}", self.at_person(person), {"person": NOBODY})
              for button, person in self.people()),
        ]

    def in_flow(self, state):
        return lambda: getattr(self.walk, state)()[0]

    def first(self, path):
        """A first form, in a browser that nobody has seen."""
        def walk():
            browser = self.site.browser()
            browser.get("/auth" + path)
            return browser
        return walk

    def at(self, path):
        """A page of an administrator's, signed in anew where the session is over."""
        browser = None

        def walk():
            nonlocal browser
            if not browser or browser.get("/auth/api/me").status != 200:
                browser = self.sign_in_administrator()
            browser.get("/auth" + path)
            return browser
        return walk

    def change_of_password(self):
        """Of somebody new each time, since it may come off."""
        browser = self.site.sign_in(self.site.sign_up())
        browser.get("/auth/account/password")
        return browser

    def at_person(self, address):
        list_of_people = self.at("/company")

        def walk():
            browser = list_of_people()
            browser.get(person_page(browser, address))
            return browser
        return walk

    def sign_in_administrator(self):
        """With a second session, and somebody invited."""
        browser = self.site.administrator()
        browser.get("/auth/account")
        address = re.search(r"[\w.]+@example\.com", browser.page.html)[0]
        self.site.sign_in(address)
        browser.get("/auth/company")
        browser.press("invite", email=self.site.new_address("i"), name="Eve Lind")
        return browser

    def people(self):
        """(button, somebody on whose page it is)"""
        site = self.site
        present, chief, removed = (site.sign_up(name) for name in ("Cy Berg", "Di Moe", "Ed Vik"))
        site.sign_in(present)
        site.ctl("account", "role", chief, "company_admin")
        browser = self.at_person(removed)()
        browser.press("remove")
        return [("end-sessions", present), ("remove", present), ("make-admin", present),
                ("make-member", chief), ("let-in", removed)]


def person_page(browser, address):
    """The page of that address, from the list of the company's people."""
    rows = browser.page.html.split("<li>")
    row = next(row for row in rows if address in row and "company/person?id=" in row)
    return re.search(r'href="([^"]*company/person\?id=[^"]+)"', row)[1]
