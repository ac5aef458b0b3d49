"""What stands out: headlines, what needs attention, comparisons, by rules told beside them."""

import pytest

from sqs.criteria import editions
from sqs.figures import findings
from sqs.figures.findings import Attention, Pool
from sqs.figures.scores import Figure, scores
from sqs.figures.shares import wilson

EDITION = editions()["sqs-2014"]


def figure(question_id: str, met: int, relevant: int, section: str = "") -> Figure:
    if not section:
        section = EDITION.question(question_id).section
    low, high = wilson(met, relevant) if relevant else (None, None)
    share = met / relevant if relevant else None
    return Figure(
        "i1", "sqs-2014", section, question_id, 20, met, relevant, 20 - relevant,
        share, low, high, "wilson",
    )  # fmt: skip


def section(key: str, met: int, relevant: int) -> Figure:
    return figure("", met, relevant, key)


SECTIONS = [
    section("reducing_reoffending", 80, 100),
    section("protecting_the_public", 70, 100),
    section("protecting_the_child", 75, 100),
    section("serving_the_sentence", 78, 100),
]


def test_bedfordshire_says_that_reviews_were_weaker(holding):
    with holding.reading() as cursor:
        found = findings.headline(scores(cursor), EDITION)
    assert found.title == "Reviews were weaker than first assessments and plans"
    assert found.detail == (
        "Good enough: 48 of 69 (70%) reviews, 98 of 111 (88%) first assessments and plans."
    )


@pytest.mark.parametrize(
    ("reviews", "first", "title"),
    [
        ((10, 20), (18, 20), "Reviews were weaker than first assessments and plans"),
        ((16, 20), (18, 20), "Reviews were weaker than first assessments and plans"),  # 10 points
        ((18, 20), (10, 20), "Reviews were stronger than first assessments and plans"),
        ((17, 20), (18, 20), "Protecting the public was the weakest section"),  # 5 points
        ((0, 7), (20, 20), "Protecting the public was the weakest section"),  # 7 reviews are few
    ],
)
def test_the_headline_follows_its_rule(reviews, first, title):
    questions = [figure("lor_plan_review", *reviews), figure("lor_plan", *first)]
    assert findings.headline([*questions, *SECTIONS], EDITION).title == title


def test_sections_less_than_ten_points_apart_are_much_alike():
    level = [section(each.section, 75 + n, 100) for n, each in enumerate(SECTIONS)]
    found = findings.headline(level, EDITION)
    assert found.title == "The sections were much alike"
    assert found.detail == (
        "Judgements met: Reducing reoffending 75 of 100 (75%), Ensuring that the sentence is "
        "served 78 of 100 (78%)."
    )


def test_without_answers_there_is_no_headline_to_make_up():
    assert findings.headline([], EDITION).title == "No case has been answered yet"
    assert findings.weakest([], EDITION) is None


def test_interviews_are_never_the_weakest_section():
    found = findings.weakest([*SECTIONS, section("interviews", 1, 100)], EDITION)
    assert found == SECTIONS[1]


def test_attention_is_for_what_lies_wholly_below_all():
    low = figure("rosh_plan", 1, 8)  # to 47 %
    level = figure("lor_plan", 5, 8)
    found = findings.attention(
        [level, low, *SECTIONS], {"rosh_plan": Pool(64, 100, 9), "lor_plan": Pool(64, 100, 9)}
    )
    assert found == [Attention(low, Pool(64, 100, 9))]


def test_attention_puts_the_furthest_first():
    near, far = figure("rosh_plan", 4, 20), figure("lor_plan", 1, 20)
    pools = {"rosh_plan": Pool(90, 100, 9), "lor_plan": Pool(90, 100, 9)}
    assert [each.figure for each in findings.attention([near, far], pools)] == [far, near]


def test_one_inspection_is_not_compared_with_itself():
    assert findings.attention([figure("rosh_plan", 1, 8)], {"rosh_plan": Pool(90, 100, 1)}) == []


def test_a_sections_lowest_question_passes_over_the_few():
    public = EDITION.section("protecting_the_public")
    figures = [
        figure("rosh_assessment", 15, 20), figure("rosh_plan", 9, 14), figure("victim_safety", 0, 3)
    ]  # fmt: skip
    assert findings.section_finding(figures, public) == (
        "Lowest: plan to manage risk of harm, 9 of 14"
    )
    assert findings.section_finding(figures[2:], public) == (
        "Lowest: safety of identifiable victims, 0 of 3"
    )
    assert findings.section_finding([figure("rosh_plan", 9, 9)], public) == (
        "Every judgement was met"
    )
    assert findings.section_finding([figure("rosh_plan", 0, 0)], public) == (
        "Nothing was relevant in this sample"
    )


def test_two_visits_are_told_side_by_side():
    visits = [figure("rosh_plan", 9, 14), figure("rosh_plan", 12, 13)]
    assert findings.over_time_finding("Ashcombe", visits[:1]) == (
        "Ashcombe: 9 of 14 at the latest visit"
    )
    assert findings.over_time_finding("Ashcombe", visits) == (
        "Ashcombe: 12 of 13 at the latest visit, 9 of 14 at the one before"
    )
