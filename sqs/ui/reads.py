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
from datetime import date
from typing import Any, TypeVar, cast

import streamlit as st

from sqs.criteria import editions
from sqs.figures import comparing, everywhere, programme, records, small_counts
from sqs.figures.changes import QuestionChange, SectionChange, changes, section_changes
from sqs.figures.comparing import Compared
from sqs.figures.everywhere import TeamCounts, Trend
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
from sqs.figures.scores import Figure, question_figures, scores
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


def figures_of_questions(source: Source, inspection_ids: Sequence[str]) -> Sequence[Figure]:
    """The figures of some inspections, questions alone."""

    def of_questions(cursor: Cursor, *inspection_ids: str) -> tuple[Figure, ...]:
        found = question_figures(cursor, inspection_ids)
        return tuple(small_counts.shown_figures(found) if source.board else found)

    return _read_whole(source, of_questions, *sorted(inspection_ids))


def compared(
    source: Source, measure: str, start: date | None, end: date | None, *, every_visit: bool
) -> Sequence[Compared]:
    """A measure's figure at inspections of a period, beside one another and the visit before.

    Args:
        source: where to read.
        measure: a question_id or a section's key.
        start, end: the first and last day on which fieldwork may have ended; None for any.
        every_visit: all visits of a team, or its newest alone.

    """

    def in_period(
        cursor: Cursor, measure: str, start: date | None, end: date | None
    ) -> tuple[Compared, ...]:
        return _shown(source, cursor, comparing.compare(cursor, measure, start, end))

    def newest(
        cursor: Cursor, measure: str, start: date | None, end: date | None
    ) -> tuple[Compared, ...]:
        return _shown(source, cursor, comparing.compare_newest(cursor, measure, start, end))

    return _read_whole(source, in_period if every_visit else newest, measure, start, end)


def compared_team(source: Source, measure: str, yot: str) -> Sequence[Compared]:
    """A measure's figure at the inspections of one team, each beside the visit before."""

    def of_team(cursor: Cursor, measure: str, yot: str) -> tuple[Compared, ...]:
        return _shown(source, cursor, comparing.compare_team(cursor, measure, yot))

    return _read_whole(source, of_team, measure, yot)


def _shown(source: Source, cursor: Cursor, rows: list[Compared]) -> tuple[Compared, ...]:
    return tuple(small_counts.shown_comparison(cursor, rows) if source.board else rows)


def team_counts(source: Source) -> Sequence[TeamCounts]:
    """Every question of every edition by team, all inspections together."""

    def counts(cursor: Cursor) -> tuple[TeamCounts, ...]:
        return tuple(everywhere.team_counts(cursor, few=not source.board))

    return _read_whole(source, counts)


def trend(source: Source, measure: str) -> Trend:
    """A measure month by month, all inspections together."""

    def by_month(cursor: Cursor, measure: str) -> Trend:
        return everywhere.trend(cursor, measure, few=not source.board)

    return _read(source, by_month, measure)


def pools(source: Source, edition: str) -> Mapping[str, Pool]:
    """Each question's counts over all inspections of one edition."""

    def pools_of(_cursor: Cursor, edition: str) -> Mapping[str, Pool]:
        return everywhere.pools(team_counts(source), edition)

    return _read(source, pools_of, edition)


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
                for row in compared_team(source, section.key, inspection.yot)
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
        return programme.weakest_questions(team_counts(source), editions()[edition])

    return _read(source, weakest, edition)


def drop(source: Source, edition: str) -> Drop:
    """First work and its reviews over all inspections."""

    def drop_of(_cursor: Cursor, edition: str) -> Drop:
        return programme.drop(team_counts(source), editions()[edition])

    return _read(source, drop_of, edition)


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
    return cast("Result", _kept(*_key(source, read, filters), _fresh(source, read, filters)))


def _read_whole(source: Source, read: Callable[..., Result], *filters: str | date | None) -> Result:
    """The same of what nobody changes: every reader is given the one that is kept."""
    return cast("Result", _kept_whole(*_key(source, read, filters), _fresh(source, read, filters)))


_Filters = tuple[str | date | None, ...]


def _key(
    source: Source, read: Callable[..., object], filters: _Filters
) -> tuple[str, int, bool, str, _Filters]:
    return str(source.database.path), source.version, source.board, read.__qualname__, filters


def _fresh(source: Source, read: Callable[..., object], filters: _Filters) -> Callable[[], object]:
    def fresh() -> object:
        with source.database.reading() as cursor:
            return read(cursor, *filters)

    return fresh


@st.cache_data(max_entries=400, show_spinner=False)
def _kept(
    path: str,  # noqa: ARG001  this and the next four are the key
    version: int,  # noqa: ARG001
    board: bool,  # noqa: ARG001
    name: str,  # noqa: ARG001
    filters: _Filters,  # noqa: ARG001
    _fresh: Callable[[], object],
) -> Any:
    return _fresh()


# These are kept as resources, not as data: what they hold is never changed, and copying thousands
# of figures at every rerun would cost more than all else on the page.
@st.cache_resource(max_entries=100, show_spinner=False)
def _kept_whole(
    path: str,  # noqa: ARG001  this and the next four are the key
    version: int,  # noqa: ARG001
    board: bool,  # noqa: ARG001
    name: str,  # noqa: ARG001
    filters: _Filters,  # noqa: ARG001
    _fresh: Callable[[], object],
) -> Any:
    return _fresh()
