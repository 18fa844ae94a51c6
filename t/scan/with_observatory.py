"""Mozilla's Observatory on pages of each kind: A+, 130 points or more."""

import json
import os
import subprocess
from pathlib import Path

from report import ROOT
from site_over_tls import HOST

HERE = Path(__file__).resolve().parent
INSTALLED = ROOT / "build" / "observatory"
SCORE_MIN = 130
# (what it is, path, status, as a member)
PAGES = (
    ("sign-in", "/auth/sign-in", 200, False),
    ("sign-up", "/auth/sign-up", 200, False),
    ("reset", "/auth/reset", 200, False),
    ("help", "/auth/help", 200, False),
    ("a 404 of Doorward's", "/auth/nowhere", 404, False),
    ("a 404 of the portal's", "/nowhere", 404, False),
    ("the portal", "/", 200, False),
    ("the portal, signed in", "/", 200, True),
    ("a member's page", "/members/", 200, True),
    ("the account", "/auth/account", 200, True),
    ("the company", "/auth/company", 200, True),
    ("sign-out", "/auth/sign-out", 200, True),
)


def look_at(site, path, cookie=""):
    done = subprocess.run(
        ["node", HERE / "observatory.mjs", INSTALLED, HOST, path, *([cookie] if cookie else [])],
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(site.authority)}, capture_output=True,
        text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def without_policy(text):
    """The sample portal, as somebody may write it who forgot one header."""
    portal = (ROOT / "nginx" / "snippets" / "doorward-portal.conf").read_text()
    portal = portal.replace("/usr/share/doorward", str(ROOT))
    kept = [line for line in portal.splitlines(True) if "Content-Security-Policy" not in line]
    return text.replace("include snippets/doorward-portal.conf;\n", "".join(kept))


def scan(site, report):
    with site.served(changed=without_policy):
        seen = look_at(site, "/")
        report.check(seen["score"] < SCORE_MIN and "csp-not-implemented" in seen["faults"],
                     f"planted: a portal without a content security policy: {seen['score']} points",
                     str(seen))
    with site.served():
        administrator = site.administrator()
        cookie = "=".join(administrator.cookie("session"))
        for name, path, status, as_member in PAGES:
            seen = look_at(site, path, cookie if as_member else "")
            report.check(
                seen["score"] >= SCORE_MIN and not seen["faults"]
                and (seen["status"], seen["path"]) == (status, path),
                f"{name}: {seen['score']} points, {seen['grade']}, {seen['status']}", str(seen))
