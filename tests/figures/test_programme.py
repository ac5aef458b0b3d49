"""All inspections together: months and their limits, weak questions, first work and reviews."""

from dataclasses import replace
from datetime import date

import pytest
from test_heat import NEW, OLD

from sqs.figures import funnel
from sqs.figures.differences import within_cases
from sqs.figures.everywhere import MonthCounts, TeamCounts
from sqs.figures.programme import (
    drop,
    drop_finding,
    drop_says,
    finding,
    limits_say,
    main_edition,
    over_time,
    over_time_finding,
    weakest_questions,
)
from sqs.figures.records import inspections
from sqs.figures.shares import section_interval, wilson


def month(number: int, met: int, relevant: int) -> MonthCounts:
    return MonthCounts(date(2013 + number // 12, number % 12 + 1, 1), met, relevant, 1)


def team(yot: str, question_id: str, met: int, relevant: int, edition=OLD) -> TeamCounts:
    return TeamCounts(edition.name, question_id, yot, met, relevant, 1)


def test_months_and_years_put_their_inspections_together():
    rows = [month(0, 9, 20), month(0, 5, 10), month(3, 4, 10)]
    assert [(p.begins, p.met, p.relevant, p.inspections) for p in over_time(rows, "month")] == [
        (date(2013, 1, 1), 14, 30, 2),
        (date(2013, 4, 1), 4, 10, 1),
    ]
    assert [(p.begins, p.met, p.relevant) for p in over_time(rows, "year")] == [
        (date(2013, 1, 1), 18, 40)
    ]


def test_limits_need_twelve_points_with_enough_relevant():
    eleven = [month(n, 14, 20) for n in range(11)]
    few = month(11, 9, 19)
    assert {p.low for p in over_time([*eleven, few], "month")} == {None}
    points = over_time([*eleven, few, month(12, 14, 20)], "month")
    limits = funnel.limits((14 * 12 + 9) / (20 * 12 + 19), 20)
    assert points[0].low == pytest.approx(limits.low998)
    assert points[0].high == pytest.approx(limits.high998)
    assert [p.low is None for p in points] == [False] * 11 + [True, False]


def test_a_month_beyond_its_limits_is_outside_unless_all_months_swing():
    steady = [month(n, 15, 20) for n in range(14)]
    points = over_time([*steady, month(14, 3, 20)], "month")
    assert [p.begins for p in points if p.outside] == [date(2014, 3, 1)]
    swinging = [month(n, 6 if n % 2 else 19, 20) for n in range(14)]
    assert not any(p.outside for p in over_time([*swinging, month(14, 3, 20)], "month"))


COUNTS = [
    replace(team("A", "lor_plan", 34, 40), inspections=2), team("B", "lor_plan", 9, 10),
    replace(team("A", "lor_plan_review", 12, 22), inspections=2),
    team("B", "lor_plan_review", 2, 8), team("B", "sv_oversight", 5, 10, NEW),
]  # fmt: skip


def test_questions_are_pooled_with_the_team_as_the_unit():
    found = weakest_questions(COUNTS, OLD)
    assert [(p.question.id, p.met, p.relevant, p.inspections) for p in found] == [
        ("lor_plan_review", 14, 30, 3),
        ("lor_plan", 43, 50, 3),
    ]
    assert found[0].interval == section_interval([(12, 22), (2, 8)], None)
    (alone,) = weakest_questions(COUNTS[1:2], OLD)
    assert (alone.interval.low, alone.interval.high) == pytest.approx(wilson(9, 10))


def test_the_drop_is_tested_between_teams():
    found = drop(COUNTS, OLD)
    assert [(one.question.id, other.question.id) for one, other in found.pairs] == [
        ("lor_plan", "lor_plan_review")
    ]
    assert (found.first, found.reviews) == ((43, 50), (14, 30))
    assert found.difference == within_cases([(34, 40), (9, 10)], [(12, 22), (2, 8)])
    assert not found.beyond_chance  # two teams say next to nothing
    clear = [
        team(f"T{n}", question_id, met + n % 2, 20)
        for n in range(8)
        for question_id, met in (("lor_plan", 17), ("lor_plan_review", 9 - n % 3))
    ]
    assert drop(clear, OLD).beyond_chance


def test_without_reviews_there_is_nothing_to_set_beside():
    found = drop(COUNTS[:2], OLD)
    assert (found.pairs, found.difference, found.beyond_chance) == ((), None, False)


def test_what_is_said_first_is_the_drop_or_the_weakest_question():
    def with_reviews(met: int) -> list:
        return [
            team(f"T{n}", question_id, met_of, 20)
            for n in range(8)
            for question_id, met_of in (("lor_plan", 16 + n % 2), ("lor_plan_review", met - n % 3))
        ]

    clear = drop(with_reviews(10), OLD)
    assert drop_finding(clear) == (
        "Reviews are weaker than first assessments and plans: 46% met, against 83%"
    )
    assert finding([], clear) == drop_finding(clear)
    assert drop_says(clear).startswith(
        "All pairs together: 132 of 160 first works met, 73 of 160 reviews; reviews less first "
        "works: −37 points, 95% interval −"
    )
    alike = drop(with_reviews(17), OLD)
    assert (
        drop_finding(alike) == "Reviews and the work that they review do not differ beyond chance"
    )
    weakest = weakest_questions(with_reviews(17), OLD)
    assert finding(weakest, alike) == (
        "Weakest over all: Review of the reoffending plan, 129 of 160"
    )
    assert finding([], alike) == "Nothing was relevant in any inspection"
    assert drop_says(drop([], OLD)) == "Too few teams have both for a test."


def test_months_outside_are_counted_and_missing_limits_explained():
    steady = [month(n, 15, 20) for n in range(14)]
    few, inside = over_time(steady[:3], "month"), over_time(steady, "month")
    outside = over_time([*steady, month(14, 3, 20)], "month")
    assert over_time_finding(few, "month") == "Too few months to tell a change from chance"
    assert over_time_finding(inside, "month") == "No month lies beyond what chance would give"
    assert over_time_finding(outside, "month") == "1 of 15 months lies beyond chance"
    assert limits_say(few, "year").startswith("Limits need at least 12 years with 20 relevant")
    assert limits_say(inside, "month").startswith("The dashed lines are the limits of chance")


def test_the_edition_of_most_inspections_is_the_programmes(loaded):
    with loaded.reading() as cursor:
        (one,) = inspections(cursor)
    newer = replace(one, edition="sqs-2016")
    assert main_edition([newer, one, one]) == "sqs-2014"
    assert main_edition([newer, one]) == "sqs-2016"  # the newest comes first
