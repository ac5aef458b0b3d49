"""The passages of a Word letter, as Word or LibreOffice left it.

Tracked changes are read as accepted, tables, text boxes, footnotes and comments left out. Numbers
that Word's lists give are counted here, since the file does not hold them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from sqs.criteria import Edition
from sqs.letter.claims.passages import Link, Passage
from sqs.letter.claims.reading import LetterError
from sqs.letter.word import bookmark_name

_CLOSING = ("copy list", "copy to", "notes")
_TEXT_NUMBER = re.compile(r"\A\s*(\d{1,2}\.\d{1,2})[.)]?\s+")
_HEADING_NUMBER = re.compile(r"\A\d{1,2}[.)]?\s+")
_CLAIM = "claim_"
_MOST_OF_ONE = 20
"""Claims of one question in one letter, when a shortened bookmark has to be known again."""
_LEFT_OUT = {
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:txbxContent")
}
_CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:br"): " ",
    qn("w:cr"): " ",
    qn("w:noBreakHyphen"): "-",
}


def from_word(name: str, data: bytes, edition: Edition) -> list[Passage]:
    """The passages of a Word letter.

    Args:
        name: the file's name, for the sentence where it cannot be read.
        data: its bytes.
        edition: whose questions the bookmarks name.

    Raises:
        LetterError: where it is no Word document, damaged, or locked with a password.

    """
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise LetterError(
            f"{name}: this is locked with a password, or an old .doc file; save it in Word as an "
            "unlocked .docx."
        )
    try:
        document = docx.Document(BytesIO(data))
        body = document.element.body
    except Exception as error:
        raise LetterError(
            f"{name}: this is not a Word document, or it is damaged; save it in Word again."
        ) from error
    return list(_Reader(document, edition).passages(body))


class _Reader:
    """Walks through a document's body from the top down."""

    def __init__(self, document: Document, edition: Edition) -> None:
        self.numbering = _Numbering(document)
        self.styles = {
            style.get(qn("w:styleId")): style
            for style in document.styles.element.iter(qn("w:style"))
        }
        self.bookmarks = _questions(edition)
        self.titles = {section.title.lower() for section in edition.sections}

    def passages(self, body: BaseOxmlElement) -> Iterator[Passage]:
        heading = ""
        for paragraph in _paragraphs(body):
            text, links = self.words(paragraph)
            listed = self.numbering.number(paragraph, self.styles)
            if not text.strip() and not links:
                continue
            bare = _HEADING_NUMBER.sub("", text.strip()).rstrip(":").strip()
            if self.is_heading(paragraph) or bare.lower() in (self.titles | set(_CLOSING)):
                heading = bare
                continue
            if heading.lower() in _CLOSING:
                continue
            typed = _TEXT_NUMBER.match(text)
            if typed:
                cut = typed.end()
                text = text[cut:]
                links = tuple(
                    Link(max(0, each.start - cut), max(0, each.end - cut), each.question_id)
                    for each in links
                )
            yield Passage(text, typed[1] if typed else listed, heading, links)

    def is_heading(self, paragraph: BaseOxmlElement) -> bool:
        for style in _style_chain(paragraph, self.styles):
            name = style.find(qn("w:name"))
            if name is not None and re.match(
                r"(?:heading \d|title)\Z", name.get(qn("w:val"), "").lower()
            ):
                return True
        return False

    def words(self, paragraph: BaseOxmlElement) -> tuple[str, tuple[Link, ...]]:
        """The words a reader sees, and what the bookmarks mark in them."""
        text = ""
        opened: dict[str, tuple[int, str]] = {}
        links: list[Link] = []
        for element in _inline(paragraph):
            if element.tag == qn("w:t"):
                text += element.text or ""
            elif element.tag in _CHARACTERS:
                text += _CHARACTERS[element.tag]
            elif element.tag == qn("w:bookmarkStart"):
                name = element.get(qn("w:name"), "").lower()
                if name.startswith(_CLAIM):
                    opened[element.get(qn("w:id"), "")] = (len(text), self.question(name))
            elif element.tag == qn("w:bookmarkEnd") and (
                begun := opened.pop(element.get(qn("w:id"), ""), None)
            ):
                links.append(Link(begun[0], len(text), begun[1]))
        links += [Link(start, len(text), question) for start, question in opened.values()]
        return text, tuple(sorted(links, key=lambda link: link.start))

    def question(self, bookmark: str) -> str:
        """The question that a bookmark's name holds; the name itself where that is none."""
        if bookmark in self.bookmarks:
            return self.bookmarks[bookmark]
        return re.sub(r"_\d+\Z", "", bookmark.removeprefix(_CLAIM))


