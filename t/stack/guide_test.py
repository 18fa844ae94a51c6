"""Pages of the guide, followed: check, branding, backup, upgrade, TLS, monitoring."""

import collections
import json
import re
import subprocess
import tempfile
import threading
import unittest
import urllib.request
from pathlib import Path

import yaml

import examples
from client import Browser
from guide_pages import Shell, blocks
from stacklib.layout import free_port
from world import ROOT, until, world

DOCS = ROOT / "docs"


class Followed(unittest.TestCase):
    """A shell, and a folder for what a page puts anywhere."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="doorward-guide-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def shell(self, changes):
        return Shell(self.folder, changes)


class AllIsWell(Followed):
    def test_check_finds_nothing_to_look_at_on_a_machine_that_is_well(self):
        world.wait_for_letters()
        shell = self.shell({})
        # Its mailer may have been started a moment ago.
        until(lambda: shell.run("doorwardctl check").stdout.endswith("\nAll is well.\n"), 20,
              lambda: shell.run("doorwardctl check").stdout)


class Branding(Followed):
    def setUp(self):
        super().setUp()
        self.gate_snippet = world.dir / "nginx/snippets/doorward-gate.conf"
        self.settings = world.dir / "conf.d/branding.conf"
        self.addCleanup(self.as_it_was, self.gate_snippet.read_text())

    def as_it_was(self, snippet):
        self.settings.unlink(missing_ok=True)
        self.gate_snippet.write_text(snippet)
        for part in ("web", "gate", "mailer"):
            world.stack("restart", part)
        examples.reload()

    def test_pages_letters_and_style_are_the_operators_own(self):
        page = blocks("branding.md")
        ours = self.folder / "templates"
        shell = self.shell({
            # In a stack the shipped snippets name the checkout.
            "#/usr/share/doorward/templates/static/": f"#{ROOT}/templates/static/",
            "/usr/share/doorward": ROOT, "/etc/doorward/templates": ours,
            "/etc/nginx/snippets": self.gate_snippet.parent})
        shell.output(page["Copy them"][0])
        self.settings.write_text(page["Copy them"][1].replace("/etc/doorward/templates", str(ours)))
        top = ours / "part/top.html.tpl"
        top.write_text(top.read_text() + '\n<img src="{{BASE}}/static/logo.svg" alt="Quist &amp; Co">\n')
        (ours / "static/logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>\n")
        style = ours / "static/doorward.css"
        style.write_text(style.read_text() + "/* plum */\n")
        subject = ours / "mail/code_sign_up/subject.txt.tpl"
        subject.write_text(subject.read_text().rstrip("\n") + " for Quist\n")
        shell.output(page["Look at it"][0])

        until(lambda: "Quist &amp; Co" in self.get("/auth/sign-in").html, 10, "no new page")
        sign_in = self.get("/auth/sign-in").html
        until(lambda: self.get("/auth/static/logo.svg").status == 200, 10, "no logo")
        stylesheet = re.search(r'href="([^"]+doorward.css[^"]*)"', sign_in)[1]
        until(lambda: self.get(stylesheet).html.endswith("/* plum */\n"), 10, "no new style")
        address = world.new_address()
        world.ask_sign_up_code(address)
        world.code(address)
        self.assertIn(b"is your verification code for Quist", world.letters(address)[0].raw)

        changed = shell.run(page["After an upgrade"][0]).stdout
        self.assertIn("+/* plum */", changed)
        top.unlink()
        broken = shell.run("doorwardctl config check")
        self.assertEqual(broken.returncode, 78, broken.stdout)
        self.assertIn("FAIL    templates", broken.stdout)

    @staticmethod
    def get(path):
        return Browser(world.url).get(path)


class BackupAndRestore(Followed):
    def test_after_a_restore_nobody_is_in_who_was_out_again(self):
        page = blocks("backup.md")
        shell = self.shell({"/var/backups/doorward": self.folder / "backups",
                            "-C /etc": f"-C {world.dir}", ".gz doorward\n": ".gz secret doorward.conf\n",
                            "/usr/share/doorward": ROOT})
        leaver = world.sign_up("Lea Ver")
        gone, stays = world.sign_in(leaver), world.sign_in(world.sign_up())
        world.wait_for_letters()
        backup, keys = page["Backup"]
        shell.output(backup)
        shell.output(keys)
        names = shell.output("tar -tzf /var/backups/doorward/etc.tar.gz").split()
        self.assertIn("secret/session.key", names)
        gone.get("/auth/sign-out")
        gone_cookies = dict(gone.cookies)
        gone.press("sign-out")
        shell.output(f"doorwardctl account lock {leaver}")

        restore, trail = page["Restore"]
        shell.output(trail)
        self.assertIn("account_locked", (self.folder / "backups/trail.csv").read_text())
        before_end, end, after_end = restore.partition("doorwardctl session end --all\n")
        shell.output(before_end)
        self.assertEqual(world.sessions_of(leaver), 1, "the reason for the command that follows")
        shell.output(end + after_end)
        self.assertEqual(world.sessions_of(leaver), 0)
        gone.cookies = gone_cookies
        for member in (gone, stays):
            until(lambda: self.status(member) == 303, 20, "still in")
        self.assertEqual(world.count("outbox", "state = 'queued'"), 0)
        world.sign_in(leaver)  # the lock is gone with the rest: as the page says

    @staticmethod
    def status(member):
        return member.get("/members/", Accept="text/html").status


class Upgrade(Followed):
    def test_at_noon_no_request_is_lost_and_nobody_is_signed_out(self):
        shell = self.shell({"/usr/share/doorward": ROOT})
        programs, nginx = blocks("upgrade.md")["Upgrade"]
        member = world.sign_in(world.sign_up())
        done = threading.Event()
        statuses = collections.Counter()

        def go_on():
            while not done.is_set():
                statuses[member.get("/members/").status] += 1
                statuses[Browser(world.url).get("/auth/sign-in").status] += 1

        visitor = threading.Thread(target=go_on)
        visitor.start()
        try:
            shell.output(programs)
            shell.output(nginx)
        finally:
            done.set()
            visitor.join()
        self.assertEqual(set(statuses), {200}, statuses)
        self.assertGreater(statuses[200], 20)


class Tls(Followed):
    def test_the_trial_certificate_is_one_that_nginx_takes(self):
        shell = self.shell({"/etc/ssl": self.folder})
        shell.output(blocks("tls.md")["The certificate"][0])
        certificate = self.folder / "portal.example.com/fullchain.pem"
        text = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-text"], check=True,
                              capture_output=True, text=True).stdout
        self.assertIn("DNS:portal.example.com", text)
        self.assertIn("prime256v1", text)
        key = self.folder / "portal.example.com/key.pem"
        self.assertEqual(key.stat().st_mode & 0o77, 0)

    def test_an_acme_challenge_is_answered_on_port_80_and_all_else_is_led_to_https(self):
        port = free_port()
        server = blocks("tls.md")["The certificate"][1]
        for theirs, ours in {"listen 80;": f"listen 127.0.0.1:{port};", "listen [::]:80;": "",
                             "/var/www/acme": str(self.folder)}.items():
            self.assertIn(theirs, server)
            server = server.replace(theirs, ours)
        (world.dir / "nginx/servers.d/acme.conf").write_text(server)
        self.addCleanup(examples.remove_all)
        examples.reload()
        (self.folder / ".well-known/acme-challenge").mkdir(parents=True)
        (self.folder / ".well-known/acme-challenge/token").write_text("answer")
        browser = Browser(f"http://127.0.0.1:{port}")
        host = {"Host": "portal.example.com"}
        self.assertEqual(browser.request("GET", "/.well-known/acme-challenge/token", None, host).html,
                         "answer")
        led = browser.request("GET", "/auth/?a=b", None, host)
        self.assertEqual((led.status, led.location), (308, "https://portal.example.com/auth/?a=b"))
        self.assertEqual(browser.request("POST", "/auth/sign-in", "a=b", host).status, 403)


class Monitoring(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with urllib.request.urlopen(world.env["STATUS_URL"] + "/metrics", timeout=20) as answer:
            text = answer.read().decode()
        cls.families = set(re.findall(r"^# TYPE (\w+)", text, re.M))
        cls.statuses = set(re.findall(r'status="(\d+)"', text))

    def ask_only_for_what_there_is(self, expression):
        names = set(re.findall(r"\bdoorward_\w+", expression))
        self.assertTrue(names or expression.startswith("up{"), expression)
        self.assertLessEqual(names, self.families, expression)
        self.assertLessEqual(set(re.findall(r'status="(\d+)"', expression)), self.statuses)
        for opening, closing in ("()", "{}", "[]"):
            self.assertEqual(expression.count(opening), expression.count(closing), expression)

    def test_each_alert_asks_for_a_metric_that_exists_and_says_what_to_do(self):
        groups = yaml.safe_load((DOCS / "monitoring/alerts.yml").read_text())["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        self.assertGreater(len(rules), 5)
        for rule in rules:
            self.ask_only_for_what_there_is(rule["expr"])
            self.assertRegex(rule["for"], r"^\d+[mh]$")
            self.assertIn(rule["labels"]["severity"], ("critical", "warning"))
            self.assertTrue(rule["annotations"]["summary"] and rule["annotations"]["mend"])

    def test_the_dashboard_shows_every_metric_and_no_other(self):
        panels = json.loads((DOCS / "monitoring/dashboard.json").read_text())["panels"]
        shown = [target["expr"] for panel in panels for target in panel["targets"]]
        for expression in shown:
            self.ask_only_for_what_there_is(expression)
        self.assertEqual(set(re.findall(r"\bdoorward_\w+", " ".join(shown))), self.families)

    def test_the_page_names_every_metric_and_its_commands_run(self):
        text = (DOCS / "monitoring.md").read_text()
        self.assertEqual(set(re.findall(r"`(doorward_\w+)`", text)), self.families)
        for command in blocks("monitoring.md")["/healthz, /readyz"][0].splitlines():
            command = command.replace("http://127.0.0.1:9180", world.env["STATUS_URL"])
            subprocess.run(["bash", "-c", command], check=True, capture_output=True)
        scrape = yaml.safe_load(blocks("monitoring.md")["Prometheus"][0])
        self.assertEqual(scrape["scrape_configs"][0]["job_name"], "doorward")
