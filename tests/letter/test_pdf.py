import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
import typst

from sqs.letter import pdf
from sqs.letter.pdf import write_pdf
from sqs.letter.value import Heading, Paragraph, Text


@pytest.fixture(scope="module")
def document(letter):
    with pikepdf.open(BytesIO(write_pdf(letter))) as document:
        yield document


@pytest.fixture(scope="module")
def tags(document):
    """Every element of the structure tree in reading order: its tag and, if it has one, title."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S), str(node.get("/T", ""))
            yield from walk(node.get("/K", pikepdf.Array()))

    return list(walk(document.Root.StructTreeRoot.K))


@pytest.fixture
def words(pdftotext, tmp_path):
    def read(file: bytes) -> str:
        (tmp_path / "letter.pdf").write_bytes(file)
        command = [pdftotext, "-raw", tmp_path / "letter.pdf", "-"]
        printed = subprocess.run(command, check=True, capture_output=True).stdout
        return " ".join(printed.decode().split())

    return read


def test_title_language_and_the_mark_of_an_accessible_document(document):
    assert document.docinfo["/Title"] == "Screening of work in Ashford & Hythe"
    assert document.Root.ViewerPreferences.DisplayDocTitle is True
    assert document.Root.Lang == "en-GB"
    assert document.Root.MarkInfo.Marked is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.Root.Metadata.read_bytes()


def test_headings_in_order(tags):
    assert [(tag, title) for tag, title in tags if tag.startswith("/H")] == [
        ("/H1", "Screening of work in Ashford & Hythe"),
        ("/H2", "Summary"),
        ("/H2", "1. Reducing reoffending"),
        ("/H2", "2. Protecting the public"),
        ("/H2", "Key strengths"),
    ]


def test_footnotes_list_and_table_are_tagged(tags):
    names = [tag for tag, _ in tags]
    counted = {tag: names.count(tag) for tag in ("/Note", "/LI", "/Caption", "/TH", "/TD")}
    assert counted == {"/Note": 2, "/LI": 2, "/Caption": 1, "/TH": 2, "/TD": 4}


def test_a4_with_every_font_inside(document):
    (page,) = document.pages
    assert [round(float(side)) for side in page.MediaBox] == [0, 0, 595, 842]
    fonts = [font.DescendantFonts[0] for font in page.Resources.Font.values()]
    assert {str(font.BaseFont).split("+")[1].split("-")[0] for font in fonts} == {"LibertinusSerif"}
    assert all("/FontFile3" in font.FontDescriptor for font in fonts)


def test_words_come_out_as_they_went_in(letter, words):
    text = words(write_pdf(letter))
    assert "2. Protecting the public 2.1. The work was careful." in text
    assert "1.2. 12 [out] of 14 plans were sound; the two were not." in text
    assert (
        'noted: #evil[x] $x$ *b* _u_ <script>alert(1)</script> ] | & `c` \\ "q" ‘s’ '
        "Llŷr Gŵyn ~~z~~ ^."
    ) in text
    assert "Published in July 2014 & <final>." in text
    assert text.endswith("Page 1 of 1")


def test_the_same_letter_gives_the_same_bytes(letter):
    first = write_pdf(letter)
    assert write_pdf(replace(letter, title="Another")) != first
    assert write_pdf(letter) == first


def test_a_character_that_no_font_shows_is_written_as_its_code(letter, words):
    text = words(write_pdf(replace(letter, blocks=(Paragraph((Text("Li 漢😀 Llŷr"),)),))))
    assert "Li [U+6F22][U+1F600] Llŷr" in text


def test_a_skipped_heading_level_is_refused(letter):
    with pytest.raises(typst.TypstError, match="skipped from heading level 1 to 3"):
        write_pdf(replace(letter, blocks=(Heading("Too deep", level=3),)))


def test_a_font_that_is_not_there_is_an_error(letter, tmp_path, monkeypatch):
    template = pdf._TEMPLATE.read_text(encoding="utf-8")
    other = tmp_path / "letter.typ"
    other.write_text(template.replace("Libertinus Serif", "No Such Font"), encoding="utf-8")
    compiler = typst.Compiler(other, root=tmp_path, ignore_system_fonts=True)
    monkeypatch.setattr(pdf, "_compiler", lambda: compiler)
    with pytest.raises(RuntimeError, match="unknown font family: no such font"):
        write_pdf(letter)
