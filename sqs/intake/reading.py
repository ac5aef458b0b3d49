"""Files to sources: which table each is, and a plain CSV of it that DuckDB reads as it stands.

Nothing is guessed about values here. A file is read record by record with Python's csv module,
which knows the physical line of each, and written again as one plain kind of CSV with that line in
a last column; rows that cannot belong to a table become problems on the way. A large file that is
plain already is left where it lies and read by DuckDB directly (`direct`): its lines are worked
out only when there is a problem to tell (see `lines`).
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from sqs.intake import packs
from sqs.intake.encodings import UnreadableError, decoded
from sqs.intake.headings import LEFT_OUT, Guess, Layout, Meanings, ReadAs, is_heading, recognise
from sqs.intake.lines import is_plain
from sqs.intake.packs import PackFile
from sqs.intake.problems import KEPT_AT_MOST, Problem, problem
from sqs.intake.tables import Table

LONGEST_CELL = 1_000_000
"""The most characters of a cell; more is a quotation mark that was never closed."""

LONGEST_LINE = 16_000_000
"""The most characters of a line; what has more is no table."""

TOLD_EVERY = 20_000
"""Records read one by one between two words on how far the reader is."""

DIRECT_FROM = 16_000_000
"""Bytes from which a plain file is read where it lies."""

_OLE = b"\xd0\xcf\x11\xe0"
"""How old Office files begin, and locked ones."""

_NO_CSV: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "a Word document"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"ARROW1", "an Arrow file"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one table, as DuckDB can read it.

    Attributes:
        file: the file's place in the pack.
        name: the file as its owner named it.
        table: which table it is.
        path: where the plain CSV lies.
        columns: the names of its columns in order: our headings, `line`, and `left_out_N`.
        wide: its question columns, with their `.reasons`.
        delimiter: what stands between cells.
        longest: bytes of the longest record, or more.
        again: for the owner's own file read where it lies, without a `line` column: how to read it
            record by record instead.

    """

    file: int
    name: str
    table: Table
    path: Path
    columns: tuple[str, ...]
    wide: tuple[str, ...] = ()
    delimiter: str = ","
    longest: int = 1_000_000
    again: "Again | None" = None

    @property
    def direct(self) -> bool:
        """Whether it is the owner's own file."""
        return self.again is not None


@dataclass(frozen=True, slots=True)
class Again:
    """What reading needs beside a file.

    Attributes:
        spool: where plain CSVs are written.
        meanings: what headings that are not ours were said to mean.
        tell: is told now and then where the reader is; what it raises ends the reading.

    """

    spool: "Spool"
    meanings: Meanings
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class AffectedCell:
    """A cell with letters that had to be guessed, since its file does not say its encoding."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A row, or a whole file, that could not be read, so that nothing is said to miss its rows.

    Attributes:
        table: its table; "" where not even that is known.
        cells: what the row has under the first headings; empty for a whole file.

    """

    table: str
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What a pack is made of, before any rule has looked at it.

    Attributes:
        sources: the files that can be read.
        problems: what could not be read, the first of it.
        more: the rest of it, counted by rule.
        normalised: what was read as something else, counted.
        unread: rows and files that could not be read.
        guesses: headings that are none of ours, each with what it may mean.
        affected: cells of files read as Windows-1252, the first of them.
        read_as: headings that are none of ours, with what they were said to mean.

    """

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more: Counter[str] = field(default_factory=Counter)
    normalised: dict[str, int] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    affected: list[AffectedCell] = field(default_factory=list)
    read_as: list[ReadAs] = field(default_factory=list)
    _headed: set[str] = field(default_factory=set)

    def note(self, what: str, times: int = 1) -> None:
        """Count something that was read as something else."""
        if times:
            self.normalised[what] = self.normalised.get(what, 0) + times

    def note_headings(self, name: str, layout: Layout) -> None:
        """Count the columns of a file that are not its table's own; once, if it is read again."""
        if name in self._headed:
            return
        self._headed.add(name)
        self.read_as += layout.read_as
        left_out = sum(each.means == LEFT_OUT for each in layout.read_as)
        self.note("columns left out", left_out)
        self.note("headings read as others", len(layout.read_as) - left_out)
        self.note("blank columns left out", len(layout.blank))
        self.note("problem columns of ours left out", layout.problem_columns)

    def of(self, table: str) -> list[Source]:
        """The sources of one table."""
        return [source for source in self.sources if source.table.name == table]

    def refuse_row(self, problem: Problem, row: Unread) -> None:
        """Note that a row cannot be read; beyond so many they are counted only, as of their table.

        A file of millions of such rows would fill the memory.
        """
        if len(self.problems) < KEPT_AT_MOST:
            self.problems.append(problem)
            self.unread.append(row)
        else:
            if problem.rule not in self.more:
                self.unread.append(Unread(row.table))
            self.more[problem.rule] += 1

    def refuse(self, problem: Problem, table: str = "") -> None:
        """Note that a whole file cannot be read."""
        self.problems.append(problem)
        self.unread.append(Unread(table))


