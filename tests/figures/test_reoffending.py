"""What is said of rates: the newest cohort, and never two methods together."""

from datetime import date

import pytest

from sqs.figures.records import CohortRate
from sqs.figures.reoffending import finding, methods


def rate(year: int, method: str, per_cent: float, national: float | None) -> CohortRate:
    return CohortRate(
        date(year, 4, 1), date(year + 1, 3, 31), method, per_cent, None, None, None, national
    )


@pytest.mark.parametrize(
    ("rates", "title"),
    [
        ([], "A: no rate is known"),
        ([rate(2013, "12m", 34.0, None)], "A: 34.0% reoffended"),
        ([rate(2013, "12m", 38.0, 38.0)], "A: 38.0% reoffended, as in England and Wales"),
        ([rate(2013, "12m", 36.5, 38.0), rate(2012, "12m", 40.0, 36.1)],
         "A: 36.5% reoffended, below the 38.0% of England and Wales"),
        # The same cohort by both methods: the newer is said, beside its own England and Wales.
        ([rate(2013, "3m", 44.0, 42.9), rate(2013, "12m", 36.5, 38.0)],
         "A: 44.0% reoffended, above the 42.9% of England and Wales"),
    ],
)  # fmt: skip
def test_the_newest_cohort_is_said_within_its_method(rates, title):
    assert finding("A", rates) == title


def test_methods_stand_apart_each_in_the_order_of_its_cohorts():
    newer = rate(2013, "3m", 44.0, None)
    oldest, older = (rate(year, "12m", 36.0, None) for year in (2012, 2013))
    assert methods([older, newer, oldest]) == {"3m": [newer], "12m": [oldest, older]}
    assert list(methods([older, newer])) == ["3m", "12m"]
