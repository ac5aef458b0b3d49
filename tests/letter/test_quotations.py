"""Quotations: only from cleared notes, word for word."""

import pytest

from sqs.figures.records import Note
from sqs.letter.quotations import not_to_be_quoted
from sqs.letter.value import Heading, Letter, Paragraph, Text

CLEARED = Note("lor_plan", "C1", "The plan was short, and “clear” to all who read it.", True)
HELD = Note("lor_plan", "C2", "Kim Lee of Elm Road was seen every week by her worker.", False)
BOTH = Note("lor_plan", "C3", CLEARED.text, False)
NO_NOTE = (
    "1.1: the quotation “{}” is not in a note that may be published. Quote a cleared note word "
    "for word, or take it out."
)
HELD_BACK = (
    "1.1: “{}” has words of a note that is held back. Have the note cleared on the page Load "
    "cases, or take them out."
)

SAID = [
    ("It was good.", False, None),
    ("“The plan was short, and “clear” to all who read it.”", True, None),
    ("“the plan was short - and 'clear' to all”", True, None),
    ("“The plan was … clear to all who read it”", True, None),
    ("“The plan was … no good”", True, NO_NOTE.format("The plan was … no good")),
    ("“It was as clear as day.”", True, NO_NOTE.format("It was as clear as day")),
    ("“clear to all”", True, None),
    ("not only in most cases here", True, None),
    ("“was seen every week by her worker”", True, HELD_BACK.format(
        "was seen every week by her worker")),
    ("Note: Kim Lee of Elm Road was seen every week by her worker!", False, HELD_BACK.format(
        "Note: Kim Lee of Elm Road was seen every week by her worker!")),
]  # fmt: skip


@pytest.mark.parametrize(("words", "italic", "found"), SAID)
def test_a_quotation(words, italic, found):
    paragraph = Paragraph((Text("Noted: "), Text(words, italic)), "1.1")
    if found and not italic:
        paragraph = Paragraph((Text(words),), "1.1")
    letter = Letter("i", "sqs-2014", "sqs", "T", (), (Heading("A"), paragraph), "")
    assert not_to_be_quoted(letter, [CLEARED, HELD, BOTH]) == ([found] if found else [])
