"""A mail server that misbehaves at random, at each of its answers, and remembers what it took.

It quotes the letter's subject where servers do that, so that a sender which writes down what it
hears writes down a code.
"""

import email
import random
import re
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass

VERBS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "end")
REPLIES = {"greeting": b"220 here\r\n", "EHLO": b"250 here\r\n", "MAIL": b"250 ok\r\n",
           "RCPT": b"250 ok\r\n", "DATA": b"354 go on\r\n"}
FAULTS = ("4xx", "cut", "cut within the answer", "hang", "trickle", "cut within the letter",
          "taken, then cut", "taken, then hang", "answered, then cut")
HANG_SECONDS = 6       # longer than any mailer of a test waits
TRICKLES_SECONDS = (0.02, 0.3)  # a byte
CODE = re.compile(r"(\d{6}) is your verification code")


class Cut(Exception):
    pass


@dataclass
class Taken:
    to: str
    id: str
    code: object
    at: float        # time.time()
    answered: bool   # whether the 250 left whole, as far as we can tell


class FaultySmtp:
    """`share`: of the answers, how many go wrong."""

    def __init__(self, port, share, seed=1):
        self.share = share
        self.taken = []
        self.faults = Counter()
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self._open = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def fault_at(self, verb):
        """What is to go wrong at this answer, if anything."""
        with self._lock:
            if self._random.random() >= self.share:
                return None
            choice = self._random.choice([fault for fault in FAULTS if applies(fault, verb)])
            self.faults[choice] += 1
            return choice

    def some_trickle(self):
        with self._lock:
            return self._random.choice(TRICKLES_SECONDS)

    def keep(self, taken):
        with self._lock:
            self.taken.append(taken)

    def close(self):
        self._listener.close()
        for connection in list(self._open):
            _hang_up(connection)

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            _Dialogue(self, connection).run()
        except (OSError, Cut):
            pass
        finally:
            self._open.discard(connection)
            _hang_up(connection)


def applies(fault, verb):
    if fault == "4xx":
        return verb != "greeting"
    if fault in ("taken, then cut", "taken, then hang", "answered, then cut"):
        return verb == "end"
    return verb == "DATA" if fault == "cut within the letter" else True


class _Dialogue:
    def __init__(self, server, connection):
        self.server, self.connection = server, connection
        self.stream = connection.makefile("rb")
        self.subject = ""

    def run(self):
        self.answer("greeting")
        while line := self.stream.readline():
            verb = line[:4].decode("latin-1").upper()
            if verb == "RCPT":
                self.to = line[line.index(b"<") + 1:line.index(b">")].decode()
            if verb in ("QUIT", "RSET"):
                self.connection.sendall(b"250 ok\r\n")
            elif self.answer(verb) and verb == "DATA":
                self.take_letter()

    def answer(self, verb):
        """Whether it said yes."""
        fault = self.server.fault_at(verb)
        if fault == "cut within the letter":
            self.connection.sendall(REPLIES[verb])
            self.stream.read(200)
            raise Cut
        return self.misbehave(fault, REPLIES[verb])

    def misbehave(self, fault, reply):
        if fault == "4xx":
            self.connection.sendall(b"451 4.7.1 not now: %s\r\n" % self.subject.encode())
            return False
        if fault == "cut":
            raise Cut
        if fault == "cut within the answer":
            self.connection.sendall(reply[:2])
            raise Cut
        if fault == "hang":
            self.hang()
        if fault == "trickle":
            seconds = self.server.some_trickle()
            for byte in reply:
                self.connection.sendall(bytes([byte]))
                time.sleep(seconds)
        else:
            self.connection.sendall(reply)
        return True

    def hang(self):
        self.connection.settimeout(HANG_SECONDS)
        self.stream.read()
        raise Cut

    def take_letter(self):
        lines = []
        while (line := self.stream.readline()) != b".\r\n":
            if not line:
                raise Cut
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = email.message_from_bytes(b"".join(lines))
        self.subject = message["Subject"]
        code = CODE.match(self.subject)
        taken = Taken(self.to, message["Message-ID"], code and code[1], time.time(), False)
        fault = self.server.fault_at("end")
        if fault in ("taken, then cut", "taken, then hang", "answered, then cut", "trickle", None):
            self.server.keep(taken)
        if fault == "taken, then cut":
            raise Cut
        if fault == "taken, then hang":
            self.hang()
        # A trickle may be slower than the sender waits.
        taken.answered = fault in (None, "answered, then cut")
        reply = b"250 taken: %s\r\n" % self.subject.encode()
        self.misbehave(None if fault == "answered, then cut" else fault, reply)
        if fault == "answered, then cut":
            raise Cut
        self.subject = ""


def _hang_up(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()
