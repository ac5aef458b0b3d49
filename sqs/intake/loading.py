"""Checked rows into the store: one transaction or nothing, a receipt, and the way back.

A pack is stored as parts: one kind of rows for one inspection (or one team, or one reoffending
cohort). A part equal to the current one is left alone; a part that differs is a conflict unless
the upload replaces; undoing an upload makes the parts before it current again. No row is ever
changed or deleted.
"""

import getpass
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqs.intake.problems import LISTED_AT_MOST, Problem, problem
from sqs.intake.reading import PackFile, Reading, read_pack
from sqs.intake.rules import check
from sqs.intake.staging import has_value, stage
from sqs.intake.tables import TABLES, Column, Table
from sqs.store.database import Cursor, Database, value

Status = Literal["loaded", "unchanged", "refused", "checked"]


class UndoError(Exception):
    """An upload cannot be taken back; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a pack.

    Attributes:
        status: loaded; unchanged (all of it was there already); checked (a dry run without
            problems); refused (nothing was changed).
        upload: the upload's number where it was loaded, else None.
        tables: rows read, by table.
        normalised: what was read as something else, counted.
        problems: all of them, in the order of the files.
        inspections: the inspection_ids that the pack speaks of.

    """

    status: Status
    upload: int | None
    tables: dict[str, int]
    normalised: dict[str, int]
    problems: tuple[Problem, ...] = ()
    inspections: tuple[str, ...] = ()
    problem_counts: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The receipt in the form of `load --format json`; at most 1,000 problems are listed."""
        return {
            "status": self.status,
            "upload": self.upload,
            "tables": self.tables,
            "normalised": self.normalised,
            "problems": [found.as_row() for found in self.problems[:LISTED_AT_MOST]],
            "problem_counts": self.problem_counts,
        }


class _RefusedError(Exception):
    """Ends the transaction of a pack that is not to be stored."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.status)
        self.receipt = receipt


def load(
    database: Database,
    files: Sequence[PackFile],
    *,
    dry_run: bool = False,
    replace: bool = False,
    by: str | None = None,
) -> Receipt:
    """Check a pack and store it in one transaction, or store nothing.

    Args:
        database: where to.
        files: the pack's files, or zips of them.
        dry_run: check only.
        replace: put the pack's content in the place of other content that is loaded.
        by: who loads it; the account's name if not given.

    Raises:
        IntakeError: where a check fails, which is a fault of ours; nothing is stored.

    """
    reading = read_pack(files)
    try:
        with database.writing() as cursor:
            return _load(cursor, reading, files, dry_run, replace, by or _account())
    except _RefusedError as refused:
        return refused.receipt


