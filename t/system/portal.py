"""A portal on a machine of our own, set up as the guide's install page has it."""

import re
import time
from collections import Counter

import machine
from guide import sections
from load import Load
from tls import make_certificate
from world import PASSWORD, until

HOST = "portal.example.com"
MIA = "mia@acme.example"
MAIL_SERVER = """\
listen on 127.0.0.1
table everybody { "@" = "mia" }
action "in" maildir virtual <everybody>
match from any for domain "acme.example" action "in"
"""
DAEMONS = ("doorward-web@1", "doorward-web@2", "doorward-gate@1", "doorward-gate@2",
           "doorward-mailer")
TABS = 2  # and as many visitors

the_portal = None  # set by run, before the tests are loaded


class Portal:
    """The machine is prepared here, and must be booted for the rest."""

    def __init__(self, the_machine):
        self.machine = the_machine
        self._read = set()  # names of letters
        root = the_machine.root
        (root / "etc/hosts").write_text(f"127.0.0.1 localhost {HOST}\n")
        (root / "etc/smtpd.conf").write_text(MAIL_SERVER)
        certificate = root / "etc/ssl" / HOST
        certificate.mkdir()
        self._authority = make_certificate(certificate, HOST)
        (root / "usr/local/share/ca-certificates/doorward.crt").write_bytes(
            self._authority.read_bytes())

    def set_up(self):
        self.machine.output("useradd --create-home mia; update-ca-certificates")
        started = time.monotonic()
        self._follow_the_guide(sections())
        print(f"       installed in {time.monotonic() - started:.0f} s")
        self.member = self._sign_up_and_in()

    # In the order of the guide. Where it says what a reader has to do by hand, so do we.
    def _follow_the_guide(self, guide):
        self._follow(guide["The package"])
        (self.machine.root / "etc/doorward/doorward.conf").write_text(guide["The settings"][0])
        for title in ("The database", "Companies", "nginx", "Start"):
            self._follow(guide[title])

    def _follow(self, blocks):
        for block in blocks:
            self.machine.output(f"set -e; cd {machine.FOLDER}\n{block}")

    def visitor(self):
        return machine.Visitor(self.machine, HOST, self._authority)

    def _code(self):
        """That of the newest letter, which must come first."""
        folder = self.machine.root / "home/mia/Maildir/new"

        def unread():
            letters = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime)
            return [letter for letter in letters if letter.name not in self._read
                    and re.search(rb"\d{6} is your verification code", letter.read_bytes())]

        until(unread, 20, "no code came")
        letter = unread()[-1]
        self._read.update(file.name for file in folder.glob("*"))
        return re.search(rb"(\d{6}) is your verification code", letter.read_bytes())[1].decode()

    def _sign_up_and_in(self):
        browser = self.visitor()
        browser.get("/auth/sign-up")
        browser.press("send", email=MIA)
        browser.press("verify", code=self._code())
        browser.press("create", name="Mia Quist", password=PASSWORD, password_confirm=PASSWORD)
        return self.sign_in()

    def sign_in(self):
        browser = self.visitor()
        browser.get("/members/", Accept="text/html")
        browser.follow()
        browser.press("sign-in", email=MIA, password=PASSWORD)
        if "Multifactor authentication" in browser.page.text:
            browser.press("continue")
        browser.press("send", email=MIA)
        browser.press("verify", code=self._code())
        browser.press("continue")
        return browser

    def is_in(self):
        try:
            answer = self.member.get("/members/")
        except OSError:
            return False
        return answer.status == 200 and "Mia Quist" in answer.html

    def statuses_while(self, script):
        """{status: how often} of all that visitors and the member in some tabs ask while the machine
        runs it; it must succeed."""
        tabs = [self.visitor() for _ in range(TABS)]
        for tab in tabs:
            tab.cookies = dict(self.member.cookies)
        visitors = [self.visitor() for _ in range(TABS)]
        with Load(tabs, "/members/") as inside, Load(visitors, "/auth/sign-in") as outside:
            self.machine.output(script)
        for browser in tabs + visitors:
            browser.close()
        return Counter(inside.statuses) + Counter(outside.statuses)

    def pid(self, unit):
        return self.machine.output(f"systemctl show --value --property MainPID {unit}").strip()
