"""A team over time: did it improve, and could so few cases have shown it?"""

import streamlit as st

from sqs.criteria import editions
from sqs.figures import changes, insights, saying
from sqs.ui import cards, filters, markup, over_time, parts, reads
from sqs.ui.page import open_page

with open_page("A team over time") as source:
    every = reads.inspections(source)
    known = [each for each in every if each.cases or each.case_managers]
    if not known:
        parts.nothing_yet("There is no team to show over time yet")
    left, right = st.columns([3, 2])
    with left:
        team = filters.team(known)
    visits = [each for each in known if each.yot == team]
    with right:
        visit = filters.visit(visits)
    edition = editions()[visit.edition]
    name = saying.team(visit)
    before = next((e for e in every if e.inspection_id == visit.previous_inspection_id), None)
    changed, sections = reads.changed(source, visit), reads.changed_sections(source, visit)

    if before is None:
        parts.title(
            f"{name}: no visit before this one",
            f"Visited in {saying.month(visit.fieldwork_end)}. What changed can be said from the "
            "second visit on.",
        )
    else:
        parts.title(changes.finding(name, changed, sections), changes.could_see_of(changed))
    parts.banner(visit)
    if before:
        between = f"{name}, {saying.period([before, visit])}"
        st.html(
            markup.note(
                f"The visit of {saying.fieldwork(visit)} beside that of {saying.fieldwork(before)}."
            )
        )
        if broken := changes.edition_break(visit, before):
            st.html(markup.mark(broken))
        over_time.in_words(changed, sections, edition)
        over_time.sections(sections, between)

        st.header("Question by question")
        for each in parts.open_sections(edition):
            over_time.section(changed, each, between)

    st.header("What the board should hear of this visit")
    st.html(markup.note(insights.RULE))
    told = reads.told(source, visit)
    if not told:
        st.markdown("Nothing of this visit passed its test.")
    labels, teams = saying.visit_labels(known), saying.team_names(known)
    for each in told:
        cards.card(each, visit, teams, labels[visit.inspection_id])

    st.header("Visit by visit")
    measure = filters.measure(known)
    over_time.visits(source, visits[::-1], measure)
    parts.edition_note(edition)
