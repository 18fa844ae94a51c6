"""A stack whose database, and whose folder for temporary files, are on small disks of their own.

They are mounted where only the stack sees them, in a mount namespace: wants root, or a kernel that
lets anybody have a namespace of users.
"""

import contextlib
import os
import subprocess

from world import SETTINGS, a_stack

DATABASE_MEGABYTES, TMP_KILOBYTES = 192, 256
IS_ROOT = os.geteuid() == 0
UNSHARE = ["unshare", "--mount", "--propagation", "private", *([] if IS_ROOT else ["--map-root-user"])]
ENTER = ["nsenter", "--mount", *([] if IS_ROOT else ["--user", "--preserve-credentials"])]
MOVE = """
cd "$1"
cp -a database copy
mount -t tmpfs -o size={database}m,mode=700 tmpfs database
cp -a copy/. database
rm -r copy
mount -t tmpfs -o size={tmp}k,mode=700 tmpfs tmp
"""


class SmallDisk:
    def __init__(self, world):
        self.world = world
        for part in ("nginx", "database"):
            world.stack("stop", part)
        self._inside(MOVE.format(database=DATABASE_MEGABYTES, tmp=TMP_KILOBYTES))
        for part in ("database", "nginx"):
            world.stack("start", part)

    def _inside(self, script):
        subprocess.run([*ENTER, "--target", self.world.env["SUPERVISOR_PID"], "sh", "-ec", script,
                        "sh", self.world.dir], check=True, capture_output=True)

    @contextlib.contextmanager
    def full(self, folder):
        """Not a byte is free on that disk, for a while."""
        self._inside(f'cat /dev/zero >"$1/{folder}/filler" 2>/dev/null || test -s "$1/{folder}/filler"')
        try:
            yield
        finally:
            self._inside(f'rm "$1/{folder}/filler"')


@contextlib.contextmanager
def a_small_disk():
    with a_stack(SETTINGS, inside=UNSHARE) as world:
        yield SmallDisk(world)
