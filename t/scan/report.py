"""What the scans found: a line for each claim, and where the scanners leave their output."""

import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stacklib.child import dies_with_parent

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "scan"


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, holds, claim, details=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        print(f"{'ok    ' if holds else 'FAILED'} {claim}", flush=True)
        if details and not holds:
            print(details, flush=True)

    def say(self, line):
        print(f"       {line}", flush=True)

    def folder(self, name):
        """An empty folder for one scan's output; '.' is the one around all of them, kept."""
        folder = FOLDER / name
        if name != ".":
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def output_of(command, log, seconds_max):
    """What a scanner prints, on both ways out; kept in `log`. It gets no input and no proxy."""
    with open(log, "wb") as file:
        subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=file,
                       stderr=subprocess.STDOUT, cwd=log.parent, timeout=seconds_max, check=False,
                       preexec_fn=dies_with_parent(signal.SIGKILL))
    return log.read_text(errors="replace")


def do_all(tasks, at_once):
    """So many of them at a time; none is begun after one has failed."""
    pool = ThreadPoolExecutor(at_once)
    try:
        for done in [pool.submit(task) for task in tasks]:
            done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
