"""The tables of a pack to take away and fill in, each empty or with an invented example."""

from functools import partial

import streamlit as st

from sqs.intake.templates import FORMS, Form, empty_table, filled_table, tables_of, template_zip


def templates() -> None:
    """Both forms of the pack as a zip each, and every table by itself."""
    st.header("Tables to fill in")
    st.markdown(
        "One CSV file a table; they may also be sheets of one .xlsx workbook. **Long**: cases and "
        "answers apart, a row an answer. **Wide**: a row a case, with a column for each question. "
        "Each zip has the empty tables and an example of an invented team. The page How we count "
        "has the questions and the rules."
    )
    with st.container(horizontal=True):
        for form in FORMS:
            st.download_button(
                f"Template ({form}), zip",
                partial(template_zip, form),
                file_name=f"template ({form}).zip",
                mime="application/zip",
                key=f"template_{form}",
                on_click="ignore",
            )
    single: list[tuple[Form, str]] = [("long", table) for table in tables_of("long")]
    single.append(("wide", "cases"))
    with st.expander("Single tables, empty"), st.container(horizontal=True):
        for form, table in single:
            _table(form, table, filled=False)
    with st.expander("Single tables, with an example"), st.container(horizontal=True):
        for form, table in single:
            _table(form, table, filled=True)


def _table(form: Form, table: str, *, filled: bool) -> None:
    name = f"{table}{' wide' if form == 'wide' else ''}{' example' if filled else ''}.csv"
    st.download_button(
        name,
        partial(filled_table if filled else empty_table, table, form),
        file_name=name,
        mime="text/csv",
        key=f"template_{name}",
        on_click="ignore",
    )
