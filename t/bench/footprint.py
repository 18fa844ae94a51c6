"""What each program takes: memory after some work, and how long from its start to its first answer.

web and gate are started on a socket of their own and asked at once; of the mailer it is the time to
the first letter in the inbox, with a letter queued before; of doorwardctl a whole command.
"""

import shlex
import statistics
import subprocess
import time
from pathlib import Path

import fastcgi
import parts
import world
from crowd import Crowd, add_accounts
from measure import table

STARTS = 21
PEOPLE, SECONDS = 8, 5
ACCOUNTS = 2000
LETTER_SECONDS_MAX = 10
QUESTIONS = {"web": {"DOCUMENT_URI": "/auth/sign-in"},
             "gate": {"DOCUMENT_URI": "/_doorward/require/"}}


def environment(stack, program):
    """Of the stack's own process of that program, as the supervisor gave it to it."""
    pid = parts.processes(stack, program)[0]
    pairs = Path(f"/proc/{pid}/environ").read_bytes().decode().rstrip("\0").split("\0")
    return dict(pair.split("=", 1) for pair in pairs)


def start(stack, program, settings, stdin=subprocess.DEVNULL):
    return subprocess.Popen(
        [parts.BUILD / f"doorward-{program}", "--config", stack.env["CONF"]], stdin=stdin,
        stderr=subprocess.DEVNULL, env=settings)


def end(process):
    process.terminate()
    process.wait()


def first_answer_ms(stack, program, settings):
    path = parts.socket_beside(stack, "first.sock")
    with parts.listen(path) as listener:
        started = time.monotonic()
        process = start(stack, program, settings, listener)
        answer = fastcgi.ask(path, REQUEST_METHOD="GET", **QUESTIONS[program])
        seconds = time.monotonic() - started
        end(process)
    path.unlink()
    assert answer.startswith(b"Status: "), answer
    return 1e3 * seconds


def first_letter_ms(stack, settings):
    """REQUIRES: no other mailer runs."""
    address = stack.new_address()
    stack.ask_sign_up_code(address)
    inbox = Path(stack.env["INBOX"])
    before = len(list(inbox.glob("*.eml")))
    started = time.monotonic()
    process = start(stack, "mailer", settings)
    while len(list(inbox.glob("*.eml"))) == before:
        seconds = time.monotonic() - started
        assert seconds < LETTER_SECONDS_MAX, "no letter"
    end(process)
    return 1e3 * seconds


def command_ms(stack):
    started = time.monotonic()
    subprocess.run([*shlex.split(stack.env["DOORWARDCTL"]), "company", "list"], check=True,
                   capture_output=True)
    return 1e3 * (time.monotonic() - started)


def starts(stack):
    """{program: median ms}"""
    settings = {program: environment(stack, program) for program in ("web", "gate", "mailer")}
    stack.stack("stop", "mailer")
    ways = {
        "web": lambda: first_answer_ms(stack, "web", settings["web"]),
        "gate": lambda: first_answer_ms(stack, "gate", settings["gate"]),
        "mailer": lambda: first_letter_ms(stack, settings["mailer"]),
        "ctl": lambda: command_ms(stack),
    }
    return {program: statistics.median(way() for _ in range(STARTS))
            for program, way in ways.items()}


def run(_):
    with world.a_stack() as stack:
        add_accounts(stack, ACCOUNTS)
        Crowd(stack, "sign_in", PEOPLE).turn(SECONDS)
        memory = {program: [parts.memory_kib(pid) for pid in parts.processes(stack, program)]
                  for program in ("web", "gate", "mailer")}
        started = starts(stack)
    rows = []
    for program, milliseconds in started.items():
        sizes = [f"{statistics.mean(values) / 1024:.1f}"
                 for values in zip(*memory.get(program, []))] or ["", ""]
        name = "doorwardctl" if program == "ctl" else f"doorward-{program}"
        rows.append((name, len(memory.get(program, [])) or "", *sizes, f"{milliseconds:.0f}"))
    return [], [table(("", "processes", "RSS, MiB", "PSS, MiB", "start to first answer, ms"), rows,
                      "One process, after people have signed in")]
