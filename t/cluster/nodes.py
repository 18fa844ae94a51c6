"""The database: three nodes of MariaDB with Galera, each on a machine of its own."""

import re
import shutil
import signal
import subprocess

from network import Machine
from world import at_once, until

START_SECONDS_MAX = 60
SQL_SECONDS_MAX = 10
# How soon the others go on without one that says nothing; Galera's own default is five seconds.
PATIENCE = ("evs.keepalive_period=PT0.5S;evs.inactive_check_period=PT0.5S;"
            "evs.suspect_timeout=PT2S;evs.inactive_timeout=PT6S;gcache.size=64M")


class Node:
    def __init__(self, machine, folder, others):
        self.machine, self.name = machine, machine.name
        self.folder = folder / machine.name
        self.socket = self.folder / "socket"
        self.log = self.folder / "log"
        self._others = others
        self._process = None
        self.folder.mkdir()

    def _command(self, *more):
        return ["mariadbd", "--no-defaults", "--user=root", f"--datadir={self.folder}/data",
                f"--socket={self.socket}", f"--pid-file={self.folder}/pid",
                f"--bind-address={self.machine.address}", "--skip-name-resolve",
                "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=48M",
                "--max-connections=200", "--performance-schema=off",
                "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--wsrep-on=ON",
                "--wsrep-provider=/usr/lib/galera/libgalera_smm.so",
                f"--wsrep-provider-options={PATIENCE}", "--wsrep-cluster-name=doorward",
                f"--wsrep-cluster-address=gcomm://{self._others}",
                f"--wsrep-node-address={self.machine.address}", f"--wsrep-node-name={self.name}",
                "--wsrep-sst-method=mariabackup", "--wsrep-sst-auth=root:", *more]

    def start(self, first=False):
        """Begins to; is_synced tells when it is there."""
        if first:
            position = ["--wsrep-new-cluster"]
        else:
            found = self._recovered_position()
            position = [f"--wsrep-start-position={found}"] if found else []
        self._process = self.machine.start(self._command(*position), self.log)

    def _recovered_position(self):
        """Where it was when it died, as galera_recovery finds it: so that it is sent what it missed
        and not everything."""
        done = subprocess.run(self.machine.inside(self._command("--wsrep-recover")),
                              capture_output=True, text=True, errors="replace")
        found = re.findall(r"Recovered position:?\s*([0-9a-f-]{36}:\d+)", done.stderr)
        return found[-1] if found else None

    def kill(self):
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self):
        self._process.terminate()
        self._process.wait(START_SECONDS_MAX)
        self._process = None

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def is_up(self):
        return self._process is not None and self._process.poll() is None

    def sql(self, query, database="doorward"):
        """The rows of the answer, as strings, from this very node."""
        done = subprocess.run(
            ["mariadb", "--no-defaults", "--user=root", f"--socket={self.socket}", "--batch",
             "--skip-column-names", "--connect-timeout=2", database],
            input=query, capture_output=True, text=True, timeout=SQL_SECONDS_MAX)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, query, done.stdout, done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def is_synced(self):
        try:
            status = dict(self.sql("SHOW STATUS LIKE 'wsrep%'", ""))
        except subprocess.SubprocessError:
            return False
        return (status.get("wsrep_ready") == "ON" and status["wsrep_cluster_status"] == "Primary"
                and status["wsrep_local_state_comment"] == "Synced")

    def connections(self):
        """Of the pages' workers: where they are many is the writer."""
        return int(self.sql("SELECT COUNT(*) FROM information_schema.processlist"
                            " WHERE user = 'doorward_web'", "")[0][0])


class Nodes:
    def __init__(self, folder):
        addresses = ",".join(f"10.77.0.{number}" for number in (11, 12, 13))
        self.all = [Node(Machine(f"db{n}", 10 + n), folder, addresses) for n in (1, 2, 3)]
        base = folder / "base"
        subprocess.run(["mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={base}",
                        "--auth-root-authentication-method=normal", "--skip-test-db",
                        "--innodb-log-file-size=48M"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        first, *others = self.all
        base.rename(first.folder / "data")
        # Stopped, it says at which place of the cluster's history it is: what is copied then joins
        # without being sent everything.
        first.start(first=True)
        self.wait_for(first)
        first.stop()
        for node in others:
            shutil.copytree(first.folder / "data", node.folder / "data")
        first.start(first=True)
        self.wait_for(first)
        for node in others:
            node.start()
            self.wait_for(node)

    def wait_for(self, node, seconds_max=START_SECONDS_MAX):
        until(node.is_synced, seconds_max, lambda: f"{node.name} does not join: {node.log}")

    def synced(self):
        """One that is well."""
        return until(lambda: next((node for node in self.all if node.is_up() and node.is_synced()),
                                  None), START_SECONDS_MAX, "no node is well")

    def sql(self, query, database="doorward"):
        return self.synced().sql(query, database)

    def writer(self):
        """The one that the pages use."""
        return max((node for node in self.all if node.is_up() and node.is_synced()),
                   key=Node.connections)

    def catch_up(self):
        """Until each knows what was committed on any of them."""
        for node in self.all:
            node.sql("SET SESSION wsrep_sync_wait = 1; SELECT 1")

    def checksums(self, tables):
        """{node: {table: checksum}} when all have applied everything."""
        self.catch_up()
        query = "CHECKSUM TABLE " + ", ".join(tables)
        found = at_once([lambda node=node: dict(node.sql(query)) for node in self.all])
        return dict(zip((node.name for node in self.all), found))
