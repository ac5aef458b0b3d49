"""Differences between two visits or two teams, and what so few cases could have shown.

Shares, limits and p-values are fractions from 0 to 1, differences from −1 to 1, always the first
named less the other.
"""

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqs.figures.shares import Z95, section_limits, wilson

_HALVINGS = 24
"""A p-value found by halving is known to 2 to the power of −24, far closer than any rule needs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A share less an earlier or another one, its 95 % limits, and how often chance does as much.

    Attributes:
        change: the difference of the shares.
        low, high: its 95 % limits.
        p_value: two-sided; for sections it is below .05 exactly where the limits leave out 0. For
            single questions the test is exact and the limits are not, so near .05 they can differ.

    """

    change: float
    low: float
    high: float
    p_value: float


def between(now: tuple[int, int], before: tuple[int, int]) -> Difference | None:
    """Two counts (met, relevant) of one question compared: Newcombe's limits, Fisher's p.

    Returns:
        the difference now − before; None where either has nothing relevant.

    """
    if not (now[1] and before[1]):
        return None
    change = now[0] / now[1] - before[0] / before[1]
    return Difference(change, *newcombe(*now, *before), fisher(*now, *before))


def newcombe(
    met: int, relevant: int, other_met: int, other_relevant: int, z: float = Z95
) -> tuple[float, float]:
    """Limits of a difference of two independent shares (Newcombe 1998, method 10).

    Args:
        met, relevant: the one count; relevant > 0.
        other_met, other_relevant: the count taken from it; other_relevant > 0.
        z: the normal quantile, by default for 95 %.

    """
    return _square_and_add(
        met / relevant,
        wilson(met, relevant, z),
        other_met / other_relevant,
        wilson(other_met, other_relevant, z),
    )


def _square_and_add(
    share: float, limits: tuple[float, float], other: float, other_limits: tuple[float, float]
) -> tuple[float, float]:
    """Limits of share − other out of the limits of each (Newcombe 1998; Zou and Donner 2008)."""
    change = share - other
    down = math.hypot(share - limits[0], other_limits[1] - other)
    up = math.hypot(limits[1] - share, other - other_limits[0])
    return max(-1.0, change - down), min(1.0, change + up)


def fisher(met: int, relevant: int, other_met: int, other_relevant: int) -> float:
    """Fisher's exact test of two shares, two-sided.

    The p-value adds up every outcome, with the same number met in all, that is no more likely
    than the one seen (Fisher 1935). 1 where either has nothing relevant.
    """
    total = met + other_met
    return _fisher_outcomes(relevant, other_relevant, total)[met - max(0, total - other_relevant)]


