"""Turns, rounds and ratios: how the benchmarks compare two things on a noisy machine.

Two sides take turns, ceiling, ours, ceiling, in several rounds. A ratio is taken within a round,
and the two ceilings of a round against each other are the control: where they differ by more than
CONTROL_WITHIN, the run proves nothing and says so.
"""

import statistics
import subprocess
from pathlib import Path

CONTROL_WITHIN = 0.03  # of 1
WRK_THREADS = 2
SCRIPT = Path(__file__).resolve().parent / "cookies.lua"


class Turn:
    """What one side did in some seconds: `rate` a second, times in ms, CPU in µs for each."""

    def __init__(self, count, seconds, cpu_seconds, p50=None, p99=None):
        self.count = count
        self.rate = count / seconds
        self.p50, self.p99 = p50, p99
        self.cpu_us = {part: used / max(count, 1) * 1e6 for part, used in cpu_seconds.items()}


def wrk(url, cookies, seconds, cpu, connections=16, pause_ms=0):
    """A turn of wrk, with each cookie of a file in turn. `cpu` is a parts.Cpu."""
    before = cpu.used()
    output = subprocess.run(
        ["wrk", f"-t{WRK_THREADS}", f"-c{connections}", f"-d{seconds}s", "-s", SCRIPT, url, "--",
         cookies, str(pause_ms)], check=True, capture_output=True, text=True).stdout
    words = next(line for line in output.splitlines() if line.startswith("RESULT")).split()
    requests, microseconds, p50, p99, errors = map(float, words[1:])
    assert errors == 0, f"{errors:.0f} errors from {url}:\n{output}"
    return Turn(requests, microseconds / 1e6, cpu.since(before), p50 / 1e3, p99 / 1e3)


def rate(turn):
    return turn.rate


class Comparison:
    """`pairs` rounds of two functions that each make a Turn."""

    def __init__(self, label, pairs, ceiling, ours, of=rate, digits=0):
        self.label, self.of, self.digits = label, of, digits
        self.rounds = []
        for number in range(pairs):
            self.rounds.append((ceiling(), ours(), ceiling()))
            first, mine, second = map(of, self.rounds[-1])
            print(f"  {label} {number + 1:2}  ceiling {first:8.{digits}f} {second:8.{digits}f}"
                  f"   ours {mine:8.{digits}f}   {2 * mine / (first + second):.3f}", flush=True)

    @property
    def ratio(self):
        return statistics.median(2 * self.of(ours) / (self.of(first) + self.of(second))
                                 for first, ours, second in self.rounds)

    @property
    def control(self):
        return statistics.median(self.of(second) / self.of(first)
                                 for first, _, second in self.rounds)

    def medians(self, of):
        """Of the ceiling, both turns of each round taken together, and of ours."""
        return (statistics.median(of(turn) for first, _, second in self.rounds
                                  for turn in (first, second)),
                statistics.median(of(ours) for _, ours, _ in self.rounds))

    def row(self):
        """A line of the table that make bench prints."""
        off = "" if abs(self.control - 1) <= CONTROL_WITHIN else " (too noisy)"
        return (self.label, *(f"{value:,.{self.digits}f}" for value in self.medians(self.of)),
                f"**{self.ratio:.3f}**", f"{self.control:.3f}{off}")

    def details(self, unit_us=1):
        """Latencies and CPU of both sides, as rows."""
        first, ours, _ = self.rounds[0]
        rows = []
        if first.p99 and ours.p99:
            rows += [("p50, ms", *(f"{ms:.2f}" for ms in self.medians(lambda turn: turn.p50))),
                     ("p99, ms", *(f"{ms:.2f}" for ms in self.medians(lambda turn: turn.p99)))]
        for part in {**first.cpu_us, **ours.cpu_us}:
            rows.append((f"CPU of {part}, {'µs' if unit_us == 1 else 'ms'}", *(
                f"{us / unit_us:.1f}"
                for us in self.medians(lambda turn, part=part: turn.cpu_us.get(part, 0)))))
        return rows


def table(head, rows, title=""):
    """Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return (f"{title}:\n\n" if title else "") + "".join(
        "| " + " | ".join(map(str, line)) + " |\n" for line in lines)
