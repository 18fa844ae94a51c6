"""The stack's own promises: side by side, and nothing left behind."""

import os
import signal
import socket
import unittest
from pathlib import Path

from world import a_stack, run_stack, until, world


def is_alive(pid):
    """A process that is over and only not waited for does not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def processes_of(stack):
    """All that it started, and what those started."""
    known = {int(stack.env["SUPERVISOR_PID"])}
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int(
                (entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            pass
    while more := {pid for pid, parent in parents.items() if parent in known} - known:
        known |= more
    return known


def ports_of(stack):
    urls = (stack.env[key] for key in ("URL", "INBOX_URL", "STATUS_URL"))
    return [int(stack.env["SMTP_PORT"]), *(int(url.rpartition(":")[2]) for url in urls)]


def is_open(port):
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
        return True
    except OSError:
        return False


class Stack(unittest.TestCase):
    def assert_gone(self, processes, ports):
        until(lambda: not any(map(is_alive, processes)), 10,
              lambda: f"still alive: {[pid for pid in processes if is_alive(pid)]}")
        self.assertEqual([port for port in ports if is_open(port)], [])

    def test_a_second_stack_runs_side_by_side_and_down_leaves_nothing_running(self):
        address = world.sign_up("First Stack")
        member = world.sign_in(address)
        with a_stack() as second:
            processes, ports = processes_of(second), ports_of(second)
            self.assertGreaterEqual(len(processes), 10)
            self.assertFalse(set(ports) & set(ports_of(world)))
            # Nobody of the first is anybody in the second, cookie or not.
            stranger = second.browser()
            stranger.cookies = dict(member.cookies)
            name, value = member.cookie("session")
            port = second.url.rpartition(":")[2]
            stranger.cookies[name.rpartition("-")[0] + "-" + port] = value
            self.assertEqual(stranger.get("/members/", Accept="text/html").status, 303)
            self.assertEqual(second.count("account", "TRUE"), 0)
            second.sign_in(second.sign_up("Second Stack"))
            run_stack("down", second.dir)
            self.assert_gone(processes, ports)
            self.assertFalse((second.dir / "stack.env").exists())
        self.assertEqual(member.get("/members/").status, 200, "the first one goes on")

    def test_a_killed_supervisor_leaves_nothing_running(self):
        with a_stack() as stack:
            processes, ports = processes_of(stack), ports_of(stack)
            os.kill(int(stack.env["SUPERVISOR_PID"]), signal.SIGKILL)
            self.assert_gone(processes, ports)

    def test_what_was_there_is_there_after_down_and_up(self):
        with a_stack() as stack:
            address = stack.sign_up("Come Back")
            member = stack.sign_in(address)
            run_stack("down", stack.dir)
            run_stack("up", stack.dir)
            again = type(stack)(stack.dir)
            self.assertEqual(again.url, stack.url)
            self.assertEqual(member.get("/members/").status, 200)
