"""How much teams differ beyond chance, shares drawn in by it, and ranks with their uncertainty.

The beta-binomial model: each team's true share comes from one beta distribution, its count from
that share. Nothing here is shown as a bare rank.
"""

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LEAST, _MOST = 0.02, 10_000.0
"""Between these a + b is sought. At the upper one teams no longer differ to be noticed."""

_HALVINGS = 40

_HALF_CHI_SQUARED_95 = 2.705543454095404
"""What twice the gain in log likelihood exceeds 1 time in 20 where teams do not differ.

No spread is the end of the range, so the gain is 0 half of the time (Self and Liang 1987): the 95 %
point of half a chi-squared with 1 degree of freedom.
"""


@dataclass(frozen=True, slots=True)
class Spread:
    """The beta distribution of the teams' true shares.

    Attributes:
        a, b: its two numbers; their sum is how many cases the common knowledge is worth.
        detectable: whether teams differ by more than chance at 5 %; if not, say "no detectable
            difference between teams".

    """

    a: float
    b: float
    detectable: bool


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a team may stand; rank 1 is the highest share.

    Attributes:
        median, low, high: the median rank and the 95 % interval of ranks.
        bottom_tenth: the probability of being among the lowest tenth, rounded up to whole teams.

    """

    median: int
    low: int
    high: int
    bottom_tenth: float


@functools.lru_cache(maxsize=1024)
def fit(counts: tuple[tuple[int, int], ...]) -> Spread:
    """The beta distribution of the teams' shares, by maximum likelihood.

    With Σ over teams turned into Σ over j of how many teams have more than j met, not met and
    relevant, the likelihood needs no special functions (Griffiths 1973). For each a + b the best
    mean is found by halving, then a + b by halving its derivative. Where the data show no more
    spread than chance the fit runs away: a + b is then 10,000.

    Args:
        counts: (met, relevant) of each team; those with nothing relevant say nothing.

    """
    tails = _Tails.of(counts)
    if tails is None:
        return _capped(counts)
    low, high = math.log(_LEAST), math.log(_MOST)
    if tails.slope(_MOST) >= 0:
        return _capped(counts)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if tails.slope(math.exp(middle)) > 0:
            low = middle
        else:
            high = middle
    together = math.exp((low + high) / 2)
    mean = tails.best_mean(1 / together)
    gain = 2 * (tails.log_likelihood(mean, 1 / together) - tails.log_likelihood(tails.pooled, 0.0))
    return Spread(mean * together, (1 - mean) * together, gain > _HALF_CHI_SQUARED_95)


def posterior_mean(met: int, relevant: int, spread: Spread) -> float:
    """A team's share drawn in towards all teams', the more so the fewer its cases."""
    return (met + spread.a) / (relevant + spread.a + spread.b)


@functools.lru_cache(maxsize=256)
def ranks(
    counts: tuple[tuple[int, int], ...], spread: Spread, draws: int = 10_000, seed: int = 2014
) -> tuple[Rank, ...]:
    """Where each team may stand among all, from draws of every team's share.

    Args:
        counts: (met, relevant) of each team, in the order wanted back; one with nothing relevant
            is drawn from what is known of all.
        spread: as `fit` finds it.
        draws: how often all teams are drawn and ranked.
        seed: fixed, so that a page says the same twice.

    """
    import numpy as np

    teams = len(counts)
    met = np.array([m for m, _ in counts], dtype=float)
    relevant = np.array([r for _, r in counts], dtype=float)
    shares = np.random.default_rng(seed).beta(
        met + spread.a, relevant - met + spread.b, size=(draws, teams)
    )
    order = np.argsort(-shares, axis=1)
    placed = np.empty_like(order)
    np.put_along_axis(placed, order, np.arange(1, teams + 1)[np.newaxis, :], axis=1)
    bottom = (placed > teams - math.ceil(teams / 10)).mean(axis=0)
    low, median, high = np.quantile(placed, (0.025, 0.5, 0.975), axis=0, method="inverted_cdf")
    return tuple(
        Rank(int(median[team]), int(low[team]), int(high[team]), float(bottom[team]))
        for team in range(teams)
    )


def _capped(counts: Iterable[tuple[int, int]]) -> Spread:
    """No more spread than chance: everyone's share is the pooled one, kept off 0 and 1."""
    listed = list(counts)
    met, relevant = sum(m for m, _ in listed), sum(r for _, r in listed)
    mean = (met + 0.5) / (relevant + 1) if met in (0, relevant) else met / relevant
    return Spread(mean * _MOST, (1 - mean) * _MOST, detectable=False)


@dataclass(frozen=True, slots=True)
class _Tails:
    """How many teams have more than j met, not met and relevant, for j = 0, 1, …"""

    met: tuple[int, ...]
    unmet: tuple[int, ...]
    relevant: tuple[int, ...]

    @classmethod
    def of(cls, counts: Iterable[tuple[int, int]]) -> "_Tails | None":
        """None where all is met or nothing is, or nothing is relevant: no spread can be seen."""
        listed = list(counts)
        tails = cls(
            _more_than([met for met, _ in listed]),
            _more_than([relevant - met for met, relevant in listed]),
            _more_than([relevant for _, relevant in listed]),
        )
        return tails if tails.met and tails.unmet else None

    @property
    def pooled(self) -> float:
        return sum(self.met) / sum(self.relevant)

    def log_likelihood(self, mean: float, theta: float) -> float:
        """Of a share of `mean` and theta = 1 / (a + b), but for a constant."""
        return math.fsum(
            [
                *(count * math.log(mean + j * theta) for j, count in enumerate(self.met)),
                *(count * math.log(1 - mean + j * theta) for j, count in enumerate(self.unmet)),
                *(-count * math.log(1 + j * theta) for j, count in enumerate(self.relevant)),
            ]
        )

    def best_mean(self, theta: float) -> float:
        """The mean where the likelihood is highest; its derivative falls throughout."""
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            mean = (low + high) / 2
            rises = sum(count / (mean + j * theta) for j, count in enumerate(self.met))
            falls = sum(count / (1 - mean + j * theta) for j, count in enumerate(self.unmet))
            if rises > falls:
                low = mean
            else:
                high = mean
        return (low + high) / 2

    def slope(self, together: float) -> float:
        """The sign of the likelihood's derivative by a + b, at the best mean."""
        theta = 1 / together
        mean = self.best_mean(theta)
        by_theta = math.fsum(
            [
                *(count * j / (mean + j * theta) for j, count in enumerate(self.met)),
                *(count * j / (1 - mean + j * theta) for j, count in enumerate(self.unmet)),
                *(-count * j / (1 + j * theta) for j, count in enumerate(self.relevant)),
            ]
        )
        return -by_theta


def _more_than(values: Sequence[int]) -> tuple[int, ...]:
    """How many of the values are more than 0, 1, … up to the last that any is."""
    return tuple(sum(value > j for value in values) for j in range(max(values, default=0)))
