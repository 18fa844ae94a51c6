"""The private MariaDB: socket only, small, durable; and the users of Doorward in it."""

import getpass
import os
import secrets
import shutil
import subprocess

from .child import Child, dies_with_parent
from .layout import StackError, tail, write_whole

PROGRAMS = ("web", "gate", "mailer", "ctl")


def user(program):
    return f"doorward_{program}"


def password_file(layout, program):
    return layout.secret / f"{program}.password"


def server(layout):
    command = [
        "/usr/sbin/mariadbd", "--no-defaults",
        f"--datadir={layout.data}", f"--tmpdir={layout.tmp}",
        f"--socket={layout.database_socket}", f"--pid-file={layout.run}/mysqld.pid",
        "--skip-networking", "--skip-name-resolve", "--skip-log-bin",
        "--performance-schema=off", "--max-connections=200",
        "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=32M",
        "--key-buffer-size=1M", "--aria-pagecache-buffer-size=8M",
    ] + as_this_user()
    return Child("database", command, layout.log("database"))


def as_this_user():
    return ["--user=root"] if os.geteuid() == 0 else []


def install(layout):
    """Makes the data folder on first use: whole or not at all."""
    if layout.data.exists():
        return
    half = layout.data.with_suffix(".new")
    shutil.rmtree(half, ignore_errors=True)
    command = ["mariadb-install-db", "--no-defaults", f"--datadir={half}",
               "--auth-root-authentication-method=normal", "--skip-test-db",
               "--innodb-log-file-size=32M",
               f"--user={getpass.getuser() if os.geteuid() else 'root'}"]
    log_file = layout.log("database-install")
    with open(log_file, "wb") as log:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                              preexec_fn=dies_with_parent())
    if done.returncode:
        raise StackError("can't make a database folder:\n" + tail(log_file, 20))
    half.rename(layout.data)


def answers(layout):
    return subprocess.run(
        ["mariadb-admin", *layout.database_admin()[1:], "--connect-timeout=2", "ping"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def run_sql(layout, sql):
    """As root of the private server. The statements go through stdin: argv is for all to see."""
    done = subprocess.run(layout.database_admin(), input=sql, text=True, capture_output=True,
                          preexec_fn=dies_with_parent())
    if done.returncode:
        raise StackError(f"the database refuses: {done.stderr.strip()}")


def create_users(layout):
    """The database and its users, with the passwords in the files; safe to repeat."""
    statements = [f"CREATE DATABASE IF NOT EXISTS {layout.database_name} CHARACTER SET utf8mb4;"]
    for program in PROGRAMS:
        file = password_file(layout, program)
        if not file.exists():
            write_whole(file, secrets.token_urlsafe(24) + "\n")
        password = file.read_text().strip()
        name = f"'{user(program)}'@'localhost'"
        statements += [
            f"CREATE USER IF NOT EXISTS {name} IDENTIFIED BY '{password}';",
            f"ALTER USER {name} IDENTIFIED BY '{password}';",
        ]
    # doorwardctl makes the tables; what the others may do follows once they are there.
    statements.append(f"GRANT ALL ON {layout.database_name}.* TO '{user('ctl')}'@'localhost';")
    run_sql(layout, "\n".join(statements))
