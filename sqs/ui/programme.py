"""The programme: over time, its weakest questions, and first work beside its reviews."""

from collections.abc import Sequence

import streamlit as st

from sqs import charts
from sqs.criteria import Edition
from sqs.figures import programme, saying
from sqs.figures.everywhere import Trend
from sqs.figures.programme import Drop, Point, Pooled
from sqs.figures.saying import Measure
from sqs.ui import markup, parts
from sqs.ui.markup import Column, Numbers

TEAMS_ARE_THE_UNIT = (
    "Intervals take the team as the unit, since the cases and visits of one team hang together."
)


def over_time(found: Trend, measure: Measure, by: programme.By) -> None:
    """A p-chart of one measure."""
    points = programme.over_time(found.months, by)
    if not points:
        st.markdown("Nothing was relevant, so there is nothing to draw.")
        return
    labels = [f"{each.begins:%Y}" if by == "year" else f"{each.begins:%b %Y}" for each in points]
    share = sum(each.met for each in points) / sum(each.relevant for each in points)
    parts.chart_with_table(
        programme.over_time_finding(points, by),
        f"{measure.title}, all inspections by {by}, {labels[0]} to {labels[-1]}: share of relevant "
        f"{measure.unit} met. {programme.limits_say(points, by)}",
        charts.programme(
            [
                charts.Month(label, each.met, each.relevant, each.low, each.high)
                for label, each in zip(labels, points, strict=True)
            ],
            share,
        ),
        Numbers(
            f"{measure.title}, all inspections by {by}",
            (
                by.capitalize(),
                Column("Inspections", number=True),
                Column("Met of relevant", number=True),
                Column("Share", number=True),
                Column("99.8% limits", number=True),
                "Outside",
            ),
            [_row(label, each) for label, each in zip(labels, points, strict=True)],
        ),
    )


def _row(label: str, point: Point) -> tuple[str | int, ...]:
    return (
        label,
        point.inspections,
        saying.count(point.met, point.relevant),
        saying.share(point.met, point.relevant),
        saying.interval(point.low, point.high),
        "yes" if point.outside else "",
    )


def weakest(found: Sequence[Pooled], edition: Edition) -> None:
    """Every question over all inspections, the lowest share first."""
    st.html(
        markup.note(
            "All inspections loaded here together, where the question meant the same. "
            + TEAMS_ARE_THE_UNIT
        )
    )
    parts.table_to_take(
        Numbers(
            "Questions over all inspections, the lowest share first",
            (
                "Question",
                "Section",
                Column("Met of relevant", number=True),
                Column("Share", number=True),
                Column("95% interval", number=True),
                Column("Inspections", number=True),
            ),
            [
                (
                    each.question.title,
                    edition.section(each.question.section).title,
                    saying.count(each.met, each.relevant),
                    saying.share(each.met, each.relevant),
                    saying.interval(each.interval.low, each.interval.high),
                    each.inspections,
                )
                for each in found
            ],
        )
    )


def reviews(found: Drop) -> None:
    """First assessments and plans beside their reviews."""
    if not found.pairs:
        st.markdown("No first work and its review were both relevant yet.")
        return
    rows = [
        charts.Pair(first.question.title, _dot("first work", first), _dot("review", review))
        for first, review in found.pairs
    ]
    parts.chart_with_table(
        programme.drop_finding(found),
        "First assessments and plans (round, above) beside their reviews (diamond, below): share "
        "of relevant cases met in all inspections, with 95% intervals. "
        f"{programme.drop_says(found)} {TEAMS_ARE_THE_UNIT}",
        charts.pairs(rows),
        Numbers(
            "First work and its reviews over all inspections",
            (
                "First work",
                Column("Met of relevant", number=True),
                Column("95% interval", number=True),
                Column("Review: met of relevant", number=True),
                Column("95% interval of the review", number=True),
                Column("Change in points", number=True),
            ),
            [
                (
                    row.label,
                    saying.count(row.first.met, row.first.relevant),
                    saying.interval(row.first.low, row.first.high),
                    saying.count(row.second.met, row.second.relevant),
                    saying.interval(row.second.low, row.second.high),
                    saying.points(
                        row.second.met / row.second.relevant - row.first.met / row.first.relevant
                    ),
                )
                for row in rows
            ],
        ),
    )


def _dot(label: str, pooled: Pooled) -> charts.Dot:
    return charts.Dot(label, pooled.met, pooled.relevant, pooled.interval.low, pooled.interval.high)
