"""Where a share stands beside the programme's, given how few cases it rests on.

The funnel of Spiegelhalter (2005, Statistics in Medicine 24:1185), widened where teams differ by
more than chance (Spiegelhalter 2005, Quality and Safety in Health Care 14:347). Shares and limits
are fractions from 0 to 1.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from sqs.figures.shares import Z95

Z998 = 3.090232306167813
"""The 99.9 % point of the normal distribution."""

_WINSORISED = Fraction(1, 10)
"""The part of the z-scores at each end that is drawn in, so that no outlier sets the spread."""

_SIGNIFICANCE = 0.05

Position = Literal["below_998", "below_95", "within", "above_95", "above_998"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The funnel at one number of relevant cases."""

    low998: float
    low95: float
    high95: float
    high998: float


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """How much more the teams differ than chance alone would have it.

    Attributes:
        phi: the mean of the squared z-scores, drawn in at the ends; about 1 under chance alone.
        p_value: of phi, were there chance alone.
        significant: whether p_value is below .05.
        tau2: the variance between teams on the arcsine scale; 0 unless significant.

    """

    phi: float
    p_value: float
    significant: bool
    tau2: float


@functools.lru_cache(maxsize=65536)
def limits(share: Fraction | float, relevant: int, tau2: float = 0.0) -> Limits:
    """The 95 % and 99.8 % limits around the programme's share for a number of relevant cases.

    Exact binomial limits, interpolated between whole cases so that the curve has no steps. With
    `tau2`, those of the arcsine scale with the variance between teams added, where they are wider.

    Args:
        share: of the whole programme.
        relevant: relevant cases of one team, > 0.
        tau2: as `overdispersion` finds it; 0 for the exact limits alone.

    """
    if share in (0, 1):
        # Nothing varies: the interpolation would still draw the limits up to a case apart.
        return Limits(*[float(share)] * 4)
    cumulative = _binomial_cumulative(float(share), relevant)
    exact = [_interpolated(cumulative, p) / relevant for p in (0.001, 0.025, 0.975, 0.999)]
    if not tau2:
        return Limits(*exact)
    middle, spread = math.asin(math.sqrt(share)), math.sqrt(1 / (4 * relevant) + tau2)
    widened = [_share_at(middle + z * spread) for z in (-Z998, -Z95, Z95, Z998)]
    return Limits(
        min(exact[0], widened[0]),
        min(exact[1], widened[1]),
        max(exact[2], widened[2]),
        max(exact[3], widened[3]),
    )


def _binomial_cumulative(share: float, relevant: int) -> list[float]:
    """P(X <= r) for r = 0 … relevant, built outwards from the likeliest count."""
    odds = share / (1 - share)
    mode = min(relevant, int((relevant + 1) * share))
    above = list(
        accumulate(
            range(mode, relevant), lambda p, r: p * odds * (relevant - r) / (r + 1), initial=1.0
        )
    )
    below = list(
        accumulate(
            range(mode, 0, -1), lambda p, r: p * r / (odds * (relevant - r + 1)), initial=1.0
        )
    )
    weights = [*reversed(below[1:]), *above]
    whole = math.fsum(weights)
    return [weight / whole for weight in accumulate(weights)]


def _interpolated(cumulative: Sequence[float], p: float) -> float:
    """r − (F(r) − p) / (F(r) − F(r − 1)) for the smallest r with F(r) >= p, not below 0."""
    r = next((r for r, reached in enumerate(cumulative) if reached >= p), len(cumulative) - 1)
    before = cumulative[r - 1] if r else 0.0
    return max(0.0, r - (cumulative[r] - p) / (cumulative[r] - before))


def _share_at(angle: float) -> float:
    """The share at a place on the arcsine scale, which ends at 0 and at a right angle."""
    return math.sin(min(max(angle, 0.0), math.pi / 2)) ** 2


def position(share: Fraction | float, limits: Limits) -> Position:
    """Where a share lies in the funnel as it is drawn; on a line is within it.

    The curve runs between whole cases, and by its recipe a count lies below it exactly where chance
    gives so few at under the stated rate, but above it one case earlier: 5 of 5 lies above every
    line drawn around 90 %. `beyond_chance` says which counts do so by more than that.
    """
    if share < limits.low998:
        return "below_998"
    if share < limits.low95:
        return "below_95"
    if share > limits.high998:
        return "above_998"
    if share > limits.high95:
        return "above_95"
    return "within"


def beyond_chance(met: int, relevant: int, share: Fraction | float, tau2: float = 0.0) -> Position:
    """Where a count stands by the same rule on both sides: for what is said of it in words.

    It is above where so few are *not* met that it lies below the funnel of those not met.

    Args:
        met, relevant: the count; relevant > 0.
        share, tau2: as for `limits`.

    """
    below = position(Fraction(met, relevant), limits(share, relevant, tau2))
    if below in ("below_998", "below_95"):
        return below
    unmet = position(Fraction(relevant - met, relevant), limits(1 - share, relevant, tau2))
    if unmet == "below_998":
        return "above_998"
    return "above_95" if unmet == "below_95" else "within"


def overdispersion(counts: Sequence[tuple[int, int]]) -> Overdispersion:
    """Whether teams differ from their pooled share by more than chance, and by how much.

    z-scores on the arcsine-root scale, winsorised by a tenth at each end; phi = Σz² / I. Iφ is held
    against chi-squared with I degrees of freedom, which errs towards chance, since winsorising and
    the pooled share make it smaller. If significant, the additive variance between teams
    τ² = (Iφ − (I − 1)) / (Σw − Σw² / Σw), w = 4n (Spiegelhalter 2005, after DerSimonian and Laird).

    Args:
        counts: (met, relevant) of each team; those with nothing relevant are passed over.

    """
    from scipy.special import chdtrc

    counted = [(met, relevant) for met, relevant in counts if relevant]
    teams = len(counted)
    if teams < 2:
        return Overdispersion(1.0, 1.0, False, 0.0)
    pooled = sum(met for met, _ in counted) / sum(relevant for _, relevant in counted)
    middle = math.asin(math.sqrt(pooled))
    scores = sorted(
        2 * math.sqrt(relevant) * (math.asin(math.sqrt(met / relevant)) - middle)
        for met, relevant in counted
    )
    drawn_in = int(teams * _WINSORISED)
    lowest, highest = scores[drawn_in], scores[teams - 1 - drawn_in]
    total = math.fsum(min(max(z, lowest), highest) ** 2 for z in scores)
    p_value = float(chdtrc(teams, total))
    significant = p_value < _SIGNIFICANCE
    tau2 = 0.0
    if significant:
        weights = [4 * relevant for _, relevant in counted]
        whole = sum(weights)
        tau2 = (total - (teams - 1)) / (whole - sum(w * w for w in weights) / whole)
    return Overdispersion(total / teams, p_value, significant, tau2)
