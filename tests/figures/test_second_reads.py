"""Second reads: whom they compare, which questions they list, what they would count."""

import pytest
from by_hand import counted
from hypothesis import given
from hypothesis import strategies as st
from packs import INSPECTION, read_twice

from sqs.criteria import editions
from sqs.figures import records, saying
from sqs.figures.agreement import agreement
from sqs.figures.scores import by_measure, scores
from sqs.figures.second_reads import (
    QuestionAgreement,
    SecondRead,
    by_question,
    in_place,
    otherwise,
    recounted,
    second_reads,
    to_calibrate,
)
from sqs.intake.loading import load

EDITION = editions()["sqs-2014"]


def read(case: str, question: str, first: str, second: str, inspector: str = "I9") -> SecondRead:
    return SecondRead(INSPECTION, case, question, inspector, first, second, None)


def test_each_second_answer_stands_beside_the_first_and_facts_are_left_out(database):
    load(database, read_twice().files())
    with database.reading() as cursor:
        found = second_reads(cursor, [INSPECTION])
        assert second_reads(cursor) == found
        assert second_reads(cursor, ["elsewhere"]) == []

    assert sorted(found, key=lambda each: (each.question_id, each.case_id)) == [
        SecondRead(INSPECTION, "BED14-01", "lor_plan", "I2", "yes", "no", "not_done"),
        SecondRead(INSPECTION, "BED14-02", "lor_plan", "I1", "yes", "yes", None),
        SecondRead(
            INSPECTION, "BED14-01", "noncompliance_response", "I2", "not relevant", "yes", None
        ),
        SecondRead(INSPECTION, "BED14-01", "rosh_plan", "I2", "not relevant", "not relevant", None),
    ]
    agreed = by_question(found, EDITION)
    assert [(a.question_id, a.agreement.alike, a.agreement.cases) for a in agreed] == [
        ("lor_plan", 1, 2), ("rosh_plan", 1, 1), ("noncompliance_response", 0, 1),
    ]  # fmt: skip
    assert to_calibrate(agreed) == []


@pytest.mark.parametrize(
    ("cases", "alike", "listed"),
    [
        (7, 4, False),  # too few were read twice
        (8, 6, True),
        (8, 7, False),  # only one was answered otherwise
        (30, 24, True),  # AC1 .77, but its interval begins at .58
        (30, 25, False),  # AC1 .81, from .64
    ],
)
def test_the_rule_for_calibrating(cases, alike, listed):
    pairs = [("yes", "yes")] * (alike - 2) + [("no", "no")] * 2 + [("yes", "no")] * (cases - alike)

    assert QuestionAgreement("lor_plan", agreement(pairs)).to_calibrate == listed


def test_the_lowest_agreement_comes_first():
    def of(question: str, differing: int) -> QuestionAgreement:
        pairs = [("yes", "yes")] * 6 + [("no", "yes")] * differing
        return QuestionAgreement(question, agreement(pairs))

    listed = to_calibrate([of("lor_plan", 3), of("rosh_plan", 6), of("sv_plan", 1)])

    assert [each.question_id for each in listed] == ["rosh_plan", "lor_plan"]


def test_of_several_second_inspectors_the_first_who_differs_stands():
    agrees, first = read("A", "lor_plan", "yes", "yes"), read("A", "lor_plan", "yes", "no", "I3")
    later = read("A", "lor_plan", "yes", "not relevant", "I4")

    assert otherwise([agrees, first, later]) == {("A", "lor_plan"): first}


def test_a_figure_that_nobody_disputes_keeps_its_interval(holding):
    with holding.reading() as cursor:
        figure = by_measure(scores(cursor, [INSPECTION]))["lor_plan"]

    assert recounted(figure, [read("BED14-01", "rosh_plan", "yes", "no")]) is figure
    assert recounted(figure, [read("BED14-01", "lor_plan", "yes", "no")]).low is None


@given(data=st.data())
def test_recounting_is_counting_the_second_answers(holding, data):
    """By hand, over every answer of the inspection, whatever the second inspectors say."""
    with holding.reading() as cursor:
        evidence = records.evidence(cursor, INSPECTION)
        figures = by_measure(scores(cursor, [INSPECTION]))
    judged = {question.id for section in EDITION.sections for question in section.judged}
    read_again = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from([each for each in evidence if each.question_id in judged]),
                st.sampled_from(["yes", "no", "not relevant"]),
            ),
            max_size=12,
            unique_by=lambda pair: pair[0],
        )
    )
    differing = otherwise(
        read(each.case_id, each.question_id, each.answer, second) for each, second in read_again
    )

    by_hand = counted(
        (each.case_id, each.question_id, each.answer) for each in in_place(evidence, differing)
    )

    for question in judged & by_hand.keys():
        then = recounted(figures[question], differing.values())
        assert (then.met, then.relevant, then.not_relevant) == by_hand[question]


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (1.0, "1.00"), (0.575, "0.58"), (-0.0234, "−0.02"), (-0.001, "0.00")],
)
def test_a_coefficient_has_two_decimals(value, said):
    assert saying.coefficient(value) == said
