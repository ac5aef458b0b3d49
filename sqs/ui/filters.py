"""The choices of the pages: each survives a change of page and stands in the address.

A choice is kept under its own key in the session (`persist_state`) and in the address (`bind`), so
that a board member can send a link. What is unknown in an address is passed over.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from sqs.criteria import editions
from sqs.figures import saying
from sqs.figures.records import Inspection
from sqs.figures.saying import Measure
from sqs.letter.wording import HOUSE_SCALE, scales

ALL_REGIONS = "all"


def inspection(known: Sequence[Inspection]) -> Inspection:
    """Which inspection; the newest at first."""
    labels = saying.visit_labels(known)
    chosen = _choose("Inspection", "inspection", labels)
    return next(each for each in known if each.inspection_id == chosen)


def team(known: Sequence[Inspection]) -> str:
    """Which team, by its yot; the one inspected last at first."""
    return _choose("Team", "team", saying.team_names(known), first=known[0].yot)


def measure(edition: str) -> Measure:
    """Which question or section; the first section at first."""
    by_key = {each.key: each for each in saying.measures(editions()[edition])}
    labels = {key: each.label for key, each in by_key.items()}
    return by_key[_choose("Question or section", "measure", labels)]


def region(known: Sequence[Inspection]) -> str | None:
    """Which region, or None for all."""
    regions = sorted({each.region for each in known if each.region})
    labels = {ALL_REGIONS: "All regions"} | {each: each for each in regions}
    chosen = _choose("Region", "region", labels)
    return None if chosen == ALL_REGIONS else chosen


def every_visit() -> bool:
    """Whether all visits of a team are shown, not only its latest."""
    return st.toggle(
        "Every visit, not only each team's latest",
        key="every_visit",
        bind="query-params",
        persist_state="session",
    )


def scale() -> str:
    """Which proportion scale the letter is written in; the house scale at first."""
    labels = {name: each.title for name, each in scales().items()}
    return _choose("Words for shares", "scale", labels, first=HOUSE_SCALE)


def _choose(label: str, key: str, labels: Mapping[str, str], first: str | None = None) -> str:
    """Choose one of the labels' keys; `first` is what stands there before anybody chooses."""
    options = list(labels)
    kept = f"last_{key}"
    # The address wins when a page is entered; without a choice in it, the session's own is set
    # again, because Streamlit forgets a value that came from an address when the page changes.
    if st.query_params.get(key) not in labels.values():
        tried = (st.session_state.get(key), st.session_state.get(kept), first, options[0])
        st.session_state[key] = next(option for option in tried if option in labels)
    # No option is the default (index=None), so that every choice stands in the address: a default
    # is left out there, and would mean something else once a newer inspection is loaded.
    chosen = st.selectbox(
        label,
        options,
        index=None,
        format_func=lambda option: labels.get(option, option),
        key=key,
        required=True,
        bind="query-params",
        persist_state="session",
    )
    if chosen is None:
        # The browser's Back button between pages comes without a choice: set the last one again.
        st.rerun()
    st.session_state[kept] = chosen
    return chosen
