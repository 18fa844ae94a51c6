"""The processes that a benchmark watches or starts: their CPU, their memory, the ceilings."""

import contextlib
import os
import socket
import subprocess
from pathlib import Path

import world

BUILD = world.ROOT / "build"
TICKS = os.sysconf("SC_CLK_TCK")


def children_of(pid):
    return [int(child) for child in
            Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_kib(pid):
    """(RSS, PSS)"""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    values = dict(line.split(":", 1) for line in lines)
    return tuple(int(values[name].split()[0]) for name in ("Rss", "Pss"))


class Cpu:
    """What groups of processes used: {name: [pid, …]}."""

    def __init__(self, **groups):
        self._groups = groups

    def used(self):
        return {name: sum(map(cpu_seconds, pids)) for name, pids in self._groups.items()}

    def since(self, before):
        return {name: used - before[name] for name, used in self.used().items()}


def processes(stack, part):
    """The pids of a part of the stack; of nginx the workers."""
    found = [pid for name, pid in stack.processes().items() if name.split(".")[0] == part]
    return children_of(found[0]) if part == "nginx" else found


def add_locations(stack, text):
    """Into the portal's server, by new nginx workers."""
    (stack.dir / "nginx" / "portal.d" / "bench.conf").write_text(text)
    old = set(processes(stack, "nginx"))
    stack.stack("signal", "nginx", "HUP")
    world.until(lambda: (new := set(processes(stack, "nginx"))) and not old & new, 10,
                "nginx did not reload")


def listen(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(1024)
    return listener


def socket_beside(stack, name):
    """A path for a socket that is short enough."""
    return Path(stack.env["GATE_SOCKET"]).with_name(name)


@contextlib.contextmanager
def responders(program, path, count=2):
    """FastCGI processes of build/bench/ on a new socket; their pids."""
    with listen(path) as listener:
        started = [subprocess.Popen([BUILD / "bench" / program], stdin=listener)
                   for _ in range(count)]
        try:
            yield [process.pid for process in started]
        finally:
            for process in started:
                process.kill()
                process.wait()
            path.unlink()