def _account() -> str:
    """The account's name; a container may run under a number that has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _load(
    cursor: Cursor,
    reading: Reading,
    files: Sequence[PackFile],
    dry_run: bool,
    replace: bool,
    by: str,
) -> Receipt:
    stage(cursor, reading)
    tables = {name: len(rows) for name, rows in reading.tables.items() if len(rows)}
    problems = [*reading.problems, *reading.without_missed(check(cursor))]
    if not problems and not tables:
        name = files[0].name if files else "the pack"
        problems = [
            problem("empty_file", name, "no rows", "load files with rows under the heading")
        ]
    if not problems:
        _compare_parts(cursor)
        problems = [*([] if replace else _conflicts(cursor)), *_quotes_left_behind(cursor)]
    inspections = tuple(
        inspection_id
        for (inspection_id,) in cursor.execute(
            "select distinct inspection_id from staged_inspections where inspection_id is not null "
            "union select distinct inspection_id from staged_cases where inspection_id is not null "
            "order by 1"
        ).fetchall()
    )

    def receipt(status: Status, upload: int | None = None) -> Receipt:
        counts = dict(Counter(found.rule for found in problems))
        return Receipt(
            status, upload, tables, reading.normalised, tuple(problems), inspections, counts
        )

    if problems:
        raise _RefusedError(receipt("refused"))
    if not value(cursor, "select count(*) from compared where not same"):
        raise _RefusedError(receipt("checked" if dry_run else "unchanged"))
    upload = _note_upload(cursor, files, tables, reading, by)
    _store_parts(cursor, upload)
    if dry_run:
        # Only now: what cannot be stored must not pass. The transaction is rolled back.
        raise _RefusedError(receipt("checked"))
    return receipt("loaded", upload)


_SCOPES = {
    "yots": "yot",
    "reoffending": "yot || '|' || is_cohort_start || '|' || is_cohort_end || '|' || is_method",
}
"""What one part of a kind is about, where that is not the inspection."""


def _scope(kind: str) -> str:
    return _SCOPES.get(kind, "inspection_id")


_REASONS = (
    "nullif(array_to_string("
    "[lower(trim(code)) for code in string_split(reasons, ';') if trim(code) <> ''], ';'), '')"
)
"""Reason codes as they are stored: "Not_done; " is not_done, to the digest as well."""


def _value(column: Column) -> str:
    if column.name == "reasons":
        return _REASONS
    return f'"is_{column.name}"' if has_value(column) else f'"{column.name}"'


def _values(table: Table) -> list[str]:
    return [_value(column) for column in table.columns]


def _digest_sql(table: Table, kind: str) -> str:
    """A row a staged row: its part, and a number that stands for its content.

    The numbers are summed up by exclusive or, so that the order of rows does not matter; a copy
    list has an order, and each of its rows holds its place. No row stands twice, or the two would
    cancel each other out: that is a problem of its own.
    """
    values = _values(table)
    if table.name == "recipients":
        values.append("row_number() over (partition by inspection_id order by record)")
    cells = ", ".join(f"coalesce(({value})::varchar, chr(0))" for value in values)
    return (
        f"select '{kind}' as kind, {_scope(kind)} as scope, "  # noqa: S608  our own headings
        f"md5_number(concat_ws(chr(31), '{table.name}', {cells})) as content "
        f"from staged_{table.name}"
    )


def _kind(table: Table) -> str:
    # Answers are stored and replaced together with their cases.
    return "cases" if table.name == "answers" else table.name


def _compare_parts(cursor: Cursor) -> None:
    """Make the temporary table `compared`: a row a part of the pack, beside what is current."""
    rows = " union all ".join(_digest_sql(table, _kind(table)) for table in TABLES.values())
    cursor.execute(
        "create or replace temp table compared as "  # noqa: S608  our own headings
        f"with incoming as (select kind, scope, bit_xor(content) || '/' || count(*) as content "
        f"from ({rows}) group by kind, scope) "
        "select i.kind, i.scope, i.content, p.upload as loaded_by_upload, "
        "coalesce(p.content = i.content, false) as same "
        "from incoming as i left join recorded.parts as p "
        "on p.kind = i.kind and p.scope = i.scope and p.is_current"
    )


def _conflicts(cursor: Cursor) -> list[Problem]:
    """A problem for each part that is loaded with other content, at the pack's first row of it."""
    rows = " union all ".join(
        f"select '{_kind(table)}' as kind, {_scope(_kind(table))} as scope, "  # noqa: S608  our own
        f"'{table.name}' as name, file, line, ({place}, record) as place "
        f"from staged_{table.name} where line is not null"
        for place, table in enumerate(TABLES.values())
    )
    found = cursor.execute(
        "select arg_min(r.file, r.place), arg_min(r.line, r.place), "  # noqa: S608  our own
        "arg_min(r.name, r.place), c.scope, c.loaded_by_upload "
        f"from compared as c join ({rows}) as r using (kind, scope) "
        "where not c.same and c.loaded_by_upload is not null "
        "group by c.kind, c.scope, c.loaded_by_upload order by min(r.place)"
    ).fetchall()
    return [
        problem(
            "conflict", file,
            f"other {name} for {scope.replace('|', ' ')} than upload {upload} brought",
            "load the same content, or replace what is loaded (--replace)", line=line,
        )
        for file, line, name, scope, upload in found
    ]  # fmt: skip


