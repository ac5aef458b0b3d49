"""The letter as a Word document, with what people who go on working in Word expect.

Heading styles, one list that numbers sections and paragraphs, true footnotes, a table whose heading
row repeats. Each claim stands in a bookmark, so that `check` still knows it after an edit.
"""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

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

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONGEST_BOOKMARK: Final = 40  # more, and Word drops the bookmark
# Left over from python-docx's own template and of no use here.
_UNUSED_PARTS: Final = ("stylesWithEffects", "thumbnail", "customXml")


def write_docx(letter: Letter) -> bytes:
    """The whole letter; the same letter always gives the same bytes."""
    word = _Word(letter)
    for label, words in letter.address:
        word.address(label, words)
    word.block(Heading(letter.title, level=1))
    for block in letter.blocks:
        word.block(block)
    word.provenance(letter.provenance)
    return word.finish()


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
    """A Word document while it is being written, from the top down."""

    def __init__(self, letter: Letter) -> None:
        self.document = _blank(letter)
        self.notes: list[str] = []
        self.bookmarks = 0
        # Where Word's own numbering stands: section and paragraph.
        self.section = 0
        self.paragraph = 0
        self.after_table = False

    def address(self, label: str, words: str) -> None:
        line = self._add("Address")
        line.add_run(one_line(f"{label}:"), style="Emphasis")
        line.add_run(f"\t{one_line(words)}")

    def provenance(self, sentence: str) -> None:
        self._add("Provenance").add_run(one_line(sentence))

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case Bullets(items):
                for item in items:
                    self._runs(self._add("List Bullet"), item.runs)
            case Table():
                self._table(block)

    def finish(self) -> bytes:
        if self.notes:
            _add_footnotes(self.document, self.notes)
        file = BytesIO()
        self.document.save(file)
        return _without_times(file)

    def _add(self, style: str) -> WordParagraph:
        paragraph = self.document.add_paragraph(style=style)
        if self.after_table:  # a table has no space of its own below it
            paragraph.paragraph_format.space_before = Pt(14)
            self.after_table = False
        return paragraph

    def _heading(self, heading: Heading) -> None:
        paragraph = self._add(f"Heading {heading.level}")
        words = one_line(heading.text)
        if heading.level == 2 and heading.number == f"{self.section + 1}":
            self.section, self.paragraph = self.section + 1, 0
        else:
            if heading.level == 2:
                _take_out_of_list(paragraph)
            words = f"{heading.number}. {words}" if heading.number else words
        paragraph.add_run(words)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if not paragraph.number:
            self._runs(self._add("Normal"), paragraph.runs)
            return
        written = self._add(NUMBERED_STYLE)
        if paragraph.number == f"{self.section}.{self.paragraph + 1}":
            self.paragraph += 1
        else:
            # The letter leaves a number out, which the list cannot: here the number is text.
            _take_out_of_list(written)
            written.paragraph_format.left_indent = Mm(11)
            written.paragraph_format.first_line_indent = Mm(-11)
            written.add_run(f"{paragraph.number}.\t")
        self._runs(written, paragraph.runs)

    def _runs(self, paragraph: WordParagraph, runs: tuple[Run, ...]) -> None:
        for run in runs:
            match run:
                case Claim(key, text):
                    self._claim(paragraph, key, one_line(text))
                case Footnote(text):
                    self.notes.append(one_line(text))
                    reference = paragraph.add_run(style="footnote reference")
                    mark = _element("w:footnoteReference", id=len(self.notes))
                    reference._r.append(mark)
                case _:
                    style = "Emphasis" if run.italic else None
                    paragraph.add_run(one_line(run.text), style=style)

    def _claim(self, paragraph: WordParagraph, key: str, words: str) -> None:
        number = self.bookmarks
        self.bookmarks += 1
        paragraph._p.append(_element("w:bookmarkStart", id=number, name=bookmark_name(key)))
        paragraph.add_run(words)
        paragraph._p.append(_element("w:bookmarkEnd", id=number))

    def _table(self, table: Table) -> None:
        caption = one_line(table.caption)
        self._add("caption").add_run(caption)
        rows = (table.headings, *table.rows)
        written = self.document.add_table(len(rows), len(table.headings), style="Letter Table")
        written._tbl.tblPr.append(_element("w:tblCaption", val=caption))
        widths = _widths(len(table.headings))
        for column, width in zip(written.columns, widths, strict=True):
            column.width = width
        for row, words in zip(written.rows, rows, strict=True):
            row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            for cell, text, width in zip(row.cells, words, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].add_run(one_line(text))
        written.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        self.after_table = True


def _widths(columns: int) -> list[Mm]:
    """The first column takes most of the 160 mm of the page: it holds the longer words."""
    first = 96 if columns > 1 else 160
    return [Mm(first), *(Mm((160 - first) / (columns - 1)) for _ in range(1, columns))]


def _blank(letter: Letter) -> Document:
    """An empty A4 document with the letter's styles, lists, language and footer."""
    document = docx.Document()
    part = document.part
    for relations in (part.rels, part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _UNUSED_PARTS:
                del relations[key]
    _fill(document.styles.element, "letter_styles.xml", letter.language)
    _fill(part.numbering_part.element, "letter_numbering.xml", letter.language)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), letter.language)
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
    about.title = one_line(letter.title)[:255]  # the format's own limit
    about.author = about.last_modified_by = "SQS draft"
    about.language = letter.language
    about.comments = ""
    for time in ("dcterms:created", "dcterms:modified"):
        about._element.remove(about._element.find(qn(time)))
    return document


def _fill(element: BaseOxmlElement, name: str, language: str) -> None:
    """Put what a file beside this one holds in place of what python-docx's template has."""
    xml = Path(__file__).with_name(name).read_text(encoding="utf-8")
    element[:] = parse_xml(xml.replace("en-GB", language).encode())[:]


def _take_out_of_list(paragraph: WordParagraph) -> None:
    """Number 0 is how Word says that this paragraph of a numbered style has no number."""
    numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_numId().val = 0


def _add_footnotes(document: Document, notes: list[str]) -> None:
    """The part that holds the notes; -1 and 0 are the lines Word draws above them."""
    paragraph = '<w:footnote {}w:id="{}"><w:p>{}</w:p></w:footnote>'
    lines = [
        paragraph.format(f'w:type="{kind}" ', number, f"<w:r><w:{kind}/></w:r>")
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    start = f'<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}'
    texts = [
        paragraph.format(
            "", number, f'{start}<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r>'
        )
        for number, note in enumerate(notes, start=1)
    ]
    xml = f"{_XML}<w:footnotes {_W}>{''.join(lines + texts)}</w:footnotes>"
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        xml.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    separators = "".join(f'<w:footnote w:id="{number}"/>' for number in (-1, 0))
    settings = document.settings.element
    settings.find(qn("w:compat")).addprevious(
        parse_xml(f"<w:footnotePr {_W}>{separators}</w:footnotePr>")
    )


def _element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    return OxmlElement(tag, {qn(f"w:{name}"): str(value) for name, value in attributes.items()})


def _without_times(file: BytesIO) -> bytes:
    """The same package with every time at zero, so that equal letters are equal bytes."""
    packed = BytesIO()
    with ZipFile(file) as old, ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()
