"""Who let a flagged quote be published, and who took that back: a record that only grows."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqs.intake.flags import FlaggedText, flagged_quotes
from sqs.store.database import Cursor, Database, value


class ClearingError(Exception):
    """A quote cannot be cleared or withdrawn; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person said of a quote last; `at` is UTC."""

    cleared: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class FlaggedQuote:
    """A quote whose words may name somebody.

    Attributes:
        flagged: the quote, and the words.
        in_pack: whether its pack says that it is cleared; else it is not published in any case.
        decision: what somebody said of this very text, if anybody did.

    """

    flagged: FlaggedText
    in_pack: bool
    decision: Decision | None


def quotes_to_look_at(cursor: Cursor) -> list[FlaggedQuote]:
    """The current quotes that are flagged, those that wait for a decision first."""
    said = {
        tuple(where): Decision(cleared, at, by)
        for *where, cleared, at, by in cursor.execute(
            "select inspection_id, case_id, question_id, text, cleared, done_at, done_by "
            "from clearances"
        ).fetchall()
    }
    in_pack = set(
        cursor.execute(
            "select inspection_id, case_id, question_id, text from quotes where flagged and cleared"
        ).fetchall()
    )
    found = []
    for each in flagged_quotes(cursor):
        where = (each.inspection_id, each.about, each.question_id, each.text)
        found.append(FlaggedQuote(each, where in in_pack, said.get(where)))
    return sorted(found, key=lambda each: (each.decision is not None, not each.in_pack))


def clear(
    database: Database, inspection_id: str, case_id: str, question_id: str, text: str, *, by: str
) -> None:
    """Let that text be published, by somebody who looked at what was flagged in it.

    Args:
        database: where.
        inspection_id, case_id, question_id: of the quote.
        text: its exact text; another text is another quote, and is cleared by itself.
        by: the person's name.

    Raises:
        ClearingError: where no name is given, or no such quote is loaded now.

    """
    _say(database, (inspection_id, case_id, question_id, text), by, cleared=True)


def withdraw(
    database: Database, inspection_id: str, case_id: str, question_id: str, text: str, *, by: str
) -> None:
    """Hold that text back from now on; arguments and errors are those of `clear`."""
    _say(database, (inspection_id, case_id, question_id, text), by, cleared=False)


def _say(database: Database, quote: tuple[str, str, str, str], by: str, *, cleared: bool) -> None:
    if not by.strip():
        raise ClearingError("Nobody is named. Give the name of the person who decides.")
    with database.writing() as cursor:
        if not value(
            cursor,
            "select exists (from quotes where inspection_id = ? and case_id = ? "
            "and question_id = ? and text = ?)",
            quote,
        ):
            raise ClearingError(
                f"The quote about case {quote[1]} is not loaded any more, or its text was changed. "
                "Reload the page to see what is loaded now; nothing was changed."
            )
        cursor.execute(
            "insert into recorded.clearances "
            "select coalesce((select max(clearance) from recorded.clearances), 0) + 1, "
            "?, ?, ?, ?, ?, ?, ?",
            [*quote, cleared, datetime.now(UTC).replace(tzinfo=None), by.strip()],
        )