def _quotes_left_behind(cursor: Cursor) -> list[Problem]:
    """A problem for each case that a loaded quote is about and the pack's sample lacks."""
    found = cursor.execute(
        "with samples as (select inspection_id, arg_min(file, record) as file, min(line) as line "
        "from staged_cases where line is not null group by inspection_id) "
        "select distinct s.file, s.line, q.inspection_id, q.case_id "
        "from quotes as q join samples as s using (inspection_id) "
        "anti join staged_cases as c "
        "on c.inspection_id = q.inspection_id and c.case_id = q.case_id "
        "where q.inspection_id not in (select inspection_id from staged_quotes) order by all"
    ).fetchall()
    return [
        problem(
            "conflict", file,
            f"no case {case} in {inspection_id}, though a loaded quote is about it",
            "keep the case, or load quotes without it in the same pack", line=line, case=case,
        )
        for file, line, inspection_id, case in found
    ]  # fmt: skip


def _note_upload(
    cursor: Cursor, files: Sequence[PackFile], tables: dict[str, int], reading: Reading, by: str
) -> int:
    upload = int(value(cursor, "select coalesce(max(upload), 0) + 1 from recorded.uploads"))
    names = [{"name": f.name, "bytes": len(f.data), "sha256": f.sha256} for f in files]
    cursor.execute(
        "insert into recorded.uploads values (?, 'ok', ?, ?, ?, ?, ?)",
        [
            upload,
            datetime.now(UTC).replace(tzinfo=None),
            by,
            json.dumps(names),
            json.dumps(tables),
            json.dumps(reading.normalised),
        ],
    )
    return upload


def _store_parts(cursor: Cursor, upload: int) -> None:
    """Add the parts that differ, make them current, and store their rows."""
    cursor.execute(
        "update recorded.parts set is_current = false where is_current and (kind, scope) in "
        "(select (kind, scope) from compared where not same)"
    )
    cursor.execute(
        "insert into recorded.parts "
        "select (select coalesce(max(part), 0) from recorded.parts) "
        "+ row_number() over (order by kind, scope), $upload, kind, scope, content, true "
        "from compared where not same",
        {"upload": upload},
    )
    for name, sql in _INSERTS.items():
        cursor.execute(sql, {"upload": upload, "kind": _kind(TABLES[name])})


def _new_parts(kind: str) -> str:
    return (
        "join recorded.parts as p "
        f"on p.upload = $upload and p.kind = $kind and p.scope = {_scope(kind)}"
    )


_PLACE = "row_number() over (partition by p.part order by record)"

_NUMBER = "join question_numbers as q using (question_id)"

_INSERTS = (
    {
        name: f"insert into recorded.{name} select p.part, {', '.join(values)} "  # noqa: S608  our own
        f"from staged_{name} {more} {_new_parts(_kind(TABLES[name]))} order by p.part, record"
        for name, values, more in (
            ("yots", _values(TABLES["yots"]), ""),
            ("inspections", _values(TABLES["inspections"]), ""),
            (
                "cases",
                [_PLACE, *_values(TABLES["cases"])[1:]],
                "",
            ),
            ("interviews", ["interviewee", "q.number", "is_answer", "note"], _NUMBER),
            ("quotes", ["case_id", "q.number", "text", "is_cleared = 'yes'"], _NUMBER),
            ("reoffending", _values(TABLES["reoffending"]), ""),
            (
                "recipients",
                [_PLACE, "role", "name"],
                "",
            ),
        )
    }
    | {
        "answers": (
            "insert into recorded.answers "  # noqa: S608  our own
            f"select p.part, c.case_number, q.number, s.is_answer, {_REASONS}, s.note "
            f"from staged_answers as s {_NUMBER} "
            "join recorded.parts as p "
            "on p.upload = $upload and p.kind = $kind and p.scope = s.inspection_id "
            "join recorded.cases as c on c.part = p.part and c.case_id = s.case_id "
            "order by p.part, c.case_number, q.number"
        )
    }
)
"""The statement that stores each table's rows under the parts just added."""


