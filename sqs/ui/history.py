"""The history of uploads on the page, and the way back."""

from collections.abc import Sequence

import streamlit as st

from sqs.intake.history import UndoError, Upload, undo
from sqs.ui import desk, markup, reads
from sqs.ui.markup import Column
from sqs.ui.reads import Source


def show(source: Source) -> None:
    """Every upload, and a form that takes one of them back."""
    st.header("Uploads")
    history = reads.uploads(source)
    if told := st.session_state.pop("undo_told", None):
        (st.success if told.startswith("Undone") else st.error)(markup.plain(told))
    if not history:
        st.markdown("Nothing has been loaded yet.")
        return
    _table(history)
    if ok := [each for each in history if each.status == "ok"]:
        _undo_form(source, ok)


def _table(history: Sequence[Upload]) -> None:
    st.html(
        markup.table(
            "Uploads, the newest first; times are UTC",
            (
                "Upload",
                "When",
                "By",
                Column("Inspections", long=True),
                Column("Rows", number=True),
                "Files",
                "State",
            ),
            (
                (
                    each.upload,
                    f"{each.loaded_at.day} {each.loaded_at:%b %Y, %H:%M}",
                    each.loaded_by,
                    _first_few(each.scopes),
                    f"{each.rows:,}",
                    _first_few(each.files),
                    "undone" if each.status == "undone" else "loaded",
                )
                for each in history
            ),
        )
    )


def _undo_form(source: Source, ok: Sequence[Upload]) -> None:
    labels = {each.upload: _named(each) for each in ok}
    with st.form("undo"):
        number = st.selectbox(
            "Upload to take back", list(labels), format_func=lambda upload: labels[upload]
        )
        sure = st.checkbox("Yes, take all of it back", key="undo_sure")
        if not st.form_submit_button("Undo this upload"):
            return
    if not sure:
        told = "Nothing was undone. Tick the box to confirm."
    else:
        try:
            undo(source.database, number)
            told = (
                f"Undone: upload {number} is taken back. What it replaced is shown again; to have "
                "it back, load its files again."
            )
        except UndoError as error:
            told = str(error)
    st.session_state["undo_told"] = told
    desk.clear()
    st.rerun()


def _named(upload: Upload) -> str:
    what = _first_few(upload.scopes) or _first_few(upload.files)
    return f"Upload {upload.upload}: {what}; {upload.rows:,} rows, {upload.loaded_at:%d %b %Y}"


def _first_few(names: Sequence[str], at_most: int = 2) -> str:
    more = f" and {len(names) - at_most} more" if len(names) > at_most else ""
    return ", ".join(names[:at_most]) + more
