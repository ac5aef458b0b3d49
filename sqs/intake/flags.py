"""What stored notes and quotes hold that looks like a person: flags for somebody to look at.

A flag is no proof. `flags.sql` goes by the shapes of words and numbers, and keeps a list of terms
of the work that begin with a capital letter. It cannot see a first name alone at the beginning of a
sentence, a name written in small letters or in capitals throughout, a name that is one of the terms
(Kieran Court shows as Kieran), a nickname or initials, a number written in words, or a person told
by what happened to them. April, May and June alone are shown as names; so are places.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import groupby
from typing import Literal

from sqs.store.database import Cursor, Database, value

Table = Literal["answers", "second_reads", "interviews", "quotes"]

RECEIPT_SHOWS = 200
"""Flags that a receipt holds one by one."""

SCANNED_AT_LOAD = 20_000
"""Texts that one upload may bring for its receipt to hold their flags; a page shows any number."""

LISTED_AT_MOST = 1_000
"""Flagged notes that a page lists one by one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What looks like something, and the exact words that do."""

    looks_like: str
    words: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Words of a stored text that may name somebody.

    Attributes:
        table: quotes have texts, the others notes.
        inspection_id, about, question_id: where; `about` is the case or the interviewee.
        looks_like: such as "a name".
        words: as they stand in the text.

    """

    table: Table
    inspection_id: str
    about: str
    question_id: str
    looks_like: str
    words: str


@dataclass(frozen=True, slots=True)
class FlaggedText:
    """A note or a quote with everything found in it; attributes as those of a flag."""

    table: Table
    inspection_id: str
    about: str
    question_id: str
    text: str
    found: tuple[Found, ...]

    def flags(self) -> list[Flag]:
        """A flag for each of what was found."""
        return [
            Flag(
                self.table, self.inspection_id, self.about, self.question_id,
                each.looks_like, each.words,
            )
            for each in self.found
        ]  # fmt: skip


def find(cursor: Cursor, texts: str, parameters: dict[str, object] | None = None) -> int:
    """Make the temporary table `flagged`: text, looks_like, words, place; a row a finding.

    Args:
        cursor: any; nothing stored is changed.
        texts: our own SQL whose column `text` holds the texts.
        parameters: of that SQL.

    Returns:
        how many texts were flagged.

    """
    cursor.execute(
        "create or replace temp table texts as "
        "select text, number, sum(length(text)) over (order by number) // $batch as batch from ("
        f"select text, row_number() over () as number from ({texts}) "
        "where regexp_matches(text, $likely) group by text)",
        {**(parameters or {}), "likely": _LIKELY, "batch": _BATCH},
    )
    cursor.execute(
        "create or replace temp table findings "
        "(number bigint, looks_like varchar, words varchar, place bigint)"
    )
    for (batch,) in cursor.execute("select distinct batch from texts").fetchall():
        cursor.execute(f"insert into findings {_query()}", {"batch": batch})
    cursor.execute(
        "create or replace temp table flagged as select text, looks_like, words, place "
        "from findings join texts using (number)"
    )
    return int(value(cursor, "select count(distinct text) from flagged"))


_BATCH = 1_000_000
"""Characters looked through at once, so that memory stays small whatever the texts are."""

_LIKELY = "|".join(
    (
        r"[\d@]",
        r"[^ -~\s‘’“”–—…]",  # a letter beyond ASCII
        r"(?i:\bmrs?\b)",
        r"[^\s.!?:]['’\"”)]?[ \t]+\(?[A-Z](?:\S*[a-z]|\S{3}|\W|$)",  # a capital within a sentence
        r"[A-Z][A-Za-z-]*(?:['’‘`]s|s['’‘`]) ",
        r"\b[A-Z]\. ?[A-Z]",
    )
)
"""What every text has in which `flags.sql` finds anything; quick to look for."""


@functools.cache
def _query() -> str:
    return (resources.files("sqs.intake") / "flags.sql").read_text(encoding="utf-8")


