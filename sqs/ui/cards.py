"""What a board should hear of an inspection, a card each: sentence, question, and where to look."""

from collections.abc import Mapping

import streamlit as st

from sqs.criteria import editions
from sqs.figures import saying
from sqs.figures.insights import Insight
from sqs.figures.records import Inspection
from sqs.ui import markup


def card(insight: Insight, inspection: Inspection, teams: Mapping[str, str], visit: str) -> None:
    """One insight.

    Args:
        insight: what passed its test.
        inspection: of which.
        teams: each team's name by its yot, as the choices have it.
        visit: the inspection's name, as the choices have it.

    """
    with st.container(border=True):
        st.markdown(
            f"**{markup.plain(inspection.name)}, "
            f"{saying.month(inspection.fieldwork_end)}**  \n{markup.plain(insight.sentence)}"
        )
        st.markdown(f"To ask at the next board meeting: *{markup.plain(insight.ask)}*")
        _link(insight, inspection, teams[inspection.yot], visit)


def _link(insight: Insight, inspection: Inspection, team: str, visit: str) -> None:
    edition = editions()[inspection.edition]
    question = edition.question(insight.measure)
    if insight.kind == "change":
        address = {"team": team, "visit": saying.day(inspection.fieldwork_end)}
        st.page_link("pages/2_A_team_over_time.py", label="See what changed", query_params=address)
    elif insight.kind == "apart":
        st.page_link(
            "pages/1_Teams_compared.py",
            label="See it beside other teams",
            query_params={"measure": question.title, "mine": team},
        )
    else:
        section = edition.section(question.section).title
        st.page_link(
            "pages/3_Sections.py",
            label="See the questions",
            query_params={"inspection": visit, "section": section},
        )
