"""The supervisor: one process that owns all the others of its stack.

It brings them up in order, starts again what crashes, does what control asks, and ends them in
order. It never waits for one of them while it serves: stopping and starting are timers here.
"""

import contextlib
import fcntl
import os
import select
import signal
import socket
import time

from . import database, doorward, parts, webserver
from .layout import StackError, tail
from .wait import http_status, until

READY_SECONDS_MAX = 45
PARENT_POLL_SECONDS = 1.0
# Nothing may arrive any more at what has already ended.
END_ORDER = (("nginx",), ("web", "gate", "mailer"), ("database", "smtp", "inbox"))


class Stop(Exception):
    """Somebody asked us to end."""


def supervise(layout, port=None, *, foreground=False, on_ready=lambda layout: None, on_step=print):
    """Runs a stack until it is asked to end; leaves nothing behind but the data and the logs.
    In the foreground it also ends when whoever started it is gone."""
    with _lock(layout):
        _stop_on_signals()
        layout.make_run()
        layout.choose_ports(int(port) if port else None)
        parent = os.getppid() if foreground else None
        supervisor = Supervisor(layout, on_step)
        try:
            supervisor.bring_up()
            layout.write_env()
            on_ready(layout)
            supervisor.serve(parent)
        except Stop:
            pass
        finally:
            _ignore_signals()
            supervisor.end_all()
            layout.clear_run()


@contextlib.contextmanager
def _lock(layout):
    with open(layout.lock_file, "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackError(f"a stack runs in {layout.dir} already") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _stop_on_signals():
    def stop(*_):
        raise Stop
    for number in ENDING_SIGNALS:
        # nohup means it; a shell's "&" ignores SIGINT for everybody, and there it has to end us.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)


def _ignore_signals():
    for number in ENDING_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


class Supervisor:
    def __init__(self, layout, say):
        self.layout = layout
        self.say = say
        self.children = []
        self.control = doorward.listen(layout.control_socket)
        # A child's end wakes the select below.
        self.wake_up, wake_up_end = socket.socketpair()
        self.wake_up.setblocking(False)
        wake_up_end.setblocking(False)
        self._wake_up_end = wake_up_end
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake_up_end.fileno())

    # Coming up

    def bring_up(self):
        layout = self.layout
        for program in ("doorward-web", "doorward-gate", "doorward-mailer", "doorwardctl"):
            if not layout.program(program).exists():
                raise StackError(f"{layout.program(program)} is missing: run make first")
        doorward.write_settings(layout)
        webserver.write_configuration(layout, doorward.keeps_caps())
        if not layout.data.exists():
            self.say("making a database")
        database.install(layout)
        self.children = parts.all_parts(layout)
        self.say("starting the database")
        self._start("database")
        database.create_users(layout)
        self.say("setting up Doorward")
        doorward.set_up(layout)
        self.say("starting Doorward, nginx and the mail catcher")
        for part in ("smtp", "inbox", "web", "gate", "mailer", "nginx"):
            self._start(part)
        self._expect("web", "/auth/", 200)
        self._expect("gate", "/members/", 303)

    def _start(self, part):
        mine = self._matching(part)
        for child in mine:
            child.start()
        self._until(lambda: parts.is_ready(self.layout, part), part)

    def _expect(self, part, path, status):
        """Through nginx, as a visitor would."""
        self._until(lambda: http_status(self.layout.port("portal"), path) == status, part)

    def _until(self, condition, part):
        mine = self._matching(part)

        def over():
            return any(child.process.poll() is not None for child in mine) or condition()
        try:
            until(over, READY_SECONDS_MAX, f"{part} does not answer")
            if any(child.process.poll() is not None for child in mine):
                raise StackError(f"{part} ended at once")
        except StackError as error:
            raise StackError(f"{error}:\n{tail(mine[0].log, 20)}") from None

    # Serving

    def serve(self, parent):
        while True:
            select.select([self.control, self.wake_up], [], [], self._seconds_to_next())
            with contextlib.suppress(BlockingIOError):
                self.wake_up.recv(4096)
            if parent and parent != os.getppid():
                raise Stop
            self._tend()
            self._answer()

    def _seconds_to_next(self):
        due = [child.due_at for child in self.children if child.due_at]
        return max(0.0, min([PARENT_POLL_SECONDS, *(at - time.monotonic() for at in due)]))

    def _tend(self):
        for child in self.children:
            if event := child.tend():
                self._note(f"{child.name} {event}")

    def _note(self, text):
        with open(self.layout.log("supervisor"), "a") as log:
            log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S')} {text}\n")

    def _answer(self):
        self.control.setblocking(False)
        try:
            connection, _ = self.control.accept()
        except BlockingIOError:
            return
        with connection, contextlib.suppress(OSError):
            connection.settimeout(1)
            words = connection.makefile().readline().split()
            connection.sendall(self._do(*words).encode())
            if words == ["quit"]:
                raise Stop

    def _do(self, command="", part="", number="0"):
        if command == "quit":
            return "ok\n"
        if command == "status":
            return "ok\n" + "".join(
                f"{child.name} {child.state} {child.pid or 0}\n" for child in self.children)
        actions = {
            "start": lambda child: child.start(),
            "stop": lambda child: child.stop(),
            "signal": lambda child: child.send(int(number)),
        }
        if command not in actions:
            return f"unknown command {command}"
        for child in self._matching(part):
            actions[command](child)
        return "ok\n"

    def _matching(self, part):
        return [child for child in self.children if part in (child.name, child.part)]

    # Ending

    def end_all(self):
        for group in END_ORDER:
            mine = [child for child in self.children if child.part in group]
            for child in mine:
                child.stop()
            while any(child.process for child in mine):
                for child in mine:
                    child.tend()
                time.sleep(0.01)
        self.control.close()
