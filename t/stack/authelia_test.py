"""Those who come from Authelia: its own authelia-authrequest.conf, word by word, before our gate."""

import json
import re
import shlex
import subprocess
import unittest
from urllib.parse import unquote

import examples
from world import ROOT, world

AUTHREQUEST = """\
auth_request /internal/authelia/authz;
auth_request_set $user $upstream_http_remote_user;
auth_request_set $groups $upstream_http_remote_groups;
auth_request_set $name $upstream_http_remote_name;
auth_request_set $email $upstream_http_remote_email;
auth_request_set $redirection_url $upstream_http_location;
error_page 401 =302 $redirection_url;
"""
LOCATIONS = """\
include snippets/doorward-authelia.conf;
location /wiki/ {{
  {authrequest}
  root {folder};
  ssi on;
}}
location /handbook/ {{
  {with_303}
  root {folder};
}}
"""
PAGE = "".join(f'{name}=<!--#echo var="{name}" encoding="none" default="" -->\n'
               for name in ("user", "groups", "name", "email"))


class FromAuthelia(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = world.dir / "authelia"
        (folder / "wiki").mkdir(parents=True)
        (folder / "wiki" / "page.html").write_text(PAGE)
        file = world.dir / "nginx" / "portal.d" / "authelia.conf"
        (folder / "handbook").mkdir()
        (folder / "handbook" / "index.html").write_text("Only for members of the house.\n")
        file.write_text(LOCATIONS.format(authrequest=AUTHREQUEST, folder=folder,
                                         with_303=AUTHREQUEST.replace("=302", "=303")))
        cls.addClassCleanup(lambda: (file.unlink(), examples.reload()))
        examples.reload()

    def test_a_member_passes_under_the_names_that_authelia_uses(self):
        address = world.sign_up("Zoë O'Neil")
        answer = world.sign_in(address).get("/wiki/page.html")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.html, f"user={address}\ngroups=company:example\n"
                                      f"name=Zoë O'Neil\nemail={address}\n")

    def test_a_stranger_is_sent_to_sign_in_and_comes_back_to_the_page(self):
        asked = "/wiki/page.html?chapter=2&part=a%20b"
        answer = world.browser().get(asked)
        self.assertEqual(answer.status, 302)
        self.assertEqual(unquote(answer.location),
                         f"{world.url}/auth/sign-in?rd={world.url}{asked}")
        member = world.verify_sign_in(world.sign_up(), path=asked)
        back = member.post(*member.filled("continue"))
        self.assertEqual(back.location.removeprefix(world.url), asked)

    def test_what_a_client_says_of_itself_and_of_the_address_changes_nothing(self):
        claims = {"Remote-User": "evil", "X-Original-URL": "https://elsewhere.example/",
                  "X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Uri": "/elsewhere"}
        answer = world.browser().request("GET", "/wiki/page.html", headers=claims)
        self.assertEqual(answer.status, 302)
        self.assertNotIn("elsewhere", answer.location)

    def test_the_address_of_the_gate_is_not_there_from_outside(self):
        for path in ("/internal/authelia/authz", "/api/authz/auth-request"):
            self.assertEqual(world.browser().get(path).status, 404)

    def test_without_a_gate_nobody_passes(self):
        member = world.sign_in(world.sign_up())
        gates = [part for part in world.processes() if part.startswith("gate")]
        for gate in gates:
            world.stack("signal", gate, "STOP")
        try:
            self.assertEqual(member.get("/wiki/page.html").status, 500)
        finally:
            for gate in gates:
                world.stack("signal", gate, "CONT")

    def test_the_check_that_the_guide_names_finds_no_hole(self):
        page = (ROOT / "docs" / "moving-from-authelia.md").read_text()
        command = re.search(r"^ +doorwardctl (check gate .+)$", page, re.M)[1]
        words = command.replace("https://portal.example.com/wiki/", world.url + "/handbook/").split()
        done = subprocess.run([*shlex.split(world.env["DOORWARDCTL"]), *words, "--json"],
                              capture_output=True, text=True, timeout=120)
        report = json.loads(done.stdout)
        self.assertTrue(report["guarded"], done.stdout)
        self.assertEqual([it for it in report["findings"] if it["kind"] == "hole"], [])
