"""Where teams stand on one measure: who is put beside whom, and what may be said of each.

The programme is always all that was asked the same in the period, also where only some of it is
looked at: a team stands below all, not below whoever was picked to stand beside it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqs.figures import funnel, saying, shrinkage
from sqs.figures.comparing import Compared, Meaning, Programme, in_period, newest, placed
from sqs.figures.funnel import Limits
from sqs.figures.shrinkage import Rank

CURVE_POINTS = 60
"""A funnel's lines are drawn through about so many numbers of relevant cases."""

FUNNEL_SHOWS = (
    "Were all alike, 95 of 100 dots would lie between the inner lines and 998 of 1,000 between the "
    "outer. The lines are wide where few cases were read. The funnel shows who stands apart from "
    "all; it cannot show why, and two dots within the lines cannot be told from one another."
)
RANKS_SHOW = (
    "Each line says where a team may stand among all (1: the highest share), had other cases of it "
    "been read. The middle of these places is no rank: read it with its range."
)
SECTION_RANKS = (
    "A section pools several judgements of each case, and those hang together: its ranges are "
    "somewhat too narrow."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure in a period.

    Attributes:
        rows: the inspections that were asked the same, beside their programme.
        others: those that were asked it otherwise, and are compared with none of them.

    """

    rows: list[Compared]
    others: list[Compared]

    @property
    def programme(self) -> Programme | None:
        """The rows put together; None where there are none."""
        return self.rows[0].programme if self.rows else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A team's share drawn in towards all, and the ranks that it may hold."""

    drawn_in: float
    rank: Rank


def stand(
    rows: Sequence[Compared], start: date | None, end: date | None, *, every_visit: bool
) -> Standing:
    """The inspections of a period beside each other.

    Where editions asked otherwise, those alike are taken of which there are most.

    Args:
        rows: as `compare` gives them: by team and date.
        start, end: the first and last day on which fieldwork may have ended; None for any.
        every_visit: all visits of a team, or its newest in the period alone.

    """
    period = in_period(rows, start, end)
    if not every_visit:
        period = newest(period)
    alike: dict[Meaning, list[Compared]] = defaultdict(list)
    for row in period:
        alike[row.meaning].append(row)
    most = max(alike.values(), key=_how_many, default=[])
    return Standing(placed(most), [row for row in period if row not in most])


def _how_many(rows: Sequence[Compared]) -> tuple[int, date]:
    return len(rows), max(row.fieldwork_end for row in rows)


def finding(
    standing: Standing, shown: Sequence[Compared], what: str, mine: tuple[str, Compared] | None
) -> str:
    """What the comparison says first, as a heading.

    Args:
        standing: the programme.
        shown: those of its rows that are looked at.
        what: what a row is, in the plural: "teams" or "visits".
        mine: the reader's own team and its newest row, if it is chosen.

    """
    together = standing.programme.inspections if standing.programme else 0
    counted = [row for row in shown if row.relevant]
    if not counted:
        return f"None of the {what} has a relevant answer"
    if together == 1:
        return f"Only one of the {what} was asked this: nothing to compare it with"
    if mine and mine[1].stands:
        name, row = mine
        count = saying.count(row.met, row.relevant)
        return f"{name}: {count}, {_side(row, 'not clearly different from')} all {together} {what}"
    below = sum(1 for row in counted if row.stands in ("below_95", "below_998"))
    above = sum(1 for row in counted if row.stands in ("above_95", "above_998"))
    if not (below or above):
        if len(counted) == 1:
            return f"Not clearly different from all {together} {what}"
        return f"None of the {len(counted)} {what} differs clearly from all {together} together"
    first, side = (below, "below") if below else (above, "above")
    said = (
        f"{first} of {len(counted)} {what} {'is' if first == 1 else 'are'} clearly {side} "
        f"all {together} together"
    )
    return f"{said}, {above} clearly above" if below and above else said


def verdict(row: Compared) -> str:
    """Where a row stands, in a table's words; empty where it is beside nothing."""
    if row.stands is None or row.programme is None or row.programme.inspections < 2:
        return ""
    return _side(row, "no clear difference")


def _side(row: Compared, within: str) -> str:
    if row.stands in ("below_95", "below_998"):
        return "clearly below"
    return "clearly above" if row.stands in ("above_95", "above_998") else within


def spread(standing: Standing, what: str) -> str:
    """Whether all differ by more than chance, and what that does to the words; a sentence."""
    programme = standing.programme
    if programme is None or programme.inspections < 2:
        return ""
    found = programme.overdispersion
    if not found.significant:
        return f"Altogether these {what} differ no more than chance would have it."
    return (
        f"Altogether these {what} differ by more than chance ({found.phi:.1f} times as much as "
        "chance alone would have it). The lines are moved apart by that much, and only what lies "
        "beyond them is called clear."
    )


def curve(standing: Standing, shown: Sequence[Compared]) -> list[tuple[int, Limits]]:
    """The funnel's lines over the numbers of relevant cases of the rows shown, widened."""
    programme, counts = standing.programme, [row.relevant for row in shown if row.relevant]
    if programme is None or programme.share is None or not counts:
        return []
    least, most = min(counts), max(counts)
    numbers = [*range(least, most, max(1, (most - least) // CURVE_POINTS)), most]
    tau2 = programme.overdispersion.tau2
    return [(number, funnel.limits(programme.share, number, tau2)) for number in numbers]


def ranked(standing: Standing) -> Mapping[str, Ranked] | None:
    """The ranks that each may hold, by inspection_id; None where no difference is detectable."""
    rows = [row for row in standing.rows if row.relevant]
    counts = tuple((row.met, row.relevant) for row in rows)
    found = shrinkage.fit(counts)
    if not found.detectable:
        return None
    return {
        row.inspection_id: Ranked(shrinkage.posterior_mean(row.met, row.relevant, found), rank)
        for row, rank in zip(rows, shrinkage.ranks(counts, found), strict=True)
    }
