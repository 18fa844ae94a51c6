"""The whole of it, and the people in front of it: what world.World is for one machine."""

import http.client
import itertools
import secrets
import shlex
import socket
import subprocess
import sys

from client import Browser
from hosts import PORT, PROGRAMS, MailHost, WebHost, create_users, grant, wait_until_it_answers
from network import OUR_ADDRESS, Machine, make_switch
from nodes import Nodes
from stacklib.doorward import COMPANIES
from stacklib.layout import ROOT
from world import BUILD, World

SMTP_PORT = 2525
CONNECT_SECONDS_MAX = 2
_turn = itertools.count()


class Visitor(Browser):
    """Behind a balancer: each request goes to the next web host, if that one answers."""

    def __init__(self, url, addresses):
        super().__init__(url)
        self.addresses = addresses

    def request(self, *arguments, **more):
        try:
            return super().request(*arguments, **more)
        finally:
            self.close()

    def _connect(self):
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        turn = next(_turn)
        for number in range(len(self.addresses)):
            address = self.addresses[(turn + number) % len(self.addresses)]
            try:
                connection.sock = socket.create_connection((address, PORT), CONNECT_SECONDS_MAX)
                connection.sock.settimeout(30)
                return connection
            except OSError as error:
                refused = error
        raise refused

    def twin(self):
        other = Visitor(self.url, self.addresses)
        other.cookies, other.page = dict(self.cookies), self.page
        return other


class Cluster(World):
    def __init__(self, folder):
        make_switch()
        self._prepare(folder)
        super().__init__(folder)
        self.nodes = Nodes(folder)
        secret = folder / "secret"
        create_users(self.nodes, secret)
        self.webs = [WebHost(Machine(f"web{n}", 20 + n), folder, secret, SMTP_PORT) for n in (1, 2)]
        self.entry = self.webs  # those that the balancer knows
        self.mails = [MailHost(Machine(f"mail{n}", 30 + n), folder, secret, SMTP_PORT) for n in (1, 2)]
        self.webs[0].write_settings(self.nodes.all)
        self.ctl("db", "migrate")
        grant(self.nodes)
        for slug, options in COMPANIES.items():
            self.ctl("company", "add", slug, *options)
        self.start_programs()

    def _prepare(self, folder):
        """What is the same everywhere: keys and passwords; and the mail server, which is ours."""
        secret, inbox = folder / "secret", folder / "inbox"
        secret.mkdir(mode=0o700)
        for program in PROGRAMS:
            (secret / f"{program}.password").write_text(secrets.token_urlsafe(24) + "\n")
            (secret / f"{program}.password").chmod(0o600)
        conf = folder / "keys.conf"
        conf.write_text(f"public_url = http://localhost:{PORT}\n" + "".join(
            f"{key}_key_file = {secret}/{key}.key\n" for key in ("session", "code", "form")))
        subprocess.run([BUILD / "doorwardctl", "--config", conf, "key", "create"], check=True,
                       stdout=subprocess.DEVNULL)
        self._mail_server = subprocess.Popen(
            [sys.executable, ROOT / "t/support/smtp_catcher", "--address", OUR_ADDRESS,
             "--port", str(SMTP_PORT), "--inbox", inbox], stdin=subprocess.DEVNULL)
        ctl = shlex.join(["ip", "netns", "exec", "web1", str(BUILD / "doorwardctl"), "--config",
                          str(folder / "web1/doorward.conf")])
        (folder / "stack.env").write_text("".join(f"{key}={shlex.quote(value)}\n" for key, value in {
            "URL": f"http://localhost:{PORT}", "INBOX": str(inbox), "DOORWARDCTL": ctl,
            "DB_NAME": "doorward"}.items()))

    def ctl(self, *words):
        return subprocess.run([*shlex.split(self.env["DOORWARDCTL"]), *words], check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def start_programs(self, *orders):
        """Anew; each web and mail host may prefer the nodes in an order of its own."""
        for host in (*self.webs, *self.mails):
            host.stop()
        for number, host in enumerate((*self.webs, *self.mails)):
            host.start(orders[number % 2] if orders else self.nodes.all)
        for web in self.webs:
            wait_until_it_answers(self.browser(web))

    def sql(self, query):
        return self.nodes.sql(query)

    def browser(self, *webs):
        return Visitor(self.url, [web.machine.address for web in webs or self.entry])

    def writers(self):
        """Names of the nodes that pages are connected to."""
        return {node.name for node in self.nodes.all
                if node.is_up() and node.is_synced() and node.connections()}
