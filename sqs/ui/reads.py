"""The reads of the pages, kept until the data changes.

The caches serve all users of the app. They are keyed by the database's path, its data version, the
name of the read and every filter, are bounded, and hold nothing that is one user's own. The version
is read before the data: a change in between then stores newer data under the older version, which
is harmless; the other order would keep old data as new.

Here alone is decided what the board's view may see: figures come without the small counts, and
nothing is read of single cases or of who holds them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import streamlit as st

from sqs.criteria import editions
from sqs.figures import comparing, findings, programme, records, small_counts
from sqs.figures.changes import QuestionChange, SectionChange, changes, section_changes
from sqs.figures.comparing import Compared
from sqs.figures.findings import Pool
from sqs.figures.insights import Insight, insights
from sqs.figures.programme import Drop, Pooled
from sqs.figures.records import (
    CaseManager,
    CohortRate,
    Evidence,
    FactCount,
    Inspection,
    Quote,
    ReasonCount,
)
from sqs.figures.scores import Figure, scores
from sqs.figures.second_reads import SecondRead
from sqs.figures.second_reads import second_reads as second_reads_of
from sqs.intake import clearing, flags, history
from sqs.intake.clearing import FlaggedQuote
from sqs.intake.flags import FlaggedText
from sqs.letter.disputed import Disputed
from sqs.letter.disputed import disputed as disputed_of
from sqs.letter.documents import WRITERS
from sqs.letter.draft import draft
from sqs.letter.value import Letter
from sqs.store.database import Cursor, Database

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Source:
    """The open database, the version its data had when the page's run began, and whose view it is.

    `board`: what a management board may see, with small counts withheld and no single cases.
    """

    database: Database
    version: int
    board: bool = False


def inspections(source: Source) -> list[Inspection]:
    """Every inspection, the newest fieldwork first."""
    found = _read(source, records.inspections)
    return small_counts.shown_inspections(found) if source.board else found


def figures(source: Source, inspection_id: str) -> list[Figure]:
    """One inspection's figures, questions and sections."""
    found = _read(source, _scores, inspection_id)
    return small_counts.shown_figures(found) if source.board else found


def _scores(cursor: Cursor, inspection_id: str) -> list[Figure]:
    return scores(cursor, [inspection_id])


def all_figures(source: Source) -> tuple[Figure, ...]:
    """Every inspection's figures, questions and sections."""
    return _kept_figures(str(source.database.path), source.version, source.board, source.database)


def compared(source: Source, measure: str) -> Sequence[Compared]:
    """Every inspection's figure of one measure, beside all others and the visit before."""
    return _kept_comparison(
        str(source.database.path), source.version, source.board, measure, source.database
    )


def pools(source: Source, edition: str) -> Mapping[str, Pool]:
    """Each measure's counts over all inspections of one edition."""
    path = str(source.database.path)
    return _kept_pools(path, source.version, source.board, edition, all_figures(source))


def changed(source: Source, inspection: Inspection) -> list[QuestionChange]:
    """What changed since the visit before, the largest fall first; nothing without one."""
    if inspection.previous_inspection_id is None:
        return []
    now = figures(source, inspection.inspection_id)
    before = figures(source, inspection.previous_inspection_id)
    if not (now and before):
        return []
    found = editions()
    return changes(now, before, found[inspection.edition], found[before[0].edition])


def changed_sections(source: Source, inspection: Inspection) -> list[SectionChange]:
    """The same of its sections."""
    edition = editions()[inspection.edition]
    rows = [
        next(
            (
                row
                for row in compared(source, section.key)
                if row.inspection_id == inspection.inspection_id
            ),
            None,
        )
        for section in edition.sections
    ]
    return section_changes({r.measure: r.change for r in rows if r and r.change}, edition)


def told(source: Source, inspection: Inspection) -> list[Insight]:
    """What a board should hear of an inspection."""

    def insights_of(cursor: Cursor, inspection_id: str) -> list[Insight]:
        return insights(
            cursor,
            [figure for figure in figures(source, inspection_id) if not figure.mark],
            editions()[inspection.edition],
            pools(source, inspection.edition),
            changed(source, inspection),
        )

    return _read(source, insights_of, inspection.inspection_id)


def weakest_questions(source: Source, edition: str) -> list[Pooled]:
    """Every question over all inspections, the lowest share first."""

    def weakest(_cursor: Cursor, edition: str) -> list[Pooled]:
        return programme.weakest_questions(
            all_figures(source), editions()[edition], _team_of(source)
        )

    return _read(source, weakest, edition)


def drop(source: Source, edition: str) -> Drop:
    """First work and its reviews over all inspections."""

    def drop_of(_cursor: Cursor, edition: str) -> Drop:
        return programme.drop(all_figures(source), editions()[edition], _team_of(source))

    return _read(source, drop_of, edition)


def _team_of(source: Source) -> dict[str, str]:
    return {each.inspection_id: each.yot for each in inspections(source)}


def teams_with_rates(source: Source) -> dict[str, str]:
    """The teams of which a reoffending rate is known: name by yot."""
    return _read(source, records.teams_with_rates)


def rates(source: Source, yot: str) -> list[CohortRate]:
    """A team's published reoffending rates."""
    return _read(source, records.team_rates, yot)


