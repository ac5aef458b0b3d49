"""Home: what this is, the newest inspections, and what needs attention in them."""

import streamlit as st

from sqs.criteria import editions
from sqs.figures import findings, insights, saying
from sqs.ui import cards, markup, parts, reads
from sqs.ui.markup import Column
from sqs.ui.page import open_page

NEWEST = 6
LISTED = 12

with open_page("Home") as source:
    parts.cut_off(source)
    known = reads.inspections(source)
    if not known:
        parts.nothing_yet("No inspection is loaded yet")
    parts.title(
        "Short Quality Screening",
        "Inspectors read a sample of a youth offending team's cases and judge whether each piece "
        "of work was good enough. Here their judgements become figures that a board can compare "
        "and a draft of the letter to the team.",
    )
    teams = len({each.yot for each in known})
    cases = sum(each.cases for each in known)
    st.html(
        markup.note(
            f"Loaded: {len(known)} {'inspection' if len(known) == 1 else 'inspections'} of "
            f"{teams} {'team' if teams == 1 else 'teams'}, {cases:,} cases. The newest fieldwork "
            f"ended on {known[0].fieldwork_end.day} {saying.month(known[0].fieldwork_end)}."
        )
    )

    newest = known[:NEWEST]
    labels, teams_by_yot = saying.visit_labels(known), saying.team_names(known)
    st.header("Newest inspections")
    for each in newest:
        with st.container(border=True):
            what, weakest, links = st.columns([4, 5, 3], vertical_alignment="center")
            low = findings.weakest(
                reads.figures(source, each.inspection_id), editions()[each.edition]
            )
            counted = f", {each.cases} cases" if each.cases else ""
            what.markdown(f"**{markup.plain(each.name)}**  \n{saying.fieldwork(each)}{counted}")
            if low:
                section = editions()[each.edition].section(low.section).title
                weakest.markdown(
                    f"Weakest section: {markup.plain(section)}  \n"
                    f"{saying.count(low.met, low.relevant)} judgements met "
                    f"({saying.share(low.met, low.relevant)})"
                )
            address = {"inspection": labels[each.inspection_id]}
            with links.container(horizontal=True):
                st.page_link("pages/3_Sections.py", label="Sections", query_params=address)
                if not source.board:
                    st.page_link(
                        "pages/6_Draft_report.py", label="Draft report", query_params=address
                    )

    st.header("What a board should hear of them")
    st.html(markup.note(f"The first finding of each. {insights.RULE}"))
    heard = [(each, told[0]) for each in newest if (told := reads.told(source, each))]
    if not heard:
        st.markdown("Nothing of the newest inspections passed its test.")
    halves = st.columns(2)
    for place, (each, insight) in enumerate(heard):
        with halves[place % 2]:
            cards.card(insight, each, teams_by_yot, labels[each.inspection_id])

    st.header("What needs attention")
    st.html(markup.note(findings.ATTENTION_RULE))
    listed = [
        (each, item)
        for each in newest
        for item in findings.attention(
            reads.figures(source, each.inspection_id), reads.pools(source, each.edition)
        )
    ]
    if not listed:
        st.markdown("No question of the newest inspections is listed by this rule.")
    else:
        if len(listed) > LISTED:
            st.html(
                markup.note(
                    f"The first {LISTED} of {len(listed)}; each inspection's own page has its all."
                )
            )
        st.html(
            markup.table(
                f"Questions of the {len(newest)} newest inspections below the share of all",
                (
                    "Inspection",
                    "Question",
                    Column("Met of relevant", number=True),
                    Column("95% interval", number=True),
                    Column("All inspections", number=True),
                ),
                (
                    (
                        labels[each.inspection_id],
                        editions()[each.edition].question(item.figure.question_id).title,
                        saying.count(item.figure.met, item.figure.relevant),
                        saying.interval(item.figure.low, item.figure.high),
                        saying.share(item.everywhere.met, item.everywhere.relevant),
                    )
                    for each, item in listed[:LISTED]
                ),
            )
        )
