"""The programme: all inspections together, over time, by question, and first work and reviews."""

import streamlit as st

from sqs.criteria import editions
from sqs.figures import programme, saying
from sqs.ui import filters, markup, parts, reads
from sqs.ui import programme as shown
from sqs.ui.page import open_page

with open_page("The programme") as source:
    known = reads.inspections(source)
    if not known:
        parts.nothing_yet("There is no programme to show yet")
    edition = editions()[programme.main_edition(known)]
    weakest = reads.weakest_questions(source, edition.name)
    drop = reads.drop(source, edition.name)

    teams = len({each.yot for each in known})
    parts.title(
        programme.finding(weakest, drop),
        f"All {len(known)} inspections of {teams} teams loaded here, {saying.period(known)}, put "
        "together.",
    )
    parts.banner_among(known)
    questions, over_time, reviews = st.tabs(
        ["Weakest questions", "Over time", "First work and reviews"],
        key="look",
        on_change="rerun",
        bind="query-params",
    )
    if questions.open:
        with questions:
            shown.weakest(weakest, edition)
    if over_time.open:
        with over_time:
            left, right = st.columns([3, 2])
            with left:
                measure = filters.measure(known)
            with right:
                by = filters.by()
            found = reads.trend(source, measure.key)
            shown.over_time(found, measure, by)
            if found.others:
                st.html(
                    markup.note(
                        f"Left out, since another edition asked it otherwise: {found.others} of "
                        f"{found.others + found.asked} inspections."
                    )
                )
    if reviews.open:
        with reviews:
            shown.reviews(drop)
    parts.edition_note(edition)
