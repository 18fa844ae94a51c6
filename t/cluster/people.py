"""People of a site whose database moves: how long it keeps each of them, and whether it lets those in
whom it knows."""

import threading
import time

from believers import Believer, Believers

LOOK_SECONDS = 0.05


class Patient(Believer):
    """Remembers how long a button took that had to be pressed again."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.waits = []

    def _until_answered(self, step, ask):
        begin, failed = time.monotonic(), self.told[step, "failed"]
        try:
            return super()._until_answered(step, ask)
        finally:
            if self.told[step, "failed"] > failed:
                self.waits.append(time.monotonic() - begin)


class People(Believers):
    believer = Patient


class Members(threading.Thread):
    """Signed in, and asking for pages of the portal all the time, of every web host."""

    def __init__(self, cluster, count=3):
        super().__init__()
        addresses = [cluster.sign_up() for _ in range(count)]
        self.members = [cluster.sign_in(address) for address in addresses]
        self.ways = [self._way(cluster, member, web) for member in self.members for web in cluster.webs]
        self.answers = 0
        self.refused = []  # (seconds since the start, host, status)
        self.slowest = 0.0
        self._over = threading.Event()

    @staticmethod
    def _way(cluster, member, web):
        browser = cluster.browser(web)
        browser.cookies = dict(member.cookies)
        return web.name, browser

    def run(self):
        start = time.monotonic()
        while not self._over.is_set():
            for name, browser in self.ways:
                begin = time.monotonic()
                status = browser.get("/members/").status
                self.slowest = max(self.slowest, time.monotonic() - begin)
                self.answers += 1
                if status != 200:
                    self.refused.append((round(begin - start, 1), name, status))
            self._over.wait(LOOK_SECONDS)

    def __enter__(self):
        for _ in range(8):  # each gate has seen each of them
            for _, browser in self.ways:
                browser.get("/members/")
        self.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self.join()
