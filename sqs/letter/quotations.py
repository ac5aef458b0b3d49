"""What a letter quotes, held against the inspectors' notes: only cleared ones, word for word."""

import re
from collections.abc import Iterator, Sequence

from sqs.figures.records import Note
from sqs.letter.plain import one_line
from sqs.letter.value import Letter, Text

LEAST_WORDS = 4
"""Fewer words in quotation marks, or in a note, are too few to know the note by."""

_OPENS = "“\"‘'"
_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_SIGNS = re.compile(r"[^\w]+")


def not_to_be_quoted(letter: Letter, notes: Sequence[Note]) -> list[str]:
    """A sentence for each quotation that may not be published, in reading order; empty if none.

    A quotation is a run in italics that opens with a quotation mark. It has to stand, word for
    word, in a note that may be published; parts may be left out with an ellipsis. A note that is
    held back may stand nowhere in the letter, in quotation marks or not.

    Args:
        letter: the letter.
        notes: the notes of its inspection, held back or not.

    """
    cleared = [_folded(note.text) for note in notes if note.publishable]
    held_back = [_folded(note.text) for note in notes if not note.publishable]
    found = []
    for place, words, italic in _said(letter):
        folded = _folded(words)
        held = any(
            note in folded
            for note in held_back
            if note.count(" ") > LEAST_WORDS and note not in cleared
        )
        if italic and words.lstrip().startswith(tuple(_OPENS)):
            parts = [part for part in map(_folded, _LEFT_OUT.split(words)) if part.strip()]
            if sum(part.count(" ") - 1 for part in parts) < LEAST_WORDS or _all_in(parts, cleared):
                continue
            held = held or _all_in(parts, held_back)
            if not held:
                found.append(
                    f"{place}: the quotation {_short(words)} is not in a note that may be "
                    "published. Quote a cleared note word for word, or take it out."
                )
        if held:
            found.append(
                f"{place}: {_short(words)} has words of a note that is held back. Have the note "
                "cleared on the page Load cases, or take them out."
            )
    return found


def _said(letter: Letter) -> Iterator[tuple[str, str, bool]]:
    """Each run in italics, and each paragraph's other words together, with their place."""
    for heading, paragraph in letter.placed():
        place, upright = paragraph.number or heading, ""
        for run in paragraph.runs:
            if isinstance(run, Text) and run.italic:
                yield place, run.text, True
            else:
                upright += run.text
        yield place, upright, False


def _all_in(parts: Sequence[str], notes: Sequence[str]) -> bool:
    """Whether one note has all the parts."""
    return any(all(part in note for part in parts) for note in notes)


def _folded(text: str) -> str:
    """Words alone, between spaces: neither signs nor capitals tell two quotations apart."""
    return f" {_SIGNS.sub(' ', one_line(text).casefold()).strip()} "


def _short(words: str) -> str:
    shown = one_line(words).strip(f" {_OPENS}”’.")
    return f"“{shown if len(shown) <= 60 else shown[:57].rstrip() + '…'}”"
