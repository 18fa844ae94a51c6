"""A portal behind the door, over FastCGI: it shows what it is sent."""

import socket
import struct
import threading

RESPONDER_END, PARAMS, STDIN, STDOUT = 3, 4, 5, 6


class FastcgiPortal:
    """`page` makes the answer, as CGI, of all parameters in their order: [(name, value) …]."""

    def __init__(self, listener, page):
        self._listener = listener
        self._page = page
        self._listener.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                self._answer(connection, stream)

    def _answer(self, connection, stream):
        params = b""
        while header := stream.read(8):
            _, kind, request, length, padding = struct.unpack("!BBHHBx", header)
            content = stream.read(length + padding)[:length]
            params += content if kind == PARAMS else b""
            if kind == STDIN and not content:
                break
        shown = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs(params)]
        connection.sendall(record(STDOUT, request, self._page(shown).encode("latin-1"))
                           + record(STDOUT, request, b"")
                           + record(RESPONDER_END, request, bytes(8)))


def record(kind, request, content):
    return struct.pack("!BBHHBx", 1, kind, request, len(content), 0) + content


def pairs(params):
    """The names and values of FastCGI parameters."""
    at = 0

    def take_length():
        nonlocal at
        length = params[at]
        at += 1
        if length & 0x80:
            length = int.from_bytes(params[at - 1:at + 3], "big") & 0x7FFFFFFF
            at += 3
        return length

    while at < len(params):
        name_length, value_length = take_length(), take_length()
        yield params[at:at + name_length], params[at + name_length:at + name_length + value_length]
        at += name_length + value_length
