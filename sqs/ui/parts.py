"""What pages are made of: titles, charts with tables, problems, receipts, empty states."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from sqs.criteria import Edition
from sqs.figures import saying
from sqs.figures.records import Inspection
from sqs.figures.scores import Figure
from sqs.intake.history import Upload
from sqs.intake.loading import Receipt
from sqs.intake.problems import LISTED_AT_MOST, Problem
from sqs.intake.rules import RULES
from sqs.ui import markup
from sqs.ui.markup import Column

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


def title(finding: str, subtitle: str) -> None:
    """The page's first heading says the finding; the subtitle the measure, place and period."""
    st.title(markup.plain(finding))
    st.html(markup.lead(subtitle))


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


def edition_note(edition: Edition) -> None:
    """Whose questions these are."""
    st.html(markup.note(f"Questions: {edition.title}. {edition.provenance}"))


def chart_with_table(
    heading: str, subtitle: str, chart: "Chart", table: str, *, level: int = 2
) -> None:
    """A chart under its finding, with the same numbers as a real table beneath.

    Args:
        heading: the finding; empty where the page's title says it.
        subtitle: the measure, place and period.
        chart: what to draw; its sentence is read out in place of the picture.
        table: the numbers, made by `markup.table`.
        level: 2 or 3, as the page's outline asks.

    """
    if heading:
        (st.header if level == 2 else st.subheader)(markup.plain(heading))
    st.html(markup.note(subtitle))
    if chart.data.num_rows:
        st.vega_lite_chart(spec=chart.as_vega_lite(), theme=None, alt=chart.sentence)
    st.html(table)


def figures_table(caption: str, first: str, rows: Sequence[tuple[str, Figure]]) -> str:
    """Shares with everything that stands behind them, one row a figure.

    Args:
        caption: what the table holds.
        first: heading of the column that names the rows.
        rows: the names and the figures.

    """
    return markup.table(
        caption,
        (
            first,
            Column("Met of relevant", number=True),
            Column("Share", number=True),
            Column("95% interval", number=True),
            "Interval by",
        ),
        (
            (
                name,
                saying.count(each.met, each.relevant),
                saying.share(each.met, each.relevant),
                saying.interval(each.low, each.high),
                saying.method(each),
            )
            for name, each in rows
        ),
    )


def nothing_yet(what: str) -> NoReturn:
    """Say what is missing and what to do about it, and end the page."""
    st.title(markup.plain(what))
    st.html(
        markup.lead(
            "To begin, load an inspection pack: CSV files or one zip of them, checked before "
            "anything is stored."
        )
    )
    st.page_link("pages/4_Load_cases.py", label="Load cases")
    st.markdown(
        "To look round first, stop the app, run `python -m sqs demo` and start it again: that "
        "builds a demonstration of one published inspection and 24 invented teams."
    )
    st.stop()


def receipt(done: Receipt) -> None:
    """What became of a pack: loaded, unchanged, checked, or refused with its problems."""
    rows = sum(done.tables.values())
    if done.status == "loaded":
        st.success(f"Loaded as upload {done.upload}: {rows:,} rows.")
    elif done.status == "unchanged":
        st.info(f"All {rows:,} rows were loaded before. Nothing was changed.")
    elif done.status == "checked":
        st.success(f"Checked: no problems in {rows:,} rows. Nothing was loaded.")
    else:
        st.error(
            f"Not loaded: {_counted(sum(done.problem_counts.values()), 'problem')}. "
            "Nothing was changed."
        )
    if done.tables:
        read = "; ".join(f"{table} {number:,}" for table, number in done.tables.items())
        st.html(markup.note(f"Rows read: {read}."))
    if done.normalised:
        st.html(
            markup.table(
                "Read as something else",
                ("What", Column("Times", number=True)),
                done.normalised.items(),
            )
        )


def problem_list(problems: Sequence[Problem], counts: dict[str, int]) -> None:
    """The problems of a pack: first by rule with how to mend them, then one by one."""
    st.subheader("What to mend, by rule")
    st.html(
        markup.table(
            "Problems by rule, the most frequent first",
            ("Problem", Column("Times", number=True), "The rule", "How to mend it"),
            (
                (RULES[rule].title, number, RULES[rule].asks, RULES[rule].mend)
                for rule, number in Counter(counts).most_common()
            ),
        )
    )
    st.subheader("Each problem, in the order of the files")
    listed = problems[:LISTED_AT_MOST]
    if len(problems) > len(listed):
        st.html(markup.note(f"The first {len(listed):,} of {len(problems):,} are listed."))
    st.html(
        markup.table(
            "Problems by file and line; the heading row is line 1",
            ("Case", "File", Column("Line", number=True), "Column",
             Column("Problem", long=True), Column("What to do", long=True)),
            (
                (p.case or "–", p.file, p.line, p.column, f"Found {p.found}", _sentence(p.allowed))
                for p in listed
            ),
        )
    )  # fmt: skip


def named(upload: Upload) -> str:
    """An upload in a list of choices: its number, what it brought, and when."""
    what = _first_few(upload.scopes) or _first_few(upload.files)
    return f"Upload {upload.upload}: {what}; {upload.rows:,} rows, {upload.loaded_at:%d %b %Y}"


def upload_history(history: Sequence[Upload]) -> None:
    """Every upload: when, by whom, which files, and whether it was taken back."""
    if not history:
        st.markdown("Nothing has been loaded yet.")
        return
    st.html(
        markup.table(
            "Uploads, the newest first; times are UTC",
            (
                "Upload",
                "When",
                "By",
                Column("Inspections", long=True),
                Column("Rows", number=True),
                "Files",
                "State",
            ),
            (
                (
                    each.upload,
                    f"{each.loaded_at.day} {each.loaded_at:%b %Y, %H:%M}",
                    each.loaded_by,
                    _first_few(each.scopes),
                    f"{each.rows:,}",
                    _first_few(each.files),
                    "undone" if each.status == "undone" else "loaded",
                )
                for each in history
            ),
        )
    )


def _first_few(names: Sequence[str], at_most: int = 2) -> str:
    more = f" and {len(names) - at_most} more" if len(names) > at_most else ""
    return ", ".join(names[:at_most]) + more


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
