"""`doorwardctl check gate`: a good portal is found good, and what is wrong with a bad one named."""

import json
import os
import re
import shlex
import signal
import subprocess
import unittest

import client
from guarded import Locations
from tls_server import a_tls_server
from world import until, world


class CheckGate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.locations = Locations(world)
        cls.http = cls.locations.http
        cls.site = cls.locations.site
        cls.address = world.sign_up("Gérard Check")

    @classmethod
    def tearDownClass(cls):
        cls.locations.remove()

    def command(self, path, *options):
        return [*shlex.split(world.env["DOORWARDCTL"]), "check", "gate", world.url + path, *options]

    def check(self, path, *options, status=0, stdin=""):
        """The JSON of the report."""
        done = subprocess.run([*self.command(path, *options), "--json"], input=stdin,
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, status, f"{path} {options}:\n{done.stdout}{done.stderr}")
        self.assertEqual(world.sessions_of(self.address), 0, "a session was left behind")
        return json.loads(done.stdout)

    def holes(self, path, *options):
        """{group: [why …]}, each with a line that shows it."""
        report = self.check(path, *options, status=78)
        self.assertFalse(report["guarded"])
        found = {}
        for finding in report["findings"]:
            if finding["kind"] == "hole":
                self.assertIn("curl -si", finding["request"])
                found.setdefault(finding["group"], []).append(finding)
        return found

    def only_hole(self, path, group, says, *options):
        found = self.holes(path, *options)
        self.assertEqual(list(found), [group], found)
        self.assertIn(says, found[group][0]["why"])
        return found[group]

    # What is right

    def test_the_demo_is_guarded(self):
        report = self.check("/members/")
        self.assertEqual(report["findings"], [])
        self.assertIn("everything that takes a session", report["not_looked_at"][0])
        report = self.check("/members/", "--account", self.address)
        self.assertEqual(report["findings"], [])
        groups = {group["group"]: group["requests"] for group in report["groups"]}
        self.assertGreater(sum(groups.values()), 400)
        self.assertGreaterEqual(groups["pages it links to"], 4)
        self.assertGreater(groups["made-up identities, at Doorward's own pages"], 20)
        self.assertIn("after the session's end", groups)
        self.assertIn("--echo", report["not_looked_at"][0])

    def test_a_page_that_prints_its_headers_proves_what_the_portal_is_told(self):
        for path in ("/cg-echo/", "/cg-fcgi/"):
            report = self.check(path, "--account", self.address, "--echo", path + "x")
            self.assertEqual(report["findings"], [], path)
            groups = {group["group"]: group["requests"] for group in report["groups"]}
            self.assertGreater(groups["what the portal is told"], 20)
            self.assertGreater(groups["cookies on the way to the portal"], 15)
            self.assertEqual(report["not_looked_at"], [])

    def test_a_session_of_ones_own_does_as_well_and_is_not_ended(self):
        browser = world.sign_in(self.address)
        token = browser.cookie("session")[1]
        done = subprocess.run(self.command("/members/", "--session", "-"), input=token + "\n",
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn(token, done.stdout)
        self.assertIn("guarded: ", done.stdout.splitlines()[-1])
        self.assertEqual(browser.get("/members/").status, 200)
        world.ctl("session", "end", "--account", self.address)

    def test_one_page_is_checked_without_what_lies_below(self):
        report = self.check("/cg-page?a=1", "--account", self.address, "--echo", "/cg-page")
        self.assertEqual(report["findings"], [])
        self.assertIn("what lies below /cg-page", report["not_looked_at"][0])

    def test_the_audit_trail_has_the_session(self):
        before = world.count("audit_event", "event LIKE 'check_session_%'")
        self.check("/members/", "--account", self.address)
        self.assertEqual(world.count("audit_event", "event LIKE 'check_session_%'"), before + 2)
        self.assertEqual(world.sql("SELECT browser FROM session JOIN account ON account.id = "
                                   f"account_id WHERE email = '{self.address}' "
                                   "ORDER BY session.created_at DESC LIMIT 1"),
                         [["doorwardctl check gate"]])

    def check_server(self, server, path, *options):
        return subprocess.run(
            [*shlex.split(world.env["DOORWARDCTL"]), "check", "gate", server.url + path,
             "--account", self.address, *options], capture_output=True, text=True,
            env={**os.environ, "DOORWARD_RETURN_ORIGINS": server.url})

    def test_another_server_is_tried_before_dns_leads_there(self):
        with a_tls_server(world, self.site) as server:
            there = ("--resolve", server.resolve, "--cacert", server.certificate)
            done = self.check_server(server, "/", *there, "--public", "/style.css")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(done.stdout.splitlines()[-1].partition(":")[0], "guarded")
            done = self.check_server(server, "/", *there)
            self.assertEqual(done.returncode, 78)
            self.assertIn("hole (pages it links to)", done.stdout)
            self.assertIn(f"--cacert {server.certificate} --resolve {server.resolve}", done.stdout)
            for incomplete in (there[:2], there[2:]):
                self.assertEqual(self.check_server(server, "/", *incomplete).returncode, 69)

    # What is wrong

    def test_a_location_without_a_guard_is_named(self):
        for path in ("/cg-none/", "/cg-return/", "/cg-satisfy/", "/cg-error/"):
            requests = self.only_hole(path, "the page", "answered 200 without a session")
            self.assertIn("snippets/doorward-guard.conf", requests[0]["why"])
        self.assertEqual(self.check("/cg-redirect/", status=75)["findings"][0]["kind"], "doubt")
        self.only_hole("/no-such-page/", "the page",
                       "answered 404 without asking the gate: there is no such page, or")

    def test_a_regular_expression_that_wins_is_named(self):
        for options in ((), ("--account", self.address)):
            found = self.only_hole("/cg-regex/", "names below it", "another location", *options)
            self.assertTrue(all(".htm" in finding["request"] for finding in found), found)

    def test_an_alias_that_leads_out_is_named(self):
        found = self.only_hole("/cg-alias/", "ways in from beside", "shows what only a session",
                               "--account", self.address)
        self.assertIn("/static../cg-alias/", found[0]["request"])
        doubt = self.check("/cg-alias/", status=75)["findings"]
        self.assertIn("/static../cg-alias/", doubt[0]["request"])

    def test_methods_and_upgrades_that_pass_are_named(self):
        found = self.holes("/cg-methods/")
        self.assertEqual(sorted(found), ["bodies, ranges, upgrades", "other methods"])
        methods = found["other methods"]
        self.assertTrue(any("-X DELETE" in finding["request"] for finding in methods))
        self.assertIn("not asked for this method", methods[0]["why"])
        self.only_hole("/cg-upgrade/", "bodies, ranges, upgrades", "answered 200")

    def test_a_header_or_cookie_that_opens_is_named(self):
        found = self.only_hole("/cg-address/", "made-up forwarding", "believes a header")
        self.assertIn("X-Forwarded-For: 127.0.0.1", found[0]["request"])
        self.only_hole("/cg-presence/", "forged cookies", "no session")

    def test_a_part_without_a_guard_is_named(self):
        found = self.only_hole("/cg-nested/", "names below it", "without asking the gate")
        self.assertTrue(all(".txt" in finding["request"] for finding in found), found)
        found = self.only_hole("/cg-linked/", "pages it links to", "auth_request off",
                               "--account", self.address)
        self.assertIn("/cg-linked/report/", found[0]["request"])

    def test_a_portal_that_reads_the_path_differently_is_named(self):
        found = self.only_hole("/cg-double/", "path tricks", "shows what only a session should see",
                               "--account", self.address)
        self.assertTrue(any("/x/..%252fcg-double/" in finding["request"] for finding in found))

    def test_a_gate_that_can_be_asked_from_outside_is_named(self):
        found = self.holes("/members/", "--account", self.address, "--require-path", "/cg-ask/")
        self.assertEqual(sorted(found), ["the gate itself", "the gate itself, with the session"])
        self.assertIn("internal", found["the gate itself"][0]["why"])

    def test_an_identity_that_a_client_can_claim_is_named(self):
        found = self.only_hole("/cg-fcgi-twice/", "what the portal is told", "REMOTE_USER = ''",
                               "--account", self.address)
        self.assertIn("REMOTE_USER = 'portal'", found[-1]["why"])
        for path, says in (("/cg-echo-user/", "the portal is not told REMOTE_USER"),
                           ("/cg-fcgi-user/", "the portal is not told REMOTE_EMAIL")):
            found = self.holes(path, "--account", self.address, "--echo", path)
            self.assertIn("what the portal is told", found)
            whys = " ".join(finding["why"] for finding in found["what the portal is told"])
            self.assertIn("the portal is told REMOTE_USER = 'doorward-check-", whys)
            self.assertIn(says, whys)
            self.assertNotIn("cookies on the way to the portal", [
                group for group in found if "cookies" in " ".join(
                    finding["why"] for finding in found[group])])

    def test_a_portal_that_gets_the_cookie_is_named_and_the_token_is_not_shown(self):
        del self.http.cookies[:]
        done = subprocess.run(
            self.command("/cg-echo-cookie/", "--account", self.address, "--echo",
                         "/cg-echo-cookie/"), capture_output=True, text=True)
        self.assertEqual(done.returncode, 78, done.stdout + done.stderr)
        self.assertIn("the portal gets Doorward's cookies", done.stdout)
        self.assertIn("='\"$SESSION\"", done.stdout)
        tokens = set(re.findall(r"doorward-\d+=([\w-]{43})(?![\w-])", "; ".join(self.http.cookies)))
        self.assertTrue(tokens)
        for token in tokens:
            self.assertNotIn(token, done.stdout + done.stderr)
        client.cookies_seen.update(tokens)

    def test_a_page_that_believes_the_client_is_named(self):
        found = self.only_hole("/cg-name/", "made-up identities, with the session",
                               "shows what the client claims to be", "--account", self.address)
        self.assertTrue(any("Remote-User: doorward-check-" in finding["request"]
                            for finding in found))

    def test_a_server_for_other_names_without_a_guard_is_named(self):
        with a_tls_server(world, self.site, otherwise=f"root {self.site};") as server:
            done = self.check_server(server, "/", "--resolve", server.resolve, "--cacert",
                                     server.certificate, "--public", "/style.css")
        self.assertEqual(done.returncode, 78, done.stdout + done.stderr)
        self.assertIn("hole (other host names): answered 200 and shows", done.stdout)
        self.assertIn("another server block answers to this name", done.stdout)

    def test_a_gate_whose_answers_are_kept_lets_in_for_too_long(self):
        with a_tls_server(world, self.site) as server:
            done = self.check_server(server, "/cached/", "--resolve", server.resolve, "--cacert",
                                     server.certificate, "--public", "/style.css")
        self.assertEqual(done.returncode, 78, done.stdout + done.stderr)
        self.assertIn("after the session's end: 10 requests, 0 refused, 10 HOLEs", done.stdout)
        self.assertIn("10 holes in", done.stdout.splitlines()[-1])

    # What goes wrong with the check itself

    def test_a_session_that_was_made_is_gone_when_the_check_is_interrupted(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            self.http.let_go.clear()
            process = subprocess.Popen(self.command("/cg-slow/", "--account", self.address),
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            until(lambda: world.sessions_of(self.address) == 1, 20, "no session was made")
            process.send_signal(number)
            _, error = process.communicate(timeout=5)  # not when the portal answers
            self.assertEqual(process.returncode, 75, error)
            self.assertIn("stopped before the end", error)
            self.assertEqual(world.sessions_of(self.address), 0)
        self.http.let_go.set()

    def test_a_gate_that_is_down_proves_nothing(self):
        with world.without("gate"):
            done = subprocess.run(self.command("/members/"), capture_output=True, text=True)
        self.assertEqual(done.returncode, 69, done.stdout)
        self.assertIn("nothing was proven", done.stderr)

    def test_a_person_who_may_not_open_the_page_proves_no_more_than_a_stranger(self):
        report = self.check("/members/admins/", "--account", self.address, status=75)
        self.assertIn("the session is denied (403)", report["findings"][0]["why"])
        self.assertEqual(len(report["findings"]), 1)

    def test_only_this_site_is_asked(self):
        for words, status in (
            (("http://localhost:1/members/",), 65), (("https://example.com/",), 65),
            ((world.url + "@example.com/",), 65), ((world.url + "/members/", "--echo", "/x"), 64),
            ((world.url + "/members/", "--session", "short"), 65),
            ((world.url + "/members/", "--account", "nobody@example.com"), 67),
        ):
            done = subprocess.run([*shlex.split(world.env["DOORWARDCTL"]), "check", "gate", *words],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, status, f"{words}: {done.stdout}{done.stderr}")
