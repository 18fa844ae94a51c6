"""How long the portal waits while everybody signs in: p99 of the gate to p99 of an empty responder.

People sign in all the time, as many as hash on every core; the door is asked by eight connections
that pause between requests, as a portal's visitors do, for the gate and for the ceiling in turn.
"""

import world
from crowd import Crowd, add_accounts
from gate import Door
from measure import Comparison, table
from parts import responders, socket_beside

PEOPLE = 16
ACCOUNTS = 20_000
SESSIONS = 1000
CONNECTIONS = 8
PAUSE_MS = 20
SPARE_SECONDS = 5  # of the crowd after the last turn


def run(options):
    with world.a_stack() as stack:
        path = socket_beside(stack, "empty.sock")
        with responders("empty_responder", path) as empty:
            door = Door(stack, empty, path)
            cookies = door.cookies(SESSIONS)
            add_accounts(stack, ACCOUNTS)
            for _ in range(2):
                door.turn("gate", cookies, options.seconds)

            def turn(side):
                return door.turn(side, cookies, options.seconds, connections=CONNECTIONS,
                                 pause_ms=PAUSE_MS)

            crowd = Crowd(stack, "sign_in", PEOPLE)
            calm = turn("gate")
            crowd.start(3 * options.pairs * options.seconds + SPARE_SECONDS)
            found = Comparison("gate p99 while people sign in, ms", options.pairs,
                               lambda: turn("empty"), lambda: turn("gate"),
                               of=lambda turn: turn.p99, digits=2)
            sign_ins = crowd.finish()
    # nginx serves the people too, so that its CPU tells nothing of the door.
    latencies = [row for row in found.details() if row[0].startswith("p")]
    rows = [*latencies, ("p99 in the calm before, ms", "", f"{calm.p99:.2f}"),
            ("sign-ins a second meanwhile", "", f"{sign_ins.rate:.1f}")]
    return [found.row()], [table(("", "ceiling", "gate"), rows,
                                 "A request through the gate while people sign in")]
