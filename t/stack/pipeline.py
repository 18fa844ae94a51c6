"""Many requests fast: a hundred at a time on each of a few kept-alive connections."""

import re
import socket
from urllib.parse import urlsplit

AT_ONCE = 100
CONNECTIONS = 4
REQUESTS_MAX = 1000  # on one connection, nginx's default
TIMEOUT_SECONDS = 30
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.I)


def head(url, path, *lines):
    """A request, in bytes."""
    host = urlsplit(url).netloc.encode()
    return b"GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (
        path.encode(), host, b"".join(line + b"\r\n" for line in lines))


class Pipeline:
    """One connection. Answers come in the order of the requests."""

    def __init__(self, url):
        address = urlsplit(url)
        self._socket = socket.create_connection((address.hostname, address.port), TIMEOUT_SECONDS)
        self._received = b""

    def send(self, requests):
        self._socket.sendall(b"".join(requests))

    def statuses(self, count):
        return [self._status() for _ in range(count)]

    def _status(self):
        while (end := self._received.find(b"\r\n\r\n")) < 0:
            self._receive()
        answer_head = self._received[:end + 2]
        size = end + 4 + int(LENGTH.search(answer_head)[1])
        while len(self._received) < size:
            self._receive()
        self._received = self._received[size:]
        return int(STATUS.match(answer_head)[1])

    def _receive(self):
        more = self._socket.recv(1 << 16)
        if not more:
            raise ConnectionError(f"closed by the server after {self._received[-200:]!r}")
        self._received += more

    def close(self):
        self._socket.close()


def statuses(url, requests):
    """The status of each answer, in order."""
    found = []
    for start in range(0, len(requests), CONNECTIONS * REQUESTS_MAX):
        found += _some_statuses(url, requests[start:start + CONNECTIONS * REQUESTS_MAX])
    return found


def _some_statuses(url, requests):
    parts = [requests[at:at + REQUESTS_MAX] for at in range(0, len(requests), REQUESTS_MAX)]
    lines = [Pipeline(url) for _ in parts]
    found = [[] for _ in parts]
    for at in range(0, REQUESTS_MAX, AT_ONCE):
        for line, part in zip(lines, parts):
            line.send(part[at:at + AT_ONCE])
        for line, part, statuses_of in zip(lines, parts, found):
            statuses_of += line.statuses(len(part[at:at + AT_ONCE]))
    for line in lines:
        line.close()
    return sum(found, [])
