"""The letter as a web page, whole or as a part of one, in which each claim opens its evidence.

No script: a claim is a button and its evidence a popover, which browsers join by themselves.
Streamlit's `st.html` lets both through.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

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
)

_HEADING_CLASSES = {1: "title", 2: "section"}

# The policy forbids scripts and every request: should a word ever get past the escaping, it can
# still do nothing.
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>{title}</title>
<style>
{style}
body {{ margin: 0; padding: 3rem 1.25rem; background: #ffffff; }}
@page {{ size: A4; margin: 25mm; }}
@media print {{ body {{ padding: 0; }} }}
</style>
</head>
<body>
<main>
{article}
</main>
</body>
</html>
"""


def write_html(letter: Letter) -> str:
    """A whole page that stands alone: no script, and nothing fetched from anywhere."""
    return _PAGE.format(
        language=_words(letter.language),
        title=_words(letter.title),
        style=letter_style(),
        article=_article(letter, title_level=1),
    )


def letter_body(letter: Letter, title_level: int = 1) -> str:
    """The letter with its style, to be shown inside a page (`st.html`).

    Args:
        letter: what to show.
        title_level: level of the letter's title; 2 where the page has a first-level heading.

    """
    return f"<style>\n{letter_style()}\n</style>\n{_article(letter, title_level)}"


@cache
def letter_style() -> str:
    """The style of a letter on a page of the app."""
    return Path(__file__).with_name("letter.css").read_text(encoding="utf-8").strip()


def _article(letter: Letter, title_level: int) -> str:
    notes: list[str] = []
    address = "\n".join(
        f"<div><dt>{_words(label)}:</dt> <dd>{_words(words)}</dd></div>"
        for label, words in letter.address
    )
    title = Heading(letter.title, level=1)
    parts = [
        f'<article class="letter" lang="{_words(letter.language)}">\n<header>',
        f"<dl>\n{address}\n</dl>" if address else "",
        _block(title, notes, title_level),
        "</header>",
        *(_block(block, notes, title_level) for block in letter.blocks),
        _footnotes(notes),
        f"<footer><p>{_words(letter.provenance)}</p></footer>\n</article>",
    ]
    return "\n".join(filter(None, parts))


def _block(block: Block, notes: list[str], title_level: int) -> str:
    match block:
        case Heading(text, level, number):
            tag = f"h{level + title_level - 1}"
            style = _HEADING_CLASSES.get(level, "part")
            words = f"{number}. {text}" if number else text
            return f'<{tag} class="{style}">{_words(words)}</{tag}>'
        case Paragraph(runs, ""):
            return f"<p>{_runs(runs, notes)}</p>{_evidence([block])}"
        case Paragraph(runs, number):
            label = f'<span class="number">{_words(number)}.</span>'
            return f'<p class="numbered">{label} {_runs(runs, notes)}</p>{_evidence([block])}'
        case Bullets(items):
            points = "\n".join(f"<li>{_runs(item.runs, notes)}</li>" for item in items)
            return f"<ul>\n{points}\n</ul>{_evidence(items)}"
        case Table():
            return _table(block)


def _runs(runs: Iterable[Run], notes: list[str]) -> str:
    """The words; `notes` takes the footnotes met on the way."""
    return "".join(_run(run, notes) for run in runs)


def _run(run: Run, notes: list[str]) -> str:
    match run:
        case Claim(key, text) if run.evidence:
            target = f"evidence-{key}"
            return (
                f'<button type="button" class="claim" popovertarget="{target}">'
                f"{_words(text)}</button>"
            )
        case Footnote(text):
            notes.append(text)
            number = len(notes)
            return (
                f'<sup><a id="note-{number}-back" href="#note-{number}" role="doc-noteref"'
                f' aria-label="Footnote {number}">{number}</a></sup>'
            )
        case _:
            words = _words(run.text)
            return f"<i>{words}</i>" if getattr(run, "italic", False) else words


def _evidence(paragraphs: Iterable[Paragraph]) -> str:
    """What the claims above open, each in its own popover."""
    parts = []
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if isinstance(run, Claim) and run.evidence:
                sentences = "".join(f"<p>{_words(sentence)}</p>" for sentence in run.evidence)
                parts.append(
                    f'\n<div popover id="evidence-{run.key}" class="evidence" role="note"'
                    f' aria-label="Evidence for: {_words(run.text)}">{sentences}</div>'
                )
    return "".join(parts)


def _footnotes(notes: list[str]) -> str:
    if not notes:
        return ""
    items = "\n".join(
        f'<li id="note-{number}">{_words(note)} <a href="#note-{number}-back" role="doc-backlink"'
        f' aria-label="Back to footnote {number} in the text">↩</a></li>'
        for number, note in enumerate(notes, start=1)
    )
    return (
        '<section class="notes" role="doc-endnotes" aria-label="Footnotes">'
        f"\n<ol>\n{items}\n</ol>\n</section>"
    )


def _table(table: Table) -> str:
    headings = "".join(f'<th scope="col">{_words(heading)}</th>' for heading in table.headings)
    rows = "\n".join(
        f"<tr>{''.join(f'<td>{_words(cell)}</td>' for cell in row)}</tr>" for row in table.rows
    )
    return (
        f"<table>\n<caption>{_words(table.caption)}</caption>\n"
        f"<thead><tr>{headings}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _words(text: str) -> str:
    return escape(one_line(text))
