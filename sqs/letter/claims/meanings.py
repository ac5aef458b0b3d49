"""What words that state a figure mean: when they are true of met of relevant.

Shares are compared as exact fractions. Every meaning answers `true_of(met, relevant)` for
relevant > 0; rates and comparisons are held against published rates instead (see judging).
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from sqs.letter.wording import Band

Bound = Literal["=", ">=", "<=", ">", "<"]

_COMPARE: Mapping[Bound, Callable[[int, int], bool]] = {
    "=": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Met, relevant, or both: "12 out of 14", "in 12 cases", "the 14 relevant cases"."""

    met: int | None
    relevant: int | None = None
    bound: Bound = "="

    def true_of(self, met: int, relevant: int) -> bool:
        """Whether each count that is given is right."""
        right = self.met is None or _COMPARE[self.bound](met, self.met)
        return right and self.relevant in (None, relevant)


@dataclass(frozen=True, slots=True)
class NotMet:
    """So many fell short: "all but one" (where some did not), "the two that were not".

    Where `or_all`, it may also be that they are all of the relevant cases and were met: what is
    left of another question's cases ("the other two were dealt with promptly").
    """

    count: int
    relevant: int | None = None
    some_met: bool = False
    or_all: bool = False

    def true_of(self, met: int, relevant: int) -> bool:
        """Whether so many were not met."""
        if self.or_all and met == relevant == self.count:
            return True
        right = relevant - met == self.count and self.relevant in (None, relevant)
        return right and (met > 0 or not self.some_met)


@dataclass(frozen=True, slots=True)
class ShareIn:
    """The share lies in a band: proportion words and fractions."""

    band: Band

    def true_of(self, met: int, relevant: int) -> bool:
        """Whether met / relevant lies in the band."""
        return self.band.holds(Fraction(met, relevant))


@dataclass(frozen=True, slots=True)
class PerCent:
    """The share in per cent, halves rounded up to the decimals printed."""

    printed: Decimal

    def true_of(self, met: int, relevant: int) -> bool:
        """Whether the share rounds to what is printed."""
        return per_cent(met, relevant, self.printed) == self.printed


@dataclass(frozen=True, slots=True)
class NoWord:
    """A proportion word that the letter's scale does not have.

    It is false outside the band, in any sense of the word; inside it nobody can tell.
    """

    band: Band

    def true_of(self, met: int, relevant: int) -> bool:
        """Whether it is not plainly false."""
        return self.band.holds(Fraction(met, relevant))


@dataclass(frozen=True, slots=True)
class Rate:
    """A reoffending rate in per cent, as printed."""

    printed: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the rate compares: the verdicts ("better", "worse", "same") for which it is true."""

    verdicts: frozenset[str]
    target: Literal["previous", "national"]


Meaning = Counts | NotMet | ShareIn | PerCent | NoWord | Rate | Comparison


def per_cent(met: int, relevant: int, like: Decimal) -> Decimal:
    """met / relevant in per cent, halves rounded up to the decimals of `like`."""
    decimals = -int(like.as_tuple().exponent)
    whole = (200 * met * 10**decimals + relevant) // (2 * relevant)
    return Decimal(whole).scaleb(-decimals)


def rounded(rate: float, like: Decimal) -> Decimal:
    """A published rate, halves rounded up to the decimals of `like`."""
    return Decimal(str(rate)).quantize(
        Decimal(1).scaleb(int(like.as_tuple().exponent)), ROUND_HALF_UP
    )
