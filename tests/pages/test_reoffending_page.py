"""Reoffending: rates within one method, beside England and Wales, lower is better."""

import pytest
from packs import bedfordshire

from sqs import settings
from sqs.intake.loading import load
from sqs.store.database import Database


def test_a_rate_stands_beside_that_of_its_cohort(app):
    app.open("5_Reoffending").choose("team", "bedfordshire")
    assert app.titles == ["Bedfordshire: 34.2% reoffended, below the 35.4% of England and Wales"]
    assert app.table("Bedfordshire, 12-month cohorts")[1:] == [
        ["Oct 2011 to Sep 2012", "34.2%", "35.4%", "worse", "31 July 2014", "Youth Justice Board"]
    ]
    assert "Lower is better." in app.text
    assert "is 38.0% by the older method and 42.9% by the newer" in app.text
    assert "cohorts of fewer than 30 cannot be marked here" in app.text
    assert "rates are invented" not in app.text


def test_an_invented_rate_is_said_to_be_so(app):
    app.open("5_Reoffending")
    assert "Invented team: its rates are invented. England and Wales is real." in app.text


@pytest.fixture
def both_methods(bare):
    pack = bedfordshire().add(
        "reoffending",
        ("bedfordshire", "2013-04-01", "2014-03-31", "3m", "40.5", "", "", ""),
        ("england-and-wales", "2013-04-01", "2014-03-31", "3m", "42.9", "", "2018-01-25", "MoJ"),
        ("bedfordshire", "2013-04-01", "2014-03-31", "12m", "38.5", "", "2016-01-28", ""),
    )
    with Database(settings.DATABASE, create=True) as database:
        assert load(database, pack.files()).status == "loaded"
    return bare


def test_two_methods_are_never_in_one_chart_or_table(both_methods):
    app = both_methods.open("5_Reoffending")
    assert app.headings[:2] == [
        "3-month cohorts (from October 2017)", "12-month cohorts (until October 2017)",
    ]  # fmt: skip
    assert app.titles == ["Bedfordshire: 40.5% reoffended, below the 42.9% of England and Wales"]
    assert app.table("Bedfordshire, 3-month cohorts")[1:] == [
        ["Apr 2013 to Mar 2014", "40.5%", "42.9%", "", "", ""]
    ]
    # No England and Wales rate of that cohort and method is loaded.
    assert app.table("Bedfordshire, 12-month cohorts")[2] == [
        "Apr 2013 to Mar 2014", "38.5%", "", "", "28 January 2016", "",
    ]  # fmt: skip
    assert len(app.charts) == 2
