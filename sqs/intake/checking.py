"""A pack held against the rules: first looked at as a whole, then closely where something is odd.

What no pack without problems shows is asked of the staged tables in a few statements. Only where
something shows are the checks run: queries that return a row a problem. A check that fails is a
fault of ours and raises IntakeError: silence must never mean broken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from sqs.intake import staging
from sqs.intake.answer_sets import (
    Asked,
    asked,
    cases_coming_in,
    stage_answer_sets,
    stands_plainly,
    wide_questions,
)
from sqs.intake.lines import cells_at, lines_of, records_at, records_read
from sqs.intake.looks import counting, looks
from sqs.intake.odd_rows import look_at_answers
from sqs.intake.problems import KEPT_AT_MOST, IntakeError, Problem, problem
from sqs.intake.reading import Reading, Source, Unread, read_again, wrong_width
from sqs.intake.rule_checks import checks
from sqs.intake.samples import make_sample
from sqs.intake.staging import IN_ORDER, NAMED, PUT_RIGHT, Incoming, no_rows, paths, rows_of
from sqs.intake.tables import TABLES, Table
from sqs.store.database import Cursor, value

if TYPE_CHECKING:
    from sqs.intake.lines import Numbers


@dataclass(slots=True)
class Checked:
    """What was found.

    Attributes:
        asked: the questions, as the rows were read.
        tables: rows read, by table.
        careful: whether answers are written in ways that have to be read with care.
        problems: the first of them, in the order of the files.
        counts: all of them, by rule.
        inspections: the inspection_ids that the pack speaks of, in order.

    """

    asked: Asked
    tables: dict[str, int] = field(default_factory=dict)
    careful: bool = False
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    inspections: tuple[str, ...] = ()

    def add(self, problems: Sequence[Problem]) -> None:
        """Add problems that were found elsewhere."""
        self.problems += problems
        for each in problems:
            self.counts[each.rule] = self.counts.get(each.rule, 0) + 1


def check(cursor: Cursor, reading: Reading, tell: Callable[[str], None]) -> Checked:
    """Stage a pack and hold it against every rule.

    Afterwards `staged_NAME` holds each table's rows, `staged_answer_sets` and `sample` the answers
    case by case. What was read as something else is counted in `reading`.

    Args:
        cursor: a transaction; the staged tables are its own.
        reading: what the pack is made of.
        tell: is told what is being done.

    Raises:
        IntakeError: where a check fails.

    """
    tell("Reading the rows")
    with _no_silence("rows"):
        pack = _Pack(cursor, reading, asked(cursor))
        pack.stage()
        spoken = make_sample(cursor, pack.rows)
        pack.inspections = tuple(each.inspection_id for each in spoken)
    tell("Checking")
    with _no_silence("pack as a whole"):
        sql = looks(tuple(pack.rows), whole=bool(spoken) and all(each.whole for each in spoken))
        odd = reading.problems or pack.suspect or pack.doubles or value(cursor, sql)
    if not odd:
        return Checked(pack.asked, pack.rows, pack.careful, inspections=pack.inspections)
    tell("Looking closely")
    with _no_silence("rows looked at"):
        pack.make_ready_for_checks()
    for name, sql in checks().items():
        if not pack.may_show(name):
            continue
        with _no_silence(name):
            cursor.execute(f"insert into found {sql}")
    return _told(cursor, reading, pack)


@contextmanager
def _no_silence(name: str) -> Iterator[None]:
    """A statement that fails is a fault of ours, and ends the load with its name."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        if "KeyboardInterrupt" in str(error):  # as DuckDB words Ctrl-C in an import of its own
            raise
        first = str(error).splitlines()[0]
        raise IntakeError(f"The check '{name}' failed ({first}); nothing was loaded.") from error


_OF_ROWS = {"identifiers": NAMED.keys(), "dates_in_order": IN_ORDER.keys()}
"""Checks that look at suspect rows alone, of these tables."""

_OF_ANSWERS: Mapping[str, set[str]] = {
    "answers": set(),
    "reasons": set(),
    "routing": {"interviews"},
}
"""Checks of the answers that were picked out, and of suspect rows of these tables."""


