"""TLS to the database: a certificate that the authority vouches for and that names the host, or no
connection at all."""

import contextlib
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from stacklib.layout import free_port
from tls import make_authority, make_certificate_of
from world import BUILD, ROOT, until

START_SECONDS_MAX = 60


class Server:
    """A MariaDB by TCP on loopback, with that certificate."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={folder}/data",
                        *self._user(), "--auth-root-authentication-method=normal",
                        "--skip-test-db"], check=True, stdout=subprocess.DEVNULL)

    @staticmethod
    def _user():
        return ["--user=root"] if os.geteuid() == 0 else []

    @contextlib.contextmanager
    def running(self, certificate, *more):
        with open(self.folder / "log", "ab") as log:
            process = subprocess.Popen(
                ["/usr/sbin/mariadbd", "--no-defaults", f"--datadir={self.folder}/data", *self._user(),
                 f"--socket={self.folder}/socket", f"--pid-file={self.folder}/pid",
                 "--bind-address=127.0.0.1", f"--port={self.port}", "--skip-name-resolve",
                 "--innodb-buffer-pool-size=16M", "--performance-schema=off",
                 f"--ssl-cert={certificate}/cert.pem", f"--ssl-key={certificate}/key.pem", *more],
                stdout=log, stderr=log)
        try:
            until(lambda: self.sql("SELECT 1").returncode == 0, START_SECONDS_MAX, "no database")
            yield
        finally:
            process.terminate()
            process.wait()

    def sql(self, query):
        return subprocess.run(["mariadb", "--no-defaults", "--user=root", "--batch",
                               f"--socket={self.folder}/socket"], input=query,
                              capture_output=True, text=True)


class DatabaseTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = Path(cls.enterClassContext(
            tempfile.TemporaryDirectory(prefix="doorward-tls-")))
        cls.folder = folder
        cls.authority, cls.stranger = (make_authority(folder / name) for name in ("ours", "theirs"))
        cls.good = make_certificate_of(cls.authority, folder / "good", "localhost")
        cls.wrong_name = make_certificate_of(cls.authority, folder / "wrong", "db9.internal")
        cls.unknown = make_certificate_of(cls.stranger, folder / "unknown", "localhost")
        cls.client = make_certificate_of(cls.authority, folder / "client", "doorward")
        cls.server = Server(folder)

    def ctl(self, *words, ca=None, more=""):
        conf = self.folder / "doorward.conf"
        conf.write_text(f"public_url = http://localhost:8080\nmigration_dir = {ROOT}/sql\n"
                        f"database_user = doorward\n"
                        f"database_hosts = localhost:{self.server.port}\n"
                        f"database_tls_ca = {ca or self.authority}/cert.pem\n{more}")
        return subprocess.run([BUILD / "doorwardctl", "--config", conf, *words],
                              capture_output=True, text=True)

    def make_user(self, requires):
        self.server.sql("CREATE DATABASE IF NOT EXISTS doorward; DROP USER IF EXISTS doorward;"
                        f" CREATE USER doorward REQUIRE {requires};"
                        " GRANT ALL ON doorward.* TO doorward")

    def assert_refused(self, done):
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stderr, r"(?i)ssl|tls|certificate")

    def test_a_good_certificate_is_taken_and_the_connection_encrypted(self):
        with self.server.running(self.good):
            self.make_user("SSL")
            done = self.ctl("db", "migrate")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_refused(self.ctl("db", "status", ca=self.stranger))

    def test_a_certificate_for_another_name_is_refused(self):
        with self.server.running(self.wrong_name):
            self.make_user("NONE")
            self.assert_refused(self.ctl("db", "status"))

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        with self.server.running(self.unknown):
            self.make_user("NONE")
            self.assert_refused(self.ctl("db", "status"))

    def test_a_server_without_tls_is_refused(self):
        with self.server.running(self.good, "--skip-ssl"):
            self.make_user("NONE")
            self.assert_refused(self.ctl("db", "status"))

    def test_a_server_that_asks_for_our_certificate_is_shown_it(self):
        with self.server.running(self.good, f"--ssl-ca={self.authority}/cert.pem"):
            self.make_user("X509")
            self.assertNotEqual(self.ctl("db", "migrate").returncode, 0)
            shown = self.ctl("db", "migrate", more=f"database_tls_cert = {self.client}/cert.pem\n"
                                                   f"database_tls_key = {self.client}/key.pem\n")
            self.assertEqual(shown.returncode, 0, shown.stderr)
