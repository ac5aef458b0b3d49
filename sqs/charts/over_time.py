"""One measure of one team, visit by visit."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from sqs.charts.drawing import (
    DARK_BLUE,
    DOT_TOOLTIP,
    MID_BLUE,
    Chart,
    Dot,
    as_table,
    dot_row,
    finished,
    named_data,
    told,
)

LEAST_VISITS_FOR_A_LINE = 5
"""Fewer visits are drawn as dots alone: a line would be read as a trend."""


def over_time(dots: Sequence[Dot]) -> Chart:
    """One team's visits in their order; a line only from five visits on."""
    drawn = [dot for dot in dots if dot.relevant]
    spec = _visits_spec(line=len(drawn) >= LEAST_VISITS_FOR_A_LINE)
    listed = "; ".join(f"{dot.label} {told(dot)}" for dot in drawn)
    return Chart(spec, as_table([dot_row(dot) for dot in drawn]), f"By visit: {listed}.")


@functools.cache
def _visits_spec(*, line: bool) -> Mapping[str, Any]:
    base = named_data().encode(
        x=alt.X("label:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False))
    )
    share_axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, domain=False)
    interval = base.mark_rule(aria=False, color=MID_BLUE, strokeWidth=3).encode(
        y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 1]), axis=share_axis), y2="high:Q"
    )
    dot = base.mark_point(color=DARK_BLUE, filled=True, opacity=1, size=90).encode(
        y="share:Q", tooltip=DOT_TOOLTIP, description="said:N"
    )
    count = base.mark_text(aria=False, align="left", baseline="middle", dx=9).encode(
        y="share:Q", text="told:N"
    )
    joined = (
        [base.mark_line(aria=False, color=DARK_BLUE, strokeWidth=1).encode(y="share:Q")]
        if line
        else []
    )
    return finished(alt.layer(*joined, interval, dot, count).properties(height=240))
