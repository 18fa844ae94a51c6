"""The door itself: who gets in, who doesn't, and what is handed to the portal behind it."""

import json
import time
import unittest
from urllib.parse import parse_qs, urlsplit

from app import App
from world import PASSWORD, until, world

CONTENT = ("Version 4.2 is out", "Release notes", "For administrators", "Faster start")
OUT_WITHIN_SECONDS = 1.0
GUARDED = (
    "/members/", "/members/?a=1&b=%20c%2Fd", "/members/downloads/release-notes-4.2.txt",
    "/members/admins/", "/members/no-such-page", "/members/knowledge/?q=a+b&q=c",
)


def reveals(answer):
    return answer.status == 200 or any(text in answer.body.decode() for text in CONTENT)


def rd_of(location):
    return parse_qs(urlsplit(location).query).get("rd", [None])[0]


class Gate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.address = world.sign_up("Gate Keeper")
        cls.member = world.sign_in(cls.address)

    def test_without_a_session_each_guarded_path_leads_to_sign_in_and_back_to_itself(self):
        for path in GUARDED:
            answer = world.browser().get(path, Accept="text/html")
            self.assertEqual(answer.status, 303, path)
            self.assertTrue(answer.location.startswith(f"{world.url}/auth/sign-in?"), answer.location)
            self.assertEqual(rd_of(answer.location), path)
        wanted = "/members/downloads/?v=4.2&x=%26"
        browser = world.verify_sign_in(self.address, wanted)
        browser.post(*browser.filled("continue"))
        self.assertEqual(browser.page.location.removeprefix(world.url), wanted)

    def test_a_program_is_told_401_instead(self):
        for headers in ({"Accept": "application/json"}, {"Sec_Fetch_Mode": "cors"},
                        {"X_Requested_With": "XMLHttpRequest"}):
            self.assertEqual(world.browser().get("/members/", **headers).status, 401, headers)

    def test_a_cookie_that_is_not_a_session_opens_nothing(self):
        name, value = self.member.cookie("session")
        flow_name, flow_value = self.member.cookie("flow")
        browser_name, browser_value = self.member.cookie("browser")
        flipped = value[:-2] + ("A" if value[-2] != "A" else "B") + value[-1]
        first = ("A" if value[0] != "A" else "B") + value[1:]
        for cookie in (
            f"{name}={flipped}", f"{name}={first}", f"{name}={value[:-1]}", f"{name}={value}A",
            f"{name}=", f"{name}={'A' * len(value)}", f"{name}={flow_value}", f"{name}={browser_value}",
            f"{flow_name}={flow_value}", f"{browser_name}={browser_value}",
            f"{flow_name}={value}", f"{name.upper()}={value}", f"x{name}={value}", f"{name}x={value}",
            f"__Host-{name}={value}", f"doorward={value}", f"{name}={value}; {name}={value}",
            f"{name}={value}; {name}=x", f"{name}={'A' * 3000}", f"{name}={value}%00",
            f"{name}={value};{name}={flipped}",
        ):
            answer = world.browser().get("/members/", Cookie=cookie, Accept="text/html")
            self.assertIn(answer.status, (303, 400), cookie)
            self.assertFalse(reveals(answer), cookie)
        good = world.browser().get("/members/", Cookie=f"a=b; {name}={value}")
        self.assertEqual(good.status, 200, "the true one does")

    def test_no_spelling_of_a_guarded_path_reveals_its_page(self):
        for path in (
            "/members/../members/", "//members/", "/members//", "/./members/", "/%6dembers/",
            "/members/%2e%2e/members/", "/members/%2e/", "/x/../members/", "/x/%2e%2e/members/",
            "/auth/../members/", "/auth/%2e%2e/members/", "/auth/static/../../members/",
            "/auth/static/%2e%2e/%2e%2e/members/index.html", "/auth/static../members/index.html",
            "/members/index.html", "/members;/", "/members/.", "/members%2f", "/members%2findex.html",
            "/MEMBERS/", "/members/admins/index.html", "/portal/members/", "/members\\",
            "/members/downloads/../index.html", "/_doorward/../members/", f"{world.url}/members/",
        ):
            answer = world.browser().get(path, Accept="text/html")
            self.assertFalse(reveals(answer), f"{path}: {answer.status}")
            self.assertLess(answer.status, 500, path)

    def test_what_is_internal_is_not_there_from_outside(self):
        for path in ("/_doorward/require/", "/_doorward/require/admins", "/_doorward/",
                     "/_doorward/error/unavailable.html", "/_doorward/../_doorward/require/",
                     "/%5fdoorward/require/"):
            for browser in (world.browser(), self.member.twin()):
                self.assertEqual(browser.get(path).status, 404, path)

    def test_a_part_for_one_role_is_for_that_role(self):
        answer = self.member.twin().get("/members/admins/")
        self.assertEqual(answer.status, 403)
        self.assertIn("Your account may not open this part", answer.text)
        self.assertFalse(reveals(answer))
        address = world.sign_up()
        world.sql("INSERT INTO account_group SELECT id, 'admins' FROM account "
                  f"WHERE email = '{address}'")
        answer = world.sign_in(address).get("/members/admins/")
        self.assertEqual(answer.status, 200)
        self.assertIn("For administrators", answer.text)

    def test_a_company_that_is_suspended_or_lapsed_is_out_within_a_second(self):
        world.ctl("company", "add", "other", "--name", "Other Ltd", "--from", "2020-01-01",
                  "--until", "2099-12-31", "--contact", "ask@other.example", "--domain",
                  "other.example")
        address = "mia@other.example"
        world.verify_sign_up(address).press("create", name="Mia", password=PASSWORD,
                                            password_confirm=PASSWORD)
        browser = world.sign_in(address)
        for change, back, says in (
            (("suspend", "other"), ("resume", "other"), "suspended"),
            (("set", "other", "--until", "2021-03-01"), ("set", "other", "--until", "2099-12-31"),
             "licence ended on 1 March 2021"),
        ):
            self.assertEqual(browser.get("/members/").status, 200)
            world.ctl("company", *change)
            self.is_out(browser, 403)
            self.assertIn(says, browser.page.text)
            self.assertIn("ask@other.example", browser.page.text)
            world.ctl("company", *back)
            until(lambda: browser.get("/members/").status == 200, 2 * OUT_WITHIN_SECONDS, "not back")

    def test_who_signs_out_is_out_within_a_second_everywhere(self):
        browser = world.sign_in(world.sign_up())
        twin = browser.twin()
        for _ in range(8):  # so that each gate knows the session
            self.assertEqual(twin.get("/members/").status, 200)
        browser.get("/auth/sign-out")
        browser.press("sign-out")
        self.is_out(twin, 303)

    def is_out(self, browser, status):
        """After a second, whichever gate answers."""
        time.sleep(OUT_WITHIN_SECONDS)
        for _ in range(20):
            self.assertEqual(browser.twin().get("/members/", Accept="text/html").status, status)
        browser.get("/members/", Accept="text/html")

    def test_api_me_tells_a_script_who_is_there(self):
        self.assertEqual(world.browser().get("/auth/api/me").status, 401)
        me = json.loads(self.member.twin().get("/auth/api/me").body)
        self.assertEqual((me["name"], me["email"]), ("Gate Keeper", self.address))
        self.assertIn("company:example", me["groups"])
        self.assertIn("ends_at", me)

    def test_a_name_is_text_and_never_markup(self):
        address = world.sign_up("Tim &amp; \"Ümlaut\" O'Neil")
        page = world.sign_in(address).get("/members/").html
        # nginx leaves the apostrophe, which means nothing between tags.
        self.assertIn("Tim &amp;amp; &quot;Ümlaut&quot; O'Neil", page.replace("&#39;", "'"))