def reasons(source: Source, inspection_id: str) -> list[ReasonCount]:
    """Why an inspection's answers were no."""
    found = _read(source, records.reasons, inspection_id)
    if source.board:
        return small_counts.shown_reasons(found, _read(source, _scores, inspection_id))
    return found


def facts(source: Source, inspection_id: str) -> list[FactCount]:
    """The facts about an inspection's cases."""
    found = _read(source, records.facts, inspection_id)
    return small_counts.shown_facts(found) if source.board else found


def evidence(source: Source, inspection_id: str) -> list[Evidence]:
    """Every answer about an inspection's cases, with reasons and notes; none for a board."""
    return [] if source.board else _read(source, records.evidence, inspection_id)


def quotes(source: Source, inspection_id: str) -> list[Quote]:
    """The notes that may be quoted in the letter; none for a board."""
    return [] if source.board else _read(source, records.quotes, inspection_id)


def case_managers(source: Source, inspection_id: str) -> list[CaseManager]:
    """The cases by who holds them; none for a board."""
    return [] if source.board else _read(source, records.case_managers, inspection_id)


def letter(source: Source, inspection_id: str, scale: str) -> Letter:
    """The draft letter as a value."""
    return _read(source, draft, inspection_id, scale)


def second_reads(source: Source, inspection_id: str) -> list[SecondRead]:
    """The answers of second inspectors about its cases, beside the first."""

    def read_again(cursor: Cursor, inspection_id: str) -> list[SecondRead]:
        return second_reads_of(cursor, [inspection_id])

    return _read(source, read_again, inspection_id)


def all_second_reads(source: Source) -> list[SecondRead]:
    """The answers of second inspectors about the cases of every inspection."""
    return _read(source, second_reads_of)


def disputed(source: Source, inspection_id: str, scale: str) -> Disputed:
    """What second reads mean for the draft letter."""
    return _read(source, disputed_of, inspection_id, scale)


def document(source: Source, inspection_id: str, scale: str, ending: str) -> bytes:
    """The draft letter as a file with that ending."""

    def written(_cursor: Cursor, inspection_id: str, scale: str, ending: str) -> bytes:
        _, write = WRITERS[ending]
        return write(letter(source, inspection_id, scale))

    return _read(source, written, inspection_id, scale, ending)


def quotes_held_back(source: Source, inspection_id: str) -> int:
    """How many of its quotes wait for somebody to look at them."""
    return _read(source, records.quotes_held_back, inspection_id)


def quotes_to_look_at(source: Source) -> list[FlaggedQuote]:
    """The quotes whose words may name somebody."""
    return _read(source, clearing.quotes_to_look_at)


def number_of_notes(source: Source) -> int:
    """How many notes there are to look through."""
    return _read(source, flags.number_of_notes)


def flagged_notes(source: Source) -> tuple[int, list[FlaggedText]]:
    """How many notes may name somebody, and the first of them."""
    return _read(source, flags.flagged_notes)


def uploads(source: Source) -> Sequence[history.Upload]:
    """The history of uploads, the newest first."""
    return history.uploads(source.database)


def _read(source: Source, read: Callable[..., Result], *filters: str) -> Result:
    """What `read` finds with these filters, from the cache where the data has not changed."""

    def fresh() -> object:
        with source.database.reading() as cursor:
            return read(cursor, *filters)

    path = str(source.database.path)
    return cast(
        "Result", _kept(path, source.version, source.board, read.__qualname__, filters, fresh)
    )


@st.cache_data(max_entries=400, show_spinner=False)
def _kept(
    path: str,  # noqa: ARG001  this and the next four are the key
    version: int,  # noqa: ARG001
    board: bool,  # noqa: ARG001
    name: str,  # noqa: ARG001
    filters: tuple[str, ...],  # noqa: ARG001
    _fresh: Callable[[], object],
) -> Any:
    return _fresh()


# These are kept as resources, not as data: what they hold is never changed, and copying thousands
# of figures at every rerun would cost more than all else on the page.


@st.cache_resource(max_entries=4, show_spinner=False)
def _kept_figures(
    path: str,  # noqa: ARG001  this and the next are the key
    version: int,  # noqa: ARG001
    board: bool,
    _database: Database,
) -> tuple[Figure, ...]:
    with _database.reading() as cursor:
        found = scores(cursor)
    return tuple(small_counts.shown_figures(found) if board else found)


@st.cache_resource(max_entries=100, show_spinner=False)
def _kept_comparison(
    path: str,  # noqa: ARG001  this and the next are the key
    version: int,  # noqa: ARG001
    board: bool,
    measure: str,
    _database: Database,
) -> tuple[Compared, ...]:
    compare = small_counts.shown_comparison if board else comparing.compare
    with _database.reading() as cursor:
        return tuple(compare(cursor, measure))


@st.cache_resource(max_entries=8, show_spinner=False)
def _kept_pools(
    path: str,  # noqa: ARG001  this and the next two are the key
    version: int,  # noqa: ARG001
    board: bool,  # noqa: ARG001
    edition: str,
    _figures: Sequence[Figure],
) -> Mapping[str, Pool]:
    return findings.pools(figure for figure in _figures if figure.edition == edition)
