"""Every nginx example on the real stack: who gets in, what the portal behind it is told, and that
each fails closed. php_test, websocket_test and balancer_test have what is theirs alone."""

import json
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import examples
from world import PASSWORD, at_once, world

OUT_WITHIN_SECONDS = 1.0
GATE_ANSWERS = 8  # so that every gate was asked
PAGE, PROGRAM = "page", "program"
REQUEST, NAME, NOTHING = "request", "name", "nothing"


@dataclass(frozen=True)
class Place:
    """A guarded part of an example, whom it is for, and what it shows of a request."""

    example: str
    path: str
    audience: str = PAGE
    shows: str = REQUEST


GUARDED = (
    Place("static", "/members/", shows=NAME),
    Place("assets", "/members/", shows=NOTHING),
    Place("php", "/members/"),
    Place("proxy", "/"),
    Place("websocket", "/"),
    Place("websocket", "/live/"),
    Place("api", "/api/", PROGRAM),
    Place("balancer", "/"),
    Place("hosts-guarded", "/"),
)
ECHOING = [place for place in GUARDED if place.shows == REQUEST]
# What no portal may believe of a client.
CLAIMS = {name: "evil" for name in (
    "Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups", "REMOTE-USER", "Remote_User",
    "REMOTE_GROUPS", "Remote.User", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
    "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL", "Forwarded", "Proxy", "X-Remote-User",
    "X-Remote-Groups", "X-Forwarded-User", "X-Forwarded-Email", "X-WebAuth-User", "X-WEBAUTH-EMAIL",
    "X-WebAuth-Role", "X-Auth-Request-User", "X-Authenticated-User", "X-User")}


def got(answer):
    """The headers that arrived at the portal, lists of values by lower-case name. PHP has empty
    ones where nobody is meant; so do we."""
    assert answer.status == 200, f"{answer.status}: {answer.html[:500]}"
    headers = {}
    for name, value in json.loads(answer.body)["headers"]:
        headers.setdefault(name, []).append(value)
    return headers


