"""What would change if a pack took the place of what is loaded, shown before it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from sqs.figures import records, saying
from sqs.figures.records import UnknownInspectionError
from sqs.intake.conflicts import SUBJECTS_LISTED, Change, Replaced, rehearse
from sqs.intake.headings import Meanings
from sqs.intake.packs import PackFile
from sqs.letter.changes import ChangedSentence, changed_sentences
from sqs.letter.draft import NoCasesError, draft
from sqs.letter.value import Letter
from sqs.store.database import Cursor, Database
from sqs.ui import markup, reads
from sqs.ui.markup import Column
from sqs.ui.reads import Source

_LETTERS = 10
_SENTENCES = 60


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a session holds of a pack in conflict with what is loaded.

    Attributes:
        possible: whether the pack may take its place; else it has problems that remain.
        version: of the data it was held against.
        replaced: the first inspections and teams of which anything would change.
        more: how many more there are.
        sentences: by inspection_id, the sentences of its letter that would be others; the first.

    """

    possible: bool
    version: int
    replaced: tuple[Replaced, ...]
    more: int
    sentences: Mapping[str, Sequence[ChangedSentence]]


def look(
    database: Database,
    files: Sequence[PackFile],
    *,
    by: str,
    meanings: Meanings | None = None,
) -> Conflict:
    """Hold a pack against what is loaded; nothing is changed.

    Raises:
        IntakeError: where a check fails.

    """
    version = database.version()
    with (
        database.reading() as before,
        rehearse(database, files, meanings=meanings, by=by) as (receipt, after, found),
    ):
        listed = found[:SUBJECTS_LISTED]
        sentences = {
            inspection_id: changed[:_SENTENCES]
            for inspection_id in _touched(before, listed)[:_LETTERS]
            if (changed := _sentences(before, after, inspection_id))
        }
    return Conflict(
        receipt.status == "checked", version, listed, len(found) - len(listed), sentences
    )


def _touched(cursor: Cursor, listed: Sequence[Replaced]) -> list[str]:
    """The inspections whose letters may change: those replaced, and those of teams replaced."""
    own = [each.subject for each in listed if not each.team]
    teams = {each.subject for each in listed if each.team}
    if not teams:
        return own
    of_teams = [each.inspection_id for each in records.inspections(cursor) if each.yot in teams]
    return list(dict.fromkeys([*own, *of_teams]))


def _sentences(before: Cursor, after: Cursor, inspection_id: str) -> list[ChangedSentence]:
    old, new = _letter(before, inspection_id), _letter(after, inspection_id)
    return changed_sentences(old, new) if old and new else []


def _letter(cursor: Cursor, inspection_id: str) -> Letter | None:
    try:
        return draft(cursor, inspection_id)
    except (NoCasesError, UnknownInspectionError):
        return None


def show(source: Source, found: Conflict) -> None:
    """Each inspection and team: what would be added, removed and changed, and its letter."""
    st.header("What replacing would change")
    st.markdown(
        "Some of this was loaded before with other content. Words that differ are underlined."
    )
    labels = saying.visit_labels(reads.inspections(source))
    told = set()
    for each in found.replaced:
        name = f"Team {each.subject}" if each.team else labels.get(each.subject, each.subject)
        st.subheader(markup.plain(name))
        st.markdown(markup.plain(f"{each.sentence}."))
        _changes(each)
        if not each.team:
            told.add(each.subject)
            _letter_table(found.sentences.get(each.subject, ()), labels.get(each.subject))
    for inspection_id, sentences in found.sentences.items():
        if inspection_id not in told:
            name = labels.get(inspection_id, inspection_id)
            st.subheader(markup.plain(f"{name}: the letter"))
            _letter_table(sentences, name)
    if found.more:
        st.html(
            markup.note(
                f"And {found.more:,} more inspections or teams, which are not listed: the first "
                f"{len(found.replaced)} are."
            )
        )


_KINDS = {
    "yots": ("Team", "Heading"),
    "inspections": ("Inspection", "Heading"),
    "cases": ("Case", "Question or heading"),
    "second_reads": ("Second read and question", "Heading"),
    "interviews": ("Interview and question", "Heading"),
    "quotes": ("Quote", "Heading"),
    "reoffending": ("Reoffending rate", "Heading"),
    "recipients": ("Copy list", "Heading"),
}
"""The first two headings of each kind's table."""

_LONGEST_NAME = 90


def _changes(each: Replaced) -> None:
    for kind, group in groupby(each.changes, key=lambda change: change.kind):
        changes = list(group)
        rows = len({change.row for change in changes})
        first, second = _KINDS[kind]
        caption = f"{first}: loaded beside the pack"
        if rows < each.counts[kind].rows:
            caption += f"; the first {rows:,} of {each.counts[kind].rows:,}"
        st.html(
            markup.side_by_side(
                caption,
                (first, second, "Loaded", "In the pack"),
                (((_name(c), _what(c, first)), c.before, c.after) for c in changes),
            )
        )


def _name(change: Change) -> str:
    return change.row if len(change.row) <= _LONGEST_NAME else f"{change.row[:_LONGEST_NAME]}…"


def _what(change: Change, noun: str) -> str:
    return change.column or f"{change.done}: the whole {noun.lower()}"


def _letter_table(sentences: Sequence[ChangedSentence], name: str | None) -> None:
    if not sentences:
        st.markdown("No sentence of the letter would be another.")
        return
    st.html(
        markup.side_by_side(
            f"Sentences of the letter that would be others: {name}",
            ("Paragraph", Column("Now", long=True), Column("Then", long=True)),
            (((each.place,), each.before, each.after) for each in sentences),
        )
    )
