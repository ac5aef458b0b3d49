"""What became of a letter: figures that changed, versions, stages, comments, files."""

from functools import partial

import streamlit as st

from sqs.letter import accuracy, stages
from sqs.letter.documents import WRITERS
from sqs.letter.kept import LetterError, Version, compare, restore, save, unresolved, versions
from sqs.letter.points import contrasts, not_borne_out, points
from sqs.letter.proof import proof_pack
from sqs.letter.rewriting import stale, update
from sqs.ui import letter_desk, markup
from sqs.ui.letter_desk import Desk
from sqs.ui.markup import Column

KINDS = {".docx": "Word", ".pdf": "PDF", ".md": "Markdown", ".html": "web page"}


def conflicts(desk: Desk) -> None:
    """Edits that met another's: both texts, and the way to settle them."""
    for each in desk.sitting.conflicts:
        st.html(
            markup.table(
                f"Both of you changed {each.place}",
                ("Whose", Column("Text", long=True)),
                (("Yours", each.mine), ("Theirs, in the letter now", each.theirs)),
            )
        )
    with desk.source.database.reading() as cursor:
        aside = unresolved(cursor, desk.letter.inspection_id)
    for version in aside:
        with st.container(border=True):
            st.markdown(
                f"Version {version.number}, by {markup.plain(version.saved_by)}, is kept aside: it "
                "met another's edit."
            )
            st.html(_sentences(desk.sitting.version, version, "In the letter and kept aside"))
            with st.container(horizontal=True):
                st.button(
                    "Make it the letter", key=f"take_{version.number}", on_click=_restored,
                    args=(desk, version.number),
                )  # fmt: skip
                st.button(
                    "It has been seen to", key=f"seen_{version.number}", on_click=_seen_to,
                    args=(desk, version.number),
                )  # fmt: skip


def _seen_to(desk: Desk, number: int) -> None:
    sitting = desk.sitting
    sitting.conflicts = ()
    letter_desk.changed(
        desk,
        lambda: save(
            desk.source.database, sitting.text, based_on=sitting.version, by=letter_desk.writer(),
            done=f"version {number} seen to", resolves=number,
        ),
    )  # fmt: skip


def changed_figures(desk: Desk) -> None:
    """The claims whose figures are others now than when their words were written."""
    found = stale(desk.sitting.version, desk.rests_on)
    if not found:
        st.markdown("No figure behind this letter has changed since its words were written.")
        return
    st.html(
        markup.table(
            "Claims whose figures changed since their words were written",
            ("Where", "Words", "Then", "Now", "Still true", "Words that are true now"),
            (
                (
                    each.place, each.words, each.old, each.new,
                    "yes" if each.still_true else "no", each.true_now or "none in this form",
                )
                for each in found
            ),
        )
    )  # fmt: skip
    for each in found:
        if each.true_now:
            st.button(
                f"Update {markup.plain(each.place)}: “{markup.plain(each.words)}” to "
                f"“{markup.plain(each.true_now)}”",
                key=f"update_{each.key}",
                on_click=_update,
                args=(desk, each.key),
            )


def _update(desk: Desk, key: str) -> None:
    sitting = desk.sitting
    letter_desk.changed(
        desk,
        lambda: update(
            desk.source.database, key, sitting.text, desk.rests_on, based_on=sitting.version,
            by=letter_desk.writer(),
        ),
    )  # fmt: skip


def summed_up(desk: Desk) -> None:
    """The bullets with the paragraphs they rest on, and contrasts that may be taken up."""
    for sentence in not_borne_out(desk.letter, desk.rests_on):
        st.html(markup.mark(sentence))
    found = points(desk.letter, desk.rests_on)
    if found:
        st.html(
            markup.table(
                "Strengths and areas for improvement, and what each rests on",
                ("Point", "Under", "Paragraphs", Column("Met of relevant", number=True)),
                (
                    (
                        each.text,
                        each.heading,
                        ", ".join(each.places),
                        f"{each.met} of {each.relevant}",
                    )
                    for each in found
                ),
            )
        )  # fmt: skip
    offered = contrasts(desk.letter, desk.rests_on)
    if offered:
        st.subheader("Figures that point different ways")
        for each in offered:
            st.markdown(f"For {markup.plain(each.place)}:")
            st.code(each.markdown, language=None, wrap_lines=True)