class _Pack:
    """The staging of one pack: what has been staged, and how."""

    def __init__(self, cursor: Cursor, reading: Reading, asked: Asked) -> None:
        self.cursor = cursor
        self.reading = reading
        self.asked = asked
        self.rows: dict[str, int] = {}
        self.suspect: set[str] = set()
        self.doubles: set[str] = set()
        self.answers_to_check = False
        self.inspections: tuple[str, ...] = ()
        self._careful: dict[str, bool] = {}
        self._rejected: dict[int, Numbers] = {}

    def stage(self) -> None:
        """Stage every table of the pack: plainly first, then with care where a row is suspect.

        Large files with answers are read with care at once where their first rows are not plain.
        """
        for table in TABLES.values():
            sources = self.reading.of(table.name)
            large = any(source.direct for source in sources)
            self._stage(table, careful=large and self._begins_oddly(table, sources))
            if self._has_unread(table):
                self._stage(table, careful=True)
        counted = self._counted([table for table in TABLES.values() if self._staged(table)])
        again = [
            TABLES[name] for name, row in counted.items() if row[1] and not self._careful[name]
        ]
        for table in again:
            self._stage(table, careful=True)
        counted |= self._counted(again)
        places = {name: at for at, name in reversed(list(enumerate(self._order())))}
        for name in sorted(counted, key=places.__getitem__):
            rows, odd, doubles, *put_right = counted[name]
            if rows:
                self.rows[name] = rows
            if odd:
                self.suspect.add(name)
            if doubles:
                self.doubles.add(name)
            for what, times in zip(PUT_RIGHT, put_right, strict=True):
                self.reading.note(what, int(times))

    @property
    def careful(self) -> bool:
        """Whether the answers were read with care."""
        return self._careful["answers"]

    def may_show(self, check: str) -> bool:
        """Whether a check can find anything, as far as its rows by themselves are known by now."""
        kind, _, name = check.rpartition(" ")
        if name in _OF_ANSWERS:
            return self.answers_to_check or bool(self.suspect & _OF_ANSWERS[name])
        if kind == "duplicates in":
            return name in self.doubles
        if kind == "cells of":
            return name in self.suspect
        if name in _OF_ROWS:
            return bool(self.suspect & _OF_ROWS[name])
        return name not in TABLES or name in self.rows

    def _order(self) -> Iterator[str]:
        """The tables in the order in which the pack's files bring them."""
        for source in self.reading.sources:
            yield source.table.name
            if wide_questions(source):
                yield "answers"

    def _staged(self, table: Table) -> bool:
        """Whether the pack has rows for the table; answers may stand beside their cases."""
        wide = table.name == "answers" and any(map(wide_questions, self.reading.of("cases")))
        return bool(self.reading.of(table.name)) or wide

    def _stage(self, table: Table, *, careful: bool) -> None:
        sources = self.reading.of(table.name)
        self._careful[table.name] = careful
        if table.name == "answers":
            stage_answer_sets(self.cursor, sources, self.asked, careful=careful)
        elif table.name == "cases":
            rows = cases_coming_in(sources, self.asked, careful=careful)
            staging.stage_rows(self.cursor, table, rows, paths(sources), careful=careful)
        elif sources:
            rows = Incoming(rows_of(sources, table), any(each.direct for each in sources))
            staging.stage_rows(self.cursor, table, rows, paths(sources), careful=careful)

    def _begins_oddly(self, table: Table, sources: Sequence[Source]) -> bool:
        """Whether the first rows are not plain; only answers, alone or beside cases, are many."""
        if table.name == "answers":
            return not stands_plainly(self.cursor, sources, self.asked)
        if table.name != "cases":
            return False
        rows = cases_coming_in(sources, self.asked, careful=False, rejects=False)
        return staging.begins_oddly(self.cursor, table, rows, paths(sources))

    def _has_unread(self, table: Table) -> bool:
        """Look at what DuckDB could not read of large files; True where one is to be read again.

        A row with too few or too many cells is a problem. Anything else (blank rows, odd quotation
        marks) is for the reader that goes record by record.
        """
        again = False
        for source in self.reading.of(table.name):
            if source.direct and not self._take_rejects(source):
                read_again(source, self.reading)
                again = True
        return again

    def _counted(self, tables: Sequence[Table]) -> dict[str, tuple[int, ...]]:
        """By table: rows, suspect rows, rows that stand twice, and what was put right, counted."""
        if not tables:
            return {}
        rows = self.cursor.execute(" union all ".join(map(counting, tables))).fetchall()
        return {name: tuple(int(n or 0) for n in counts) for name, *counts in rows}

    def make_ready_for_checks(self) -> None:
        """Make what the checks ask for: every staged table, `staged_answers`, an empty `found`."""
        for table in TABLES.values():
            if table.name not in ("answers", "cases") and not self.reading.of(table.name):
                staging.stage_rows(self.cursor, table, no_rows(table), None, careful=False)
        self._number_lines()
        self.cursor.execute(_KNOWN_INSPECTIONS)
        self._look_at_answers()
        self.cursor.execute(
            "create or replace temp table found (rule varchar, file integer, line integer, "
            '"column" varchar, "case" varchar, found varchar, allowed varchar)'
        )
        self.cursor.execute(
            "create or replace temp table files as "
            "select unnest($files::integer[]) as file, unnest($names::varchar[]) as file_name",
            {
                "files": [source.file for source in self.reading.sources],
                "names": [source.name for source in self.reading.sources],
            },
        )

    # -- large files, read where they lie

    def _take_rejects(self, source: Source) -> bool:
        """Make problems of rows with too few or too many cells; False where a file is not plain."""
        blank = " and ".join(f'"{heading}" is null' for heading in source.table.headings)
        if source.table.name == "answers":
            blanks = "select count(*) from staged_answer_sets where inspection_id is null"
        else:
            blanks = f"select count(*) from staged_{source.table.name} where {blank}"
        rejected = self.cursor.execute(
            "select distinct error_type, line_byte_position "
            f"from rejects_{source.file} order by line_byte_position"
        ).fetchall()
        kinds = {kind for kind, _ in rejected}
        if value(self.cursor, blanks) or not kinds <= {"MISSING COLUMNS", "TOO MANY COLUMNS"}:
            return False
        places = list(dict.fromkeys(place for _, place in rejected))
        if not places:
            return True
        if len(places) > KEPT_AT_MOST:
            return False
        rows = cells_at(source.path, places, source.delimiter)
        if any(len(row) == len(source.columns) or not any(map(str.strip, row)) for row in rows):
            return False
        self._rejected[source.file], lines = records_at(source.path, places)
        for line, row in zip(lines.tolist(), rows, strict=True):
            wrong = wrong_width(source.name, line, len(row), len(source.columns))
            named = zip(source.columns, row, strict=False)
            cells_ = {heading: cell.strip() for heading, cell in named}
            self.reading.refuse_row(wrong, Unread(source.table.name, cells_))
        return True

    def _number_lines(self) -> None:
        """Give the staged rows of large files their lines."""
        for source in self.reading.sources:
            if not source.direct or source.table.name == "answers":
                continue
            name = source.table.name
            ((first, rows),) = self.cursor.execute(
                f"select min(rowid), count(*) from staged_{name} where file = {source.file}"
            ).fetchall()
            if rows:
                with self._lines(source, f"select range as nth from range(1, {rows} + 1)"):
                    self.cursor.execute(
                        f"update staged_{name} set line = l.line from lines as l "
                        f"where staged_{name}.rowid - {first} + 1 = l.nth "
                        f"and staged_{name}.file = {source.file}"
                    )
        if any(source.direct for source in self.reading.of("cases")):
            self.cursor.execute(
                "update sample set line = c.line from staged_cases as c "
                "where sample.place = c.rowid and sample.file is not null"
            )

    @contextmanager
    def _lines(self, source: Source, rows: str) -> Iterator[None]:
        """Within it a table `lines` has the line of the nth row that DuckDB reads of a source.

        `rows` is SQL that gives the numbers wanted as `nth`.
        """
        import numpy as np
        import pyarrow as pa

        nth = np.unique(self.cursor.execute(rows).fetchnumpy()["nth"])
        rejected = self._rejected.get(source.file, np.zeros(0, np.int64))
        line = lines_of(source.path, records_read(nth, rejected))
        self.cursor.register("lines", pa.table({"nth": nth, "line": line}))
        try:
            yield
        finally:
            self.cursor.unregister("lines")

    def _look_at_answers(self) -> None:
        """Make `staged_answers`, and give the rows of large files their lines."""
        look_at_answers(self.cursor, self.reading, self.asked)
        self.answers_to_check = value(self.cursor, "select exists (from staged_answers)")
        for source in self.reading.of("answers"):
            if source.direct:
                wanted = f"select nth from staged_answers where file = {source.file}"
                with self._lines(source, wanted):
                    self.cursor.execute(
                        "update staged_answers set line = l.line from lines as l "
                        f"where staged_answers.file = {source.file} and staged_answers.nth = l.nth"
                    )


