"""The figures of an inspection: the published ones, and the same as counted by hand."""

import csv
from pathlib import Path

import pytest
from by_hand import counted
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import INSPECTION, bedfordshire

from sqs.criteria import editions
from sqs.figures.records import UnknownInspectionError, inspection
from sqs.figures.scores import by_measure, scores
from sqs.intake.loading import load
from sqs.store.database import Database

EDITION = editions()["sqs-2014"]
JUDGED = [q for q in EDITION.case_questions if not q.fact]


def _findings() -> list[tuple[str, str, int, int]]:
    path = Path(__file__).parent.parent / "external" / "bedfordshire_findings.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            (row["paragraph"], row["question_id"], int(row["met"]), int(row["relevant"]))
            for row in csv.DictReader(stream)
        ]


@pytest.mark.parametrize(("paragraph", "question", "met", "relevant"), _findings())
def test_bedfordshire_has_the_published_findings(holding, paragraph, question, met, relevant):
    with holding.reading() as cursor:
        figure = by_measure(scores(cursor, [INSPECTION]))[question]

    assert (figure.met, figure.relevant) == (met, relevant), paragraph


def test_there_is_a_finding_for_every_judged_question_of_the_letter():
    told = {question for _, question, _, _ in _findings()}

    assert len(_findings()) == 33
    assert told == {q.id for q in JUDGED} | {q.id for q in EDITION.interview_questions} - {
        "manager_skilled",
        "speech_language_training",
    }


def test_every_question_and_section_stands_once_in_the_editions_order(holding):
    with holding.reading() as cursor:
        figures = scores(cursor)

    expected = [
        (section.key, question)
        for section in EDITION.sections
        for question in [*(q.id for q in section.judged), ""]
    ]
    assert [(f.section, f.question_id) for f in figures] == expected
    assert {f.edition for f in figures} == {"sqs-2014"}
    for figure in figures:
        if not figure.question_id:
            own = [f for f in figures if f.section == figure.section and f.question_id]
            for count in ("met", "relevant", "not_relevant"):
                assert getattr(figure, count) == sum(getattr(f, count) for f in own)
        else:
            assert figure.relevant + figure.not_relevant == figure.asked


@pytest.mark.parametrize(
    ("measure", "row"),
    [
        ("rosh_plan", ("wilson", 12 / 14, 0.6006, 0.9599)),
        ("rosh_plan_review", ("wilson", 5 / 8, 0.3057, 0.8632)),
        ("engagement_planning", ("wilson", 1.0, 0.8389, 1.0)),
    ],
)
def test_where_the_caseload_is_not_known_limits_are_wilsons(holding, measure, row):
    with holding.reading() as cursor:
        figure = by_measure(scores(cursor, [INSPECTION]))[measure]

    assert (figure.method, figure.share) == row[:2]
    assert (figure.low, figure.high) == pytest.approx(row[2:], abs=5e-5)


def test_where_it_is_known_limits_are_exact_but_not_for_case_managers(database, pack):
    load(database, pack.cell("inspections", 2, "caseload", "100").files())

    with database.reading() as cursor:
        found = by_measure(scores(cursor, [INSPECTION]))

    def row(measure: str) -> tuple[str, float, float]:
        return found[measure].method, found[measure].low, found[measure].high

    assert row("lor_assessment") == ("hypergeometric", 0.71, 0.98)
    # 14 of 20 cases were relevant, so 70 of the 100 are taken to be.
    assert row("rosh_plan") == ("hypergeometric", 42 / 70, 68 / 70)
    assert row("policies")[0] == "wilson"
    assert row("interviews")[0] == row("protecting_the_public")[0] == "korn-graubard"
    assert found["rosh_plan"].not_met == 2


def test_only_the_inspections_wanted_are_scored(holding):
    with holding.reading() as cursor:
        assert scores(cursor, ["elsewhere-2014"]) == []
        assert scores(cursor, []) == []
        assert len(scores(cursor, [INSPECTION, "elsewhere-2014"])) == 39