class Spool:
    """A folder in which plain CSVs are written while a pack is loaded; new paths by number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = 0

    def keep(self) -> Path:
        """A path in the folder at which nothing lies yet."""
        self._kept += 1
        return self._folder / f"{self._kept}.csv"


def read_pack(
    files: Sequence[PackFile],
    spool: Spool,
    *,
    meanings: Meanings | None = None,
    may_read: Callable[[Path], bool] = lambda _: False,
    tell: Callable[[str], None] = lambda _: None,
) -> Reading:
    """Read every file of a pack, opening zips and workbooks.

    Args:
        files: the pack.
        spool: where plain CSVs are written.
        meanings: what headings that are not ours were said to mean.
        may_read: whether DuckDB may read a file where it lies.
        tell: is told now and then where the reader is; what it raises ends the reading.

    """
    reading = Reading()
    found = packs.unpack(files, spool.keep)
    for refused in found.problems:
        reading.refuse(refused)
    reading.note("files of the system left out of the zip", found.left_out)
    again = Again(spool, meanings or {}, tell)
    for file in found.files:
        _read_file(file, reading, again, may_read)
    return reading


def _read_file(
    file: PackFile, reading: Reading, again: Again, may_read: Callable[[Path], bool]
) -> None:
    head = file.head(4096)
    if head.startswith((b"PK", _OLE)):
        _read_workbook(file, reading, again)
        return
    if what := no_csv(head):
        reading.refuse(
            problem("not_csv", file.name, what, "save the sheet as CSV UTF-8 and load that")
        )
        return
    if (
        file.size >= DIRECT_FROM
        and isinstance(file.data, Path)
        and may_read(file.data)
        and _read_directly(file, file.data, reading, again)
    ):
        return
    _read_text(file, reading, again)


def _read_text(file: PackFile, reading: Reading, again: Again) -> None:
    try:
        with decoded(file) as text:
            reading.affected += [AffectedCell(file.name, *cell) for cell in text.affected]
            reading.note(f"files read as {text.encoding}", int(text.guessed))
            _write_plain(file.name, records(text.stream), reading, again)
    except UnreadableError as error:
        reading.refuse(problem(error.rule, file.name, error.found, error.allowed, line=error.line))
    except BrokenRecordError as broken:
        reading.refuse(_not_csv(file.name, broken.line, str(broken)))


def _read_workbook(file: PackFile, reading: Reading, again: Again) -> None:
    """Each sheet is a table of the pack, as if it were a file of its own."""
    if not packs.holds_workbook(file):
        reading.refuse(
            problem("not_csv", file.name, "a zip inside a zip", "load its files, or it alone")
        )
        return
    # openpyxl takes long to import, so only a workbook pays for it.
    from sqs.intake.workbooks import WorkbookError, sheets

    found = False
    try:
        with file.open() as stream:
            for sheet in sheets(stream):
                found = True
                _write_plain(f"{file.name}, sheet {sheet.name}", sheet.rows, reading, again)
    except WorkbookError as error:
        name = f"{file.name}, sheet {error.sheet}" if error.sheet else file.name
        reading.refuse(problem(error.rule, name, error.found, error.allowed, line=error.line))
        return
    if not found:
        reading.refuse(_empty(file.name))


def no_csv(head: bytes) -> str | None:
    """What a file is that is no table, by its first bytes; None where it may be one."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"<(!doctype|html|\?xml|table|workbook)", start, re.IGNORECASE):
        return "a web page, or a table saved as one"
    if re.match(rb'[\[{]\s*["\[{]', start):
        return "a JSON file"
    if head[8:12] == b"DUCK":
        return "a database"
    return next((what for start, what in _NO_CSV if head.startswith(start)), None)


