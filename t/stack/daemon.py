"""One of Doorward's programs beside those of a stack, with the stack's settings and database."""

import os
import socket
import subprocess

from world import BUILD


def command(world, program):
    return [BUILD / f"doorward-{program}", "--config", world.env["CONF"]]


def environment(world, program):
    return {**os.environ, "DOORWARD_DATABASE_USER": f"doorward_{program}",
            "DOORWARD_DATABASE_PASSWORD_FILE": str(world.dir / "secret" / f"{program}.password")}


def listen(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(8)
    return listener


class Daemon:
    """`path`: of the socket that it serves, if it serves one."""

    def __init__(self, test, world, program, path=None, stderr=subprocess.DEVNULL, **more):
        self.path = path
        stdin = listen(path) if path else None
        self.process = subprocess.Popen(
            command(world, program), stdin=stdin or subprocess.DEVNULL, stderr=stderr,
            env={**environment(world, program), **more})
        if stdin:
            stdin.close()
        test.addCleanup(self.process.wait)
        test.addCleanup(self.process.kill)
