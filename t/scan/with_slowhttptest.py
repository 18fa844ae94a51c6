"""slowhttptest: connections that send or read as slowly as they may keep nobody else out.

Its own probe says YES over TLS whatever happens, so a visitor of ours looks in all the time."""

import re
import threading
import time
from collections import Counter

from report import output_of
from site_over_tls import URL

# More than one of nginx's workers takes, fewer than both do: Debian's are 768 each.
CONNECTIONS, PER_SECOND, SECONDS = 1000, 200, 30
SECONDS_MAX = 120
VISIT_SECONDS_MAX = 5
PAUSE_SECONDS = 0.5
# The tool got as far as it wanted to.
ENDS = ("Hit test time limit", "No open connections left", "Cancelled by user")
ATTACKS = {
    "slow headers": ["-H", "-u", f"{URL}/auth/sign-in"],
    "slow headers, to the guarded part": ["-H", "-u", f"{URL}/members/"],
    "slow body, to a form": ["-B", "-s", "8192", "-u", f"{URL}/auth/sign-in"],
    "slow body, to the guarded part": ["-B", "-s", "8192", "-u", f"{URL}/members/"],
    "slow read": ["-X", "-w", "10", "-y", "20", "-n", "5", "-z", "8", "-k", "3",
                  "-u", f"{URL}/auth/static/doorward.css"],
}


class Visitor(threading.Thread):
    """Opens the sign-in page again and again, with a new connection each time."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.over = site, threading.Event()
        self.seconds, self.turned_away = [], 0

    def run(self):
        while not self.over.wait(PAUSE_SECONDS):
            begun, browser = time.monotonic(), self.site.browser(VISIT_SECONDS_MAX)
            try:
                here = browser.get("/auth/sign-in").status == 200
            except OSError:
                here = False
            finally:
                browser.close()
            self.seconds.append(time.monotonic() - begun)
            self.turned_away += not here


def attack(site, folder, options):
    """(was the site there all the time, how often which status was answered, what happened)"""
    visitor, begun = Visitor(site), len(site.requests())
    visitor.start()
    said = output_of(["slowhttptest", "-c", CONNECTIONS, "-r", PER_SECOND, "-l", SECONDS, "-i", 3,
                      *options], folder / "output.txt", SECONDS_MAX)
    visitor.over.set()
    visitor.join()
    said = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", said)
    ended = re.findall(r"Exit status:\s*(.+)", said)
    connected = max(map(int, re.findall(r"connected:\s*(\d+)", said)), default=0)
    assert ended and ended[-1].strip() in ENDS and connected > 100, said[-2000:]
    statuses = Counter(request["status"] for request in site.requests()[begun:])
    return not visitor.turned_away, statuses, (
        f"{connected} connected; {len(visitor.seconds)} visits, {visitor.turned_away} in vain, the "
        f"longest {max(visitor.seconds):.2f} s; answers {dict(statuses)}")


def takes_the_nameless(text):
    """slowhttptest asks for no host in its handshake, and our server would hang up at once."""
    return text.replace("ssl_reject_handshake on;",
                        "ssl_certificate fullchain.pem; ssl_certificate_key key.pem;")


def patient(text):
    """Waits for slow visitors as long as they like."""
    return re.sub(r"(client_\w+_timeout) +10s", r"\1 600s", takes_the_nameless(text))


def scan(site, report):
    with site.served(changed=patient, connections=200):
        there, _, details = attack(site, report.folder("slowhttptest-planted"),
                                ATTACKS["slow headers"])
        report.check(not there, f"planted: few connections, and no time limits: {details}")
    for name, options in ATTACKS.items():
        with site.served(brake=False, changed=takes_the_nameless):
            folder = report.folder("slowhttptest-" + re.sub(r"\W+", "-", name))
            there, statuses, details = attack(site, folder, options)
            report.check(there, f"{name}: {details}", str(folder))
            if "headers" in name:
                report.check(statuses[408] > CONNECTIONS / 2,
                             f"{name}: {statuses[408]} ended by client_header_timeout")
