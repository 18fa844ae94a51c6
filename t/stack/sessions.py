"""Sessions by the thousand, written into the table as a sign-in would, and tokens of any make."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

ROWS_AT_ONCE = 1000


def session_key(stack):
    """The bytes of the key that tokens are made with."""
    lines = (stack.dir / "secret" / "session.key").read_text().splitlines()
    keys = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return bytes.fromhex(keys[keys["current"]])


def encode(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(token):
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def sealed(own, key, label=b"session"):
    """The token, as bytes, that this key makes of 16 bytes."""
    return own + hmac.digest(key, label + own, "sha256")[:16]


def cookie_name(stack):
    return f"doorward-{urlsplit(stack.url).port}"


def make_sessions(stack, address, count):
    """That many sessions of an account; the values of their cookies."""
    key = session_key(stack)
    raw = [sealed(secrets.token_bytes(16), key) for _ in range(count)]
    for start in range(0, count, ROWS_AT_ONCE):
        rows = ",".join(f"(x'{secrets.token_hex(16)}', x'{hashlib.sha256(token).hexdigest()}')"
                        for token in raw[start:start + ROWS_AT_ONCE])
        stack.sql("INSERT INTO session (id, token_hash, key_id, account_id, created_at, "
                  "last_seen_at, ends_at, browser, network) WITH made (id, token_hash) AS "
                  f"(VALUES {rows}) SELECT made.id, token_hash, 'k1', account.id, "
                  "UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 12 HOUR, '', '' "
                  f"FROM made JOIN account WHERE email = '{address}'")
    return [encode(token) for token in raw]
