"""A stack with as many people as a portal may have: its tables filled at once (t/support/portal.sql)."""

import hashlib
import random
import subprocess
from concurrent.futures import ThreadPoolExecutor

import world
from parts import BUILD
from sessions import cookie_name, encode, sealed, session_key

BLOCK_BYTES = 64  # of SHA-256, in an HMAC
SEED = 7
FILLERS = 2       # connections
TABLES = ("account", "account_group", "session", "known_browser", "flow", "attempt", "outbox",
          "audit_event", "revocation", "invitation", "company", "company_domain", "company_address",
          "licence_letter")


def statements():
    """Each ends with a line that ends with ';'; the first sets what the others use."""
    lines = (world.ROOT / "t" / "support" / "portal.sql").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    first, *others = (part.strip() + ";" for part in (text + "\n").split(";\n") if part.strip())
    return first, others


def fill(stack, accounts, buffer_pool):
    """Beside what the stack has. Durable only at its end."""
    key = session_key(stack).ljust(BLOCK_BYTES, b"\0")
    password_hash = subprocess.run([BUILD / "bench" / "argon2id", "text", world.PASSWORD],
                                   check=True, capture_output=True, text=True).stdout.strip()
    stack.sql(f"SET GLOBAL innodb_buffer_pool_size = {buffer_pool};"
              "SET GLOBAL innodb_log_file_size = 1024 * 1024 * 1024;"
              "SET GLOBAL innodb_flush_log_at_trx_commit = 0;")
    first, others = statements()
    settings = (f"SET unique_checks = 0, foreign_key_checks = 0, @accounts = {accounts},"
                f" @waiting = 0, @password_hash = '{password_hash}',"
                f" @inner = x'{bytes(byte ^ 0x36 for byte in key).hex()}',"
                f" @outer = x'{bytes(byte ^ 0x5c for byte in key).hex()}';")
    with ThreadPoolExecutor(FILLERS) as fillers:
        list(fillers.map(lambda statement: stack.sql(settings + first + statement), others))
    for table in TABLES:
        stack.sql(f"ANALYZE TABLE {table}")
    stack.sql("SET GLOBAL innodb_flush_log_at_trx_commit = 1;"
              "SET GLOBAL innodb_max_dirty_pages_pct = 0, innodb_max_dirty_pages_pct_lwm = 0;")
    world.until(lambda: dirty_pages(stack) < 100, 300, "the database writes without an end")
    stack.sql("SET GLOBAL innodb_max_dirty_pages_pct = 90")


def dirty_pages(stack):
    return int(stack.sql("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")[0][1])


def some(accounts, count, is_one=lambda number: True):
    """Numbers of people, anywhere among them, the same each time."""
    numbers = random.Random(SEED).sample(range(1, accounts + 1), accounts if accounts <= 2 * count
                                         else 2 * count)
    return [number for number in numbers if is_one(number)][:count]


def addresses(accounts, count):
    """Of people who may sign in."""
    companies = accounts // 100
    return [f"{number}@c{number % companies}.example"
            for number in some(accounts, count, lambda number: number % 100 != 99)]


def cookies(stack, accounts, count):
    """Lines for wrk: that many open sessions of that many people who may come in."""
    key, quarter = session_key(stack), accounts // 4

    def account_of(session):
        return 1 + session * 7919 % accounts

    sessions = [quarter + number for number in some(accounts, count)]
    return "".join(
        f"{cookie_name(stack)}={encode(sealed(hashlib.md5(b'own%d' % session).digest(), key))}\n"
        for session in sessions if account_of(session) % 100 != 99)


def table_sizes(stack):
    """{table: (rows, bytes of rows, bytes of further indexes)}"""
    sizes = {}
    for table in TABLES:
        rows = stack.count(table, "1")
        data, index = stack.sql("SELECT data_length, index_length FROM information_schema.tables"
                                f" WHERE table_schema = DATABASE() AND table_name = '{table}'")[0]
        sizes[table] = rows, int(data), int(index)
    return sizes