def of_upload(database: Database, upload: int) -> tuple[tuple[Flag, ...], dict[str, int]]:
    """The flags in what one upload brought; none where it brought very many texts.

    Returns:
        the first of the flags, and how many texts were flagged, by `notes` and `quotes`.

    """
    with database.reading() as cursor:
        parameters: dict[str, object] = {"upload": upload}
        stored = _stored("p.upload = $upload")
        texts = value(cursor, f"select count(*) from ({stored})", parameters)
        if not 0 < texts <= SCANNED_AT_LOAD or not find(cursor, stored, parameters):
            return (), {}
        found = _flagged(cursor, stored, parameters)
    quotes = sum(each.table == "quotes" for each in found)
    counts = {"notes": len(found) - quotes, "quotes": quotes}
    flags = [flag for each in found for flag in each.flags()]
    return tuple(flags[:RECEIPT_SHOWS]), {name: n for name, n in counts.items() if n}


def flagged_quotes(cursor: Cursor) -> list[FlaggedText]:
    """The current quotes that were flagged when they were loaded."""
    stored = _quotes("p.is_current and q.flagged")
    return _flagged(cursor, stored) if find(cursor, stored) else []


def flagged_notes(cursor: Cursor) -> tuple[int, list[FlaggedText]]:
    """How many of the current notes are flagged, and the first of them."""
    stored = _notes("p.is_current")
    if not find(cursor, stored):
        return 0, []
    number = value(
        cursor, f"select count(*) from ({stored}) where text in (select text from flagged)"
    )
    return int(number), _flagged(cursor, stored, at_most=LISTED_AT_MOST)


def number_of_notes(cursor: Cursor) -> int:
    """How many current notes there are to look through."""
    return int(value(cursor, f"select count(*) from ({_notes('p.is_current')})"))


def _quotes(which: str) -> str:
    return (
        "select 'quotes' as kind, p.scope, q.case_id as about, q.question, q.text "
        "from recorded.quotes as q join recorded.parts as p on p.part = q.part "
        f"where {which}"
    )


def _notes(which: str) -> str:
    return (
        "select 'answers' as kind, p.scope, c.case_id as about, r.question, r.note as text "
        "from recorded.remarks as r join recorded.parts as p on p.part = r.part "
        "join recorded.cases as c on c.part = r.part and c.case_number = r.case_number "
        f"where r.note is not null and {which} "
        "union all "
        "select 'second_reads', p.scope, s.case_id, s.question, s.note "
        "from recorded.second_reads as s join recorded.parts as p on p.part = s.part "
        f"where s.note is not null and {which} "
        "union all "
        "select 'interviews', p.scope, i.interviewee, i.question, i.note "
        "from recorded.interviews as i join recorded.parts as p on p.part = i.part "
        f"where i.note is not null and {which}"
    )


def _stored(which: str) -> str:
    return f"{_quotes(which)} union all {_notes(which)}"


def _flagged(
    cursor: Cursor, stored: str, parameters: dict[str, object] | None = None, at_most: int = 1 << 31
) -> list[FlaggedText]:
    """The stored texts that are in `flagged`, quotes first, in the order of the inspections."""
    rows: Sequence[tuple[Table, str, str, str, str, str, str]] = cursor.execute(
        "with texts_found as ("
        f"select kind, scope, about, question_id, text from ({stored}) as s "
        "join question_numbers as n on n.number = s.question "
        "where text in (select text from flagged) "
        f"order by kind <> 'quotes', kind, scope, about, question_id, text limit {at_most}) "
        "select kind, scope, about, question_id, text, f.looks_like, f.words "
        "from texts_found join flagged as f using (text) "
        "order by kind <> 'quotes', kind, scope, about, question_id, text, f.place",
        parameters,
    ).fetchall()
    texts = []
    for (table, inspection_id, about, question_id, text), found in groupby(
        rows, key=lambda row: row[:5]
    ):
        words = tuple(Found(*row[5:]) for row in found)
        texts.append(FlaggedText(table, inspection_id, about, question_id, text, words))
    return texts