def got(answer):
    """The headers that arrived at the portal."""
    return dict(json.loads(answer.body)["headers"])


class BehindTheDoor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.app = App()
        target = f"proxy_pass http://{cls.app.address};"
        (world.dir / "nginx" / "portal.d" / "echo.conf").write_text(
            "location ^~ /open/ { include snippets/doorward-proxy.conf; %s }\n"
            "location ^~ /closed/ { include snippets/doorward-guard.conf;\n"
            "  include snippets/doorward-proxy.conf; %s }\n" % (target, target))
        world.stack("signal", "nginx", "HUP")
        until(lambda: world.browser().get("/open/").status == 200, 10, "nginx did not reload")
        cls.address = world.sign_up("Behind Door")
        cls.member = world.sign_in(cls.address)

    @classmethod
    def tearDownClass(cls):
        (world.dir / "nginx" / "portal.d" / "echo.conf").unlink()
        world.stack("signal", "nginx", "HUP")
        until(lambda: world.browser().get("/open/").status == 404, 10, "nginx did not reload")
        cls.app.close()

    def test_the_portal_is_told_who_is_there(self):
        arrived = got(self.member.get("/closed/page"))
        self.assertEqual(arrived["remote-user"], self.address)
        self.assertEqual(arrived["remote-email"], self.address)
        self.assertEqual(arrived["remote-name"], "Behind Door")
        self.assertIn("company:example", arrived["remote-groups"].split(","))

    def test_what_a_client_claims_to_be_never_reaches_the_portal(self):
        claims = {name: "evil" for name in (
            "Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups", "REMOTE-USER",
            "Remote_User", "remote_groups", "X-Doorward-Reason")}
        member = dict(claims, Cookie="=".join(self.member.cookie("session")))
        for path, headers in (("/open/", claims), ("/open/", member), ("/closed/", member)):
            answer = world.browser().request("GET", path, headers=headers)
            arrived = got(answer)
            self.assertNotIn("evil", [v for k, v in arrived.items() if "remote" in k.replace("_", "-")])
        page = world.browser().request("GET", "/members/", headers=member)
        self.assertEqual(page.status, 200)
        self.assertNotIn("evil", page.html)

    def test_the_portal_never_gets_our_cookies(self):
        ours = [f"{k}={v}" for k, v in self.member.cookies.items()]
        self.assertEqual(len(ours), 3)
        # A browser that chose a language has four, and as many of another name after a change.
        eight = [*ours, "doorward-language=de", *(f"__Secure-doorward-{name}=x" for name in range(4))]
        for order in (["theme=dark", *ours, "lang=en"], [*ours, "theme=dark", "lang=en"],
                      ["theme=dark", ours[0], "lang=en", *ours[1:]], ["theme=dark", *eight, "lang=en"]):
            arrived = got(world.browser().get("/closed/", Cookie="; ".join(order)))
            self.assertEqual(arrived["cookie"], "theme=dark; lang=en")
        arrived = got(world.browser().get("/open/", Cookie="; ".join(ours)))
        self.assertNotIn("doorward", arrived.get("cookie", ""))

    def test_an_upload_passes_the_guard_untouched(self):
        body = b"x" * 2_000_000
        answer = self.member.request("POST", "/closed/upload", body,
                                     {"Content-Type": "application/octet-stream"})
        self.assertEqual(answer.status, 200)
        self.assertEqual(got(answer)["content-length"], str(len(body)))
