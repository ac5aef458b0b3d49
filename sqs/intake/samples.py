"""The sample of each inspection that a pack speaks of: every case with all its answers.

Answers come with their cases: what the pack leaves out is taken from what is loaded, so that a
pack of answers alone, or of cases alone, is checked and stored as the whole sample it makes.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqs.intake.answer_sets import SAID, remark_digest
from sqs.intake.staging import has_value
from sqs.intake.tables import TABLES, Column
from sqs.store.database import Cursor

_COLUMNS = TABLES["cases"].columns


def stored(column: Column) -> str:
    """The SQL of what is stored of a staged cell."""
    return f'"is_{column.name}"' if has_value(column) else f'"{column.name}"'


def make_sample(cursor: Cursor, tables: Collection[str]) -> "list[Spoken]":
    """Make the temporary table `sample`: a row a case.

    `place` is its order; `file`, `line` are null for a case loaded before; `answers_before` says
    that its answers were; `answers` counts them, `answered` and the sets are bits of questions.

    Args:
        cursor: the load's transaction, its pack staged.
        tables: of which the pack has rows.

    Returns:
        the inspections that the pack speaks of, in the order of their names.

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
    spoken = _spoken_of(cursor, tables)
    if any(each.lacks_cases or each.lacks_answers for each in spoken):
        _add_cases_loaded_before(cursor)
        _add_answers_loaded_before(cursor)
    return spoken


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a pack has of one inspection that it speaks of.

    Attributes:
        inspection_id: the inspection.
        of_team: whether its own row is in the pack, and the team's; None where its row is not.
        cases: how many cases.
        answers: how many answers to known questions, of these cases.
        answered: whether there are answers in rows of their own.

    """

    inspection_id: str
    of_team: bool | None
    cases: int
    answers: int
    answered: bool

    @property
    def lacks_cases(self) -> bool:
        """Whether its answers are of cases loaded before, if of any."""
        return self.answered and not self.cases

    @property
    def lacks_answers(self) -> bool:
        """Whether its cases were answered before, if at all."""
        return bool(self.cases) and not self.answers

    @property
    def whole(self) -> bool:
        """Whether all that its rows refer to is in the pack itself, the questions apart."""
        return bool(self.of_team and self.answers)


def _spoken_of(cursor: Cursor, tables: Collection[str]) -> list[Spoken]:
    team = "yot in (select yot from staged_yots)" if "yots" in tables else "false"
    arms = [
        "select inspection_id, null as of_team, 1 as cases, answers, false as answered from sample",
        "select inspection_id, null, 0, 0, true from staged_answer_sets",
    ]
    arms += [
        f"select inspection_id, {team if name == 'inspections' else 'null'}, 0, 0, false "
        f"from staged_{name}"
        for name in tables
        if "inspection_id" in TABLES[name].headings and name not in ("cases", "answers")
    ]
    rows = cursor.execute(
        "select inspection_id, bool_and(of_team), count(*) filter (cases = 1), sum(answers), "
        f"bool_or(answered) from ({' union all '.join(arms)}) "
        "where inspection_id is not null group by inspection_id order by inspection_id"
    ).fetchall()
    return [Spoken(id_, team, cases, int(n), answered) for id_, team, cases, n, answered in rows]


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