_KNOWN_INSPECTIONS = """
create or replace temp view known_inspections as
select inspection_id, edition from staged_inspections where inspection_id is not null
union
select inspection_id, edition from inspections where inspection_id not in
    (select inspection_id from staged_inspections where inspection_id is not null)
"""


# ---- what is told


def _told(cursor: Cursor, reading: Reading, pack: _Pack) -> Checked:
    """The problems of the table `found` and those of reading, in the order of the files."""
    _forget_missed(cursor, reading)
    counts = dict(
        cursor.execute("select rule, count(*) from found group by rule order by rule").fetchall()
    )
    kept = cursor.execute(
        'select rule, file_name, line, "column", "case", found, allowed '
        "from found left join files using (file) "
        'order by file, line nulls first, "column" nulls first, rule limit ?',
        [KEPT_AT_MOST],
    ).fetchall()
    checked = Checked(pack.asked, pack.rows, pack.careful, [], counts, pack.inspections)
    checked.add(reading.problems)
    for rule, times in reading.more.items():
        counts[rule] += times
    checked.problems += [
        problem(rule, name, what, allowed, line=line, column=column, case=case)
        for rule, name, line, column, case, what, allowed in kept
    ]
    checked.problems.sort(key=lambda p: (p.file, p.line or 0))
    del checked.problems[KEPT_AT_MOST:]
    return checked


