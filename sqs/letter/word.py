"""The letter as a Word document, with what people who go on working in Word expect.

Heading styles, one list that numbers sections and paragraphs, true footnotes, a table whose heading
row repeats. Each claim stands in a bookmark, so that `check` still knows it after an edit.

python-docx makes the empty document, once for each language; the paragraphs are written as XML
here, since it takes ten times as long over them as over anything else.
"""

import itertools
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

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

NUMBERED_STYLE: Final = "Numbered Paragraph"
"""Paragraphs that Word numbers 1.1, 1.2 … under a numbered second-level heading."""
_NUMBERED: Final = NUMBERED_STYLE.replace(" ", "")  # the id of a style is its name without spaces

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONGEST_BOOKMARK: Final = 40  # more, and Word drops the bookmark
_LONGEST_TITLE: Final = 255  # of a document's properties
# Left over from python-docx's own template and of no use here.
_UNUSED_PARTS: Final = ("stylesWithEffects", "thumbnail", "customXml")

_NO_NUMBER: Final = '<w:numPr><w:numId w:val="0"/></w:numPr>'
"""What takes a paragraph of a numbered style out of its list: number 0 is none to Word."""
_HANGING: Final = '<w:ind w:left="624" w:hanging="624"/>'  # 11 mm, as the list's own numbers
_AFTER_TABLE: Final = '<w:spacing w:before="280"/>'  # 14 pt: a table has no space of its own below
_TABLE_LOOK: Final = (
    '<w:tblStyle w:val="LetterTable"/><w:tblW w:type="auto" w:w="0"/>'
    '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" '
    'w:noVBand="1" w:val="04A0"/>'
)
_PAGE_WIDTH: Final = 9072  # 160 mm between the margins, in twentieths of a point
_FIRST_COLUMN: Final = 5443  # 96 mm: it holds the longer words


def write_docx(letter: Letter) -> bytes:
    """The whole letter; the same letter always gives the same bytes."""
    word = _Word()
    for label, words in letter.address:
        word.address(label, words)
    word.block(Heading(letter.title, level=1))
    for block in letter.blocks:
        word.block(block)
    word.provenance(letter.provenance)
    return word.packed(letter)


def bookmark_name(key: str) -> str:
    """The bookmark of a claim: `claim_` and its key.

    Word takes 40 characters and does not tell capitals from small letters, so a key that is too
    long or has capitals ends in a digest of itself instead.
    """
    name = f"claim_{key}"
    if len(name) <= _LONGEST_BOOKMARK and name.islower():
        return name
    digest = sha256(key.encode()).hexdigest()[:8]
    return f"{name[: _LONGEST_BOOKMARK - 9]}_{digest}"


class _Word:
    """The body of a Word document while it is being written, from the top down."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.notes: list[str] = []
        self.bookmarks = 0
        # Where Word's own numbering stands: section and paragraph.
        self.section = 0
        self.paragraph = 0
        self.after_table = False

    def address(self, label: str, words: str) -> None:
        tabbed = f"<w:r><w:tab/>{_words(words)}</w:r>"
        self._add("Address", f"{_run(f'{label}:', 'Emphasis')}{tabbed}")

    def provenance(self, sentence: str) -> None:
        self._add("Provenance", _run(sentence))

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case Bullets(items):
                for item in items:
                    self._add("ListBullet", "".join(self._runs(item.runs)))
            case Table():
                self._table(block)

    def packed(self, letter: Letter) -> bytes:
        """The document as a file, with every time at zero, so that equal letters are equal."""
        blank = _blank(letter.language)
        parts = dict(blank.parts)
        parts[_BODY] = f"{blank.before}{''.join(self.written)}{blank.after}".encode()
        title = escape(one_line(letter.title)[:_LONGEST_TITLE])
        parts[_PROPERTIES] = parts[_PROPERTIES].replace(_TITLE, title.encode())
        notes = "".join(map(_note, itertools.count(1), self.notes))
        parts[_FOOTNOTES] = parts[_FOOTNOTES].replace(_NOTES, notes.encode())
        file = BytesIO()
        with ZipFile(file, "w") as package:
            for name, content in parts.items():
                package.writestr(ZipInfo(name), content, ZIP_DEFLATED)
        return file.getvalue()

    def _add(self, style: str, runs: str, more: str = "", indent: str = "") -> None:
        """Add a paragraph; its properties stand in the order in which the format has them."""
        space = _AFTER_TABLE if self.after_table else ""
        self.after_table = False
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties = f"{named}{more}{space}{indent}"
        self.written.append(f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")

    def _heading(self, heading: Heading) -> None:
        more, words = "", heading.text
        if heading.level == 2 and heading.number == f"{self.section + 1}":
            self.section, self.paragraph = self.section + 1, 0
        else:
            if heading.level == 2:
                more = _NO_NUMBER
            words = f"{heading.number}. {words}" if heading.number else words
        self._add(f"Heading{heading.level}", _run(words), more)

    def _paragraph(self, paragraph: Paragraph) -> None:
        runs = "".join(self._runs(paragraph.runs))
        if not paragraph.number:
            self._add("", runs)
        elif paragraph.number == f"{self.section}.{self.paragraph + 1}":
            self.paragraph += 1
            self._add(_NUMBERED, runs)
        else:
            # The letter leaves a number out, which the list cannot: here the number is text.
            number = f"<w:r>{_words(f'{paragraph.number}.')}<w:tab/></w:r>"
            self._add(_NUMBERED, f"{number}{runs}", _NO_NUMBER, _HANGING)

    def _runs(self, runs: tuple[Run, ...]) -> Iterator[str]:
        for run in runs:
            match run:
                case Claim(key, text):
                    number, name = f'w:id="{self.bookmarks}"', f'w:name="{bookmark_name(key)}"'
                    yield f"<w:bookmarkStart {number} {name}/>{_run(text)}<w:bookmarkEnd {number}/>"
                    self.bookmarks += 1
                case Footnote(text):
                    self.notes.append(text)
                    mark = f'<w:footnoteReference w:id="{len(self.notes)}"/>'
                    yield f"<w:r>{_styled('FootnoteReference')}{mark}</w:r>"
                case _:
                    yield _run(run.text, "Emphasis" if run.italic else "")

    def _table(self, table: Table) -> None:
        self._add("Caption", _run(table.caption))
        caption = escape(one_line(table.caption), {'"': "&quot;"})
        widths = _widths(len(table.headings))
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{'' if number else '<w:tblHeader/>'}</w:trPr>"
            + "".join(map(_cell, words, widths))
            + "</w:tr>"
            for number, words in enumerate((table.headings, *table.rows))
        )
        self.written.append(
            f'<w:tbl><w:tblPr>{_TABLE_LOOK}<w:tblCaption w:val="{caption}"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )
        self.after_table = True


def _run(words: str, style: str = "") -> str:
    return f"<w:r>{_styled(style) if style else ''}{_words(words)}</w:r>"


def _styled(style: str) -> str:
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(one_line(text))}</w:t>'


def _cell(words: str, width: int) -> str:
    sized = f'<w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>'
    return f"<w:tc>{sized}<w:p>{_run(words)}</w:p></w:tc>"


def _widths(columns: int) -> list[int]:
    """The widths of a table's columns, in twentieths of a point."""
    if columns == 1:
        return [_PAGE_WIDTH]
    other = (_PAGE_WIDTH - _FIRST_COLUMN) // (columns - 1)
    return [_FIRST_COLUMN, *(other for _ in range(1, columns))]


