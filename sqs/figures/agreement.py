"""Whether two inspectors who read the same cases answered alike.

Raw agreement is what was seen; Gwet's AC1 takes off what chance would give and stays sensible where
nearly every answer is the same, which Cohen's kappa does not (Feinstein and Cicchetti 1990). A
table has a row for each answer of the first inspector, a column for each of the second.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqs.figures.shares import wilson

ANSWERS = ("yes", "no", "not relevant")
"""What a judgement may be, in the order of a table's rows and columns."""

Table = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two inspectors agree on one question.

    Attributes:
        cases: answered by both.
        alike: cases of them answered alike.
        ac1, low, high: Gwet's coefficient with its 95 % limits; 1 is full agreement, 0 chance.
        kappa: Cohen's, for the annex; None where both gave one answer throughout.

    """

    cases: int
    alike: int
    ac1: float
    low: float
    high: float
    kappa: float | None

    @property
    def raw(self) -> float:
        """The share of cases answered alike."""
        return self.alike / self.cases


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement | None:
    """The agreement of two inspectors' answers, a pair a case; None where there is no pair."""
    table = tabulated(pairs)
    cases = sum(map(sum, table))
    if not cases:
        return None
    return Agreement(cases, _alike(table), *gwet_ac1(table), cohen_kappa(table))


def tabulated(
    pairs: Iterable[tuple[str, str]], answers: Sequence[str] = ANSWERS
) -> tuple[tuple[int, ...], ...]:
    """How often the first inspector gave each answer and the second each."""
    counted = Counter(pairs)
    return tuple(tuple(counted[first, second] for second in answers) for first in answers)


def gwet_ac1(table: Table) -> tuple[float, float, float]:
    """Gwet's AC1 and its 95 % limits (Gwet 2008, British J Math Stat Psych 61:29).

    The limits are those of the linearised variance, divided by one case less than were read, with t
    at as many degrees of freedom (as the R and Python packages irrCAC do for raw ratings). Where
    all answers are alike, or all differ, that variance is 0 however few the cases; the limits are
    then those of the raw agreement (Wilson 1927), with chance taken off likewise.

    Args:
        table: square, with two answers at least and one case at least.

    """
    cases, kinds = sum(map(sum, table)), len(table)
    seen = _alike(table) / cases
    # How often each answer was given, the two inspectors together.
    given = [
        sum(table[k][j] + table[j][k] for j in range(kinds)) / (2 * cases) for k in range(kinds)
    ]
    chance = sum(share * (1 - share) for share in given) / (kinds - 1)
    ac1 = (seen - chance) / (1 - chance)
    if seen in (0, 1):
        low, high = ((limit - chance) / (1 - chance) for limit in wilson(_alike(table), cases))
        return ac1, max(-1.0, low), high
    each = sum(table[k][k] * (1 - given[k]) for k in range(kinds)) / cases / (kinds - 1)
    squared = (
        sum(
            table[k][j] * (1 - (given[k] + given[j]) / 2) ** 2
            for k in range(kinds)
            for j in range(kinds)
        )
        / cases
        / (kinds - 1) ** 2
    )
    variance = (
        seen * (1 - seen)
        - 4 * (1 - ac1) * (each - seen * chance)
        + 4 * (1 - ac1) ** 2 * (squared - chance**2)
    ) / ((cases - 1) * (1 - chance) ** 2)
    half = _t95(cases - 1) * math.sqrt(max(0.0, variance))
    return ac1, max(-1.0, ac1 - half), min(1.0, ac1 + half)


def cohen_kappa(table: Table) -> float | None:
    """Cohen's kappa (Cohen 1960); None where chance alone would make all answers alike."""
    cases = sum(map(sum, table))
    # In whole numbers, so that "all alike by chance" is found exactly.
    by_chance = sum(sum(row) * sum(other[k] for other in table) for k, row in enumerate(table))
    if by_chance == cases * cases:
        return None
    return (cases * _alike(table) - by_chance) / (cases * cases - by_chance)


def _alike(table: Table) -> int:
    return sum(row[k] for k, row in enumerate(table))


def _t95(degrees: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))
