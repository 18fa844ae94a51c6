"""What a running process is allowed, from outside, and what it has used."""

import contextlib
import os
import resource
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def limited(pids, what, soft):
    """`soft`: the limit of a process, as a function of its id. As it was afterwards, if it lives."""
    before = {pid: resource.prlimit(pid, what) for pid in pids}
    for pid in pids:
        resource.prlimit(pid, what, (soft(pid), before[pid][1]))
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, what, before[pid])


def first_free_descriptor(pid):
    used = {int(name) for name in os.listdir(f"/proc/{pid}/fd")}
    return next(number for number in range(len(used) + 1) if number not in used)


def _status(pid, name):
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines()
                if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def address_space_bytes(pid):
    return _status(pid, "VmSize")


def resident_bytes(pid):
    return _status(pid, "VmRSS")


def resident_bytes_peak(pid):
    return _status(pid, "VmHWM")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
