"""How figures, visits and dates are said on screen."""

from dataclasses import replace
from datetime import date

import pytest

from sqs.criteria import editions
from sqs.figures import saying
from sqs.figures.records import facts, inspections


@pytest.fixture
def visit(holding):
    with holding.reading() as cursor:
        return inspections(cursor)[0]


@pytest.mark.parametrize(
    ("met", "relevant", "words"),
    [(1, 8, "13%"), (12, 14, "86%"), (0, 5, "0%"), (199, 200, "100%"), (0, 0, "")],  # 12.5 goes up
)
def test_a_share_is_rounded_from_its_counts(met, relevant, words):
    assert saying.share(met, relevant) == words


def test_a_share_of_nothing_is_said_so():
    assert saying.count(0, 0) == "not relevant in this sample"
    assert saying.interval(None, None) == ""
    assert saying.interval(0.6006, 0.9599) == "60% to 96%"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2014, 11, 17), date(2014, 11, 19), "17 to 19 November 2014"),
        (date(2014, 11, 30), date(2014, 12, 2), "30 November to 2 December 2014"),
        (date(2014, 12, 30), date(2015, 1, 2), "30 December 2014 to 2 January 2015"),
        (date(2014, 11, 17), date(2014, 11, 17), "17 November 2014"),
    ],
)
def test_fieldwork_is_told_as_short_as_it_can_be(visit, start, end, words):
    assert saying.fieldwork(replace(visit, fieldwork_start=start, fieldwork_end=end)) == words


def test_visits_that_would_be_called_alike_are_told_apart(visit):
    again = replace(visit, inspection_id="bedfordshire-2014b")
    assert saying.visit_labels([visit, again]) == {
        "bedfordshire-2014": "Bedfordshire, November 2014",
        "bedfordshire-2014b": "Bedfordshire, November 2014 (bedfordshire-2014b)",
    }


def test_teams_of_one_name_are_told_apart(visit):
    other = replace(visit, yot="beds-2")
    earlier = replace(visit, yot="luton", name="Luton")
    assert saying.team_names([visit, other, earlier]) == {
        "bedfordshire": "Bedfordshire (bedfordshire)",
        "beds-2": "Bedfordshire (beds-2)",
        "luton": "Luton",
    }


def test_the_latest_visit_of_each_team_is_the_first_met(visit):
    earlier = replace(visit, inspection_id="bedfordshire-2012")
    other = replace(visit, yot="luton", inspection_id="luton-2013")
    assert saying.latest_visits([visit, other, earlier]) == [visit, other]


def test_periods_run_from_the_first_month_to_the_last(visit):
    earlier = replace(visit, fieldwork_end=date(2012, 11, 2))
    assert saying.period([visit, earlier]) == "November 2012 to November 2014"
    assert saying.period([visit]) == "November 2014"
    assert saying.period([]) == "no visits"


def test_the_mark_of_an_invented_team_is_shown_apart(visit):
    ashcombe = replace(visit, name="Ashcombe (invented)")
    assert saying.visit_name(ashcombe, with_month=True) == "Ashcombe, Nov 2014"
    assert saying.visit_name(ashcombe, with_month=False) == "Ashcombe"


def test_measures_are_the_sections_and_every_judged_question():
    edition = editions()["sqs-2014"]
    measures = saying.measures(edition)
    assert [m.key for m in measures[:5]] == [s.key for s in edition.sections]
    assert [m.key for m in measures[5:]] == [q.id for q in edition.questions if not q.fact]
    assert len({m.label for m in measures}) == len(measures)


def test_facts_are_counted_apart(holding):
    with holding.reading() as cursor:
        found = facts(cursor, "bedfordshire-2014")
    counted = {each.question_id: (each.yes, each.no) for each in found}
    assert set(counted) == {"psr_prepared", "panel_report_prepared", "compliance"}
    assert {yes + no for yes, no in counted.values()} == {20}


def test_where_the_data_comes_from_is_said_of_the_sample_alone(visit):
    real = replace(visit, name="Elsewhere", inspection_id="elsewhere-2015")
    assert saying.origin(real) == ""
    assert saying.origin(replace(real, name="Ashcombe (invented)")).startswith("Invented team")
    sample = saying.origin(replace(real, inspection_id="bedfordshire-2014"))
    assert "Case rows were never published" in sample


def test_names_in_a_row():
    assert saying.listed(["a"]) == "a"
    assert saying.listed(["a", "b"]) == "a and b"
    assert saying.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0.0, "under 1%"), (0.0099, "under 1%"), (0.01, "1%"), (0.5, "50%"), (0.99, "99%"),
     (0.9951, "over 99%"), (1.0, "over 99%")],
)  # fmt: skip
def test_a_chance_is_never_none_and_never_certain(probability, told):
    assert saying.chance(probability) == told


def test_thousands_are_set_apart():
    assert saying.count(1569, 1754) == "1,569 of 1,754"
    assert saying.cohort(date(2011, 10, 1), date(2012, 9, 30)) == "Oct 2011 to Sep 2012"
