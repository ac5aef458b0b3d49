"""The rules of the pack, each with its words, and the checks that find what breaks them.

A check is a query over the staged tables that returns a row a problem. A check that fails is a
fault of ours and raises IntakeError: silence must never mean broken.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

import duckdb

from sqs.criteria import editions
from sqs.intake.problems import IntakeError, Problem, problem
from sqs.intake.staging import has_value
from sqs.intake.tables import FIRST_YEAR, LAST_YEAR, LONGEST, TABLES, Column, Table


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words: its title, what it asks, and how to mend what breaks it."""

    name: str
    title: str
    asks: str
    mend: str


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "heading_missing", "A heading is missing",
            "Every file has all the headings of its table, in any order.",
            "Add the heading; its cells may stay blank where the table allows it.",
        ),
        Rule(
            "heading_unknown", "A heading is not known",
            "A file has no headings but those of its table.",
            "Rename the column as suggested, or delete it.",
        ),
        Rule(
            "heading_repeated", "A heading stands twice",
            "Each heading stands once.", "Delete or rename one of the columns.",
        ),
        Rule(
            "column_count", "A row has too many or too few cells",
            "Every row has one cell for each heading.",
            "Look for a comma in a text without quotation marks round it, or a cell left out.",
        ),
        Rule(
            "encoding", "The characters cannot be read",
            "Files are UTF-8 (UTF-16 and Windows-1252 are read too).",
            "In Excel choose Save as, CSV UTF-8.",
        ),
        Rule(
            "empty_file", "The file is empty",
            "A file has a heading row and rows under it.",
            "Check that you saved the sheet you meant.",
        ),
        Rule(
            "not_csv", "The file is not CSV",
            "Files are CSV, alone or in one zip.",
            "Open the file in its own program and save the sheet as CSV UTF-8.",
        ),
        Rule("too_large", "The file is too large", "A file has at most 1 GB.", "Load it in parts."),
        Rule(
            "required", "A cell is blank that may not be",
            "Keys, dates of fieldwork and answers are never blank; a blank answer is not "
            "'not relevant'.",
            "Fill the cell in.",
        ),
        Rule(
            "date", "A date cannot be read or lies the wrong way round",
            f"Dates are written 2014-11-17 or 17/11/2014 and lie in the years {FIRST_YEAR} to "
            f"{LAST_YEAR}, and ends do not come before beginnings.",
            "Write the date in one of the two forms, or correct it.",
        ),
        Rule(
            "number", "A number cannot be read or cannot be right",
            "Ages, caseloads and rates are plain numbers within their bounds.",
            "Correct the number, or leave the cell blank where it may be.",
        ),
        Rule(
            "vocabulary", "A word is not one of those allowed",
            "An answer is yes, no or not relevant; other lists are given with the problem.",
            "Use one of the words that the problem names.",
        ),
        Rule(
            "unknown_question", "A question is not known",
            "Questions are those of the inspection's edition.",
            "Correct the question_id, or the inspection's edition.",
        ),
        Rule(
            "unknown_case", "A case is not known",
            "Answers and quotes are about a case of the same inspection.",
            "Correct the case_id, or add the case.",
        ),
        Rule(
            "unknown_inspection", "An inspection is not known",
            "Rows belong to an inspection in the pack or loaded before.",
            "Correct the inspection_id, or add the inspection.",
        ),
        Rule(
            "unknown_yot", "A team is not known",
            "Inspections and rates belong to a team in the pack or loaded before.",
            "Correct the yot, or add the team.",
        ),
        Rule(
            "unknown_edition", "An edition is not known",
            "The edition is one of the question sets held here.",
            "Correct the edition, or have its criteria file added.",
        ),
        Rule(
            "duplicate", "A row stands twice",
            "A team, an inspection, a case and an answer stand once each.",
            "Delete one of the two rows.",
        ),
        Rule(
            "routed_out", "Answered although it cannot be relevant",
            "A question that another answer rules out is not relevant.",
            "Correct one of the two answers.",
        ),
        Rule(
            "must_answer", "Not relevant although it must be answered",
            "What is asked of every case is answered yes or no.",
            "Answer yes or no.",
        ),
        Rule(
            "reason_without_no", "A reason without a no",
            "Reasons stand only beside the answer no.",
            "Delete the reason, or correct the answer.",
        ),
        Rule(
            "unknown_reason", "A reason is not one the question lists",
            "Reason codes are those of the question, separated by semicolons.",
            "Use one of the codes that the problem names, or other.",
        ),
        Rule(
            "missing_answer", "A case has no answer to a question",
            "Every case has a row for every question of its edition.",
            "Add the answer, not relevant if it is.",
        ),
        Rule(
            "text_too_long", "A text is too long",
            "References have at most 64 characters, other texts at most 4,000.",
            "Shorten it.",
        ),
        Rule(
            "identifier", "A reference looks like a person",
            "Cases and people stand under references that say nothing of who they are.",
            "Give the case or the person a reference of your own, such as ABC14-01 or CM01.",
        ),
        Rule(
            "conflict", "Already loaded with other content",
            "What is loaded is not changed by loading it again.",
            "Check which is right. To put the pack in its place, load it again to replace it.",
        ),
    )
}  # fmt: skip
"""Every rule by its name, in the order of the contract."""

