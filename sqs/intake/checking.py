"""A pack held against the rules: first looked at as a whole, then closely where something is odd.

What no pack without problems shows is asked of the staged tables in a few statements. Only where
something shows are the checks run: queries that return a row a problem. A check that fails is a
fault of ours and raises IntakeError: silence must never mean broken.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from sqs.intake import cells, staging
from sqs.intake.answer_sets import (
    Asked,
    asked,
    cases_coming_in,
    odd,
    read_answers,
    stage_answer_sets,
    stands_plainly,
    wide_questions,
)
from sqs.intake.lines import cells_at, lines_of, records_at, records_read
from sqs.intake.looks import counting, looks
from sqs.intake.problems import KEPT_AT_MOST, IntakeError, Problem, problem
from sqs.intake.reading import Reading, Source, Unread, read_again, wrong_width
from sqs.intake.rule_checks import checks
from sqs.intake.samples import make_sample
from sqs.intake.staging import PUT_RIGHT, Incoming, no_rows, paths, rows_of
from sqs.intake.tables import LONGEST, TABLES, Table
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

    """

    asked: Asked
    tables: dict[str, int] = field(default_factory=dict)
    careful: bool = False
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

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
        make_sample(cursor)
    tell("Checking")
    with _no_silence("pack as a whole"):
        odd = reading.problems or pack.suspect or value(cursor, looks(tuple(pack.rows)))
    if not odd:
        return Checked(pack.asked, pack.rows, pack.careful)
    tell("Looking closely")
    with _no_silence("rows looked at"):
        pack.make_ready_for_checks()
    for name, sql in checks().items():
        table = name.split()[-1]
        if table in TABLES and table not in pack.rows:
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


