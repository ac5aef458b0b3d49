"""What every drawing is made of: colours, the kept specification, dots with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pyarrow as pa

from sqs.figures import saying
from sqs.figures.saying import Shown

DARK_BLUE, TURQUOISE, DARK_PINK = "#12436D", "#28A197", "#801650"
ORANGE, DARK_GREY, LIGHT_PURPLE = "#F46A25", "#3D3D3D", "#A285D1"
PALETTE = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LIGHT_PURPLE)
"""The Government Analysis Function's colours, used in this order."""

MID_BLUE = "#2073BC"
INK = "#0b0c0c"
WHITE = "#ffffff"

ROWS = "rows"
"""The name under which a specification asks for its data."""

_FONT = '"Source Sans", sans-serif'
_CONFIG: dict[str, Any] = {
    "font": _FONT,
    "background": WHITE,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "labelFontSize": 13, "titleFontSize": 13,
        "titleFontWeight": "normal", "gridColor": "#e3e3e3", "domainColor": "#8a8a8a",
        "tickColor": "#8a8a8a",
    },
    "text": {"fontSize": 13, "color": INK},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its specification on named data, the data, and what it shows in a sentence."""

    spec: Mapping[str, Any]
    data: pa.Table
    sentence: str

    def as_vega_lite(self) -> dict[str, Any]:
        """The specification with its data, as Streamlit takes them."""
        return {**self.spec, "datasets": {ROWS: self.data}}


@dataclass(frozen=True, slots=True)
class Dot:
    """One share with its interval: a team, a visit or a section."""

    label: str
    met: int
    relevant: int
    low: float | None
    high: float | None


def dot(label: str, figure: Shown) -> Dot:
    """A figure as a dot of that name."""
    return Dot(label, figure.met, figure.relevant, figure.low, figure.high)


def dot_row(dot: Dot) -> dict[str, object]:
    """A dot as a row to draw (relevant > 0)."""
    return {
        "label": dot.label,
        "share": dot.met / dot.relevant,
        "low": dot.low,
        "high": dot.high,
        "told": saying.count(dot.met, dot.relevant),
        "interval": saying.interval(dot.low, dot.high),
        "said": f"{dot.label}: {told(dot)}, 95% interval {saying.interval(dot.low, dot.high)}",
    }


def told(dot: Dot) -> str:
    """ "12 of 14 (86%)"."""
    return f"{saying.count(dot.met, dot.relevant)} ({saying.share(dot.met, dot.relevant)})"


def as_table(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Rows as they travel to the browser; what a row does not have is null there."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def named_data() -> alt.Chart:
    """A chart of the rows that are sent along with it."""
    return alt.Chart(alt.NamedData(name=ROWS))


def finished(chart: alt.LayerChart | alt.FacetChart) -> Mapping[str, Any]:
    """The specification of a chart, to be kept."""
    spec: dict[str, Any] = chart.to_dict()
    spec["config"] = _CONFIG
    # The width is the page's; the height follows from the number of rows.
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return spec


# On a telephone names and counts are smaller, so that there is room for what lies between them.
SIZE = alt.ExprRef("containerSize()[0] < 500 ? 11 : 13")

# The counts stand in a column of their own at the right of 100 %.
PERCENT_SCALE = alt.Scale(
    domain=[0, 1],
    nice=False,
    range=[0, alt.ExprRef("width - (containerSize()[0] < 500 ? 68 : 90)")],
)
PERCENT_AXIS = alt.Axis(
    format="%", values=[0, 0.25, 0.5, 0.75, 1], title="Share met of those relevant", domain=False
)
# Dots and bars are read out one by one by their description; lines and texts repeat them for the
# eye and are passed over (aria=False).
DOT_TOOLTIP = [
    alt.Tooltip("label:N", title="Of"),
    alt.Tooltip("told:N", title="Met of relevant"),
    alt.Tooltip("interval:N", title="95% interval"),
]


def interval_layers(base: alt.Chart, **place: Any) -> list[alt.Chart]:
    """An interval as a bar, its share as a dot, its counts at the right."""
    return [
        base.mark_rule(aria=False, color=MID_BLUE, strokeWidth=3, **place).encode(
            x=alt.X("low:Q", scale=PERCENT_SCALE, axis=PERCENT_AXIS), x2="high:Q"
        ),
        base.mark_point(color=DARK_BLUE, filled=True, opacity=1, size=90, **place).encode(
            x="share:Q", tooltip=DOT_TOOLTIP, description="said:N"
        ),
        base.mark_text(aria=False, align="right", baseline="middle", fontSize=SIZE, **place).encode(
            x=alt.value("width"), text="told:N"
        ),
    ]


ROW = 48
"""Pixels for a row whose name stands above its bar, so that it is never cut off at the side."""


def named_rows() -> alt.Chart:
    """A row of the picture for each label, in the order given."""
    return named_data().encode(y=alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(padding=0)))


def name_above(base: alt.Chart, counts: int = 70) -> alt.Chart:
    """Each row's name above what is drawn in it, left of so many pixels of counts."""
    # A label wider than the picture is cut with an ellipsis; the table below has it whole.
    names: alt.Chart = base.mark_text(
        aria=False, align="left", baseline="middle", dy=-12, limit=alt.ExprRef(f"width - {counts}")
    ).encode(x=alt.value(0), text="label:N")
    return names
