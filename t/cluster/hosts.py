"""The machines that Doorward runs on: web hosts and mail hosts."""

import shutil
import signal
import subprocess

from network import NETWORK, OUR_ADDRESS
from stacklib import doorward, webserver
from stacklib.layout import ROOT, Layout
from world import BUILD, until

PORT = 8080
WORKERS = 2
STOP_SECONDS_MAX = 20
PROGRAMS = ("web", "gate", "mailer", "ctl")
SETTINGS = """\
public_url = http://localhost:{port}
site_name = Example customer portal
support_contact = licensing@example.com
template_dir = {share}/templates
migration_dir = {share}/sql
database_hosts = {hosts}
database_user = doorward_ctl
database_password_file = {folder}/secret/ctl.password
session_key_file = {folder}/secret/session.key
code_key_file = {folder}/secret/code.key
form_key_file = {folder}/secret/form.key
gate_counters_file = {folder}/run/gate.counters
smtp_url = smtp://{smtp}:{smtp_port}
smtp_tls = none
smtp_timeout = 5s
smtp_lease = 60s
mail_from = Example customer portal <portal@example.com>
network_flows_per_hour_max = 30000
"""


class Host:
    """Its settings, keys and passwords are copies; nothing else makes it one of ours."""

    def __init__(self, machine, folder, secrets, smtp_port, programs=BUILD, share=ROOT):
        self.machine, self.name = machine, machine.name
        self.folder = folder / machine.name
        self.conf = self.folder / "doorward.conf"
        self.programs, self._share, self._smtp_port = programs, share, smtp_port
        self.processes = []
        (self.folder / "log").mkdir(parents=True)
        shutil.copytree(secrets, self.folder / "secret")

    def write_settings(self, nodes):
        self.conf.write_text(SETTINGS.format(
            port=PORT, folder=self.folder, share=self._share, smtp=OUR_ADDRESS,
            smtp_port=self._smtp_port, hosts=", ".join(node.machine.address for node in nodes)))

    def ctl_command(self):
        return self.machine.inside([self.programs / "doorwardctl", "--config", self.conf])

    def _start(self, program, stdin=subprocess.DEVNULL):
        self.processes.append(self.machine.start(
            [self.programs / f"doorward-{program}", "--config", self.conf],
            self.folder / "log" / f"{program}.log", stdin=stdin, environment={
                "DOORWARD_DATABASE_USER": f"doorward_{program}",
                "DOORWARD_DATABASE_PASSWORD_FILE": f"{self.folder}/secret/{program}.password"}))

    def stop(self, number=signal.SIGTERM):
        for process in self.processes:
            process.send_signal(number)
        for process in self.processes:
            process.wait(STOP_SECONDS_MAX)
        self.processes.clear()


class WebHost(Host):
    """nginx, two workers for the pages, two gates."""

    def start(self, nodes):
        self.write_settings(nodes)
        layout = Layout(self.folder)
        layout.make_folders()
        layout.make_run()
        layout.choose_ports(PORT)
        webserver.write_configuration(layout, keep_caps=False)
        nginx_conf = layout.nginx / "nginx.conf"
        nginx_conf.write_text(nginx_conf.read_text().replace(
            f"listen 127.0.0.1:{PORT}", f"listen {self.machine.address}:{PORT}"))
        for program, path in (("web", layout.web_socket), ("gate", layout.gate_socket)):
            with doorward.listen(path) as listener:
                for _ in range(WORKERS):
                    self._start(program, listener)
        self.processes.append(self.machine.start(
            ["/usr/sbin/nginx", "-e", "stderr", "-p", layout.nginx, "-c", nginx_conf],
            self.folder / "log" / "nginx.log"))


class MailHost(Host):
    def start(self, nodes):
        self.write_settings(nodes)
        self._start("mailer")

    def sent(self):
        """How many letters, by its log."""
        return (self.folder / "log" / "mailer.log").read_text().count("event=letter_sent")


def create_users(nodes, secrets):
    """The database and its users, each allowed from our network alone."""
    statements = ["CREATE DATABASE IF NOT EXISTS doorward CHARACTER SET utf8mb4;"]
    for program in PROGRAMS:
        password = (secrets / f"{program}.password").read_text().strip()
        statements.append(f"CREATE USER doorward_{program}@'{NETWORK}.%' IDENTIFIED BY '{password}';")
    statements.append(f"GRANT ALL ON doorward.* TO doorward_ctl@'{NETWORK}.%';")
    nodes.sql("\n".join(statements), "")


def grant(nodes):
    grants = (ROOT / "sql" / "grants.sql").read_text()
    nodes.sql(grants.replace("'localhost'", f"'{NETWORK}.%'"))


def wait_until_it_answers(visitor, path="/auth/"):
    def answers():
        try:
            return visitor.get(path).status == 200
        except OSError:
            return False
    until(answers, STOP_SECONDS_MAX, "a web host does not answer")