class _Pack:
    """The staging of one pack: what has been staged, and how."""

    def __init__(self, cursor: Cursor, reading: Reading, asked: Asked) -> None:
        self.cursor = cursor
        self.reading = reading
        self.asked = asked
        self.rows: dict[str, int] = {}
        self.suspect = False
        self._careful: dict[str, bool] = {}
        self._rejected: dict[int, Numbers] = {}

    def stage(self) -> None:
        """Stage every table of the pack: plainly first, then with care where a row is suspect.

        Large files of answers are read with care at once where their first rows are not plain.
        """
        for table in TABLES.values():
            sources = self.reading.of(table.name)
            large = any(source.direct for source in sources)
            careful = (
                large
                and table.name == "answers"
                and not stands_plainly(self.cursor, sources, self.asked)
            )
            self._stage(table, careful=careful)
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
            self.suspect |= bool(odd or doubles)
            for what, times in zip(PUT_RIGHT, put_right, strict=True):
                self.reading.note(what, int(times))

    @property
    def careful(self) -> bool:
        """Whether the answers were read with care."""
        return self._careful["answers"]

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
        records = records_at(source.path, places)
        self._rejected[source.file] = records
        for line, row in zip(lines_of(source.path, records).tolist(), rows, strict=True):
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
                with self._lines(source, f"select unnest(range(1, {rows} + 1))"):
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

        `rows` is SQL that gives the numbers wanted.
        """
        import numpy as np
        import pyarrow as pa

        nths = [nth for (nth,) in self.cursor.execute(rows).fetchall()]
        nth = np.unique(np.asarray(nths, np.int64))
        rejected = self._rejected.get(source.file, np.zeros(0, np.int64))
        line = lines_of(source.path, records_read(nth, rejected))
        self.cursor.register("lines", pa.table({"nth": nth, "line": line}))
        try:
            yield
        finally:
            self.cursor.unregister("lines")

    def _look_at_answers(self) -> None:
        """Make `staged_answers`: the rows of answers that a check may have something to say of.

        They are those that are odd by themselves, those of a case and question that `wanted`
        names, and all of a case whose rows do not make a set. Columns as of a staged table, with
        `wide` and the headings under which a wide file's answer and its reasons stand.
        """
        self.cursor.execute(_WANTED)
        long, cases = (
            self.reading.of("answers"),
            [s for s in self.reading.of("cases") if wide_questions(s)],
        )
        arms = [_long_rows(source) for source in long] + [_wide_rows(source) for source in cases]
        columns = TABLES["answers"].columns
        if not arms:
            arms = [
                "select 0 as file, null::integer as line, 0 as nth, "
                + ", ".join(f"null::varchar as {c.name}" for c in columns)
                + ", false as wide limit 0"
            ]
        trimmed = {c.name: cells.trimmed(f"j.{c.name}") for c in columns}
        padded = value(
            self.cursor, "select coalesce(bool_or(padded), false) from staged_answer_sets"
        )

        def key(heading: str) -> str:
            return trimmed[heading] if padded or cases else f"j.{heading}"

        long_key = " or ".join(
            f"inspection_id is null or case_id is null or length({h}) > {LONGEST['reference']}"
            for h in ("inspection_id", "case_id")
        )
        self.cursor.execute(
            "create or replace temp table staged_answers as "
            f"with incoming as ({' union all '.join(arms)}), "
            f"{read_answers(self.asked, careful=True)}, "
            # Most rows are as plain as can be: nothing more is worked out for them.
            "judged as (select *, case when number_as_written is not null "
            "and said_as_written is not null and reasons is null and note is null then false "
            f"else {odd(self.asked)} end or {long_key} as odd from read) "
            "select j.file, j.line, j.nth, j.wide, "
            f"{', '.join(f'{cell} as {name}' for name, cell in trimmed.items())}, "
            f"([{cells.quoted_words(cells.ANSWERS)}])[1 + j.said] as is_answer, "
            "if(j.wide, j.question_id, 'answer') as answer_heading, "
            "if(j.wide, j.question_id || '.reasons', 'reasons') as reasons_heading "
            "from judged as j left join wanted as w "
            f"on w.inspection_id = {key('inspection_id')} and w.case_id = {key('case_id')} "
            "where j.odd or (w.questions >> coalesce(j.number, 0)) & 1 = 1",
            paths([*long, *cases]),
        )
        for source in long:
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


_EVERY = (1 << 64) - 1

_WANTED = f"""
create or replace temp table wanted as
with
unmade as (
    select s.inspection_id, s.case_id
    from sample as s
    left join known_inspections as i using (inspection_id)
    left join (
        select edition, bit_or(bit) as asked
        from edition_questions where not interview group by edition
    ) as q using (edition)
    where s.answers <> bit_count(s.answered) or s.answered & ~coalesce(q.asked, s.answered) <> 0
    union all
    select s.inspection_id, s.case_id
    from staged_answer_sets as s anti join sample as c
        on c.inspection_id = s.inspection_id and c.case_id = s.case_id
),
routed as (
    select s.inspection_id, s.case_id, bit_or(q.bit) as questions
    from sample as s
    join known_inspections as i using (inspection_id)
    join edition_questions as q
        on q.edition = i.edition and not q.interview and (q.parent <> '' or q.must_be_answered)
    where (
            (s.said_yes | s.said_no) & q.bit <> 0
            and ((q.parent_yes & s.said_yes) | (q.parent_no & s.said_no)) = 0 and q.parent <> ''
        ) or (q.must_be_answered and s.said_not_relevant & q.bit <> 0)
    group by s.inspection_id, s.case_id
)
select inspection_id, case_id, bit_or(questions) as questions
from (
    select inspection_id, case_id, {_EVERY}::ubigint as questions from unmade
    union all
    select * from routed
)
where inspection_id is not null and case_id is not null
group by inspection_id, case_id
"""


def _long_rows(source: Source) -> str:
    """The rows of a file of answers; `nth` counts the rows that DuckDB reads, from 1."""
    headings = ", ".join(f'"{heading}"' for heading in TABLES["answers"].headings)
    # A window over all rows makes DuckDB read them one after the other: only where it is needed.
    nth = "row_number() over ()" if source.direct else "0::bigint"
    return (
        f"select {staging.where(source)}, {nth} as nth, {headings}, false as wide "
        f"from {staging.scan(source)}"
    )


def _wide_rows(source: Source) -> str:
    """A wide file's answers a row each, but only of cases of which something may be said."""
    answers = ", ".join(
        f'{{question_id: {cells.quoted(name)}, answer: "{name}", reasons: '
        + (f'"{name}.reasons"' if f"{name}.reasons" in source.wide else "null::varchar")
        + "}"
        for name in wide_questions(source)
    )
    return (
        "select file, line, 0::bigint as nth, inspection_id, case_id, "
        "a.question_id, a.answer, a.reasons, null::varchar as note, true as wide from ("
        "select r.file, c.line, c.inspection_id, c.case_id, "
        f"unnest([{answers}]) as a from (select {source.file}::integer as file, "
        f"row_number() over () as nth, * from {staging.scan(source)}) as r join ("
        "select rowid - min(rowid) over () + 1 as nth, line, inspection_id, case_id, suspect "
        f"from staged_cases where file = {source.file}) as c using (nth) "
        "where c.suspect or (c.inspection_id, c.case_id) in "
        "(select (inspection_id, case_id) from wanted))"
    )


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
    checked = Checked(pack.asked, pack.rows, pack.careful, [], counts)
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
    cursor.execute(
        'create or replace temp table unread as select unnest($tables::varchar[]) as "table", '
        "unnest($cases::varchar[]) as case_id, unnest($questions::varchar[]) as question_id, "
        "unnest($inspections::varchar[]) as inspection_id, unnest($yots::varchar[]) as yot",
        {
            "tables": [each.table for each in reading.unread],
            **{
                f"{what}s": [each.cells.get(heading, "") for each in reading.unread]
                for what, heading in (
                    ("case", "case_id"),
                    ("question", "question_id"),
                    ("inspection", "inspection_id"),
                    ("yot", "yot"),
                )
            },
        },
    )
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