def _questions(edition: Edition) -> Mapping[str, str]:
    """Question by the bookmarks that are too long to hold its name."""
    known = {}
    for question in edition.questions:
        for count in range(1, _MOST_OF_ONE + 1):
            name = bookmark_name(f"{question.id}_{count}")
            if name != f"{_CLAIM}{question.id}_{count}":
                known[name] = question.id
    return known


def _paragraphs(body: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Every paragraph that stands in no table and no text box."""
    for element in body:
        if element.tag == qn("w:p"):
            yield element
        elif element.tag not in (qn("w:tbl"), qn("w:sectPr")) and element.tag not in _LEFT_OUT:
            yield from _paragraphs(element)


def _inline(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Everything inside a paragraph that stays when tracked changes are accepted."""
    for inside in element:
        if inside.tag not in _LEFT_OUT:
            yield inside
            yield from _inline(inside)


def _style_chain(
    paragraph: BaseOxmlElement, styles: Mapping[str, BaseOxmlElement]
) -> Iterator[BaseOxmlElement]:
    """The paragraph's style, and those that it is based on."""
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    seen: set[str] = set()
    while named is not None:
        style_id = named.get(qn("w:val"), "")
        if style_id in seen or style_id not in styles:
            return
        seen.add(style_id)
        yield styles[style_id]
        named = styles[style_id].find(qn("w:basedOn"))


class _Numbering:
    """Counts Word's numbered lists on, paragraph by paragraph."""

    def __init__(self, document: Document) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.abstract: dict[str, str] = {}
        self.counters: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # a letter without lists
            return
        for abstract in numbering.iter(qn("w:abstractNum")):
            self.levels[abstract.get(qn("w:abstractNumId"), "")] = {
                int(level.get(qn("w:ilvl"), "0")): (
                    _value(level, "w:numFmt"),
                    _value(level, "w:lvlText"),
                    int(_value(level, "w:start") or 1),
                )
                for level in abstract.iter(qn("w:lvl"))
            }
        for number in numbering.iter(qn("w:num")):
            self.abstract[number.get(qn("w:numId"), "")] = _value(number, "w:abstractNumId")

    def number(self, paragraph: BaseOxmlElement, styles: Mapping[str, BaseOxmlElement]) -> str:
        """The paragraph's number ("2.1"); empty where it has none of two parts."""
        num_id = ""
        found_level = None
        for element in (paragraph, *_style_chain(paragraph, styles)):
            properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if properties is None:
                continue
            named = _value(properties, "w:ilvl")
            if found_level is None and named:
                found_level = int(named)
            if value := _value(properties, "w:numId"):
                num_id = value
                break
        level = found_level or 0
        levels = self.levels.get(self.abstract.get(num_id, ""), {})
        if level not in levels:
            return ""
        counters = self.counters[self.abstract[num_id]]
        counters[level] = counters.get(level, levels[level][2] - 1) + 1
        for deeper in [each for each in counters if each > level]:
            del counters[deeper]
        form, text, _ = levels[level]
        if form != "decimal":
            return ""
        number = re.sub(
            r"%(\d)",
            lambda found: str(
                counters.get(int(found[1]) - 1, levels.get(int(found[1]) - 1, ("", "", 1))[2])
            ),
            text,
        ).strip(" .)")
        return number if re.fullmatch(r"\d+\.\d+", number) else ""


def _value(element: BaseOxmlElement, tag: str) -> str:
    inside = element.find(qn(tag))
    return "" if inside is None else str(inside.get(qn("w:val"), ""))
