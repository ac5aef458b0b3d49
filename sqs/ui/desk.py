"""The desk: choose a pack, check it, and see what became of it.

What a check found is kept in the session until the next one, so that it is still there after a look
at another page. The uploader is emptied by every check: a file that was mended is chosen again, and
no rerun can load the same files twice. A large pack is checked in a thread of its own, while the
page shows how far it is; until it has ended, the session can begin no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sqs.figures import saying
from sqs.intake import headings
from sqs.intake.loading import Progress, Receipt, StoppedError, load
from sqs.intake.packs import PackFile
from sqs.store.intake_folder import KeptFiles
from sqs.ui import conflict, mapping, markup, mending, reads, under_way
from sqs.ui.conflict import Conflict
from sqs.ui.markup import Column
from sqs.ui.mending import Mending
from sqs.ui.reads import Source
from sqs.ui.under_way import Check

AT_ONCE_BELOW = 2_000_000
"""Bytes below which a pack is checked before a progress bar could be seen."""

ON_DISK_FROM = 20_000_000
"""Bytes from which a pack is kept on disk; DuckDB then reads a large file where it lies."""

KEPT_BYTES = 100_000_000
"""Files of up to this size together are kept in a session to be loaded after a check."""

_LINKED = 10
"""Inspections of a loaded pack that get links of their own."""

_LETTERS_SHOWN = 100


@dataclass(slots=True)
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


@dataclass(slots=True)
class Session:
    """The desk of one session.

    Streamlit may cut a run short wherever it touches the page or the session's state, so that what
    belongs together stands in one object and is changed all at once.

    Attributes:
        checks: how many packs were checked; part of the keys of what starts anew with each.
        check: the last of them, under way or done.
        kept: where its files lie, if they lie on disk.

    """

    checks: int = 0
    check: Check[Held] | None = None
    kept: KeptFiles | None = None

    def forget(self) -> None:
        """Forget what the last check found."""
        self.check = None
        if self.kept:
            self.kept.remove()
        self.kept = None


def _session() -> Session:
    return cast("Session", st.session_state.setdefault("desk", Session()))


def named() -> str:
    """Who uses the page, as they say."""
    return str(st.session_state.get("by", "")).strip() or "nobody named"


def clear() -> None:
    """Forget what the last check found; a check that is under way goes on."""
    if not checking():
        _session().forget()


def checking() -> bool:
    """Whether a check of this session is under way."""
    check = _session().check
    return check is not None and not check.done


def choose(source: Source) -> None:
    """The form that takes a pack, and checks it when one of its buttons is pressed.

    While a check is under way, how far it is stands in the place of the form.
    """
    session = _session()
    if session.check and not session.check.done:
        under_way.watch(session.check)
        return
    # Both are new after a check, so that a second press of its button is for nothing.
    with st.form(f"load_{session.checks}", enter_to_submit=False):
        uploaded = st.file_uploader(
            "The pack's files: CSV, Excel workbooks (.xlsx), or one zip of them",
            accept_multiple_files=True,
            key=f"pack_{session.checks}",
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
        st.error("No file was chosen. Choose the pack's files: CSV, .xlsx, or one zip of them.")
        return
    kept = KeptFiles(source.database.intake)
    try:
        files = _files(uploaded, kept)
    except OSError as error:
        st.error(
            f"The files cannot be put beside the database ({error.strerror}). Nothing was loaded."
        )
        return
    _check(source, files, dry_run=check_only, chosen=(uploaded, kept))


def _files(uploaded: Sequence[UploadedFile], kept: KeptFiles) -> list[PackFile]:
    """The pack as it was uploaded; a large one lies on disk."""
    if sum(each.size for each in uploaded) < ON_DISK_FROM:
        # Shared with the uploader; getbuffer() would make a copy.
        return [PackFile(each.name, each.getvalue()) for each in uploaded]
    files = []
    for each in uploaded:
        path = kept.new_path()
        path.write_bytes(each.getvalue())
        files.append(PackFile(each.name, path))
    return files


def _take_from_streamlit(uploaded: Sequence[UploadedFile]) -> None:
    """Else Streamlit keeps every file of a session in memory until the session ends."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for each in uploaded:
            context.uploaded_file_mgr.remove_file(context.session_id, each.file_id)


def show(source: Source) -> None:
    """What became of the pack checked last; before the first, how to begin."""
    check = _session().check
    if check is None:
        if not reads.uploads(source):
            _how_to_begin()
    elif held := _found(check):
        _show(source, held, stopped=check.stopping)
    else:
        st.info("Stopped; nothing was loaded.")
    mapping.show_remembered(source)


def _found(check: Check[Held]) -> Held | None:
    """What the check found; what it raised is raised once."""
    try:
        return check.found()
    except Exception:
        clear()
        raise


