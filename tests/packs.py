"""Packs for tests: the Bedfordshire pack as rows that can be altered and written in many ways."""

import csv
import functools
import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqs import settings
from sqs.intake.packs import PackFile
from sqs.intake.problems import Problem
from sqs.intake.reading import Reading, Spool, read_pack

Row = tuple[str, ...]

INSPECTION = "bedfordshire-2014"


@dataclass(frozen=True)
class Pack:
    """Tables by name, each a tuple of rows with its headings first; `line` 1 is the headings."""

    tables: Mapping[str, tuple[Row, ...]]

    def only(self, *names: str) -> "Pack":
        return Pack({name: self.tables[name] for name in names})

    def without(self, *names: str) -> "Pack":
        return Pack({name: rows for name, rows in self.tables.items() if name not in names})

    def rows(self, name: str, rows: tuple[Row, ...]) -> "Pack":
        return replace(self, tables={**self.tables, name: rows})

    def cell(self, name: str, line: int, heading: str, value: str) -> "Pack":
        rows = list(self.tables[name])
        at = rows[0].index(heading)
        row = rows[line - 1]
        rows[line - 1] = (*row[:at], value, *row[at + 1 :])
        return self.rows(name, tuple(rows))

    def row(self, name: str, line: int, cells: Row) -> "Pack":
        rows = self.tables[name]
        return self.rows(name, (*rows[: line - 1], cells, *rows[line:]))

    def without_line(self, name: str, line: int) -> "Pack":
        rows = self.tables[name]
        return self.rows(name, (*rows[: line - 1], *rows[line:]))

    def add(self, name: str, *rows: Row) -> "Pack":
        return self.rows(name, (*self.tables[name], *rows))

    def column(self, name: str, heading: str, at: int | None = None) -> "Pack":
        """Without the column, or with it in another place."""
        rows = []
        old = self.tables[name][0].index(heading)
        for row in self.tables[name]:
            kept = [*row[:old], *row[old + 1 :]]
            if at is not None:
                kept.insert(at, row[old])
            rows.append(tuple(kept))
        return self.rows(name, tuple(rows))

    def wide(self) -> "Pack":
        """The same cases and answers with a column a question, as in a spreadsheet."""
        answers = {(row[1], row[2]): row for row in self.tables["answers"][1:]}
        questions = list(dict.fromkeys(row[2] for row in self.tables["answers"][1:]))
        head, *cases = self.tables["cases"]
        more = [name for question in questions for name in (question, f"{question}.reasons")]
        wide = [(*head, *more)]
        for case in cases:
            cells = [answers[case[1], question][3:5] for question in questions]
            wide.append((*case, *(cell for pair in cells for cell in pair)))
        return self.without("answers").rows("cases", tuple(wide))

    def files(self, *, delimiter: str = ",", end: str = "\n", encoding: str = "utf-8") -> list:
        return [
            PackFile(f"{name}.csv", text_of(rows, delimiter, end).encode(encoding))
            for name, rows in self.tables.items()
        ]


def text_of(
    rows: tuple[Row, ...], delimiter: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()


def zipped(files: list[PackFile], name: str = "pack.zip", folder: str = "") -> PackFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(f"{folder}{file.name}", file.data)
    return PackFile(name, data.getvalue())


@dataclass
class Rows:
    """What was read of a pack, and the rows of its plain CSVs: the line and cells of each."""

    reading: Reading
    lines: list[int]
    columns: dict[str, list[str]]

    @property
    def problems(self) -> list[Problem]:
        return self.reading.problems

    @property
    def normalised(self) -> dict[str, int]:
        return self.reading.normalised


def rows_of(files: list[PackFile]) -> Rows:
    """Read files of one table."""
    with tempfile.TemporaryDirectory() as folder:
        reading = read_pack(files, Spool(Path(folder)))
        rows: list[dict[str, str]] = []
        for source in reading.sources:
            with source.path.open(encoding="utf-8", newline="") as stream:
                rows += csv.DictReader(stream)
    headings = [heading for heading in (rows[0] if rows else ()) if heading != "line"]
    columns = {heading: [row[heading] for row in rows] for heading in headings}
    return Rows(reading, [int(row["line"]) for row in rows], columns)


@functools.cache
def bedfordshire() -> Pack:
    """The Bedfordshire pack of data/sample."""
    tables = {}
    for path in sorted((settings.SAMPLE / "bedfordshire").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            tables[path.stem] = tuple(tuple(row) for row in csv.reader(stream))
    return Pack(tables)


def of_2016(pack: Pack) -> Pack:
    """The pack as edition sqs-2016 asks it: what that adds is no in the first case, else yes."""
    head, *answers = pack.tables["answers"]
    plans = {row[1]: row[3] for row in answers if row[2] == "sv_plan"}
    kept = [
        (*row[:3], "not relevant", "", row[5])
        if row[2] == "sv_oversight" and plans[row[1]] == "not relevant"
        else row
        for row in answers
        if row[2] != "health_wellbeing"
    ]
    added = [
        (answers[0][0], case, question, "yes" if nth else "no", "", "")
        for question in ("exploitation_assessed", "transitions_planned")
        for nth, case in enumerate(plans)
    ]
    return pack.rows("answers", (head, *kept, *added)).cell("inspections", 2, "edition", "sqs-2016")


SECOND_READS: tuple[Row, ...] = (
    ("inspection_id", "case_id", "question_id", "answer", "reasons", "note", "inspector"),
    (INSPECTION, "BED14-01", "psr_prepared", "no", "", "", "I2"),
    (INSPECTION, "BED14-01", "lor_plan", "no", "not_done", "", "I2"),
    (INSPECTION, "BED14-01", "rosh_plan", "not relevant", "", "", "I2"),
    (INSPECTION, "BED14-01", "compliance", "no", "", "", "I2"),
    (INSPECTION, "BED14-01", "noncompliance_response", "yes", "", "", "I2"),
    (INSPECTION, "BED14-02", "lor_plan", "yes", "", "Seen in the file.", "I1"),
)
"""Invented, for tests alone: nobody read these cases twice."""


@functools.cache
def read_twice() -> Pack:
    """The Bedfordshire pack with second reads of two of its cases."""
    return bedfordshire().rows("second_reads", SECOND_READS)


def contents(database) -> dict[str, int | str]:
    """Everything that a load may change: the data version, and what each table holds."""
    tables = (
        "uploads", "events", "parts", "yots", "inspections", "cases", "remarks", "second_reads",
        "interviews", "quotes", "reoffending", "recipients",
    )  # fmt: skip
    found: dict[str, int | str] = {"version": database.version()}
    with database.reading() as cursor:
        for table in tables:
            found[table] = str(
                cursor.execute(f"select * from recorded.{table} order by all").fetchall()
            )
    return found


def current(database) -> dict[str, str]:
    """What people see, whichever upload brought it."""
    views = (
        "yots", "inspections", "cases", "answers", "second_reads", "interviews", "quotes",
        "reoffending", "recipients",
    )  # fmt: skip
    with database.reading() as cursor:
        return {
            view: str(cursor.execute(f"select * from {view} order by all").fetchall())
            for view in views
        }
