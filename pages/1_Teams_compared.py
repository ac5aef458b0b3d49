"""Teams compared: one question or section across teams, and one team over its visits."""

import streamlit as st

from sqs import charts
from sqs.criteria import editions
from sqs.figures import findings, saying
from sqs.ui import filters, markup, parts, reads
from sqs.ui.page import open_page

with open_page("Teams compared") as source:
    known = reads.inspections(source)
    if not known:
        parts.nothing_yet("There are no teams to compare yet")
    edition = editions()[known[0].edition]

    left, right = st.columns([3, 2])
    with left:
        measure = filters.measure(edition.name)
    with right:
        region = filters.region(known)
    every_visit = filters.every_visit()

    everywhere = reads.pools(source, edition.name).get(measure.key)
    figures = {each.inspection_id: each for each in reads.measure(source, measure.key)}
    wanted = [
        each
        for each in (known if every_visit else saying.latest_visits(known))
        if region in (None, each.region) and each.inspection_id in figures
    ]
    compared = saying.in_order_of_share(
        [(saying.visit_name(each, with_month=every_visit), figures[each.inspection_id])
         for each in wanted]
    )  # fmt: skip
    what = "visits" if every_visit else "teams"

    parts.title(
        findings.comparison_finding([each for _, each in compared], everywhere, what),
        f"{measure.title}. {measure.asks}",
    )
    parts.banner_among(wanted)
    place = f"in {region}" if region else "in all regions"
    which = "every visit" if every_visit else "latest visit of each team"
    parts.chart_with_table(
        "",
        f"{measure.title}, {what} {place}: share of relevant {measure.unit} met, "
        f"{saying.period(wanted)}, {which}. A dot is the share found, the bar its 95% interval; "
        "the dashed line is all inspections together. Where bars overlap, the difference may be "
        "chance.",
        charts.comparison([charts.dot(name, each) for name, each in compared], everywhere, what),
        parts.figures_table(
            f"{measure.title}, {what} {place}, highest share first",
            "Visit" if every_visit else "Team",
            compared,
        ),
    )
    if measure.is_section:
        st.html(markup.note(parts.SECTION_SHARES_ARE_OURS))
    st.html(markup.note(parts.NO_RANKS))

    st.header("One team over time")
    team = filters.team(known)
    visits = [
        each for each in reversed(known) if each.yot == team and each.inspection_id in figures
    ]
    over_time = [(saying.month(each.fieldwork_end), figures[each.inspection_id]) for each in visits]
    if not over_time:
        st.markdown("This team has no visit in which this was asked.")
    else:
        name = saying.team(visits[-1])
        parts.chart_with_table(
            findings.over_time_finding(name, [each for _, each in over_time]),
            f"{measure.title}, {name}, {saying.period(visits)}. Share met of those relevant, with "
            "95% intervals. No trend is drawn through fewer than five visits.",
            charts.over_time([charts.dot(label, each) for label, each in over_time]),
            parts.figures_table(f"{measure.title}, {name}, by visit", "Visit", over_time),
            level=3,
        )
    parts.edition_note(edition)
