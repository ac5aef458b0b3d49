"""Reoffending rates of one team by cohort, against England and Wales, within one method."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sqs.charts.drawing import DARK_BLUE, DARK_GREY, SIZE, Chart, as_table, finished, named_data
from sqs.figures import saying


@dataclass(frozen=True, slots=True)
class RatePoint:
    """A cohort's rate and that of England and Wales, in per cent; lower is better."""

    label: str
    rate: float
    national: float | None


def rates(points: Sequence[RatePoint], name: str) -> Chart:
    """Rates in the order of their cohorts; a cohort without a national rate has the team's alone.

    Args:
        points: of one method only, in order; rates by two methods are not to be compared.
        name: the team's name.

    """
    rows = [
        {
            "label": point.label, "who": who, "rate": rate, "ours": who == name,
            "told": saying.rate(rate) if who == name else f"E&W {saying.rate(rate)}",
            "higher": (point.national is None or rate > point.national) if who == name
            else rate >= point.rate,
            "said": f"{who}, {point.label}: {saying.rate(rate)}",
        }
        for point in points
        for who, rate in ((name, point.rate), ("England and Wales", point.national))
        if rate is not None
    ]  # fmt: skip
    listed = "; ".join(_both(point) for point in points)
    return Chart(_rates_spec(), as_table(rows), f"{name}: {listed}." if points else "No rate.")


def _both(point: RatePoint) -> str:
    told = f"{point.label} {saying.rate(point.rate)}"
    if point.national is None:
        return told
    return f"{told}, England and Wales {saying.rate(point.national)}"


@functools.cache
def _rates_spec() -> Mapping[str, Any]:
    base = named_data().encode(
        x=alt.X(
            "label:N", sort=None, title=None,
            axis=alt.Axis(labelAngle=0, ticks=False, labelExpr="split(datum.label, ' to ')"),
        ),
        y=alt.Y(
            "rate:Q", scale=alt.Scale(zero=True, nice=True), title="Reoffended, per cent",
            axis=alt.Axis(domain=False),
        ),
    )  # fmt: skip
    ours = alt.datum.ours == True  # noqa: E712  a Vega expression
    dots = base.mark_point(filled=True, opacity=1, size=110).encode(
        shape=alt.condition(ours, alt.value("circle"), alt.value("diamond")),
        color=alt.condition(ours, alt.value(DARK_BLUE), alt.value(DARK_GREY)),
        tooltip=[
            alt.Tooltip("who:N", title="Of"),
            alt.Tooltip("label:N", title="Cohort"),
            alt.Tooltip("told:N", title="Rate"),
        ],
        description="said:N",
    )
    # The higher of the two has its number above, the lower below: side by side they would cover
    # those of the next cohort where the screen is narrow.
    numbers = [
        base.transform_filter(alt.datum.higher == higher)
        .mark_text(aria=False, baseline="middle", dy=-14 if higher else 15, fontSize=SIZE)
        .encode(
            text="told:N",
            color=alt.condition(ours, alt.value(DARK_BLUE), alt.value(DARK_GREY)),
        )
        for higher in (True, False)
    ]
    return finished(alt.layer(dots, *numbers).properties(height=260))
