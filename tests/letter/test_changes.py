"""Two drafts side by side: which sentences differ, and where they stand."""

from dataclasses import replace

import pytest
from packs import INSPECTION

from sqs.intake.conflicts import rehearse
from sqs.letter.changes import ChangedSentence, changed_sentences
from sqs.letter.draft import draft
from sqs.letter.value import Bullets, Claim, Footnote, Heading, Letter, Paragraph, Table, Text


def letter(*blocks: object) -> Letter:
    made = tuple(Paragraph((Text(b),), "1.1") if isinstance(b, str) else b for b in blocks)
    return Letter("b-2014", "sqs-2014", "sqs", "Letter to B", (("To", "The Chair"),), made, "Made.")


def points(*texts: str) -> Bullets:
    return Bullets(tuple(Paragraph((Text(text),)) for text in texts))


ALL = Claim("a_1", "all", "a", "majority_word", 2, 2)
CHAIR = ("Chair", "")
MORE = Paragraph((Text("More."),), "1.2")

# Two drafts, and what differs between them.
DIFFER = [
    (letter("Same. Same."), letter("Same. Same."), []),
    (letter("A was so. B."), letter("A was so. C."), [("1.1", "B.", "C.")]),
    (letter("A. It is so."), letter("A. It is so. It is new."), [("1.1", "", "It is new.")]),
    (letter("It was. It is so."), letter("It is so."), [("1.1", "It was.", "")]),
    (
        letter("First one. Second one. Third one."),
        letter("Third one. First one."),
        [("1.1", "", "Third one."), ("1.1", "Second one.", ""), ("1.1", "Third one.", "")],
    ),
    # What ends a sentence, and what does not.
    (letter("Ask A. N. Other. Yes."), letter("Ask A. N. Other. No."), [("1.1", "Yes.", "No.")]),
    (
        letter("He said: “Good work.” It was."),
        letter("He said: “Good work.” It was not."),
        [("1.1", "It was.", "It was not.")],
    ),
    (letter("Of 3.5 or so. (It was)"), letter("Of 3.6 or so. (It was)"),
     [("1.1", "Of 3.5 or so.", "Of 3.6 or so.")]),
    (letter("What is e.g. this?"), letter("What is e.g. that?"),
     [("1.1", "What is e.g. this?", "What is e.g. that?")]),
    # Where a sentence stands: its paragraph's number, else the heading over it.
    (
        letter("One.", MORE),
        letter("One."),
        [("1.2", "More.", "")],
    ),
    (
        letter(Heading("Context"), "One.", Heading("Key strengths"), points("Plans.", "Reviews.")),
        letter(Heading("Context"), "Two.", Heading("Key strengths"), points("Reviews.", "Work.")),
        [("1.1", "One.", "Two."), ("Key strengths", "Plans.", ""), ("Key strengths", "", "Work.")],
    ),
    (
        letter(Heading("Copy list"), Table("Who", ("Role", "Name"), (CHAIR, ("Head", "A")))),
        letter(Heading("Copy list"), Table("Who", ("Role", "Name"), (CHAIR, ("Head", "B")))),
        [("Copy list", "Head, A", "Head, B")],
    ),
    # What a run is does not matter, but for a footnote: it is no part of its sentence.
    (
        letter(Paragraph((Text("In "), ALL, Text(" of 2 cases.")), "1.1")),
        letter("In all of 2 cases."),
        [],
    ),
    (
        letter(Paragraph((Text("It fell"), Footnote("Then."), Text(" again. Yes.")), "1.1")),
        letter(Paragraph((Text("It fell"), Footnote("Now."), Text(" again. Yes.")), "1.1")),
        [("1.1", "Then.", "Now.")],
    ),
    (
        letter("One."),
        replace(letter("One."), title="Letter to C", address=(("To", "The Head"),)),
        [("Address", "To: The Chair", "To: The Head"), ("Title", "Letter to B", "Letter to C")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), DIFFER)
def test_what_differs_is_told_sentence_by_sentence(before, after, told):
    assert changed_sentences(before, after) == [ChangedSentence(*each) for each in told]


def test_a_paragraph_of_one_draft_alone_stands_where_it_stood(letter):
    """Whichever draft has it."""
    number = [Paragraph((Text(f"{n}."),), f"2.{n}") for n in range(4)]
    first = replace(letter, blocks=(number[0], number[1], number[3]))
    second = replace(letter, blocks=(number[0], number[2], number[3]))

    assert [(each.place, each.before, each.after) for each in changed_sentences(first, second)] == [
        ("2.1", "1.", ""), ("2.2", "", "2."),
    ]  # fmt: skip


def test_one_answer_changes_the_sentences_that_rest_on_it(loaded, pack):
    with loaded.reading() as cursor:
        before = draft(cursor, INSPECTION)
    with rehearse(loaded, pack.cell("answers", 9, "answer", "no").files()) as (_, cursor, _):
        after = draft(cursor, INSPECTION)

    assert changed_sentences(before, after) == [
        ChangedSentence(
            "1.4",
            "In the two cases where this was not so, plans had not followed from what was "
            "assessed, or had not been timely.",
            "In the three cases where this was not so, it was in part because plans had not "
            "followed from what was assessed, or had not been timely.",
        )
    ]