def test_an_inspection_without_cases_or_interviews_has_no_figures(database, pack):
    load(database, pack.only("yots", "inspections").files())

    with database.reading() as cursor:
        assert scores(cursor) == []
        assert inspection(cursor, INSPECTION).cases == 0


def test_an_unknown_inspection_is_told_with_a_near_one(holding, empty):
    with holding.reading() as cursor:
        with pytest.raises(UnknownInspectionError) as near:
            inspection(cursor, "bedfordshire-2015")
        with pytest.raises(UnknownInspectionError) as far:
            inspection(cursor, "x")
    assert str(near.value) == (
        "There is no inspection 'bedfordshire-2015'. Did you mean bedfordshire-2014?"
    )
    assert str(far.value) == "There is no inspection 'x'. The newest loaded is bedfordshire-2014."
    with empty.reading() as cursor, pytest.raises(UnknownInspectionError) as none:
        inspection(cursor, "x")
    assert str(none.value) == "No inspection is loaded yet. Load a pack first."


# ---- the same counted by hand


def _sound(question: str, answer: str, so_far: dict[str, str]) -> str:
    """The answer, or the nearest to it that the question's condition allows."""
    asked = EDITION.question(question)
    rule = asked.relevance
    if rule.parent_answers and so_far[asked.parent] not in rule.parent_answers:
        return "not relevant"
    return "yes" if answer == "not relevant" and rule.must_be_answered else answer


CASE = st.lists(
    st.sampled_from(["yes", "no", "not relevant"]),
    min_size=len(EDITION.case_questions),
    max_size=len(EDITION.case_questions),
)


def _answers(cases: list[list[str]]) -> list[tuple[str, str, str]]:
    rows = []
    for number, drawn in enumerate(cases, 1):
        given_: dict[str, str] = {}
        for question, answer in zip(EDITION.case_questions, drawn, strict=True):
            given_[question.id] = _sound(question.id, answer, given_)
        rows += [(f"X-{number:02}", question, answer) for question, answer in given_.items()]
    return rows


def _load(database: Database, rows: list[tuple[str, str, str]]) -> None:
    pack = bedfordshire().only("yots", "inspections", "cases", "answers")
    cases = list(dict.fromkeys(case for case, _, _ in rows))
    blank = ("",) * 11
    pack = pack.rows(
        "cases", (pack.tables["cases"][0], *((INSPECTION, case, *blank) for case in cases))
    )
    pack = pack.rows(
        "answers", (pack.tables["answers"][0], *((INSPECTION, *row, "", "") for row in rows))
    )
    receipt = load(database, pack.files(), replace=True)
    assert receipt.problems == ()


def _counts(database: Database) -> dict[str, tuple[int, int, int]]:
    with database.reading() as cursor:
        return {
            f.question_id: (f.met, f.relevant, f.not_relevant)
            for f in scores(cursor, [INSPECTION])
            if f.question_id
        }


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    with Database(tmp_path_factory.mktemp("scratch") / "x.duckdb", create=True) as opened:
        yield opened


@given(cases=st.lists(CASE, min_size=1, max_size=6), order=st.randoms(use_true_random=False))
@settings(max_examples=12)
def test_the_sql_counts_as_one_would_by_hand_in_any_order(scratch, cases, order):
    rows = _answers(cases)
    order.shuffle(rows)

    _load(scratch, rows)

    by_hand = counted(rows)
    assert _counts(scratch) == {question.id: by_hand[question.id] for question in JUDGED}


@given(cases=st.lists(CASE, min_size=1, max_size=4), more=st.integers(1, 3))
@settings(max_examples=8)
def test_answers_that_are_not_relevant_change_no_share(scratch, cases, more):
    optional = [q.id for q in JUDGED if not q.relevance.must_be_answered]
    _load(scratch, _answers(cases))
    before = _counts(scratch)

    _load(scratch, _answers(cases + [["not relevant"] * len(EDITION.case_questions)] * more))

    after = _counts(scratch)
    for question in optional:
        met, relevant, not_relevant = before[question]
        assert after[question] == (met, relevant, not_relevant + more)
