"""Second reads on the pages: how far two inspectors agree, and what of a letter they dispute."""

from collections.abc import Sequence

import streamlit as st

from sqs.criteria import Edition, editions
from sqs.figures import saying
from sqs.figures.records import Inspection
from sqs.figures.second_reads import (
    CALIBRATE_RULE,
    QuestionAgreement,
    SecondRead,
    by_question,
    to_calibrate,
)
from sqs.ui import markup, reads
from sqs.ui.markup import Column
from sqs.ui.reads import Source

_ABOUT = (
    "Gwet's AC1 takes off the agreement that chance would give: 1 is full agreement, 0 no more "
    "than chance. Yes, no and not relevant are three answers here, so that agreeing that a "
    "question was not relevant counts too. Second reads are never counted among the answers."
)


def agreement(source: Source, inspection: Inspection) -> None:
    """How far two inspectors agreed on the cases of this inspection; nothing where none did."""
    own = reads.second_reads(source, inspection.inspection_id)
    if not own:
        return
    edition = editions()[inspection.edition]
    found = by_question(own, edition)
    alike = sum(read.alike for read in own)
    cases = len({read.case_id for read in own})
    st.header("Cases read by two inspectors")
    st.markdown(
        f"{cases} of {inspection.cases} cases were read twice. Of {len(own)} judgements, {alike} "
        f"({saying.share(alike, len(own))}) were the same."
    )
    _calibrate(to_calibrate(found), edition)
    everywhere = by_question(reads.all_second_reads(source), edition)
    _every_question(found, everywhere, edition)
    _differing(own, edition)


def _calibrate(listed: Sequence[QuestionAgreement], edition: Edition) -> None:
    st.subheader("Questions to calibrate")
    st.html(markup.note(f"{CALIBRATE_RULE} {_ABOUT}"))
    if not listed:
        st.markdown("No question of this inspection is listed by this rule.")
        return
    st.html(
        markup.table(
            "Questions on which the two inspectors agreed least",
            (
                "Question",
                Column("Same answer", number=True),
                Column("AC1", number=True),
                Column("95% interval", number=True),
            ),
            (
                (
                    edition.question(each.question_id).title,
                    saying.count(each.agreement.alike, each.agreement.cases),
                    *_ac1(each),
                )
                for each in listed
            ),
        )
    )


def _every_question(
    found: Sequence[QuestionAgreement], everywhere: Sequence[QuestionAgreement], edition: Edition
) -> None:
    opened = st.expander("Agreement on every question", key="second_reads_every", on_change="rerun")
    if not opened.open:
        return
    together = {each.question_id: each for each in everywhere}
    with opened:
        st.html(
            markup.table(
                "Agreement by question: this inspection, and all inspections read twice",
                (
                    "Question",
                    Column("Same answer", number=True),
                    Column("AC1", number=True),
                    Column("95% interval", number=True),
                    Column("Cohen's kappa", number=True),
                    Column("All: same answer", number=True),
                    Column("All: AC1", number=True),
                    Column("All: 95% interval", number=True),
                ),
                (
                    (
                        edition.question(each.question_id).title,
                        saying.count(each.agreement.alike, each.agreement.cases),
                        *_ac1(each),
                        saying.coefficient(each.agreement.kappa),
                        saying.count(
                            together[each.question_id].agreement.alike,
                            together[each.question_id].agreement.cases,
                        ),
                        *_ac1(together[each.question_id]),
                    )
                    for each in found
                ),
            )
        )


def _ac1(each: QuestionAgreement) -> tuple[str, str]:
    found = each.agreement
    return (
        saying.coefficient(found.ac1),
        f"{saying.coefficient(found.low)} to {saying.coefficient(found.high)}",
    )


def _differing(own: Sequence[SecondRead], edition: Edition) -> None:
    opened = st.expander("Answers that differ", key="second_reads_differ", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.html(
            markup.table(
                "Answers of the first and of the second inspector, where they differ",
                ("Question", "Case", "First", "Second", "Second inspector"),
                (
                    (
                        edition.question(read.question_id).title,
                        read.case_id,
                        read.first,
                        read.second,
                        read.inspector,
                    )
                    for read in own
                    if not read.alike
                ),
            )
        )


def disputed(source: Source, inspection: Inspection, scale: str) -> None:
    """The letter's claims of which a second inspector answered cases otherwise; else nothing."""
    found = reads.disputed(source, inspection.inspection_id, scale)
    if not found.claims:
        return
    edition = editions()[inspection.edition]
    others = sum(each.words_change for each in found.claims)
    st.header("Figures that a second inspector disputes")
    st.markdown(
        f"{found.cases} of {inspection.cases} cases were read by two inspectors. "
        f"{len(found.claims)} figures of the letter rest on cases that the second answered "
        f"otherwise; {others} of them would be worded otherwise if the second were right."
    )
    st.html(
        markup.table(
            "Disputed figures in the order of the letter",
            (
                Column("Paragraph"),
                Column("Question", long=True),
                "The letter says",
                Column("Met of relevant", number=True),
                Column("Disputed of read twice", number=True),
                Column("If the second is right", number=True),
                "It would then say",
            ),
            (
                (
                    each.place,
                    edition.question(each.claim.question_id).title,
                    each.claim.text,
                    saying.count(each.claim.met or 0, each.claim.relevant or 0),
                    saying.count(each.disputed, each.read_twice),
                    saying.count(each.met, each.relevant),
                    (each.then or "nothing of this") if each.words_change else "the same",
                )
                for each in found.claims
            ),
        )
    )
    opened = st.expander(
        "Sentences that would be others", key="second_reads_sentences", on_change="rerun"
    )
    if opened.open:
        with opened:
            st.html(
                markup.side_by_side(
                    "Sentences of the letter if the second inspector were right",
                    ("Paragraph", Column("Now", long=True), Column("Then", long=True)),
                    (((each.place,), each.before, each.after) for each in found.sentences),
                )
            )
