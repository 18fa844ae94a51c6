"""Machines as network namespaces, on a switch that is a bridge in our own."""

import os
import subprocess
from pathlib import Path

NAMES = Path("/run/netns")
NETWORK = "10.77.0"
OUR_ADDRESS = f"{NETWORK}.1"


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def make_switch():
    """In namespaces of our own, where the names of machines are nobody else's."""
    NAMES.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "none", NAMES], check=True)
    ip("link", "set", "lo", "up")
    ip("link", "add", "switch", "type", "bridge")
    ip("address", "add", f"{OUR_ADDRESS}/24", "dev", "switch")
    ip("link", "set", "switch", "up")


class Machine:
    def __init__(self, name, number):
        self.name = name
        self.address = f"{NETWORK}.{number}"
        ip("netns", "add", name)
        ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", name, "master", "switch", "up")
        for words in (("link", "set", "lo", "up"), ("link", "set", "eth0", "up"),
                      ("address", "add", f"{self.address}/24", "dev", "eth0")):
            ip("-n", name, *words)

    def start(self, command, log, environment=None, stdin=subprocess.DEVNULL):
        """A process there; ip becomes it, so its pid is the process's own."""
        with open(log, "ab") as output:
            return subprocess.Popen(self.inside(command), stdin=stdin, stdout=output, stderr=output,
                                    env={**os.environ, **(environment or {})},
                                    start_new_session=True)

    def inside(self, command):
        return ["ip", "netns", "exec", self.name, *map(str, command)]

    def cut(self):
        """Pulls its network cable: nothing is refused, nothing arrives."""
        ip("link", "set", self.name, "down")

    def join(self):
        ip("link", "set", self.name, "up")
