"""A real php-fpm of the test's own, for the portal in portal.php."""

import os
import signal
import subprocess
from pathlib import Path

from stacklib.child import dies_with_parent
from stacklib.layout import tail
from world import until

PORTAL = Path(__file__).resolve().parent / "portal.php"
CONFIGURATION = """\
[global]
error_log = {folder}/fpm.log
daemonize = no
[portal]
listen = {folder}/fpm.sock
listen.mode = 0660
user = {user}
group = {group}
pm = static
pm.max_children = 2
php_admin_value[sys_temp_dir] = {folder}
php_admin_value[upload_max_filesize] = 25M
php_admin_value[post_max_size] = 25M
"""


class Php:
    """`socket` answers until close()."""

    def __init__(self, folder):
        folder.mkdir(exist_ok=True)
        self.socket = folder / "fpm.sock"
        (folder / "fpm.conf").write_text(CONFIGURATION.format(
            folder=folder, user=os.getuid(), group=os.getgid()))
        command = [program(), "--nodaemonize", "--fpm-config", folder / "fpm.conf"]
        if os.getuid() == 0:
            command.append("--allow-to-run-as-root")
        with open(folder / "output.log", "wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             preexec_fn=dies_with_parent(signal.SIGTERM))
        until(lambda: self.socket.exists() or self._process.poll() is not None, 10,
              "php-fpm does not come up")
        assert self._process.poll() is None, tail(folder / "output.log", 10)

    def close(self):
        self._process.terminate()
        self._process.wait()


def program():
    """Debian puts the version into the name."""
    return max(Path("/usr/sbin").glob("php-fpm*"))
