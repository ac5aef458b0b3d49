"""Rows as CSV in which no text is a formula to a spreadsheet."""

import csv
import io
from collections.abc import Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection)."""

Cell = str | int | float | Sequence[str] | None


def plain(cell: Cell) -> str | int | float | list[str] | None:
    """The cell, a sequence as a list."""
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return list(cell)


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """The rows under their headings, with line feeds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _csv_cell(cell: Cell) -> str | int | float | None:
    """Text that would be a formula gets an apostrophe; numbers stay."""
    found = plain(cell)
    if isinstance(found, list):
        found = "; ".join(found)
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, str) and found.startswith(_FORMULA):
        return f"'{found}"
    return found
