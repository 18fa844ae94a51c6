"""One process of a stack. It dies with its supervisor, however that dies."""

import ctypes
import os
import signal
import subprocess
import time

QUICK_SECONDS = 2.0       # who lives shorter than this is failing, not unlucky
FIRST_DELAY_SECONDS = 0.1
DELAY_SECONDS_MAX = 10.0
STOP_SECONDS_MAX = 10.0   # then SIGKILL

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def dies_with_parent(with_signal=signal.SIGKILL):
    """For preexec_fn. The parent may be gone before prctl takes effect: hence the second look."""
    parent = os.getpid()

    def in_child():
        _libc.prctl(_PR_SET_PDEATHSIG, int(with_signal))
        if os.getppid() != parent:
            os._exit(1)
    return in_child


def clean_environment():
    """Without settings of whoever started us: DOORWARD_… would win over the stack's own."""
    return {key: value for key, value in os.environ.items() if not key.startswith("DOORWARD_")}


class Child:
    """REQUIRES: one thread starts, and lives as long as, every child (PR_SET_PDEATHSIG)."""

    def __init__(self, name, command, log, stdin=None, environment=None,
                 death_signal=signal.SIGKILL, stop_signal=signal.SIGTERM):
        self.name = name
        self.part = name.split(".")[0]
        self.command = [str(word) for word in command]
        self.log = log
        self.stdin = stdin
        self.environment = environment or {}
        self.death_signal = death_signal
        self.stop_signal = stop_signal
        self.wanted = False
        self.process = None
        self.started_at = 0.0
        self.start_at = None      # when to start (again)
        self.kill_at = None
        self.delay_seconds = FIRST_DELAY_SECONDS

    @property
    def pid(self):
        return self.process.pid if self.process else None

    def start(self):
        self.wanted = True
        if self.process:
            return
        self.start_at = None
        self.started_at = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=self.stdin or subprocess.DEVNULL, stdout=log, stderr=log,
                cwd="/", env={**clean_environment(), **self.environment}, start_new_session=True,
                preexec_fn=dies_with_parent(self.death_signal))

    def stop(self):
        self.wanted = False
        self.start_at = None
        if self.process and not self.kill_at:
            self.send(self.stop_signal)
            self.kill_at = time.monotonic() + STOP_SECONDS_MAX

    def send(self, number):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def tend(self):
        """Notices an end, starts again what is wanted, kills what won't stop. Returns what it
        noticed, for the log."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            return self._ended(now)
        if self.process and self.kill_at and now >= self.kill_at:
            self.kill_at = now + STOP_SECONDS_MAX
            self.send(signal.SIGKILL)
            return "did not stop in time and was killed"
        if self.wanted and self.start_at and now >= self.start_at:
            self.start()
        return None

    def _ended(self, now):
        code = self.process.returncode
        self.process = None
        self.kill_at = None
        if not self.wanted:
            return None
        if now - self.started_at >= QUICK_SECONDS:
            self.delay_seconds = FIRST_DELAY_SECONDS
        self.start_at = now + self.delay_seconds
        self.delay_seconds = min(2 * self.delay_seconds, DELAY_SECONDS_MAX)
        how = f"status {code}" if code >= 0 else signal.Signals(-code).name
        return f"ended with {how}; starting it again"

    @property
    def due_at(self):
        """When tend() has something to do without any event; None: never."""
        return self.kill_at if self.process else self.start_at

    @property
    def state(self):
        if self.process:
            return "up" if self.wanted else "stopping"
        return "starting" if self.wanted else "down"
