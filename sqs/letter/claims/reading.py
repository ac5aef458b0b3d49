"""The passages of a letter that people have worked on: Markdown, plain text, Word."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sqs.criteria import Edition
from sqs.letter.claims.passages import Link, Passage


class LetterError(Exception):
    """A letter cannot be read; the message is one sentence for the person who gave it."""


def passages(path: Path, edition: Edition) -> list[Passage]:
    """The passages of a letter in a file, of the kind that its ending names.

    Args:
        path: the file.
        edition: whose sections the letter's headings name.

    Raises:
        LetterError: where the ending is none of READERS, or the file is not what it says.
        OSError: where it cannot be opened.

    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        *others, last = READERS
        found = f"ends in '{path.suffix}'" if path.suffix else "has no ending"
        raise LetterError(
            f"A letter to check is a file that ends in {', '.join(others)} or {last}; "
            f"'{path.name}' {found}."
        )
    return reader(path.name, path.read_bytes(), edition)


# ---- plain text and Markdown ---------------------------------------------------------------

_NUMBERED = re.compile(r"\A(?:[-*] )?(?P<number>\d{1,2}\.\d{1,2})(?:\\?\.|\))?(?:\s+|\Z)")
_HEADING_NUMBER = re.compile(r"\A\d{1,2}\\?[.)]?\s+")
_POINT = re.compile(r"\A[-*+•▪●◦o]\s+")
_FOOTNOTE = re.compile(r"\A(?:\[\^[^\]]*\]:|[¹²³⁴⁵⁶⁷⁸⁹]\s?)")
_OTHER_HEADINGS = (
    "context", "summary", "key strengths", "areas requiring improvement", "areas for improvement",
    "areas to improve", "copy list", "copy to", "notes",
)  # fmt: skip
_COMMENTARY = re.compile(r"\Acommentary on the inspection\b", re.IGNORECASE)
_CLOSING = ("copy list", "copy to", "notes")
_BEGINS = re.compile(rf"[#|]|{_NUMBERED.pattern[2:]}|{_POINT.pattern[2:]}|{_FOOTNOTE.pattern[2:]}")
_WRAPPED_AT: Final = 120
"""A line longer than this was not broken to fit a page: the next one is a paragraph of its own."""


def from_text(text: str, edition: Edition) -> list[Passage]:
    """The passages of a letter in plain text, one paragraph a line or broken into lines."""
    return list(_Lines(edition, markdown=False).passages(text))


def from_markdown(text: str, edition: Edition) -> list[Passage]:
    """The passages of a letter in Markdown, with its `claim:` links."""
    return list(_Lines(edition, markdown=True).passages(text))


class _Lines:
    """Gathers lines to paragraphs, and keeps the heading that they stand under."""

    def __init__(self, edition: Edition, *, markdown: bool) -> None:
        titles = [section.title.lower() for section in edition.sections]
        self.headings = {*_OTHER_HEADINGS, *titles}
        self.markdown = markdown
        self.heading = ""

    def passages(self, text: str) -> Iterator[Passage]:
        for block in _blocks(text, lambda line: self.as_heading(line) is not None):
            if _FOOTNOTE.match(block) or block.startswith("|"):
                continue
            found = self.as_heading(block)
            if found is not None:
                self.heading = found
                continue
            if self.heading.lower() in _CLOSING:
                continue
            number = _NUMBERED.match(block)
            words = block[number.end() :] if number else _POINT.sub("", block)
            written, links = _written(words, markdown=self.markdown)
            yield Passage(written, number["number"] if number else "", self.heading, links)

    def as_heading(self, block: str) -> str | None:
        """The heading's words, where the block is one; Markdown's own or a known title."""
        bare = block.lstrip("#").strip() if self.markdown else block
        marked = bare != block
        bare = re.sub(r"[*_]{2}(.*)[*_]{2}\Z", r"\1", bare) if self.markdown else bare
        words = _HEADING_NUMBER.sub("", bare).rstrip(":").strip()
        if marked or words.lower() in self.headings:
            return words
        return "" if _COMMENTARY.match(words) and len(words) < _WRAPPED_AT else None


def _blocks(text: str, is_heading: Callable[[str], bool]) -> Iterator[str]:
    """Paragraphs as single lines: broken lines joined, also where a page ended in between."""
    held = ""
    gap = False
    broken = 0
    headed = False
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        if not line:
            gap = True
            continue
        alone = is_heading(line)
        begins = alone or headed or bool(_BEGINS.match(line))
        on = line[0].islower() and bool(held) and held[-1] not in ".!?:"
        joins = on or (not gap and 0 < broken <= _WRAPPED_AT)
        if held and not begins and joins:
            held = f"{held} {line}"
        else:
            if held:
                yield held
            held = line
        broken = len(line)
        headed = alone
        gap = False
    if held:
        yield held


_TAG = re.compile(r"</?(?:i|b|em|strong|u|sup|sub|p|br ?/?)>", re.IGNORECASE)
_MARK = re.compile(
    r"\\(?P<escaped>[^\w\s])|(?P<note>\[\^[^\]]*\])"
    r"|\[(?P<words>(?:\\.|[^\[\]\\])*)\]\((?P<target>[^()\s]*)\)|(?P<stars>\*+|~~|`+)"
    r"|(?P<under>(?<!\w)_+(?=\w)|(?<=[\w.,;:!?\"”])_+(?!\w))|(?P<entity>&(?:amp|lt|gt|nbsp|quot);)"
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"'}


def _written(text: str, *, markdown: bool) -> tuple[str, tuple[Link, ...]]:
    """The words that a reader sees, and the links among them."""
    text = _TAG.sub("", text)
    if not markdown:
        return text, ()
    shown = ""
    links: list[Link] = []
    at = 0
    for mark in _MARK.finditer(text):
        shown += text[at : mark.start()]
        at = mark.end()
        if mark["words"] is not None:
            inside, _ = _written(mark["words"], markdown=True)
            if mark["target"].startswith("claim:"):
                question = mark["target"].removeprefix("claim:")
                links.append(Link(len(shown), len(shown) + len(inside), question))
            shown += inside
        else:
            shown += mark["escaped"] or _ENTITIES.get(mark["entity"] or "", "")
    return shown + text[at:], tuple(links)


def _decoded(name: str, data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in data:
        raise LetterError(f"{name}: found bytes that are no text; save the letter as text again.")
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise LetterError(
                f"{name}: found text in no known encoding; save it as UTF-8."
            ) from None
        return data.decode("cp1252", "replace")


def _of_text(name: str, data: bytes, edition: Edition) -> list[Passage]:
    return from_text(_decoded(name, data), edition)


def _of_markdown(name: str, data: bytes, edition: Edition) -> list[Passage]:
    return from_markdown(_decoded(name, data), edition)


def _of_word(name: str, data: bytes, edition: Edition) -> list[Passage]:
    from sqs.letter.claims.word_reading import from_word  # here: few commands need python-docx

    return from_word(name, data, edition)


READERS: Final[Mapping[str, Callable[[str, bytes, Edition], list[Passage]]]] = {
    ".md": _of_markdown,
    ".txt": _of_text,
    ".docx": _of_word,
}
"""Every kind of letter that can be checked, by the file's ending."""
