"""The journey in every language: what people read, on pages and in letters, is that language alone."""

import re
import unittest

from texts import CATALOGUES, MARKUP, entries
from world import PASSWORD, world

# Short ones are words of other languages, too, and parts of longer texts.
LETTERS_MIN = 8
CODES = ["de", "fr", "es", "ja", "ar"]


class Texts:
    """The English texts, and what is said in their place."""

    def __init__(self, code):
        self.code = code
        self.said = {}
        for originals, translations in entries(CATALOGUES / f"{code}.po"):
            self.said[originals[0]] = translations[0]
        everything = " ".join(self.said.values())
        # Whatever of a text stands between its markers must not be seen either.
        self.english = {piece.strip() for text in self.said for piece in MARKUP.split(text)
                        if len(piece.strip()) >= LETTERS_MIN and piece.strip() not in everything}

    def __getitem__(self, english):
        return self.said[english]

    def english_in(self, text):
        return sorted(piece for piece in self.english
                      if re.search(rf"(?<![\w-]){re.escape(piece)}(?![\w-])", text))


class Languages(unittest.TestCase):
    def see(self, browser, texts, *english):
        """The page says these texts in its language, and nothing in English."""
        page = browser.page
        self.assertEqual(page.headers["Content-Language"], texts.code, page.text)
        direction = "rtl" if texts.code == "ar" else "ltr"
        self.assertIn(f'<html lang="{texts.code}" dir="{direction}">', page.html)
        self.assertEqual(texts.english_in(page.text), [], page.text)
        for text in english:
            self.assertIn(texts[text], page.html)

    def read(self, letter, texts):
        for part in (letter.subject, *letter.parts):
            self.assertEqual(texts.english_in(part), [], part)

    def code(self, address, texts):
        code = world.code(address)
        self.read(world.letters(address)[-1], texts)
        return code

    def sign_up(self, browser, texts):
        address = world.new_address(texts.code)
        browser.get("/auth/")
        self.see(browser, texts, "Create an account", "Sign in to the customer portal")
        browser.get("/auth/sign-up")
        self.see(browser, texts, "Send verification code", "Later")
        browser.press("send", email="no address")
        self.see(browser, texts, "Error:")
        browser.press("send", email=address)
        self.see(browser, texts, "Verify code", "Send new code", "Use a different address")
        browser.press("verify", code="12")
        self.see(browser, texts, "Enter the six digits from the email.")
        browser.press("verify", code=self.code(address, texts))
        self.see(browser, texts, "E-mail address verified. You can now continue.", "Create")
        browser.press("create", name="Mia", password="short", password_confirm="short")
        self.see(browser, texts, "That password is too short.")
        browser.press("create", name="Mia", password=PASSWORD, password_confirm=PASSWORD)
        self.see(browser, texts, "Your account is ready.", "Forgot your password?")
        return address

    def sign_in(self, browser, texts, address):
        browser.press("sign-in", email=address, password="not the right password")
        self.see(browser, texts)
        browser.press("sign-in", email=address, password=PASSWORD)
        self.see(browser, texts, "Multifactor authentication", "Continue")
        browser.press("continue")
        self.see(browser, texts, "Send Verification Code")
        browser.press("send", email=address)
        self.see(browser, texts, "Verification code")
        code = self.code(address, texts)
        browser.press("verify", code=f"{(int(code) + 1) % 1000000:06}")
        self.see(browser, texts, "That code is incorrect. Please try again.")
        browser.press("verify", code=code)
        self.see(browser, texts, "E-mail address verified. You can now continue.")
        browser.press("continue")

    def look_round(self, browser, texts):
        for path in ("account", "account/password", "account/sessions", "account/download",
                     "account/delete", "help", "nowhere", "sign-out"):
            browser.get(f"/auth/{path}")
            self.see(browser, texts)
        badge = browser.get("/auth/badge")
        self.assertIn(texts["Sign out"], badge.html)
        self.assertEqual(badge.headers["Content-Language"], texts.code)

    def test_pages_and_letters_of_the_whole_journey_are_in_the_language_of_the_browser(self):
        for code in CODES:
            with self.subTest(code):
                texts = Texts(code)
                browser = world.browser()
                request = browser.request
                browser.request = lambda method, path, body=None, headers=None: request(
                    method, path, body, {"Accept-Language": f"{code}-XX, en;q=0.2", **(headers or {})})
                address = self.sign_up(browser, texts)
                self.sign_in(browser, texts, address)
                self.look_round(browser, texts)
                self.assertEqual(world.sql("SELECT language FROM account WHERE email = "
                                           f"'{address}'"), [[code]])

    def test_the_choice_in_the_foot_stays_and_keeps_the_page(self):
        browser = world.browser()
        address = world.new_address()
        world.ask_sign_up_code(address, browser)
        german = re.search(r'href="([^"]*language=de)"', browser.page.html)[1].replace("&amp;", "&")
        browser.get(german)
        self.assertNotIn("language=", browser.page.location)
        browser.follow()
        texts = Texts("de")
        self.see(browser, texts, "Verify code")
        browser.press("verify", code=world.code(address))
        self.see(browser, texts, "E-mail address verified. You can now continue.")
        # What is none of ours changes nothing.
        browser.get("/auth/sign-in?language=xx")
        self.assertEqual(browser.page.status, 200)
        self.see(browser, texts)

    def test_a_notice_is_in_the_language_of_the_last_sign_in(self):
        address = world.sign_up()
        world.sql(f"UPDATE account SET language = 'fr' WHERE email = '{address}'")
        world.ctl("account", "set-email", address, new := world.new_address())
        world.wait_for_letters()
        self.assertIn(Texts("fr")["Your address at {{SITE_NAME}} was changed"].split("{{")[0],
                      world.letters(new)[-1].subject)