def versions_kept(desk: Desk) -> None:
    """Every version, the difference between two, and the way back to one."""
    with desk.source.database.reading() as cursor:
        kept = versions(cursor, desk.letter.inspection_id)
    st.html(
        markup.table(
            "Versions, the newest first; times are UTC",
            (Column("Version", number=True), "Saved", "By", "What was done"),
            (
                (each.number, f"{each.saved_at:%d %b %Y, %H:%M}", each.saved_by, _done(each))
                for each in kept
            ),
        )
    )
    if len(kept) < 2:
        return
    labels = {each.number: f"Version {each.number}: {_done(each)}" for each in kept}
    left, right = st.columns(2)
    with left:
        one = st.selectbox("Compare", list(labels), index=1, format_func=lambda n: labels[n])
    with right:
        other = st.selectbox("with", list(labels), index=0, format_func=lambda n: labels[n])
    by_number = {each.number: each for each in kept}
    st.html(_sentences(by_number[one], by_number[other], f"Versions {one} and {other}"))
    st.button(f"Make version {one} the letter again", on_click=_restored, args=(desk, one))


def _done(version: Version) -> str:
    return version.done + (", kept aside" if version.aside else "")


def _sentences(one: Version, other: Version, caption: str) -> str:
    changed = compare(one, other)
    if not changed:
        return markup.note("Not one sentence differs.")
    return markup.side_by_side(
        caption,
        ("Where", "Before", "After"),
        [((each.place,), each.before or None, each.after or None) for each in changed],
    )


def _restored(desk: Desk, number: int) -> None:
    sitting = desk.sitting
    try:
        version = restore(
            desk.source.database, desk.letter.inspection_id, number, by=letter_desk.writer()
        )
    except LetterError as error:
        sitting.told = (False, str(error))
        return
    sitting.version, sitting.text, sitting.conflicts = version, version.text, ()
    sitting.edits += 1
    sitting.told = (True, f"Version {number} is the letter again, as version {version.number}.")


def stage(desk: Desk) -> None:
    """How far the letter is, what stands in its way, and the team's word on it."""
    inspection_id = desk.letter.inspection_id
    with desk.source.database.reading() as cursor:
        now = stages.stage(cursor, inspection_id)
        moves = stages.history(cursor, inspection_id)
        receipt = stages.receipt(cursor, inspection_id)
        hindrances = stages.in_the_way(cursor, desk.sitting.version)
    if receipt:
        st.success(
            f"Published as version {receipt.version} on {receipt.at:%d %B %Y, %H:%M} UTC by "
            f"{markup.plain(receipt.by)}. Nothing in it can be changed any more."
        )
        st.html(
            markup.table(
                "Receipt",
                ("What", Column("Value", long=True)),
                (
                    ("Text, SHA-256", receipt.text_sha256),
                    ("Figures, SHA-256", receipt.figures_sha256),
                    ("Edition", receipt.edition),
                    ("Words for shares", receipt.scale),
                    ("Data version", receipt.data_version),
                ),
            )
        )
    else:
        _move(desk, now, hindrances)
    if moves:
        st.html(
            markup.table(
                "Stages so far; times are UTC",
                ("Stage", Column("Version", number=True), "When", "By", "Note"),
                ((m.stage, m.version, f"{m.at:%d %b %Y, %H:%M}", m.by, m.note) for m in moves),
            )
        )
    _accuracy(desk, open_to_comments=now == stages.FACTUAL_ACCURACY)


