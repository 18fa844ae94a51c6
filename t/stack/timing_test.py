"""A stranger learns nothing from a wrong sign-in: not by what it says, not by how long it takes."""

import random
import re
import statistics
import time
import unittest

from world import SLOWER, world

TRIES = 500             # of each kind: fewer make medians that a busy machine pushes apart
TRIES_PER_ADDRESS = 9   # ten are free of a wait
MILLISECONDS_MAX = 2.0 * SLOWER
# "Connection: close" comes with the thousandth request of a connection.
HEADERS_OF_THEIR_OWN = {"connection", "date", "set-cookie", "x-request-id"}


def add_accounts(addresses, pattern, password_hash):
    """Copies of an account, quicker than as many sign-ups."""
    for address in addresses:
        world.sql(
            "INSERT INTO account (id, email, name, password_hash, company_id, status, role, "
            "proved_at, password_changed_at, created_at) "
            f"SELECT RANDOM_BYTES(16), '{address}', name, {password_hash}, company_id, status, "
            f"role, proved_at, password_changed_at, created_at FROM account WHERE email = '{pattern}'")


def look(answer, address):
    """All of an answer but what is of this one request."""
    body = answer.html.replace(address, "ADDRESS")
    body = re.sub(r'name="csrf" value="[^"]*"', "CSRF", body)
    body = re.sub(r"Reference \w+", "REFERENCE", body)
    headers = sorted((name.lower(), value) for name, value in answer.headers.items()
                     if name.lower() not in HEADERS_OF_THEIR_OWN)
    return answer.status, tuple(headers), body


class WrongSignIns(unittest.TestCase):
    def test_unknown_address_and_wrong_password_look_and_take_the_same(self):
        count = -(-TRIES // TRIES_PER_ADDRESS)
        pattern = world.sign_up()
        # Of one length: the page's own would differ otherwise.
        known = [f"known{n:04}@example.com" for n in range(count)]
        unknown = [f"ghost{n:04}@example.com" for n in range(count)]
        imported = [f"impor{n:04}@example.com" for n in range(count)]
        add_accounts(known, pattern, "password_hash")
        add_accounts(imported, pattern, "NULL")

        tries = [(kind, address)
                 for kind, addresses in {"unknown address": unknown, "wrong password": known,
                                         "no password yet": imported}.items()
                 for address in (addresses * TRIES_PER_ADDRESS)[:TRIES]]
        random.Random(11).shuffle(tries)

        browser = world.browser()
        browser.get("/auth/sign-in")
        path, form = browser.filled("sign-in", password="not the right password")
        times, looks = {}, {}
        for kind, address in tries:
            started = time.perf_counter()
            answer = browser.post(path, {**form, "email": address})
            times.setdefault(kind, []).append((time.perf_counter() - started) * 1000)
            looks.setdefault(kind, set()).add(look(answer, address))

        medians = {kind: statistics.median(values) for kind, values in times.items()}
        for kind, median in sorted(medians.items()):
            print(f"       {kind}: {len(times[kind])} tries, median {median:.2f} ms")
        self.assertEqual(len(set.union(*looks.values())), 1, "they look different")
        self.assertEqual(next(iter(looks["unknown address"]))[0], 422)
        for kind in ("wrong password", "no password yet"):
            self.assertLess(abs(medians[kind] - medians["unknown address"]), MILLISECONDS_MAX, kind)

    def test_sign_up_looks_the_same_for_an_address_that_has_an_account(self):
        pattern = world.sign_up()
        add_accounts(["taken@example.com"], pattern, "password_hash")
        pages = {}
        for address in ("taken@example.com", "fresh@example.com"):
            browser = world.ask_sign_up_code(address)
            body = re.sub(r'[\w-]{22,}', "TOKEN", browser.page.html.replace(address, "ADDRESS"))
            body = re.sub(r'<p class="delivery".*?</p>', "DELIVERY", body, flags=re.S)
            pages[address] = re.sub(r"in \d+ seconds", "SOON", body)
        self.assertEqual(*pages.values())
