"""One section of one inspection: every question's answers, why not met, notes, and the facts."""

from collections.abc import Sequence

import streamlit as st

from sqs import charts
from sqs.criteria import Edition, Section, editions
from sqs.figures import findings, saying
from sqs.figures.findings import Attention
from sqs.figures.records import Inspection
from sqs.figures.scores import Figure, by_measure
from sqs.letter.wording import HOUSE_SCALE, scales
from sqs.ui import markup, parts, reads
from sqs.ui.markup import Column, Numbers
from sqs.ui.reads import Source

CASE_MANAGERS_SAY = (
    "Shortfalls often gather in a few cases and with a few case managers. This helps to see where "
    "support is needed; with so few cases each it is no appraisal of a person."
)


def attention(listed: Sequence[Attention], edition: Edition) -> None:
    """The questions below the share of all inspections, with the rule that lists them."""
    st.html(markup.note(findings.ATTENTION_RULE))
    if not listed:
        st.markdown("No question of this inspection is listed by this rule.")
        return
    st.html(
        markup.table(
            "Questions below the share of all inspections, the furthest first",
            (
                "Question",
                Column("Met of relevant", number=True),
                Column("95% interval", number=True),
                Column("All inspections", number=True),
            ),
            (
                (
                    edition.question(item.figure.question_id).title,
                    saying.count(item.figure.met, item.figure.relevant),
                    saying.interval(item.figure.low, item.figure.high),
                    saying.share(item.everywhere.met, item.everywhere.relevant),
                )
                for item in listed
            ),
        )
    )


def questions(source: Source, inspection: Inspection, section: Section) -> None:
    """The section's ledger, its reasons and facts, and the inspectors' notes when opened."""
    edition = editions()[inspection.edition]
    measured = by_measure(reads.figures(source, inspection.inspection_id))
    asked = [(q, measured[q.id]) for q in section.judged if q.id in measured]
    if not asked:
        st.markdown("Nothing was asked in this section.")
        return
    parts.chart_with_table(
        findings.section_finding([figure for _, figure in asked], section),
        f"{section.title}, {inspection.name}, {saying.month(inspection.fieldwork_end)}: of "
        f"{max(f.asked for _, f in asked)} {section.of}, those met stand left, then those not met, "
        "then those to whom the question was not relevant.",
        charts.ledger(
            [
                charts.Ledger(q.title, f.met, f.not_met, f.not_relevant)
                for q, f in asked
                if not f.mark
            ]
        ),
        _ledger_table([(q.title, q.relevant_text, figure) for q, figure in asked], section),
        level=3,
    )
    if section.of == "cases":
        _reasons(source, inspection, section, edition)
        _facts(source, inspection, section)
        if not source.board:
            _notes(source, inspection, section, edition)


def case_managers(source: Source, inspection: Inspection) -> None:
    """The cases by who holds them, when opened: whether shortfalls gather in few hands."""
    opened = st.expander("Cases by case manager", key="case_managers_opened", on_change="rerun")
    if not opened.open:
        return
    found = reads.case_managers(source, inspection.inspection_id)
    with opened:
        st.html(markup.note(CASE_MANAGERS_SAY))
        st.html(
            markup.table(
                "Judgements met by case manager, the lowest share first",
                (
                    "Case manager",
                    Column("Cases read", number=True),
                    Column("Judgements met of relevant", number=True),
                    Column("Share", number=True),
                ),
                (
                    (
                        each.name or "not recorded",
                        each.cases,
                        saying.count(each.met, each.relevant),
                        saying.share(each.met, each.relevant),
                    )
                    for each in found
                ),
            )
        )


def _ledger_table(rows: Sequence[tuple[str, str, Figure]], section: Section) -> Numbers:
    house = scales()[HOUSE_SCALE]
    return Numbers(
        f"{section.title}: {section.of} by answer; words by the {house.title}",
        (
            "Question",
            Column("Met", number=True),
            Column("Not met", number=True),
            Column("Not relevant", number=True),
            Column("Share", number=True),
            Column("95% interval", number=True),
            "In words",
            Column("Relevant to", long=True),
        ),
        [
            (
                title,
                figure.mark or figure.met,
                figure.mark or figure.not_met,
                figure.mark or figure.not_relevant,
                *saying.told(figure)[1:],
                figure.mark or house.phrase(figure.met, figure.relevant) or saying.NOTHING_RELEVANT,
                relevant_to,
            )
            for title, relevant_to, figure in rows
        ],
    )


def _reasons(source: Source, inspection: Inspection, section: Section, edition: Edition) -> None:
    measured = by_measure(reads.figures(source, inspection.inspection_id))
    found = reads.reasons(source, inspection.inspection_id)

    def told(question_id: str) -> str:
        return "; ".join(
            f"{edition.reasons[each.reason].title if each.reason else 'No reason noted'} "
            f"({each.cases})"
            for each in found
            if each.question_id == question_id
        )

    if not any(told(question.id) for question in section.judged):
        return
    st.subheader("Why work was not good enough")
    if source.board:
        st.html(markup.note("Of questions that were not met in five cases or more."))
    st.html(
        markup.table(
            "Reasons noted where the answer was no, with the cases; a case may have more than one",
            ("Question", Column("Not met", number=True), Column("Reasons, with cases", long=True)),
            ((q.title, measured[q.id].not_met, told(q.id)) for q in section.judged if told(q.id)),
        )
    )


def _facts(source: Source, inspection: Inspection, section: Section) -> None:
    titles = {question.id: question.title for question in section.questions if question.fact}
    found = [
        each for each in reads.facts(source, inspection.inspection_id) if each.question_id in titles
    ]
    if not found:
        return
    st.subheader("Facts about the cases")
    st.html(
        markup.table(
            "Facts decide which questions are relevant; they are not judgements of the work",
            ("Fact", Column("Yes", number=True), Column("No", number=True)),
            ((titles[each.question_id], each.yes, each.no) for each in found),
        )
    )


def _notes(source: Source, inspection: Inspection, section: Section, edition: Edition) -> None:
    titles = {question.id: question.title for question in section.questions}
    # Notes are read only when somebody opens them.
    opened = st.expander(
        f"Inspectors' notes: {section.title}",
        key=f"notes_{section.key}",
        on_change="rerun",
    )
    if not opened.open:
        return
    notes = [
        each
        for each in reads.evidence(source, inspection.inspection_id)
        if each.note and each.question_id in titles
    ]
    quotes = [
        each
        for each in reads.quotes(source, inspection.inspection_id)
        if each.question_id in titles
    ]
    with opened:
        if quotes:
            st.html(
                markup.table(
                    "Cleared for quoting in the letter",
                    ("Question", "Case", Column("Note", long=True)),
                    ((titles[each.question_id], each.case_id, each.text) for each in quotes),
                )
            )
        if not notes:
            if not quotes:
                st.markdown("No notes were written in this section.")
            return
        st.html(
            markup.table(
                "Notes as the inspectors wrote them",
                ("Question", "Case", "Answer", Column("Note", long=True), "Reasons"),
                (
                    (
                        titles[each.question_id],
                        each.case_id,
                        each.answer,
                        each.note,
                        _reason_titles(each.reasons, edition),
                    )
                    for each in notes
                ),
            )
        )


def _reason_titles(codes: str | None, edition: Edition) -> str:
    return "; ".join(edition.reasons[code].title for code in (codes or "").split(";") if code)
