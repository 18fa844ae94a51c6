"""What the database lets each program do, tried column by column as that program's user: what is not
said here is refused."""

import re
import subprocess
import unittest
from pathlib import Path

from world import world

DENIED = (1044, 1142, 1143, 1227, 1370)
NO_DEFAULT = 1364  # said of an INSERT that is allowed
EVERY = ("*",)

# {table: {verb: columns}}
RIGHTS = {
    "web": {
        "account": {"SELECT": EVERY, "INSERT": EVERY,
                    "UPDATE": ("email", "name", "password_hash", "status", "role", "proved_at",
                               "password_changed_at", "mailbox_gone_at", "language")},
        "account_group": {"SELECT": EVERY},
        "attempt": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "audit_event": {"SELECT": ("at", "event", "account_id", "network", "detail"),
                        "INSERT": EVERY},
        "company": {"SELECT": EVERY, "UPDATE": ("seat_asked_at",)},
        "company_address": {"SELECT": EVERY},
        "company_domain": {"SELECT": EVERY},
        "flow": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "invitation": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "held_key": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "known_browser": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY, "DELETE": EVERY},
        "outbox": {"SELECT": EVERY, "INSERT": EVERY},
        "revocation": {"INSERT": EVERY},
        "schema_migration": {"SELECT": EVERY},
        "session": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
    },
    "gate": {
        "account": {"SELECT": ("id", "email", "name", "company_id", "status")},
        "account_group": {"SELECT": EVERY},
        "company": {"SELECT": EVERY},
        "held_key": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "revocation": {"SELECT": EVERY},
        "schema_migration": {"SELECT": EVERY},
        "session": {"SELECT": EVERY, "UPDATE": ("last_seen_at",)},
    },
    "mailer": {
        "account": {"SELECT": ("id", "email", "email_reversed", "company_id", "status",
                               "proved_at", "mailbox_gone_at"),
                    "UPDATE": ("status", "mailbox_gone_at")},
        "attempt": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "audit_event": {"INSERT": EVERY},
        "flow": {"SELECT": ("id", "kind", "state", "email", "decoy", "code_key_id", "generation",
                            "tries", "code_ends_at", "sent_at", "account_id", "expires_at"),
                 "UPDATE": ("expires_at",)},
        "heartbeat": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "held_key": {"SELECT": EVERY, "INSERT": EVERY, "UPDATE": EVERY},
        "outbox": {"SELECT": EVERY, "UPDATE": EVERY},
        "revocation": {"INSERT": EVERY},
        "schema_migration": {"SELECT": EVERY},
        "session": {"SELECT": ("account_id", "ended_at"), "UPDATE": ("ended_at",)},
    },
}
STATEMENTS = {
    "SELECT": "SELECT {column} FROM {table} WHERE 1 = 0",
    "INSERT": "INSERT INTO {table} ({column}) SELECT NULL FROM DUAL WHERE 1 = 0",
    "UPDATE": "UPDATE {table} SET {column} = NULL WHERE 1 = 0",
    "DELETE": "DELETE FROM {table} WHERE 1 = 0",
}
NEVER = ("DROP TABLE invitation", "ALTER TABLE attempt ADD COLUMN more INT", "TRUNCATE attempt",
         "CREATE TABLE more (id INT)", "CREATE TRIGGER more BEFORE INSERT ON flow FOR EACH ROW SET"
         " @a = 1", "CREATE VIEW more AS SELECT 1", "SELECT * FROM mysql.global_priv",
         "SELECT 1 INTO OUTFILE '/tmp/doorward-never'", "LOCK TABLES flow WRITE",
         "GRANT SELECT ON flow TO CURRENT_USER", "SET GLOBAL event_scheduler = ON", "SHUTDOWN")


def refused(program, statements):
    """Those of the statements that the database denies this program."""
    secrets = Path(world.env["CONF"]).read_text()
    folder = Path(re.search(r"^database_password_file = (.*)$", secrets, re.M)[1]).parent
    socket = re.search(r"^database_socket = (.*)$", secrets, re.M)[1]
    password = next(folder.glob(f"*{program}*password*")).read_text().strip()
    done = subprocess.run(
        ["mariadb", "--no-defaults", "--force", f"--user=doorward_{program}",
         f"--socket={socket}", world.env["DB_NAME"]], capture_output=True, text=True,
        input="".join(f"{statement};\n" for statement in statements), check=False,
        env={"MYSQL_PWD": password, "PATH": "/usr/bin:/bin"})
    found = set()
    for number, line in re.findall(r"^ERROR (\d+) .*? at line (\d+)", done.stderr, re.M):
        assert int(number) in (*DENIED, NO_DEFAULT), done.stderr
        if int(number) in DENIED:
            found.add(statements[int(line) - 1])
    return found


class Rights(unittest.TestCase):
    def test_each_program_may_do_what_it_is_for_and_nothing_else(self):
        columns = world.sql("SELECT table_name, column_name FROM information_schema.columns"
                            " WHERE table_schema = DATABASE()")
        self.assertGreater(len(columns), 100)
        for program, rights in RIGHTS.items():
            meant = {}
            for table, column in columns:
                for verb, form in STATEMENTS.items():
                    of_table = rights.get(table, {}).get(verb, ())
                    meant[form.format(table=table, column=column)] = (
                        of_table == EVERY or column in of_table)
            denied = refused(program, list(meant))
            with self.subTest(program=program):
                self.assertEqual({s for s, may in meant.items() if may} & denied, set(),
                                 "needed, and refused")
                self.assertEqual({s for s, may in meant.items() if not may} - denied, set(),
                                 "allowed, and not needed")

    def test_no_program_may_change_tables_or_leave_its_database(self):
        for program in RIGHTS:
            with self.subTest(program=program):
                self.assertEqual(set(NEVER) - refused(program, list(NEVER)), set())
