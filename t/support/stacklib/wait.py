"""Waiting for something to become true: always by polling, always with a deadline."""

import http.client
import socket
import time

from .layout import StackError

POLL_SECONDS = 0.05


def until(condition, seconds_max, otherwise):
    deadline = time.monotonic() + seconds_max
    while not condition():
        if time.monotonic() > deadline:
            raise StackError(otherwise)
        time.sleep(POLL_SECONDS)


def answers_tcp(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def http_status(port, path):
    """The status of a GET on this machine; None when there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
