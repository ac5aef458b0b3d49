"""One person's writing on one letter: what they have before them, and how it is saved.

What is typed is saved by itself. Whoever saves meanwhile is told of, and both edits are put
together; where they meet in one paragraph, nothing is lost and both are shown.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from sqs.letter.basis import Basis, basis
from sqs.letter.claims.judging import Claim
from sqs.letter.judged import Statement, as_statements, judged
from sqs.letter.kept import LetterError, Saved, Version, autosave, begin, current
from sqs.letter.merging import Conflict
from sqs.letter.reading import read_markdown
from sqs.letter.value import Letter
from sqs.ui import markup
from sqs.ui.reads import Source


@dataclass(slots=True)
class Sitting:
    """One session's writing on one letter.

    Attributes:
        version: the version that the writer was given last.
        text: the Markdown as they have it.
        name: tells this sitting from others.
        edits: how often the text was changed by anything but typing; the fields are then new.
        told: (whether it went well, what is to be said) of what was done last.
        conflicts: paragraphs that somebody else changed too.

    """

    version: Version
    text: str
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    edits: int = 0
    told: tuple[bool, str] | None = None
    conflicts: tuple[Conflict, ...] = ()

    def take(self, saved: Saved) -> None:
        """Go on from what a save made of the text."""
        if saved.merged_with:
            self.edits += 1
            who = saved.merged_with.saved_by
            if saved.conflicts:
                sentence = (
                    f"{who} changed the same words meanwhile. Your text is kept as version "
                    f"{saved.version.number}, and nothing of either is lost: see below."
                )
                self.told = (False, sentence)
                self.conflicts = saved.conflicts
                self.version, self.text = saved.merged_with, saved.merged_with.text
                return
            self.told = (True, f"{who} saved meanwhile; both edits now stand in the letter.")
        self.version, self.text = saved.version, saved.version.text


@dataclass(frozen=True, slots=True)
class Desk:
    """A letter that is being written, with what its claims are held against now.

    `judged` has every verdict with its place in the text, `claims` each claim once.
    """

    source: Source
    sitting: Sitting
    letter: Letter
    rests_on: Basis
    judged: tuple[Claim, ...]
    claims: tuple[Statement, ...]

    @property
    def problems(self) -> list[Statement]:
        """The claims that are not borne out, in reading order."""
        return [each for each in self.claims if each.state != "matched"]


def writer() -> str:
    """Who writes, as they say."""
    return str(st.session_state.get("by", "")).strip()


def name_field() -> None:
    """Where whoever writes says who they are."""
    st.text_input(
        "Your name or initials, for the letter's history", key="by", max_chars=64,
        persist_state="session",
    )  # fmt: skip


def opened(source: Source, inspection_id: str) -> Desk | None:
    """The letter as this session has it; None where none is begun."""
    with source.database.reading() as cursor:
        newest = current(cursor, inspection_id)
        if newest is None:
            return None
        key = f"letter_{inspection_id}"
        sitting: Sitting = st.session_state.setdefault(key, Sitting(newest, newest.text))
        if newest.number != sitting.version.number and sitting.text == sitting.version.text:
            # Nothing of their own is unsaved: they go on from what the letter is now.
            sitting.version, sitting.text = newest, newest.text
            sitting.edits += 1
        rests_on = basis(cursor, inspection_id, sitting.version.scale)
    letter = read_markdown(sitting.text, rests_on)
    claims = judged(letter, rests_on)
    told_once = tuple(as_statements(letter, rests_on, claims))
    return Desk(source, sitting, letter, rests_on, claims, told_once)


def start(source: Source, inspection_id: str, scale: str) -> None:
    """The button that begins a letter from its draft."""
    with st.form("begin"):
        name_field()
        begun = st.form_submit_button("Begin the letter from this draft", type="primary")
    if begun:
        try:
            begin(source.database, inspection_id, by=writer(), scale=scale)
        except LetterError as error:
            st.error(str(error))
            return
        st.rerun()


def typed(desk: Desk, text: str) -> None:
    """Take in what somebody typed, and save it."""
    if text != desk.sitting.text:
        changed(
            desk,
            lambda: autosave(
                desk.source.database, text, based_on=desk.sitting.version, by=writer(),
                sitting=desk.sitting.name,
            ),
            text,
        )  # fmt: skip


def changed(desk: Desk, save: Callable[[], Saved], text: str | None = None) -> None:
    """Save, and say what came of it; where it cannot be saved, what was typed still stands.

    Args:
        desk: the letter.
        save: what to do.
        text: what was typed, where something was.

    """
    sitting = desk.sitting
    sitting.told = None
    try:
        saved = save()
    except LetterError as error:
        sitting.told = (False, str(error))
        if text is not None:
            sitting.text = text
        return
    if text is None:
        sitting.edits += 1
    sitting.take(saved)


def told(desk: Desk) -> None:
    """What came of what was done last."""
    if desk.sitting.told:
        well, sentence = desk.sitting.told
        (st.success if well else st.error)(markup.plain(sentence))
