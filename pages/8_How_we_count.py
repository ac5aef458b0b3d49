"""How we count: questions, words, intervals, rules, departures and terms, all from their files."""

import streamlit as st

from sqs.criteria import editions
from sqs.intake.rules import RULES
from sqs.letter.wording import scales
from sqs.ui import explained, markup, parts
from sqs.ui.page import open_page

with open_page("How we count"):
    parts.title(
        "How we count",
        "Every figure is cases met out of cases relevant. A case to which a question is not "
        "relevant counts on neither side, and a share is never shown without its counts.",
    )
    questions, words, intervals, rules, departures, terms = st.tabs(
        ["Questions", "Words for shares", "Intervals", "Rules for packs", "Departures and why",
         "Terms"],
        key="part",
        on_change="rerun",
        bind="query-params",
    )  # fmt: skip
    if questions.open:
        with questions:
            for edition in editions().values():
                explained.questions(edition)
    if words.open:
        with words:
            for scale in explained.house_first(scales().values()):
                explained.words(scale)
    if intervals.open:
        with intervals:
            st.markdown(explained.page("intervals"))
    if rules.open:
        with rules:
            st.header("Rules for packs")
            st.html(
                markup.table(
                    "Every rule that a pack is checked against; one problem and nothing is loaded",
                    ("Rule", "What it asks", "How to mend it", "Its code"),
                    ((rule.title, rule.asks, rule.mend, rule.name) for rule in RULES.values()),
                )
            )
    if departures.open:
        with departures:
            st.markdown(explained.page("departures"))
    if terms.open:
        with terms:
            st.header("Terms")
            st.html(markup.table("Words used here", ("Term", "Meaning"), explained.terms()))
