"""All inspections put together, read from the roll-up: no inspection is counted by itself.

`few` says everywhere whether inspections count in which one to four cases were relevant. Boards are
shown none of those (sqs/figures/small_counts.py), so that theirs are the sums of what they see.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqs.figures.comparing import Meaning, asked_in, listed
from sqs.figures.findings import Pool
from sqs.figures.records import query
from sqs.store.database import Cursor


@dataclass(frozen=True, slots=True)
class TeamCounts:
    """A judged question of an edition over a team's inspections; something is relevant.

    Attributes:
        met, relevant: of all of them together.
        inspections: how many have anything relevant.

    """

    edition: str
    question_id: str
    yot: str
    met: int
    relevant: int
    inspections: int


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """A measure over the inspections whose fieldwork ended in a month; something is relevant.

    Attributes:
        begins: the month's first day.
        met, relevant: of all of them together.
        inspections: how many have anything relevant.

    """

    begins: date
    met: int
    relevant: int
    inspections: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure month by month, over the inspections that were asked the same.

    Attributes:
        months: in no order; a month is there twice where two editions asked the same in it.
        asked: how many inspections were.
        others: how many more were asked it otherwise, and are left out.

    """

    months: tuple[MonthCounts, ...]
    asked: int
    others: int


def team_counts(cursor: Cursor, *, few: bool) -> list[TeamCounts]:
    """Every judged question of every edition by team."""
    rows = cursor.execute(query("team_counts"), {"few": few}).fetchall()
    return [TeamCounts(*row) for row in rows]


def pools(counted: Iterable[TeamCounts], edition: str) -> Mapping[str, Pool]:
    """Each question of one edition over all teams, by question_id."""
    of: dict[str, list[TeamCounts]] = defaultdict(list)
    for each in counted:
        if each.edition == edition:
            of[each.question_id].append(each)
    return {
        question_id: Pool(
            sum(each.met for each in rows),
            sum(each.relevant for each in rows),
            sum(each.inspections for each in rows),
        )
        for question_id, rows in of.items()
    }


def trend(cursor: Cursor, measure: str, *, few: bool) -> Trend:
    """A measure month by month.

    Where editions asked otherwise, those alike are taken of which there are most inspections; of as
    many, those with the newest; of as new, those whose edition comes first by its name.

    Raises:
        MeasureError: where no edition judges that.

    """
    asked = asked_in(measure)
    alike: dict[Meaning, list[tuple[str, int, date]]] = defaultdict(list)
    for row in cursor.execute(query("times_asked"), listed(measure)).fetchall():
        alike[asked[row[0]]].append(row)
    most = max(alike.values(), key=_how_many, default=[])
    chosen = {edition for edition, _, _ in most}
    months = cursor.execute(query("month_counts"), {"measure": measure, "few": few}).fetchall()
    times, _ = _how_many(most) if most else (0, None)
    return Trend(
        tuple(MonthCounts(*counts) for edition, *counts in months if edition in chosen),
        times,
        sum(_how_many(of)[0] for of in alike.values()) - times,
    )


def _how_many(rows: list[tuple[str, int, date]]) -> tuple[int, date]:
    return sum(times for _, times, _ in rows), max(newest for _, _, newest in rows)
