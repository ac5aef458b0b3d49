"""The checks that say what breaks a rule on rows: each a query that returns a row a problem.

Those of single cells and of rows that stand twice are made from the tables; the others are files in
the folder `checks`. All of them return rule, file, line, column, case, found, allowed.
"""

import functools
from collections.abc import Iterator, Mapping
from importlib import resources

from sqs.intake.staging import has_value
from sqs.intake.tables import LONGEST, TABLES, Column, Table


@functools.cache
def checks() -> Mapping[str, str]:
    """Every check by name: those of single cells, made from the tables, then the SQL files.

    "cells of NAME" and "duplicates in NAME" look at the rows of one table alone.
    """
    cell_checks = {f"cells of {table.name}": _cells_sql(table) for table in TABLES.values()}
    doubles = {f"duplicates in {table.name}": _duplicates_sql(table) for table in TABLES.values()}
    folder = resources.files("sqs.intake") / "checks"
    files = {
        file.name.removesuffix(".sql"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    }
    return cell_checks | doubles | files


_KIND_RULE = {"date": "date", "whole": "number", "rate": "number"}


def _cells_sql(table: Table) -> str:
    return " union all ".join(
        f"select '{rule}' as rule, file, line, {_heading(table, column)} as \"column\", "
        f"{_case(table)} as \"case\", {found} as found, '{allowed}' as allowed "
        f"from staged_{table.name} where {condition}"
        for column in table.columns
        for rule, condition, found, allowed in _cell_rules(table, column)
    )


def _cell_rules(table: Table, column: Column) -> Iterator[tuple[str, str, str, str]]:
    """(rule, SQL condition, SQL of what was found, what is allowed) for one column."""
    cell = f'"{column.name}"'
    # A wide row's keys are checked once, as its case's.
    once = " and not wide" if table.name == "answers" and column.name.endswith("_id") else ""
    if column.required:
        allowed = column.allowed if column.kind == "judgement" else "fill it in"
        yield "required", f"{cell} is null{once}", "'a blank cell'", allowed
    if has_value(column):
        rule = _KIND_RULE.get(column.kind, "vocabulary")
        condition = f'{cell} is not null and "is_{column.name}" is null'
        yield rule, condition, _as_found(cell), column.allowed
    else:
        longest = LONGEST[column.kind]
        condition = f"length({cell}) > {longest}{once}"
        yield "text_too_long", condition, f"length({cell}) || ' characters'", column.allowed
    if column.name in _GIVEN.get(table.name, ()):
        condition = f"regexp_matches({cell}, '{_UNSEEN}'){once}"
        yield "vocabulary", condition, _as_found(cell), "use letters and signs that can be seen"


_GIVEN = {
    "yots": ("yot",),
    "inspections": ("inspection_id",),
    "cases": ("case_id", "case_manager", "inspector"),
    "second_reads": ("inspector",),
    "interviews": ("interviewee",),
}
"""References where they are given, not where they are referred to."""

_UNSEEN = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]"
"""Characters that show nothing, or turn what follows round."""


def _as_found(cell: str) -> str:
    seen = f"regexp_replace(left({cell}, 60), '{_UNSEEN}', '\N{REPLACEMENT CHARACTER}', 'g')"
    return f"'''' || {seen} || ''''"


def _heading(table: Table, column: Column) -> str:
    if table.name == "answers" and column.name in ("answer", "reasons"):
        return f"{column.name}_heading"
    return f"'{column.name}'"


def _case(table: Table) -> str:
    return "case_id" if "case_id" in table.headings else "null"


def _duplicates_sql(table: Table) -> str:
    key = ", ".join(key_of(table))
    shown = table.key[-1] if len(table.key) < 4 else table.key[1]
    # An answer may stand in a wide row and again in a row of its own; a wide row that stands twice
    # is told of as its case.
    first, own = ("wide desc, ", " and not wide") if table.name == "answers" else ("", "")
    present = f'"{table.key[0]}" is not null and "{table.key[-1]}" is not null'
    if table.name in ("yots", "recipients"):
        present = f'"{table.key[0]}" is not null'
    return (
        f"with numbered as (select *, row_number() over same as nth_same, "
        f"first(file_name || ', line ' || line) over same as before "
        f"from staged_{table.name} join files using (file) "
        f"window same as (partition by {key} order by {first}file, line "
        f"rows between unbounded preceding and unbounded following)) "
        f"select 'duplicate' as rule, file, line, '{shown}' as \"column\", "
        f'{_case(table)} as "case", '
        f"'the same {' and '.join(table.key)} as ' || before as found, "
        "'keep one of the two rows' as allowed "
        f"from numbered where nth_same > 1 and {present}{own}"
    )


def key_of(table: Table) -> list[str]:
    """The SQL of what makes a staged row the same row again."""
    # By what a cell was read as, or 2009-04-01 and 01/04/2009 would be two keys; and é is one
    # letter whether it was typed as one or as two.
    return [
        f'coalesce("is_{h}"::varchar, "{h}")'
        if has_value(table.column(h))
        else f'nfc_normalize("{h}")'
        if h in _GIVEN.get(table.name, ())
        else f'"{h}"'
        for h in table.key
    ]
