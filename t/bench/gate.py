"""How fast the gate is, as a ratio to the fastest thing that could stand in its place.

Both sides are asked by nginx's auth_request in front of the same small file, with the same cookies
in turn: an empty FastCGI responder that answers 204 at once (the ceiling), and doorward-gate with
one session, and with 10,000. A side's CPU is that of nginx and of its responders.
"""

import statistics
import time

import world
from measure import Comparison, table, wrk
from parts import Cpu, add_locations, memory_kib, processes, responders, socket_beside
from sessions import cookie_name, make_sessions

SESSIONS_MAX = 10_000
WARM_UP_SECONDS = 5

LOCATIONS = """
location ^~ /bench-gate/ {{
  auth_request /_doorward/require/;
  include snippets/doorward-answers.conf;
  alias {files}/;
}}
location ^~ /bench-empty/ {{
  auth_request /_bench_empty;
  include snippets/doorward-answers.conf;
  alias {files}/;
}}
location = /_bench_empty {{
  internal;
  client_max_body_size           0;
  fastcgi_pass_request_body      off;
  fastcgi_pass_request_headers   off;
  fastcgi_param REQUEST_METHOD   GET;
  fastcgi_param DOCUMENT_URI     $uri;
  fastcgi_param DOORWARD_REQUIRE "";
  fastcgi_param DOORWARD_URI     $request_uri;
  fastcgi_param DOORWARD_HOST    $host;
  fastcgi_param DOORWARD_SCHEME  $scheme;
  fastcgi_param REMOTE_ADDR      $remote_addr;
  fastcgi_param HTTP_COOKIE      $http_cookie;
  fastcgi_pass unix:{socket};
}}
"""


class Door:
    """The two sides, in a stack that is up and with empty responders that run."""

    def __init__(self, stack, empty, empty_socket):
        self.stack, self.empty = stack, empty
        self.files = stack.dir / "bench"
        self.files.mkdir()
        (self.files / "page.html").write_text("x" * 1000)
        add_locations(stack, LOCATIONS.format(files=self.files, socket=empty_socket))
        self.nginx, self.gates = processes(stack, "nginx"), processes(stack, "gate")
        self.address = stack.sign_up()

    def cookies(self, count):
        """A file with those of as many new sessions."""
        file = self.files / f"cookies.{count}"
        file.write_text("".join(f"{cookie_name(self.stack)}={value}\n" for value in
                                make_sessions(self.stack, self.address, count)))
        return file

    def turn(self, side, cookies, seconds, **options):
        cpu = Cpu(nginx=self.nginx, responder=self.gates if side == "gate" else self.empty)
        return wrk(f"{self.stack.url}/bench-{side}/page.html", cookies, seconds, cpu, **options)


def gate_queries(stack):
    rows = stack.sql("SELECT SELECT_COMMANDS + UPDATE_COMMANDS + OTHER_COMMANDS FROM "
                     "information_schema.USER_STATISTICS WHERE USER = 'doorward_gate'")
    return int(rows[0][0]) if rows else 0


def counted(sessions):
    return f"{sessions:,} session" + "s" * (sessions > 1)


def compare(door, sessions, options):
    cookies = door.cookies(sessions)
    pss_before = statistics.mean(memory_kib(pid)[1] for pid in door.gates)
    for side in ("empty", "gate", "gate"):  # so that every gate has seen every session
        door.turn(side, cookies, max(options.seconds, WARM_UP_SECONDS))
    queries, started = gate_queries(door.stack), time.monotonic()
    found = Comparison(f"gate, {counted(sessions)}: requests/s", options.pairs,
                       lambda: door.turn("empty", cookies, options.seconds),
                       lambda: door.turn("gate", cookies, options.seconds))
    seconds = time.monotonic() - started
    queries = (gate_queries(door.stack) - queries) / seconds / len(door.gates)
    pss = statistics.mean(memory_kib(pid)[1] for pid in door.gates)
    rows = [*found.details(),
            ("queries a second and gate process", "", f"{queries:.1f}"),
            ("PSS of a gate, MiB", "", f"{pss / 1024:.1f}")]
    if sessions > 1:
        rows.append(("PSS for each session, KiB", "", f"{(pss - pss_before) / sessions:.2f}"))
    return found.row(), table(("", "ceiling", "gate"), rows,
                              f"A request through the gate, {counted(sessions)}")


def run(options):
    with world.a_stack() as stack:
        path = socket_beside(stack, "empty.sock")
        with responders("empty_responder", path) as empty:
            door = Door(stack, empty, path)
            stack.sql("SET GLOBAL userstat = 1")
            return zip(*(compare(door, sessions, options) for sessions in (1, SESSIONS_MAX)))
