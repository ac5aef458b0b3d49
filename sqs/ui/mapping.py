"""Headings that are none of ours: what each stands for is asked once, and remembered."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from sqs.intake import headings
from sqs.intake.headings import LEFT_OUT, Guess, Remembered
from sqs.ui import markup
from sqs.ui.markup import Column
from sqs.ui.reads import Source

ASKED_AT_MOST = 40
"""Headings asked for at once; the others are asked for by the next check."""

NOT_ONE_OF_THESE = "not one of these"
"""Chosen where a heading is to stay a problem; no heading of ours has spaces."""

_LONGEST = 60


def ask(source: Source, guesses: Sequence[Guess], number: int, *, kept: bool) -> bool:
    """Ask what each heading stands for; True when it was said, and is remembered.

    Args:
        source: where it is remembered.
        guesses: the headings, in the order of their files.
        number: of the check in its session; the choices begin anew with each.
        kept: whether the files are still at hand, to be checked again.

    """
    once = {(each.table, headings.folded(each.found)): each for each in reversed(guesses)}
    asked = [each for each in guesses if each in once.values()][:ASKED_AT_MOST]
    st.header("Headings to match")
    st.markdown(
        "Some headings are not ours. Say what each stands for: it is remembered for the next "
        "upload, and you are told whenever it is used."
    )
    with st.form(f"headings_{number}", enter_to_submit=False):
        said: list[tuple[Guess, str]] = []
        for file, of_file in groupby(asked, key=lambda each: each.file):
            st.subheader(markup.plain(file))
            for guess in of_file:
                means = _choice(guess, key=f"means_{number}_{asked.index(guess)}")
                if means != NOT_ONE_OF_THESE:
                    said.append((guess, means))
        if len(once) > len(asked):
            st.html(markup.note(f"The first {ASKED_AT_MOST} of {len(once):,} headings."))
        if not kept:
            st.html(
                markup.note(
                    "The files are too large to be kept: choose them again above and check them."
                )
            )
        pressed = st.form_submit_button(
            "Use these headings and check again" if kept else "Remember these headings",
            type="primary",
        )
    if not pressed:
        return False
    if wrong := _wrong(said):
        st.error(markup.plain(wrong))
        return False
    headings.remember(
        source.database, [Remembered(each.table, each.found, means) for each, means in said]
    )
    return True


def _choice(guess: Guess, key: str) -> str:
    """One of our headings, '' to leave the column out, or that it is not one of these."""
    options = [*guess.allowed, LEFT_OUT, NOT_ONE_OF_THESE]
    return st.selectbox(
        f"{markup.quoted(guess.found[:_LONGEST])} stands for",
        options,
        index=options.index(guess.means or NOT_ONE_OF_THESE),
        format_func=lambda means: _IN_WORDS.get(means, means),
        key=key,
        persist_state="session",
    )


_IN_WORDS = {LEFT_OUT: "Leave this column out", NOT_ONE_OF_THESE: "Not one of these"}


def _wrong(said: Sequence[tuple[Guess, str]]) -> str | None:
    """What is wrong with the choices, as a sentence."""
    if not said:
        return "Nothing was chosen. Say what at least one heading stands for."
    taken: dict[tuple[str, str], str] = {}
    for guess, means in said:
        other = taken.setdefault((guess.file, means), guess.found)
        if means != LEFT_OUT and other != guess.found:
            return (
                f"{guess.file}: both {other[:_LONGEST]} and {guess.found[:_LONGEST]} were to stand "
                f"for {means}. Choose one of them."
            )
    return None


def show_remembered(source: Source) -> None:
    """Every heading that is read as another, with a way to forget it; nothing where none is."""
    known = headings.remembered(source.database)
    told = st.session_state.pop("forgotten", None)
    if not known and not told:
        return
    with st.expander("Headings remembered"):
        if told:
            st.success(markup.plain(told))
        if not known:
            return
        st.html(
            markup.table(
                "Headings that are not ours, and what they are read as in every upload",
                (Column("Heading", long=True), "Table", "Read as"),
                ((each.found[:_LONGEST], each.table, _read_as(each.means)) for each in known),
            )
        )
        with st.form("forget", enter_to_submit=False):
            at = st.selectbox(
                "Heading to forget",
                range(len(known)),
                format_func=lambda at: f"{known[at].found[:_LONGEST]} ({known[at].table})",
            )
            if not st.form_submit_button("Forget this heading"):
                return
    forgotten = known[at]
    headings.forget(source.database, forgotten)
    st.session_state["forgotten"] = (
        f"{forgotten.found[:_LONGEST]} of {forgotten.table} is forgotten: the next check asks "
        "for it again."
    )
    st.rerun()


def read_as_table(read_as: Sequence[headings.ReadAs]) -> str:
    """The headings of a pack that were read as what they were said to mean."""
    return markup.table(
        "Headings read as others, as was said before",
        (Column("Heading", long=True), "File", "Read as"),
        ((each.found[:_LONGEST], each.file, _read_as(each.means)) for each in read_as),
    )


def _read_as(means: str) -> str:
    return means or "left out"
