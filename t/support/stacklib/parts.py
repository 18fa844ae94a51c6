"""The parts of a stack, in the order in which they come up, and whether one answers."""

import sys

from . import database, doorward, webserver
from .child import Child
from .layout import SUPPORT
from .wait import answers_tcp


def all_parts(layout):
    return [
        database.server(layout),
        _helper(layout, "smtp", "smtp_catcher", "--port", layout.port("smtp"),
                "--inbox", layout.inbox),
        _helper(layout, "inbox", "inbox", "--port", layout.port("inbox"), "--inbox", layout.inbox,
                "--portal", layout.url),
        *doorward.programs(layout),
        webserver.server(layout),
    ]


def is_ready(layout, part):
    """For a part whose processes run: does it answer? Workers need no look: their sockets have
    been listening since the stack began."""
    if part == "database":
        return database.answers(layout)
    port_names = {"nginx": "portal", "smtp": "smtp", "inbox": "inbox"}
    return part not in port_names or answers_tcp(layout.port(port_names[part]))


def _helper(layout, name, program, *arguments):
    return Child(name, [sys.executable, SUPPORT / program, *arguments], layout.log(name))
