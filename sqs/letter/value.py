"""The letter as a value: what every writer (Markdown, HTML, Word, PDF) takes and changes not.

A letter is blocks of runs. A run that states a figure is a Claim and carries the counts behind it,
so that every writer can mark it in its own way and no writer has to look anything up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Form = Literal[
    "count",
    "all_but",
    "percent",
    "fraction_word",
    "majority_word",
    "complement",
    "rate",
    "comparison",
]
"""How a claim says its figure; the names are those `check` reports."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words that claim nothing; italic for quotations."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that state a figure.

    Attributes:
        key: unique in the letter, letters, digits and underscores only ("rosh_plan_1").
        text: the words as they stand ("12 out of 14").
        question_id: what it counts; also `cases` and `reoffending_rate`,
            `reoffending_rate_previous`, `reoffending_rate_national`.
        met, relevant: the counts behind it; None for rates.
        evidence: sentences for whoever opens the claim, plainest first.

    """

    key: str
    text: str
    question_id: str
    form: Form
    met: int | None
    relevant: int | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of the page, referred to from the place where it stands among the runs."""

    text: str


Run = Text | Claim | Footnote


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs in a row; `number` is "1.1" for a numbered paragraph, else empty."""

    runs: tuple[Run, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 under the letter's title (level 1); `number` is "1" or empty."""

    text: str
    level: int = 2
    number: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; `caption` says what it holds."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter.

    Attributes:
        inspection_id, edition, scale: which cases, question set and proportion words it rests on.
        title: the one first-level heading.
        address: (label, words) lines above the title: To, Copy to, From, Publication date.
        blocks: everything under the title, in order.
        provenance: one sentence on how it was made and, for invented teams, that they are.

    """

    inspection_id: str
    edition: str
    scale: str
    title: str
    address: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    provenance: str
    language: str = "en-GB"

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph and bullet, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            elif isinstance(block, Bullets):
                yield from block.items

    def placed(self) -> Iterator[tuple[str, Paragraph]]:
        """Every paragraph and bullet with the heading over it (the title, before the first)."""
        heading = self.title
        for block in self.blocks:
            if isinstance(block, Heading):
                heading = block.text
            elif isinstance(block, Paragraph):
                yield heading, block
            elif isinstance(block, Bullets):
                yield from ((heading, item) for item in block.items)

    def claims(self) -> Iterator[Claim]:
        """Every claim, in reading order."""
        for paragraph in self.paragraphs():
            for run in paragraph.runs:
                if isinstance(run, Claim):
                    yield run
