"""Looking at a pack as a whole: what shows in no pack without problems, asked in two statements."""

import functools

from sqs.intake.rule_checks import checks, key_of
from sqs.intake.staging import COUNTERS, PUT_RIGHT
from sqs.intake.tables import Table


def counting(table: Table) -> str:
    """SQL of a row: the table's name; its rows, those suspect, those double; what was put right."""
    if table.name == "answers":
        nothing = ", ".join("0" for _ in PUT_RIGHT[2:])
        return (
            "select 'answers', sum(rows), sum(odd_answers), 0, sum(spaces), sum(spelled), "
            f"{nothing} from (select rows, odd_answers, spaces, spelled from staged_answer_sets "
            "union all select answers, 0, 0, 0 from staged_cases)"
        )
    put_right = ", ".join(f"sum({counter})" for counter in COUNTERS)
    return (
        f"select '{table.name}', count(*), count(*) filter (suspect), "
        f"count(*) - count(distinct ({', '.join(key_of(table))})), {put_right} "
        f"from staged_{table.name}"
    )


@functools.cache
def looks(present: tuple[str, ...], *, whole: bool) -> str:
    """SQL that asks whether anything shows that no pack without problems shows.

    Args:
        present: the tables of which the pack has rows.
        whole: whether all the inspections that it speaks of are whole (`Spoken.whole`): then
            nothing that is loaded has to be looked up, which takes long to plan.

    """
    known = _inspections(present, "edition", "edition", whole=whole)
    yots = "select yot from yots" + " union select yot from staged_yots" * ("yots" in present)
    asks = []
    if "inspections" in present:
        asks.append(
            "from staged_inspections where edition not in (select edition from edition_questions)"
        )
        if not whole:
            asks.append(f"from staged_inspections where yot not in ({yots})")
    if "reoffending" in present:
        asks.append(
            f"from staged_reoffending where yot <> 'england-and-wales' and yot not in ({yots})"
        )
    if not whole:
        asks += [
            f"from {'sample' if name == 'cases' else f'staged_{name}'} "
            "where inspection_id not in (select inspection_id from known)"
            for name in ("cases", "second_reads", "interviews", "recipients", "quotes")
            if name in present or (name == "cases" and "answers" in present)
        ]
    asks += [
        f"from staged_{name} as s join known using (inspection_id) anti join ("
        "select edition, question_id, interview "
        "from edition_questions join question_numbers using (number)) as q "
        f"on q.edition = known.edition and q.question_id = s.question_id and {which}"
        for name, which in (
            ("interviews", "q.interview"),
            ("second_reads", "not q.interview"),
            ("quotes", "not q.interview"),
        )
        if name in present
    ]
    if not {"second_reads", "quotes"}.isdisjoint(present):
        cases = "select inspection_id, case_id from sample"
        if not whole:
            cases += (
                " union all select inspection_id, case_id from cases where inspection_id not in "
                "(select inspection_id from sample where inspection_id is not null)"
            )
        asks += [
            f"from staged_{name} as s anti join ({cases}) as c "
            "on c.inspection_id = s.inspection_id and c.case_id = s.case_id"
            for name in ("second_reads", "quotes")
            if name in present
        ]
    if "second_reads" in present:
        # They are few: the check itself is quick enough.
        asks.append(
            "from (with known_inspections as (select * from known) "
            f"select * from ({checks()['second_reads']}))"
        )
    if "cases" in present or "answers" in present:
        asks += [_OF_NO_CASE, _WRONG_SETS, _WRONG_ROUTES]
    if not {"cases", "answers", "inspections"}.isdisjoint(present):
        caseloads = _inspections(present, "is_caseload as caseload", "caseload", whole=whole)
        samples = "select inspection_id, count(*) as cases from sample group by inspection_id"
        if "inspections" in present and not whole:
            samples += (
                " union all select inspection_id, count(*) from cases "
                "where inspection_id not in (select coalesce(inspection_id, '') from sample) "
                "and inspection_id in (select inspection_id from staged_inspections) "
                "group by inspection_id"
            )
        asks.append(
            f"from ({caseloads}) join ({samples}) using (inspection_id) where caseload < cases"
        )
    # A union is planned far quicker than so many "exists".
    found = " union all ".join(f"(select 1 {ask} limit 1)" for ask in asks)
    return f"with known as ({known}) select count(*) from ({found or 'select 1 limit 0'})"


def _inspections(present: tuple[str, ...], staged: str, loaded: str, *, whole: bool) -> str:
    """SQL of every inspection that there is, with one thing of it: the pack's row goes first."""
    if "inspections" not in present:
        return f"select inspection_id, {loaded} from inspections"
    of_pack = f"select inspection_id, {staged} from staged_inspections"
    if whole:
        return of_pack
    return (
        f"{of_pack} union all select inspection_id, {loaded} from inspections where inspection_id "
        "not in (select coalesce(inspection_id, '') from staged_inspections)"
    )


_OF_NO_CASE = """
from staged_answer_sets as s
anti join sample as c on c.inspection_id = s.inspection_id and c.case_id = s.case_id
"""

_WRONG_SETS = """
from sample as s
join known using (inspection_id)
join (
    select edition, bit_or(bit) as asked
    from edition_questions where not interview group by edition
) as q using (edition)
where s.answers <> bit_count(s.answered) or s.answered <> q.asked
    or bit_count(s.said_yes | s.said_no | s.said_not_relevant) <> s.answers
"""

_WRONG_ROUTES = """
from sample as s
join known using (inspection_id)
join edition_questions as q
    on q.edition = known.edition and not q.interview and (q.parent <> '' or q.must_be_answered)
where (
        q.parent <> '' and (s.said_yes | s.said_no) & q.bit <> 0
        and (q.parent_yes & s.said_yes) | (q.parent_no & s.said_no) = 0
    ) or (
        q.must_be_answered and s.said_not_relevant & q.bit <> 0
        and (q.parent = '' or (q.parent_yes & s.said_yes) | (q.parent_no & s.said_no) <> 0)
    )
"""
