"""What a stranger can try with an address: each step timed, and what it shows written down.

The addresses of a walk are of one length and one domain, and differ only in what stands behind
them. They come in random order.
"""

import itertools
import random
import re
import secrets
import time

from samples import Samples
from world import PASSWORD, world

TRIES_PER_ADDRESS = 9    # ten wrong passwords are free of a wait
FLOWS_PER_BLOCK = 500    # so that no code comes near its end
# "Connection: close" comes with the thousandth request of a connection.
HEADERS_OF_THEIR_OWN = {"connection", "date", "x-request-id"}
VALUES_OF_THEIR_OWN = re.compile(
    r'(?<=name="csrf" value=")[^"]*|(?<=name="flow" value=")[^"]*|(?<=flow=)[\w-]+|'
    r"(?<=Reference )\w+|\d+(?= seconds)|(?<=mail system at )\d\d:\d\d")

# status, company, password_hash of the account; None: there is none.
KINDS = {
    "unknown": None,
    "known": ("'active'", "company_id", "password_hash"),
    "locked": ("'locked'", "company_id", "password_hash"),
    "imported": ("'active'", "company_id", "NULL"),
    "licence over": ("'active'", "(SELECT id FROM company WHERE slug = 'lapsed')", "password_hash"),
}


def new_people(kind, count, pattern):
    """As many addresses of that kind; what else is in their accounts is as in that of `pattern`."""
    addresses = [f"p{secrets.token_hex(6)}@example.com" for _ in range(count)]
    if KINDS[kind]:
        status, company, password_hash = KINDS[kind]
        values = ",".join(f"('{address}')" for address in addresses)
        world.sql(
            f"CREATE TEMPORARY TABLE newcomer (email VARCHAR(254)); INSERT INTO newcomer VALUES {values};"
            "INSERT INTO account (id, email, name, password_hash, company_id, status, role, proved_at, "
            "password_changed_at, created_at) SELECT RANDOM_BYTES(16), newcomer.email, name, "
            f"{password_hash}, {company}, {status}, role, proved_at, password_changed_at, created_at "
            f"FROM newcomer JOIN account WHERE account.email = '{pattern}'")
    return addresses


def blank(text, address):
    """Without what is of this one request, at its old length."""
    text = text.replace(address, "#" * len(address)).replace(
        address.replace("@", "%40"), "#" * len(address))
    return VALUES_OF_THEIR_OWN.sub(lambda found: "#" * len(found[0]), text)


def look(answer, address, letter_under_way=False):
    """All of an answer but what is of this one request: status, headers, every byte of the page."""
    body = blank(answer.html, address)
    headers = []
    for name, value in sorted((name.lower(), value) for name, value in answer.headers.items()):
        if name == "set-cookie":
            value = re.sub("=[^;]*", "=", value, count=1)
        if name == "retry-after":
            value = "#" * len(value)
        if name not in HEADERS_OF_THEIR_OWN:
            headers.append((name, blank(value, address)))
    if letter_under_way:
        body = re.sub(r'<p class="delivery".*?</p>', "DELIVERY", body, flags=re.S)
        headers = [pair for pair in headers if pair[0] != "content-length"]
    return answer.status, tuple(headers), body


class Stranger:
    """One browser that tries addresses of the kinds, `count` of each: copies of `pattern`."""

    IN_THE_BACKGROUND = ("its letter handed over", "its second letter handed over")

    def __init__(self, pattern, kinds, count, seed):
        self.samples = Samples()
        self.pattern = pattern
        self.kinds, self.count = kinds, count
        self.random = random.Random(seed)
        self.browser = world.browser()
        self.letters_show = False  # a page tells how far its letter is

    def people(self, each=1):
        """[(kind, address)], each address that many times, shuffled."""
        tries = []
        for kind in self.kinds:
            addresses = new_people(kind, -(-self.count // each), self.pattern)
            tries += [(kind, address) for address in (addresses * each)[:self.count]]
        self.random.shuffle(tries)
        return tries

    def timed(self, step, kind, address, ask, letter_under_way=False):
        started = time.perf_counter()
        answer = ask()
        milliseconds = (time.perf_counter() - started) * 1000
        assert answer.status != 429 or "too soon" in step, f"{step}: {answer.text}"
        under_way = letter_under_way and self.letters_show
        self.samples.add(step, kind, milliseconds, look(answer, address, under_way))
        return answer

    def sign_in(self):
        self.browser.get("/auth/sign-in")
        path, form = self.browser.filled("sign-in", password="not the right password")
        for kind, address in self.people(TRIES_PER_ADDRESS):
            self.timed("wrong password", kind, address,
                       lambda: self.browser.post(path, {**form, "email": address}))

    def ask_for_code(self, kind, address, form):
        answer = self.timed("ask for a code", kind, address,
                            lambda: self.browser.post(form[0], {**form[1], "email": address}))
        self.timed("its page", kind, address,
                   lambda: self.browser.get(answer.location.removeprefix(world.url)), True)

    def flows(self, page, whole=True):
        """Begins flows at `page`, and goes on with the wrong code and a further one."""
        self.letters_show = page.startswith("/auth/sign-up")
        for block in in_blocks(self.people()):
            # What one network may begin is not what this is about.
            world.sql("DELETE FROM attempt WHERE budget = 'network_flows_hour'")
            self.browser.get(page)
            form = self.browser.filled("send")
            begun = []
            for kind, address in block:
                self.ask_for_code(kind, address, form)
                if whole:
                    begun.append((kind, address, *self.first_tries(kind, address)))
            if whole:
                self.a_minute_later(begun)
            if whole and self.letters_show:
                self.add_hand_overs(block)

    def first_tries(self, kind, address):
        """(path, form) of "send new code"."""
        verify, resend = self.browser.filled("verify", code="000000"), self.browser.filled("resend")
        self.timed("wrong code", kind, address, lambda: self.browser.post(*verify), True)
        self.timed("new code too soon", kind, address, lambda: self.browser.post(*resend), True)
        return resend

    def a_minute_later(self, begun):
        world.wait_for_letters()
        world.sql("UPDATE flow SET sent_at = sent_at - INTERVAL 1 MINUTE WHERE state = 'code_sent'")
        self.random.shuffle(begun)
        pages = []
        for kind, address, path, form in begun:
            page = f"{path}?flow={form['flow']}"
            self.timed("its page a minute later", kind, address, lambda: self.browser.get(page))
            answer = self.timed("new code", kind, address, lambda: self.browser.post(path, form))
            self.timed("the new code's page", kind, address,
                       lambda: self.browser.get(answer.location.removeprefix(world.url)), True)
            pages.append((kind, address, page))
        world.wait_for_letters()
        for kind, address, page in pages:
            self.timed("its page at last", kind, address, lambda: self.browser.get(page))


    def add_hand_overs(self, block):
        """How long each letter was waiting: who looks at its page again and again sees it."""
        kinds = {address: kind for kind, address in block}
        numbers = {}
        for address, milliseconds in world.sql(
                "SELECT recipient, TIMESTAMPDIFF(MICROSECOND, created_at, handed_at) / 1000 "
                "FROM outbox WHERE state = 'sent' ORDER BY created_at"):
            if address in kinds:
                number = numbers[address] = numbers.get(address, -1) + 1
                step = self.IN_THE_BACKGROUND[number]
                self.samples.add_time(step, kinds[address], float(milliseconds))


def in_blocks(tries):
    tries = iter(tries)
    while block := list(itertools.islice(tries, FLOWS_PER_BLOCK)):
        yield block
