"""The reads of the pages, kept until the data changes.

The caches serve all users of the app. They are keyed by the database's path, its data version, the
name of the read and every filter, are bounded, and hold nothing that is one user's own. The version
is read before the data: a change in between then stores newer data under the older version, which
is harmless; the other order would keep old data as new.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import streamlit as st

from sqs.figures import findings, records
from sqs.figures.findings import Pool
from sqs.figures.records import Evidence, FactCount, Inspection, Quote, ReasonCount
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
    """The open database and the version its data had when the page's run began."""

    database: Database
    version: int


def inspections(source: Source) -> list[Inspection]:
    """Every inspection, the newest fieldwork first."""
    return _read(source, records.inspections)


def figures(source: Source, inspection_id: str) -> list[Figure]:
    """One inspection's figures, questions and sections."""

    def of_inspection(cursor: Cursor, inspection_id: str) -> list[Figure]:
        return scores(cursor, [inspection_id])

    return _read(source, of_inspection, inspection_id)


def measure(source: Source, key: str) -> list[Figure]:
    """Every inspection's figure of one measure: a question_id or a section key."""
    return [
        figure for figure in _all_figures(source) if (figure.question_id or figure.section) == key
    ]


def pools(source: Source, edition: str) -> Mapping[str, Pool]:
    """Each measure's counts over all inspections of one edition."""
    path = str(source.database.path)
    return _kept_pools(path, source.version, edition, _all_figures(source))


def reasons(source: Source, inspection_id: str) -> list[ReasonCount]:
    """Why an inspection's answers were no."""
    return _read(source, records.reasons, inspection_id)


def facts(source: Source, inspection_id: str) -> list[FactCount]:
    """The facts about an inspection's cases."""
    return _read(source, records.facts, inspection_id)


def evidence(source: Source, inspection_id: str) -> list[Evidence]:
    """Every answer about an inspection's cases, with reasons and notes."""
    return _read(source, records.evidence, inspection_id)


def quotes(source: Source, inspection_id: str) -> list[Quote]:
    """The notes that may be quoted in the letter."""
    return _read(source, records.quotes, inspection_id)


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
    return cast("Result", _kept(path, source.version, read.__qualname__, filters, fresh))


@st.cache_data(max_entries=400, show_spinner=False)
def _kept(
    path: str,  # noqa: ARG001  this and the next three are the key
    version: int,  # noqa: ARG001
    name: str,  # noqa: ARG001
    filters: tuple[str, ...],  # noqa: ARG001
    _fresh: Callable[[], object],
) -> Any:
    return _fresh()


# These two are kept as resources, not as data: what they hold is never changed, and copying
# thousands of figures at every rerun would cost more than all else on the page.


def _all_figures(source: Source) -> tuple[Figure, ...]:
    return _kept_figures(str(source.database.path), source.version, source.database)


@st.cache_resource(max_entries=2, show_spinner=False)
def _kept_figures(
    path: str,  # noqa: ARG001  this and the next are the key
    version: int,  # noqa: ARG001
    _database: Database,
) -> tuple[Figure, ...]:
    with _database.reading() as cursor:
        return tuple(scores(cursor))


@st.cache_resource(max_entries=4, show_spinner=False)
def _kept_pools(
    path: str,  # noqa: ARG001  this and the next two are the key
    version: int,  # noqa: ARG001
    edition: str,
    _figures: Sequence[Figure],
) -> Mapping[str, Pool]:
    return findings.pools(figure for figure in _figures if figure.edition == edition)
