"""Draft report: the letter of one inspection, each claim with its evidence, and its files."""

import functools

import streamlit as st

from sqs.letter.documents import WRITERS
from sqs.letter.html import letter_body
from sqs.ui import filters, flagged, parts, reads, second_reads
from sqs.ui.page import open_page

KINDS = {".docx": "Word", ".pdf": "PDF", ".md": "Markdown", ".html": "web page"}

with open_page("Draft report") as source:
    known = [each for each in reads.inspections(source) if each.cases]
    if not known:
        parts.nothing_yet("There is no letter to draft yet")
    left, right = st.columns([3, 2])
    with left:
        inspection = filters.inspection(known)
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

    with st.container(horizontal=True):
        for ending, kind in KINDS.items():
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
