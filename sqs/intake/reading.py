"""Bytes to text rows: which table a file is, its cells as text, the true line of every row.

Nothing is guessed about values here; DuckDB's own reader would read "Yes" as a truth value and a
ragged row as one wide column. Python's csv module also knows the physical line of each record.
"""

import csv
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath

from sqs.criteria import editions
from sqs.intake.problems import Problem, problem
from sqs.intake.tables import TABLES, Table

MOST_BYTES = 1_000_000_000
LONGEST_CELL = 1_000_000

_NO_CSV: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a compressed file"),
)


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file as it came: the name its owner gave it, and its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(slots=True)
class TextTable:
    """The rows of one table as text, column by column, with where each row stood.

    Attributes:
        columns: cells by heading; a wide file adds its question columns to `wide`.
        files, lines: the file and the physical line of each row.

    """

    table: Table
    columns: dict[str, list[str]]
    files: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        """How many rows."""
        return len(self.lines)


@dataclass(slots=True)
class Reading:
    """What a pack says, before any rule has looked at it.

    Attributes:
        tables: the rows, by table.
        problems: what could not be read.
        normalised: what was read as something else, counted.
        unread: the first cells, by heading, of rows that have too many or too few; a table's name
            with an empty row stands for a whole file, "" for a file of no known table.

    """

    tables: dict[str, TextTable] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    normalised: dict[str, int] = field(default_factory=dict)
    unread: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def note(self, what: str, times: int = 1) -> None:
        """Count something that was read as something else."""
        if times:
            self.normalised[what] = self.normalised.get(what, 0) + times

    def table(self, name: str) -> TextTable:
        """The table of that name, begun if the pack had none so far."""
        if name not in self.tables:
            table = TABLES[name]
            self.tables[name] = TextTable(table, {heading: [] for heading in table.headings})
        return self.tables[name]

    def without_missed(self, problems: Sequence[Problem]) -> list[Problem]:
        """The problems that do not merely miss what stands in a row or file not read.

        The row of an answer with a comma too many is one problem, not a missing answer as well.
        """
        not_read: dict[str, set[tuple[str, ...]]] = {}
        for rule, (table, keys) in _MISSED.items():
            not_read[rule] = {
                tuple(cells.get(key, "") for key in keys)
                for name, cells in self.unread
                if name in ("", table)
            }

        def missed(found: Problem) -> bool:
            names: tuple[str, ...] = (found.found.strip("'"),)
            if found.rule == "missing_answer":
                names = (found.case or "", found.column or "")
            # A row may be too short to hold its whole key.
            shortened = {(*names[:n], *[""] * (len(names) - n)) for n in range(len(names) + 1)}
            return not shortened.isdisjoint(not_read.get(found.rule, ()))

        return [found for found in problems if not missed(found)]


_MISSED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "missing_answer": ("answers", ("case_id", "question_id")),
    "unknown_case": ("cases", ("case_id",)),
    "unknown_inspection": ("inspections", ("inspection_id",)),
    "unknown_yot": ("yots", ("yot",)),
}
"""In which table a rule misses a row, and the headings that name the row there."""


def read_pack(files: Iterable[PackFile]) -> Reading:
    """Read every file of a pack, opening zips, and put the rows under their tables."""
    reading = Reading()
    taken: set[str] = set()
    for file in files:
        for member in _members(file, reading):
            named = _named_apart(member, taken)
            _read_file(named, reading)
    return reading


def _named_apart(file: PackFile, taken: set[str]) -> PackFile:
    """The file under a name of its own: folders of a zip may hold files of one name."""
    name, times = file.name, 1
    while name in taken:
        times += 1
        name = f"{file.name} ({times})"
    taken.add(name)
    return PackFile(name, file.data)


def _members(file: PackFile, reading: Reading) -> list[PackFile]:
    if not file.data.startswith(b"PK") and not file.name.lower().endswith(".zip"):
        return [file]
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            if "[Content_Types].xml" in archive.namelist() or "mimetype" in archive.namelist():
                reading.problems.append(
                    problem(
                        "not_csv", file.name, "a workbook or document",
                        "open it in its own program, choose Save as, CSV UTF-8, and load that",
                    )
                )  # fmt: skip
                return []
            everything = [info for info in archive.infolist() if not info.is_dir()]
            inside = [info for info in everything if not _of_the_system(info.filename)]
            reading.note("files of the system left out of the zip", len(everything) - len(inside))
            if sum(info.file_size for info in inside) > MOST_BYTES:
                reading.problems.append(_too_large(file.name))
                return []
            names = [PurePosixPath(info.filename).name for info in inside]
            times = Counter(names)
            return [
                PackFile(name if times[name] == 1 else info.filename, archive.read(info))
                for name, info in zip(names, inside, strict=True)
            ]
    except _DAMAGED:
        reading.problems.append(
            problem(
                "not_csv", file.name, "a zip that is damaged or cannot be opened",
                "make the zip again without a password, or load the CSV files themselves",
            )
        )  # fmt: skip
        reading.unread.append(("", {}))
        return []


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip
"""What the zipfile module raises for a zip that it cannot read, a password among the reasons."""


