"""Checked rows into the store, part by part: what is new, what conflicts, and how it is stored.

A pack is stored as parts: one kind of rows for one inspection (or one team, or one reoffending
cohort). A part equal to the current one is left alone; a part that differs is a conflict unless
the upload replaces. No row is ever changed or deleted.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqs.intake import flags
from sqs.intake.answer_sets import SAID, Asked, read_answers, stored_reasons, wide_questions
from sqs.intake.cells import trimmed
from sqs.intake.checking import Checked
from sqs.intake.problems import Problem, problem
from sqs.intake.reading import Reading
from sqs.intake.samples import stored
from sqs.intake.staging import paths, rows_of
from sqs.intake.tables import TABLES, Column, Table
from sqs.store import rolling
from sqs.store.database import Cursor, value

_SCOPES = {
    "yots": "yot",
    "reoffending": "yot || '|' || is_cohort_start || '|' || is_cohort_end || '|' || is_method",
}
"""What one part of a kind is about, where that is not the inspection."""

_STAGED = {name: "sample" if name == "cases" else f"staged_{name}" for name in TABLES}


def _scope(kind: str) -> str:
    return _SCOPES.get(kind, "inspection_id")


def _kinds(rows: Iterable[str]) -> list[Table]:
    """The kinds of parts that a pack of these tables has; answers are stored with their cases."""
    names = {"cases" if name == "answers" else name for name in rows}
    return [table for table in TABLES.values() if table.name in names]


def _digest_sql(table: Table) -> str:
    """A row a staged row: its part, and a number that stands for its content.

    The numbers are summed up by exclusive or, so that the order of rows does not matter; a copy
    list has an order, and each of its rows holds its place. No row stands twice, or the two would
    cancel each other out: that is a problem of its own.
    """
    if table.name == "cases":
        values = [*(f'"{heading}"' for heading in table.headings), *SAID, _text("remarks")]
    else:
        values = _stored(table)
    if table.name == "recipients":
        values.append("row_number() over (partition by inspection_id order by rowid)")
    cells = ", ".join(f"coalesce(({each})::varchar, chr(0))" for each in values)
    return (
        f"select '{table.name}' as kind, {_scope(table.name)} as scope, "
        f"md5_number(concat_ws(chr(31), '{table.name}', {cells})) as content "
        f"from {_STAGED[table.name]}"
    )


def _stored(table: Table) -> list[str]:
    """The SQL of what is stored of each of a table's columns."""

    def of(column: Column) -> str:
        if (table.name, column.name) == ("second_reads", "reasons"):
            return stored_reasons("reasons")
        return stored(column)

    return [of(column) for column in table.columns]


def _text(number: str) -> str:
    """The SQL of a 128-bit number as text, in two halves: DuckDB takes long over a whole one."""
    return f"(({number} >> 64)::ubigint || '.' || ({number} & {(1 << 64) - 1})::ubigint)"


def compare_parts(cursor: Cursor, rows: Mapping[str, int]) -> tuple[int, int]:
    """Make the temporary table `compared`: a row a part of the pack, beside what is current.

    Args:
        cursor: the load's transaction, its pack staged.
        rows: how many rows the pack has, by table.

    Returns:
        how many parts differ from what is loaded, and how many of them would replace something.

    """
    digests = " union all ".join(_digest_sql(table) for table in _kinds(rows))
    cursor.execute(
        "create or replace temp table compared as "
        "with summed as (select kind, scope, bit_xor(content) as content, count(*) as rows "
        f"from ({digests}) group by kind, scope), incoming as (select kind, scope, "
        f"{_text('content')} || '/' || rows as content from summed) "
        "select i.kind, i.scope, i.content, p.part as part_before, p.upload as loaded_by_upload, "
        "coalesce(p.content = i.content, false) as same "
        "from incoming as i left join recorded.parts as p "
        "on p.kind = i.kind and p.scope = i.scope and p.is_current"
    )
    ((different, replacing),) = cursor.execute(
        "select count(*), count(loaded_by_upload) from compared where not same"
    ).fetchall()
    return int(different), int(replacing)


def conflicts(cursor: Cursor, reading: Reading, rows: Mapping[str, int]) -> list[Problem]:
    """A problem for each part that is loaded with other content, at the pack's first row of it."""
    staged = {table.name: _STAGED[table.name] for table in _kinds(rows)}
    if "answers" in rows and not any(map(wide_questions, reading.of("cases"))):
        staged["answers"] = "staged_answer_sets"
    names = " union all ".join(
        f"select '{'cases' if name == 'answers' else name}' as kind, "
        f"{_scope(name)} as scope, '{name}' as name, file, "
        f"{'2' if name == 'answers' else 'line'} as line, ({place}, file, rowid) as place "
        f"from {table} where file is not null"
        for place, (name, table) in enumerate(staged.items())
    )
    found = cursor.execute(
        "select arg_min(r.file, r.place), arg_min(r.line, r.place), "
        "arg_min(r.name, r.place), c.scope, c.loaded_by_upload "
        f"from compared as c join ({names}) as r using (kind, scope) "
        "where not c.same and c.loaded_by_upload is not null "
        "group by c.kind, c.scope, c.loaded_by_upload order by min(r.place)"
    ).fetchall()
    file_names = {source.file: source.name for source in reading.sources}
    return [
        problem(
            "conflict", file_names[file],
            f"other {name} for {scope.replace('|', ' ')} than upload {upload} brought",
            "load the same content, or replace what is loaded", line=line,
        )
        for file, line, name, scope, upload in found
    ]  # fmt: skip


