"""A connection of the database's administrator that stays open, with what it holds."""

import contextlib
import shlex
import subprocess


class SqlSession:
    """Raises ConnectionError when the server doesn't take it."""

    def __init__(self, world):
        self._client = subprocess.Popen(
            [*shlex.split(world.env["DB_ADMIN"]), "--batch", "--skip-column-names", "--unbuffered",
             world.env["DB_NAME"]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.run("")

    def run(self, sql):
        """Returns when the server has done it."""
        with contextlib.suppress(BrokenPipeError):
            self._client.stdin.write(f"{sql}\nSELECT 'done';\n")
            self._client.stdin.flush()
        for line in self._client.stdout:
            if line == "done\n":
                return
        _, said = self._client.communicate()
        raise ConnectionError(said)

    def close(self):
        self._client.kill()
        self._client.communicate()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@contextlib.contextmanager
def setting(world, name, value):
    """A global variable of the server, for a while."""
    before = world.sql(f"SELECT @@GLOBAL.{name}")[0][0]
    world.sql(f"SET GLOBAL {name} = {value}")
    try:
        yield
    finally:
        world.sql(f"SET GLOBAL {name} = {before}")


@contextlib.contextmanager
def no_connection_left(world):
    """But for the one that the server keeps for its administrator."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(setting(world, "max_connections", 12))
        take_all(world, stack)
        yield stack


def take_all(world, stack):
    """The connections that are free, until the end of `stack`."""
    last = None
    with contextlib.suppress(ConnectionError):
        while True:
            last = stack.enter_context(SqlSession(world))
    if last:
        last.close()  # that was the administrator's
