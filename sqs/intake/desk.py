"""What a pack's problems need to be mended: the row as it stands, and files to take away.

Nothing here decides what is a problem. Rows are read once more from the bytes, because a row with
too many cells, or under a heading that nobody knows, never reaches a table.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from sqs.intake.encodings import UnreadableError, decoded
from sqs.intake.headings import PROBLEM_COLUMN
from sqs.intake.packs import PackFile, holds_workbook, unpack
from sqs.intake.problems import Problem
from sqs.intake.reading import BrokenRecordError, no_csv, records

Row = tuple[list[str], list[str]]
"""The headings of a file and the cells of one of its rows, both as they stand in the file."""

PROBLEM_HEADINGS = ("case", "file", "line", "column", "rule", "found", "allowed", "message")
"""The columns of `problems_csv`; people look for the case first."""

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")

_WIDEST = 200
"""Rows are filled up to the longest one, but one row of ten thousand cells must not widen all."""


def files_by_name(
    files: Sequence[PackFile], keep: Callable[[], Path] | None = None
) -> dict[str, PackFile]:
    """The pack's files, those inside zips too, under the names by which problems speak of them.

    Args:
        files: the pack as it came.
        keep: gives a new path at each call, at which a file from a zip may be kept; without it
            they are kept in memory.

    """
    found: dict[str, PackFile] = {}
    for file in unpack(files, keep).files:
        found |= _sheets(file) if holds_workbook(file) else {file.name: file}
    return found


def _sheets(file: PackFile) -> dict[str, PackFile]:
    """The sheets of a workbook as CSV files whose rows stand on the lines of their numbers."""
    from sqs.intake.workbooks import WorkbookError, sheets

    found: dict[str, PackFile] = {}
    with suppress(WorkbookError), file.open() as stream:
        for sheet in sheets(stream):
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            line = 1
            for number, row in sheet.rows:
                text.write("\n" * (number - line))
                writer.writerow([" ".join(cell.splitlines()) for cell in row])
                line = number + 1
            name = f"{file.name}, sheet {sheet.name}"
            found[name] = PackFile(name, text.getvalue().encode())
    return found


def has_rows(file: PackFile) -> bool:
    """Whether there is a row of text in the file; a picture or a workbook has none."""
    return any(any(map(str.strip, cells)) for _, cells in _records(file))


def row_as_it_stands(file: PackFile, line: int) -> Row | None:
    """The record that begins at that line, beside the headings; None where no record begins.

    Args:
        file: a file, not a zip: `files_by_name` opens those.
        line: as a text editor counts; the first is 1.

    """
    return rows_as_they_stand(file, [line]).get(line)


def rows_as_they_stand(file: PackFile, lines: Collection[int]) -> dict[int, Row]:
    """The records that begin at those lines, by line, in one walk through the file."""
    wanted = set(lines)
    rows: dict[int, Row] = {}
    headings: list[str] = []
    for begins, cells in _records(file):
        headings = headings or (cells if any(map(str.strip, cells)) else [])
        if begins in wanted:
            rows[begins] = (headings, cells)
            if len(rows) == len(wanted):
                break
    return rows


def with_problems(file: PackFile, problems: Iterable[Problem]) -> bytes:
    """The file's rows in their order with one more column, as CSV for a spreadsheet.

    The new column has the sentences of its row. Sentences about the whole file, and any whose line
    is no row's first, stand in the first row, which is the headings where the file has some.
    """
    told: dict[int | None, list[str]] = defaultdict(list)
    for found in problems:
        if found.file == file.name:
            told[found.line].append(found.message)
    lengths = {line: len(cells) for line, cells in _records(file)}
    sentences = [PROBLEM_COLUMN]
    for line in sorted(told.keys() - lengths.keys(), key=lambda line: line or 0):
        sentences += told.pop(line)
    first = next(iter(lengths), None)
    told[first] = sentences + told[first]
    width = min(max(lengths.values(), default=0), _WIDEST)
    return as_csv(
        [*cells, *[""] * (width - len(cells)), " | ".join(told.get(line, ()))]
        for line, cells in _records(file)
    )


def problems_csv(problems: Iterable[Problem]) -> bytes:
    """Problems as CSV for a spreadsheet, one a row."""
    rows = [[found.as_row()[heading] for heading in PROBLEM_HEADINGS] for found in problems]
    return as_csv([PROBLEM_HEADINGS, *rows])


def as_csv(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Rows as CSV that Excel opens readably; what a file says cannot become a formula in it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    # The mark at the beginning makes Excel read the file as UTF-8.
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """Files by their paths as one zip, the same bytes each time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _safe(cell: str | int | None) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS):
        return f"'{cell}"
    return cell


def _records(file: PackFile) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line on which it begins, read as the reader reads it.

    A stray quotation mark, for which the reader refuses the file, is let pass here: that row is the
    one to be shown. What is no text has no records.
    """
    if no_csv(file.head(4096)):
        return
    with suppress(UnreadableError, BrokenRecordError), decoded(file, to_show=True) as text:
        yield from records(text.stream, strict=False)
