"""Requests one after the other, by several browsers at once, and what became of them."""

import threading


class Load:
    """Some threads that ask for one page as fast as they can."""

    def __init__(self, browsers, path):
        self.statuses = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(browser, path))
                         for browser in browsers]

    def _ask(self, browser, path):
        while not self._stop.is_set():
            try:
                status = browser.get(path).status
            except Exception as error:
                status = repr(error)
            with self._lock:
                self.statuses[status] = self.statuses.get(status, 0) + 1

    @property
    def requests(self):
        with self._lock:
            return sum(self.statuses.values())

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()
