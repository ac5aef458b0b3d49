"""The whole programme month by month or year by year, with the limits of chance (a p-chart)."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sqs.charts.drawing import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    MID_BLUE,
    Chart,
    as_table,
    finished,
    named_data,
)
from sqs.figures import saying


@dataclass(frozen=True, slots=True)
class Month:
    """A month's or year's pooled share and, where there are enough of them, its limits."""

    label: str
    met: int
    relevant: int
    low: float | None = None
    high: float | None = None

    @property
    def outside(self) -> bool:
        """Whether the share lies outside its limits."""
        share = self.met / self.relevant
        return (self.low is not None and share < self.low) or (
            self.high is not None and share > self.high
        )


def programme(months: Sequence[Month], share: float | None) -> Chart:
    """Pooled shares in the order of time; limits are drawn where they are given.

    Args:
        months: in their order; those with nothing relevant are left out.
        share: the share of all of them, from 0 to 1, or None where there is none.

    """
    drawn = [each for each in months if each.relevant]
    rows = [
        {
            "label": each.label, "share": each.met / each.relevant, "low": each.low,
            "high": each.high, "middle": share, "outside": each.outside,
            "told": saying.count(each.met, each.relevant),
            "said": (
                f"{each.label}: {saying.count(each.met, each.relevant)} "
                f"({saying.share(each.met, each.relevant)})"
                f"{', outside the limits' if each.outside else ''}"
            ),
        }
        for each in drawn
    ]  # fmt: skip
    return Chart(_programme_spec(), as_table(rows), _sentence(drawn))


def _sentence(drawn: Sequence[Month]) -> str:
    if not drawn:
        return "No relevant judgement in this time."
    outside = [each.label for each in drawn if each.outside]
    ends = f"from {drawn[0].label} to {drawn[-1].label}" if len(drawn) > 1 else drawn[0].label
    if all(each.low is None for each in drawn):
        return f"Pooled shares, {ends}; too few points for limits."
    told = f"outside the limits: {saying.listed(outside)}" if outside else "none outside the limits"
    return f"Pooled shares, {ends}, with the limits of chance; {told}."


@functools.cache
def _programme_spec() -> Mapping[str, Any]:
    base = named_data().encode(
        x=alt.X(
            "label:N", sort=None, title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
        )
    )  # fmt: skip
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, domain=False)
    outside = alt.datum.outside == True  # noqa: E712  a Vega expression

    def limit(field: str) -> alt.Chart:
        line: alt.Chart = base.mark_line(
            aria=False, color=MID_BLUE, interpolate="step", strokeWidth=1.5, strokeDash=[3, 3]
        ).encode(y=alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis))
        return line

    middle = base.mark_line(aria=False, color=DARK_GREY, strokeDash=[5, 4]).encode(y="middle:Q")
    dots = base.mark_point(filled=True, opacity=1, size=80).encode(
        y="share:Q",
        shape=alt.condition(outside, alt.value("diamond"), alt.value("circle")),
        color=alt.condition(outside, alt.value(DARK_PINK), alt.value(DARK_BLUE)),
        tooltip=[
            alt.Tooltip("label:N", title="When"),
            alt.Tooltip("told:N", title="Met of relevant"),
        ],
        description="said:N",
    )
    return finished(alt.layer(limit("low"), limit("high"), middle, dots).properties(height=260))
