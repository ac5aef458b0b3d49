"""Plain rows to a chart and the sentence that says what it shows. Fetches nothing.

Each kind of chart is authored in Altair once a process, on named data, and kept as a finished
Vega-Lite specification: building Altair objects at every rerun costs 10 to 15 ms a chart, sending a
kept specification next to nothing. Titles stand outside the picture, in the page.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt
import pyarrow as pa

from sqs.figures import saying
from sqs.figures.findings import Pool
from sqs.figures.scores import Figure

DARK_BLUE, TURQUOISE, DARK_PINK = "#12436D", "#28A197", "#801650"
ORANGE, DARK_GREY, LIGHT_PURPLE = "#F46A25", "#3D3D3D", "#A285D1"
PALETTE = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LIGHT_PURPLE)
"""The Government Analysis Function's colours, used in this order."""

MID_BLUE = "#2073BC"
INK = "#0b0c0c"
WHITE = "#ffffff"

ROWS = "rows"
"""The name under which a specification asks for its data."""

LEAST_VISITS_FOR_A_LINE = 5
"""Fewer visits are drawn as dots alone: a line would be read as a trend."""

ANSWERS = ("met", "not met", "not relevant")

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
class Dot:
    """One share with its interval: a team, a visit or a section."""

    label: str
    met: int
    relevant: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """One question's answers: met, not met, not relevant."""

    label: str
    met: int
    not_met: int
    not_relevant: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its specification on named data, the data, and what it shows in a sentence."""

    spec: Mapping[str, Any]
    data: pa.Table
    sentence: str

    def as_vega_lite(self) -> dict[str, Any]:
        """The specification with its data, as Streamlit takes them."""
        return {**self.spec, "datasets": {ROWS: self.data}}


def dot(label: str, figure: Figure) -> Dot:
    """A figure as a dot of that name."""
    return Dot(label, figure.met, figure.relevant, figure.low, figure.high)


def comparison(dots: Sequence[Dot], everywhere: Pool | None, what: str) -> Chart:
    """Teams or visits side by side, in the order given, with the share of all as a line.

    Args:
        dots: what is compared; those with nothing relevant are left to the table.
        everywhere: the share of all inspections, or None where there is none.
        what: what a dot is, in the plural, for the sentence.

    """
    drawn = [dot for dot in dots if dot.relevant]
    middle = float(everywhere.share) if everywhere and everywhere.share is not None else None
    rows = [
        _dot_row(dot) | {"middle": middle, "middle_text": _middle_text(everywhere)} for dot in drawn
    ]
    if not drawn:
        return Chart(_comparison_spec(), _table(rows), f"No {what} with a relevant answer.")
    high = max(drawn, key=lambda dot: (dot.met / dot.relevant, dot.relevant))
    low = min(drawn, key=lambda dot: (dot.met / dot.relevant, -dot.relevant))
    sentence = (
        f"{len(drawn)} {what}, each a dot with its 95% interval: from {low.label}, "
        f"{_told(low)}, to {high.label}, {_told(high)}."
    )
    if everywhere and middle is not None:
        sentence += (
            f" All inspections together: {saying.count(everywhere.met, everywhere.relevant)} "
            f"({saying.percent(middle)})."
        )
    return Chart(_comparison_spec(), _table(rows), sentence)


def shares(dots: Sequence[Dot]) -> Chart:
    """A few shares with their intervals, each under its own name: the sections of an inspection."""
    drawn = [dot for dot in dots if dot.relevant]
    told = "; ".join(f"{dot.label} {_told(dot)}" for dot in drawn)
    return Chart(
        _shares_spec(), _table([_dot_row(dot) for dot in drawn]), f"Judgements met: {told}."
    )


def over_time(dots: Sequence[Dot]) -> Chart:
    """One team's visits in their order; a line only from five visits on."""
    drawn = [dot for dot in dots if dot.relevant]
    spec = _visits_spec(line=len(drawn) >= LEAST_VISITS_FOR_A_LINE)
    told = "; ".join(f"{dot.label} {_told(dot)}" for dot in drawn)
    return Chart(spec, _table([_dot_row(dot) for dot in drawn]), f"By visit: {told}.")


