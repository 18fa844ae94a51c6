"""Websockets through the door: asked for once, when they begin, and what that means."""

import base64
import hashlib
import random
import socket
import time

import examples
from app import TEXT, WEBSOCKET_KEY, read_frame, write_frame
from world import world

KEY = base64.b64encode(b"sixteen bytes ok")
MASK = b"\x11\x22\x33\x44"
OUT_WITHIN_SECONDS = 1.0
SILENCE_SECONDS_MAX = 2


class Websocket:
    """One handshake; `status` 101 when it is open."""

    def __init__(self, cookies, host="websocket", **headers):
        address, port = examples.portal_address().split(":")
        self._socket = socket.create_connection((address, int(port)), timeout=10)
        self._stream = self._socket.makefile("rwb")
        lines = ["GET /live/ HTTP/1.1", f"Host: {host}.localhost", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 f"Sec-WebSocket-Key: {KEY.decode()}", "Sec-Fetch-Mode: websocket",
                 "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
                 *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        self._stream.write("\r\n".join([*lines, "", ""]).encode())
        self._stream.flush()
        self.status = int(self._stream.readline().split()[1])
        self.headers = {}
        while line := self._stream.readline().strip():
            name, _, value = line.decode().partition(": ")
            self.headers[name.lower()] = value

    def say(self, payload):
        write_frame(self._stream, payload, TEXT, MASK)

    def hear(self):
        """None: the connection has ended."""
        frame = read_frame(self._stream)
        return frame and frame[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stream.close()
        self._socket.close()


class Websockets(examples.Behind):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        examples.put("websocket", {
            examples.APP: f"proxy_pass http://{cls.app.address};",
            "proxy_read_timeout 60s;": f"proxy_read_timeout {SILENCE_SECONDS_MAX}s;",
        }, host="impatient")
        examples.reload()

    def test_frames_pass_both_ways_for_who_is_signed_in(self):
        with Websocket(self.member.cookies, Remote_User="evil") as live:
            self.assertEqual(live.status, 101)
            self.assertEqual(live.headers["sec-websocket-accept"],
                             base64.b64encode(hashlib.sha1(KEY + WEBSOCKET_KEY).digest()).decode())
            self.assertEqual(live.hear().decode(), self.address)
            for payload in (b"", b"hello", random.Random(1).randbytes(70_000)):
                live.say(payload)
                self.assertEqual(live.hear(), payload)

    def test_a_stranger_gets_401_and_the_portal_never_hears_of_it(self):
        self.app.seen.clear()
        name, value = self.member.cookie("session")
        for cookies in ({}, {name: value[:-1] + "x"}, {"x" + name: value}):
            with Websocket(cookies) as live:
                self.assertEqual(live.status, 401)
        self.assertEqual(self.app.seen, [])

    def test_without_the_gate_none_begins_and_open_ones_go_on(self):
        with Websocket(self.member.cookies) as live:
            live.hear()
            with world.frozen("gate"), Websocket(self.member.cookies) as refused:
                live.say(b"still here")
                self.assertEqual(live.hear(), b"still here")
                self.assertEqual(refused.status, 503)

    def test_who_signs_out_begins_no_other_and_keeps_the_open_one(self):
        browser = world.sign_in(self.address)
        with Websocket(browser.cookies) as live:
            live.hear()
            cookies = dict(browser.cookies)
            browser.get("/auth/sign-out")
            browser.press("sign-out")
            time.sleep(OUT_WITHIN_SECONDS)
            for _ in range(8):
                with Websocket(cookies) as another:
                    self.assertEqual(another.status, 401)
            live.say(b"the guide says so")
            self.assertEqual(live.hear(), b"the guide says so")

    def test_nginx_ends_one_on_which_the_portal_says_nothing(self):
        with Websocket(self.member.cookies, "impatient") as live:
            live.hear()
            began = time.monotonic()
            self.assertIsNone(live.hear())
            self.assertGreaterEqual(time.monotonic() - began, SILENCE_SECONDS_MAX - 0.5)
        with Websocket(self.member.cookies, "impatient") as again:
            self.assertEqual(again.status, 101, "and the next one is asked for")
