"""Sections: one inspection, its sections, and every question with its answers."""

import streamlit as st

from sqs import charts
from sqs.criteria import editions
from sqs.figures import findings, saying
from sqs.figures.scores import by_measure
from sqs.ui import filters, markup, parts, reads, second_reads, section
from sqs.ui.page import open_page

with open_page("Sections") as source:
    known = [each for each in reads.inspections(source) if each.cases]
    if not known:
        parts.nothing_yet("There is no inspection to show yet")
    inspection = filters.inspection(known)
    edition = editions()[inspection.edition]
    figures = reads.figures(source, inspection.inspection_id)
    measured = by_measure(figures)

    headline = findings.headline(figures, edition)
    parts.title(
        headline.title,
        f"{inspection.name}, {saying.fieldwork(inspection)}: {saying.read(inspection)}. "
        f"{headline.detail}",
    )
    parts.banner(inspection)

    pooled = [(s.title, measured[s.key]) for s in edition.sections if s.key in measured]
    parts.chart_with_table(
        "The sections side by side",
        f"{inspection.name}, {saying.month(inspection.fieldwork_end)}. Share of relevant "
        f"judgements met, with 95% intervals. {parts.SECTION_SHARES_ARE_OURS}",
        charts.shares([charts.dot(name, each) for name, each in pooled]),
        parts.figures_table("Judgements met by section", "Section", pooled),
    )
    st.html(markup.note(findings.HEADLINE_RULE))

    listed = findings.attention(figures, reads.pools(source, edition.name))
    st.header("What needs attention")
    section.attention(listed, edition)

    st.header("Question by question")
    for each in parts.open_sections(edition):
        section.questions(source, inspection, each)
    if not source.board:
        section.case_managers(source, inspection)
        second_reads.agreement(source, inspection)
    parts.edition_note(edition)
