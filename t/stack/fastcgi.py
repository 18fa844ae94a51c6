"""A FastCGI client that asks one thing: without nginx, for who listens to a socket of ours."""

import socket
import struct

VERSION, RESPONDER = 1, 1
BEGIN_REQUEST, END_REQUEST, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
TIMEOUT_SECONDS = 10


def _record(kind, content):
    return struct.pack("!BBHHBx", VERSION, kind, 1, len(content), 0) + content


def ask(path, **parameters):
    """The answer, from its first header to the end."""
    pairs = b"".join(struct.pack("!BB", len(name), len(value)) + name.encode() + value.encode()
                     for name, value in parameters.items())
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(str(path))
        connection.sendall(_record(BEGIN_REQUEST, struct.pack("!HB5x", RESPONDER, 0))
                           + _record(PARAMS, pairs) + _record(PARAMS, b"") + _record(STDIN, b""))
        with connection.makefile("rb") as records:
            answer = b""
            while head := records.read(8):
                _, kind, _, length, padding = struct.unpack("!BBHHBx", head)
                content = records.read(length + padding)[:length]
                if kind == END_REQUEST:
                    break
                answer += content if kind == STDOUT else b""
    return answer