def _out_of_joint(cursor: Cursor) -> str | None:
    """What is wrong with the first current row that does not fit the others, or None."""
    found: str | None = value(
        cursor,
        "select 'inspection ' || inspection_id || ' belongs to the team ' || yot from inspections "
        "where yot not in (select yot from yots) "
        "union all "
        "select 'the ' || kind || ' of ' || scope || ' belong to that inspection' "
        "from recorded.parts where is_current and kind in "
        "('cases', 'interviews', 'quotes', 'recipients') "
        "and scope not in (select inspection_id from inspections) "
        "union all "
        "select 'a quote of ' || inspection_id || ' is about the case ' || case_id from quotes "
        "where (inspection_id, case_id) not in (select (inspection_id, case_id) from cases) "
        "union all "
        "select 'a reoffending rate belongs to the team ' || yot from reoffending "
        "where yot <> 'england-and-wales' and yot not in (select yot from yots) "
        "union all "
        "select inspection_id || ' would have ' || count(*) || ' cases for a caseload of ' "
        "|| caseload from inspections join cases using (inspection_id) "
        "group by inspection_id, caseload having count(*) > caseload "
        "limit 1",
    )
    return found


@dataclass(frozen=True, slots=True)
class Upload:
    """One line of the history; `files` are the names as given, `scopes` inspection_ids."""

    upload: int
    status: str
    loaded_at: datetime
    loaded_by: str
    files: tuple[str, ...]
    rows: int
    scopes: tuple[str, ...]


def uploads(database: Database) -> list[Upload]:
    """Every upload, newest first; times are UTC."""
    with database.reading() as cursor:
        rows = cursor.execute(
            "select u.upload, u.status, u.loaded_at, u.loaded_by, u.files, u.tables, "
            "list(distinct p.scope order by p.scope) "
            "filter (p.kind not in ('yots', 'reoffending')) "
            "from recorded.uploads as u left join recorded.parts as p using (upload) "
            "group by all order by u.upload desc"
        ).fetchall()
    return [
        Upload(
            number, status, at, by,
            tuple(file["name"] for file in json.loads(files)),
            sum(json.loads(tables).values()),
            tuple(scopes or ()),
        )
        for number, status, at, by, files, tables, scopes in rows
    ]  # fmt: skip


def undo(database: Database, upload: int) -> Upload:
    """Take one upload back: what was current before it is current again.

    Returns:
        the upload as it now stands in the history.

    Raises:
        UndoError: where there is no such upload, it is undone already, or other loaded rows rely
            on what it brought.

    """
    with database.writing() as cursor:
        status = value(cursor, "select status from recorded.uploads where upload = ?", [upload])
        if status is None:
            raise UndoError(f"There is no upload {upload}. 'uploads' lists them.")
        if status == "undone":
            raise UndoError(f"Upload {upload} is undone already; nothing was changed.")
        cursor.execute("update recorded.uploads set status = 'undone' where upload = ?", [upload])
        cursor.execute(_MAKE_NEWEST_CURRENT)
        if why := _out_of_joint(cursor):
            raise UndoError(
                f"Upload {upload} stays, because {why}. Undo the later upload first; "
                "nothing was changed."
            )
    return next(line for line in uploads(database) if line.upload == upload)


_MAKE_NEWEST_CURRENT = """
update recorded.parts set is_current = (part in (
    select max(p.part)
    from recorded.parts as p join recorded.uploads as u using (upload)
    where u.status = 'ok'
    group by p.kind, p.scope
))
"""