class Everybody(examples.Behind):
    def assert_refused(self, place, answer, message=None):
        message = message or place
        if place.audience == PAGE:
            self.assertEqual(answer.status, 303, message)
            self.assertTrue(answer.location.startswith(f"{world.url}/auth/sign-in"), answer.location)
        else:
            self.assertEqual(answer.status, 401, message)
            self.assertEqual(answer.location, "")
            self.assertEqual(json.loads(answer.body), {"error": "not signed in"})

    def test_each_example_that_is_shipped_is_tested(self):
        tested = {place.example for place in GUARDED} | {"hosts-sign-in"}
        self.assertEqual(sorted(tested), examples.SHIPPED)

    def test_who_is_not_signed_in_is_refused_and_the_portal_never_hears_of_it(self):
        name, value = self.member.cookie("session")
        self.app.seen.clear()
        for place in GUARDED:
            for headers in ({}, {"Cookie": f"{name}={value[:-1]}x"}, {"Authorization": "Bearer x"},
                            {"Cookie": f"{name}={value}; {name}={value}"}, CLAIMS):
                visitor = self.visitor(place.example, Accept="text/html")
                self.assert_refused(place, visitor.request("GET", place.path, headers=headers))
                self.assert_refused(place, visitor.request("POST", place.path, "a=b", headers))
        self.assertEqual(self.app.seen, [])

    def test_who_is_signed_in_passes_and_the_portal_is_told_who_it_is(self):
        for place in GUARDED:
            answer = self.signed_in(place.example).get(place.path)
            self.assertEqual(answer.status, 200, place)
            self.assertIn("Strict-Transport-Security", answer.headers, "the server's, inherited")
            if place.shows == NAME:
                self.assertIn(self.NAME, unescape(answer.html), place)
                self.assertEqual(answer.headers["Cache-Control"], "private, no-cache")
            if place.shows != REQUEST:
                self.assertIn("Version 4.2 is out", answer.text, place)
                continue
            headers = got(answer)
            self.assertEqual(headers["remote-user"], [self.address], place)
            self.assertEqual(headers["remote-email"], [self.address], place)
            self.assertEqual(headers["remote-name"], [self.NAME], place)
            self.assertEqual(headers["remote-groups"], ["company:example"], place)

    def test_what_a_client_claims_never_reaches_the_portal(self):
        for place in GUARDED:
            answer = self.signed_in(place.example).request("GET", place.path, headers=CLAIMS)
            self.assertEqual(answer.status, 200, place)
            self.assertNotIn("evil", answer.html, place)
        for tunnel in ("h2c", "websocket, h2c", "h2c, websocket", "TLS/1.0"):
            headers = {"Upgrade": tunnel, "Connection": "Upgrade, HTTP2-Settings",
                       "HTTP2-Settings": "AAMAAABkAAQAAP__"}
            for place in ECHOING:
                answer = self.signed_in(place.example).request("GET", place.path, headers=headers)
                if place.example != "php":  # PHP is told, and no tunnel leads there
                    self.assertNotIn("upgrade", got(answer), place)

    def test_the_portal_gets_its_own_cookies_and_never_ours(self):
        ours = [f"{k}={v}" for k, v in self.member.cookies.items()]
        self.assertEqual(len(ours), 3)
        for place in ECHOING:
            visitor = self.visitor(place.example, Cookie="; ".join(["theme=dark", *ours, "lang=en"]))
            self.assertEqual(got(visitor.get(place.path))["cookie"], ["theme=dark; lang=en"], place)

    def test_a_form_arrives_and_its_answer_shows_the_name(self):
        fields = {"subject": "Größe & Preis", "body": "a\r\nb=c"}
        for place in ECHOING:
            page = unescape(self.signed_in(place.example).request(
                "POST", place.path, urlencode(fields),
                {"Content-Type": "application/x-www-form-urlencoded"}).html)
            self.assertIn(f'<nav class="doorward-badge">{self.NAME}</nav>', page, place)
            self.assertEqual(json.loads(page.partition("<p>")[2].partition("</p>")[0]), fields, place)

    def test_without_the_gate_nobody_passes_and_everybody_is_told_503(self):
        known = [self.signed_in(place.example) for place in GUARDED]
        for place, visitor in zip(GUARDED, known):
            self.assertEqual(visitor.get(place.path).status, 200, place)
        strangers = [self.visitor(place.example) for place in GUARDED]
        with world.without("gate"):
            self.app.seen.clear()
            pairs = [*zip(GUARDED, known), *zip(GUARDED, strangers)]
            answers = at_once([lambda place=place, visitor=visitor: visitor.get(place.path)
                               for place, visitor in pairs])
        socket = Path(world.env["GATE_SOCKET"])
        socket.rename(socket.with_suffix(".away"))
        try:
            answers += [visitor.get(place.path) for place, visitor in pairs]
        finally:
            socket.with_suffix(".away").rename(socket)
        for (place, _), answer in zip([*pairs, *pairs], answers, strict=True):
            self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "5"), place)
        self.assertEqual(self.app.seen, [])

    def test_who_signs_out_is_out_everywhere_within_a_second(self):
        browser = world.sign_in(self.address)
        visitors = [self.visitor(place.example, Accept="text/html").with_cookies_of(browser)
                    for place in GUARDED]
        for place, visitor in zip(GUARDED, visitors):
            self.assertEqual(visitor.get(place.path).status, 200, place)
        browser.get("/auth/sign-out")
        browser.press("sign-out")
        time.sleep(OUT_WITHIN_SECONDS)
        for _ in range(GATE_ANSWERS):
            for place, visitor in zip(GUARDED, visitors):
                self.assert_refused(place, visitor.get(place.path))

    def test_who_may_not_come_is_told_so(self):
        world.ctl("company", "add", "closed", "--name", "Closed Ltd", "--from", "2020-01-01",
                  "--until", "2099-12-31", "--contact", "ask@closed.example",
                  "--domain", "closed.example")
        address = "zoe@closed.example"
        world.verify_sign_up(address).press("create", name="Zoe", password=PASSWORD,
                                            password_confirm=PASSWORD)
        browser = world.sign_in(address)
        world.ctl("company", "suspend", "closed")
        time.sleep(OUT_WITHIN_SECONDS)
        for place in GUARDED:
            answer = self.visitor(place.example).with_cookies_of(browser).get(place.path)
            self.assertEqual(answer.status, 403, place)
            if place.audience == PROGRAM:
                self.assertEqual(json.loads(answer.body), {"error": "licence-suspended"})
            else:
                self.assertIn("suspended", answer.text, place)


