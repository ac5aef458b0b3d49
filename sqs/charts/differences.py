"""What changed between two visits, question by question, with the interval of each change."""

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
    ROW,
    SIZE,
    Chart,
    as_table,
    finished,
    name_above,
    named_data,
    named_rows,
)
from sqs.figures import saying


@dataclass(frozen=True, slots=True)
class Change:
    """A question then and now; change and limits from -1 to 1; `real` passed its test."""

    label: str
    before: tuple[int, int]
    now: tuple[int, int]
    change: float
    low: float
    high: float
    real: bool


def differences(changes: Sequence[Change]) -> Chart:
    """Changes round a line of no change, each with its 95% interval and both counts.

    Args:
        changes: in the order in which they are to stand.

    """
    rows = [
        {
            "label": f"Real change: {each.label}" if each.real else each.label,
            "change": each.change, "low": each.low, "high": each.high, "none": 0, "real": each.real,
            "told": f"{saying.count(*each.before)}, then {saying.count(*each.now)}",
            "interval": f"{saying.points(each.low)} to {saying.points(each.high)}",
            "said": (
                f"{each.label}: {saying.count(*each.before)}, then {saying.count(*each.now)}; "
                f"{saying.points(each.change)} points, 95% interval {saying.points(each.low)} to "
                f"{saying.points(each.high)}{', a real change' if each.real else ''}"
            ),
        }
        for each in changes
    ]  # fmt: skip
    return Chart(_differences_spec(), as_table(rows), _sentence(changes))


def _sentence(changes: Sequence[Change]) -> str:
    if not changes:
        return "No question was relevant at both visits."
    real = [each for each in changes if each.real]
    counted = f"{len(changes)} question{'' if len(changes) == 1 else 's'} at two visits"
    if not real:
        return f"{counted}: none changed beyond chance."
    told = saying.listed([f"{each.label} {saying.points(each.change)} points" for each in real])
    return f"{counted}; changed beyond chance: {told}."


@functools.cache
def _differences_spec() -> Mapping[str, Any]:
    base = named_rows()
    axis = alt.Axis(
        values=[-1, -0.5, 0, 0.5, 1], title="Change in percentage points", domain=False,
        labelExpr="(datum.value > 0 ? '+' : '') + round(100 * datum.value)",
    )  # fmt: skip
    real = alt.datum.real == True  # noqa: E712  a Vega expression
    bars = base.mark_rule(aria=False, strokeWidth=3, yOffset=10).encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[-1, 1], nice=False), axis=axis),
        x2="high:Q",
        color=alt.condition(real, alt.value(DARK_PINK), alt.value(MID_BLUE)),
    )
    dots = base.mark_point(filled=True, opacity=1, size=90, yOffset=10).encode(
        x="change:Q",
        shape=alt.condition(real, alt.value("diamond"), alt.value("circle")),
        color=alt.condition(real, alt.value(DARK_PINK), alt.value(DARK_BLUE)),
        tooltip=[
            alt.Tooltip("label:N", title="Question"),
            alt.Tooltip("told:N", title="Met of relevant"),
            alt.Tooltip("interval:N", title="95% interval of the change"),
        ],
        description="said:N",
    )
    counts = base.mark_text(
        aria=False, align="right", baseline="middle", dy=-12, fontSize=SIZE
    ).encode(x=alt.value("width"), text="told:N")
    none = (
        named_data()
        .mark_rule(aria=False, color=DARK_GREY, strokeDash=[5, 4])
        .encode(x=alt.X("mean(none):Q"))
    )
    layers = alt.layer(none, bars, dots, name_above(base, 155), counts)
    return finished(layers.properties(height=alt.Step(ROW)))
