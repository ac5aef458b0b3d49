"""The choices of the pages: each survives a change of page and stands in the address.

A choice is kept under its own key in the session (`persist_state`) and in the address (`bind`), so
that a board member can send a link. What is unknown in an address is passed over.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

import streamlit as st

from sqs.criteria import editions
from sqs.figures import saying
from sqs.figures.programme import By
from sqs.figures.records import Inspection
from sqs.figures.saying import Measure
from sqs.letter.wording import HOUSE_SCALE, scales

ALL_REGIONS = "all"
ANY_MONTH = "any"
NO_TEAM = "none"


def inspection(known: Sequence[Inspection]) -> Inspection:
    """Which inspection; the newest at first."""
    labels = saying.visit_labels(known)
    chosen = _choose("Inspection", "inspection", labels)
    return next(each for each in known if each.inspection_id == chosen)


def team(known: Sequence[Inspection]) -> str:
    """Which team, by its yot; the one inspected last at first."""
    return _choose("Team", "team", saying.team_names(known), first=known[0].yot)


def team_with_rates(teams: Mapping[str, str], known: Sequence[Inspection]) -> str:
    """Which of the teams, by its yot; the one inspected last that is among them at first."""
    first = next((each.yot for each in known if each.yot in teams), None)
    return _choose("Team", "team", saying.told_apart(teams), first=first)


def visit(visits: Sequence[Inspection]) -> Inspection:
    """Which visit of a team, the newest first; the newest at first."""
    labels = {each.inspection_id: saying.day(each.fieldwork_end) for each in visits}
    chosen = _choose("Visit that ended on", "visit", labels)
    return next(each for each in visits if each.inspection_id == chosen)


def my_team(known: Sequence[Inspection]) -> str | None:
    """Which team the reader came for, by its yot, or None."""
    chosen = _choose("My team", "mine", {NO_TEAM: "None"} | saying.team_names(known))
    return None if chosen == NO_TEAM else chosen


def peers(known: Sequence[Inspection]) -> list[str]:
    """The teams that the reader wants to stand beside, by their yots; empty for all."""
    labels = saying.team_names(known)
    if not st.query_params.get_all("peers"):
        kept = st.session_state.get("peers") or st.session_state.get("last_peers", [])
        st.session_state["peers"] = [each for each in kept if each in labels]
    chosen = st.multiselect(
        "Peers", list(labels), format_func=lambda yot: labels.get(yot, yot), key="peers",
        placeholder="All teams", bind="query-params", persist_state="session",
        on_change=_forget_peers,
    )  # fmt: skip
    st.session_state["last_peers"] = chosen
    return chosen


def _forget_peers() -> None:
    # Or the last of them, taken away, would come back.
    st.session_state["last_peers"] = []


def period(known: Sequence[Inspection]) -> tuple[date | None, date | None]:
    """From which month to which fieldwork ended: the first and the last day, None for any."""
    months = sorted({each.fieldwork_end.replace(day=1) for each in known})
    labels = {each.isoformat(): saying.month(each) for each in months}
    start = _choose("From", "from", {ANY_MONTH: "The first visit"} | labels)
    # A month before the first is no choice: the period always holds something.
    later = {each: label for each, label in labels.items() if start == ANY_MONTH or each >= start}
    end = _choose("To", "to", {ANY_MONTH: "The newest visit"} | later)
    last = None if end == ANY_MONTH else date.fromisoformat(end)
    return (
        None if start == ANY_MONTH else date.fromisoformat(start),
        last and last.replace(day=monthrange(last.year, last.month)[1]),
    )


def by() -> By:
    """Whether a point is a month or a year; years at first."""
    labels = {"year": "Year", "month": "Month"}
    return cast("By", _choose("A point for each", "by", labels))


def measure(known: Sequence[Inspection]) -> Measure:
    """Which question or section of the editions in use; the newest one's first section at first."""
    by_key: dict[str, Measure] = {}
    for edition in dict.fromkeys(each.edition for each in known):
        for each in saying.measures(editions()[edition]):
            by_key.setdefault(each.key, each)
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
