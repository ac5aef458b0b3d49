"""What is read of case managers and of rates."""

from datetime import date

from packs import bedfordshire

from sqs.figures.records import case_managers, team_rates, teams_with_rates
from sqs.figures.scores import scores
from sqs.intake.loading import load


def test_cases_are_counted_by_who_holds_them(database):
    pack = bedfordshire()
    for line in range(2, 22):
        pack = pack.cell("cases", line, "case_manager", "CM1" if line < 5 else "")
    assert load(database, pack.files()).status == "loaded"
    with database.reading() as cursor:
        found = case_managers(cursor, "bedfordshire-2014")
        figures = scores(cursor)
    assert {(each.name, each.cases) for each in found} == {("CM1", 3), (None, 17)}
    assert found == sorted(found, key=lambda each: each.met / each.relevant)
    of_cases = [f for f in figures if f.question_id and f.section != "interviews"]
    assert sum(each.met for each in found) == sum(f.met for f in of_cases)
    assert sum(each.relevant for each in found) == sum(f.relevant for f in of_cases)


def test_a_teams_rates_stand_beside_england_and_wales_of_the_same_method(database):
    pack = bedfordshire().add(
        "reoffending",
        ("bedfordshire", "2011-10-01", "2012-09-30", "3m", "40.1", "", "", ""),
        ("england-and-wales", "2013-04-01", "2014-03-31", "3m", "42.9", "", "2018-01-25", "MoJ"),
    )
    assert load(database, pack.files()).status == "loaded"
    with database.reading() as cursor:
        found = team_rates(cursor, "bedfordshire")
        assert teams_with_rates(cursor) == {"bedfordshire": "Bedfordshire"}
        assert team_rates(cursor, "nobody") == []
    assert [(r.method, r.rate, r.national_rate, r.published) for r in found] == [
        ("12m", 34.2, 35.4, date(2014, 7, 31)),
        ("3m", 40.1, None, None),
    ]