def _of_the_system(path: str) -> bool:
    """Whether a system or Office put that file beside the sheets: .DS_Store, ~$answers.csv."""
    return any(
        part.startswith((".", "~$")) or part.lower() in ("__macosx", "thumbs.db", "desktop.ini")
        for part in PurePosixPath(path).parts
    )


def _too_large(name: str) -> Problem:
    return problem(
        "too_large", name, "more than 1 GB", "load the pack in parts of at most 1 GB each"
    )


def _read_file(file: PackFile, reading: Reading) -> None:
    if len(file.data) > MOST_BYTES:
        reading.problems.append(_too_large(file.name))
        return
    text = _decode(file, reading)
    if text is None:
        reading.unread.append(("", {}))
        return
    try:
        _read_records(file.name, _records(text), reading)
    except _BrokenRecordError as broken:
        reading.problems.append(_not_csv(file.name, broken.line, str(broken)))
        reading.unread.append(("", {}))


class _BrokenRecordError(Exception):
    """The csv module cannot read the record that begins on `line`; the message is its own."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line on which it begins, as a text editor counts."""
    lines = io.StringIO(text, newline="")
    if named := re.match(r'"?sep=([,;|\t])"?(?:[\r\n]|\Z)', text, re.IGNORECASE):
        # Excel's own first line, which names the delimiter.
        delimiter = named[1]
        before = 1
        lines.readline()
    else:
        delimiter = _delimiter(lines)
        before = 0
        lines.seek(0)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = before + 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise _BrokenRecordError(begins, str(error)) from error
        if record is None:
            return
        yield begins, record
        begins = before + reader.line_num + 1


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


def _empty(name: str) -> Problem:
    return problem("empty_file", name, "nothing in it", "load a CSV file with a heading row")


def _decode(file: PackFile, reading: Reading) -> str | None:
    data = file.data
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not data.strip(b" \t\r\n,;\xef\xbb\xbf" + b"\0\xfe\xff" * utf_16):
        reading.problems.append(_empty(file.name))
        return None
    for start, what in _NO_CSV:
        if data.startswith(start):
            reading.problems.append(
                problem("not_csv", file.name, what, "save the sheet as CSV UTF-8 and load that")
            )
            return None
    if not utf_16 and b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        reading.problems.append(
            problem(
                "not_csv", file.name, "bytes that are no text",
                "save the sheet as CSV UTF-8 and load that", line=line,
            )
        )  # fmt: skip
        return None
    try:
        return data.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    try:
        # Windows-1252 has a letter for nearly every byte: broken UTF-16 must not pass for it.
        text = data.decode("ascii" if utf_16 else "cp1252")
    except UnicodeDecodeError:
        reading.problems.append(
            problem(
                "encoding", file.name, "characters that are not UTF-8",
                "save the sheet as CSV UTF-8 and load that", line=line,
            )
        )  # fmt: skip
        return None
    reading.note("files read as Windows-1252")
    return text