def _read_directly(file: PackFile, path: Path, reading: Reading, again: Again) -> bool:
    """Take a plain file as it lies; False where it has to be read record by record."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        try:
            line, heading = next(records(stream), (0, []))
        except BrokenRecordError:
            return False
        stream.seek(0)
        delimiter = _delimiter(_lines(stream))
    if line != 1 or not all(map(str.strip, heading)) or file.head(3) == b"\xef\xbb\xbf":
        return False
    found = recognise(file.name, heading, line, again.meanings)
    if found.layout is None or not is_plain(path):
        return False
    layout = found.layout
    named = {at: ours for ours, at in layout.places.items()}
    columns = tuple(named.get(at, f"left_out_{at}") for at in range(len(heading)))
    reading.note_headings(file.name, layout)
    reading.sources.append(
        Source(
            len(reading.sources), file.name, layout.table, path, columns, tuple(layout.wide),
            delimiter, again=again,
        )
    )  # fmt: skip
    return True


def read_again(source: Source, reading: Reading) -> None:
    """Read a direct source record by record after all, and put the plain CSV in its place."""
    assert source.again is not None  # noqa: S101  only a direct source is read again
    at = reading.sources.index(source)
    before = len(reading.sources)
    _read_text(PackFile(source.name, source.path), reading, source.again)
    if len(reading.sources) > before:
        again = reading.sources.pop()
        reading.sources[at] = replace(again, file=source.file)
    else:
        del reading.sources[at]


class BrokenRecordError(Exception):
    """The csv module cannot read the record that begins on `line`; the message is its own."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


_NAMED_DELIMITER = re.compile(r'"?sep=([,;|\t])"?(?:[\r\n]|\Z)', re.IGNORECASE)


