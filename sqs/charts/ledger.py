"""Answers question by question: met, not met, not relevant."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import altair as alt

from sqs.charts.drawing import (
    DARK_BLUE,
    DARK_GREY,
    INK,
    ROW,
    TURQUOISE,
    WHITE,
    Chart,
    as_table,
    finished,
    name_above,
    named_rows,
)
from sqs.figures import saying

ANSWERS = ("met", "not met", "not relevant")


@dataclass(frozen=True, slots=True)
class Ledger:
    """One question's answers: met, not met, not relevant."""

    label: str
    met: int
    not_met: int
    not_relevant: int


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
    return Chart(_ledger_spec(), as_table(rows), _ledger_sentence(questions))


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


@functools.cache
def _ledger_spec() -> Mapping[str, Any]:
    base = named_rows()
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
    names = name_above(base.transform_filter(first))
    layers = alt.layer(bars, counts, names, totals).transform_joinaggregate(whole="max(end)")
    return finished(layers.properties(height=alt.Step(ROW)))
