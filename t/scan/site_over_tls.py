"""The site that is scanned: a stack, and before it the complete server of nginx/doorward.conf, on
80 and 443, under the name that stands there. The file is taken as it is shipped, but for the folder
of the certificate and what a scan asks to change."""

import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess

import certificate
import tls
from client import Browser
from stacklib.child import dies_with_parent
from stacklib.layout import has_ipv6, tail
from world import ROOT, World, a_stack, until

HOST = "portal.example.com"
URL = f"https://{HOST}"
# The budgets are proved elsewhere. Here they would hide the handlers from the scanners.
SETTINGS = f"public_url = {URL}\n" + "".join(f"{name} = 10000000\n" for name in (
    "strange_letters_per_hour_max", "strange_letters_per_day_max", "strange_codes_per_day_max",
    "own_letters_per_hour_max", "own_codes_per_hour_max", "own_codes_per_day_max",
    "passwords_max", "passwords_in_all_max", "network_flows_per_hour_max",
    "name_changes_per_day_max"))
BRAKE = "include snippets/doorward-limits.conf;\n"
# What Debian's nginx.conf has around it, as far as a scanner can see it.
NGINX_CONF = """\
{user}daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections {connections}; }}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  gzip on;
  log_format sent escape=json '{{"method":"$request_method","path":"$uri","query":"$args",'
                              '"status":$status,"agent":"$http_user_agent",'
                              '"body":"$request_body"}}';
  {folders}
  {server}
}}
"""


class TlsBrowser(Browser):
    def __init__(self, context, timeout_seconds):
        super().__init__(URL)
        self.context, self.timeout_seconds = context, timeout_seconds

    def _answer(self, method, path, body, headers):
        if not self._connection:
            self._connection = http.client.HTTPSConnection(
                HOST, timeout=self.timeout_seconds, context=self.context)
            self._connection.connect()
        return super()._answer(method, path, body, headers)


class Site(World):
    """A World whose browsers come over TLS, as the scanners do."""

    def __init__(self, folder):
        super().__init__(folder)
        self.url = URL
        self.folder = self.dir / "tls"
        self.folder.mkdir()
        (self.folder / "snippets").symlink_to(self.dir / "nginx" / "snippets")
        self.authority = certificate.make(self.folder, HOST)
        self.access_log = self.folder / "access.log"
        self._context = ssl.create_default_context(cafile=self.authority)

    def browser(self, timeout_seconds=30):
        return TlsBrowser(self._context, timeout_seconds)

    def requests(self):
        """All that nginx has answered: dicts of method, path, query, status, agent, body."""
        if not self.access_log.exists():
            return []
        return [json.loads(line) for line in
                self.access_log.read_text(errors="replace").splitlines()]

    @contextlib.contextmanager
    def served(self, brake=True, changed=lambda text: text, connections=768):
        """The server runs; `changed` is asked what shall stand in its file instead."""
        text = (ROOT / "nginx" / "doorward.conf").read_text()
        text = text.replace(f"/etc/ssl/{HOST}", str(self.folder))
        if not brake:
            assert BRAKE in text, "nginx/doorward.conf has no brake"
            text = text.replace(BRAKE, "")
        if not has_ipv6():
            text = "".join(line for line in text.splitlines(True) if "listen [::]" not in line)
        conf = self.folder / "nginx.conf"
        conf.write_text(NGINX_CONF.format(
            user="user root;\n" if os.geteuid() == 0 else "", folder=self.folder,
            folders=tls.OWN_FOLDERS.format(folder=self.folder).replace(
                "access_log off", f"access_log {self.access_log} sent"),
            connections=connections, server=changed(text)))
        log = self.folder / "nginx.log"
        with open(log, "ab") as output:
            nginx = subprocess.Popen(
                ["/usr/sbin/nginx", "-e", "stderr", "-p", self.folder, "-c", conf], stdout=output,
                stderr=output, preexec_fn=dies_with_parent(signal.SIGTERM))
        try:
            until(lambda: listens() or nginx.poll() is not None, 10, "nginx does not come up")
            assert nginx.poll() is None, tail(log, 10)
            yield
        finally:
            nginx.terminate()
            nginx.wait()

    def administrator(self):
        """A signed-in browser of somebody who administers the company, with people to see."""
        address = self.sign_up("Ada Lind")
        self.ctl("account", "role", address, "company_admin")
        return self.sign_in(address)


def listens():
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", 443)) == 0


@contextlib.contextmanager
def a_site():
    with a_stack(SETTINGS) as world:
        yield Site(world.dir)