class Parts(examples.Behind):
    """What is special to one example."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        examples.put("proxy", {examples.APP: "proxy_set_header X-WebAuth-User $doorward_user; "
                               f"proxy_pass http://{cls.app.address};"}, host="renamed")
        examples.reload()

    def test_an_app_may_be_told_under_another_name(self):
        headers = got(self.signed_in("renamed", X_WebAuth_User="evil").get("/"))
        self.assertEqual(headers["x-webauth-user"], [self.address])

    def test_what_nobody_thought_of_stays_shut(self):
        for name, path in (("static", "/"), ("static", "/index.html"), ("assets", "/index.html"),
                           ("php", "/"), ("php", "/index.php"), ("php", "/x.php"), ("api", "/"),
                           ("hosts-sign-in", "/members/")):
            self.assertEqual(self.signed_in(name).get(path).status, 404, (name, path))

    def test_open_assets_are_open_and_nothing_beside_them(self):
        for path in ("/assets/site.css", "/members/assets/site.css"):
            answer = self.visitor("assets").get(path)
            self.assertEqual((answer.status, answer.headers["Cache-Control"]),
                             (200, "max-age=3600"), path)
        for path in ("/members/secret.css", "/members/assets/../secret.css",
                     "/members/assets/%2e%2e/secret.css", "/assets/../members/secret.css",
                     "/assets../members/secret.css", "/members/assets../secret.css"):
            answer = self.visitor("assets").get(path)
            self.assertNotIn("plum", answer.html, path)
            self.assertNotEqual(answer.status, 200, path)
        self.assertIn("plum", self.signed_in("assets").get("/members/secret.css").html)

    def test_a_machine_comes_with_its_token_and_never_with_a_session(self):
        machine = self.visitor("api", Authorization="Bearer of the portal")
        headers = got(machine.request("GET", "/api/machine/", headers=CLAIMS))
        self.assertEqual(headers["authorization"], ["Bearer of the portal"])
        self.assertEqual([name for name in headers if name.startswith("remote")], [])
        self.assertEqual(self.visitor("api").get("/api/machine/").status, 401)
        self.assertEqual(self.signed_in("api").get("/api/machine/").status, 400)
        browser = self.signed_in("api", Authorization="Bearer of the portal")
        self.assertEqual(browser.get("/api/machine/").status, 400)

    def test_an_app_hears_of_no_authorization_but_the_door(self):
        for name, path in (("proxy", "/"), ("api", "/api/")):
            visitor = self.signed_in(name, Authorization="Basic YWRtaW46YWRtaW4=")
            self.assertNotIn("authorization", got(visitor.get(path)), name)

    def test_a_page_asked_for_on_a_guarded_host_is_on_the_sign_in_host(self):
        for path in ("/auth/sign-out", "/auth/account?x=%20y"):
            answer = self.visitor("hosts-guarded").get(path)
            self.assertEqual((answer.status, answer.location),
                             (308, f"https://portal.example.com{path}"))
        self.assertEqual(self.visitor("hosts-guarded").get("/auth/static/doorward.css").status, 200)
        self.assertIn(f'href="{world.url}/auth/sign-in',
                      self.visitor("hosts-guarded").get("/auth/badge").html)
        badge = unescape(self.signed_in("hosts-guarded").get("/auth/badge").html)
        self.assertIn(f"<summary>{self.NAME}</summary>", badge)
        self.assertEqual(self.visitor("hosts-sign-in").get("/auth/sign-in").status, 200)
        self.assertEqual(self.visitor("hosts-sign-in").get("/").location,
                         "https://files.example.com/")
