"""A few shares with their intervals: the sections of an inspection."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from sqs.charts.drawing import (
    ROW,
    Chart,
    Dot,
    as_table,
    dot_row,
    finished,
    interval_layers,
    name_above,
    named_rows,
    told,
)


def shares(dots: Sequence[Dot]) -> Chart:
    """A few shares with their intervals, each under its own name: the sections of an inspection."""
    drawn = [dot for dot in dots if dot.relevant]
    listed = "; ".join(f"{dot.label} {told(dot)}" for dot in drawn)
    return Chart(
        _shares_spec(), as_table([dot_row(dot) for dot in drawn]), f"Judgements met: {listed}."
    )


@functools.cache
def _shares_spec() -> Mapping[str, Any]:
    base = named_rows()
    layers = alt.layer(name_above(base), *interval_layers(base, yOffset=10))
    return finished(layers.properties(height=alt.Step(ROW)))
