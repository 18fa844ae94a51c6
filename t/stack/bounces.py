"""Bounces, as a mail server hands them to `doorwardctl mail bounce` (docs/mail.md)."""

import hashlib
import hmac
import os
import re
import shlex
import subprocess
from pathlib import Path

BOUNCE_ADDRESS = "bounce@portal.example"
REPORT = """Return-Path: <>
To: {sender}
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.leaver.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--b--
"""


def secret_folder(stack):
    settings = Path(stack.env["CONF"]).read_text()
    return Path(re.search(r"^code_key_file = (.*)$", settings, re.M)[1]).parent


def code_key(stack):
    lines = (secret_folder(stack) / "code.key").read_text().splitlines()
    current = next(line.split()[1] for line in lines if line.startswith("current "))
    return bytes.fromhex(next(line.split()[1] for line in lines if line.startswith(f"{current} ")))


def last_letter_to(stack, address):
    """The id of the last letter that was sent there."""
    return stack.sql("SELECT LOWER(HEX(id)) FROM outbox WHERE state = 'sent'"
                     f" AND recipient = '{address}' ORDER BY id DESC LIMIT 1")[0][0]


def bounce_sender(stack, letter_id):
    """The envelope sender of that letter."""
    raw = bytes.fromhex(letter_id)
    message = b"".join(len(part).to_bytes(8, "big") + part for part in (b"bounce", raw))
    mac = hmac.new(code_key(stack), message, hashlib.sha256).hexdigest()[:16]
    local, domain = BOUNCE_ADDRESS.split("@")
    return f"{local}+{letter_id}{mac}@{domain}"


def pipe_bounce(stack, report):
    """As the mailer, which has few rights; with lock_on_mailbox_gone."""
    return subprocess.run(
        [*shlex.split(stack.env["DOORWARDCTL"]), "mail", "bounce"], input=report, text=True,
        capture_output=True, env={
            **os.environ,
            "DOORWARD_DATABASE_USER": "doorward_mailer",
            "DOORWARD_DATABASE_PASSWORD_FILE": str(secret_folder(stack) / "mailer.password"),
            "DOORWARD_BOUNCE_ADDRESS": BOUNCE_ADDRESS,
            "DOORWARD_LOCK_ON_MAILBOX_GONE": "yes"})