_KIND_RULE = {"date": "date", "whole": "number", "rate": "number"}


def check(cursor: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Run every check over the staged tables; problems in the order of the files.

    Raises:
        IntakeError: where a check itself fails.

    """
    _name_what_is_asked(cursor)
    found: list[Problem] = []
    for name, sql in _checks().items():
        try:
            rows = cursor.execute(sql).fetchall()
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise IntakeError(
                f"The check '{name}' failed ({first}); nothing was loaded."
            ) from error
        found += [
            problem(rule, file, what, allowed, line=line, column=column, case=case)
            for rule, file, line, column, case, what, allowed in rows
        ]
    return sorted(found, key=lambda p: (p.file, p.line or 0, p.column or "", p.rule))


def _name_what_is_asked(cursor: duckdb.DuckDBPyConnection) -> None:
    """The tables that checks join: `asked`, a row a question, and `known_inspections`."""
    cursor.execute(
        "create or replace temp table asked (edition varchar, question_id varchar, title varchar, "
        "interview boolean, parent varchar, parent_answers varchar[], must_be_answered boolean, "
        "reasons varchar[])"
    )
    rows = [
        (
            edition.name,
            q.id,
            q.title,
            q.relevant_when == "every_interview",
            q.parent,
            list(q.relevance.parent_answers),
            q.relevance.must_be_answered,
            list(q.reasons),
        )
        for edition in editions().values()
        for q in edition.questions
    ]
    marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(rows))
    cursor.execute(f"insert into asked values {marks}", [v for row in rows for v in row])  # noqa: S608
    cursor.execute(
        "create or replace temp view known_inspections as "
        "select inspection_id, edition from staged_inspections where inspection_id is not null "
        "union select inspection_id, edition from inspections where inspection_id not in "
        "(select inspection_id from staged_inspections where inspection_id is not null)"
    )


@functools.cache
def _checks() -> Mapping[str, str]:
    """Every check by name: those of single cells, made from the tables, then the SQL files."""
    cells = {f"cells of {table.name}": _cells_sql(table) for table in TABLES.values()}
    doubles = {f"duplicates in {table.name}": _duplicates_sql(table) for table in TABLES.values()}
    folder = resources.files("sqs.intake") / "checks"
    files = {
        file.name.removesuffix(".sql"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    }
    return cells | doubles | files


def _cells_sql(table: Table) -> str:
    return " union all ".join(
        f"select '{rule}' as rule, file, line, {_heading(table, column)} as \"column\", "  # noqa: S608
        f"{_case(table)} as \"case\", {found} as found, '{allowed}' as allowed "
        f"from staged_{table.name} where line is not null and {condition}"
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


def _as_found(cell: str) -> str:
    return f"'''' || left({cell}, 60) || ''''"


def _heading(table: Table, column: Column) -> str:
    if table.name == "answers" and column.name in ("answer", "reasons"):
        return f"{column.name}_heading"
    return f"'{column.name}'"


def _case(table: Table) -> str:
    return "case_id" if "case_id" in table.headings else "null"


def _duplicates_sql(table: Table) -> str:
    # By what a cell was read as, or 2009-04-01 and 01/04/2009 would be two keys.
    key = ", ".join(
        f'coalesce("is_{h}"::varchar, "{h}")' if has_value(table.column(h)) else f'"{h}"'
        for h in table.key
    )
    shown = table.key[-1] if len(table.key) < 4 else table.key[1]
    # An answer may stand in a wide row and again in a row of its own; a wide row that stands twice
    # is told of as its case.
    first, own = ("wide desc, ", " and not wide") if table.name == "answers" else ("", "")
    present = f'"{table.key[0]}" is not null and "{table.key[-1]}" is not null'
    if table.name in ("yots", "recipients"):
        present = f'"{table.key[0]}" is not null'
    return (
        f"with numbered as (select *, row_number() over same as nth, "  # noqa: S608  our own
        f"first(file || ', line ' || line) over same as before from staged_{table.name} "
        f"window same as (partition by {key} order by {first}record "
        f"rows between unbounded preceding and unbounded following)) "
        f"select 'duplicate' as rule, file, line, '{shown}' as \"column\", "
        f'{_case(table)} as "case", '
        f"'the same {' and '.join(table.key)} as ' || before as found, "
        "'keep one of the two rows' as allowed "
        f"from numbered where nth > 1 and line is not null and {present}{own}"
    )
