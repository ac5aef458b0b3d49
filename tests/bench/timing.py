"""Timing two things in turn, so that a machine that speeds up or slows down does so for both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """What was measured against what; `limit` is the most the ratio should be."""

    what: str
    against: str
    milliseconds: float
    floor: float
    ratio: float
    limit: float


def in_turn(
    what: str,
    ours: Callable[[], object],
    against: str,
    floor: Callable[[], object],
    *,
    limit: float,
    rounds: int = 7,
) -> Ratio:
    """Run both in turn and take the median of the ratios, round by round, after one warm-up."""
    pairs = []
    for _ in range(rounds + 1):
        pairs.append((_milliseconds(ours), _milliseconds(floor)))
    counted = pairs[1:]
    return Ratio(
        what,
        against,
        statistics.median(a for a, _ in counted),
        statistics.median(b for _, b in counted),
        statistics.median(a / b for a, b in counted),
        limit,
    )


def _milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000
