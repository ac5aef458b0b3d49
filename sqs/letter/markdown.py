"""The letter as Markdown: for editing in any text editor and for `check`.

A claim is a link, `[12 out of 14](claim:rosh_plan)`. The words inside and around it may be edited;
the link keeps the claim tied to what it counts.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from sqs.letter.plain import one_line
from sqs.letter.value import (
    Block,
    Bullets,
    Claim,
    Footnote,
    Heading,
    Letter,
    Paragraph,
    Run,
    Table,
    Text,
)

# What means something to Markdown: wherever it stands; starting a line (with a number or without).
# An exclamation mark and a bracket only mean something beside the brackets of a link.
_ANYWHERE = re.compile(r"[\\`*_\[\]<~|$^]|&(?=#?\w+;)|\A\(|[!#]\Z")
_AT_START = re.compile(r"\A(\d*)([-+=:.)#>])")


def write_markdown(letter: Letter) -> str:
    """The whole letter; the same letter always gives the same text."""
    notes: list[str] = []
    parts = [f"**{_escape(label)}:** {_escape(words)}" for label, words in letter.address]
    parts.append(f"# {_escape(letter.title)}")
    parts += [_block(block, notes) for block in letter.blocks]
    parts += [f"[^{number}]: {_escape(note)}" for number, note in enumerate(notes, start=1)]
    parts.append(f"*{_escape(letter.provenance)}*")
    return "\n\n".join(parts) + "\n"


def _block(block: Block, notes: list[str]) -> str:
    match block:
        case Heading():
            number = f"{block.number}. " if block.number else ""
            return f"{'#' * block.level} {number}{_escape(block.text)}"
        case Paragraph():
            return _paragraph(block, notes)
        case Bullets():
            return "\n".join(f"- {_paragraph(item, notes)}" for item in block.items)
        case Table():
            rows = [_cells(map(_escape, block.headings)), _cells(["---"] * len(block.headings))]
            rows += [_cells(map(_escape, row)) for row in block.rows]
            return "\n".join([_escape(block.caption), "", *rows])


def _cells(words: Iterable[str]) -> str:
    return f"| {' | '.join(words)} |"


def _paragraph(paragraph: Paragraph, notes: list[str]) -> str:
    """The words; `notes` takes the footnotes met on the way. "1.1. " at the start is no list."""
    text = "".join(_runs(paragraph.runs, notes)).strip()
    return f"{paragraph.number}. {text}" if paragraph.number else _AT_START.sub(r"\1\\\2", text)


def _runs(runs: Iterable[Run], notes: list[str]) -> Iterator[str]:
    # Italic runs side by side become one: `*a**b*` would be read as bold.
    for italic, group in groupby(runs, key=lambda run: isinstance(run, Text) and run.italic):
        if italic:
            yield _italic("".join(run.text for run in group))
            continue
        for run in group:
            match run:
                case Text():
                    yield _escape(run.text)
                case Claim():
                    yield f"[{_escape(run.text)}](claim:{run.question_id})"
                case Footnote():
                    notes.append(run.text)
                    yield f"[^{len(notes)}]"


def _italic(text: str) -> str:
    """The asterisks against the words and the spaces outside them, or they stay asterisks."""
    words = text.strip()
    if not words:
        return " "
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{_escape(before)}*{_escape(words)}*{_escape(after)}"


def _escape(text: str) -> str:
    """One line in which no character means anything to Markdown."""
    return _ANYWHERE.sub(r"\\\g<0>", one_line(text))
