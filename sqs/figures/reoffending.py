"""What may be said of reoffending rates: within one method, beside England and Wales."""

from collections.abc import Sequence

from sqs.figures import saying
from sqs.figures.records import CohortRate

METHODS = {
    "12m": "12-month cohorts (until October 2017)",
    "3m": "3-month cohorts (from October 2017)",
}
"""What the methods are called."""

LOWER_IS_BETTER = (
    "The rate is the part of children in a cohort who were proven to have reoffended within twelve "
    "months. Lower is better."
)
BREAK = (
    "Rates by the two methods are never put side by side. From October 2017 cohorts are drawn over "
    "three months instead of twelve, and a year is the average of its four: for April 2013 to "
    "March 2014, England and Wales is 38.0% by the older method and 42.9% by the newer. A team "
    "compared across them would seem to have become worse by the way of counting alone."
)
SMALL_COHORTS = (
    "How many children a cohort holds is not in the pack, so cohorts of fewer than 30 cannot be "
    "marked here. In such a cohort one child more or less moves the rate by more than three "
    "points: a small team's rate swings by chance."
)


def finding(team: str, rates: Sequence[CohortRate]) -> str:
    """The newest rate beside that of England and Wales, as a heading."""
    if not rates:
        return f"{team}: no rate is known"
    newest = max(rates, key=lambda rate: (rate.cohort_end, rate.method))
    said = f"{team}: {saying.rate(newest.rate)} reoffended"
    if newest.national_rate is None:
        return said
    national = saying.rate(newest.national_rate)
    if newest.rate == newest.national_rate:
        return f"{said}, as in England and Wales"
    side = "below" if newest.rate < newest.national_rate else "above"
    return f"{said}, {side} the {national} of England and Wales"


def methods(rates: Sequence[CohortRate]) -> dict[str, list[CohortRate]]:
    """The rates by method, in the order of their cohorts; the newer method first."""
    found: dict[str, list[CohortRate]] = {}
    for rate in sorted(rates, key=lambda rate: (rate.method != "3m", rate.cohort_start)):
        found.setdefault(rate.method, []).append(rate)
    return found
