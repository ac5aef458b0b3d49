"""How far a letter is, from its draft to its publication: who moved it on, when, and what with.

A letter goes forward one stage at a time and back to any earlier one; a published letter goes
nowhere. It is signed off and published only when nothing in it is against the data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqs.figures import records
from sqs.letter.basis import basis
from sqs.letter.figures_sheet import figures_sheet
from sqs.letter.judged import judged
from sqs.letter.kept import LetterError, Version, named, refuse_published, unresolved
from sqs.letter.quotations import not_to_be_quoted
from sqs.letter.reading import read_markdown
from sqs.store.database import Cursor, Database, value

DRAFT = "draft"
QUALITY_CHECK = "quality check"
FACTUAL_ACCURACY = "factual accuracy"
SIGNED_OFF = "signed off"
PUBLISHED = "published"
STAGES = (DRAFT, QUALITY_CHECK, FACTUAL_ACCURACY, SIGNED_OFF, PUBLISHED)
"""In their order."""

HELD_TO_THE_DATA = (SIGNED_OFF, PUBLISHED)
"""Stages that a letter reaches only when nothing stands in the way."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter's arrival at a stage; `at` is UTC, `version` the one that was looked at."""

    stage: str
    version: int
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was published.

    Attributes:
        version: its number.
        text_sha256: of the Markdown, in UTF-8.
        figures_sha256: of all that the data said then, as `figures_sheet` writes it.
        edition, scale: of the letter.
        data_version: of the data.
        at: UTC.
        by: who published it.

    """

    inspection_id: str
    version: int
    text_sha256: str
    figures_sha256: str
    edition: str
    scale: str
    data_version: int
    at: datetime
    by: str


def stage(cursor: Cursor, inspection_id: str) -> str:
    """The stage a letter is at; a letter that was never moved is a draft."""
    entries = history(cursor, inspection_id)
    return entries[-1].stage if entries else DRAFT


def history(cursor: Cursor, inspection_id: str) -> list[Entry]:
    """Every move of a letter from stage to stage, the first first."""
    rows = cursor.execute(
        "select stage, version, done_at, done_by, note from recorded.letter_stages "
        "where inspection_id = ? order by entry",
        [inspection_id],
    ).fetchall()
    return [Entry(*row) for row in rows]


def receipt(cursor: Cursor, inspection_id: str) -> Receipt | None:
    """What was published of that inspection, or None."""
    rows = cursor.execute(
        "select inspection_id, version, text_sha256, figures_sha256, edition, scale, data_version, "
        "published_at, published_by from recorded.letter_receipts where inspection_id = ?",
        [inspection_id],
    ).fetchall()
    return Receipt(*rows[0]) if rows else None


def in_the_way(cursor: Cursor, letter: Version) -> list[str]:
    """A sentence for each thing for which that version cannot be signed off; empty if none.

    That is: claims against which the data stand or that no data bear out, quotations that are not
    cleared, and edits kept aside that nobody has seen to.

    Args:
        cursor: where to read; one cursor, so that all is held against one state of the data.
        letter: the version.

    """
    rests_on = basis(cursor, letter.inspection_id, letter.scale)
    said = read_markdown(letter.text, rests_on)
    found = [
        f"{claim.paragraph}: '{claim.text}' is {claim.state}. {claim.message}"
        for claim in judged(said, rests_on)
        if claim.state != "matched"
    ]
    found += not_to_be_quoted(said, records.notes(cursor, letter.inspection_id))
    found += [
        f"Version {aside.number}, by {aside.saved_by}, is kept aside: it met another's edit. Put "
        "its text into the letter, or say that it was seen to."
        for aside in unresolved(cursor, letter.inspection_id)
    ]
    return found


def move(
    database: Database, inspection_id: str, to: str, *, version: int, by: str, note: str = ""
) -> Entry:
    """Move a letter to the next stage, or back to an earlier one.

    Args:
        database: where.
        inspection_id: whose letter.
        to: one of STAGES.
        version: the version that whoever moves it has before them.
        by: who moves it.
        note: anything they want to add.

    Raises:
        LetterError: with what stands in the way; nothing was changed then.

    """
    name = named(by)
    with database.writing(data=False) as cursor:
        letter = refuse_published(cursor, inspection_id)
        entries = history(cursor, inspection_id)
        now = entries[-1].stage if entries else DRAFT
        _refuse_jump(inspection_id, now, to)
        if letter.number != version:
            raise LetterError(
                f"{letter.saved_by} has saved the letter since, as version {letter.number}; you "
                f"have version {version} before you. Look at the newest, then move it on."
            )
        if to == PUBLISHED and entries[-1].version != version:
            raise LetterError(
                f"Version {entries[-1].version} was signed off, and the letter was changed since: "
                f"it is version {version} now. Move it back and sign it off again."
            )
        if to in HELD_TO_THE_DATA and (why := in_the_way(cursor, letter)):
            raise LetterError(_not_yet(to, why))
        at = datetime.now(UTC).replace(tzinfo=None)
        cursor.execute(
            "insert into recorded.letter_stages select coalesce(max(entry), 0) + 1, "
            "?, ?, ?, ?, ?, ? from recorded.letter_stages",
            [inspection_id, to, version, at, name, note.strip()],
        )
        if to == PUBLISHED:
            _publish(cursor, letter, at, name)
        return history(cursor, inspection_id)[-1]


def published_figures(cursor: Cursor, inspection_id: str) -> bytes:
    """All that the data said when the letter was published, as `figures_sheet` writes it."""
    figures = value(
        cursor, "select figures from recorded.letter_receipts where inspection_id = ?",
        [inspection_id],
    )  # fmt: skip
    return bytes(figures.encode())


def _publish(cursor: Cursor, letter: Version, at: datetime, by: str) -> None:
    figures = figures_sheet(cursor, letter.inspection_id)
    cursor.execute(
        "insert into recorded.letter_receipts "
        "select ?, ?, ?, ?, ?, ?, ?, data_version, ?, ? from store_state",
        [
            letter.inspection_id, letter.number, letter.sha256, figures.decode(),
            sha256(figures).hexdigest(), letter.edition, letter.scale, at, by,
        ],
    )  # fmt: skip


def _refuse_jump(inspection_id: str, now: str, to: str) -> None:
    place = STAGES.index(now)
    if to not in (*STAGES[:place], STAGES[place + 1]):
        back = f", or back to {' or '.join(STAGES[:place])}" if place else ""
        raise LetterError(
            f"The letter of {inspection_id} is at the stage '{now}'. It can go on to "
            f"{STAGES[place + 1]}{back}, not to '{to}'."
        )


_SENTENCES_SHOWN = 5


def _not_yet(to: str, why: Sequence[str]) -> str:
    more = len(why) - _SENTENCES_SHOWN
    shown = " ".join(why[:_SENTENCES_SHOWN])
    rest = f" And {more} more." if more > 0 else ""
    return f"The letter cannot be {to} yet. {shown}{rest}"
