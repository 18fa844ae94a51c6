"""A Debian machine of our own: systemd as process 1, booted by systemd-nspawn, with a network of its
own that leads nowhere. Needs root."""

import contextlib
import ctypes
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

from client import Browser
from world import until

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "build" / "system" / "base"
MIRROR = "http://deb.debian.org/debian"
# What an operator has, and what the programs are linked with.
PACKAGES = ("systemd", "systemd-sysv", "dbus", "ca-certificates", "openssl", "nginx", "mariadb-server",
            "opensmtpd", "libfcgi0ldbl", "libctemplate3", "libmysqlcppconn7v5", "libcurl4",
            "libsodium23", "libzxcvbn0", "libidn2-0", "libpcre2-8-0",
            # And what the guide's commands use besides.
            "curl", "fail2ban", "iptables", "jq")
# Where a reader of the guide has the package, and later the next one.
FOLDER = "/root/packages"
FOLDER_OF_NEWER = f"{FOLDER}/newer"
VERSION_BEFORE = "0.0.1"
BOOT_SECONDS_MAX = 120
ASKS_FOR_A_REBOOT = 133   # of systemd-nspawn, to whoever started it
NEW_NETWORK = 0x40000000  # CLONE_NEWNET


def make_base():
    """A minimal Debian 12 with those packages, made once."""
    if BASE.exists():
        return
    half = BASE.with_suffix(".new")
    shutil.rmtree(half, ignore_errors=True)
    half.parent.mkdir(parents=True, exist_ok=True)
    log = half.with_suffix(".log")
    with open(log, "wb") as output:
        done = subprocess.run(["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}",
                               "bookworm", half, MIRROR], stdout=output, stderr=output)
    if done.returncode:
        raise AssertionError(f"debootstrap failed: {log}")
    half.rename(BASE)


def bring_packages(root):
    """The one that `make deb` made, and the same as if it were of before, for the guide to install."""
    folder = root / FOLDER.removeprefix("/")
    folder.mkdir()
    package, = (ROOT / "build" / "deb").glob("doorward_*.deb")
    newer = root / FOLDER_OF_NEWER.removeprefix("/")
    newer.mkdir()
    shutil.copy(package, newer)
    unpacked = folder / "unpacked"
    subprocess.run(["dpkg-deb", "--raw-extract", package, unpacked], check=True)
    control = unpacked / "DEBIAN/control"
    control.write_text(re.sub("^Version: .*", f"Version: {VERSION_BEFORE}", control.read_text(),
                              flags=re.M))
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", unpacked,
                    folder / f"doorward_{VERSION_BEFORE}.deb"], check=True,
                   stdout=subprocess.DEVNULL)
    shutil.rmtree(unpacked)


class Machine:
    def __init__(self, root):
        self.root = Path(root)
        self._nspawn = None

    @contextlib.contextmanager
    def booted(self):
        try:
            self._boot()
            yield self
        finally:
            self._nspawn.terminate()
            self._nspawn.wait(60)

    def _boot(self):
        with open(self.root.with_suffix(".console"), "ab") as console:
            self._nspawn = subprocess.Popen(
                ["systemd-nspawn", "--quiet", "--boot", f"--directory={self.root}", "--keep-unit",
                 "--register=no", "--private-network", "--console=pipe"],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console)
        until(lambda: self.run("systemctl is-system-running").stdout.strip() in
              ("running", "degraded"), BOOT_SECONDS_MAX, "the machine does not come up")

    def pid(self):
        """Of its process 1; another one after a reboot."""
        children = subprocess.run(["pgrep", "--parent", str(self._nspawn.pid)], capture_output=True,
                                  text=True).stdout.split()
        return int(children[0]) if children else None

    def run(self, script):
        """As root in the machine, by bash."""
        pid = self.pid()
        if pid is None:
            return subprocess.CompletedProcess(script, 1, "", "it is down")
        return subprocess.run(["nsenter", "--target", str(pid), "--all", "bash", "-c", script],
                              capture_output=True, text=True, env={"PATH": os.environ["PATH"]})

    def output(self, script):
        done = self.run(script)
        if done.returncode:
            raise AssertionError(f"{script}: {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def reboot(self):
        self.run("systemctl reboot")
        status = self._nspawn.wait(BOOT_SECONDS_MAX)
        assert status == ASKS_FOR_A_REBOOT, f"the machine ended with {status}"
        self._boot()

    def connect(self, port):
        """A connection within the machine. A socket stays in the network it was made in."""
        with open("/proc/thread-self/ns/net") as ours, open(f"/proc/{self.pid()}/ns/net") as theirs:
            _enter(theirs)
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=30)
            finally:
                _enter(ours)


def _enter(network):
    if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns")


class Visitor(Browser):
    """A browser at the machine's own screen, by TLS."""

    def __init__(self, machine, host, authority):
        super().__init__(f"https://{host}")
        self.machine, self.host = machine, host
        self._context = ssl.create_default_context(cafile=authority)

    def _connect(self):
        connection = http.client.HTTPSConnection(self.host, timeout=30)
        connection.sock = self._context.wrap_socket(self.machine.connect(443),
                                                    server_hostname=self.host)
        return connection
