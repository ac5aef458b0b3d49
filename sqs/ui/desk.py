"""The desk: choose a pack, check it, and see what became of it.

What a check found is kept in the session until the next one, so that it is still there after a look
at another page. The uploader is emptied by every check: a file that was mended is chosen again, and
no rerun can load the same files twice.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import streamlit as st

from sqs.figures import saying
from sqs.intake.loading import Receipt, load
from sqs.intake.packs import PackFile
from sqs.ui import conflict, markup, mending, reads
from sqs.ui.conflict import Conflict
from sqs.ui.markup import Column
from sqs.ui.mending import Mending
from sqs.ui.reads import Source

KEPT_BYTES = 100_000_000
"""Files of up to this size together are kept in a session to be loaded after a check."""

_LINKED = 10
"""Inspections of a loaded pack that get links of their own."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a session holds of the pack it checked last.

    Attributes:
        receipt: what became of it.
        files: the pack, where it may be loaded without being chosen again; else empty.
        mending: what is to be mended, where it was refused.
        replaced: whether it was to replace what is loaded.
        conflict: what replacing would change, where that is the question and the pack is kept.

    """

    receipt: Receipt
    files: tuple[PackFile, ...]
    mending: Mending | None
    replaced: bool
    conflict: Conflict | None


def clear() -> None:
    """Forget what the last check found."""
    st.session_state.pop("desk", None)


def named() -> str:
    """Who uses the page, as they say."""
    return str(st.session_state.get("by", "")).strip() or "nobody named"


def choose(source: Source) -> None:
    """The form that takes a pack; checks it when one of its buttons is pressed."""
    with st.form("load", enter_to_submit=False):
        uploaded = st.file_uploader(
            "The pack's files: CSV, or one zip of them",
            accept_multiple_files=True,
            key=f"pack_{_checks()}",
        )
        st.text_input(
            "Your name or initials, for the history", key="by", max_chars=64,
            persist_state="session",
        )  # fmt: skip
        with st.container(horizontal=True):
            check_only = st.form_submit_button("Check only")
            check_and_load = st.form_submit_button("Check and load", type="primary")
        st.html(markup.note("Check only lists the problems and stores nothing."))
    if not (check_only or check_and_load):
        return
    if not uploaded:
        st.error("No file was chosen. Choose the pack's CSV files, or one zip of them.")
        return
    _check(source, [PackFile(each.name, each.getvalue()) for each in uploaded], dry_run=check_only)


def show(source: Source) -> None:
    """What became of the pack checked last; before the first, how to begin."""
    held = cast("Held | None", st.session_state.get("desk"))
    if held is None:
        if not reads.uploads(source):
            _how_to_begin()
        return
    receipt = held.receipt
    rows = f"{sum(receipt.tables.values()):,} rows"
    if receipt.status == "loaded":
        st.success(f"Loaded as upload {receipt.upload}: {rows}.")
        _leads_to(source, receipt)
    elif receipt.status == "unchanged":
        st.info(f"All {rows} were loaded before. Nothing was changed.")
        _leads_to(source, receipt)
    elif receipt.status == "checked":
        st.success(f"Checked: no problems in {rows}. Nothing was loaded.")
        _load_now(source, held)
    else:
        st.error(
            f"Not loaded: {mending.counted(sum(receipt.problem_counts.values()), 'problem')}. "
            "Nothing was changed."
        )
    if held.mending is not None:
        if "conflict" in receipt.problem_counts and not held.replaced:
            _replace(source, held)
        mending.show(held.mending)
    _read(receipt)


def _checks() -> int:
    """How many packs this session has checked; part of the keys of what starts anew with each."""
    return int(st.session_state.get("checks", 0))


def _check(
    source: Source, files: Sequence[PackFile], *, dry_run: bool = False, replace: bool = False
) -> None:
    clear()
    size = sum(file.size for file in files)
    with st.status(
        f"Checking {mending.counted(len(files), 'file')}, {max(size / 1e6, 0.1):,.1f} MB …"
    ):
        receipt = load(source.database, files, dry_run=dry_run, replace=replace, by=named())
        st.session_state["checks"] = number = _checks() + 1
        refused = receipt.status == "refused"
        in_conflict = "conflict" in receipt.problem_counts and not replace
        keep = size <= KEPT_BYTES and (in_conflict or receipt.status == "checked")
        st.session_state["desk"] = Held(
            receipt,
            tuple(files) if keep else (),
            mending.prepare(receipt, files, number, KEPT_BYTES) if refused else None,
            replace,
            conflict.look(source.database, files, by=named()) if keep and in_conflict else None,
        )
    st.rerun()


def _load_now(source: Source, held: Held) -> None:
    if not held.files:
        st.markdown("To load the pack, choose its files again and press *Check and load*.")
    elif st.button("Load what was checked", type="primary"):
        _check(source, held.files)


def _replace(source: Source, held: Held) -> None:
    found = held.conflict
    if found is None:
        st.markdown(
            "Some of this was loaded before with other content. A pack this large is replaced from "
            "the command line: `python -m sqs load FILE… --replace`."
        )
        return
    if found.version != source.version:  # somebody loaded or undid something meanwhile
        found = conflict.look(source.database, held.files, by=named())
        st.session_state["desk"] = dataclasses.replace(held, conflict=found)
    if not found.possible:
        st.markdown(
            "Some of this was loaded before with other content, and these files cannot take its "
            "place as they are: mend first what is listed below."
        )
        return
    conflict.show(source, found)
    with st.form("replace"):
        st.markdown(
            "If the new files are right, put them in the place of what is loaded; the rows loaded "
            "before are kept, and undo brings them back."
        )
        sure = st.checkbox("Yes, replace what is loaded", key="replace")
        pressed = st.form_submit_button("Replace what is loaded")
    if pressed and sure:
        _check(source, held.files, replace=True)
    elif pressed:
        st.error("Nothing was replaced. Tick the box to confirm.")


def _leads_to(source: Source, receipt: Receipt) -> None:
    """The inspections of the pack, each with its pages: where to go next."""
    known = reads.inspections(source)
    labels = saying.visit_labels(known)
    brought = [each for each in known if each.inspection_id in receipt.inspections]
    if any(each.cases for each in brought):
        st.markdown("Next, look at the figures in *Sections*, then read the *Draft report*.")
    for each in brought[:_LINKED]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{markup.plain(labels[each.inspection_id])}**")
            if not each.cases:
                st.markdown("No cases yet: load its cases and answers next.")
                continue
            address = {"inspection": labels[each.inspection_id]}
            st.page_link("pages/2_Sections.py", label="Sections", query_params=address)
            st.page_link("pages/3_Draft_report.py", label="Draft report", query_params=address)
    if len(brought) > _LINKED:
        st.html(markup.note(f"And {len(brought) - _LINKED} more: choose them on those pages."))


def _read(receipt: Receipt) -> None:
    if receipt.tables:
        read = "; ".join(f"{table} {number:,}" for table, number in receipt.tables.items())
        st.html(markup.note(f"Rows read: {read}."))
    if receipt.normalised:
        st.html(
            markup.table(
                "Read as something else",
                ("What", Column("Times", number=True)),
                receipt.normalised.items(),
            )
        )


def _how_to_begin() -> None:
    st.markdown(
        "**To begin**\n\n"
        "1. Fill in the tables at the foot of this page, or give your own sheets their headings.\n"
        "2. Save each sheet as CSV UTF-8.\n"
        "3. Choose the files above and press *Check only*: every problem is shown with its row.\n"
        "4. When there is none left, press *Check and load*."
    )
