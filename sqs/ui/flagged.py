"""Texts to look at: quotes and notes that may name somebody, and the way to clear a quote."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import streamlit as st

from sqs.criteria import editions
from sqs.figures import saying
from sqs.intake import flags
from sqs.intake.clearing import ClearingError, FlaggedQuote, clear, withdraw
from sqs.intake.flags import FlaggedText
from sqs.ui import markup, mending, reads
from sqs.ui.reads import Source

Text = TypeVar("Text")

QUOTES_A_PAGE = 10
NOTES_A_PAGE = 50


def show(source: Source) -> None:
    """Flagged quotes, each with its decision, then flagged notes; nothing where there are none."""
    quotes = reads.quotes_to_look_at(source)
    number = reads.number_of_notes(source)
    # Very many notes are looked through only when somebody asks.
    many = number > flags.SCANNED_AT_LOAD
    flagged = 0 if many else reads.flagged_notes(source)[0]
    if not (quotes or many or flagged):
        return
    st.header("Texts to look at")
    if told := st.session_state.pop("clearing_told", None):
        done, sentence = told
        (st.success if done else st.error)(markup.plain(sentence))
    where = _Places(source)
    if quotes:
        _quotes(source, quotes, where)
    if many or flagged:
        label = (
            f"Look through {number:,} notes"
            if many
            else f"{mending.counted(flagged, 'note')} may name somebody"
        )
        opened = st.expander(label, key="flagged_notes", on_change="rerun")
        if opened.open:
            with opened:
                _notes(source, where)


def held_back(source: Source, inspection_id: str) -> None:
    """How many quotes a letter lacks because nobody has cleared them, and where to do it."""
    number = reads.quotes_held_back(source, inspection_id)
    if not number:
        return
    it = "it" if number == 1 else "them"
    with st.container(border=True):
        st.markdown(
            f"**{mending.counted(number, 'quote')} held back.** Words in {it} may name somebody, "
            f"and nobody has cleared {it} for the letter. Look at {it} under *Texts to look at*."
        )
        st.page_link("pages/7_Load_cases.py", label="Load cases")


class _Places:
    """Where a text stands, in words."""

    def __init__(self, source: Source) -> None:
        known = reads.inspections(source)
        self._visits = saying.visit_labels(known)
        self._titles = {
            (each.inspection_id, question.id): question.title
            for each in known
            for question in editions()[each.edition].questions
        }

    def __call__(self, each: FlaggedText) -> str:
        who = each.about if each.table == "interviews" else f"case {each.about}"
        title = self._titles.get((each.inspection_id, each.question_id), each.question_id)
        return f"{self._visits.get(each.inspection_id, each.inspection_id)}, {who}: {title}"


def _quotes(source: Source, quotes: Sequence[FlaggedQuote], where: _Places) -> None:
    st.html(
        markup.note(
            "Words in these quotes may name somebody. None is published in a letter until a named "
            "person has looked at it and cleared it; a changed text is cleared anew."
        )
    )
    for each in _page(quotes, QUOTES_A_PAGE, "Quotes shown", "quotes_shown"):
        with st.container(border=True):
            st.html(_marked(each.flagged, where(each.flagged)))
            st.markdown(markup.plain(_state(each)))
            if each.in_pack:
                _decide(source, each)


def _state(each: FlaggedQuote) -> str:
    if not each.in_pack:
        return "Not published: its pack says that it is not cleared."
    if each.decision is None:
        return "Held back: nobody has cleared it yet."
    said = "Cleared for the letter" if each.decision.cleared else "Held back: withdrawn"
    return f"{said} by {each.decision.by} on {_when(each.decision.at)}."


def _when(at: datetime) -> str:
    return f"{at.day} {at:%B %Y at %H:%M} UTC"


def _decide(source: Source, each: FlaggedQuote) -> None:
    quote = each.flagged
    place = (quote.inspection_id, quote.about, quote.question_id, quote.text)
    cleared = each.decision is not None and each.decision.cleared
    with st.form(f"decide_{hash(place)}", border=False):
        by = st.text_input(
            "Your name, for the record",
            value=st.session_state.get("by") or "",
            max_chars=64,
            key=f"decided_by_{hash(place)}",
        )
        pressed = st.form_submit_button("Withdraw" if cleared else "Clear for the letter")
    if not pressed:
        return
    decide: Callable[..., None] = withdraw if cleared else clear
    done = "Withdrawn" if cleared else "Cleared for the letter"
    try:
        decide(source.database, *place, by=by)
        told = (True, f"{done}: the quote about case {quote.about}.")
    except ClearingError as error:
        told = (False, str(error))
    st.session_state["clearing_told"] = told
    st.rerun()


def _notes(source: Source, where: _Places) -> None:
    number, notes = reads.flagged_notes(source)
    st.html(
        markup.note(
            "Notes are never published; they are shown to whoever opens this app, beside the "
            "figures. Where one names somebody, take the name out of your file and load it again."
        )
    )
    if not notes:
        st.markdown("No words in them look like a name, a date, a number or an address.")
        return
    if number > len(notes):
        st.html(markup.note(f"The first {len(notes):,} of {number:,} are listed."))
    shown = _page(notes, NOTES_A_PAGE, "Notes shown", "notes_shown")
    st.html("".join(_marked(each, where(each)) for each in shown))


def _page(texts: Sequence[Text], at_once: int, label: str, key: str) -> Sequence[Text]:
    begins = list(range(0, len(texts), at_once))
    begin = 0
    if len(begins) > 1:
        begin = st.selectbox(
            label,
            begins,
            format_func=lambda at: (
                f"{at + 1:,} to {min(at + at_once, len(texts)):,} of {len(texts):,}"
            ),
            # Another number of texts begins with its first page.
            key=f"{key}_{len(texts)}",
        )
    return texts[begin : begin + at_once]


def _marked(each: FlaggedText, place: str) -> str:
    looks = "; ".join(f"“{found.words}” looks like {found.looks_like}" for found in each.found)
    words = [found.words for found in each.found]
    return markup.flagged(place, each.text, words, f"Marked: {looks}.")
