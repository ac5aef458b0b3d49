"""Every team against the limits that chance alone would keep it in: a funnel."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sqs.charts.drawing import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    INK,
    MID_BLUE,
    WHITE,
    Chart,
    as_table,
    finished,
    named_data,
)
from sqs.figures import saying

PLACES = {
    "below_998": "below the 99.8% limit",
    "below_95": "below the 95% limit",
    "within": "within the limits",
    "above_95": "above the 95% limit",
    "above_998": "above the 99.8% limit",
}
"""What the positions are called."""


@dataclass(frozen=True, slots=True)
class Point:
    """A team's share against the limits; `chosen` is the team the reader came for."""

    label: str
    met: int
    relevant: int
    position: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """The limits for one number of relevant judgements; shares from 0 to 1."""

    relevant: int
    low998: float
    low95: float
    high95: float
    high998: float


def funnel(points: Sequence[Point], curve: Sequence[Curve], share: float, what: str) -> Chart:
    """Shares by how many judgements they rest on, between limits that narrow as these grow.

    Args:
        points: what is compared; those with nothing relevant are left out.
        curve: the limits for each number of relevant judgements, ascending.
        share: the share of all, from 0 to 1, on which the limits are centred.
        what: what a point is, in the plural, for the sentence.

    """
    drawn = [point for point in points if point.relevant]
    rows: list[dict[str, object]] = [_point_row(point) for point in drawn]
    rows += [
        {
            "kind": "limit", "last": each is curve[-1], "relevant": each.relevant,
            "middle": share, "low998": each.low998,
            "low95": each.low95, "high95": each.high95, "high998": each.high998,
        }
        for each in curve
    ]  # fmt: skip
    return Chart(_funnel_spec(), as_table(rows), _sentence(drawn, share, what))


def _point_row(point: Point) -> dict[str, object]:
    told = saying.count(point.met, point.relevant)
    outside = point.position != "within"
    return {
        "kind": "point",
        "label": point.label,
        "relevant": point.relevant,
        "share": point.met / point.relevant,
        "told": told,
        "place": PLACES[point.position],
        "outside": outside,
        "chosen": point.chosen,
        # Names of all would cover one another; those that matter are written out.
        "name": point.label if outside or point.chosen else "",
        "said": f"{point.label}: {told} ({saying.share(point.met, point.relevant)}), "
        + PLACES[point.position],
    }


def _sentence(points: Sequence[Point], share: float, what: str) -> str:
    if not points:
        return f"No {what} with a relevant answer."
    counted = {name: [p.label for p in points if p.position == name] for name in PLACES}
    outside = [
        f"{PLACES[name]}: {saying.listed(labels)}"
        for name, labels in counted.items()
        if labels and name != "within"
    ]
    return (
        f"{len(points)} {what} against limits round {saying.percent(share)}: "
        f"{len(counted['within'])} within the limits"
        + "".join(f"; {each}" for each in outside)
        + "."
    )


@functools.cache
def _funnel_spec() -> Mapping[str, Any]:
    x = alt.X("relevant:Q", title="Relevant judgements", axis=alt.Axis(tickMinStep=1, grid=False))
    limits = named_data().transform_filter(alt.datum.kind == "limit").encode(x=x)
    share_axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, domain=False)

    def limit(field: str, *dash: int) -> alt.Chart:
        line: alt.Chart = limits.mark_line(
            aria=False, color=MID_BLUE, strokeWidth=1.5, strokeDash=list(dash)
        ).encode(y=alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=share_axis))
        return line

    points = named_data().transform_filter(alt.datum.kind == "point").encode(x=x, y="share:Q")
    outside = alt.datum.outside == True  # noqa: E712  a Vega expression
    chosen = alt.datum.chosen == True  # noqa: E712
    dots = points.mark_point(filled=True, opacity=0.9, strokeWidth=1.5).encode(
        shape=alt.condition(outside, alt.value("diamond"), alt.value("circle")),
        size=alt.condition(chosen, alt.value(220), alt.value(80)),
        fill=alt.condition(outside, alt.value(DARK_PINK), alt.value(DARK_BLUE)),
        stroke=alt.condition(chosen, alt.value(INK), alt.value(WHITE)),
        order=alt.Order("chosen:N"),
        tooltip=[
            alt.Tooltip("label:N", title="Of"),
            alt.Tooltip("told:N", title="Met of relevant"),
            alt.Tooltip("place:N", title="Place"),
        ],
        description="said:N",
    )
    names = points.transform_filter("datum.name").mark_text(
        aria=False, align="left", baseline="middle", dx=9, limit=150
    )
    middle = limits.mark_line(aria=False, color=DARK_GREY, strokeDash=[5, 4]).encode(y="middle:Q")

    def named(field: str, name: str) -> alt.Chart:
        last = limits.transform_filter("datum.last").mark_text(
            aria=False, align="right", baseline="bottom", dy=-3, color=MID_BLUE, fontSize=11
        )
        text: alt.Chart = last.encode(y=f"{field}:Q", text=alt.value(name))
        return text

    layers = alt.layer(
        limit("low998"), limit("high998"), limit("low95", 3, 3), limit("high95", 3, 3), middle,
        dots, names.encode(text="name:N"), named("high998", "99.8%"), named("high95", "95%"),
        named("low95", "95%"), named("low998", "99.8%"),
    )  # fmt: skip
    return finished(layers.properties(height=360))
