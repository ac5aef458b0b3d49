"""The letter as PDF/UA-1, the accessible kind of PDF: `letter.typ` is how it looks."""

import json
import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from sqs.letter.plain import one_line
from sqs.letter.value import Block, Bullets, Claim, Footnote, Heading, Letter, Paragraph, Run, Table

_TEMPLATE = Path(__file__).with_name("letter.typ")
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")  # how typst's messages write what cannot be seen

# One compiler, since it keeps the fonts and the parsed template from letter to letter, and one
# letter at a time through it.
_lock = Lock()


def write_pdf(letter: Letter) -> bytes:
    """The whole letter; the same letter always gives the same bytes.

    A character that none of typst's own fonts can show (a Chinese name, say) is written as its
    code, "[U+6F22]", so that nothing is lost and the document stays valid.

    Raises:
        typst.TypstError: the template is at fault.
        RuntimeError: typst warned, say of a font it replaced by another.

    """
    data = json.dumps(_letter(letter), ensure_ascii=False)
    while True:
        try:
            return _compile(data)
        except typst.TypstError as error:
            unshown = {_unescaped(text) for text in _NO_GLYPH.findall(str(error))}
            coded = data
            for character in set("".join(unshown)):
                if ord(character) > 127:
                    coded = coded.replace(character, f"[U+{ord(character):04X}]")
            if coded == data:
                raise
            data = coded


def _compile(data: str) -> bytes:
    with _lock:
        # ua-1: typst refuses what would not be accessible, say a skipped heading level.
        document, warnings = _compiler().compile_with_warnings(
            format="pdf", sys_inputs={"letter": data}, pdf_standards="ua-1", timestamp=0
        )
    if warnings:
        raise RuntimeError(f"{_TEMPLATE.name}: {warnings[0]}")
    return cast(bytes, document)  # one file, since no output path was named


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, ignore_system_fonts=True)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "language": letter.language,
        "title": one_line(letter.title),
        "address": [list(map(one_line, line)) for line in letter.address],
        "blocks": [_block(block) for block in letter.blocks],
        "provenance": one_line(letter.provenance),
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level, number):
            return {"kind": "heading", "level": level, "number": number, "text": one_line(text)}
        case Paragraph(runs, number):
            return {"kind": "paragraph", "number": number, "runs": [_run(run) for run in runs]}
        case Bullets(items):
            return {"kind": "bullets", "items": [_block(item) for item in items]}
        case Table(caption, headings, rows):
            return {
                "kind": "table",
                "caption": one_line(caption),
                "headings": list(map(one_line, headings)),
                "rows": [list(map(one_line, row)) for row in rows],
            }


def _run(run: Run) -> dict[str, Any]:
    """A claim looks like any other words: a printed letter marks nothing."""
    match run:
        case Footnote(text):
            return {"kind": "footnote", "text": one_line(text)}
        case Claim():
            return {"kind": "words", "italic": False, "text": one_line(run.text)}
        case _:
            return {"kind": "words", "italic": run.italic, "text": one_line(run.text)}