_ABOUT_CASES = {"quotes": "quote", "second_reads": "second read"}
"""Tables whose rows are about a case, each with what one of its rows is called."""


def left_behind(cursor: Cursor, reading: Reading, rows: Mapping[str, int]) -> list[Problem]:
    """A problem for each case that a loaded quote or second read is about and that the pack's
    sample lacks, or that it gives to the inspector of its second read.
    """
    if "cases" not in rows:
        return []

    def loaded(name: str) -> str:
        brought = f"select inspection_id from staged_{name}" if name in rows else "select ''"
        inspector = "inspector" if name == "second_reads" else "null as inspector"
        return (
            f"select '{name}' as name, inspection_id, case_id, {inspector} from {name} "
            f"where inspection_id not in ({brought})"
        )

    found = cursor.execute(
        "with samples as (select inspection_id, min(file) as file, min(line) as line "
        "from sample where file is not null group by inspection_id), "
        f"loaded as ({' union all '.join(map(loaded, _ABOUT_CASES))}) "
        "select distinct s.file, coalesce(c.line, s.line), q.name, q.inspection_id, q.case_id, "
        "c.inspector from loaded as q join samples as s using (inspection_id) "
        "left join sample as c on c.inspection_id = q.inspection_id and c.case_id = q.case_id "
        "where c.case_id is null or c.inspector = q.inspector order by all"
    ).fetchall()
    names = {source.file: source.name for source in reading.sources}
    return [
        problem(
            "conflict", names[file],
            f"no case {case} in {inspection_id}, though a loaded {_ABOUT_CASES[name]} is about it"
            if inspector is None
            else f"'{inspector}', of whom a second read of this case is loaded",
            f"keep {'the case' if inspector is None else 'the inspector'}, or add a {name} file "
            "without it to the pack; to replace the cases alone is refused",
            line=line, case=case, column=None if inspector is None else "inspector",
        )
        for file, line, name, inspection_id, case, inspector in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """What the history says of an upload beside its rows.

    Attributes:
        by: who loaded it.
        files: name, bytes and SHA-256 of each file.
        intake: the name of its folder while it was read.

    """

    by: str
    files: list[dict[str, str | int]]
    intake: str


def store(cursor: Cursor, reading: Reading, found: Checked, labels: Labels) -> int:
    """Add the parts that differ, make them current, and store their rows.

    Returns:
        the upload's number.

    """
    ((upload, part),) = cursor.execute(
        "select coalesce((select max(upload) from recorded.uploads), 0) + 1, "
        "coalesce((select max(part) from recorded.parts), 0)"
    ).fetchall()
    parts = cursor.execute(
        "select kind, scope, content from compared order by kind, scope"
    ).fetchall()
    content = hashlib.sha256("\n".join("\t".join(row) for row in parts).encode()).hexdigest()
    now = datetime.now(UTC).replace(tzinfo=None)
    cursor.execute(
        "insert into recorded.uploads values (?, 'ok', ?, ?, ?, ?, ?, ?, ?)",
        [
            upload, now, labels.by, json.dumps(labels.files), json.dumps(found.tables),
            json.dumps(reading.normalised), content, labels.intake,
        ],
    )  # fmt: skip
    cursor.execute(
        "insert into recorded.events values (?, 'loaded', ?, ?)", [upload, now, labels.by]
    )
    ((replacing, seen),) = cursor.execute(
        "select count(part_before), count(*) filter (scope in "
        "(select inspection_id from recorded.visits)) from compared where not same"
    ).fetchall()
    if replacing:
        cursor.execute(
            "update recorded.parts set is_current = false where part in "
            "(select part_before from compared where not same)"
        )
    cursor.execute(
        "insert into recorded.parts select $part + row_number() over (order by kind, scope), "
        "$upload, kind, scope, content, true from compared where not same",
        {"upload": upload, "part": part},
    )
    if "quotes" in found.tables:
        flags.find(cursor, "select text from staged_quotes")
    for table in _kinds(found.tables):
        cursor.execute(INSERTS[table.name], {"upload": upload, "kind": table.name})
    store_counts(cursor, _kinds(found.tables), part)
    if _FIGURES_REST_ON & found.tables.keys():
        rolling.adjust(cursor, upload, seen=seen > 0)
    _store_remarks(cursor, reading, found.asked, upload, careful=found.careful)
    return int(upload)


_FIGURES_REST_ON = {"inspections", "cases", "answers", "interviews"}


_PLACE = "row_number() over (partition by p.part order by {order})"


def _insert(table: Table, values: Iterable[str], order: str = "rowid", more: str = "") -> str:
    return (
        f"insert into recorded.{table.name} select p.part, {', '.join(values)} "
        f"from {_STAGED[table.name]} as s {more} join recorded.parts as p "
        f"on p.upload = $upload and p.kind = $kind and p.scope = {_scope(table.name)} "
        f"order by p.part, s.{order}"
    )


_NUMBER = "join question_numbers as q using (question_id)"


INSERTS = {
    "yots": _insert(TABLES["yots"], _stored(TABLES["yots"])),
    "inspections": _insert(TABLES["inspections"], _stored(TABLES["inspections"])),
    "cases": _insert(
        TABLES["cases"],
        [
            _PLACE.format(order="s.place"),
            *(f's."{heading}"' for heading in TABLES["cases"].headings[1:]),
            *SAID,
        ],
        "place",
    ),
    "second_reads": _insert(
        TABLES["second_reads"],
        ["case_id", "q.number", *_stored(TABLES["second_reads"])[3:]],
        more=_NUMBER,
    ),
    "interviews": _insert(
        TABLES["interviews"], ["interviewee", "q.number", "is_answer", "note"], more=_NUMBER
    ),
    "quotes": _insert(
        TABLES["quotes"],
        ["case_id", "q.number", "text", "is_cleared = 'yes'", "text in (select text from flagged)"],
        more=_NUMBER,
    ),
    "reoffending": _insert(TABLES["reoffending"], _stored(TABLES["reoffending"])),
    "recipients": _insert(TABLES["recipients"], [_PLACE.format(order="s.rowid"), "role", "name"]),
}
"""The statement that stores each table's rows under the parts just added."""


def store_counts(cursor: Cursor, kinds: Iterable[Table], part: int) -> None:
    """Store what the parts after that one count to, by question: figures are read from it."""
    for name in {"cases", "interviews"} & {table.name for table in kinds}:
        cursor.execute(
            f"insert into recorded.metric select * from recorded.counted_{name} "
            "where part > ? order by part, question",
            [part],
        )


_NEW_CASES = (
    "select p.scope as inspection_id, c.case_id, c.part, c.case_number "
    "from recorded.cases as c join recorded.parts as p on p.part = c.part "
    "where p.upload = $upload and p.kind = 'cases'"
)


def _store_remarks(
    cursor: Cursor, reading: Reading, asked: Asked, upload: int, *, careful: bool
) -> None:
    """Store reasons and notes: of rows, of wide files, and of answers kept as they were."""
    long = reading.of("answers")
    if long:
        keys = ", ".join(
            f"{trimmed(heading)} as {heading}" for heading in ("inspection_id", "case_id")
        )
        cursor.execute(
            "insert into recorded.remarks select n.part, n.case_number, r.number, r.why, r.noted "
            f"from (with incoming as (select * from "
            f"({rows_of(long, TABLES['answers'], rejects=False)}) "
            "where reasons is not null or note is not null), "
            f"{read_answers(asked, careful=careful)} select {keys}, number, why, noted from read) "
            f"as r join ({_NEW_CASES}) as n using (inspection_id, case_id) "
            "where r.why is not null or r.noted is not null",
            {**(paths(long) or {}), "upload": upload},
        )
    if any(map(wide_questions, reading.of("cases"))):
        cursor.execute(
            "insert into recorded.remarks "
            f"select part, case_number, number, {stored_reasons('reasons')} as written, null from ("
            "select n.part, n.case_number, string_split(cell, chr(31))[1]::utinyint as number, "
            "string_split(cell, chr(31))[2] as reasons from (select inspection_id, case_id, "
            "unnest(string_split(reason_cells, chr(30))) as cell from staged_cases "
            f"where reason_cells is not null) join ({_NEW_CASES}) as n "
            "using (inspection_id, case_id)) where written is not null",
            {"upload": upload},
        )
    if value(cursor, "select exists (from sample where answers_before)"):
        cursor.execute(
            "insert into recorded.remarks "
            "select n.part, n.case_number, r.question, r.reasons, r.note "
            f"from ({_NEW_CASES}) as n "
            "join sample as s using (inspection_id, case_id) "
            "join compared as c on c.kind = 'cases' and c.scope = n.inspection_id "
            "join recorded.cases as b on b.part = c.part_before and b.case_id = n.case_id "
            "join recorded.remarks as r on r.part = b.part and r.case_number = b.case_number "
            "where s.answers_before",
            {"upload": upload},
        )
