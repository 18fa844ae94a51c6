"""`doorwardctl check nginx`: what it names is wrong in a real nginx, and what is right it lets be."""

import contextlib
import json
import re
import socket
import subprocess
import unittest

from echo import portals
from nginx_case import cases, private_nginx
from world import BUILD, ROOT, world

EX_DATAERR, EX_NOINPUT, EX_UNAVAILABLE, EX_CONFIG = 65, 66, 69, 78
CTL = BUILD / "doorwardctl"

PROXY = "include snippets/doorward-proxy.conf; proxy_pass http://127.0.0.1:3000"
GUARD = "include snippets/doorward-guard.conf;"
PHP = ("include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$uri;"
       "fastcgi_param HTTP_COOKIE $doorward_portal_cookie; fastcgi_pass ")

# The inside of servers in which nothing may be found.
RIGHT = {
    "a guard of everything and its exceptions": f"""
        location / {{ {GUARD} {PROXY}; }}
        location ^~ /.well-known/acme-challenge/ {{ root /var/www/acme; }}
        location = /robots.txt {{ return 200 "User-agent: *"; }}
        location /open/ {{ {PROXY}/open/; }}
        location ~ \\.css$ {{ auth_request off; {PROXY}; }}""",
    "one backend, guarded and open, with the path in a variable": f"""
        location / {{ return 404; }}
        location ^~ /members/ {{ {GUARD} {PROXY}$request_uri; }}
        location ^~ /open/ {{ {PROXY}$request_uri; }}""",
    "an alias that only spells out the root": f"""
        location / {{ try_files $uri /index.html =404; }}
        location ^~ /members/ {{ {GUARD} alias /srv/portal/members/; }}""",
    "patterns that are held off, closed, or elsewhere": f"""
        location ^~ /members/ {{ {GUARD} location ~ \\.txt$ {{ expires 1h; }} }}
        location /papers/ {{ {GUARD} }}
        location ~ /\\. {{ deny all; }}
        location ~ ^/(?:pictures|news)/ {{ expires 1h; }}
        location / {{ return 404; }}""",
    "a second program that nobody has to sign in for": f"""
        location / {{ return 404; }}
        location ^~ /members/ {{ {GUARD} include /etc/nginx/fastcgi_params;
          include snippets/doorward-fastcgi.conf; fastcgi_pass 127.0.0.1:9000;
          fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; }}
        location ~ ^/shop/.*\\.php$ {{ {PHP} 127.0.0.1:9001; }}""",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check(*words, **options):
    return subprocess.run([CTL, "check", "nginx", *words], capture_output=True, text=True, **options)


def on_stack(*words):
    folder = world.dir / "nginx"
    return check("--nginx-prefix", folder, "--nginx-config", folder / "nginx.conf", *words)


def found_in(report):
    return {(finding["severity"], finding["rule"], finding["line"])
            for finding in report["findings"] if finding["file"].endswith("/case.conf")}


class BrokenConfigurations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        member = world.sign_in(world.sign_up())
        cls.cookie = "=".join(member.cookie("session"))
        cls.stack = contextlib.ExitStack()
        http, fastcgi = cls.stack.enter_context(portals())
        cls.ports = {"3000": http, "9000": fastcgi, "8080": free_port(), "8081": free_port()}
        cls.snippets = world.dir / "nginx" / "snippets"

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def report(self, nginx):
        status, words = nginx.test()
        self.assertEqual(status, 0, words)
        done = nginx.check(CTL, "--json")
        self.assertIn(done.returncode, (0, EX_CONFIG), done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(done.returncode, EX_CONFIG if report["holes"] else 0)
        self.assertEqual(len(report["findings"]), report["holes"] + report["warnings"])
        return report

    def shown(self, nginx, case):
        """Which requests of the case show what they may not."""
        if not case.requests:
            return []
        with nginx.running():
            answers = [(request, nginx.get(request, self.cookie)) for request in case.requests]
        return [request["path"] for request, answer in answers
                if not request["first"] and request["shows"] in answer]

    def test_each_hole_is_real_and_named_at_its_line_and_its_remedy_helps(self):
        for case in cases():
            asked = [r["path"] for r in case.requests if not r["first"]]
            with self.subTest(case.name):
                with private_nginx(case.broken(), self.snippets, self.ports) as nginx:
                    report = self.report(nginx)
                    self.assertEqual(found_in(report), case.expected())
                    self.assertEqual(len(report["findings"]), len(case.expected()))
                    self.assertEqual({rule for _, rule, _ in case.expected()}, {case.rule})
                    self.assertEqual(self.shown(nginx, case), asked)
                with private_nginx(case.mended(), self.snippets, self.ports) as nginx:
                    self.assertEqual(self.report(nginx)["findings"], [])
                    self.assertEqual(self.shown(nginx, case), [])

    def test_what_is_opened_by_hand_beside_a_guarded_location_is_let_be(self):
        text = """
            include snippets/doorward-http.conf;
            server {
              listen 127.0.0.1:8080 default_server;
              root /usr/share/doorward/nginx/portal;
              include snippets/doorward-server.conf;
              location / { return 404; }
              location ^~ /members/ { include snippets/doorward-guard.conf; }
              location ^~ /members/downloads/ { %s expires 1h; }
            }
            """
        for own, findings in (("", ["beside-the-guard"]), ("auth_request off;", [])):
            with private_nginx(text % own, self.snippets, self.ports) as nginx:
                found = [finding["rule"] for finding in self.report(nginx)["findings"]]
                self.assertEqual(found, findings)

    def test_what_is_right_is_let_be(self):
        for name, lines in RIGHT.items():
            text = ("include snippets/doorward-http.conf;\nserver {\n"
                    "listen 127.0.0.1:8080 default_server;\nroot /srv/portal;\n"
                    f"include snippets/doorward-server.conf;\n{lines}\n}}\n")
            with self.subTest(name), private_nginx(text, self.snippets, self.ports) as nginx:
                self.assertEqual(self.report(nginx)["findings"], [])

    def test_every_rule_that_the_guide_lists_has_such_a_configuration(self):
        guide = (ROOT / "docs" / "nginx-check.md").read_text()
        listed = set(re.findall(r"^\| `([a-z-]+)` \|", guide, re.M))
        self.assertEqual(listed, {case.rule for case in cases()})


class OurOwn(unittest.TestCase):
    def test_the_stack_has_no_finding_and_says_who_guards_what(self):
        done = on_stack()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue(done.stdout.endswith("\nNo holes found.\n"), done.stdout)
        row = next(line for line in done.stdout.splitlines() if "^~ /members/admins/" in line)
        self.assertRegex(row, r"localhost +\^~ /members/admins/ +Doorward: admins +files .*/portal ")
        locations = json.loads(on_stack("--json").stdout)["locations"]
        guards = {row["location"]: row["guarded_by"] for row in locations}
        self.assertEqual(guards["^~ /members/"], "Doorward: a session")
        self.assertEqual(guards["^~ /_doorward/"], "nginx: internal")
        self.assertEqual(guards["= /"], "nobody")

    def test_the_configurations_that_are_shipped_have_no_hole(self):
        shipped = [ROOT / "nginx" / "doorward.conf", *(ROOT / "nginx" / "examples").glob("*.conf")]
        for path in shipped:
            with self.subTest(path.name), self.with_certificate(path) as nginx:
                status, words = nginx.test()
                self.assertEqual(status, 0, words)
                report = json.loads(nginx.check(CTL, "--json").stdout)
                holes = {f["rule"] for f in report["findings"] if f["severity"] == "hole"}
                # The sign-in host of several guards nothing of its own.
                self.assertLessEqual(holes, {"nothing-guarded"} if "sign-in" in path.stem else set())

    @contextlib.contextmanager
    def with_certificate(self, path):
        """A shipped file in a private nginx: on loopback, with a certificate made for the occasion.

        An example that is the inside of a server gets one around it, as its first lines say.
        """
        text = path.read_text()
        if not re.search(r"^server \{", text, re.M):
            door = "" if "snippets/doorward-gate.conf" in text else \
                "include snippets/doorward-server.conf;"
            text = ("include snippets/doorward-http.conf;\nserver {\n  listen 80 default_server;\n"
                    f"  {door}\n{text}\n}}\n")
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)
        text = re.sub(r"^( *listen +)(\d+)(?=[ ;])", lambda m: f"{m[1]}127.0.0.1:{20000 + int(m[2])}",
                      text, flags=re.M)
        text = re.sub(r"/\S+(?=/(?:fullchain|key)\.pem;)", "certificate", text)
        snippets = world.dir / "nginx" / "snippets"
        with private_nginx(text, snippets, {}) as nginx:
            folder = nginx.folder / "certificate"
            folder.mkdir()
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                            "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=portal.example.com",
                            "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
                           check=True, capture_output=True)
            yield nginx


