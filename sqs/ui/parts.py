"""What pages are made of: titles, banners, charts with tables, empty states."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, NoReturn

import streamlit as st

from sqs.criteria import Edition, Section
from sqs.figures import saying
from sqs.figures.records import Inspection
from sqs.figures.saying import Shown
from sqs.intake.desk import as_csv
from sqs.ui import markup
from sqs.ui.markup import Column, Numbers
from sqs.ui.reads import Source

if TYPE_CHECKING:
    # For its name alone: Altair takes a second to import, and Home draws no chart.
    from sqs.charts import Chart

SECTION_SHARES_ARE_OURS = (
    "Section shares are ours: Short Quality Screening gave no scores. They pool every judgement of "
    "the section, each counted once."
)
NO_RANKS = (
    "The order is that of the shares found in the cases read and is no ranking of teams: with so "
    "few cases another sample would give another order. With many teams, about 1 in 20 intervals "
    "misses the share it stands for."
)

YOURS = ", your team"
"""How the name of the reader's own team ends in charts and tables."""


def singular(what: str) -> str:
    """The heading of a column of teams or visits: "Team", "Visit"."""
    return what.removesuffix("s").capitalize()


def title(finding: str, subtitle: str) -> None:
    """The page's first heading says the finding; the subtitle the measure, place and period."""
    st.title(markup.plain(finding))
    st.html(markup.lead(subtitle))


def cut_off(source: Source) -> None:
    """The loads that were cut off before the app was started, until they are dismissed."""
    dismissed = st.session_state.setdefault("cut_off_dismissed", set())
    told = [each for each in source.database.cut_off if each.name not in dismissed]
    if not told:
        return
    with st.container(border=True):
        for each in told:
            st.html(markup.mark(each.sentence))
        if st.button("Dismiss"):
            dismissed.update(each.name for each in told)
            st.rerun()


def banner(inspection: Inspection) -> None:
    """What must be known about where an inspection's data comes from."""
    if origin := saying.origin(inspection):
        st.html(markup.mark(origin))


def banner_among(inspections: Sequence[Inspection]) -> None:
    """Which of several teams are invented, by the shorter of the two lists."""
    invented = sorted({saying.team(each) for each in inspections if each.invented})
    real = sorted({each.name for each in inspections if not each.invented})
    if not invented:
        return
    if not real:
        st.html(markup.mark("Every team here is invented, for demonstration."))
    elif len(real) <= len(invented):
        st.html(
            markup.mark(f"Invented, for demonstration: every team here but {saying.listed(real)}.")
        )
    else:
        st.html(markup.mark(f"Invented, for demonstration: {saying.listed(invented)}."))


def open_sections(edition: Edition) -> Iterator[Section]:
    """The sections of an edition as tabs; what is drawn for one that is open stands in its tab."""
    tabs = st.tabs(
        [each.title for each in edition.sections],
        key="section",
        on_change="rerun",
        bind="query-params",
    )
    for tab, each in zip(tabs, edition.sections, strict=True):
        if tab.open:
            with tab:
                yield each


def edition_note(edition: Edition) -> None:
    """Whose questions these are."""
    st.html(markup.note(f"Questions: {edition.title}. {edition.provenance}"))


def chart_with_table(
    heading: str, subtitle: str, chart: "Chart", numbers: Numbers, *, level: int = 2
) -> None:
    """A chart under its finding, the same numbers as a real table beneath, both to take away.

    Args:
        heading: the finding; empty where the page's title says it.
        subtitle: the measure, place and period.
        chart: what to draw; its sentence is read out in place of the picture.
        numbers: what the chart shows, as a table.
        level: 2 or 3, as the page's outline asks.

    """
    if heading:
        (st.header if level == 2 else st.subheader)(markup.plain(heading))
    st.html(markup.note(subtitle))
    if chart.data.num_rows:
        st.vega_lite_chart(spec=chart.as_vega_lite(), theme=None, alt=chart.sentence)
    st.html(str(numbers))
    with st.popover("Download this chart and table"), st.container(horizontal=True):
        if chart.data.num_rows:
            for kind in _MEDIA_TYPES:
                st.download_button(
                    kind.upper(),
                    partial(_picture, chart, kind, heading or numbers.caption, subtitle),
                    file_name=f"{_file_name(numbers.caption)}.{kind}",
                    mime=_MEDIA_TYPES[kind],
                    key=f"{kind} {numbers.caption}",
                    on_click="ignore",
                )
        _csv_button(numbers)


def table_to_take(numbers: Numbers, shown: str = "") -> None:
    """A table, and the same as a file to take away.

    Args:
        numbers: its cells.
        shown: its markup where it looks otherwise, as a heat map does.

    """
    st.html(shown or str(numbers))
    with st.popover("Download this table"):
        _csv_button(numbers)


def _csv_button(numbers: Numbers) -> None:
    st.download_button(
        "CSV",
        partial(as_csv, [numbers.headings, *numbers.rows]),
        file_name=f"{_file_name(numbers.caption)}.csv",
        mime="text/csv",
        key=f"csv {numbers.caption}",
        on_click="ignore",
    )


_MEDIA_TYPES: dict[Literal["png", "svg"], str] = {"png": "image/png", "svg": "image/svg+xml"}


def _picture(chart: "Chart", kind: Literal["svg", "png"], title: str, subtitle: str) -> bytes:
    from sqs.charts.pictures import picture

    return picture(chart, kind, title, subtitle)


def _file_name(caption: str) -> str:
    """A caption as the name of a file, without its ending."""
    return re.sub(r"[^a-z0-9]+", "-", caption.lower()).strip("-")[:80]


def figures_table(caption: str, first: str, rows: Sequence[tuple[str, Shown]]) -> Numbers:
    """Shares with everything that stands behind them, one row a figure.

    Args:
        caption: what the table holds.
        first: heading of the column that names the rows.
        rows: the names and the figures.

    """
    return Numbers(
        caption,
        (
            first,
            Column("Met of relevant", number=True),
            Column("Share", number=True),
            Column("95% interval", number=True),
            "Interval by",
        ),
        [(name, *saying.told(each), saying.method(each)) for name, each in rows],
    )


def nothing_yet(what: str) -> NoReturn:
    """Say what is missing and what to do about it, and end the page."""
    st.title(markup.plain(what))
    st.html(
        markup.lead(
            "To begin, load an inspection pack: CSV files or Excel workbooks (.xlsx), or one zip "
            "of them, checked before anything is stored."
        )
    )
    st.page_link("pages/7_Load_cases.py", label="Load cases")
    st.markdown(
        "To look round first, stop the app, run `python -m sqs demo` and start it again: that "
        "builds a demonstration of one published inspection and 24 invented teams."
    )
    st.stop()
