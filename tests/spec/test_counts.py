"""How answers are counted, drawn as tables: cases down, questions across, and what comes of it.

y yes, n no, - not relevant; each question's last lines are met / relevant / not relevant. The
same tables are held against the SQL and against the counter written by hand.
"""

import pytest
from by_hand import counted
from packs import INSPECTION, bedfordshire

from sqs.criteria import editions
from sqs.figures.scores import scores
from sqs.intake.loading import load

ANSWERS = {"y": "yes", "n": "no", "-": "not relevant"}

TABLES = {
    "yes is met, yes and no are relevant": """
        case | lor_plan | lor_assessment
        A    | y        | y
        B    | n        | n
        C    | y        | n
        met          | 2 | 1
        relevant     | 3 | 3
        not relevant | 0 | 0
    """,
    "not relevant is neither met nor relevant": """
        case | rosh_plan | rosh_plan_review | sv_oversight
        A    | y         | -                | -
        B    | -         | -                | -
        C    | n         | n                | -
        met          | 1 | 0 | 0
        relevant     | 2 | 1 | 0
        not relevant | 1 | 2 | 3
    """,
    "facts route and are never counted": """
        case | psr_prepared | psr_quality | psr_alternatives | compliance | noncompliance_response
        A    | y            | y           | -                | n          | n
        B    | n            | -           | -                | y          | -
        C    | y            | n           | n                | y          | -
        met          | none | 1 | 0 | none | 0
        relevant     | none | 2 | 1 | none | 1
        not relevant | none | 1 | 2 | none | 2
    """,
    "one case": """
        case | lor_plan | victim_safety
        A    | n        | -
        met          | 0 | 0
        relevant     | 1 | 0
        not relevant | 0 | 1
    """,
}


def _drawn(table: str) -> tuple[list[str], list[list[str]], dict[str, tuple[int, int, int] | None]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    (_, *questions), *cases = lines[:-3]
    expected: dict[str, tuple[int, int, int] | None] = {}
    for at, question in enumerate(questions, 1):
        column = [line[at] for line in lines[-3:]]
        met, relevant, not_relevant = (None if cell == "none" else int(cell) for cell in column)
        expected[question] = None if met is None else (met, relevant, not_relevant)
    return questions, cases, expected


def _rows(questions: list[str], cases: list[list[str]]) -> list[tuple[str, str, str]]:
    """The drawn answers; others are yes where they must be answered, else not relevant."""
    rows = []
    for case, *answers in cases:
        drawn = dict(zip(questions, (ANSWERS[a] for a in answers), strict=True))
        given: dict[str, str] = {}
        for question in editions()["sqs-2014"].case_questions:
            rule = question.relevance
            open_ = not rule.parent_answers or given[question.parent] in rule.parent_answers
            default = "yes" if rule.must_be_answered and open_ else "not relevant"
            given[question.id] = drawn.get(question.id, default)
        rows += [(case, question, answer) for question, answer in given.items()]
    return rows


@pytest.mark.parametrize("title", TABLES)
def test_answers_are_counted_as_drawn(database, title):
    questions, cases, expected = _drawn(TABLES[title])
    rows = _rows(questions, cases)
    pack = bedfordshire().only("yots", "inspections", "cases", "answers")
    pack = pack.rows(
        "cases",
        (pack.tables["cases"][0], *((INSPECTION, case, *[""] * 11) for case, *_ in cases)),
    ).rows(
        "answers",
        (pack.tables["answers"][0], *((INSPECTION, *row, "", "") for row in rows)),
    )
    receipt = load(database, pack.files())
    assert receipt.problems == ()

    with database.reading() as cursor:
        sql = {
            f.question_id: (f.met, f.relevant, f.not_relevant) for f in scores(cursor, [INSPECTION])
        }

    assert {question: sql.get(question) for question in questions} == expected
    by_hand = counted(rows)
    assert {q: by_hand[q] for q in questions if expected[q]} == {
        q: counts for q, counts in expected.items() if counts
    }
