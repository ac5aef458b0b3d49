"""A letter's text as it is judged: passages with their place in the letter, and clean text."""

import functools
import re
from dataclasses import dataclass

from sqs.letter.plain import INVISIBLE


@dataclass(frozen=True, slots=True)
class Link:
    """The letter's own mark on words that state a figure.

    Attributes:
        start, end: the words, as a span of the passage's text.
        question_id: what they count, as the mark says.

    """

    start: int
    end: int
    question_id: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a point of a list.

    Attributes:
        text: its words, without its number.
        number: "2.2", or empty where it has none.
        heading: the heading that it stands under, without its number.
        links: marks in the text, in order.
        before: characters at the beginning of the text that are context only.

    """

    text: str
    number: str = ""
    heading: str = ""
    links: tuple[Link, ...] = ()
    before: int = 0


_PLAIN = str.maketrans(
    dict.fromkeys("‘’`\u201b\u2032\u02bc", "'")
    | dict.fromkeys("“”«»\u201e\u201f\u2033", '"')
    | dict.fromkeys("–—−\u2010\u2011\u2012\u2015", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\t\n\r\x0b\x0c", " ")
)
_STRAY = re.compile(rf"{INVISIBLE.pattern}|\xad|(?<= ) +|\A +")


@functools.lru_cache(maxsize=512)
def plain(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The text in plain quotes, dashes and single spaces.

    Returns:
        The plain text, and for each of its characters (and its end) the place in the text; None
        where the places are the same.

    """
    swapped = text.translate(_PLAIN)
    if not _STRAY.search(swapped):
        return swapped, None
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for stray in _STRAY.finditer(swapped):
        kept.append(swapped[at : stray.start()])
        places += range(at, stray.start())
        at = stray.end()
    kept.append(swapped[at:])
    places += range(at, len(swapped) + 1)
    return "".join(kept), tuple(places)


_QUOTED = re.compile(r"\"[^\"]*\"|(?<![\w'])'(?=\w)(?:[^'\"]|'(?=\w))*'(?!\w)")
_FEW_WORDS = 4


def unquoted(text: str) -> str:
    """The plain text with quotations blanked out, as long as before.

    What somebody else said is no claim of the letter. A word or a few in quotation marks are the
    letter's own.
    """

    def blank(found: re.Match[str]) -> str:
        words = found[0].count(" ") + 1
        return found[0] if words <= _FEW_WORDS else "\0" * len(found[0])

    return _QUOTED.sub(blank, text)


_SENTENCE_END = re.compile(r"[.!?\0][\"')\]]*(?= +[\"'(\[]*[A-Z0-9\0])")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|vs|No|Mr|Mrs|Ms|Dr|St|approx|para|[A-Z]))\.\Z")


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the plain text's sentences, in order and without gaps."""
    spans = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _NO_END.search(text, start, end.end()):
            spans.append((start, end.end()))
            start = end.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans
