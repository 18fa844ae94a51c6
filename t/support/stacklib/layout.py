"""Where everything of one stack lies: the only place that knows a path or a port of it."""

import json
import os
import random
import shlex
import shutil
import socket
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SUPPORT = ROOT / "t" / "support"
# A unix socket's path may have 107 bytes; the longest name that we put into run/ has 12.
RUN_PATH_BYTES_MAX = 107 - 16


class StackError(Exception):
    """Something that the caller should read, not debug."""


class Layout:
    def __init__(self, folder):
        self.dir = Path(folder).resolve()
        self.run = self.dir / "run"  # sockets; a link to a short path when this one is long
        self.inbox = self.dir / "inbox"
        self.data = self.dir / "database"
        self.secret = self.dir / "secret"
        self.tmp = self.dir / "tmp"
        self.conf = self.dir / "doorward.conf"
        self.conf_more = self.dir / "conf.d" / "stack.conf"
        self.nginx = self.dir / "nginx"
        self.env_file = self.dir / "stack.env"
        self.lock_file = self.dir / "lock"
        self.ports_file = self.dir / "ports.json"
        self.build = Path(os.environ.get("DOORWARD_BUILD") or ROOT / "build").resolve()
        self.database_name = "doorward"

    def _socket(self, name):
        return self.run.resolve() / name

    @property
    def control_socket(self):
        return self._socket("control.sock")

    @property
    def database_socket(self):
        return self._socket("mysqld.sock")

    @property
    def web_socket(self):
        return self._socket("web.sock")

    @property
    def gate_socket(self):
        return self._socket("gate.sock")

    def log(self, name):
        return self.dir / "log" / f"{name}.log"

    def program(self, name):
        return self.build / name

    def ctl(self):
        return [str(self.program("doorwardctl")), "--config", str(self.conf)]

    def database_admin(self):
        return ["mariadb", "--no-defaults", "--user=root", f"--socket={self.database_socket}"]

    def make_folders(self):
        """Only the owner may look in: mails, keys and a password-less database root."""
        self.dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.inbox, self.secret, self.tmp, self.nginx, self.conf_more.parent,
                       self.dir / "log"):
            folder.mkdir(exist_ok=True, mode=0o700)

    def make_run(self):
        """A fresh run/: at its place, or far from it when the path would be too long."""
        self.clear_run()
        if len(os.fsencode(self.run)) <= RUN_PATH_BYTES_MAX:
            self.run.mkdir(mode=0o700)
        else:
            self.run.symlink_to(tempfile.mkdtemp(prefix="doorward-", dir="/tmp"))

    def clear_run(self):
        """Forgets what only a running stack has."""
        self.env_file.unlink(missing_ok=True)
        if self.run.is_symlink():
            shutil.rmtree(self.run.resolve(), ignore_errors=True)
            self.run.unlink()
        else:
            shutil.rmtree(self.run, ignore_errors=True)

    def choose_ports(self, portal_port=None):
        """Keeps the ports of the last start where they are still free."""
        last = self._last_ports()
        if portal_port and not is_free(portal_port):
            raise StackError(f"port {portal_port} is taken; choose another one")
        next_door = portal_port + 1 if portal_port else None
        write_whole(self.ports_file, json.dumps({
            "portal": portal_port or free_port(last.get("portal")),
            "inbox": free_port(next_door, last.get("inbox")),
            "smtp": free_port(last.get("smtp")),
            "status": free_port(last.get("status")),
        }))

    def _last_ports(self):
        return json.loads(self.ports_file.read_text()) if self.ports_file.exists() else {}

    def port(self, part):
        return self._last_ports()[part]

    @property
    def url(self):
        return f"http://localhost:{self.port('portal')}"

    @property
    def inbox_url(self):
        return f"http://localhost:{self.port('inbox')}"

    def write_env(self):
        """stack.env appears whole, and only when everything answers."""
        values = {
            "URL": self.url,
            "INBOX": self.inbox,
            "INBOX_URL": self.inbox_url,
            "CONF": self.conf,
            "DOORWARDCTL": shlex.join(self.ctl()),
            "DB_SOCKET": self.database_socket,
            "DB_NAME": self.database_name,
            "DB_ADMIN": shlex.join(self.database_admin()),
            "SMTP_PORT": self.port("smtp"),
            "STATUS_URL": f"http://localhost:{self.port('status')}",
            "WEB_SOCKET": self.web_socket,
            "GATE_SOCKET": self.gate_socket,
            "LOGS": self.dir / "log",
            "SUPERVISOR_PID": os.getpid(),
        }
        lines = [f"{key}={shlex.quote(str(value))}\n" for key, value in values.items()]
        write_whole(self.env_file, "".join(lines))


def write_whole(path, text, mode=0o600):
    """Readers see the old file or the new one, never half of it."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
    temporary.rename(path)


def tail(path, lines):
    if not path.exists():
        return ""
    return "".join(path.read_text(errors="replace").splitlines(keepends=True)[-lines:])


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def is_free(port):
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        if family == socket.AF_INET6 and not has_ipv6():
            continue
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True


def free_port(*wanted):
    # Below the kernel's range for outgoing connections: a part that is stopped for a while finds
    # its port free again.
    for port in [*wanted, *random.sample(range(20000, 32000), 200)]:
        if port and is_free(port):
            return port
    raise StackError("no free port")
