"""What the programs hold while they run on: memory and descriptors, looked at again and again."""

import contextlib
import math
import threading
from collections import defaultdict

from limits import descriptors, resident_bytes

LOOKS = 200              # over the whole time
WARM_UP = 0.2            # of it
GROWTH_MAX = 1.05
PARTS = ("web", "gate", "mailer")


class Steadiness:
    """The most that any process of a part holds, early (after the warm-up) and late."""

    def __init__(self, world, seconds):
        self._world, self._seconds = world, seconds
        self._looks = defaultdict(list)  # of (part, what)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self):
        while not self._stop.wait(self._seconds / LOOKS):
            for part in PARTS:
                pids = [pid for name, pid in self._world.processes().items()
                        if name.partition(".")[0] == part and pid]
                for what, held in (("bytes", resident_bytes), ("descriptors", descriptors)):
                    with contextlib.suppress(OSError, StopIteration):  # it has died meanwhile
                        self._looks[part, what].append(max(held(pid) for pid in pids))

    def early_and_late(self):
        """{(part, what): (early, late)}, each the most of a fifth of the looks."""
        result = {}
        for key, looks in self._looks.items():
            fifth = math.ceil(len(looks) / 5)
            begin = int(WARM_UP * len(looks))
            result[key] = max(looks[begin:begin + fifth]), max(looks[-fifth:])
        return result

    def grown(self):
        return {key: pair for key, pair in self.early_and_late().items()
                if pair[1] > math.ceil(pair[0] * GROWTH_MAX)}

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
