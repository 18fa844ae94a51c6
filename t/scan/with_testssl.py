"""testssl.sh: nothing above LOW in what nginx/doorward.conf says of TLS."""

import json
import subprocess

from report import output_of
from site_over_tls import HOST, URL

SECONDS_MAX = 900
HARMLESS = ("OK", "INFO", "LOW", "DEBUG")
# What it can't find out: GOST ciphers, which Debian's OpenSSL has not; and renegotiation, for which
# it names no host, and gets no handshake.
NOT_TRIED = {"engine_problem", "secure_renego"}
TOO_OLD = ("SSLv2", "SSLv3", "TLS1", "TLS1_1")


def findings(site, folder, *options):
    """What it says of `URL`, worst first: [(severity, id, finding)], harmless ones too."""
    found = folder / "found.json"
    output_of(["testssl", "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none",
               "--ip", "127.0.0.1", "--add-ca", site.authority, "--jsonfile", found, *options, URL],
              folder / "output.txt", SECONDS_MAX)
    return [(row["severity"], row["id"], row["finding"]) for row in json.loads(found.read_text())]


def above_low(rows):
    return [row for row in rows if row[0] not in HARMLESS and row[1] not in NOT_TRIED]


def with_weak_ciphers(text):
    """As somebody may write it who wants to be reached by everybody."""
    return text.replace("include snippets/doorward-tls.conf;",
                        "ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ALL:NULL:@SECLEVEL=0;")


def renegotiates_securely(site):
    """As testssl asks, but with the host's name."""
    done = subprocess.run(
        ["openssl", "s_client", "-tls1_2", "-connect", f"{HOST}:443", "-servername", HOST,
         "-CAfile", site.authority],
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return "Secure Renegotiation IS supported" in done.stdout


def scan(site, report):
    with site.served(changed=with_weak_ciphers):
        rows = findings(site, report.folder("testssl-planted"), "--protocols", "--std")
        bad = {row[1] for row in above_low(rows)}
        report.check({"cipherlist_NULL", "cipherlist_aNULL"} <= bad,
                     f"planted: ciphers that hide nothing: {' '.join(sorted(bad))}", str(rows))
    with site.served():
        rows = findings(site, report.folder("testssl"))
        bad, said = above_low(rows), {name: finding for _, name, finding in rows}
        report.check(len(rows) > 100 and not bad, f"{len(rows)} facts of {HOST}, none above LOW",
                     "\n".join(map(str, bad or rows)))
        report.check(all(said[name] == "not offered" for name in TOO_OLD)
                     and all(said[name].startswith("offered") for name in ("TLS1_2", "TLS1_3")),
                     "TLS 1.2 and 1.3, and nothing else", str(rows))
        report.check(renegotiates_securely(site), "secure renegotiation")
        for severity, name, finding in rows:
            if severity == "LOW":
                report.say(f"LOW {name}: {finding}")