def ledger(questions: Sequence[Ledger]) -> Chart:
    """A bar for each question: answers met, not met and not relevant, counted."""
    rows: list[dict[str, object]] = []
    for question in questions:
        at = 0
        relevant = question.met + question.not_met
        counts = (question.met, question.not_met, question.not_relevant)
        for place, (answer, number) in enumerate(zip(ANSWERS, counts, strict=True)):
            rows.append({
                "label": question.label, "answer": answer, "number": number,
                "start": at, "end": at + number, "first": place == 0,
                "total": saying.count(question.met, relevant) if relevant else "none relevant",
                "said": f"{question.label}: {number} {answer}",
            })  # fmt: skip
            at += number
    return Chart(_ledger_spec(), _table(rows), _ledger_sentence(questions))


def _ledger_sentence(questions: Sequence[Ledger]) -> str:
    relevant = [question for question in questions if question.met + question.not_met]
    if not relevant:
        return "No question was relevant in this sample."

    def share_met(question: Ledger) -> Fraction:
        return Fraction(question.met, question.met + question.not_met)

    low, high = min(relevant, key=share_met), max(relevant, key=share_met)
    return (
        f"{len(questions)} questions, each a bar of answers met, not met and not relevant: lowest "
        f"{low.label}, {saying.count(low.met, low.met + low.not_met)}; highest {high.label}, "
        f"{saying.count(high.met, high.met + high.not_met)}."
    )


def _dot_row(dot: Dot) -> dict[str, object]:
    return {
        "label": dot.label,
        "share": dot.met / dot.relevant,
        "low": dot.low,
        "high": dot.high,
        "told": saying.count(dot.met, dot.relevant),
        "interval": saying.interval(dot.low, dot.high),
        "said": f"{dot.label}: {_told(dot)}, 95% interval {saying.interval(dot.low, dot.high)}",
    }


def _told(dot: Dot) -> str:
    return f"{saying.count(dot.met, dot.relevant)} ({saying.share(dot.met, dot.relevant)})"


def _middle_text(everywhere: Pool | None) -> str:
    if everywhere is None:
        return ""
    return f"All inspections {saying.share(everywhere.met, everywhere.relevant)}"


def _table(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows])


def _rows() -> alt.Chart:
    return alt.Chart(alt.NamedData(name=ROWS))


def _finished(chart: alt.LayerChart | alt.FacetChart) -> Mapping[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    spec["config"] = _CONFIG
    # The width is the page's; the height follows from the number of rows.
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return spec


# On a telephone names and counts are smaller, so that there is room for what lies between them.
_SIZE = alt.ExprRef("containerSize()[0] < 500 ? 11 : 13")

# The counts stand in a column of their own at the right of 100 %.
_PERCENT_SCALE = alt.Scale(
    domain=[0, 1],
    nice=False,
    range=[0, alt.ExprRef("width - (containerSize()[0] < 500 ? 68 : 90)")],
)
_PERCENT_AXIS = alt.Axis(
    format="%", values=[0, 0.25, 0.5, 0.75, 1], title="Share met of those relevant", domain=False
)
# Dots and bars are read out one by one by their description; lines and texts repeat them for the
# eye and are passed over (aria=False).
_TOOLTIP = [
    alt.Tooltip("label:N", title="Of"),
    alt.Tooltip("told:N", title="Met of relevant"),
    alt.Tooltip("interval:N", title="95% interval"),
]


@functools.cache
def _comparison_spec() -> Mapping[str, Any]:
    base = _rows().encode(
        y=alt.Y(
            "label:N", sort=None, title=None,
            axis=alt.Axis(
                labelLimit=210, labelFontSize=_SIZE, ticks=False, domain=False, labelPadding=8
            ),
        )
    )  # fmt: skip
    middle = (
        _rows()
        .mark_rule(aria=False, color=DARK_GREY, strokeWidth=1.5, strokeDash=[5, 4])
        .encode(x=alt.X("mean(middle):Q"))
    )
    middle_text = (
        _rows()
        .mark_text(aria=False, color=DARK_GREY, baseline="bottom", dy=-4)
        .encode(x=alt.X("mean(middle):Q"), y=alt.value(0), text="min(middle_text):N")
    )
    layers = alt.layer(*_interval_layers(base), middle, middle_text)
    return _finished(layers.properties(height=alt.Step(26)))


def _interval_layers(base: alt.Chart, **place: Any) -> list[alt.Chart]:
    """An interval as a bar, its share as a dot, its counts at the right."""
    return [
        base.mark_rule(aria=False, color=MID_BLUE, strokeWidth=3, **place).encode(
            x=alt.X("low:Q", scale=_PERCENT_SCALE, axis=_PERCENT_AXIS), x2="high:Q"
        ),
        base.mark_point(color=DARK_BLUE, filled=True, opacity=1, size=90, **place).encode(
            x="share:Q", tooltip=_TOOLTIP, description="said:N"
        ),
        base.mark_text(
            aria=False, align="right", baseline="middle", fontSize=_SIZE, **place
        ).encode(x=alt.value("width"), text="told:N"),
    ]


_ROW = 48
"""Pixels for a row whose name stands above its bar, so that it is never cut off at the side."""


def _named_rows() -> alt.Chart:
    return _rows().encode(y=alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(padding=0)))


