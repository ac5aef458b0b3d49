"""Factual accuracy: the letter goes to the team claim by claim, and their comments come back."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqs.letter.basis import basis
from sqs.letter.judged import Statement, statements
from sqs.letter.kept import LetterError, Version, named, version
from sqs.letter.reading import read_markdown
from sqs.letter.sheets import SheetError, read_sheet, write_sheet
from sqs.store.database import Cursor, Database

HEADINGS = (
    "claim", "paragraph", "sentence", "words", "figure", "agreed", "comment", "letter",
)  # fmt: skip
MOST_CHARACTERS = 2_000
"""Of one comment."""

_AGREED: Mapping[str, bool | None] = {
    "": None, "yes": True, "y": True, "no": False, "n": False,
}  # fmt: skip
_PROBLEMS_TOLD = 10


@dataclass(frozen=True, slots=True)
class Comment:
    """What the team said of one claim.

    Attributes:
        version: the version of the letter they had before them.
        claim: its key in that version.
        agreed: whether they agree; None where they left it open.
        text: their comment; may be empty.
        at: when it came back, UTC.
        by: who took it in.

    """

    version: int
    claim: str
    agreed: bool | None
    text: str
    at: datetime
    by: str


def comment_sheet(cursor: Cursor, letter: Version) -> bytes:
    """The claims of a version as CSV, with room for the team's word on each.

    Figures are those of the data now. The claim and letter columns tell what a row is about when
    the sheet comes back.
    """
    mark = _mark(letter)
    rows = [
        (each.key, each.place, each.sentence, each.words, each.figure, None, None, mark)
        for each in _statements(cursor, letter)
    ]
    return write_sheet(HEADINGS, rows)


def receive(database: Database, inspection_id: str, data: bytes, *, by: str) -> list[Comment]:
    """Take a sheet in that came back, and keep what it says; all of it or nothing.

    Args:
        database: where.
        inspection_id: whose letter it is to be about.
        data: the file.
        by: who takes it in.

    Returns:
        the comments that were kept; rows in which nothing was said have none.

    Raises:
        LetterError: with a sentence for each thing that is wrong with it.

    """
    name = named(by)
    try:
        rows = read_sheet(data, HEADINGS)
    except SheetError as error:
        raise LetterError(f"{error} No comment was kept.") from error
    with database.writing(data=False) as cursor:
        letter = _letter_of(cursor, inspection_id, {row["letter"].strip() for _, row in rows})
        known = {each.key: each for each in _statements(cursor, letter)}
        problems = list(_problems(rows, known))
        if problems:
            more = len(problems) - _PROBLEMS_TOLD
            told = " ".join(problems[:_PROBLEMS_TOLD]) + (f" And {more} more." if more > 0 else "")
            raise LetterError(f"{told} No comment was kept.")
        at = datetime.now(UTC).replace(tzinfo=None)
        kept = [
            Comment(letter.number, row["claim"].strip(), agreed, row["comment"].strip(), at, name)
            for _, row in rows
            if (agreed := _AGREED[row["agreed"].strip().casefold()]) is not None
            or row["comment"].strip()
        ]
        for each in kept:
            cursor.execute(
                "insert into recorded.letter_comments select coalesce(max(comment), 0) + 1, "
                "?, ?, ?, ?, ?, ?, ? from recorded.letter_comments",
                [inspection_id, each.version, each.claim, each.agreed, each.text, each.at, each.by],
            )
        return kept


def comments(cursor: Cursor, inspection_id: str) -> list[Comment]:
    """The team's newest word on each claim of each version, in the order of versions and sheets."""
    rows = cursor.execute(
        "select version, claim, agreed, comment_text, received_at, received_by "
        "from recorded.letter_comments where inspection_id = ? "
        "qualify row_number() over (partition by version, claim order by comment desc) = 1 "
        "order by version, comment",
        [inspection_id],
    ).fetchall()
    return [Comment(*row) for row in rows]


def _statements(cursor: Cursor, letter: Version) -> list[Statement]:
    rests_on = basis(cursor, letter.inspection_id, letter.scale)
    return statements(read_markdown(letter.text, rests_on), rests_on)


def _mark(letter: Version) -> str:
    """What tells this text from any other."""
    return f"{letter.inspection_id} {letter.number} {letter.sha256[:16]}"


def _letter_of(cursor: Cursor, inspection_id: str, letters: set[str]) -> Version:
    """The version that every row of a sheet says it is about."""
    if len(letters) != 1:
        found = "no row" if not letters else f"{len(letters)} different ones"
        raise LetterError(
            f"The letter column has to say the same in every row, as it was exported; found "
            f"{found}. No comment was kept."
        )
    (mark,) = letters
    about, number, *_ = [*mark.rsplit(" ", 2), "", ""]
    if about != inspection_id or not (number.isascii() and number.isdecimal() and len(number) < 9):
        raise LetterError(
            f"This sheet is about another letter ('{mark[:80]}'), not about that of "
            f"{inspection_id}. No comment was kept."
        )
    letter = version(cursor, inspection_id, int(number))
    if _mark(letter) != mark:
        raise LetterError(
            f"This sheet was made from another text of version {number}, or its letter column was "
            "changed. Export it again and enter the comments there. No comment was kept."
        )
    return letter


def _problems(
    rows: list[tuple[int, dict[str, str]]], known: Mapping[str, Statement]
) -> Iterator[str]:
    times = Counter(row["claim"].strip() for _, row in rows)
    for line, row in rows:
        claim = row["claim"].strip()
        where = f"Line {line}, claim"
        if claim not in known:
            yield f"{where}: found '{claim[:60]}'; leave that column as it was exported."
        elif times[claim] > 1:
            yield f"{where}: '{claim}' stands there {times[claim]} times; keep one row."
        elif row["words"].split() != known[claim].words.split():
            yield (
                f"Line {line}, words: found '{row['words'][:60]}', and the letter has "
                f"'{known[claim].words}' there; a row may have been sorted apart. Leave the rows "
                "whole."
            )
        if row["agreed"].strip().casefold() not in _AGREED:
            yield f"Line {line}, agreed: found '{row['agreed'][:60]}'; use yes, no or nothing."
        if len(row["comment"].strip()) > MOST_CHARACTERS:
            yield (
                f"Line {line}, comment: found {len(row['comment']):,} characters; a comment has "
                f"at most {MOST_CHARACTERS:,}."
            )
