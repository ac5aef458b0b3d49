"""Two shares side by side in each row: first assessments and their reviews."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from sqs.charts.drawing import (
    DARK_BLUE,
    DARK_GREY,
    DARK_PINK,
    PERCENT_AXIS,
    PERCENT_SCALE,
    ROW,
    SIZE,
    Chart,
    Dot,
    as_table,
    finished,
    name_above,
    named_rows,
    told,
)
from sqs.figures import saying


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: what it is about, the share of the first and of the second."""

    label: str
    first: Dot
    second: Dot


def pairs(rows: Sequence[Pair]) -> Chart:
    """A line from the first share to the second in each row, both with their intervals.

    Args:
        rows: in order; a row of which a side has nothing relevant is left out. The labels of the
            first row's dots name the two sides.

    """
    drawn = [row for row in rows if row.first.relevant and row.second.relevant]
    table = as_table([
        {
            "label": row.label, "side": dot.label, "place": place, "share": dot.met / dot.relevant,
            "low": dot.low, "high": dot.high, "told": saying.count(dot.met, dot.relevant),
            "interval": saying.interval(dot.low, dot.high),
            "said": f"{row.label}, {dot.label}: {told(dot)}",
        }
        for row in drawn
        for place, dot in enumerate((row.first, row.second))
    ])  # fmt: skip
    listed = "; ".join(
        f"{row.label}: {row.first.label} {told(row.first)}, {row.second.label} {told(row.second)}"
        for row in drawn
    )
    return Chart(_pairs_spec(), table, f"{listed}." if drawn else "Nothing to set side by side.")


@functools.cache
def _pairs_spec() -> Mapping[str, Any]:
    base = named_rows()
    first = alt.datum.place == 0
    line = base.mark_line(aria=False, color=DARK_GREY, strokeWidth=1.5, yOffset=8).encode(
        x=alt.X("share:Q", scale=PERCENT_SCALE, axis=PERCENT_AXIS), detail="label:N"
    )
    layers = [name_above(base.transform_filter(first)), line]
    for place, (colour, offset) in enumerate(((DARK_BLUE, 2), (DARK_PINK, 14))):
        side = base.transform_filter(alt.datum.place == place)
        layers.append(
            side.mark_rule(aria=False, color=colour, strokeWidth=2, opacity=0.55, yOffset=offset)
            .encode(x=alt.X("low:Q", scale=PERCENT_SCALE, axis=PERCENT_AXIS), x2="high:Q")
        )  # fmt: skip
        layers.append(
            side.mark_point(
                filled=True, opacity=1, size=100, yOffset=offset, color=colour,
                shape="circle" if place == 0 else "diamond",
            ).encode(
                x="share:Q",
                tooltip=[
                    alt.Tooltip("label:N", title="Of"),
                    alt.Tooltip("side:N", title="Which"),
                    alt.Tooltip("told:N", title="Met of relevant"),
                    alt.Tooltip("interval:N", title="95% interval"),
                ],
                description="said:N",
            )
        )  # fmt: skip
        layers.append(
            side.mark_text(
                aria=False, align="right", baseline="middle", fontSize=SIZE, color=colour,
                yOffset=-4 if place == 0 else 14,
            ).encode(x=alt.value("width"), text="told:N")
        )  # fmt: skip
    return finished(alt.layer(*layers).properties(height=alt.Step(ROW + 6)))
