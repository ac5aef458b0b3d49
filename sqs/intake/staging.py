"""Sources to staged tables in DuckDB: what every cell was read as, and whether a row is suspect.

A staged table has, for each heading h, the trimmed text `h` (null where blank) and, unless it is
plain text, `is_h`: the value, or null where the text is none; and `file`, `line` (null where the
file is read where it lies), `suspect`. Rows stand in the order of the pack, so their rowid is that
order.

Reading is tried plainly first: cells written as we write them are cast, and a row with any other
cell is suspect. Only where there is one, or the file is large, are cells read carefully, with
everything a spreadsheet may have made of them; statements for that take long to plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqs.intake import cells
from sqs.intake.reading import Source
from sqs.intake.tables import LONGEST, Column, Table
from sqs.store.database import Cursor, value

PUT_RIGHT = (
    "spaces round values",
    "answers spelled another way",
    "words spelled another way",
    "dates written dd/mm/yyyy",
    "numbers written with .0",
)
"""What is counted as read differently from how it stood; a staged row counts each in a column."""

SPACES, SPELLED, _WORDS, _DATES, _NUMBERS = COUNTERS = tuple(
    f"put_right_{n}" for n in range(len(PUT_RIGHT))
)


def has_value(column: Column) -> bool:
    """Whether the column has an `is_` twin in the staged table."""
    return column.kind not in ("reference", "text")


# ---- sources


def paths(sources: Sequence[Source]) -> dict[str, str] | None:
    """The parameters of a statement that scans these sources."""
    return {f"path_{source.file}": str(source.path) for source in sources} or None


def scan(source: Source, *, rejects: bool = False) -> str:
    """The table function that reads a source: a text column a heading, and its `line`.

    Args:
        source: what to read.
        rejects: keep the rows of a direct source that are too short or too long in a table
            `rejects_N`; else they are passed over.

    """
    kinds = {name: "integer" if name == "line" else "varchar" for name in source.columns}
    columns = ", ".join(f"{cells.quoted(n)}: {cells.quoted(k)}" for n, k in kinds.items())
    broken = ""
    if source.direct and rejects:
        broken = (
            f", store_rejects = true, rejects_table = 'rejects_{source.file}', "
            f"rejects_scan = 'reject_scans_{source.file}'"
        )
    elif source.direct:
        broken = ", ignore_errors = true"
    longest = max(source.longest, 1 << 16)
    return (
        f"read_csv($path_{source.file}, header = true, auto_detect = false, "
        f"delim = {cells.quoted(source.delimiter)}, quote = '\"', escape = '\"', "
        f"strict_mode = true, max_line_size = {longest}, "
        f"buffer_size = {max(8 * longest, 1 << 18)}, columns = {{{columns}}}{broken})"
    )


def where(source: Source) -> str:
    """The SQL columns that say where a source's row stands: `file` and `line`."""
    return f"{source.file}::integer as file, {'null::integer as line' if source.direct else 'line'}"


def rows_of(sources: Sequence[Source], table: Table, *, rejects: bool = True) -> str:
    """The rows of sources of one table, one file after the other, their cells as they stand."""
    headings = ", ".join(f'"{heading}"' for heading in table.headings)
    return " union all ".join(
        f"select {where(source)}, {headings} from {scan(source, rejects=rejects)}"
        for source in sources
    )


# ---- staged tables


@dataclass(frozen=True, slots=True)
class Incoming:
    """The rows of a table before their cells are read: SQL that gives file, line and the cells.

    `more` are columns that are passed on as they are, `sound` a condition on them that is false
    where a row is suspect; `large` says that the rows are many.
    """

    rows: str
    large: bool = False
    more: tuple[str, ...] = ()
    sound: str = "true"


def stage_rows(
    cursor: Cursor, table: Table, incoming: Incoming, parameters: dict[str, str] | None, *,
    careful: bool,
) -> None:  # fmt: skip
    """Make `staged_NAME` of the rows that come in."""
    cursor.execute(
        f"create or replace temp table staged_{table.name} as "
        + (_carefully if careful else _plainly)(table, incoming),
        parameters,
    )


def begins_oddly(
    cursor: Cursor, table: Table, incoming: Incoming, parameters: dict[str, str] | None
) -> bool:
    """Whether there is a suspect row among the first that come in, so that there may be more."""
    first = replace(incoming, rows=f"select * from ({incoming.rows}) limit {FIRST}")
    sql = f"select coalesce(bool_or(suspect), false) from ({_plainly(table, first)})"
    return bool(value(cursor, sql, parameters))


FIRST = 2000
"""Rows of a large file that are looked at before it is read as a whole."""


def no_rows(table: Table) -> Incoming:
    """What comes in for a table that the pack does not have."""
    columns = ", ".join(f'null::varchar as "{heading}"' for heading in table.headings)
    return Incoming(f"select 0 as file, null::integer as line, {columns} limit 0")


