"""Timing things in turn, so that a machine that speeds up or slows down does so for all of them."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One run: wall time, and the peak memory of its process where that was asked."""

    milliseconds: float
    peak_mb: float | None = None


@dataclass(frozen=True)
class Ratio:
    """What was measured against what; `limit` is the most the ratio should be.

    `peak_mb` is the largest peak memory of any round, `peak_limit` the most it should be; `note`
    says what else there is to know, and `wrong` why the figures do not count.
    """

    what: str
    against: str
    milliseconds: float
    floor: float
    ratio: float
    limit: float
    peak_mb: float | None = None
    peak_limit: float | None = None
    note: str = ""
    wrong: str = ""

    @property
    def over(self) -> bool:
        """Whether time or memory is over its limit."""
        too_large = None not in (self.peak_mb, self.peak_limit) and self.peak_mb > self.peak_limit
        return too_large or not self.ratio <= self.limit


def by_turns(runs: Mapping[str, Callable[[], Measured]], rounds: int) -> dict[str, list[Measured]]:
    """Run all of them in turn (A B C, A B C), that many rounds."""
    measured: dict[str, list[Measured]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            measured[name].append(run())
    return measured


def ratio_of(
    what: str,
    ours: Sequence[Measured],
    against: str,
    floor: Sequence[Measured],
    *,
    limit: float,
    peak_limit: float | None = None,
    note: str = "",
    wrong: str = "",
) -> Ratio:
    """The median of the ratios, round by round."""
    peaks = [run.peak_mb for run in ours if run.peak_mb is not None]
    return Ratio(
        what,
        against,
        statistics.median(run.milliseconds for run in ours),
        statistics.median(run.milliseconds for run in floor),
        statistics.median(
            a.milliseconds / b.milliseconds for a, b in zip(ours, floor, strict=True)
        ),
        limit,
        max(peaks, default=None),
        peak_limit,
        note,
        wrong,
    )


def in_turn(
    what: str,
    ours: Callable[[], object],
    against: str,
    floor: Callable[[], object],
    *,
    limit: float,
    rounds: int = 7,
    clock: Callable[[], float] = time.perf_counter,
) -> Ratio:
    """Run both in turn, in this process, and compare them after one warm-up."""
    runs = by_turns({"ours": timed(ours, clock), "floor": timed(floor, clock)}, rounds + 1)
    return ratio_of(what, runs["ours"][1:], against, runs["floor"][1:], limit=limit)


def timed(
    run: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> Callable[[], Measured]:
    """The same, told how long it took; by `time.process_time`, how much of the processor."""

    def measured() -> Measured:
        start = clock()
        run()
        return Measured((clock() - start) * 1000)

    return measured
