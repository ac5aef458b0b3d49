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
# Exclamation marks, brackets and colons only mean something beside the brackets of a link or note.
_ANYWHERE = re.compile(r"[\\`*_\[\]<~|$^]|&(?=#?\w+;)|\A[(:]|[!#]\Z")
_AT_START = re.compile(r"\A(\d*)([-+=:.)#>])")


def write_markdown(letter: Letter) -> str:
    """The whole letter; the same letter always gives the same text."""
    notes: list[str] = []
    parts = [f"**{escape(label)}:** {escape(words)}" for label, words in letter.address]
    parts.append(f"# {escape(letter.title)}")
    parts += [_block(block, notes) for block in letter.blocks]
    parts += [f"[^{number}]: {escape(note)}" for number, note in enumerate(notes, start=1)]
    if letter.provenance:
        parts.append(f"*{escape(letter.provenance)}*")
    return "\n\n".join(parts) + "\n"


def _block(block: Block, notes: list[str]) -> str:
    match block:
        case Heading():
            number = f"{block.number}. " if block.number else ""
            words = escape(block.text.strip())
            return f"{'#' * block.level} {number}{words if number else _unlisted(words)}"
        case Paragraph():
            return _paragraph(block, notes)
        case Bullets():
            return "\n".join(f"- {_paragraph(item, notes)}" for item in block.items)
        case Table():
            rows = [_cells(map(escape, block.headings)), _cells(["---"] * len(block.headings))]
            rows += [_cells(map(escape, row)) for row in block.rows]
            return "\n".join([_unlisted(escape(block.caption)), "", *rows])


def _cells(words: Iterable[str]) -> str:
    return f"| {' | '.join(words)} |"


def _paragraph(paragraph: Paragraph, notes: list[str]) -> str:
    """The words; `notes` takes the footnotes met on the way. "1.1. " at the start is no list."""
    text = "".join(_runs(paragraph.runs, notes)).strip()
    return f"{paragraph.number}. {text}" if paragraph.number else _unlisted(text)


def _unlisted(text: str) -> str:
    """The text, at whose beginning no number and no sign makes a list or a heading of it."""
    return _AT_START.sub(r"\1\\\2", text)


def _runs(runs: Iterable[Run], notes: list[str]) -> Iterator[str]:
    # Italic runs side by side become one: `*a**b*` would be read as bold.
    for italic, group in groupby(runs, key=lambda run: isinstance(run, Text) and run.italic):
        if italic:
            yield _italic("".join(run.text for run in group))
            continue
        for run in group:
            match run:
                case Text():
                    yield escape(run.text)
                case Claim():
                    yield f"[{escape(run.text)}](claim:{run.question_id})"
                case Footnote():
                    notes.append(run.text)
                    yield f"[^{len(notes)}]"


def _italic(text: str) -> str:
    """The asterisks against the words and the spaces outside them, or they stay asterisks."""
    words = text.strip()
    if not words:
        return " "
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{escape(before)}*{escape(words)}*{escape(after)}"


def escape(text: str) -> str:
    """One line in which no character means anything to Markdown."""
    return _ANYWHERE.sub(r"\\\g<0>", one_line(text))
