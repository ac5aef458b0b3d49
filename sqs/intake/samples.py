"""The sample of each inspection that a pack speaks of: every case with all its answers.

Answers come with their cases: what the pack leaves out is taken from what is loaded, so that a
pack of answers alone, or of cases alone, is checked and stored as the whole sample it makes.
"""

from sqs.intake.answer_sets import SAID, remark_digest
from sqs.intake.staging import has_value
from sqs.intake.tables import TABLES, Column
from sqs.store.database import Cursor, value

_COLUMNS = TABLES["cases"].columns


def stored(column: Column) -> str:
    """The SQL of what is stored of a staged cell."""
    return f'"is_{column.name}"' if has_value(column) else f'"{column.name}"'


def make_sample(cursor: Cursor) -> None:
    """Make the temporary table `sample`: a row a case.

    `place` is its order; `file`, `line` are null for a case loaded before; `answers_before` says
    that its answers were; `answers` counts them, `answered` and the sets are bits of questions.
    """
    columns = ", ".join(
        f'c.{stored(c)} as "{c.name}"' if c.name not in ("inspection_id", "case_id") else c.name
        for c in _COLUMNS
    )
    sets = ", ".join(
        f"coalesce(c.{name}, 0) | coalesce(a.{name}, 0) as {name}" for name in ("answered", *SAID)
    )
    cursor.execute(
        "create or replace temp table sample as "
        f"select {columns}, c.file, c.line, c.rowid as place, false as answers_before, "
        f"coalesce(c.answers, 0) + coalesce(a.answers, 0) as answers, {sets}, "
        "xor(coalesce(c.remarks, 0), coalesce(a.remarks, 0)) as remarks "
        "from staged_cases as c left join staged_answer_sets as a using (inspection_id, case_id)"
    )
    if value(cursor, _INCOMPLETE):
        _add_cases_loaded_before(cursor)
        _add_answers_loaded_before(cursor)


_INCOMPLETE = """
select exists (
    from staged_answer_sets
    where inspection_id not in (select inspection_id from sample where inspection_id is not null)
) or exists (
    from (select inspection_id, sum(answers) as answers from sample group by inspection_id)
    where answers = 0
)
"""


def _add_cases_loaded_before(cursor: Cursor) -> None:
    columns = ", ".join(f'b."{c.name}"' for c in _COLUMNS)
    sets = ", ".join(f"coalesce(a.{name}, 0)" for name in ("answers", "answered", *SAID))
    cursor.execute(
        f"insert into sample select {columns}, null, null, b.case_number, false, "
        f"{sets}, coalesce(a.remarks, 0) "
        "from cases as b left join staged_answer_sets as a using (inspection_id, case_id) "
        "where inspection_id in (select inspection_id from staged_answer_sets) "
        "and inspection_id not in (select coalesce(inspection_id, '') from staged_cases)"
    )


def _add_answers_loaded_before(cursor: Cursor) -> None:
    sets = ", ".join(f"{name} = b.{name}" for name in SAID)
    answered = " | ".join(f"b.{name}" for name in SAID)
    cursor.execute(
        f"update sample set {sets}, answered = {answered}, "
        f"answers = bit_count({answered}), answers_before = true, "
        "remarks = coalesce(b.remarks, 0) from ("
        "select p.scope as inspection_id, c.case_id, c.said_yes, c.said_no, c.said_not_relevant, "
        "w.remarks from recorded.cases as c "
        "join recorded.parts as p on p.part = c.part and p.is_current left join ("
        f"select part, case_number, bit_xor({remark_digest('question', 'reasons', 'note')}) "
        "as remarks from recorded.remarks group by part, case_number"
        ") as w on w.part = c.part and w.case_number = c.case_number) as b "
        "where sample.inspection_id = b.inspection_id and sample.case_id = b.case_id "
        "and sample.inspection_id in (select inspection_id from sample "
        "group by inspection_id having sum(answers) = 0)"
    )
