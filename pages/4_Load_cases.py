"""Load cases: check a pack and store it, or say what to mend; the history, and the way back."""

import streamlit as st

from sqs.intake.history import UndoError, undo
from sqs.intake.loading import Receipt, load
from sqs.intake.packs import PackFile
from sqs.intake.tables import TABLES
from sqs.ui import downloads, markup, parts, reads
from sqs.ui.page import open_page

with open_page("Load cases") as source:
    state = st.session_state
    parts.title(
        "Load cases",
        "A pack is a set of CSV files, or one zip of them. It is checked first and stored whole or "
        "not at all.",
    )
    last: Receipt | None = state.get("receipt")
    conflict = last is not None and "conflict" in last.problem_counts

    with st.form("load"):
        uploaded = st.file_uploader(
            "The pack's files: CSV, or one zip of them",
            accept_multiple_files=True,
            # A new key after each success empties it: no rerun can load the same files again.
            key=f"pack_{state.get('loads', 0)}",
        )
        by = st.text_input("Your name or initials, for the history", key="by", max_chars=64)
        check_only = st.checkbox("Check only, load nothing", key="check_only")
        replace = conflict and st.checkbox(
            "Replace what is loaded",
            key="replace",
            help="The rows loaded before are kept in the history; undoing brings them back.",
        )
        if conflict:
            st.markdown(
                "Some of this was loaded before with other content. If the new files are right, "
                "tick *Replace what is loaded* and load them again; undo brings the old rows back."
            )
        pressed = st.form_submit_button("Check and load", type="primary")

    if pressed and not uploaded:
        state["receipt"] = last = None
        st.error("No file was chosen. Choose the pack's CSV files, or one zip of them.")
    elif pressed:
        with st.spinner("Checking the pack …"):
            files = [PackFile(each.name, each.getvalue()) for each in uploaded]
            last = load(
                source.database,
                files,
                dry_run=check_only,
                replace=bool(replace),
                by=by.strip() or "nobody named",
            )
        state["receipt"] = last
        if last.status == "loaded":
            state["loads"] = state.get("loads", 0) + 1
        st.rerun()

    if last is not None:
        parts.receipt(last)
        if last.problems:
            st.download_button(
                "Problems as CSV",
                downloads.problems_csv(last.problems),
                file_name="problems.csv",
                mime="text/csv",
                on_click="ignore",
            )
            parts.problem_list(last.problems, last.problem_counts)

    st.header("Uploads")
    history = reads.uploads(source)
    if told := state.pop("undo_told", None):
        (st.success if told.startswith("Undone") else st.error)(markup.plain(told))
    parts.upload_history(history)
    ok = {each.upload: each for each in history if each.status == "ok"}
    if ok:
        with st.form("undo"):
            number = st.selectbox(
                "Upload to take back", list(ok), format_func=lambda upload: parts.named(ok[upload])
            )
            sure = st.checkbox("Yes, take all of it back", key="undo_sure")
            if st.form_submit_button("Undo this upload"):
                if not sure:
                    state["undo_told"] = "Nothing was undone. Tick the box to confirm."
                else:
                    try:
                        undo(source.database, number)
                        state["undo_told"] = (
                            f"Undone: upload {number} is taken back. What it replaced is shown "
                            "again; to have it back, load its files again."
                        )
                    except UndoError as error:
                        state["undo_told"] = str(error)
                state["receipt"] = None
                st.rerun()

    st.header("Empty tables to fill in")
    st.markdown("One CSV file a table, with its headings. The page How we count has the rules.")
    with st.container(horizontal=True):
        for name in TABLES:
            st.download_button(
                f"{name}.csv",
                downloads.template_csv(name),
                file_name=f"{name}.csv",
                mime="text/csv",
                key=f"template_{name}",
                on_click="ignore",
            )
