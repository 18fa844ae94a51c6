"""Gates on sockets of their own, by unix socket and by TCP, and nginx that chooses by the session's
cookie (nginx/many-gates.conf)."""

import os
import re
import socket
import subprocess
import unittest
from collections import defaultdict

import examples
from sessions import cookie_name, make_sessions
from stacklib import doorward
from world import BUILD, ROOT, world

GATES = 4
SESSIONS = 40
TIMES = 5
# What a location with a guard is told of which gate it was.
SHOWS = "auth_request_set $gate $upstream_addr; add_header Gate $gate always;"


class ManyGates(unittest.TestCase):
    def setUp(self):
        self.gates = []
        self.ask = world.dir / "nginx" / "snippets" / "doorward-ask.conf"
        self.addCleanup(self.put_back, self.ask.read_text())
        address = world.sign_up("Many Doors")
        self.browsers = []
        for value in make_sessions(world, address, SESSIONS):
            browser = examples.Visitor("gates")
            browser.cookies = {cookie_name(world): value}
            self.browsers.append(browser)

    def put_back(self, text):
        self.ask.write_text(text)
        examples.remove_all()
        for process in self.gates:
            process.terminate()
        for process in self.gates:
            process.wait()

    def start_gate(self, listener):
        with listener, open(world.dir / "log" / "gates.log", "ab") as log:
            self.gates.append(subprocess.Popen(
                [BUILD / "doorward-gate", "--config", world.env["CONF"]], stdin=listener,
                stdout=log, stderr=log, env={
                    **os.environ, "DOORWARD_DATABASE_USER": "doorward_gate",
                    "DOORWARD_DATABASE_PASSWORD_FILE": str(world.dir / "secret/gate.password")}))

    def ask_gates(self, pass_to, upstreams=""):
        """nginx asks those from now on."""
        servers = world.dir / "nginx" / "servers.d"
        (servers / "0-gates.conf").write_text(upstreams)
        (servers / "gates.conf").write_text(
            f"server {{ listen {examples.portal_address()}; server_name gates.localhost;\n"
            "include snippets/doorward-server.conf;\nlocation / { "
            f"include snippets/doorward-guard.conf; root {ROOT}/nginx/portal; {SHOWS} }} }}\n")
        self.ask.write_text(re.sub(r"fastcgi_pass unix:\S+gate\.sock;", f"fastcgi_pass {pass_to};",
                                   self.ask.read_text()))
        examples.reload()

    def gates_of_sessions(self):
        """{number of a session: the gates that answered for it}"""
        found = defaultdict(set)
        for _ in range(TIMES):
            for number, browser in enumerate(self.browsers):
                answer = browser.get("/members/")
                self.assertEqual(answer.status, 200)
                found[number].add(answer.headers["Gate"])
        return found

    def test_each_session_keeps_to_one_gate_and_all_gates_have_some(self):
        run = world.dir / "run"
        for number in range(1, GATES + 1):
            path = run.resolve() / f"gate-{number}.sock"
            path.unlink(missing_ok=True)
            self.start_gate(doorward.listen(path))
        example = (ROOT / "nginx" / "many-gates.conf").read_text()
        self.ask_gates("doorward_gates", example.replace("/run/doorward/", f"{run.resolve()}/"))
        found = self.gates_of_sessions()
        self.assertEqual({len(gates) for gates in found.values()}, {1}, found)
        self.assertEqual(len(set().union(*found.values())), GATES)
        # One is gone: its sessions go to the others, and nobody hears of it.
        lost = self.gates.pop()
        lost.kill()
        lost.wait()
        self.gates_of_sessions()

    def test_a_gate_by_tcp_answers_as_one_by_unix_socket(self):
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        port = listener.getsockname()[1]
        self.start_gate(listener)
        self.ask_gates(f"127.0.0.1:{port}")
        self.assertEqual(set().union(*self.gates_of_sessions().values()), {f"127.0.0.1:{port}"})
        stranger = examples.Visitor("gates")
        self.assertEqual(stranger.get("/members/", Accept="text/html").status, 303)