def _move(desk: Desk, now: str, hindrances: list[str]) -> None:
    st.markdown(f"The letter is at the stage **{now}**.")
    if hindrances:
        stand = "thing stands" if len(hindrances) == 1 else "things stand"
        st.html(markup.mark(f"{len(hindrances)} {stand} in the way of signing it off:"))
        st.html(markup.bullets(hindrances))
    at = stages.STAGES.index(now)
    ways = [*stages.STAGES[at + 1 : at + 2], *reversed(stages.STAGES[:at])]
    with st.form("stage"):
        to = st.selectbox("Move it to", ways)
        note = st.text_input("Note", max_chars=500)
        sure = to != stages.PUBLISHED or st.checkbox(
            "Yes, publish it. Nothing in it can be changed afterwards."
        )
        if not st.form_submit_button("Move the letter"):
            return
    sitting = desk.sitting
    if not sure:
        sitting.told = (False, "Nothing was published. Tick the box to confirm.")
        st.rerun()
    try:
        moved = stages.move(
            desk.source.database, desk.letter.inspection_id, to, version=sitting.version.number,
            by=letter_desk.writer(), note=note,
        )  # fmt: skip
        sitting.told = (True, f"The letter is now at the stage {moved.stage}.")
    except LetterError as error:
        sitting.told = (False, str(error))
    st.rerun()


def _accuracy(desk: Desk, *, open_to_comments: bool) -> None:
    inspection_id = desk.letter.inspection_id
    with desk.source.database.reading() as cursor:
        comments = accuracy.comments(cursor, inspection_id)
        sheet = accuracy.comment_sheet(cursor, desk.sitting.version)
    st.subheader("Factual accuracy")
    if comments:
        st.html(
            markup.table(
                "What the team said, claim by claim",
                (Column("Version", number=True), "Claim", "Agreed", Column("Comment", long=True)),
                (
                    (each.version, each.claim, {True: "yes", False: "no", None: ""}[each.agreed],
                     each.text)
                    for each in comments
                ),
            )
        )  # fmt: skip
    if not open_to_comments:
        st.html(markup.note("The team comments at the stage factual accuracy."))
        return
    st.download_button(
        "Sheet for the team's comments (CSV)", sheet,
        file_name=f"{inspection_id}-factual-accuracy.csv", mime="text/csv", on_click="ignore",
    )  # fmt: skip
    with st.form("comments", clear_on_submit=True):
        back = st.file_uploader("The sheet as it came back", type="csv")
        if not st.form_submit_button("Take the comments in") or back is None:
            return
    try:
        kept = accuracy.receive(
            desk.source.database, inspection_id, back.getvalue(), by=letter_desk.writer()
        )
        desk.sitting.told = (True, f"{len(kept)} comments were taken in.")
    except LetterError as error:
        desk.sitting.told = (False, str(error))
    st.rerun()


def files(desk: Desk) -> None:
    """The letter as it stands in each kind of file, and its proof pack."""
    name = f"{desk.letter.inspection_id}-letter"
    with st.container(horizontal=True):
        for ending, kind in KINDS.items():
            st.download_button(
                f"Download {kind}", partial(WRITERS[ending].write, desk.letter),
                file_name=f"{name}{ending}", mime=WRITERS[ending].media_type, on_click="ignore",
            )  # fmt: skip
        st.download_button(
            "Proof pack (zip)", partial(_proof, desk), file_name=f"{name}-proof.zip",
            mime="application/zip", on_click="ignore",
        )  # fmt: skip
    st.html(
        markup.note(
            "The proof pack holds the letter, every claim with its figure, the figures and their "
            "hashes. The command “python -m sqs verify” checks it again without the database."
        )
    )


def _proof(desk: Desk) -> bytes:
    with desk.source.database.reading() as cursor:
        return proof_pack(cursor, desk.sitting.version)
