"""The history of uploads on the page, and the ways back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from sqs.intake.history import UndoError, Upload, redo, undo
from sqs.store.database import Database
from sqs.ui import desk, markup, reads
from sqs.ui.markup import Column
from sqs.ui.reads import Source


def show(source: Source) -> None:
    """Every upload, and forms that take one of them back or put one back."""
    st.header("Uploads")
    history = reads.uploads(source)
    if told := st.session_state.pop("history_told", None):
        done, sentence = told
        if done:  # a tick is for one upload, not for the one that is offered next
            st.session_state.update({f"{way.key}_sure": False for way in (_UNDO, _REDO)})
        (st.success if done else st.error)(markup.plain(sentence))
    if not history:
        st.markdown("Nothing has been loaded yet.")
        return
    _table(history)
    with st.expander("Files and fingerprints"):
        _fingerprints(history)
    _change(source, _UNDO, [each for each in history if each.status == "ok"])
    _change(source, _REDO, [each for each in history if each.status == "undone"])


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
                "Since then",
                "State",
            ),
            (
                (
                    each.upload,
                    _moment(each.loaded_at),
                    each.loaded_by,
                    _first_few(each.scopes),
                    f"{each.rows:,}",
                    _first_few(each.files),
                    "; ".join(f"{e.done} {_moment(e.at)} by {e.by}" for e in each.events[1:]),
                    "undone" if each.status == "undone" else "loaded",
                )
                for each in history
            ),
        )
    )


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%b %Y, %H:%M}"


def _fingerprints(history: Sequence[Upload]) -> None:
    """By which it can be told later whether a file is the one that was loaded."""
    st.html(
        markup.table(
            "Files, the newest upload first",
            ("File", "Upload", Column("Bytes", number=True), "SHA-256 of the bytes"),
            (
                (file.name, each.upload, f"{file.bytes:,}", file.sha256)
                for each in history
                for file in each.uploaded
            ),
        )
    )
    st.html(
        markup.table(
            "What each upload says, however its files are written",
            ("Upload", "SHA-256 of the content"),
            ((each.upload, each.content) for each in history),
        )
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """A way back in words, and what does it.

    Attributes:
        key: of its form.
        label, sure, button: what stands in the form.
        done, not_done: what is said afterwards.
        change: takes the database, the upload's number and who does it.

    """

    key: str
    label: str
    sure: str
    button: str
    done: str
    not_done: str
    change: Callable[[Database, int, str], Upload]


_UNDO = _Way(
    "undo",
    "Upload to take back",
    "Yes, take all of it back",
    "Undo this upload",
    "Undone: upload {} is taken back. What it replaced is shown again; to have it back, put it "
    "back below.",
    "Nothing was undone. Tick the box to confirm.",
    undo,
)
_REDO = _Way(
    "redo",
    "Undone upload to put back",
    "Yes, put all of it back",
    "Put this upload back",
    "Upload {} is back, in the place of what was loaded before it.",
    "Nothing was put back. Tick the box to confirm.",
    redo,
)


def _change(source: Source, way: _Way, uploads: Sequence[Upload]) -> None:
    """The form that takes an upload back, or puts one back, where there is any."""
    if not uploads:
        return
    labels = {each.upload: _named(each) for each in uploads}
    with st.form(way.key):
        number = st.selectbox(way.label, list(labels), format_func=lambda upload: labels[upload])
        # One of its own: what is typed in another form arrives only when that form is sent.
        by = st.text_input(
            "Your name or initials", key=f"{way.key}_by", placeholder=desk.named(), max_chars=64
        )
        sure = st.checkbox(way.sure, key=f"{way.key}_sure")
        if not st.form_submit_button(way.button):
            return
    told = (False, way.not_done)
    if sure:
        try:
            way.change(source.database, number, by.strip() or desk.named())
            told = (True, way.done.format(number))
        except UndoError as error:
            told = (False, str(error))
    st.session_state["history_told"] = told
    desk.clear()
    st.rerun()


def _named(upload: Upload) -> str:
    what = _first_few(upload.scopes) or _first_few(upload.files)
    return f"Upload {upload.upload}: {what}; {upload.rows:,} rows, {upload.loaded_at:%d %b %Y}"


def _first_few(names: Sequence[str], at_most: int = 2) -> str:
    more = f" and {len(names) - at_most} more" if len(names) > at_most else ""
    return ", ".join(names[:at_most]) + more
