"""How a test run is told: one line a test, and the faults at once."""

import time
import unittest


class Result(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def _say(self, how, test, details=""):
        seconds = time.monotonic() - getattr(self, "started", time.monotonic())
        name = test.id().rpartition(".")[2].removeprefix("test_")
        print(f"{how} {seconds:5.1f} s  {name}\n{details}", end="", flush=True)

    def addSuccess(self, test):
        self._say("ok    ", test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._say("FAILED", test, self.failures[-1][1])

    def addError(self, test, error):
        super().addError(test, error)
        self._say("FAILED", test, self.errors[-1][1])

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say("left out", test, f"       {reason}\n")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error:
            self._say("FAILED", subtest, self._exc_info_to_string(error, subtest))
