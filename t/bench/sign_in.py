"""Whole journeys a second, as a ratio to the password hash that each of them must cost.

A sign-in is: the guarded page, the form, the password, the code that was mailed, Continue, the
guarded page. A sign-up ends with the account. The ceiling is our own Argon2id, verifying or making
hashes in as many processes as there are web workers and doing nothing else. Load, mail catcher and
database are on the same cores and are not taken off.
"""

import subprocess

import world
from crowd import Crowd, add_accounts
from measure import Comparison, Turn, table
from parts import BUILD, processes

PEOPLE = 16
ACCOUNTS = 20_000  # ten letters an hour for each
HASHES = {"sign_in": "verify", "sign_up": "hash"}


def hashing(what, workers, seconds):
    made = subprocess.run([BUILD / "bench" / "argon2id", what, str(workers), str(seconds)],
                          check=True, capture_output=True, text=True).stdout
    return Turn(int(made), seconds, {})


def compare(stack, journey, first, options):
    workers = len(processes(stack, "web"))
    crowd = Crowd(stack, journey, PEOPLE, first)
    name = journey.replace("_", "-")
    found = Comparison(f"{name}s/s, to Argon2id/s", options.pairs,
                       lambda: hashing(HASHES[journey], workers, options.seconds),
                       lambda: crowd.turn(options.seconds), digits=1)
    rows = [(label, ours) for label, _, ours in found.details(unit_us=1000)]
    return found.row(), table(("", name), rows, f"One {name}, of {PEOPLE} people at once")


def run(options):
    with world.a_stack() as stack:
        add_accounts(stack, ACCOUNTS)
        return zip(compare(stack, "sign_in", 1, options),
                   compare(stack, "sign_up", ACCOUNTS + 1, options))
