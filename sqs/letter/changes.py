"""Two drafts of a letter side by side: the sentences in which they differ."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from sqs.letter.value import Bullets, Footnote, Heading, Letter, Paragraph, Table

_ENDS = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][”’\")\]]))"  # a sentence ends, with or without a closing mark
    r"(?<!\b[A-Z]\.)"  # but not after the initial of a name
    r"\s+(?=[“‘\"(\[]?[A-Z0-9])"
)


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """A sentence in which two drafts differ.

    Attributes:
        place: the number of its paragraph, or the heading over it where it has none.
        before: the sentence of the first draft; empty where it has none.
        after: that of the second.

    """

    place: str
    before: str
    after: str


def changed_sentences(before: Letter, after: Letter) -> list[ChangedSentence]:
    """The sentences in which two drafts of a letter differ, in reading order."""
    old, new = _sentences(before), _sentences(after)
    return [
        ChangedSentence(place, *pair)
        for place in _merged(list(old), list(new))
        for pair in _different(old.get(place, []), new.get(place, []))
    ]


def _different(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, begin, end, new_begin, new_end in matcher.get_opcodes():
        if what != "equal":
            yield from zip_longest(old[begin:end], new[new_begin:new_end], fillvalue="")


def _merged(old: list[str], new: list[str]) -> list[str]:
    """The places of both drafts, those of one alone after the same neighbour as there."""
    merged: list[str] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, begin, end, new_begin, new_end in matcher.get_opcodes():
        merged += dict.fromkeys((*old[begin:end], *new[new_begin:new_end]))
    return list(dict.fromkeys(merged))


def _sentences(letter: Letter) -> Mapping[str, list[str]]:
    """The letter's sentences by their place; lines of its head and rows of its tables are some."""
    found: dict[str, list[str]] = {}

    def add(place: str, *sentences: str) -> None:
        found.setdefault(place, []).extend(sentences)

    add("Address", *(f"{label}: {words}" for label, words in letter.address))
    heading = "Title"
    add(heading, letter.title)
    for block in letter.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            add(heading, *(", ".join(filter(None, row)) for row in block.rows))
        else:
            for paragraph in block.items if isinstance(block, Bullets) else (block,):
                add(paragraph.number or heading, *_of_paragraph(paragraph))
    return found


def _of_paragraph(paragraph: Paragraph) -> Iterator[str]:
    """The sentences of a paragraph, its footnotes after them."""
    footnotes = [run.text for run in paragraph.runs if isinstance(run, Footnote)]
    said = "".join(run.text for run in paragraph.runs if not isinstance(run, Footnote))
    for text in (said, *footnotes):
        yield from filter(None, (text[start:end].strip() for start, end in sentence_spans(text)))


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends, without the space between them."""
    start = 0
    for gap in _ENDS.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)