# ---- the empty document


class _Blank(NamedTuple):
    """An empty document: its parts by name, and what stands in the body before and after."""

    parts: dict[str, bytes]
    before: str
    after: str


_BODY: Final = "word/document.xml"
_FOOTNOTES: Final = "word/footnotes.xml"
_PROPERTIES: Final = "docProps/core.xml"
# What stands in the empty document's parts where a letter's own words go.
_TITLE: Final = b"--title--"
_NOTES: Final = b"<!--notes-->"


@cache
def _blank(language: str) -> _Blank:
    """An empty A4 document with the letter's styles, lists, language and footer."""
    document = docx.Document()
    part = document.part
    for relations in (part.rels, part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _UNUSED_PARTS:
                del relations[key]
    _fill(document.styles.element, "letter_styles.xml", language)
    _fill(part.numbering_part.element, "letter_numbering.xml", language)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), language)
    settings.remove(settings.find(qn("w:proofState")))  # spelling has not been checked here

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)
    page.footer_distance = Mm(12)
    footer = page.footer.paragraphs[0]
    footer.style = document.styles["footer"]
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        footer.add_run(words)
        shown = "<w:r><w:t>1</w:t></w:r>"
        footer._p.append(parse_xml(f'<w:fldSimple {_W} w:instr="{field}">{shown}</w:fldSimple>'))

    about = document.core_properties
    about.title = _TITLE.decode()
    about.author = about.last_modified_by = "SQS draft"
    about.language = language
    about.comments = ""
    for time in ("dcterms:created", "dcterms:modified"):
        about._element.remove(about._element.find(qn(time)))
    _add_footnotes(document)
    return _taken_apart(document)


def _taken_apart(document: Document) -> _Blank:
    file = BytesIO()
    document.save(file)
    with ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    before, body, after = parts[_BODY].decode().partition("<w:body>")
    return _Blank(parts, before + body, after)


def _fill(element: BaseOxmlElement, name: str, language: str) -> None:
    """Put what a file beside this one holds in place of what python-docx's template has."""
    xml = Path(__file__).with_name(name).read_text(encoding="utf-8")
    element[:] = parse_xml(xml.replace("en-GB", language).encode())[:]


def _add_footnotes(document: Document) -> None:
    """The part that holds the notes; -1 and 0 are the lines Word draws above them."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}">'
        f"<w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    xml = f"{_XML}<w:footnotes {_W}>{lines}{_NOTES.decode()}</w:footnotes>"
    part = Part(
        PackURI(f"/{_FOOTNOTES}"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    separators = "".join(f'<w:footnote w:id="{number}"/>' for number in (-1, 0))
    settings = document.settings.element
    settings.find(qn("w:compat")).addprevious(
        parse_xml(f"<w:footnotePr {_W}>{separators}</w:footnotePr>")
    )


def _note(number: int, words: str) -> str:
    mark = f"<w:r>{_styled('FootnoteReference')}<w:footnoteRef/></w:r>"
    start = f'<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}'
    return f'<w:footnote w:id="{number}"><w:p>{start}{_run(f" {words}")}</w:p></w:footnote>'