def records(stream: TextIO, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line on which it begins, as a text editor counts.

    Args:
        stream: the text of a file, its line breaks as they stand.
        strict: refuse quotation marks that stand askew.

    Raises:
        BrokenRecordError: where a record cannot be read.

    """
    first = stream.readline(LONGEST_LINE)
    before = 0
    if named := _NAMED_DELIMITER.match(first):
        # Excel's own first line, which names the delimiter.
        delimiter = named[1]
        before = 1
    else:
        stream.seek(0)
        delimiter = _delimiter(_lines(stream))
        stream.seek(0)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_lines(stream), delimiter=delimiter, strict=strict)
    begins = before + 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise BrokenRecordError(begins, str(error)) from error
        if record is None:
            return
        yield begins, record
        begins = before + reader.line_num + 1


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines of a stream; one too long for memory is an error as the csv module words it."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise csv.Error("field larger than field limit")
        yield line


def _delimiter(lines: Iterable[str]) -> str:
    """The mark that divides the first line that is not blank into most headings, or most cells."""
    heading = next((line for line in lines if line.strip(' \t\r\n,;"')), "")
    headings = {mark: sum(map(is_heading, heading.split(mark))) for mark in ",;\t"}
    return max(headings, key=lambda mark: (headings[mark], heading.count(mark)))


def _not_csv(name: str, line: int, why: str) -> Problem:
    if "field larger" in why:
        return problem(
            "text_too_long", name, "a cell of more than a million characters",
            "look for a quotation mark that was never closed", line=line,
        )  # fmt: skip
    if "unexpected end" in why:
        return problem(
            "not_csv", name, "a quotation mark that is never closed",
            "close it, or save the sheet as CSV again", line=line,
        )  # fmt: skip
    return problem(
        "not_csv", name, "a quotation mark in the middle of a cell",
        'write a quotation mark inside a cell twice ("") or save the sheet as CSV again', line=line,
    )  # fmt: skip


def _write_plain(
    name: str,
    records: Iterator[tuple[int, list[str]]],
    reading: Reading,
    again: Again,
) -> None:
    """Write the records of one file as a plain CSV with the line of each in its last column."""
    with_text = ((line, record) for line, record in records if any(map(str.strip, record)))
    line, heading = next(with_text, (1, []))
    if not heading:
        reading.refuse(_empty(name))
        return
    # Text that was saved as text once more has a mark before its first heading.
    heading = [cell.removeprefix("\ufeff") for cell in heading]
    found = recognise(name, heading, line, again.meanings)
    reading.problems += found.problems
    reading.guesses += found.guesses
    reading.unread += [Unread(table) for table in found.lacking]
    if found.layout is None:
        return
    layout = found.layout
    places = list(layout.places.values())
    path = again.spool.keep()
    longest = blank_rows = blank_cells = 0
    heading_line, unheaded = line, set(layout.blank)
    with path.open("w", encoding="utf-8", newline="") as plain:
        # Both marks in the line end make the writer put quotation marks round either in a cell.
        writer = csv.writer(plain, lineterminator="\r\n")
        writer.writerow([*layout.places, "line"])
        for number, (line, record) in enumerate(records, start=1):
            if number % TOLD_EVERY == 0:
                again.tell(f"Reading {name}, line {line:,}")
            if not any(map(str.strip, record)):
                blank_rows += bool(record)
                continue
            if len(record) != layout.width:
                if len(record) < layout.width or any(map(str.strip, record[layout.width :])):
                    wrong = wrong_width(name, line, len(record), layout.width)
                    unread = Unread(layout.table.name, layout.first_cells(record))
                    reading.refuse_row(wrong, unread)
                    continue
                blank_cells += len(record) - layout.width
            for at in [at for at in unheaded if record[at].strip()]:
                unheaded.remove(at)  # told once a column
                reading.problems.append(_unheaded(name, heading_line, at, line, record[at]))
            longest = max(longest, writer.writerow([*(record[at] for at in places), line]))
    reading.note("blank rows left out", blank_rows)
    reading.note("blank cells at the end left out", blank_cells)
    reading.note_headings(name, layout)
    reading.sources.append(
        Source(
            len(reading.sources), name, layout.table, path, (*layout.places, "line"),
            tuple(layout.wide),
            # Of a letter's four bytes at the most, and both ends.
            longest=4 * longest + 2,
        )
    )  # fmt: skip


def _empty(name: str) -> Problem:
    return problem("empty_file", name, "nothing in it", "load a CSV file with a heading row")


def _unheaded(name: str, heading_line: int, at: int, line: int, cell: str) -> Problem:
    return problem(
        "heading_unknown", name,
        f"no heading over column {at + 1}, which has '{cell.strip()[:60]}' in line {line}",
        "give the column its heading, or clear its cells", line=heading_line,
    )  # fmt: skip


def wrong_width(name: str, line: int, found: int, wanted: int) -> Problem:
    """The problem of a row that has too many cells or too few."""
    return problem(
        "column_count", name, f"{found} cells",
        f"every row has {wanted}, one for each heading", line=line,
    )  # fmt: skip
