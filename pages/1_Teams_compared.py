"""Teams compared: one question or section across teams, and whether any stands apart."""

import streamlit as st

from sqs.criteria import editions
from sqs.figures import saying, standing
from sqs.ui import filters, markup, parts, reads, teams
from sqs.ui.page import open_page

with open_page("Teams compared") as source:
    known = reads.inspections(source)
    if not known:
        parts.nothing_yet("There are no teams to compare yet")

    left, right = st.columns([3, 2])
    with left:
        measure = filters.measure(known)
    with right:
        mine = filters.my_team(known)
    with st.expander("Region, period and peers"):
        left, right = st.columns(2)
        with left:
            region = filters.region(known)
            start, end = filters.period(known)
        with right:
            peers = filters.peers(known)
            every_visit = filters.every_visit()

    by_id = {each.inspection_id: each for each in known}
    what = "visits" if every_visit else "teams"
    compared = reads.compared(source, measure.key, start, end, every_visit=every_visit)
    found = standing.stand(compared, start, end, every_visit=every_visit)
    names = {
        row.inspection_id: saying.visit_name(by_id[row.inspection_id], with_month=every_visit)
        + (parts.YOURS if row.yot == mine else "")
        for row in found.rows
    }
    shown = saying.in_order_of_share(
        [
            (names[row.inspection_id], row)
            for row in found.rows
            if row.yot == mine
            or (
                region in (None, by_id[row.inspection_id].region)
                and row.yot in (peers or [row.yot])
            )
        ]
    )
    my_row = next((row for row in reversed(found.rows) if row.yot == mine), None)
    my_name = names[my_row.inspection_id] if my_row else None

    parts.title(
        standing.finding(
            found,
            [row for _, row in shown],
            what,
            (saying.team(by_id[my_row.inspection_id]), my_row) if my_row else None,
        ),
        f"{measure.title}. {measure.asks}",
    )
    visits = [by_id[row.inspection_id] for _, row in shown]
    parts.banner_among(visits)
    if mine and not my_row:
        st.markdown("Your team has no visit in this period in which this was asked alike.")
    if not shown:
        st.markdown("None of the chosen teams was visited then and asked this: choose others.")
        st.stop()
    if found.others:
        others = sorted({saying.team(by_id[row.inspection_id]) for row in found.others})
        st.markdown(
            f"Left out, since another edition asked them otherwise: {saying.listed(others)}."
        )
    which = "every visit" if every_visit else "latest visit of each team"
    st.html(markup.note(f"{saying.period(visits)}, {which}. {standing.spread(found, what)}"))

    place = f"in {region}" if region else "in all regions"
    tabs = st.tabs(
        ["Side by side", "Funnel", "Places they may hold", "Every question"],
        key="show",
        on_change="rerun",
        bind="query-params",
    )
    if tabs[0].open:
        with tabs[0]:
            teams.side_by_side(found, shown, measure, what, place, my_name)
    if tabs[1].open:
        with tabs[1]:
            teams.funnel(found, shown, measure, what, place, my_name)
    if tabs[2].open:
        with tabs[2]:
            teams.ranks(found, shown, measure, what, place)
    if tabs[3].open:
        with tabs[3]:
            teams.questions(source, shown, by_id, what)
    parts.edition_note(editions()[visits[0].edition])