class Command(unittest.TestCase):
    def dump(self):
        folder = world.dir / "nginx"
        return subprocess.run(["/usr/sbin/nginx", "-e", "stderr", "-T", "-p", folder, "-c",
                               folder / "nginx.conf"], check=True, capture_output=True,
                              text=True).stdout

    def test_a_saved_dump_says_the_same_as_nginx(self):
        saved = world.dir / "saved-nginx"
        saved.write_text(self.dump())
        self.addCleanup(saved.unlink)
        live = on_stack().stdout
        self.assertEqual(check("--file", saved).stdout, live)
        self.assertEqual(check("--file", "-", input=self.dump()).stdout, live)

    def test_what_is_no_dump_is_refused_with_a_reason(self):
        dump = self.dump()
        for text, says in (
            ("", "this is not what 'nginx -T' prints"),
            ("server { }\n", "this is not what 'nginx -T' prints"),
            ("# configuration file /a:\nevents { }\n", "no 'http' block"),
            ("# configuration file /a:\nhttp {\n  server { listen 80 }\n}\n", "/a:2: a ';' is missing"),
            (dump[:dump.index("server_tokens")], "not closed"),
            (dump.replace("snippets/doorward-http.conf:", "snippets/elsewhere.conf:"),
             "the included file is missing"),
            ("# configuration file /a:\ninclude /a;\n", "include each other"),
        ):
            with self.subTest(says):
                done = check("--file", "-", input=text)
                self.assertEqual(done.returncode, EX_DATAERR, done.stdout + done.stderr)
                self.assertIn(says, done.stderr)
        self.assertEqual(check("--file", "/nowhere/at/all").returncode, EX_NOINPUT)

    def test_an_nginx_that_refuses_or_is_not_there_is_said(self):
        with private_nginx("server { listen 127.0.0.1:1; bogus on; }\n",
                           world.dir / "nginx" / "snippets", {}) as nginx:
            done = nginx.check(CTL)
            self.assertEqual(done.returncode, EX_CONFIG)
            self.assertIn('unknown directive "bogus"', done.stderr)
        done = check("--nginx", "/nowhere/nginx")
        self.assertEqual(done.returncode, EX_UNAVAILABLE)
        self.assertIn("/nowhere/nginx", done.stderr)
