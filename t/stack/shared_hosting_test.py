"""docs/shared-hosting.md, followed by an ordinary user: spawn-fcgi, one database user, no root, and a
folder of a site that is there already."""

import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from client import Browser
from guide_pages import blocks
from stacklib.layout import free_port
from world import BUILD, PASSWORD, ROOT, until, world

USER = f"lodger{os.getpid()}"
PROGRAMS = ("doorward-web", "doorward-gate", "doorward-mailer", "doorwardctl")
COMPANY = "acme.example"
DATABASE_PASSWORD = "a lodger's password"

# The host's nginx, with a site that is there already.
HOST = """\
daemon off;
pid {home}/nginx.pid;
error_log stderr;
events {{ }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {home}/tmp; fastcgi_temp_path {home}/tmp; proxy_temp_path {home}/tmp;
  scgi_temp_path {home}/tmp; uwsgi_temp_path {home}/tmp;
  {http}
  server {{
    listen 127.0.0.1:{port};
    server_name localhost;
    root {home}/www;
    {server}
  }}
}}
"""
PAGE = '<p>For members.</p><nav><!--#echo var="doorward_name" encoding="entity" default="" --></nav>\n'


class Forward:
    """The host's database, by TCP."""

    def __init__(self, path):
        self.path = path
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.path)
            for ends in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    @staticmethod
    def _pass_on(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


class Lodger:
    """An ordinary user with a home: a fresh one when we are root, else ourselves."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="doorward-lodger-"))
        self.folder.chmod(0o755)
        self.home = self.folder / "home"
        self._as_root = os.geteuid() == 0
        if self._as_root:
            subprocess.run(["useradd", "--no-create-home", "--home-dir", self.home, "--shell",
                            "/bin/bash", USER], check=True)
        self.home.mkdir()

    def own(self):
        if self._as_root:
            subprocess.run(["chown", "-R", f"{USER}:", self.home], check=True)

    def command(self, script):
        words = ["bash", "-c", script]
        if self._as_root:
            words = ["setpriv", f"--reuid={USER}", f"--regid={pwd.getpwnam(USER).pw_gid}",
                     "--clear-groups", *words]
        return {"args": words, "cwd": self.home, "env": {
            "HOME": str(self.home), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}}

    def run(self, script, given=""):
        return subprocess.run(**self.command(f"shopt -s expand_aliases\n{script}"), input=given,
                              capture_output=True, text=True, timeout=120)

    def output(self, script, given=""):
        done = self.run(script, given)
        if done.returncode:
            raise AssertionError(f"{script}: {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def pids(self, program):
        """Of a program of Doorward that runs in the lodger's folder."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                name = (process / "cmdline").read_bytes().split(b"\0")[0].decode()
                if name == f"sbin/{program}" and \
                        (process / "cwd").readlink() == self.home / "doorward":
                    found.append(process.name)
            except OSError:
                continue  # it is gone, or somebody else's
        return found

    def leave(self):
        if self._as_root:
            subprocess.run(["userdel", USER], check=True, capture_output=True)
        shutil.rmtree(self.folder)


class SharedHosting(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.guide = blocks("shared-hosting.md")
        cls.lodger = Lodger()
        cls.addClassCleanup(cls.lodger.leave)
        cls.database = Forward(world.env["DB_SOCKET"])
        cls.addClassCleanup(cls.database.close)
        world.sql("CREATE DATABASE mia_portal CHARACTER SET utf8mb4;"
                  f'CREATE USER mia_portal@localhost IDENTIFIED BY "{DATABASE_PASSWORD}";'
                  "GRANT ALL ON mia_portal.* TO mia_portal@localhost;")
        cls.addClassCleanup(world.sql, "DROP DATABASE mia_portal; DROP USER mia_portal@localhost;")
        cls.port = free_port()
        cls.url = f"http://localhost:{cls.port}"
        cls.copy_the_programs()
        cls.follow_the_guide()
        cls.start_the_hosts_nginx()

    @classmethod
    def copy_the_programs(cls):
        home = cls.lodger.home
        (home / "doorward/sbin").mkdir(parents=True)
        for program in PROGRAMS:
            shutil.copy(BUILD / program, home / "doorward/sbin")
        for folder in ("templates", "sql", "nginx", "shared-hosting"):
            shutil.copytree(ROOT / folder, home / "doorward/share/doorward" / folder)
        members = home / "www/portal/members"
        members.mkdir(parents=True)
        (members / "index.html").write_text(PAGE)
        (home / "www/index.html").write_text("A site that was there before.\n")
        (home / "tmp").mkdir()
        cls.lodger.own()

    @classmethod
    def with_ours(cls, text):
        """What a reader puts in place of the guide's examples."""
        for theirs, ours in {"https://www.example.com": cls.url, "/home/mia": str(cls.lodger.home),
                             "smtp://mail.example.com:587":
                                 f"smtp://127.0.0.1:{world.env['SMTP_PORT']}",
                             "= starttls": "= none"}.items():
            text = text.replace(theirs, ours)
        return text

    @classmethod
    def follow_the_guide(cls):
        output, guide = cls.lodger.output, cls.guide
        output(guide["The programs"][0])
        password, settings, cls.alias, commands = map(cls.with_ours, guide["The settings"])
        output(password, given=DATABASE_PASSWORD + "\n")
        output("cat > doorward/etc/doorward.conf",
               given=settings + f"database_port = {cls.database.port}\n")
        output(cls.alias + commands)
        cls.addClassCleanup(cls.run_script, "stop")
        output(guide["Start"][0])
        output(guide["nginx"][0])

    @classmethod
    def run_script(cls, verb):
        return cls.lodger.output("~/doorward/share/doorward/shared-hosting/run ~/doorward " + verb)

    @classmethod
    def start_the_hosts_nginx(cls):
        _, http, server, _ = map(cls.with_ours, cls.guide["nginx"])
        cls.lodger.output("cat > nginx.conf", given=HOST.format(
            home=cls.lodger.home, port=cls.port, http=http, server=server))
        cls.nginx = subprocess.Popen(
            **cls.lodger.command("exec nginx -e stderr -p ~ -c ~/nginx.conf 2>nginx.log"))
        cls.addClassCleanup(cls.nginx.wait)
        cls.addClassCleanup(cls.nginx.terminate)

        def answers():
            try:
                return cls.get("/portal/auth/sign-in").status == 200
            except OSError:
                return False

        until(answers, 20, lambda: (cls.lodger.home / "nginx.log").read_text())

    @classmethod
    def get(cls, path):
        return Browser(cls.url).get(path, Accept="text/html")

    def all_run(self):
        until(lambda: self.run_script("status") == "web runs\ngate runs\nmailer runs\n", 10,
              lambda: self.run_script("status"))

    def sign_up_and_in(self):
        address = f"mia{os.getpid()}@{COMPANY}"
        browser = Browser(self.url)
        browser.get("/portal/auth/sign-up")
        browser.press("send", email=address)
        browser.press("verify", code=world.code(address))
        browser.press("create", name="Mia Quist", password=PASSWORD, password_confirm=PASSWORD)
        browser = Browser(self.url)
        browser.get("/portal/members/", Accept="text/html")
        browser.follow()
        browser.press("sign-in", email=address, password=PASSWORD)
        browser.press("continue")
        browser.press("send", email=address)
        browser.press("verify", code=world.code(address))
        browser.press("continue")
        return browser

    def test_a_visitor_goes_from_sign_up_to_the_portal(self):
        self.assertEqual(self.get("/").html, "A site that was there before.\n")
        stranger = self.get("/portal/members/")
        self.assertEqual(stranger.status, 303)
        self.assertTrue(stranger.location.startswith(f"{self.url}/portal/auth/sign-in?rd="))
        page = self.get("/portal/auth/sign-in")
        style = re.search(r'"(/portal/auth/static/[^"]+)"', page.html)[1]
        self.assertEqual(self.get(style).status, 200)
        self.assertEqual(self.get("/auth/sign-in").status, 404)
        member = self.sign_up_and_in()
        self.assertIn("Mia Quist", member.page.html)
        self.assertIn("For members.", member.page.html)
        self.assertIn("/portal/auth/account", member.get("/portal/auth/badge").html)
        member.get("/portal/auth/sign-out")
        member.press("sign-out")
        self.assertEqual(member.get("/portal/members/", Accept="text/html").status, 303)

    def test_all_of_it_runs_as_the_lodger(self):
        self.all_run()
        if os.geteuid() == 0:
            for program in PROGRAMS[:3]:
                for pid in self.lodger.pids(program):
                    self.assertEqual(Path(f"/proc/{pid}").owner(), USER)

    def test_what_dies_is_back_at_once_and_cron_starts_what_was_stopped(self):
        for kind, count in (("web", 2), ("gate", 2), ("mailer", 1)):
            pids = self.lodger.pids(f"doorward-{kind}")
            self.assertEqual(len(pids), count, kind)
            for pid in pids:
                os.kill(int(pid), signal.SIGKILL)
            until(lambda: len(set(self.lodger.pids(f"doorward-{kind}")) - set(pids)) == count,
                  10, f"{kind} is not back")
        self.run_script("stop")
        self.assertEqual([self.lodger.pids(program) for program in PROGRAMS[:3]], [[], [], []])
        self.assertEqual(self.get("/portal/auth/sign-in").status, 503)
        start = self.guide["Start"][1].splitlines()[1].split(maxsplit=5)[5]
        self.lodger.output(start)
        self.lodger.output(start)  # a minute later
        until(lambda: self.get("/portal/auth/sign-in").status == 200, 10, "it does not start")
        self.all_run()

    def test_what_the_guide_gives_to_cron_works(self):
        for line in self.guide["Start"][1].splitlines():
            command = line.removeprefix("@reboot").lstrip() if line.startswith("@") else \
                line.split(maxsplit=5)[5]
            self.lodger.output(command)

    def test_the_checks_of_the_guide_find_no_fault(self):
        until(lambda: "FAIL" not in self.lodger.run(self.alias + "doorwardctl check").stdout, 20,
              lambda: self.lodger.run(self.alias + "doorwardctl check").stdout)
        check_gate = self.with_ours(self.guide["Look"][0]).splitlines()[1]
        report = json.loads(self.lodger.run(f"{self.alias}{check_gate} --json").stdout)
        self.assertTrue(report["guarded"])
        self.assertEqual([it for it in report["findings"] if it["kind"] == "hole"], [])
        self.assertGreater(sum(group["requests"] for group in report["groups"]), 200)
