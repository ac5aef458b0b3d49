"""Teams compared: side by side, in the funnel, the ranks they may hold, and every question."""

from collections.abc import Mapping, Sequence

import streamlit as st

from sqs import charts
from sqs.criteria import editions
from sqs.figures import saying, standing
from sqs.figures.comparing import Compared
from sqs.figures.findings import Pool
from sqs.figures.heat import BANDS_SAY, HeatRow, band, heat_map
from sqs.figures.records import Inspection
from sqs.figures.saying import Measure
from sqs.figures.scores import Figure
from sqs.figures.standing import Standing
from sqs.ui import markup, parts, reads
from sqs.ui.markup import Column, Numbers, Shade
from sqs.ui.reads import Source

Shown = Sequence[tuple[str, Compared]]
"""What is looked at: a name and its row, the highest share first."""


def side_by_side(
    found: Standing, shown: Shown, measure: Measure, what: str, place: str, mine: str | None
) -> None:
    """A dot with its interval for each, and the table of the same."""
    programme = found.programme
    pool = Pool(programme.met, programme.relevant, programme.inspections) if programme else None
    parts.chart_with_table(
        "",
        f"{measure.title}, {what} {place}: share of relevant {measure.unit} met. A dot is the "
        "share found, the bar its 95% interval; the dashed line is all together. Where bars "
        "overlap, the difference may be chance.",
        charts.comparison([charts.dot(name, row) for name, row in shown], pool, what, mine),
        parts.figures_table(
            f"{measure.title}, {what} {place}, highest share first", parts.singular(what), shown
        ),
    )
    if measure.is_section:
        st.html(markup.note(parts.SECTION_SHARES_ARE_OURS))
    st.html(markup.note(parts.NO_RANKS))


def funnel(
    found: Standing, shown: Shown, measure: Measure, what: str, place: str, mine: str | None
) -> None:
    """Every dot against the limits of chance."""
    programme = found.programme
    if programme is None or programme.share is None:
        st.markdown("Nothing was relevant, so there is no funnel.")
        return
    rows = [row for _, row in shown]
    curve = [
        charts.Curve(number, lines.low998, lines.low95, lines.high95, lines.high998)
        for number, lines in standing.curve(found, rows)
    ]
    points = [
        charts.Point(name, row.met, row.relevant, row.stands or "within", chosen=name == mine)
        for name, row in shown
    ]
    parts.chart_with_table(
        "",
        f"{measure.title}, {what} {place}: share met by the number of relevant {measure.unit}, "
        f"with the limits of chance around {programme.met:,} of {programme.relevant:,} in all "
        f"{programme.inspections}. {standing.FUNNEL_SHOWS}",
        charts.funnel(points, curve, float(programme.share), what),
        Numbers(
            f"{measure.title}, {what} {place}, where each stands",
            (
                parts.singular(what),
                Column("Met of relevant", number=True),
                Column("Share", number=True),
                "Beside all",
            ),
            [(name, *saying.told(row)[:2], standing.verdict(row)) for name, row in shown],
        ),
    )


def ranks(found: Standing, shown: Shown, measure: Measure, what: str, place: str) -> None:
    """The places that each may hold, or that no difference is detectable."""
    ranked = standing.ranked(found)
    if ranked is None:
        st.markdown(
            f"No detectable difference between {what}: these shares differ no more than chance "
            "alone would have it, so no place in an order is given."
        )
        return
    st.html(markup.note(standing.RANKS_SHOW))
    if measure.is_section:
        st.html(markup.note(standing.SECTION_RANKS))
    placed = [(name, row, ranked[row.inspection_id]) for name, row in shown if row.relevant]
    parts.table_to_take(
        Numbers(
            f"{measure.title}, {what} {place}: places among all {len(ranked)}",
            (
                parts.singular(what),
                Column("Met of relevant", number=True),
                Column("Share drawn in", number=True),
                Column("95% of places", number=True),
                Column("Middle place", number=True),
                Column("Chance to be in the lowest tenth", number=True),
            ),
            [
                (
                    name,
                    saying.count(row.met, row.relevant),
                    saying.percent(each.drawn_in),
                    f"{each.rank.low} to {each.rank.high}",
                    each.rank.median,
                    saying.chance(each.rank.bottom_tenth),
                )
                for name, row, each in placed
            ],
        )
    )


def questions(source: Source, shown: Shown, by_id: Mapping[str, Inspection], what: str) -> None:
    """A heat map of every question by those shown, weak questions and teams first."""
    names = {row.inspection_id: name for name, row in shown}
    newest = max((by_id[each] for each in names), key=lambda each: each.fieldwork_end)
    found = heat_map(reads.figures_of_questions(source, list(names)), editions()[newest.edition])
    st.html(
        markup.note(
            f"Each cell is met/relevant: the darker, the lower the share ({BANDS_SAY}). Questions "
            f"and {what} with the lowest share come first; beside each question its share in all. "
            "–: not relevant in this sample. An empty cell: not asked, or asked otherwise."
        )
    )
    caption, columns = f"Every question by {what}", [names[each] for each in found.inspection_ids]
    cells = [(_named(row), [_cell(figure) for figure in row.figures]) for row in found.rows]
    parts.table_to_take(
        Numbers(
            caption,
            ("Question", *columns),
            [(name, *(cell.text for cell in row)) for name, row in cells],
        ),
        markup.heat(caption, "Question", columns, cells),
    )


def _named(row: HeatRow) -> str:
    share = saying.share(row.together.met, row.together.relevant)
    return f"{row.question.title} ({share})"


def _cell(figure: Figure | None) -> Shade:
    if figure is None:
        return Shade("")
    if figure.mark or not figure.relevant:
        return Shade(figure.mark or "–")
    return Shade(f"{figure.met}/{figure.relevant}", band(figure))
