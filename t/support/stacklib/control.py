"""Talking to a running stack's supervisor: one line to its socket, one answer back.

The supervisor never waits; the waiting for a part that stops or comes up is done here.
"""

import fcntl
import signal
import socket

from .layout import StackError
from .parts import is_ready
from .wait import until

PART_SECONDS_MAX = 30


def supervisor_pid(layout):
    """Who holds the lock; None when nobody does. A pid in a file alone would prove nothing."""
    try:
        with open(layout.lock_file) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read() or 0) or None
    except FileNotFoundError:
        pass
    return None


def is_running(layout):
    return supervisor_pid(layout) is not None


def ask(layout, request):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(layout.control_socket))
        connection.sendall(request.encode() + b"\n")
        answer = b""
        while chunk := connection.recv(4096):
            answer += chunk
    first, _, rest = answer.decode().partition("\n")
    if first != "ok":
        raise StackError(first)
    return rest


def all_states(layout):
    """The states of all processes: {name: (state, pid)}; pid 0: none."""
    try:
        rows = [line.split() for line in ask(layout, "status").splitlines()]
    except OSError:
        raise StackError(f"no stack runs in {layout.dir}") from None
    return {name: (state, int(pid)) for name, state, pid in rows}


def states(layout, part):
    """Those of one part (web) or process (web.1)."""
    known = all_states(layout)
    chosen = {name: known[name] for name in known if part in (name, name.split(".")[0])}
    if not chosen:
        raise StackError(f"no part is named {part}; there are: " + " ".join(known))
    return chosen


def stop(layout, part):
    states(layout, part)
    ask(layout, f"stop {part}")
    until(lambda: all(state == "down" for state, _ in states(layout, part).values()),
          PART_SECONDS_MAX, f"{part} does not stop")


def start(layout, part):
    states(layout, part)
    ask(layout, f"start {part}")
    until(lambda: all(state == "up" for state, _ in states(layout, part).values())
          and is_ready(layout, part.split(".")[0]),
          PART_SECONDS_MAX, f"{part} does not start: see {layout.dir / 'log'}")


def restart(layout, part):
    stop(layout, part)
    start(layout, part)


def send_signal(layout, part, name):
    try:
        number = signal.Signals[name if name.startswith("SIG") else f"SIG{name}"]
    except KeyError:
        raise StackError(f"no signal is named {name}") from None
    states(layout, part)
    ask(layout, f"signal {part} {int(number)}")


def print_status(layout):
    for name, (state, pid) in sorted(all_states(layout).items()):
        print(f"{name:10} {state:9} {pid or ''}")