_MISSED = {
    "unknown_case": ("cases", "case_id"),
    "unknown_inspection": ("inspections", "inspection_id"),
    "unknown_yot": ("yots", "yot"),
}
"""In which table a rule misses a row, and the heading that names the row there."""


def _forget_missed(cursor: Cursor, reading: Reading) -> None:
    """Forget problems that merely miss what stands in a row or file that could not be read.

    The row of an answer with a comma too many is one problem, not a missing answer as well. A row
    may be too short to hold its whole key: then it stands for all that begin like it.
    """
    if not reading.unread:
        return
    import pyarrow as pa

    headings = ("case_id", "question_id", "inspection_id", "yot")
    missed = {h: [each.cells.get(h, "") for each in reading.unread] for h in headings}
    tables = [each.table for each in reading.unread]
    cursor.register("unread_rows", pa.table({"table": pa.array(tables, pa.string()), **missed}))
    cursor.execute("create or replace temp table unread as from unread_rows")
    cursor.unregister("unread_rows")
    cursor.execute(
        "with of_answers as (select * from unread where \"table\" in ('', 'answers')) "
        "delete from found where rule = 'missing_answer' and ("
        "exists (select 1 from of_answers where case_id = '') "
        "or \"case\" in (select case_id from of_answers where question_id = '') "
        'or ("case", "column") in (select (case_id, question_id) from of_answers))'
    )
    for rule, (table, heading) in _MISSED.items():
        cursor.execute(
            f"with missed as (select {heading} from unread "
            f"where \"table\" in ('', '{table}')) "
            f"delete from found where rule = '{rule}' and ("
            f"exists (select 1 from missed where {heading} = '') "
            f"or trim(found, '''') in (select {heading} from missed))"
        )
