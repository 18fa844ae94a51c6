"""Mailers beside a stack's own, that are killed and started again at once; and letters for them."""

import random
import secrets
import signal
import subprocess
import threading

import daemon
from world import at_once

BETWEEN_KILLS_SECONDS = (0.2, 1.2)
# A share of the codes is out of date soon, so that some are in the end.
SOON_SHARE, SOON_SECONDS = 0.05, 1
CODES_SHARE = 0.7
DOMAINS = 100
ROWS_AT_ONCE = 50
WRITE = """
INSERT INTO flow (id, kind, state, secret_hash, email, decoy, return_address, code_key_id,
  generation, tries, sends, sent_at, code_ends_at, browser, network, created_at, expires_at)
  VALUES {flows};
INSERT INTO outbox (id, letter, recipient, domain, flow_id, name, browser, network, priority, state,
  attempts, due_at, answer, created_at) VALUES {letters};
"""


class Mailers:
    """`kills`: how many there were."""

    def __init__(self, world, count):
        self.log = world.dir / "log" / "mailers.log"
        self._command = daemon.command(world, "mailer")
        self._environment = daemon.environment(world, "mailer")
        self._log = open(self.log, "ab")
        self._all = [self._start() for _ in range(count)]
        self._random = random.Random(2)
        self._stop = threading.Event()
        self.kills = 0
        self._killer = threading.Thread(target=self._kill)

    def _start(self):
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=self._log,
                                stderr=self._log, env=self._environment)

    def _kill(self):
        while not self._stop.wait(self._random.uniform(*BETWEEN_KILLS_SECONDS)):
            number = self._random.randrange(len(self._all))
            self._all[number].kill()
            self._all[number].wait()
            self._all[number] = self._start()
            self.kills += 1

    def spare_them(self):
        """No more kills."""
        self._stop.set()
        self._killer.join()

    def __enter__(self):
        self._killer.start()
        return self

    def __exit__(self, *_):
        self.spare_them()
        for process in self._all:
            process.send_signal(signal.SIGTERM)
        at_once([process.wait for process in self._all])
        self._log.close()


def write_letters(world, count):
    """That many, as the pages would: most of them with codes. {recipient: the letter's id}."""
    key = next(line.split()[1] for line in (world.dir / "secret" / "code.key").read_text().splitlines()
               if line.startswith("current "))
    chance, made = random.Random(3), {}
    while len(made) < count:
        flows, letters = [], []
        for _ in range(min(ROWS_AT_ONCE, count - len(made))):
            letter, flow = secrets.token_hex(16), secrets.token_hex(16)
            domain = f"d{chance.randrange(DOMAINS)}.example"
            address = f"letter{len(made)}@{domain}"
            made[address] = letter
            seconds = SOON_SECONDS if chance.random() < SOON_SHARE else 600
            flows.append(
                f"(x'{flow}', 'sign_up', 'code_sent', x'{secrets.token_hex(32)}', '{address}', 0, '/',"
                f" '{key}', 1, 0, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL {seconds} SECOND,"
                " '', '', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR)")
            what = f"'code_sign_up', '{address}', '{domain}', x'{flow}', '', '', '', 0"
            if chance.random() >= CODES_SHARE:
                what = f"'password_changed', '{address}', '{domain}', NULL, 'Mia Quist', '', '', 1"
            letters.append(f"(x'{letter}', {what}, 'queued', 0, UTC_TIMESTAMP(6), '',"
                           " UTC_TIMESTAMP(6))")
        world.sql(WRITE.format(flows=", ".join(flows), letters=", ".join(letters)))
    return made
