"""The records figures rest on, read by the named queries: inspections, evidence, quotes, rates.

Every function takes an open cursor, so that one page or letter reads one state of the data.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import TypeVar

from sqs.store.database import Cursor, value

Row = TypeVar("Row")


INVENTED = " (invented)"
"""How the name of a team ends that is made up for demonstration."""


class UnknownInspectionError(Exception):
    """No such inspection is loaded; the message is one sentence that says what is."""


@functools.cache
def query(name: str) -> str:
    """The text of a named query; its first lines say the grain and the parameters."""
    return (resources.files("sqs.figures") / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection and its team; `cases` were read, `case_managers` interviewed."""

    inspection_id: str
    yot: str
    fieldwork_start: date
    fieldwork_end: date
    publication_date: date | None
    edition: str
    caseload: int | None
    addressee: str | None
    addressee_post: str | None
    sender: str | None
    sender_post: str | None
    lead_inspector: str | None
    contact: str | None
    name: str
    region: str | None
    country: str | None
    family: str | None
    cases: int
    case_managers: int
    previous_inspection_id: str | None
    previous_fieldwork_end: date | None

    @property
    def invented(self) -> bool:
        """Whether the team is made up for demonstration; its name says so."""
        return self.name.endswith(INVENTED)


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """In how many cases a question was answered no for a reason; reason None: none was given."""

    question_id: str
    reason: str | None
    cases: int


@dataclass(frozen=True, slots=True)
class FactCount:
    """In how many cases a fact, which is never scored, was answered yes and no."""

    question_id: str
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer about one case."""

    question_id: str
    case_id: str
    answer: str
    reasons: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A note that may be published, about work that was done well enough."""

    question_id: str
    case_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """An inspector's note, and whether it may be published: cleared, and nobody named in it."""

    question_id: str
    case_id: str
    text: str
    publishable: bool


@dataclass(frozen=True, slots=True)
class CaseManager:
    """A case manager: the cases of theirs that were read, and the judgements in them."""

    name: str | None
    cases: int
    met: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of the copy list."""

    role: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A published reoffending rate in per cent; lower is better.

    `national_rate` is that of England and Wales for the same cohort and method, where known.
    """

    cohort_start: date
    cohort_end: date
    method: str
    rate: float
    compared_with_previous: str | None
    published: date
    source: str | None
    national_rate: float | None


@dataclass(frozen=True, slots=True)
class CohortRate:
    """A rate among all of its team's, as a Rate; its day of release may not be known."""

    cohort_start: date
    cohort_end: date
    method: str
    rate: float
    compared_with_previous: str | None
    published: date | None
    source: str | None
    national_rate: float | None


def _rows(cursor: Cursor, name: str, row: type[Row], **parameters: object) -> list[Row]:
    return [row(*values) for values in cursor.execute(query(name), parameters or None).fetchall()]


def inspections(cursor: Cursor) -> list[Inspection]:
    """Every inspection, the newest fieldwork first."""
    return _inspections(cursor, None)


def _inspections(cursor: Cursor, inspection_id: str | None) -> list[Inspection]:
    """Every inspection, or those of one's team, the newest fieldwork first."""
    given = {"inspection": inspection_id}
    before: dict[str, tuple[str, date]] = {}
    found = []
    for row in cursor.execute(query("inspections"), given).fetchall():
        own, yot, _, fieldwork_end, *_ = row
        found.append(Inspection(*row, *before.get(yot, (None, None))))
        before[yot] = own, fieldwork_end
    return sorted(found, key=lambda each: each.fieldwork_end, reverse=True)


def inspection(cursor: Cursor, inspection_id: str) -> Inspection:
    """The inspection of that id.

    Raises:
        UnknownInspectionError: where it is not loaded.

    """
    for each in _inspections(cursor, inspection_id):
        if each.inspection_id == inspection_id:
            return each
    known = inspections(cursor)
    if not known:
        raise UnknownInspectionError("No inspection is loaded yet. Load a pack first.")
    from difflib import get_close_matches

    ids = [each.inspection_id for each in known]
    near = get_close_matches(inspection_id, ids, n=1, cutoff=0.5)
    raise UnknownInspectionError(
        f"There is no inspection '{inspection_id}'. "
        + (f"Did you mean {near[0]}?" if near else f"The newest loaded is {ids[0]}.")
    )


def reasons(cursor: Cursor, inspection_id: str) -> list[ReasonCount]:
    """Why answers were no, most frequent first within each question."""
    return _rows(cursor, "reasons", ReasonCount, inspection=inspection_id)


def facts(cursor: Cursor, inspection_id: str) -> list[FactCount]:
    """The facts about an inspection's cases."""
    return _rows(cursor, "facts", FactCount, inspection=inspection_id)


def evidence(cursor: Cursor, inspection_id: str) -> list[Evidence]:
    """Every answer about every case, facts included."""
    return _rows(cursor, "evidence", Evidence, inspection=inspection_id)


def case_managers(cursor: Cursor, inspection_id: str) -> list[CaseManager]:
    """The cases read by who holds them, the lowest share first."""
    return _rows(cursor, "case_managers", CaseManager, inspection=inspection_id)


def clusters(
    cursor: Cursor, inspection_id: str, question_ids: Sequence[str]
) -> list[tuple[int, int]]:
    """(met, relevant) of each case for some questions together, in the order of the cases."""
    named = {"inspection": inspection_id, "questions": list(question_ids)}
    return cursor.execute(query("case_clusters"), named).fetchall()


def quotes(cursor: Cursor, inspection_id: str) -> list[Quote]:
    """The notes that may be published, about cases answered yes."""
    return _rows(cursor, "quotes", Quote, inspection=inspection_id)


def notes(cursor: Cursor, inspection_id: str) -> list[Note]:
    """Every note that a letter may have quoted, held back or not."""
    return _rows(cursor, "notes", Note, inspection=inspection_id)


def quotes_held_back(cursor: Cursor, inspection_id: str) -> int:
    """How many quotes their pack cleared that are not published, since they may name somebody."""
    return int(value(cursor, query("quotes_held_back"), {"inspection": inspection_id}))


def recipients(cursor: Cursor, inspection_id: str) -> list[Recipient]:
    """The copy list."""
    return _rows(cursor, "recipients", Recipient, inspection=inspection_id)


def rate_at_fieldwork(cursor: Cursor, inspection_id: str) -> Rate | None:
    """The newest rate published by the end of fieldwork, or None."""
    rates = _rows(cursor, "rates", Rate, inspection=inspection_id)
    return rates[0] if rates else None


def team_rates(cursor: Cursor, yot: str) -> list[CohortRate]:
    """Every rate of a team, in the order of methods and cohorts."""
    return _rows(cursor, "team_rates", CohortRate, yot=yot)


def teams_with_rates(cursor: Cursor) -> dict[str, str]:
    """The name of each team of which a rate is known, by its yot, in the order of names."""
    return dict(cursor.execute(query("teams_with_rates")).fetchall())