def _name_above(base: alt.Chart) -> alt.Chart:
    # A label wider than the picture is cut with an ellipsis; the table below has it whole.
    names: alt.Chart = base.mark_text(
        aria=False, align="left", baseline="middle", dy=-12, limit=alt.ExprRef("width - 70")
    ).encode(x=alt.value(0), text="label:N")
    return names


@functools.cache
def _shares_spec() -> Mapping[str, Any]:
    base = _named_rows()
    layers = alt.layer(_name_above(base), *_interval_layers(base, yOffset=10))
    return _finished(layers.properties(height=alt.Step(_ROW)))


@functools.cache
def _visits_spec(*, line: bool) -> Mapping[str, Any]:
    base = _rows().encode(
        x=alt.X("label:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False))
    )
    share_axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, domain=False)
    interval = base.mark_rule(aria=False, color=MID_BLUE, strokeWidth=3).encode(
        y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 1]), axis=share_axis), y2="high:Q"
    )
    dot = base.mark_point(color=DARK_BLUE, filled=True, opacity=1, size=90).encode(
        y="share:Q", tooltip=_TOOLTIP, description="said:N"
    )
    count = base.mark_text(aria=False, align="left", baseline="middle", dx=9).encode(
        y="share:Q", text="told:N"
    )
    joined = (
        [base.mark_line(aria=False, color=DARK_BLUE, strokeWidth=1).encode(y="share:Q")]
        if line
        else []
    )
    return _finished(alt.layer(*joined, interval, dot, count).properties(height=240))


@functools.cache
def _ledger_spec() -> Mapping[str, Any]:
    base = _named_rows()
    first = alt.datum.first == True  # noqa: E712  a Vega expression
    bars = base.mark_bar(height=20, yOffset=10, stroke=DARK_GREY, strokeWidth=0.75).encode(
        x=alt.X("start:Q", axis=None, scale=alt.Scale(nice=False)),
        x2="end:Q",
        color=alt.Color(
            "answer:N",
            scale=alt.Scale(domain=list(ANSWERS), range=[DARK_BLUE, TURQUOISE, WHITE]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("label:N", title="Question"),
            alt.Tooltip("answer:N", title="Answer"),
            alt.Tooltip("number:Q", title="Cases"),
        ],
        description="said:N",
    )
    # The words stand in the bar where there is room for them, else the number alone.
    counts = (
        base.transform_filter(alt.datum.number > 0)
        .transform_calculate(
            middle="(datum.start + datum.end) / 2",
            words=(
                "datum.number / datum.whole * width > 30 + 7 * length(datum.answer) "
                "? datum.number + ' ' + datum.answer : '' + datum.number"
            ),
        )
        .mark_text(aria=False, baseline="middle", yOffset=10)
        .encode(
            x="middle:Q",
            text="words:N",
            color=alt.condition(alt.datum.answer == "met", alt.value(WHITE), alt.value(INK)),
        )
    )
    totals = (
        base.transform_filter(first)
        .mark_text(aria=False, align="right", baseline="middle", dy=-12, fontWeight="bold")
        .encode(x=alt.value("width"), text="total:N")
    )
    names = _name_above(base.transform_filter(first))
    layers = alt.layer(bars, counts, names, totals).transform_joinaggregate(whole="max(end)")
    return _finished(layers.properties(height=alt.Step(_ROW)))
