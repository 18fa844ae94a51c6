"""Tokens that are not ours: refused whatever they look like, and without a query."""

import itertools
import secrets
import string
import time
import unittest

from pipeline import head, statuses
from sessions import cookie_name, decode, encode, make_sessions, sealed, session_key
from world import SLOWER, world

TOKENS = 100_000
SECONDS_MAX = 40 * SLOWER
OWN_BYTES = 16
PAGE = "/members/downloads/release-notes-4.2.txt"
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
# Any byte that a header may hold; a blank or ";" at an edge is no part of the value.
BYTES = [bytes([code]) for code in range(1, 256) if bytes([code]) not in b"\r\n"]
# Each gate reads what was revoked every 400 ms; a lease that is in use is looked at now and then.
BACKGROUND_QUERIES_A_SECOND = 2 / 0.4
CONTROLS = 200


def flipped(raw, *bits):
    return bytes(byte ^ sum(1 << bit % 8 for bit in bits if bit // 8 == at)
                 for at, byte in enumerate(raw))


def respelled(token):
    """Other texts for the same bytes, or what a careless reader would take for them."""
    for letter in ALPHABET:
        if letter != token[-1] and decode(token[:-1] + letter) == decode(token):
            yield token[:-1] + letter  # the last character has two bits that mean nothing
    for at, letter in enumerate(token):
        yield f"{token[:at]}%{ord(letter):02x}{token[at + 1:]}"
        yield f"{token[:at]}%{ord(letter):02X}{token[at + 1:]}"
        if letter != letter.swapcase():
            yield token[:at] + letter.swapcase() + token[at + 1:]
    yield from (token.lower(), token.upper(), token.swapcase(), token[::-1], decode(token).hex())
    for start, end in itertools.product(("", '"', "'", "%22", "=", "."), repeat=2):
        if start + end:
            yield start + token + end
    if set(token) & set("-_"):
        yield token.replace("-", "+").replace("_", "/")


def shortened_and_lengthened(token):
    for size in range(len(token)):
        yield token[:size]
        yield token[-size:] if size else ""
    for size in range(len(token) + 1):
        yield token + token[:size]
        yield token[size:] + token
    for letter in ALPHABET:
        yield from (letter + token, token + letter, token + 2 * letter, token + "." + letter)
    for at in range(1, len(token)):
        for more in (" ", "\t", ".", "=", "%00", "A"):
            yield token[:at] + more + token[at:]


def altered(token):
    """The token with a byte in another's place, and with bits of its bytes turned over."""
    for at, byte in itertools.product(range(len(token)), BYTES):
        changed = token[:at].encode() + byte + token[at + 1:].encode()
        if byte != token[at].encode() and changed.strip(b" \t;") == changed:
            yield changed
    raw = decode(token)
    for count in (1, 2):
        for bits in itertools.combinations(range(8 * len(raw)), count):
            yield encode(flipped(raw, *bits))


def forged(key):
    """What somebody makes who has not the key."""
    others = [secrets.token_bytes(32), bytes(32), key[:16], key[::-1], flipped(key, 0)]
    for _ in range(2000):
        own = secrets.token_bytes(OWN_BYTES)
        for other in others:
            yield encode(sealed(own, other))
        right = sealed(own, key)
        yield encode(right[OWN_BYTES:] + own)
        yield encode(sealed(secrets.token_bytes(OWN_BYTES), key)[:OWN_BYTES] + right[OWN_BYTES:])
        for label in (b"", b"flow", b"Session", b"session\0"):
            yield encode(sealed(own, key, label))
        for mac in (bytes(OWN_BYTES), own, secrets.token_bytes(4) + right[-12:]):
            yield encode(own + mac)


def of_any_length():
    while True:
        yield secrets.token_urlsafe(32)
        yield secrets.token_urlsafe(secrets.randbelow(90))
        yield "".join(secrets.choice(ALPHABET + "+/=.~%!") for _ in range(43))


class Tokens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.token = make_sessions(world, world.sign_up(), 1)[0]
        cls.key = session_key(world)
        cls.name = cookie_name(world).encode()
        world.sql("SET GLOBAL userstat = 1")

    @classmethod
    def tearDownClass(cls):
        world.sql("SET GLOBAL userstat = 0")

    def ask(self, cookies):
        """Whom the door lets in: the statuses for these Cookie headers."""
        return statuses(world.url, [head(world.url, PAGE, b"Accept: text/html",
                                         b"Cookie: " + cookie) for cookie in cookies])

    def cookie(self, value):
        return self.name + b"=" + (value.encode() if isinstance(value, str) else value)

    def queries(self):
        """How many SELECT the gates have sent."""
        return int(world.sql("SELECT SELECT_COMMANDS FROM information_schema.USER_STATISTICS "
                             "WHERE USER = 'doorward_gate'")[0][0])

    def headers(self):
        """All the Cookie headers of this test: true ones are in none of them."""
        token, good = self.token, self.cookie(self.token)
        yield from (good + b"; " + good, good + b";" + good, good + b"; " + self.cookie("x"),
                    self.cookie("") + b"; " + good, good.upper(), b"x" + good, good[1:],
                    b"__Host-" + good, b"__Secure-" + good, b'"' + good + b'"',
                    good.replace(b"=", b" ="), good.replace(b"=", b"= "),
                    good.replace(b"=", b"=="), good.replace(b"=", b"%3D"),
                    good.replace(b"=", b":"), good.replace(b"doorward", b"doorward-flow"))
        values = itertools.chain(respelled(token), shortened_and_lengthened(token), altered(token),
                                 forged(self.key), of_any_length())
        yield from (self.cookie(value) for value in values if value != token)

    def test_a_hundred_thousand_tokens_that_are_not_ours_are_refused_without_a_query(self):
        cookies = {}  # a set that keeps the order
        for cookie in self.headers():
            cookies[cookie] = None
            if len(cookies) == TOKENS:
                break
        self.assertEqual(self.ask([self.cookie(self.token)]), [200], "the true one is known")
        before, started = self.queries(), time.monotonic()
        wrong = [(status, cookie) for status, cookie in zip(self.ask(cookies), cookies)
                 if status != 303]
        seconds, asked = time.monotonic() - started, self.queries() - before
        print(f"       {TOKENS} tokens in {seconds:.1f} s, {asked} queries meanwhile")
        self.assertEqual(wrong[:10], [])
        self.assertLess(asked, BACKGROUND_QUERIES_A_SECOND * seconds + 20)
        self.assertLess(seconds, SECONDS_MAX)

    def test_a_token_of_ours_without_a_session_is_refused_after_a_query(self):
        """So the counter counts, and it is the key that spares the queries."""
        cookies = [self.cookie(encode(sealed(secrets.token_bytes(OWN_BYTES), self.key)))
                   for _ in range(CONTROLS)]
        before = self.queries()
        self.assertEqual(set(self.ask(cookies)), {303})
        self.assertGreaterEqual(self.queries() - before, CONTROLS)

    def test_a_header_that_http_does_not_allow_is_refused(self):
        for at in range(len(self.token) + 1):
            value = self.token[:at].encode() + b"\0" + self.token[at:].encode()
            self.assertEqual(self.ask([self.cookie(value)]), [400], f"NUL at {at}")
