"""Against floods: nginx's brake for one address, and what fail2ban reads in nginx's access log."""

import ast
import base64
import contextlib
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import urlencode

from nginx_case import private_nginx
from sources import Visitor
from stacklib.layout import free_port
from world import ROOT, until, world

PASSWORD = "seven plum lanterns drifted"
PER_SECOND, BURST = 15, 300
POSTS_MAX = 2000
FILTER = ROOT / "fail2ban" / "filter.d" / "doorward.conf"
JAIL = ROOT / "fail2ban" / "jail.d" / "doorward.conf"
TEXT = """
include snippets/doorward-http.conf;
include snippets/doorward-limits.conf;
server {
  listen 127.0.0.1:8080;
  access_log access.log combined;
  include snippets/doorward-server.conf;
  location /wiki/ { return 403; }
  location /open/ { try_files $uri =404; }
}
"""


class Flood(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.snippets = world.dir / "nginx" / "snippets"

    def setUp(self):
        # A fresh nginx has a fresh zone.
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        port = free_port()
        self.nginx = stack.enter_context(private_nginx(TEXT, self.snippets, {"8080": port}))
        stack.enter_context(self.nginx.running())
        self.url = f"http://127.0.0.1:{port}"

    def visitor(self, number):
        return Visitor(self.url, f"127.0.0.{number}")

    def post_until_limited(self, visitor):
        """How many posts were let through before the first 429, and in how many seconds."""
        begin = time.monotonic()
        for count in range(POSTS_MAX):
            if visitor.send("POST", "/auth/sign-in") == 429:
                return count, time.monotonic() - begin
        raise AssertionError(f"{POSTS_MAX} posts were let through")


class Limits(Flood):
    def test_past_the_burst_posts_of_an_address_are_429(self):
        visitor = self.visitor(2)
        count, seconds = self.post_until_limited(visitor)
        self.assertGreaterEqual(count, BURST)
        self.assertLessEqual(count, BURST + 1 + PER_SECOND * seconds)
        self.assertIn("Too many requests", visitor.page.text)
        self.assertEqual(visitor.page.headers["Retry-After"], "5")

    def test_another_address_goes_on(self):
        self.post_until_limited(self.visitor(2))
        other = self.visitor(3)
        self.assertEqual({other.send("POST", "/auth/sign-in") for _ in range(BURST)}, {415})

    def test_who_waits_may_go_on(self):
        visitor = self.visitor(2)
        self.post_until_limited(visitor)
        until(lambda: visitor.send("POST", "/auth/sign-in") == 415, 10, "still limited")

    def test_pages_and_the_portal_s_own_forms_are_never_limited(self):
        visitor = self.visitor(2)
        for limited in (False, True):
            if limited:
                self.post_until_limited(visitor)
            for method, path, status in (("GET", "/auth/sign-in", 200), ("HEAD", "/auth/", 200),
                                         ("POST", "/open/", 404)):
                answers = {visitor.send(method, path) for _ in range(2 * BURST)}
                self.assertEqual(answers, {status}, f"{method} {path}")

    def test_another_spelling_of_the_path_is_limited_too(self):
        visitor = self.visitor(2)
        self.post_until_limited(visitor)
        for path in ("//auth/sign-in", "/x/../auth/sign-in", "/%61uth/sign-in"):
            self.assertEqual(visitor.send("POST", path), 429, path)


class Fail2ban(Flood):
    def matched(self, config=FILTER):
        """[(address, line)] of the lines in nginx's log that count."""
        done = subprocess.run(["fail2ban-regex", "--out", "<ip> <msg>",
                               self.nginx.folder / "access.log", config],
                              capture_output=True, text=True)
        return [tuple(line.split(" ", 1)) for line in done.stdout.splitlines()]

    def logged(self, count):
        """nginx writes a line when the answer has left."""
        log = self.nginx.folder / "access.log"
        until(lambda: len(log.read_text().splitlines()) == count, 5, log.read_text)

    def sign_in(self, visitor, address="flood@example.com", path="/auth/sign-in", **headers):
        visitor.get("/auth/sign-in")
        _, fields = visitor.filled("sign-in", email=address, password=PASSWORD)
        form = {"Content_Type": "application/x-www-form-urlencoded",
                "Sec_Fetch_Site": "same-origin"}
        return visitor.send("POST", path, urlencode(fields), **form | headers)

    def test_refused_posts_count_for_their_address(self):
        self.assertEqual(self.sign_in(self.visitor(2), Sec_Fetch_Site="cross-site"), 403)
        address = world.new_address()
        statuses = [self.sign_in(self.visitor(3), address) for _ in range(11)]
        self.assertEqual(statuses, 10 * [422] + [429])
        count, _ = self.post_until_limited(self.visitor(4))
        self.logged(2 + 22 + count + 1)
        found = [(address, line.split('"')[2].split()[0]) for address, line in self.matched()]
        self.assertEqual(found, [("127.0.0.2", "403"), ("127.0.0.3", "429"),
                                 ("127.0.0.4", "429")])

    def test_what_visitors_say_of_themselves_hides_and_adds_nothing(self):
        visitor, forged = self.visitor(2), '127.0.0.9 - - [01/Jan/2020:00:00:00 +0000] "POST /auth/'
        name = base64.b64encode(f"{forged} HTTP/1.1\" 403 [x] [] y:".encode()).decode()
        said = {"Authorization": f"Basic {name}", "User_Agent": f"{forged}sign-in HTTP/1.1\" 403 0",
                "Referer": f"{forged}sign-in HTTP/1.1\" 429 0"}
        self.assertEqual(visitor.send("GET", "/open/", **said), 404)
        self.assertEqual(self.sign_in(visitor, Sec_Fetch_Site="cross-site", **said), 403)
        self.logged(3)
        self.assertEqual([address for address, _ in self.matched()], ["127.0.0.2"])

    def test_other_spellings_of_the_path_count(self):
        paths = ("//auth/sign-in", "/x/../auth/sign-in", "/./auth/sign-in", "/%61uth/sign-in",
                 "/auth%2Fsign-in")
        for number, path in enumerate(paths, 2):
            status = self.sign_in(self.visitor(number), path=path, Sec_Fetch_Site="cross-site")
            self.assertEqual(status, 403, path)
        self.logged(2 * len(paths))
        self.assertEqual([address for address, _ in self.matched()],
                         [f"127.0.0.{number}" for number in range(2, 2 + len(paths))])

    def test_what_is_not_a_refused_form_of_ours_does_not_count(self):
        visitor = self.visitor(2)
        for method, path, status in (("GET", "/auth/sign-in", 200), ("POST", "/auth/sign-in", 415),
                                     ("GET", "/auth/nowhere", 404), ("POST", "/wiki/auth/", 403),
                                     ("POST", "/wiki/?/auth/", 403), ("GET", "/wiki/", 403),
                                     ("GET", "//wiki/", 403), ("POST", "/wiki/caf%C3%A9%20a", 403)):
            self.assertEqual(visitor.send(method, path), status, path)
        self.assertEqual(self.sign_in(visitor, world.new_address()), 422)
        self.logged(10)
        self.assertEqual(self.matched(), [])

    def test_fail2ban_takes_filter_and_jail_as_they_are(self):
        with tempfile.TemporaryDirectory(prefix="doorward-fail2ban-") as folder:
            config = Path(folder) / "fail2ban"
            shutil.copytree("/etc/fail2ban", config)
            (config / "jail.d" / "defaults-debian.conf").unlink(missing_ok=True)
            shutil.copy(FILTER, config / "filter.d")
            jail = JAIL.read_text().replace("/var/log/nginx/", f"{self.nginx.folder}/")
            (config / "jail.d" / "doorward.conf").write_text(jail)
            # As the filter says for another base_path.
            (config / "filter.d" / "doorward.local").write_text("[Definition]\nbase = /wiki\n")
            # Prints what it would tell the daemon, which does not run.
            done = subprocess.run(["fail2ban-client", "-c", config, "-d"], capture_output=True,
                                  text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            told = [ast.literal_eval(line) for line in done.stdout.splitlines()
                    if line.startswith("[")]
            self.assertIn(["start", "doorward"], told)
            self.assertIn(["set", "doorward", "maxretry", 1000], told)
            self.assertIn(["set", "doorward", "findtime", "10m"], told)
            self.assertEqual(self.visitor(2).send("POST", "/wiki/page"), 403)
            self.logged(1)
            self.assertEqual(self.matched(), [])
            self.assertEqual(len(self.matched(config / "filter.d" / "doorward.conf")), 1)
