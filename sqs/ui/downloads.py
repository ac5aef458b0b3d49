"""Small files that the pages hand out: a pack's problems, and empty tables to fill in."""

import csv
import io
from collections.abc import Iterable, Sequence

from sqs.intake.problems import Problem
from sqs.intake.tables import TABLES

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")

_PROBLEM_HEADINGS = ("case", "file", "line", "column", "rule", "found", "allowed", "message")


def problems_csv(problems: Iterable[Problem]) -> bytes:
    """Problems as CSV for a spreadsheet; what an uploaded file says cannot become a formula."""
    rows = [[found.as_row()[heading] for heading in _PROBLEM_HEADINGS] for found in problems]
    return _csv([_PROBLEM_HEADINGS, *rows])


def template_csv(table: str) -> bytes:
    """A table of the pack with its heading row and nothing under it."""
    return _csv([TABLES[table].headings])


def _csv(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    # The mark at the beginning makes Excel read the file as UTF-8.
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _safe(cell: str | int | None) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS):
        return f"'{cell}"
    return cell
