"""What it costs that tables grow: a few sessions, a thousand, a million, and as many revocations.

Three stacks side by side take turns, the one with few rows first and last in each round, so that a
ratio is of the same seconds. Their gates may remember a single lease, and are asked for a few
sessions in turn: nearly each request is a look into the database.
"""

import itertools
import shlex
import statistics
import subprocess
import time
from contextlib import ExitStack

import world
from measure import CONTROL_WITHIN, wrk
from parts import Cpu
from sessions import cookie_name, make_sessions

FEW = 20
ROWS = (FEW, 1_000, 1_000_000)
ACCOUNTS_FOR = 1_000        # rows to an account, as many as somebody with scripts has
SETTINGS = world.SETTINGS + "gate_leases_max = 1\n"
PAGE = "/members/downloads/release-notes-4.2.txt"
COMMANDS = 5
READS = 200
CONNECTIONS = 4
RECENT = ("SELECT scope, subject, created_at FROM revocation"
          " WHERE created_at > UTC_TIMESTAMP(6) - INTERVAL 3 MINUTE;\n")


class Site:
    """A stack with so many sessions, of which one account has a few, and revocations of the past."""

    def __init__(self, stack, rows):
        self.stack = stack
        self.address = stack.sign_up()
        if rows > FEW:
            self._fill(rows)
        self.cookies = stack.dir / "cookies"
        self.cookies.write_text("".join(f"{cookie_name(stack)}={value}\n" for value in
                                        make_sessions(stack, self.address, FEW)))

    def _fill(self, rows):
        accounts = -(-rows // ACCOUNTS_FOR)
        self.stack.sql(
            "SET unique_checks = 0; SET foreign_key_checks = 0;"
            "INSERT INTO account (id, email, name, company_id, status, role, created_at)"
            " SELECT LEFT(SHA2(seq, 256), 16), CONCAT('row', seq, '@example.com'), 'Mia Quist',"
            " id, 'active', 'member', UTC_TIMESTAMP(6)"
            f" FROM seq_1_to_{accounts} JOIN company WHERE slug = 'example';"
            "INSERT INTO session (id, token_hash, key_id, account_id, created_at, last_seen_at,"
            " ends_at, browser, network) SELECT UNHEX(LEFT(SHA2(seq, 256), 32)),"
            f" UNHEX(SHA2(CONCAT('t', seq), 256)), 'k1', LEFT(SHA2(1 + seq MOD {accounts}, 256),"
            " 16), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 12 HOUR,"
            f" 'Firefox on Linux', '192.0.2.0/24' FROM seq_1_to_{rows};"
            "INSERT INTO revocation SELECT UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE - INTERVAL seq"
            f" SECOND, 'session', UNHEX(LEFT(SHA2(seq, 256), 32)) FROM seq_1_to_{rows}")

    def gate_look_ms(self, seconds):
        return self._mean_ms(PAGE, seconds)

    def sign_in_page_ms(self, seconds):
        return self._mean_ms("/auth/sign-in", seconds)

    def _mean_ms(self, path, seconds):
        return CONNECTIONS * 1e3 / wrk(self.stack.url + path, self.cookies, seconds, Cpu(),
                                       connections=CONNECTIONS).rate

    def session_list_ms(self, _):
        command = [*shlex.split(self.stack.env["DOORWARDCTL"]), "session", "list", "--account",
                   self.address]
        started = time.monotonic()
        for _ in range(COMMANDS):
            subprocess.run(command, check=True, capture_output=True)
        return 1e3 * (time.monotonic() - started) / COMMANDS

    def revocation_read_ms(self, _):
        started = time.monotonic()
        self.stack.sql(RECENT * READS)
        return 1e3 * (time.monotonic() - started) / READS


MEASURES = {
    "gate, a look into the database": Site.gate_look_ms,
    "sign-in page": Site.sign_in_page_ms,
    "doorwardctl session list --account": Site.session_list_ms,
    "revocations of the last minutes": Site.revocation_read_ms,
}


def compare(label, measure, sites, options):
    """Lines of the table: a thousand rows to a few, and a million."""
    rounds = []
    for number in range(options.pairs):
        rounds.append([measure(site, max(options.seconds // 2, 1)) for site in (*sites, sites[0])])
        print(f"  {label} {number + 1:2}  ms: "
              + "  ".join(f"{milliseconds:.3f}" for milliseconds in rounds[-1]), flush=True)
    control = statistics.median(last / first for first, *_, last in rounds)
    off = "" if abs(control - 1) <= CONTROL_WITHIN else " (too noisy)"
    for at, rows in enumerate(ROWS[1:], 1):
        ratio = statistics.median(2 * times[at] / (times[0] + times[-1]) for times in rounds)
        few, many = (statistics.median(column) for column in
                     (itertools.chain(*((t[0], t[-1]) for t in rounds)),
                      (times[at] for times in rounds)))
        yield (f"{label}, {rows:,} rows to {FEW}: ms", f"{few:.3f}", f"{many:.3f}",
               f"**{ratio:.3f}**", f"{control:.3f}{off}")


def run(options):
    with ExitStack() as stacks:
        sites = [Site(stacks.enter_context(world.a_stack(SETTINGS)), rows) for rows in ROWS]
        for site in sites:
            site.gate_look_ms(1)
        return [row for label, measure in MEASURES.items()
                for row in compare(label, measure, sites, options)], []
