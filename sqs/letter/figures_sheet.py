"""Everything the data say of one inspection that a letter may state, as a CSV that stands alone."""

from collections.abc import Mapping
from math import isfinite

from sqs.criteria import editions
from sqs.figures import records
from sqs.figures.scores import by_measure, scores
from sqs.letter.basis import OF_NO_QUESTION, Basis, Known, basis
from sqs.letter.sheets import SheetError, read_sheet, write_sheet
from sqs.store.database import Cursor

HEADINGS = (
    "question_id", "title", "met", "relevant", "not_relevant", "share", "low", "high", "method",
    "rate", "compared",
)  # fmt: skip
_NEEDED = ("question_id", "met", "relevant", "rate", "compared")
_TITLES = dict(
    zip(
        OF_NO_QUESTION,
        (
            "Cases read",
            "Reoffending rate of the team",
            "The team's rate beside that of the year before",
            "Reoffending rate of England and Wales, and the team's beside it",
        ),
        strict=True,
    )
)
_MOST_CASES = 1_000_000
_COMPARED = ("", "better", "worse", "same")


def figures_sheet(cursor: Cursor, inspection_id: str) -> bytes:
    """The figures of one inspection as CSV, the same bytes for the same data.

    Shares and the limits of their 95 % intervals are fractions; rates are in per cent.

    Raises:
        UnknownInspectionError: where it is not loaded.

    """
    edition = editions()[records.inspection(cursor, inspection_id).edition]
    figures = by_measure(scores(cursor, [inspection_id]))
    rows = []
    for known in basis(cursor, inspection_id).known.values():
        question = known.question_id
        figure = figures.get(question)
        rows.append(
            (
                question,
                _TITLES[question] if question in _TITLES else edition.question(question).title,
                known.met,
                known.relevant,
                figure.not_relevant if figure else None,
                *(
                    None if part is None else f"{part:.6f}"
                    for part in ((figure.share, figure.low, figure.high) if figure else (None,) * 3)
                ),
                figure.method if figure else None,
                None if known.rate is None else repr(known.rate),
                known.compared,
            )
        )
    return write_sheet(HEADINGS, rows)


def read_figures(data: bytes, inspection_id: str, edition: str, scale: str) -> Basis:
    """What a letter rests on, from such a CSV alone.

    Args:
        data: the CSV.
        inspection_id, edition, scale: of the letter.

    Raises:
        SheetError: where it is no such CSV, or a cell is no figure.

    """
    known: dict[str, Known] = {}
    for line, row in read_sheet(data, _NEEDED):
        question = row["question_id"]
        if question in known:
            raise SheetError(f"Line {line}, question_id: '{question[:60]}' stands there twice.")
        known[question] = _known(line, row)
    return Basis(inspection_id, edition, scale, known)


def _known(line: int, row: Mapping[str, str]) -> Known:
    met, relevant = (_whole(line, name, row[name]) for name in ("met", "relevant"))
    if (met is None) != (relevant is None) or (met or 0) > (relevant or 0):
        raise SheetError(
            f"Line {line}: found {row['met']} met of {row['relevant']} relevant; as many or fewer "
            "can be met."
        )
    try:
        rate = float(row["rate"]) if row["rate"] else None
    except ValueError:
        rate = float("nan")
    if rate is not None and not (isfinite(rate) and 0 <= rate <= 100):
        raise SheetError(f"Line {line}, rate: found '{row['rate'][:60]}'; a rate is 0 to 100.")
    if row["compared"] not in _COMPARED:
        raise SheetError(
            f"Line {line}, compared: found '{row['compared'][:60]}'; it is better, worse or same."
        )
    return Known(row["question_id"], met, relevant, rate, row["compared"])


def _whole(line: int, name: str, cell: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdecimal() and len(cell) < 9 and int(cell) <= _MOST_CASES):
        raise SheetError(f"Line {line}, {name}: found '{cell[:60]}'; it is a whole number.")
    return int(cell)
