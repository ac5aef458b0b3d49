"""Two people's edits put together: each one's are kept, and where they meet both are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs.letter.merging import Conflict, Merged, merge, paragraphs


def text(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


A, B, C = "1.1. One is long.", "1.2. Two is long.", "1.3. Three is long."
A2, B2, B3 = "1.1. One is longer.", "1.2. Two is longest.", "1.2. Two is short."
NEW, OTHER = "1.4. Quite another thing.", "Something else again"
BASE = text(A, B, C)

# What each made of the base, and what becomes of both.
MERGED = [
    (text(A2, B, C), BASE, text(A2, B, C), []),
    (BASE, text(A, B2, C), text(A, B2, C), []),
    (text(A2, B, C), text(A, B2, C), text(A2, B2, C), []),
    (text(A, B2, C), text(A, B2, C), text(A, B2, C), []),
    (text(A, C), text(A2, B, C), text(A2, C), []),
    (text(A, B, C, NEW), text(A2, B, C), text(A2, B, C, NEW), []),
    (text(NEW, A, B, C), text(A2, B, C), text(NEW, A2, B, C), []),
    (text(A, NEW, B, C), text(A, OTHER, B, C), text(A, OTHER, NEW, B, C), []),
    (text(A, NEW, B, C), text(A, NEW, B, C), text(A, NEW, B, C), []),
    (text(A, B2, NEW, C), text(A2, B, C), text(A2, B2, NEW, C), []),
    (text(A, B2, NEW, C), text(A, B, "1.3. Three is longer."),
     text(A, B2, NEW, "1.3. Three is longer."), []),
    (text(A, B3, C), text(A, B2, C), text(A, B2, C), [Conflict("1.2", B, B3, B2)]),
    (text(A, C), text(A, B2, C), text(A, B2, C), [Conflict("1.2", B, "", B2)]),
    (text(A, B2, C), text(A, C), text(A, C), [Conflict("1.2", B, B2, "")]),
    (text(A2, B3, C), text(A, B2, C), text(A2, B2, C), [Conflict("1.2", B, B3, B2)]),
    (text(OTHER), text(A, B2, C), text(A, B2, C),
     [Conflict("1.1", text(A, B, C).strip(), OTHER, text(A, B2, C).strip())]),
    ("\n\n 1.1. One is long.\r\n\n\n" + text(B2, C), BASE, text(A, B2, C), []),
]  # fmt: skip


@pytest.mark.parametrize(("mine", "theirs", "merged", "conflicts"), MERGED)
def test_two_edits(mine, theirs, merged, conflicts):
    assert merge(BASE, mine, theirs) == Merged(merged, tuple(conflicts))


def test_every_paragraph_has_its_place():
    whole = "**To:** A\n\n# Title\n\nOpening.\n\nMore.\n\n## 1. Work\n\n1.1. One.\n\n- a\n- b\n"
    assert [(p.place, p.text, p.heading) for p in paragraphs(whole)] == [
        ("Address", "**To:** A", False),
        ("Title", "# Title", True),
        ("Title", "Opening.", False),
        ("Title (2)", "More.", False),
        ("Work", "## 1. Work", True),
        ("1.1", "1.1. One.", False),
        ("Work", "- a\n- b", False),
    ]
    assert [whole[p.start : p.end] for p in paragraphs(whole)] == [
        p.text for p in paragraphs(whole)
    ]


BLOCKS = st.lists(st.sampled_from("abcdefg"), max_size=6)


@given(BLOCKS, BLOCKS, BLOCKS)
def test_nobodys_new_words_are_lost(base, mine, theirs):
    """They stand in the text, or in a conflict that shows both."""
    found = merge(text(*base), text(*mine), text(*theirs))
    for new, side in ((mine, "mine"), (theirs, "theirs")):
        told = [block for c in found.conflicts for block in getattr(c, side).split("\n\n")]
        assert set(new) - set(base) <= {*found.text.strip().split("\n\n"), *told}


@given(BLOCKS, BLOCKS)
def test_one_edit_is_taken_as_it_is(base, edited):
    assert merge(text(*base), text(*base), text(*edited)) == Merged(text(*edited), ())
    assert merge(text(*base), text(*edited), text(*base)) == Merged(text(*edited), ())
