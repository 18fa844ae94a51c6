"""What a portal of a million people costs more than one of a thousand.

Two stacks side by side take turns, the small one first and last in each round. Whole sign-ins by
people from anywhere in the tables; the gate asked about sessions from anywhere, with a lease table
of one entry, so that each request is a look into the database, and with the usual one.
"""

from contextlib import ExitStack

import portal
import world
from crowd import Crowd
from measure import Comparison, table, wrk
from parts import Cpu, processes

SMALL = 1_000
PEOPLE = 16
SIGN_INS_MAX = 20_000      # of each stack, and never more than ten an hour for a person
COLD_SESSIONS = 20_000
WARM_SESSIONS = 900
CONNECTIONS = 16
PAGE = "/members/downloads/release-notes-4.2.txt"
BUFFER_POOL_PER_ACCOUNT = 5_000  # bytes: all of it fits
BUFFER_POOL_MIN = 256 * 1024 * 1024
COLD, WARM = "gate_leases_max = 1\n", ""


class Portal:
    def __init__(self, stack, accounts, buffer_pool):
        self.stack, self.accounts = stack, accounts
        portal.fill(stack, accounts, buffer_pool)
        self.sizes = portal.table_sizes(stack)

    def remember(self, settings, sessions):
        """New gates, with those settings, which are to be asked about so many sessions."""
        conf = self.stack.dir / "conf.d" / "stack.conf"
        conf.write_text(world.SETTINGS + settings)
        self.stack.stack("restart", "gate")
        self.cookies = self.stack.dir / "cookies"
        self.cookies.write_text(portal.cookies(self.stack, self.accounts, sessions))
        self.gates = Cpu(gate=processes(self.stack, "gate"),
                         database=processes(self.stack, "database"),
                         nginx=processes(self.stack, "nginx"))
        self.ask(5)

    def ask(self, seconds):
        return wrk(self.stack.url + PAGE, self.cookies, seconds, self.gates, CONNECTIONS)

    def gather(self):
        """People for sign_in. REQUIRES: the stack's programs stay as they are."""
        several = portal.addresses(self.accounts, SIGN_INS_MAX)
        file = self.stack.dir / "addresses"
        file.write_text("\n".join((several * 10)[:SIGN_INS_MAX]))
        self.crowd = Crowd(self.stack, "sign_in", PEOPLE, addresses=file)

    def sign_in(self, seconds):
        return self.crowd.turn(seconds)


def compare(label, small, large, measure, options, digits=0):
    return Comparison(f"{label}, {large.accounts:,} accounts to {small.accounts:,}: a second",
                      options.pairs, lambda: measure(small, options.seconds),
                      lambda: measure(large, options.seconds), digits=digits)


def sizes_table(large):
    rows = [(name, f"{rows:,}", f"{data / rows:.0f}", f"{index / rows:.0f}",
             f"{(data + index) / 2**20:,.0f}")
            for name, (rows, data, index) in large.sizes.items() if rows]
    return table(("table", "rows", "bytes a row", "of further indexes", "MiB in all"), rows,
                 f"The tables of {large.accounts:,} people")


def run(options):
    pool = max(BUFFER_POOL_MIN, BUFFER_POOL_PER_ACCOUNT * options.accounts)
    with ExitStack() as stacks:
        small, large = (Portal(stacks.enter_context(world.a_stack()), accounts, pool)
                        for accounts in (SMALL, options.accounts))
        print(sizes_table(large), flush=True)
        found = []
        for label, settings, sessions in (("gate, each request a look", COLD, COLD_SESSIONS),
                                          ("gate, from its leases", WARM, WARM_SESSIONS)):
            for one in (small, large):
                one.remember(settings, sessions)
            found.append(compare(label, small, large, Portal.ask, options))
        for one in (small, large):
            one.gather()
        found.append(compare("sign-ins", small, large, Portal.sign_in, options, digits=1))
        details = [table(("", f"{small.accounts:,}", f"{large.accounts:,}"), one.details(unit), label)
                   for one, unit, label in ((found[0], 1, "A look"), (found[2], 1000, "A sign-in"))]
        return [one.row() for one in found], [sizes_table(large), *details]
