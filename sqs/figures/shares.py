"""Intervals for one share: exact where the caseload is known, Wilson where it is not.

Shares and limits are fractions from 0 to 1. scipy is imported where it is needed: it costs half a
second that most commands never spend.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""

Method = Literal["wilson", "hypergeometric", "korn-graubard", ""]


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits of a share and how they were found; `method` is empty where there is no share."""

    low: float | None
    high: float | None
    method: Method


NO_INTERVAL = Interval(None, None, "")


def wilson(met: int, relevant: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval (Wilson 1927; Brown, Cai and DasGupta 2001), relevant > 0."""
    share = met / relevant
    scale = 1 + z * z / relevant
    centre = (share + z * z / (2 * relevant)) / scale
    half = z * math.sqrt(share * (1 - share) / relevant + (z / (2 * relevant)) ** 2) / scale
    # At the ends the arithmetic leaves a crumb beside 0 or 1, where the limit is exact.
    low = 0.0 if met == 0 else max(0.0, centre - half)
    high = 1.0 if met == relevant else min(1.0, centre + half)
    return low, high


@functools.lru_cache(maxsize=65536)
def hypergeometric(met: int, relevant: int, caseload: int, alpha: float = 0.05) -> tuple[int, int]:
    """How many of the caseload are met, by inverting the two one-sided tests exactly.

    Every whole M with P(X >= met | caseload, M, relevant) > alpha/2 and P(X <= met | ...) >
    alpha/2 (Buonaccorsi 1987); the tails are monotone in M, so both ends are found by halving.

    Args:
        met, relevant: cases met of cases read, drawn without replacement.
        caseload: all relevant cases on the team's books, at least `relevant`.
        alpha: 0.05 for 95 %.

    Returns:
        the lowest and the highest M, whole cases.

    """
    least, most = met, caseload - (relevant - met)
    # Whole numbers throughout: a tail may be exactly alpha/2, and a rounding error would decide.
    level = Fraction(str(alpha)) / 2
    bound = level.numerator * math.comb(caseload, relevant)

    def ways(total: int, draws: range) -> int:
        return sum(math.comb(total, x) * math.comb(caseload - total, relevant - x) for x in draws)

    def upper_tail_is_above(total: int) -> bool:
        draws = range(met, min(relevant, total) + 1)
        return level.denominator * ways(total, draws) > bound

    def lower_tail_is_above(total: int) -> bool:
        draws = range(max(0, relevant - (caseload - total)), met + 1)
        return level.denominator * ways(total, draws) > bound

    low, above = least, most
    while low < above:
        middle = (low + above) // 2
        if upper_tail_is_above(middle):
            above = middle
        else:
            low = middle + 1
    below, high = least, most
    while below < high:
        middle = (below + high + 1) // 2
        if lower_tail_is_above(middle):
            below = middle
        else:
            high = middle - 1
    return low, high


def question_interval(met: int, relevant: int, caseload_relevant: int | None) -> Interval:
    """The 95 % interval of a question's share.

    Args:
        met, relevant: the counts.
        caseload_relevant: relevant cases on the team's books (METHODS: the caseload times the
            relevant part of the sample, rounded, where the question is not asked of every case),
            or None where the caseload is not known.

    """
    if relevant == 0:
        return NO_INTERVAL
    if caseload_relevant is None:
        return Interval(*wilson(met, relevant), "wilson")
    caseload = max(caseload_relevant, relevant)
    low, high = hypergeometric(met, relevant, caseload)
    return Interval(low / caseload, high / caseload, "hypergeometric")


def relevant_in_caseload(caseload: int | None, relevant: int, cases: int) -> int | None:
    """Relevant cases on the team's books: N times relevant / cases, halves rounded up.

    Exact where every case read is relevant; an estimate otherwise, to be shown as approximate.
    None where the caseload is not known.
    """
    if caseload is None or cases == 0:
        return None
    return max(relevant, (2 * caseload * relevant + cases) // (2 * cases))


def section_interval(
    clusters: Sequence[tuple[int, int]], caseload: int | None, alpha: float = 0.05
) -> Interval:
    """The interval of a section's pooled share; arguments and method as for `section_limits`."""
    if not any(relevant for _, relevant in clusters):
        return NO_INTERVAL
    low, high, method = section_limits(clusters, caseload, alpha)
    return Interval(low, high, method)


def section_limits(
    clusters: Sequence[tuple[int, int]], caseload: int | None, alpha: float = 0.05
) -> tuple[float, float, Method]:
    """The limits of a section's pooled share, with the case as the cluster, and the method.

    Judgements about one case hang together, so a pooled share is less certain than its number of
    judgements says. Ratio estimator with its linearised variance between cases, effective sample
    size by the design effect, then Clopper-Pearson on it with the degrees-of-freedom adjustment
    (Korn and Graubard 1998; what R's survey::svyciprop computes with method = "beta").

    Args:
        clusters: (met, relevant) of each case read, cases with nothing relevant included; something
            is relevant in one at least.
        caseload: cases on the team's books, for the finite-population factor, or None.
        alpha: 0.05 for 95 %.

    """
    met, relevant = sum(m for m, _ in clusters), sum(r for _, r in clusters)
    cases = len(clusters)
    share = met / relevant
    if caseload is not None and cases >= caseload:
        # Every case was read, so the share is known: the factor leaves no variance at all.
        return share, share, "korn-graubard"
    if cases < 2:
        # One case says nothing about the spread between cases; its judgements are all there is.
        return *wilson(met, relevant, _normal_point(alpha)), "wilson"
    spread = math.fsum((m - share * r) ** 2 for m, r in clusters)
    variance = cases / (cases - 1) * spread / relevant**2
    if caseload is not None:
        variance *= max(0.0, 1 - cases / caseload)
    if met in (0, relevant):
        # No spread is seen at the ends: the judgements of a case are then taken as wholly alike.
        effective = float(min(cases, relevant))
    elif variance == 0:
        effective = float(relevant)
    else:
        effective = share * (1 - share) / variance
    adjusted = effective * _t_ratio(relevant, cases, alpha)
    return *clopper_pearson(share * adjusted, adjusted, alpha), "korn-graubard"


def _normal_point(alpha: float) -> float:
    """The normal quantile that leaves out alpha / 2 at each end."""
    from scipy.special import ndtri

    return float(ndtri(1 - alpha / 2))


def _t_ratio(relevant: int, cases: int, alpha: float) -> float:
    """(t with n - 1 degrees / t with the design's degrees) squared, as Korn and Graubard adjust."""
    from scipy.special import stdtrit

    quantile = 1 - alpha / 2
    plain = stdtrit(max(relevant - 1, 1), quantile)
    design = stdtrit(cases - 1, quantile)
    return float((plain / design) ** 2)


def clopper_pearson(met: float, relevant: float, alpha: float = 0.05) -> tuple[float, float]:
    """Clopper and Pearson's exact interval; counts need not be whole (effective sizes)."""
    from scipy.special import betaincinv

    unmet = relevant - met
    low = 0.0 if met <= 0 else float(betaincinv(met, unmet + 1, alpha / 2))
    high = 1.0 if unmet <= 0 else float(betaincinv(met + 1, unmet, 1 - alpha / 2))
    return low, high