def _show(source: Source, held: Held, *, stopped: bool) -> None:
    receipt = held.receipt
    rows = f"{sum(receipt.tables.values()):,} rows"
    if receipt.status == "loaded":
        st.success(f"Loaded as upload {receipt.upload}: {rows}.")
        if stopped:
            st.warning("Stop came too late. To take the upload back, undo it below.")
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
    if receipt.guesses:
        _match_headings(source, held)
    if held.mending is not None:
        if "conflict" in receipt.problem_counts and not held.replaced:
            _replace(source, held)
        mending.show(held.mending)
    _read(receipt)


def _check(
    source: Source,
    files: Sequence[PackFile],
    *,
    dry_run: bool = False,
    replace: bool = False,
    chosen: tuple[Sequence[UploadedFile], KeptFiles] | None = None,
) -> None:
    """Check files, in a thread if they are large; `chosen` where they were uploaded just now."""
    session = _session()
    size = sum(file.size for file in files)
    by = named()
    meanings = headings.meanings(source.database)
    number = session.checks + 1
    # Held by the check: the files must lie there to its end, whatever becomes of the session.
    kept = chosen[1] if chosen else session.kept or KeptFiles(source.database.intake)

    def work(progress: Progress | None) -> Held:
        receipt = load(
            source.database,
            files,
            dry_run=dry_run,
            replace=replace,
            by=by,
            meanings=meanings,
            progress=progress,
        )
        in_conflict = "conflict" in receipt.problem_counts and not replace
        again = in_conflict or receipt.status == "checked" or bool(receipt.guesses)
        keep = again and size <= KEPT_BYTES
        refused = receipt.status == "refused"
        if refused and progress and progress("Looking up the rows with problems", None) is False:
            raise StoppedError
        return Held(
            receipt,
            tuple(files) if keep else (),
            mending.prepare(receipt, files, number, KEPT_BYTES, kept.new_path) if refused else None,
            replace,
            conflict.look(source.database, files, by=by, meanings=meanings)
            if keep and in_conflict
            else None,
        )

    def begin() -> Check[Held]:
        if chosen:
            session.forget()
            _take_from_streamlit(chosen[0])
        session.checks, session.check, session.kept = number, Check(work), kept
        return session.check

    if size < AT_ONCE_BELOW:
        with st.spinner(f"Checking {mending.counted(len(files), 'file')} …"):
            begin().run()
    else:
        begin().start()
    st.rerun()


def _load_now(source: Source, held: Held) -> None:
    if not held.files:
        st.markdown("To load the pack, choose its files again and press *Check and load*.")
    elif st.button("Load what was checked", type="primary"):
        _check(source, held.files)


def _match_headings(source: Source, held: Held) -> None:
    """Ask what headings stand for, then check again: loaded is only what was seen to be right."""
    kept = bool(held.files)
    if not mapping.ask(source, held.receipt.guesses, _session().checks, kept=kept):
        return
    if kept:
        _check(source, held.files, dry_run=True)
    clear()
    st.rerun()


def _replace(source: Source, held: Held) -> None:
    found = held.conflict
    if found is None:
        st.markdown(
            "Some of this was loaded before with other content. A pack this large is replaced from "
            "the command line: `python -m sqs load FILE… --replace`."
        )
        return
    if found.version != source.version:  # somebody loaded or undid something meanwhile
        meanings = headings.meanings(source.database)
        found = conflict.look(source.database, held.files, by=named(), meanings=meanings)
        held.conflict = found
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
            st.page_link("pages/3_Sections.py", label="Sections", query_params=address)
            st.page_link("pages/6_Draft_report.py", label="Draft report", query_params=address)
    if len(brought) > _LINKED:
        st.html(markup.note(f"And {len(brought) - _LINKED} more: choose them on those pages."))


def _read(receipt: Receipt) -> None:
    if receipt.tables:
        read = "; ".join(f"{table} {number:,}" for table, number in receipt.tables.items())
        st.html(markup.note(f"Rows read: {read}."))
    if receipt.read_as:
        st.html(mapping.read_as_table(receipt.read_as))
    if receipt.affected:
        _letters(receipt)
    if receipt.normalised:
        st.html(
            markup.table(
                "Read as something else",
                ("What", Column("Times", number=True)),
                receipt.normalised.items(),
            )
        )


def _letters(receipt: Receipt) -> None:
    """Cells that would be wrong if the guess at their file's encoding was."""
    st.html(
        markup.table(
            "Letters to check: a file that does not say its encoding was read as Windows-1252",
            ("File", Column("Line", number=True), Column("Cell", long=True)),
            (
                (each.file, f"{each.line:,}", each.text)
                for each in receipt.affected[:_LETTERS_SHOWN]
            ),
        )
    )
    st.html(
        markup.note(
            "If letters here look wrong, save the sheet as CSV UTF-8 in the program it was made "
            "with, and load that."
        )
    )


def _how_to_begin() -> None:
    st.markdown(
        "**To begin**\n\n"
        "1. Fill in the tables at the foot of this page, or give your own sheets their headings.\n"
        "2. Save each sheet as CSV UTF-8, or all of them as one .xlsx workbook.\n"
        "3. Choose the files above and press *Check only*: every problem is shown with its row.\n"
        "4. When there is none left, press *Check and load*."
    )
