"""Against floods: nginx's brake for one address."""

import contextlib
import http.client
import time
import unittest

from client import Browser
from nginx_case import private_nginx
from stacklib.layout import free_port
from world import until, world

PER_SECOND, BURST = 5, 50
POSTS_MAX = 2000
TEXT = """
include snippets/doorward-http.conf;
include snippets/doorward-limits.conf;
server {
  listen 127.0.0.1:8080;
  include snippets/doorward-server.conf;
  location /open/ { try_files $uri =404; }
}
"""


class Visitor(Browser):
    """A browser that comes from an address of its own: 127.0.0.2 and so on."""

    def __init__(self, url, address):
        super().__init__(url)
        self.address = address

    def _answer(self, method, path, body, headers):
        if not self._connection:
            self._connection = http.client.HTTPConnection(
                self.url.removeprefix("http://"), timeout=30, source_address=(self.address, 0))
        self._connection.request(method, path, body, {"Host": "127.0.0.1", **headers})
        return self._connection.getresponse()

    def send(self, method, path, body="", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request(method, path, body, headers).status


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
