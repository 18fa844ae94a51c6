"""The guide's install page, followed on a machine of our own; then what befalls a machine."""

import contextlib
import re
import time
import unittest

import machine
from guide import sections
from tls import make_certificate
from world import PASSWORD, until

HOST = "portal.example.com"
MIA = "mia@acme.example"
# In the order of the guide. Where it says what a reader has to do by hand, so do we.
MAIL_SERVER = """\
listen on 127.0.0.1
table everybody { "@" = "mia" }
action "in" maildir virtual <everybody>
match from any for domain "acme.example" action "in"
"""
DAEMONS = ("doorward-web@1", "doorward-web@2", "doorward-gate@1", "doorward-gate@2",
           "doorward-mailer")
JOBS = ("doorward-purge", "doorward-licences", "doorward-alarm")
EXPOSURE_MAX = {"doorward-web@": 0.3, "doorward-gate@": 0.3, "doorward-mailer": 1.1,
                "doorward-purge": 1.8, "doorward-licences": 1.8, "doorward-alarm": 1.8}
SECRETS = {"doorward-web@1": ["code.key", "database", "form.key", "session.key"],
           "doorward-gate@1": ["database", "session.key"],
           "doorward-mailer": ["code.key", "database"]}
BACK_SECONDS_MAX = 5
RESTARTS = 10
RESTART_SECONDS_MAX = 1


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = machine.the_machine
        root = cls.machine.root
        (root / "etc/hosts").write_text(f"127.0.0.1 localhost {HOST}\n")
        (root / "etc/smtpd.conf").write_text(MAIL_SERVER)
        certificate = root / "etc/ssl" / HOST
        certificate.mkdir()
        cls.authority = make_certificate(certificate, HOST)
        (root / "usr/local/share/ca-certificates/doorward.crt").write_bytes(
            cls.authority.read_bytes())
        cls.enterClassContext(cls.machine.booted())
        cls.machine.output("useradd --create-home mia; update-ca-certificates")
        started = time.monotonic()
        cls.follow_the_guide(sections(), root)
        print(f"       installed in {time.monotonic() - started:.0f} s")
        cls.member = cls.sign_up_and_in()

    @classmethod
    def follow_the_guide(cls, guide, root):
        (root / "etc/doorward").mkdir(exist_ok=True)
        (root / "etc/doorward/doorward.conf").write_text(guide["The settings"][0])
        for block in (guide["The programs"][1], *guide["The database"], *guide["The keys"],
                      *guide["Companies"], *guide["nginx"], *guide["Start"]):
            cls.machine.output(f"set -e\n{block}")

    @classmethod
    def visitor(cls):
        return machine.Visitor(cls.machine, HOST, cls.authority)

    @classmethod
    def code(cls):
        """That of the newest letter, which must come first."""
        folder = cls.machine.root / "home/mia/Maildir/new"
        read = cls.read = getattr(cls, "read", set())

        def unread():
            letters = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime)
            return [letter for letter in letters if letter.name not in read
                    and re.search(rb"\d{6} is your verification code", letter.read_bytes())]

        until(unread, 20, "no code came")
        letter = unread()[-1]
        read.update(file.name for file in folder.glob("*"))
        return re.search(rb"(\d{6}) is your verification code", letter.read_bytes())[1].decode()

    @classmethod
    def sign_up_and_in(cls):
        browser = cls.visitor()
        browser.get("/auth/sign-up")
        browser.press("send", email=MIA)
        browser.press("verify", code=cls.code())
        browser.press("create", name="Mia Quist", password=PASSWORD, password_confirm=PASSWORD)
        return cls.sign_in()

    @classmethod
    def sign_in(cls):
        browser = cls.visitor()
        browser.get("/members/", Accept="text/html")
        browser.follow()
        browser.press("sign-in", email=MIA, password=PASSWORD)
        if "Multifactor authentication" in browser.page.text:
            browser.press("continue")
        browser.press("send", email=MIA)
        browser.press("verify", code=cls.code())
        browser.press("continue")
        return browser

    def is_in(self):
        try:
            answer = self.member.get("/members/")
        except OSError:
            return False
        return answer.status == 200 and "Mia Quist" in answer.html

    def test_a_member_sees_the_portal_with_the_name_and_a_stranger_does_not(self):
        self.assertTrue(self.is_in())
        self.assertEqual(self.visitor().get("/members/", Accept="text/html").status, 303)

    def test_the_guide_s_proof_finds_no_hole(self):
        for line in sections()["Prove it"][0].strip().splitlines():
            done = self.machine.run(line)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_nothing_has_failed(self):
        for unit in DAEMONS:
            self.assertEqual(self.machine.output(f"systemctl is-active {unit}").strip(), "active")
        for job in JOBS:
            self.machine.output(f"systemctl start {job}")
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")

    def test_systemd_finds_the_units_right_and_hardly_exposed(self):
        self.assertEqual(self.machine.run(
            "systemd-analyze verify /lib/systemd/system/doorward-*").stderr, "")
        for unit, exposure in EXPOSURE_MAX.items():
            name = unit.replace("@", "@1")
            found = self.machine.output(f"systemd-analyze security --no-pager {name}")
            self.assertLessEqual(float(re.search(r"exposure level .*?: ([\d.]+)", found)[1]),
                                 exposure, found)

    def test_each_program_is_handed_its_own_secrets_and_no_other_s(self):
        for unit, secrets in SECRETS.items():
            folder = f"/run/credentials/{unit}.service"
            self.assertEqual(self.machine.output(f"ls {folder}").split(), secrets)
            for file in secrets:
                mode, owner = self.machine.output(f"stat -c '%a %U' {folder}/{file}").split()
                self.assertEqual((mode, owner), ("400", unit.rstrip("@1")))

    def test_no_program_can_reach_the_network(self):
        for unit in ("doorward-web@1", "doorward-gate@1"):
            pid = self.machine.output(f"systemctl show --value --property MainPID {unit}").strip()
            # But for its own loopback.
            self.assertEqual(self.machine.output(
                f"nsenter --net --target {pid} ls /sys/class/net").split(), ["lo"])

    def test_who_is_signed_in_stays_in_while_programs_are_killed(self):
        for unit in DAEMONS:
            old = self.machine.output(f"systemctl show --value --property MainPID {unit}")
            self.machine.output(f"systemctl kill --signal KILL {unit}")
            until(lambda: self.machine.run(f"systemctl show --value --property MainPID {unit}").stdout
                  not in (old, "0\n"), BACK_SECONDS_MAX, f"{unit} was not started again")
            self.assertTrue(self.is_in(), unit)
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")

    def test_a_restart_loses_no_request_and_takes_a_moment(self):
        statuses = set()
        started = time.monotonic()
        for unit in DAEMONS[:4] * RESTARTS:
            with contextlib.closing(self.visitor()) as other:
                restart = self.machine.start(f"systemctl restart {unit}")
                while restart.poll() is None:
                    statuses.add(other.get("/auth/sign-in").status)
                    statuses.add(self.member.get("/members/").status)
                self.assertEqual(restart.returncode, 0)
        self.assertEqual(statuses, {200})
        self.assertLess(time.monotonic() - started, RESTART_SECONDS_MAX * 4 * RESTARTS)

    def test_a_reboot_signs_nobody_out(self):
        self.machine.reboot()
        self.member.close()
        until(self.is_in, 30, "not in after a reboot")
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")
        self.sign_in()

    def test_the_journal_tells_what_happened_and_no_secret(self):
        journal = self.machine.output("journalctl --no-pager --output cat --unit 'doorward-*'")
        self.assertIn("event=signed_in", journal)
        self.assertIn("event=letter_sent", journal)
        secrets = [self.machine.output(f"cat /etc/doorward/secret/{program}").strip()
                   for program in ("ctl", "web", "gate", "mailer")]
        secrets += re.findall(r"[0-9a-f]{64}", self.machine.output("cat /etc/doorward/*.key"))
        self.assertEqual(len(secrets), 7)
        for secret in [*secrets, PASSWORD, *self.member.cookies.values()]:
            self.assertNotIn(secret, journal)
