"""Teams or visits side by side, each a dot with its interval."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from sqs.charts.drawing import (
    DARK_GREY,
    INK,
    SIZE,
    Chart,
    Dot,
    as_table,
    dot_row,
    finished,
    interval_layers,
    named_data,
    told,
)
from sqs.figures import saying
from sqs.figures.findings import Pool


def comparison(
    dots: Sequence[Dot], everywhere: Pool | None, what: str, chosen: str | None = None
) -> Chart:
    """Teams or visits side by side, in the order given, with the share of all as a line.

    Args:
        dots: what is compared; those with nothing relevant are left to the table.
        everywhere: the share of all, also of those not drawn, or None where there is none.
        what: what a dot is, in the plural, for the sentence.
        chosen: the label of the team that the reader came for.

    """
    drawn = [dot for dot in dots if dot.relevant]
    middle = float(everywhere.share) if everywhere and everywhere.share is not None else None
    rows = [
        dot_row(dot)
        | {
            "middle": middle,
            "middle_text": _middle_text(everywhere, what),
            "chosen": dot.label == chosen,
        }
        for dot in drawn
    ]
    if not drawn:
        return Chart(_comparison_spec(), as_table(rows), f"No {what} with a relevant answer.")
    high = max(drawn, key=lambda dot: (dot.met / dot.relevant, dot.relevant))
    low = min(drawn, key=lambda dot: (dot.met / dot.relevant, -dot.relevant))
    sentence = (
        f"{len(drawn)} {what}, each a dot with its 95% interval: from {low.label}, "
        f"{told(low)}, to {high.label}, {told(high)}."
    )
    if everywhere and middle is not None:
        sentence += (
            f" All {everywhere.inspections} {what} together: "
            f"{saying.count(everywhere.met, everywhere.relevant)} "
            f"({saying.percent(middle)})."
        )
    return Chart(_comparison_spec(), as_table(rows), sentence)


def _middle_text(everywhere: Pool | None, what: str) -> str:
    if everywhere is None:
        return ""
    share = saying.share(everywhere.met, everywhere.relevant)
    return f"All {everywhere.inspections} {what} {share}"


@functools.cache
def _comparison_spec() -> Mapping[str, Any]:
    base = named_data().encode(
        y=alt.Y(
            "label:N", sort=None, title=None,
            axis=alt.Axis(
                labelLimit=220, labelFontSize=SIZE, ticks=False, domain=False, labelPadding=8
            ),
        )
    )  # fmt: skip
    middle = (
        named_data()
        .mark_rule(aria=False, color=DARK_GREY, strokeWidth=1.5, strokeDash=[5, 4])
        .encode(x=alt.X("mean(middle):Q"))
    )
    middle_text = (
        named_data()
        .mark_text(aria=False, color=DARK_GREY, baseline="bottom", dy=-4)
        .encode(x=alt.X("mean(middle):Q"), y=alt.value(0), text="min(middle_text):N")
    )
    ring = (
        base.transform_filter(alt.datum.chosen == True)  # noqa: E712  a Vega expression
        .mark_point(aria=False, filled=False, opacity=1, size=260, color=INK, strokeWidth=2)
        .encode(x="share:Q")
    )
    layers = alt.layer(*interval_layers(base), ring, middle, middle_text)
    return finished(layers.properties(height=alt.Step(26)))
