"""Who hangs up: within the body of a form, or before the answer. What was not sent whole is not
done; what was, is done once, and the same button afterwards leads to the same place."""

import socket
import struct
import unittest
from urllib.parse import urlencode, urlsplit

from fastcgi import PARAMS, STDIN, begin, pairs, read_answer, record
from world import PASSWORD, until, world

TENTHS = 10
ROUNDS = 5


def request(browser, action, **fields):
    """The form with that button, in bytes: (head, body)."""
    path, form = browser.filled(action, **fields)
    body = urlencode(form).encode()
    lines = [f"POST {path} HTTP/1.1", f"Host: {urlsplit(world.url).netloc}",
             *(f"{name}: {value}" for name, value in browser.form_headers().items()),
             "Cookie: " + "; ".join(f"{k}={v}" for k, v in browser.cookies.items()),
             f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode(), body


def send_and_reset(data):
    address = urlsplit(world.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class CutOff(unittest.TestCase):
    def setUp(self):
        self.address = world.new_address()
        self.browser = world.verify_sign_up(self.address)
        self.fields = {"name": "Mia Quist", "password": PASSWORD, "password_confirm": PASSWORD}

    def accounts(self):
        return world.count("account", f"email = '{self.address}'")

    def all_workers_answer(self):
        for _ in range(8):
            self.assertEqual(world.browser().get("/auth/sign-in").status, 200)

    def test_a_body_cut_at_any_tenth_does_nothing_and_keeps_no_worker(self):
        before = world.processes()
        head, body = request(self.browser, "create", **self.fields)
        for tenth in range(TENTHS):
            send_and_reset(head + body[:len(body) * tenth // TENTHS])
        self.all_workers_answer()
        self.assertEqual(self.accounts(), 0)
        self.browser.press("create", **self.fields)
        self.assertEqual(self.accounts(), 1)
        self.assertEqual(world.processes(), before)

    def test_a_body_cut_behind_nginx_does_nothing_and_keeps_no_worker(self):
        _, body = request(self.browser, "create", **self.fields)
        parameters = pairs(
            REQUEST_METHOD="POST", DOCUMENT_URI=self.browser.filled("create")[0].partition("?")[0],
            CONTENT_TYPE="application/x-www-form-urlencoded", CONTENT_LENGTH=str(len(body)),
            HTTP_ORIGIN=world.url, HTTP_SEC_FETCH_SITE="same-origin", REMOTE_ADDR="127.0.0.1",
            HTTP_COOKIE="; ".join(f"{k}={v}" for k, v in self.browser.cookies.items()))
        start = begin() + record(PARAMS, parameters) + record(PARAMS, b"")
        for tenth in range(TENTHS):
            part = body[:len(body) * tenth // TENTHS]
            some = record(STDIN, part) if part else b""
            self.to_worker(start + some)
            self.assertIn(b"Status: 400", self.to_worker(start + some + record(STDIN, b""), True))
        self.all_workers_answer()
        self.assertEqual(self.accounts(), 0)
        whole = start + record(STDIN, body) + record(STDIN, b"")
        self.assertIn(b"Status: 303", self.to_worker(whole, True))
        self.assertEqual(self.accounts(), 1)

    @staticmethod
    def to_worker(data, waits=False):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(world.env["WEB_SOCKET"])
            connection.sendall(data)
            return read_answer(connection) if waits else b""

    def test_who_is_gone_before_the_answer_finds_it_done_once(self):
        head, body = request(self.browser, "create", **self.fields)
        for _ in range(ROUNDS):
            send_and_reset(head + body)
        until(lambda: self.accounts() == 1, 10, "it was not done")
        self.browser.press("create", **self.fields)
        self.assertEqual(self.browser.page.status, 200, self.browser.page.text)
        self.assertEqual(self.accounts(), 1)
        self.all_workers_answer()
        world.sign_in(self.address)
