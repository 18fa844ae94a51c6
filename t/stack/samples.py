"""Times and looks of steps by kind of address, and whether two kinds can be told apart."""

import bisect
import statistics


def area_under_curve(left, right):
    """How often a value of `right` is above one of `left` (Mann-Whitney): 0.5 tells nothing."""
    left = sorted(left)
    below = sum(bisect.bisect_left(left, value) + bisect.bisect_right(left, value)
                for value in right)
    return below / 2 / (len(left) * len(right))


class Samples:
    def __init__(self):
        self.times = {}  # {step: {kind: [milliseconds]}}
        self.looks = {}  # {step: {kind: {look}}}

    def add(self, step, kind, milliseconds, look):
        self.add_time(step, kind, milliseconds)
        self.looks.setdefault(step, {}).setdefault(kind, set()).add(look)

    def add_time(self, step, kind, milliseconds):
        self.times.setdefault(step, {}).setdefault(kind, []).append(milliseconds)

    def median_of_unknown(self, step):
        return statistics.median(self.times[step]["unknown"])

    def cells(self):
        """(step, kind, difference of the medians to "unknown", area under curve)"""
        for step, kinds in self.times.items():
            unknown = kinds["unknown"]
            for kind, values in kinds.items():
                if kind != "unknown":
                    yield (step, kind, statistics.median(values) - statistics.median(unknown),
                           area_under_curve(unknown, values))

    def table(self, kinds):
        """One row a step: of each kind the milliseconds that its median is off, and the area."""
        lines = ["".join([" " * 34, f"{'unknown':>9}", *(f"{kind:>14}" for kind in kinds)])]
        found = {(step, kind): f"{difference:+8.2f} {area:.3f}"
                 for step, kind, difference, area in self.cells()}
        for step in self.times:
            unknown = f"{self.median_of_unknown(step):6.2f} ms"
            lines.append("".join([f"    {step:30}", unknown,
                                  *(f"{found[step, kind]:>14}" for kind in kinds)]))
        return "\n".join(lines)
