"""One configuration of t/nginx/broken, broken and mended, in a real nginx before the shared stack.

The first line says which finding must be named. Further comment lines at the top are requests and
what their answer shows as long as the configuration is broken. `# BROKEN` ends a line that the
mended form does not have, `#MEND` begins one that only the mended form has, and `# HERE hole RULE`
(or `warning`) ends each line that a finding must point at.
"""

import contextlib
import http.client
import re
import socket
import subprocess
import tempfile
from pathlib import Path

from client import Browser
from world import ROOT, until, world

BROKEN = ROOT / "t" / "nginx" / "broken"
NGINX = "/usr/sbin/nginx"
FRAME = """\
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events { worker_connections 64; }
http {
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path body;
  fastcgi_temp_path fastcgi;
  proxy_temp_path proxy;
  scgi_temp_path scgi;
  uwsgi_temp_path uwsgi;
  include case.conf;
}
"""
REQUEST = re.compile(r"# (?P<first>first )?GET (?P<port>:\d+)?(?P<path>\S+)(?P<member> as member)?"
                     r"(?: with (?P<name>[\w-]+): (?P<value>.*?))?(?: shows (?P<shows>.*))?")


class Case:
    def __init__(self, path):
        self.name = path.stem
        self.lines = path.read_text().splitlines()
        self.rule = re.match(r"# (?:hole|warning) ([a-z-]+): ", self.lines[0])[1]
        top = self.lines[1:self.lines.index("")]
        self.requests = [REQUEST.fullmatch(line).groupdict() for line in top]

    def expected(self):
        """{(severity, rule, line)} of what must be found."""
        found = set()
        for number, line in enumerate(self.lines, 1):
            if here := re.search(r" HERE (hole|warning) ([a-z-]+)$", line):
                found.add((here[1], here[2], number))
        return found

    def broken(self):
        return "\n".join(self.lines) + "\n"

    def mended(self):
        lines = [re.sub("^#MEND ", "", line) for line in self.lines
                 if not re.search("# BROKEN( HERE .*)?$", line)]
        return "\n".join(lines) + "\n"


def cases():
    return [Case(path) for path in sorted(BROKEN.glob("*.conf"))]


class PrivateNginx:
    """nginx in a folder of its own, with the stack's snippets. `ports` maps the ports of the text."""

    def __init__(self, folder, text, snippets, ports, frame=FRAME):
        self.folder = Path(folder)
        self.config = self.folder / "nginx.conf"
        self.ports = ports
        (self.folder / "snippets").symlink_to(snippets)
        text = text.replace("/usr/share/doorward/", f"{ROOT}/")
        text = text.replace("/run/doorward/", f"{Path(world.env['GATE_SOCKET']).parent}/")
        (self.folder / "case.conf").write_text(self._with_ports(text))
        user = "user root;\n" if self.folder.owner() == "root" else ""
        self.config.write_text(user + frame)

    def _with_ports(self, text):
        for wanted, port in self.ports.items():
            text = re.sub(rf":{wanted}\b", f":{port}", text)
        return text

    def call(self, *words):
        return [NGINX, "-e", "stderr", "-p", str(self.folder), "-c", str(self.config), *words]

    def test(self):
        """What nginx itself says: its exit status and its words."""
        done = subprocess.run(self.call("-t"), capture_output=True, text=True)
        return done.returncode, done.stderr

    def check(self, ctl, *words):
        return subprocess.run([ctl, "check", "nginx", "--nginx-prefix", str(self.folder),
                               "--nginx-config", str(self.config), *words],
                              capture_output=True, text=True)

    @contextlib.contextmanager
    def running(self):
        with open(self.folder / "log", "wb") as log:
            process = subprocess.Popen(self.call(), stdout=log, stderr=log, cwd=self.folder)
        try:
            until(lambda: self._answers(process), 10,
                  lambda: "nginx does not start: " + (self.folder / "log").read_text())
            yield self
        finally:
            process.terminate()
            process.wait()

    def _answers(self, process):
        if process.poll() is not None:
            raise AssertionError("nginx ended: " + (self.folder / "log").read_text())
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.ports["8080"])) == 0

    def get(self, request, cookie):
        """Status, headers and body as one text; "closed" when nginx hangs up."""
        port = self.ports[(request["port"] or ":8080")[1:]]
        headers = {"Host": "portal.example.com", "Accept": "text/html"}
        if request["name"]:  # before Host, as somebody would send it who knows nginx
            headers = {request["name"]: request["value"]} | headers | {request["name"]: request["value"]}
        if request["member"]:
            headers["Cookie"] = cookie
        try:
            answer = Browser(f"http://127.0.0.1:{port}").request(
                "GET", self._with_ports(request["path"]), headers=headers)
        except http.client.RemoteDisconnected:
            return "closed"
        fields = "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
        return f"{answer.status}\n{fields}\n{answer.body.decode(errors='replace')}"


@contextlib.contextmanager
def private_nginx(text, snippets, ports, **options):
    with tempfile.TemporaryDirectory(prefix="doorward-nginx-") as folder:
        yield PrivateNginx(folder, text, snippets, ports, **options)
