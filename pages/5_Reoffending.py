"""Reoffending: a team's published rates by cohort beside England and Wales, within one method."""

import streamlit as st

from sqs import charts
from sqs.figures import reoffending, saying
from sqs.figures.records import INVENTED
from sqs.ui import filters, markup, parts, reads
from sqs.ui.markup import Column, Numbers
from sqs.ui.page import open_page

with open_page("Reoffending") as source:
    teams = reads.teams_with_rates(source)
    if not teams:
        parts.nothing_yet("No reoffending rate is loaded yet")
    team = filters.team_with_rates(teams, reads.inspections(source))
    name = teams[team].removesuffix(INVENTED)
    found = reads.rates(source, team)

    parts.title(reoffending.finding(name, found), reoffending.LOWER_IS_BETTER)
    if teams[team].endswith(INVENTED):
        st.html(markup.mark("Invented team: its rates are invented. England and Wales is real."))
    for method, rates in reoffending.methods(found).items():
        told = reoffending.METHODS.get(method, method)
        points = [
            charts.RatePoint(
                saying.cohort(each.cohort_start, each.cohort_end), each.rate, each.national_rate
            )
            for each in rates
        ]
        parts.chart_with_table(
            f"{told[0].upper()}{told[1:]}",
            f"{name}: children proven to have reoffended, in per cent, beside England and Wales "
            "for the same cohort. Lower is better. No interval can be drawn: the size of the "
            "cohorts is not known.",
            charts.rates(points, name),
            Numbers(
                f"{name}, {told}: reoffending by cohort",
                (
                    "Cohort",
                    Column(name, number=True),
                    Column("England and Wales", number=True),
                    "Than the year before",
                    "Published",
                    Column("Source", long=True),
                ),
                [
                    (
                        point.label,
                        saying.rate(each.rate),
                        "" if each.national_rate is None else saying.rate(each.national_rate),
                        each.compared_with_previous,
                        saying.day(each.published) if each.published else "",
                        each.source,
                    )
                    for point, each in zip(points, rates, strict=True)
                ],
            ),
        )
    st.header("How to read these rates")
    st.markdown(markup.plain(reoffending.SMALL_COHORTS))
    st.markdown(markup.plain(reoffending.BREAK))
