"""What a pack's problems need to be mended: the row as it stands, and files to take away.

Nothing here decides what is a problem. Rows are read once more from the bytes, because a row with
too many cells, or under a heading that nobody knows, never reaches a table.
"""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import PurePosixPath

from sqs.intake.problems import Problem
from sqs.intake.reading import LONGEST_CELL, MOST_BYTES, PackFile

Row = tuple[list[str], list[str]]
"""The headings of a file and the cells of one of its rows, both as they stand in the file."""

PROBLEM_HEADINGS = ("case", "file", "line", "column", "rule", "found", "allowed", "message")
"""The columns of `problems_csv`; people look for the case first."""

PROBLEM_COLUMN = "problems"

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")

_WIDEST = 200
"""Rows are filled up to the longest one, but one row of ten thousand cells must not widen all."""


def files_by_name(files: Iterable[PackFile]) -> dict[str, PackFile]:
    """The pack's files, those inside zips too, under the names by which problems speak of them."""
    found: dict[str, PackFile] = {}
    for file in files:
        for member in _members(file):
            names = (member.name if n == 1 else f"{member.name} ({n})" for n in count(1))
            name = next(name for name in names if name not in found)
            found[name] = PackFile(name, member.data)
    return found


def has_rows(file: PackFile) -> bool:
    """Whether there is a row of text in the file; a picture or a workbook has none."""
    return any(any(map(str.strip, cells)) for _, cells in _records(file.data))


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
    for begins, cells in _records(file.data):
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
    lengths = {line: len(cells) for line, cells in _records(file.data)}
    sentences = [PROBLEM_COLUMN]
    for line in sorted(told.keys() - lengths.keys(), key=lambda line: line or 0):
        sentences += told.pop(line)
    first = next(iter(lengths), None)
    told[first] = sentences + told[first]
    width = min(max(lengths.values(), default=0), _WIDEST)
    return as_csv(
        [*cells, *[""] * (width - len(cells)), " | ".join(told.get(line, ()))]
        for line, cells in _records(file.data)
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


def _members(file: PackFile) -> Iterator[PackFile]:
    """The file itself, or what the reader takes from it if it is a zip."""
    if not file.data.startswith(b"PK"):
        yield file
        return
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            inside = [
                info
                for info in archive.infolist()
                if not info.is_dir() and not _of_the_system(info.filename)
            ]
            workbook = {"[Content_Types].xml", "mimetype"} & set(archive.namelist())
            if workbook or sum(info.file_size for info in inside) > MOST_BYTES:
                return
            names = [PurePosixPath(info.filename).name for info in inside]
            for name, info in zip(names, inside, strict=True):
                own = name if names.count(name) == 1 else info.filename
                yield PackFile(own, archive.read(info))
    except _DAMAGED:
        return  # The reader has told of it.


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip


def _of_the_system(path: str) -> bool:
    return any(
        part.startswith((".", "~$")) or part.lower() in ("__macosx", "thumbs.db", "desktop.ini")
        for part in PurePosixPath(path).parts
    )


def _records(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line on which it begins, read as the reader reads it.

    A stray quotation mark, for which the reader refuses the file, is let pass here: that row is the
    one to be shown. After a cell of more than a million characters there are no more records.
    """
    text = _text(data)
    lines = io.StringIO(text, newline="")
    before = 0
    if named := re.match(r'"?sep=([,;|\t])"?(?:[\r\n]|\Z)', text, re.IGNORECASE):
        delimiter, before = named[1], 1
        lines.readline()
    else:
        heading = next((line for line in lines if line.strip(' \t\r\n,;"')), "")
        delimiter = max(",;\t", key=heading.count)
        lines.seek(0)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter)
    begins = before + 1
    try:
        for cells in reader:
            yield begins, cells
            begins = before + reader.line_num + 1
    except csv.Error:
        return


def _text(data: bytes) -> str:
    """The file as text, a � for what cannot be read; empty where the bytes are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data or data.startswith(b"%PDF"):
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