@functools.lru_cache(maxsize=65536)
def _fisher_outcomes(relevant: int, other_relevant: int, total: int) -> tuple[float, ...]:
    """The p-value of every possible count met of `relevant`, the fewest first.

    Whole numbers throughout: two outcomes may be exactly as likely as each other, and a rounding
    error would decide which of them counts.
    """
    fewest, most = max(0, total - other_relevant), min(relevant, total)
    ways = [math.comb(relevant, fewest) * math.comb(other_relevant, total - fewest)]
    for met in range(fewest, most):
        step = (relevant - met) * (total - met)
        ways.append(ways[-1] * step // ((met + 1) * (other_relevant - total + met + 1)))
    at_most: dict[int, int] = {}
    so_far = 0
    for count in sorted(ways):
        so_far += count
        at_most[count] = so_far
    return tuple(at_most[count] / so_far for count in ways)


def smallest_fall(met: int, relevant: int, then_relevant: int, alpha: float = 0.05) -> int | None:
    """The most that may be met of `then_relevant` for the fall to be beyond chance.

    Args:
        met, relevant: the count before.
        then_relevant: relevant cases at the later visit.
        alpha: Fisher's two-sided p is to be below it.

    Returns:
        the count met; None where no fall could have been told from chance.

    """
    return next(
        (
            then_met
            for then_met in range(then_relevant, -1, -1)
            if then_met * relevant < met * then_relevant
            and fisher(then_met, then_relevant, met, relevant) < alpha
        ),
        None,
    )


def smallest_rise(met: int, relevant: int, then_relevant: int, alpha: float = 0.05) -> int | None:
    """The fewest that must be met of `then_relevant` for the rise to be beyond chance.

    Arguments as for `smallest_fall`; None where no rise could have been told from chance.
    """
    fall = smallest_fall(relevant - met, relevant, then_relevant, alpha)
    return None if fall is None else then_relevant - fall


def benjamini_hochberg(p_values: Sequence[float], q: float = 0.05) -> list[bool]:
    """Which of one family's differences are real, in the order given.

    Of those called real, a part of at most q is expected to be chance; where nothing is real, a
    family has any called real at a rate of at most q (Benjamini and Hochberg 1995).

    Args:
        p_values: of all comparisons of one stated family, such as one team's questions.
        q: the false discovery rate.

    """
    family = len(p_values)
    standing = [p for rank, p in enumerate(sorted(p_values), start=1) if p * family <= rank * q]
    return [bool(standing) and p <= standing[-1] for p in p_values]


def between_sections(
    clusters_now: Sequence[tuple[int, int]], clusters_before: Sequence[tuple[int, int]]
) -> Difference | None:
    """Two pooled shares compared, with the case as the cluster.

    The limits of each share (Korn and Graubard, as `section_limits` gives them) are put together
    by Zou and Donner's MOVER (2008), which is Newcombe's step for any limits. The p-value is the
    smallest alpha at which those limits leave out 0, so it never disagrees with them.

    The caseload narrows no difference. Whether a team's work changed is asked of all the cases it
    might have had, and two whole caseloads of one unchanged team differ as well (Cochran 1977,
    section 2.14). With the finite-population factor for a caseload of 60, of 100 sections without
    change 9 would seem to have changed at 95 %.

    Args:
        clusters_now, clusters_before: (met, relevant) of each case read.

    Returns:
        the difference now − before; None where either has nothing relevant.

    """
    share, other = _pooled(clusters_now), _pooled(clusters_before)
    if share is None or other is None:
        return None

    def limits(alpha: float) -> tuple[float, float]:
        low, high, _ = section_limits(clusters_now, None, alpha)
        other_low, other_high, _ = section_limits(clusters_before, None, alpha)
        return _square_and_add(share, (low, high), other, (other_low, other_high))

    def leaves_out_no_change(alpha: float) -> bool:
        low, high = limits(alpha)
        return low > 0 or high < 0

    return Difference(share - other, *limits(0.05), _smallest_level(leaves_out_no_change))


def within_cases(
    one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]
) -> Difference | None:
    """Two pooled shares about the same cases compared: work and its review.

    The difference of two ratio estimators with its linearised (Taylor) variance between cases, and
    t with the cases less one as its degrees of freedom (Woodruff 1971; what R's survey package
    computes by svyratio and svycontrast). Cases that go well in both, or badly, cancel out.

    Args:
        one, other: (met, relevant) of each case read, in the same order.

    Returns:
        the difference one − other; None where either has nothing relevant, or where fewer than two
        cases or no spread between them leaves nothing to go by.

    """
    from scipy.special import stdtr, stdtrit

    share, other_share = _pooled(one), _pooled(other)
    cases = len(one)
    if share is None or other_share is None or cases < 2:
        return None
    of, other_of = sum(relevant for _, relevant in one), sum(relevant for _, relevant in other)
    spread = math.fsum(
        ((met - share * relevant) / of - (other_met - other_share * other_relevant) / other_of) ** 2
        for (met, relevant), (other_met, other_relevant) in zip(one, other, strict=True)
    )
    if spread == 0:
        return None
    error = math.sqrt(cases / (cases - 1) * spread)
    change = share - other_share
    reach = float(stdtrit(cases - 1, 0.975)) * error
    p_value = 2 * float(stdtr(cases - 1, -abs(change) / error))
    return Difference(change, max(-1.0, change - reach), min(1.0, change + reach), p_value)


def _smallest_level(leaves_out_no_change: Callable[[float], bool]) -> float:
    """The alpha from which on limits leave out 0; what lies above .999 is given as 1."""
    if not leaves_out_no_change(0.999):
        return 1.0
    # The first cut is at .05 itself, so that p and the 95 % limits agree to the last digit.
    below, above = (0.0, 0.05) if leaves_out_no_change(0.05) else (0.05, 0.999)
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        if leaves_out_no_change(middle):
            above = middle
        else:
            below = middle
    return (below + above) / 2


def _pooled(clusters: Sequence[tuple[int, int]]) -> float | None:
    relevant = sum(of for _, of in clusters)
    return sum(met for met, _ in clusters) / relevant if relevant else None
