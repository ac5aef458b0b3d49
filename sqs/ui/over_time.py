"""A team over time: what so few cases could have shown, what changed, and every visit."""

from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

from sqs import charts
from sqs.criteria import Edition, Section, editions
from sqs.figures import changes, findings, saying
from sqs.figures.changes import QuestionChange, SectionChange
from sqs.figures.records import Inspection
from sqs.figures.saying import Measure
from sqs.ui import markup, parts, reads
from sqs.ui.markup import Column, Numbers
from sqs.ui.reads import Source


def sections(found: Sequence[SectionChange], period: str) -> None:
    """Each section at both visits, its judgements put together."""
    if not found:
        st.markdown("No section was relevant at both visits and asked alike.")
        return
    labels = [_label(each.section.title, each.real) for each in found]
    real = sum(1 for each in found if each.real)
    parts.chart_with_table(
        f"{real} of {len(found)} sections changed by more than chance",
        f"{period}: change of the share of judgements met, in percentage points, with its 95% "
        f"interval. Left of the line: fell; right: rose. {parts.SECTION_SHARES_ARE_OURS}",
        charts.differences([_drawn(each, each.section.title) for each in found]),
        Numbers(
            "Sections: what changed",
            ("Section", *_CHANGE_COLUMNS),
            [_row(label, each) for label, each in zip(labels, found, strict=True)],
        ),
    )


_CHANGE_COLUMNS = (
    Column("Before", number=True),
    Column("Now", number=True),
    Column("Change in points", number=True),
    Column("95% interval", number=True),
    "Beyond chance",
)


def in_words(
    changed: Sequence[QuestionChange], found: Sequence[SectionChange], edition: Edition
) -> None:
    """The changes beyond chance, and the rule."""
    for of in found:
        if of.real:
            did = "Improved" if of.difference.change > 0 else "Fell back"
            st.markdown(
                f"**{did}:** {markup.plain(of.section.title)}, from {saying.count(*of.before)} "
                f"judgements to {saying.count(*of.now)}."
            )
    for did, listed in (
        ("Improved", changes.improved(changed)),
        ("Fell back", changes.fell_back(changed)),
    ):
        for each in listed:
            title = markup.plain(edition.question(each.question_id).title)
            st.markdown(
                f"**{did}:** {title}, from {saying.count(each.before.met, each.before.relevant)} "
                f"to {saying.count(each.now.met, each.now.relevant)}."
            )
    st.html(markup.note(changes.REAL_CHANGE_RULE))


def section(changed: Sequence[QuestionChange], of: Section, period: str) -> None:
    """The questions of one section: what could have been seen, then what was."""
    titles = {question.id: question.title for question in of.questions}
    found = [each for each in changed if each.question_id in titles]
    if not found:
        st.markdown("No question of this section was relevant at both visits and asked alike.")
        return
    st.html(
        markup.table(
            f"{of.title}: what so few cases could have shown, each question by itself",
            ("Question", Column("What would show", long=True)),
            ((titles[each.question_id], changes.could_see(each)) for each in found),
        )
    )
    real = sum(1 for each in found if each.real)
    parts.chart_with_table(
        f"{real} of {len(found)} changed by more than chance",
        f"{of.title}, {period}: change of the share met, in percentage points, with its 95% "
        "interval. Left of the line: fell; right: rose.",
        charts.differences([_drawn(each, titles[each.question_id]) for each in found]),
        Numbers(
            f"{of.title}: what changed, the largest fall first",
            ("Question", *_CHANGE_COLUMNS),
            [_row(_label(titles[each.question_id], each.real), each) for each in found],
        ),
        level=3,
    )


def _label(title: str, real: bool) -> str:
    return f"Real change: {title}" if real else title


def _counts(change: QuestionChange | SectionChange) -> tuple[tuple[int, int], tuple[int, int]]:
    if isinstance(change, SectionChange):
        return change.before, change.now
    before, now = change.before, change.now
    return (before.met, before.relevant), (now.met, now.relevant)


def _drawn(change: QuestionChange | SectionChange, title: str) -> charts.Change:
    difference = change.difference
    return charts.Change(
        title, *_counts(change), difference.change, difference.low, difference.high, change.real
    )


def _row(label: str, change: QuestionChange | SectionChange) -> tuple[str, ...]:
    before, now = _counts(change)
    difference = change.difference
    return (
        label,
        saying.count(*before),
        saying.count(*now),
        saying.points(difference.change),
        f"{saying.points(difference.low)} to {saying.points(difference.high)}",
        "yes" if change.real else "no",
    )


def visits(source: Source, listed: Sequence[Inspection], measure: Measure) -> None:
    """One measure at every visit of a team, in their order; breaks between editions are said."""
    own = reads.compared_team(source, measure.key, listed[-1].yot)
    rows = {row.inspection_id: row for row in own}
    asked = [(each, rows[each.inspection_id]) for each in listed if each.inspection_id in rows]
    if not asked:
        st.markdown("This team has no visit in which this was asked.")
        return
    broken = {
        row.inspection_id
        for (_, before), (_, row) in pairwise(asked)
        if row.meaning != before.meaning
    }
    told = [
        (saying.month(each.fieldwork_end) + (" *" if row.inspection_id in broken else ""), row)
        for each, row in asked
    ]
    # A heading sets no two visits side by side that were asked otherwise.
    alike = [row for _, row in asked if row.meaning == asked[-1][1].meaning]
    name = saying.team(listed[-1])
    parts.chart_with_table(
        findings.over_time_finding(name, alike),
        f"{measure.title}, {name}, {saying.period(listed)}. Share met of those relevant, with 95% "
        "intervals. No trend is drawn through fewer than five visits.",
        charts.over_time([charts.dot(label, row) for label, row in told]),
        parts.figures_table(f"{measure.title}, {name}, by visit", "Visit", told),
        level=3,
    )
    if broken:
        newest = editions()[asked[-1][0].edition]
        st.markdown(
            f"\\* From this visit on the question set was another ({markup.plain(newest.title)}) "
            "and this was asked otherwise: the dots on its two sides are not to be compared."
        )
