"""The stack that all tests share, and the ways through it that most of them take."""

import contextlib
import email
import itertools
import os
import re
import shlex
import subprocess
import tempfile
import threading
import time
from email.header import decode_header, make_header
from pathlib import Path

from client import Browser

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("DOORWARD_BUILD") or ROOT / "build")
SANITIZER = os.environ.get("SANITIZER")  # of t/sanitize/run, when it runs us
# How many times as long as the programs of every day those of a sanitizer may take.
SLOWER = {"address": 3, "thread": 6}.get(SANITIZER, 1)
STACK = ROOT / "t" / "support" / "stack"
POLL_SECONDS = 0.02
PASSWORD = "seven plum lanterns drift"
# A letter that a killed mailer held is free again after seconds, not after two minutes.
SETTINGS = "smtp_timeout = 2s\nsmtp_lease = 3s\n"


def until(condition, seconds_max, complaint):
    deadline = time.monotonic() + seconds_max * SLOWER
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(complaint() if callable(complaint) else complaint)
        time.sleep(POLL_SECONDS)
    return result


def at_once(tasks):
    """Runs all at the same moment, each in its own thread. Their results, in order."""
    barrier = threading.Barrier(len(tasks))
    results = [None] * len(tasks)

    def run(number, task):
        barrier.wait()
        try:
            results[number] = task()
        except Exception as error:  # a lost answer is a result, too
            results[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class Letter:
    def __init__(self, path):
        self.raw = path.read_bytes()
        message = email.message_from_bytes(self.raw)
        self.parts = [part.get_payload(decode=True).decode() for part in message.walk()
                      if part.get_content_maintype() == "text"]
        self.to = message["X-Envelope-To"]
        self.id = message["Message-ID"]
        self.subject = str(make_header(decode_header(message["Subject"])))
        code = re.search(r"\b(\d{6})\b", self.subject)
        self.code = code[1] if code else None


class World:
    """One running stack."""

    def __init__(self, folder):
        self.dir = Path(folder)
        self.env = {}
        for line in (self.dir / "stack.env").read_text().splitlines():
            key, _, value = line.partition("=")
            self.env[key] = "".join(shlex.split(value)[:1])
        self.url = self.env["URL"]
        self._letters = {}
        self._numbers = itertools.count(1)
        self._passed_on = {}

    # Its parts

    def stack(self, command, *words):
        return run_stack(command, self.dir, *words)

    @contextlib.contextmanager
    def without(self, part):
        self.stack("stop", part)
        try:
            yield
        finally:
            self.stack("start", part)

    @contextlib.contextmanager
    def frozen(self, part):
        self.stack("signal", part, "STOP")
        try:
            yield
        finally:
            self.stack("signal", part, "CONT")

    def processes(self):
        """{name: pid} of what runs."""
        rows = [line.split() for line in self.stack("status").splitlines()]
        return {row[0]: int(row[2]) for row in rows if len(row) == 3}

    def ctl(self, *words):
        return subprocess.run([*shlex.split(self.env["DOORWARDCTL"]), *words], check=True,
                              capture_output=True, text=True).stdout

    def sql(self, query):
        """The rows of the answer, as strings."""
        command = [*shlex.split(self.env["DB_ADMIN"]), "--batch", "--skip-column-names",
                   self.env["DB_NAME"]]
        output = subprocess.run(command, input=query, check=True, capture_output=True,
                                text=True).stdout
        return [line.split("\t") for line in output.splitlines()]

    def count(self, table, where):
        return int(self.sql(f"SELECT COUNT(*) FROM {table} WHERE {where}")[0][0])

    def sessions_of(self, address):
        return self.count("session JOIN account ON account.id = session.account_id",
                          f"ended_at IS NULL AND email = '{address}'")

    # Its mails

    def letters(self, address=None):
        for path in sorted(Path(self.env["INBOX"]).glob("*.eml")):
            if path not in self._letters:
                self._letters[path] = Letter(path)
        return [letter for letter in self._letters.values() if address in (None, letter.to)]

    def code(self, address, seconds_max=15):
        """The next code mailed to that address that nobody has read yet."""
        def codes():
            return [letter.code for letter in self.letters(address) if letter.code]

        number = self._passed_on.get(address, 0)
        until(lambda: len(codes()) > number, seconds_max, lambda: f"no code came to {address}")
        self._passed_on[address] = number + 1
        return codes()[number]

    def pass_over_codes(self, address):
        """Nobody will read those mailed to that address so far."""
        self.wait_for_letters()
        self._passed_on[address] = sum(bool(letter.code) for letter in self.letters(address))

    def wait_for_letters(self, seconds_max=20):
        """Until none is under way."""
        until(lambda: self.count("outbox", "state IN ('queued', 'leased')") == 0, seconds_max,
              "the outbox is not empty")

    # Its people

    def browser(self):
        return Browser(self.url)

    def new_address(self, name="p"):
        return f"{name}{os.getpid()}x{next(self._numbers)}@example.com"

    def ask_sign_up_code(self, address, browser=None):
        browser = browser or self.browser()
        browser.get("/auth/sign-up")
        browser.press("send", email=address)
        return browser

    def verify_sign_up(self, address):
        """A browser at the page with the password fields."""
        browser = self.ask_sign_up_code(address)
        browser.press("verify", code=self.code(address))
        return browser

    def sign_up(self, name="Mia Quist", password=PASSWORD):
        """The address of a new account."""
        address = self.new_address()
        self.verify_sign_up(address).press("create", name=name, password=password,
                                           password_confirm=password)
        assert self.count("account", f"email = '{address}'") == 1, "there is no account"
        return address

    def give_password(self, address, password=PASSWORD, path="/members/", browser=None):
        """A browser at the page that asks for the e-mail address (M3)."""
        browser = browser or self.browser()
        browser.get(path)
        browser.follow()
        browser.press("sign-in", email=address, password=password)
        if "Multifactor authentication" in browser.page.text:
            browser.press("continue")
        return browser

    def ask_sign_in_code(self, address, path="/members/", browser=None):
        browser = self.give_password(address, path=path, browser=browser)
        browser.press("send", email=address)
        return browser

    def verify_sign_in(self, address, path="/members/", browser=None):
        """A browser whose next Continue signs in (M5)."""
        browser = self.ask_sign_in_code(address, path, browser)
        browser.press("verify", code=self.code(address))
        return browser

    def sign_in(self, address, path="/members/", browser=None):
        browser = self.verify_sign_in(address, path, browser)
        browser.press("continue")
        assert browser.cookie("session"), f"not signed in: {browser.page.status} {browser.page.text}"
        return browser


def run_stack(command, folder, *words, inside=(), **environment):
    done = subprocess.run([*inside, STACK, command, folder, *words], capture_output=True, text=True,
                          env={**os.environ, **environment})
    if done.returncode:
        raise AssertionError(f"stack {command} {' '.join(words)}: {done.stderr}")
    return done.stdout


@contextlib.contextmanager
def a_stack(settings=SETTINGS, on_folder=lambda folder: None, inside=()):
    """A stack of one's own, gone afterwards. `on_folder` hears of its folder before it starts;
    `inside`: a command that starts it."""
    with tempfile.TemporaryDirectory(prefix="doorward-stack-") as folder:
        settings_file = Path(folder) / "settings"
        settings_file.write_text(settings)
        stack_dir = Path(folder) / "stack"
        on_folder(stack_dir)
        try:
            run_stack("up", stack_dir, inside=inside, STACK_SETTINGS=str(settings_file))
            yield World(stack_dir)
        finally:
            subprocess.run([STACK, "down", stack_dir], check=False)


world = None  # set by run, before the tests are loaded
