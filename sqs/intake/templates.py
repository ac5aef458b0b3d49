"""Tables to fill in: empty ones, and an example that passes every check, long or wide.

The example is an inspection of a team that does not exist, and says so wherever it shows.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from sqs.criteria import Edition, Question, editions
from sqs.intake.desk import as_csv, as_zip
from sqs.intake.tables import TABLES

Form = Literal["long", "wide"]
"""Long: cases and answers apart, a row an answer. Wide: a row a case, a column a question."""

FORMS: tuple[Form, ...] = ("long", "wide")

EDITION = "sqs-2014"

_YOT = "example-town"
_INSPECTION = "example-town-2014"
_CASES = ("EXA14-01", "EXA14-02")

_FILLED: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "yots": (
        {
            "yot": _YOT, "name": "Example Town (invented)", "region": "South West",
            "country": "England", "valid_from": "2009-04-01",
        },
    ),
    "inspections": (
        {
            "inspection_id": _INSPECTION, "yot": _YOT, "fieldwork_start": "2014-11-17",
            "fieldwork_end": "2014-11-19", "edition": EDITION, "caseload": "80",
            "addressee_post": "Chair of the Management Board (invented)",
            "sender_post": "HM Assistant Chief Inspector (invented)",
        },
    ),
    "cases": (
        {
            "inspection_id": _INSPECTION, "case_id": _CASES[0], "order_type": "referral_order",
            "custody": "no", "sex": "female", "age": "15", "ethnicity": "white",
            "looked_after": "no", "risk_of_harm": "low", "vulnerability": "medium",
            "start_date": "2014-03-10", "case_manager": "CM01", "inspector": "I1",
        },
        {
            "inspection_id": _INSPECTION, "case_id": _CASES[1],
            "order_type": "youth_rehabilitation_order", "custody": "no", "sex": "male",
            "age": "17", "ethnicity": "black", "looked_after": "yes", "risk_of_harm": "high",
            "vulnerability": "high", "start_date": "2014-02-03", "case_manager": "CM01",
            "inspector": "I2",
        },
    ),
    "second_reads": (
        {
            "inspection_id": _INSPECTION, "case_id": _CASES[0], "question_id": "lor_assessment",
            "answer": "yes", "inspector": "I2",
        },
        {
            "inspection_id": _INSPECTION, "case_id": _CASES[0], "question_id": "rosh_assessment",
            "answer": "no", "reasons": "insufficient_evidence",
            "note": "What was missed, in your words (invented)", "inspector": "I2",
        },
    ),
    "quotes": (
        {
            "inspection_id": _INSPECTION, "case_id": _CASES[0], "question_id": "lor_assessment",
            "text": "The first assessment was full and fair. (invented)", "cleared": "no",
        },
    ),
    "reoffending": (
        {
            "yot": _YOT, "cohort_start": "2011-10-01", "cohort_end": "2012-09-30",
            "method": "12m", "rate": "35.0", "compared_with_previous": "better",
            "published": "2014-07-31", "source": "Example (invented)",
        },
    ),
    "recipients": (
        {
            "inspection_id": _INSPECTION, "role": "YOT Manager",
            "name": "The YOT Manager (invented)",
        },
    ),
}  # fmt: skip


def empty_table(table: str, form: Form = "long") -> bytes:
    """A table of the pack with its heading row and nothing under it.

    Args:
        table: its name; KeyError where there is none.
        form: wide adds a column a question to the cases.

    """
    return as_csv([_headings(table, form)])


def filled_table(table: str, form: Form = "long") -> bytes:
    """The example's rows of a table of the pack, under its heading row."""
    headings = _headings(table, form)
    rows = [[row.get(heading, "") for heading in headings] for row in _rows(table, form)]
    return as_csv([headings, *rows])


def tables_of(form: Form) -> tuple[str, ...]:
    """The tables of a pack in that form; the wide one has its answers beside its cases."""
    return tuple(name for name in TABLES if (form, name) != ("wide", "answers"))


def template_zip(form: Form) -> bytes:
    """Every table as one zip: a folder of empty ones, and a folder that holds the example."""
    files = {f"empty/{name}.csv": empty_table(name, form) for name in tables_of(form)}
    files |= {
        f"example (invented)/{name}.csv": filled_table(name, form) for name in tables_of(form)
    }
    return as_zip(files)


def _headings(table: str, form: Form) -> tuple[str, ...]:
    headings = TABLES[table].headings
    if (form, table) != ("wide", "cases"):
        return headings
    more = ((q.id,) if q.fact else (q.id, f"{q.id}.reasons") for q in _edition().case_questions)
    return (*headings, *(heading for pair in more for heading in pair))


def _rows(table: str, form: Form) -> Iterator[Mapping[str, str]]:
    if table == "answers":
        for case in _CASES:
            for question_id, (answer, reasons) in _answers(case).items():
                yield {
                    "inspection_id": _INSPECTION, "case_id": case, "question_id": question_id,
                    "answer": answer, "reasons": reasons,
                    "note": "What was missed, in your words (invented)" if reasons else "",
                }  # fmt: skip
    elif table == "interviews":
        for question in _edition().interview_questions:
            yield {
                "inspection_id": _INSPECTION, "interviewee": "CM01", "question_id": question.id,
                "answer": "yes",
            }  # fmt: skip
    elif (form, table) == ("wide", "cases"):
        for row in _FILLED["cases"]:
            answers = _answers(row["case_id"])
            yield {
                **row,
                **{question: answer for question, (answer, _) in answers.items()},
                **{f"{question}.reasons": reasons for question, (_, reasons) in answers.items()},
            }
    else:
        yield from _FILLED[table]


def _answers(case: str) -> dict[str, tuple[str, str]]:
    """Answer and reasons by question_id; in the second case half of the work fell short."""
    answers: dict[str, tuple[str, str]] = {}
    for place, question in enumerate(_edition().case_questions):
        if _ruled_out(question, answers):
            answers[question.id] = ("not relevant", "")
        elif case == _CASES[1] and place % 2:
            answers[question.id] = ("no", ";".join(question.reasons[1:3]))
        else:
            answers[question.id] = ("yes", "")
    return answers


def _ruled_out(question: Question, answers: Mapping[str, tuple[str, str]]) -> bool:
    return bool(question.parent) and (
        answers[question.parent][0] not in question.relevance.parent_answers
    )


def _edition() -> Edition:
    return editions()[EDITION]