def _delimiter(lines: Iterable[str]) -> str:
    """The mark that stands most often in the first line that is not blank."""
    heading = next((line for line in lines if line.strip(' \t\r\n,;"')), "")
    counts = {mark: heading.count(mark) for mark in ",;\t"}
    return max(counts, key=lambda mark: counts[mark])


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each heading of a recognised file stands, as cell positions."""

    table: Table
    plain: Mapping[str, int]
    wide: Mapping[str, int]
    width: int

    def first_cells(self, record: Sequence[str]) -> dict[str, str]:
        """What a row of too many or too few cells most likely has under the first headings."""
        return {h: record[at].strip() for h, at in self.plain.items() if at < len(record)}


def _read_records(name: str, records: Iterator[tuple[int, list[str]]], reading: Reading) -> None:
    with_text = ((line, record) for line, record in records if any(map(str.strip, record)))
    line, heading = next(with_text, (1, []))
    if not heading:
        reading.problems.append(_empty(name))
        reading.unread.append(("", {}))
        return
    layout = _layout(name, [cell.strip() for cell in heading], line, reading)
    if layout is None:
        return
    rows = reading.table(layout.table.name)
    answers = reading.table("answers") if layout.wide else None
    for line, record in records:
        if not any(cell.strip() for cell in record):
            reading.note("blank rows left out", 1 if record else 0)
            continue
        if len(record) != layout.width:
            if len(record) < layout.width or any(cell.strip() for cell in record[layout.width :]):
                reading.problems.append(
                    problem(
                        "column_count", name, f"{len(record)} cells",
                        f"every row has {layout.width}, one for each heading", line=line,
                    )
                )  # fmt: skip
                reading.unread.append((layout.table.name, layout.first_cells(record)))
                continue
            reading.note("blank cells at the end left out", len(record) - layout.width)
        _append(rows, name, line, {h: record[at] for h, at in layout.plain.items()})
        if answers is not None:
            _append_wide(answers, name, line, record, layout)


def _append(rows: TextTable, name: str, line: int, cells: Mapping[str, str]) -> None:
    for heading, cell in cells.items():
        rows.columns[heading].append(cell)
    rows.files.append(name)
    rows.lines.append(line)


def _append_wide(
    answers: TextTable,
    name: str,
    line: int,
    record: Sequence[str],
    layout: _Layout,
) -> None:
    """One row a question column, as if it had stood in an answers file."""
    for heading, at in layout.wide.items():
        if heading.endswith(".reasons"):
            continue
        reasons = layout.wide.get(f"{heading}.reasons")
        _append(
            answers,
            name,
            line,
            {
                "inspection_id": record[layout.plain["inspection_id"]],
                "case_id": record[layout.plain["case_id"]],
                "question_id": heading,
                "answer": record[at],
                "reasons": "" if reasons is None else record[reasons],
                "note": "",
            },
        )


def _layout(name: str, headings: list[str], line: int, reading: Reading) -> _Layout | None:
    """Recognise the table by its headings; None, with problems noted, where that fails."""
    while headings and not headings[-1]:
        headings.pop()
    folded = [heading.lower() for heading in headings]
    wide_headings = _wide_headings()
    table = _closest(folded)
    if table is None:
        first = ", ".join(heading[:40] for heading in headings[:8])
        reading.problems.append(
            problem(
                "heading_unknown", name, f"the headings {first}",
                f"begin the file with the headings of one of the tables {', '.join(TABLES)}",
                line=line,
            )
        )  # fmt: skip
        reading.unread.append(("", {}))
        return None
    wide = table.name == "cases"
    allowed = set(table.headings) | (wide_headings if wide else set())
    before = len(reading.problems)
    for heading, fold in zip(headings, folded, strict=True):
        if fold not in allowed:
            near = get_close_matches(fold.replace(" ", "_"), allowed, n=1, cutoff=0.7)
            what = (
                f"did you mean {near[0]}"
                if near
                else f"{table.name} has {', '.join(table.headings)}"
            )
            reading.problems.append(
                problem(
                    "heading_unknown",
                    name,
                    f"'{heading[:60]}'",
                    what,
                    line=line,
                    column=heading[:60] or None,
                )
            )
        elif folded.count(fold) > 1:
            reading.problems.append(
                problem(
                    "heading_repeated", name, f"'{heading}' {folded.count(fold)} times",
                    "keep each heading once", line=line, column=heading,
                )
            )  # fmt: skip
    needed = [*table.headings, *(f.removesuffix(".reasons") for f in folded if f in wide_headings)]
    for heading in dict.fromkeys(needed):
        if heading not in folded:
            reading.problems.append(
                problem(
                    "heading_missing", name, f"no heading '{heading}'",
                    f"{table.name} has {', '.join(table.headings)}"
                    if heading in table.headings
                    else f"give the answers beside their reasons, or delete {heading}.reasons",
                    line=line, column=heading,
                )
            )  # fmt: skip
    if len(reading.problems) > before:
        reading.unread += [(name, {}) for name in (table.name, *(["answers"] * wide))]
        return None
    places = {fold: at for at, fold in enumerate(folded)}
    return _Layout(
        table,
        {heading: places[heading] for heading in table.headings},
        {fold: at for fold, at in places.items() if fold not in table.headings},
        len(headings),
    )


def _wide_headings() -> set[str]:
    ids = {q.id for edition in editions().values() for q in edition.case_questions}
    return ids | {f"{question_id}.reasons" for question_id in ids}


def _closest(folded: Sequence[str]) -> Table | None:
    """The table that shares most headings with the file, where it shares half of them or more."""
    have = {heading.replace(" ", "_") for heading in folded}
    wide = bool(have & _wide_headings())

    def fit(table: Table) -> tuple[int, int]:
        shared = len(have & set(table.headings))
        return shared, -len(table.headings)

    best = TABLES["cases"] if wide else max(TABLES.values(), key=fit)
    shared = len(have & set(best.headings))
    return best if 2 * shared >= len(best.headings) else None
