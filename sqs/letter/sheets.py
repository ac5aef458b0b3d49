"""Tables of a letter as CSV that people open in a spreadsheet, and as they come back from there."""

import csv
import io
from collections.abc import Iterable, Sequence

MOST_BYTES = 1_000_000
"""Of a sheet that comes back; one of a letter has some 20,000."""

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_DELIMITERS = ",;\t"  # a spreadsheet of another country writes another


class SheetError(Exception):
    """A sheet cannot be read; the message is one sentence that says why, and what to do."""


def write_sheet(headings: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Rows under their headings as CSV; no cell can become a formula. The same bytes each time."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")  # the mark tells a spreadsheet that it is UTF-8


def read_sheet(data: bytes, headings: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a sheet that was written here and edited elsewhere, with their line numbers.

    Columns may stand in any order and others between them; empty rows are passed over.

    Args:
        data: the file.
        headings: those it must have.

    Raises:
        SheetError: where it is too large, no CSV, or has not these headings.

    """
    if len(data) > MOST_BYTES:
        raise SheetError(
            f"The file has {len(data):,} bytes; a sheet of a letter has at most {MOST_BYTES:,}."
        )
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise SheetError("The file is no CSV. Save the sheet as CSV and send that.")
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    for delimiter in _DELIMITERS:
        found = next(csv.reader([first], delimiter=delimiter), [])
        columns = [cell.strip().casefold() for cell in found]
        if all(columns.count(heading) == 1 for heading in headings):
            break
    else:
        raise SheetError(
            f"The first line of the file has not the headings {', '.join(headings)}, each once. "
            "Send the sheet that was exported, with its first line."
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        next(reader)
        before = reader.line_num
        for cells in reader:
            if any(cell.strip() for cell in cells):
                named = dict(zip(columns, map(_plain, cells), strict=False))
                rows.append((before + 1, {name: named.get(name, "") for name in headings}))
            before = reader.line_num
    except csv.Error as error:
        raise SheetError(
            f"Line {reader.line_num} of the file cannot be read ({error}). Save the sheet as CSV "
            "again."
        ) from error
    return rows


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\0", "\ufffd")
        except UnicodeDecodeError:
            continue
    raise SheetError("The file is no text in UTF-8. Save the sheet as CSV in UTF-8.")


def _safe(cell: str | int | None) -> str | int | None:
    """An apostrophe in front says that the cell is text, as spreadsheets do themselves."""
    formula = isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULA_SIGNS)
    return f"'{cell}" if formula else cell


def _plain(cell: str) -> str:
    quoted = cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_SIGNS)
    return cell[1:] if quoted else cell
