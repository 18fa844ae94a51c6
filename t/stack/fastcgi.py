"""A FastCGI client that asks one thing: without nginx, for who listens to a socket of ours."""

import socket
import struct

VERSION, RESPONDER = 1, 1
BEGIN_REQUEST, END_REQUEST, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
TIMEOUT_SECONDS = 10


def record(kind, content):
    return struct.pack("!BBHHBx", VERSION, kind, 1, len(content), 0) + content


def begin():
    return record(BEGIN_REQUEST, struct.pack("!HB5x", RESPONDER, 0))


def pairs(**parameters):
    return b"".join(_length(name) + _length(value) + name.encode() + value.encode()
                    for name, value in parameters.items())


def _length(text):
    size = len(text.encode())
    return struct.pack("!B", size) if size < 128 else struct.pack("!I", size | 1 << 31)


def read_answer(connection):
    """From its first header to the end."""
    with connection.makefile("rb") as records:
        answer = b""
        while head := records.read(8):
            _, kind, _, length, padding = struct.unpack("!BBHHBx", head)
            content = records.read(length + padding)[:length]
            if kind == END_REQUEST:
                break
            answer += content if kind == STDOUT else b""
    return answer


def ask(path, **parameters):
    """The answer, from its first header to the end."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(str(path))
        connection.sendall(begin() + record(PARAMS, pairs(**parameters)) + record(PARAMS, b"")
                           + record(STDIN, b""))
        return read_answer(connection)
