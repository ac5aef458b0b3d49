"""Draft report: the letter of one inspection, written with every claim held against the data."""

import functools

import streamlit as st

from sqs.letter.documents import WRITERS
from sqs.letter.html import letter_body
from sqs.ui import (
    filters,
    flagged,
    letter_desk,
    letter_record,
    parts,
    reads,
    second_reads,
    writing,
)
from sqs.ui.page import open_page

with open_page("Draft report") as source:
    known = [each for each in reads.inspections(source) if each.cases]
    if not known:
        parts.nothing_yet("There is no letter to draft yet")
    left, right = st.columns([3, 2])
    with left:
        inspection = filters.inspection(known)
    desk = letter_desk.opened(source, inspection.inspection_id)
    if desk:
        with right:
            writing.scale(desk)
        to_mend = len(desk.problems)
        parts.title(
            f"Letter: {inspection.name}",
            f"Version {desk.sitting.version.number}, saved by {desk.sitting.version.saved_by}. "
            + (
                f"{to_mend} of {len(desk.claims)} claims {'is' if to_mend == 1 else 'are'} not "
                "borne out by the data."
                if to_mend
                else f"All {len(desk.claims)} claims are borne out by the data."
            ),
        )
        parts.banner(inspection)
        flagged.held_back(source, inspection.inspection_id)
        letter_desk.name_field()
        # A place of its own: what comes and goes above a text would take the cursor from it.
        with st.container():
            letter_desk.told(desk)
            letter_record.conflicts(desk)
        tabs = {
            "Write": writing.write,
            "Changed figures": letter_record.changed_figures,
            "Summing up": letter_record.summed_up,
            "Second reads": lambda desk: second_reads.disputed(
                source, inspection, desk.sitting.version.scale
            ),
            "Versions": letter_record.versions_kept,
            "Stages": letter_record.stage,
            "Files": letter_record.files,
        }
        for tab, show in zip(
            st.tabs(list(tabs), key="letter_tab", on_change="rerun"), tabs.values(), strict=True
        ):
            if tab.open:
                with tab:
                    show(desk)
        st.stop()

    with right:
        scale = filters.scale()
    letter = reads.letter(source, inspection.inspection_id, scale)
    parts.title(
        f"Draft letter: {inspection.name}",
        f"{sum(1 for _ in letter.claims())} figures are marked in the text. Press one to see the "
        "counts behind it. Whoever signs the letter decides what it says.",
    )
    parts.banner(inspection)
    flagged.held_back(source, inspection.inspection_id)
    letter_desk.start(source, inspection.inspection_id, scale)
    with st.container(horizontal=True):
        for ending, kind in letter_record.KINDS.items():
            # Made when the button is pressed, and then kept until the data changes.
            st.download_button(
                f"Download {kind}",
                functools.partial(reads.document, source, inspection.inspection_id, scale, ending),
                file_name=f"{inspection.inspection_id}-letter{ending}",
                mime=WRITERS[ending].media_type,
                on_click="ignore",
            )
    with st.container(border=True):
        st.html(letter_body(letter, title_level=2))
    second_reads.disputed(source, inspection, scale)
