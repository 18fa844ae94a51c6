"""A proxy before MariaDB that lets one command of a program go wrong, chosen by its number.

Listens on a unix socket and passes everything on, until `fail` names a program's database user and
a number: the connection that carries that user's n-th command from then on is cut before the
server has heard of it, or after it has done it and before the program is told; or the program
itself is killed at either moment. Doorward's programs are those that are installed: no hook in them
takes part.
"""

import contextlib
import os
import signal
import socket
import struct
import threading

# Of MySQL's protocol: what has no answer, and so nothing that could be lost.
WITHOUT_ANSWER = {0x01, 0x18, 0x19}  # quit, send long data, close a statement
HEADER_BYTES = 4
USER_OFFSET = HEADER_BYTES + 32      # in a client's first packet
FAULTS = ("cut before", "cut after", "killed before", "killed after")


class Closed(Exception):
    pass


class FaultProxy:
    def __init__(self, path):
        self.path, self.server = str(path), None
        self._lock = threading.Lock()
        self._user, self._left, self._fault, self._only = None, 0, None, b""
        self.happened = False
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        os.chmod(self.path, 0o666)
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def stands_before(self, stack_dir):
        self.server = str(stack_dir / "run" / "mysqld.sock")

    def fail(self, user, number, fault, only=b""):
        """The `number`th command of that user from now on, of those with `only` in them."""
        with self._lock:
            self._user, self._left, self._fault, self._only = user, number, fault, only
            self.happened = False

    def fail_no_more(self):
        self.fail(None, 0, None)

    def close(self):
        self._listener.close()
        os.unlink(self.path)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def fault_of(self, packet, user):
        """What is to happen to this command of that user."""
        if packet[3] != 0 or packet[HEADER_BYTES] in WITHOUT_ANSWER:
            return None
        with self._lock:
            if user != self._user or self._only not in packet:
                return None
            self._left -= 1
            if self._left != 0:
                return None
            self.happened = True
            return self._fault

    def _serve(self, client):
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self.server)
            _Conversation(self, client, server).run()
        except (OSError, Closed):
            pass
        finally:
            _hang_up(client)
            _hang_up(server)


class _Conversation:
    """One connection: the log-in, then commands and their answers in turn."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        pid, _, _ = struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        self.program = pid
        self.swallow = threading.Event()    # what the server says next
        self.answered = threading.Event()   # it has said something, or is gone

    def run(self):
        self.client.sendall(_packet(self.server))  # the greeting
        login = _packet(self.client)
        user = login[USER_OFFSET:login.index(b"\0", USER_OFFSET)].decode()
        self.server.sendall(login)
        threading.Thread(target=self._pass_back, daemon=True).start()
        while True:
            packet = _packet(self.client)
            fault = self.proxy.fault_of(packet, user)
            if not fault:
                self.server.sendall(packet)
                continue
            if fault.endswith("after"):
                self.swallow.set()
                self.server.sendall(packet)
                self.answered.wait(10)
            if fault.startswith("killed"):
                os.kill(self.program, signal.SIGKILL)
            raise Closed

    def _pass_back(self):
        """The server's bytes, until an answer is to be lost."""
        try:
            while data := self.server.recv(65536):
                if self.swallow.is_set():
                    self.answered.set()
                else:
                    self.client.sendall(data)
        except OSError:
            pass
        finally:
            self.answered.set()
            _hang_up(self.client)


def _hang_up(connection):
    """At once: a thread that still reads from it would keep a mere close() from being seen."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def _read(source, count):
    data = b""
    while len(data) < count:
        more = source.recv(count - len(data))
        if not more:
            raise Closed
        data += more
    return data


def _packet(source):
    header = _read(source, HEADER_BYTES)
    return header + _read(source, int.from_bytes(header[:3], "little"))