def _plainly(table: Table, incoming: Incoming) -> str:
    read = {column: cells.plain(column) for column in table.columns}
    value_of = {c.name: value for c, (value, _) in read.items() if has_value(c)}
    values = "".join(f', {value} as "is_{name}"' for name, value in value_of.items())
    right = [condition for _, conditions in read.values() for condition in conditions]
    right += [_neat(c for c in table.columns if not has_value(c)), *_sound(table, value_of)]
    right.append(incoming.sound)
    nothing = ", ".join(f"0::utinyint as {counter}" for counter in COUNTERS)
    return (
        f"with incoming as ({incoming.rows}) select *{values}, {nothing}, "
        f"{_any_false(right, large=incoming.large)} as suspect from incoming"
    )


def _any_false(conditions: Sequence[str], *, large: bool) -> str:
    """Whether one of the conditions is false; null is not.

    DuckDB plans a list far quicker than so many "or"s, and takes longer over each row.
    """
    if large:
        return f"coalesce({' or '.join(f'not ({each})' for each in conditions)}, false)"
    return f"list_contains([{', '.join(conditions)}], false)"


def _carefully(table: Table, incoming: Incoming) -> str:
    found = [f'"found_{c.name}"' for c in table.columns]
    as_found = ", ".join(f"{_named(c)} as {f}" for c, f in zip(table.columns, found, strict=True))
    trimmed = ", ".join(
        f"case when neat then {f} else {cells.trimmed(f)} end as {_named(c)}"
        for c, f in zip(table.columns, found, strict=True)
    )
    passed = "".join(f", {name}" for name in incoming.more)
    with_value = [c for c in table.columns if has_value(c)]
    values = "".join(f', {cells.careful(c)} as "is_{c.name}"' for c in with_value)
    spaced = [
        f"coalesce({_named(c)} <> {f}, false)::utinyint"
        for c, f in zip(table.columns, found, strict=True)
    ]
    terms_of = _counted(table) | {SPACES: [f"case when neat then 0 else {' + '.join(spaced)} end"]}
    counts = ", ".join(
        f"({' + '.join(terms)})::utinyint as {counter}" for counter, terms in terms_of.items()
    )
    read = [f'("{c.name}" is null or "is_{c.name}" is not null)' for c in with_value]
    sound = [*read, *_sound(table, {c.name: f'"is_{c.name}"' for c in with_value}), incoming.sound]
    return (
        f"with incoming as ({incoming.rows}), "
        f"found as (select file, line, {as_found}{passed}, {_neat(table.columns)} as neat "
        f"from incoming), trimmed as (select *, {trimmed} from found), "
        f"valued as (select *{values} from trimmed) "
        f"select * exclude (neat, {', '.join(found)}), {counts}, "
        f"{_any_false(sound, large=True)} as suspect from valued"
    )


def _neat(columns: Iterable[Column]) -> str:
    return cells.neat(map(_named, columns))


def _named(column: Column) -> str:
    return f'"{column.name}"'


def _counted(table: Table) -> dict[str, list[str]]:
    """By counter, SQL terms of 0 or 1 for each cell that is read as something else."""
    counted: dict[str, list[str]] = {counter: ["0"] for counter in COUNTERS}
    for column in table.columns:
        found, value = f'"{column.name}"', f'"is_{column.name}"'
        for kind, counter, condition in (
            ("judgement", SPELLED, f"{found} <> {value}"),
            ("word", _WORDS, f"{found} <> {value}"),
            ("date", _DATES, f"{value} is not null and contains({found}, '/')"),
            ("whole", _NUMBERS, f"{value} is not null and contains({found}, '.')"),
        ):
            if column.kind == kind:
                counted[counter].append(f"coalesce({condition}, false)::utinyint")
    return counted


IN_ORDER = {
    "inspections": (("fieldwork_start", "fieldwork_end"), ("fieldwork_end", "publication_date")),
    "yots": (("valid_from", "valid_to"),),
    "reoffending": (("cohort_start", "cohort_end"),),
}
"""Dates of a row that may not stand the other way round."""

SAFE = "[A-Za-z]+-?[0-9]+(-[0-9]+)*(-?[A-Za-z])?"
"""References of this shape name nobody: letters, then numbers, then at most one letter."""

NAMED = {
    "cases": ("case_id", "case_manager", "inspector"),
    "second_reads": ("inspector",),
    "interviews": ("interviewee",),
}
"""References that people might fill with names."""


def _sound(table: Table, value: Mapping[str, str]) -> list[str]:
    """SQL conditions, one of which is false where a row may break a rule that looks at it alone."""
    filled = [f'"{c.name}" is not null' for c in table.columns if c.required]
    short = [f'length("{c.name}") <= {LONGEST[c.kind]}' for c in table.columns if not has_value(c)]
    ordered = [
        f"{value[first]} <= {value[second]}" for first, second in IN_ORDER.get(table.name, ())
    ]
    named = [f"regexp_full_match(\"{h}\", '{SAFE}')" for h in NAMED.get(table.name, ())]
    seen = [
        f"regexp_full_match(\"{c.name}\", '[ -~]*')"
        for c in table.columns
        if c.kind == "reference" and c.name not in NAMED.get(table.name, ())
    ]
    asked = [f"{value['answer']} <> 'not relevant'"] if table.name == "interviews" else []
    return [*filled, *short, *ordered, *named, *seen, *asked]
