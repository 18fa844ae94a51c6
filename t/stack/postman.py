"""Watches the inbox of a stack in a thread, for many who wait for their codes at the same time."""

import os
import threading
from pathlib import Path

from world import Letter

LOOK_SECONDS = 0.05


class Postman:
    """`forgets`: whether it throws letters away once it has read them, for who gets very many."""

    def __init__(self, inbox, forgets=False):
        self._inbox, self._forgets = Path(inbox), forgets
        self._codes = {}  # of an address, in the order in which they came
        self._seen = set()
        self._news = threading.Condition()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def codes(self, address, more_than, seconds_max):
        """All that came to that address, once there are more than so many; else None."""
        with self._news:
            if self._news.wait_for(lambda: len(self._codes.get(address, [])) > more_than, seconds_max):
                return list(self._codes.get(address, []))
        return None

    def _run(self):
        while not self._stop.wait(LOOK_SECONDS):
            names = {entry.name for entry in os.scandir(self._inbox) if entry.name.endswith(".eml")}
            fresh = [Letter(self._inbox / name) for name in sorted(names - self._seen)]
            if self._forgets:
                for name in names:
                    (self._inbox / name).unlink()
            else:
                self._seen |= names
            with self._news:
                for letter in fresh:
                    if letter.code:
                        self._codes.setdefault(letter.to, []).append(letter.code)
                self._news.notify_all()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
