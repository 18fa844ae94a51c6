"""Doorward itself in a stack: its settings, keys and tables, the demo companies, its programs."""

import os
import socket
import subprocess

from . import database
from .child import Child, clean_environment, dies_with_parent
from .layout import ROOT, StackError, tail, write_whole

BACKLOG = 1024
WORKERS = 2
NETWORK_FLOWS_PER_HOUR = 30       # Doorward's default, which a test machine soon uses up
NETWORK_FLOWS_TEST_FACTOR = 1000

SETTINGS = """\
# Written by t/support/stack at every start; conf.d/stack.conf beside it wins.
public_url = {url}
site_name = Example customer portal
time_zone = Etc/UTC
support_contact = licensing@example.com
template_dir = {root}/templates
migration_dir = {root}/sql
database_socket = {database_socket}
database_name = {database_name}
database_user = {database_user}
database_password_file = {password_file}
session_key_file = {secret}/session.key
code_key_file = {secret}/code.key
form_key_file = {secret}/form.key
gate_counters_file = {run}/gate.counters
smtp_url = smtp://127.0.0.1:{smtp_port}
smtp_tls = none
mail_from = Example customer portal <portal@example.com>
"""

COMPANIES = {
    "example": ["--name", "Example Licensing Ltd", "--from", "2020-01-01",
                "--until", "2099-12-31", "--contact", "licensing@example.com",
                "--domain", "example.com"],
    "lapsed": ["--name", "Lapsed Partners", "--from", "2020-01-01",
               "--until", "2024-02-29", "--contact", "licensing@lapsed.example",
               "--domain", "lapsed.example"],
}


def keeps_caps():
    return os.environ.get("CAPS") == "default"


def write_settings(layout):
    text = SETTINGS.format(
        url=layout.url, root=ROOT, secret=layout.secret, run=layout.run, smtp_port=layout.port("smtp"),
        database_socket=layout.database_socket, database_name=layout.database_name,
        database_user=database.user("ctl"),
        password_file=database.password_file(layout, "ctl"))
    if not keeps_caps():
        flows = NETWORK_FLOWS_PER_HOUR * NETWORK_FLOWS_TEST_FACTOR
        text += f"network_flows_per_hour_max = {flows}\n"
    write_whole(layout.conf, text)
    more = os.environ.get("STACK_SETTINGS")
    layout.conf_more.unlink(missing_ok=True)
    if more:
        with open(more) as file:
            write_whole(layout.conf_more, file.read())


def set_up(layout):
    """Keys, tables, grants and the demo companies; safe to repeat."""
    _ctl(layout, "key", "create")
    _ctl(layout, "db", "migrate")
    database.run_sql(layout, (ROOT / "sql" / "grants.sql").read_text())
    for slug, options in COMPANIES.items():
        if not _succeeds(layout, "company", "show", slug):
            _ctl(layout, "company", "add", slug, *options)


def listen(path):
    """A listening socket that nginx may reach, made before there is a process to serve it."""
    listener = socket.socket(socket.AF_UNIX)
    umask = os.umask(0o117)
    try:
        listener.bind(str(path))
    finally:
        os.umask(umask)
    listener.listen(BACKLOG)
    return listener


def programs(layout):
    """Workers on their shared sockets (fd 0 of each), and the mailer."""
    web, gate = listen(layout.web_socket), listen(layout.gate_socket)
    return [
        *(_program(layout, "web", f"web.{n + 1}", web) for n in range(WORKERS)),
        *(_program(layout, "gate", f"gate.{n + 1}", gate) for n in range(WORKERS)),
        _program(layout, "mailer", "mailer"),
    ]


def _program(layout, program, name, stdin=None):
    return Child(
        name, [layout.program(f"doorward-{program}"), "--config", layout.conf],
        layout.log(program), stdin=stdin, environment={
            "DOORWARD_DATABASE_USER": database.user(program),
            "DOORWARD_DATABASE_PASSWORD_FILE": str(database.password_file(layout, program)),
        })


def _run_ctl(layout, arguments):
    with open(layout.log("setup"), "ab") as log:
        log.write(f"$ doorwardctl {' '.join(arguments)}\n".encode())
        log.flush()
        return subprocess.run([*layout.ctl(), *arguments], env=clean_environment(),
                              stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                              preexec_fn=dies_with_parent()).returncode


def _succeeds(layout, *arguments):
    return _run_ctl(layout, arguments) == 0


def _ctl(layout, *arguments):
    if _run_ctl(layout, arguments):
        raise StackError(f"doorwardctl {' '.join(arguments)} failed:\n"
                         + tail(layout.log("setup"), 20))
