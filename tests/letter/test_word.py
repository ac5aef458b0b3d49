import subprocess
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from sqs.letter.value import Heading, Paragraph, Text
from sqs.letter.word import bookmark_name, write_docx


@pytest.fixture(scope="session")
def document(letter):
    return docx.Document(BytesIO(write_docx(letter)))


@pytest.fixture(scope="session")
def as_shown(soffice, tmp_path_factory):
    """A Word file as LibreOffice shows it, a paragraph a line, with the numbers of its lists."""
    folder = tmp_path_factory.mktemp("office")

    def convert(file: bytes, ending: str, kind: str) -> str:
        (folder / "letter.docx").write_bytes(file)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", f"{ending}:{kind}"]
        subprocess.run(
            [*command, "--outdir", folder, folder / "letter.docx"],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (folder / f"letter.{ending}").read_text(encoding="utf-8-sig")

    return convert


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_styles_and_words_in_order(document, letter):
    awkward = "".join(run.text for run in letter.blocks[3].runs)
    assert awkward.endswith("~~z~~ ^.")
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Address", "To:\tSiân Ŵyn, Chair | Board"),
        ("Address", "Publication date:\t10th December 2014"),
        ("Heading 1", "Screening of work in Ashford & Hythe"),
        ("Heading 2", "Summary"),
        ("Normal", "The reoffending rate was 34.2% overall."),
        ("Heading 2", "Reducing reoffending"),
        ("Numbered Paragraph", awkward),
        ("Numbered Paragraph", "12 [out] of 14 plans were sound; the two were not."),
        ("Heading 2", "Protecting the public"),
        ("Numbered Paragraph", "The work was careful."),
        ("Heading 2", "Key strengths"),
        ("List Bullet", "- Staff listened"),
        ("List Bullet", "2014. A year to remember."),
        ("Caption", "Copy list"),
        ("Provenance", "Drafted by SQS from 20 cases of an invented team."),
    ]


def test_each_claim_stands_in_its_bookmark(document):
    found = {}
    for start in document.element.iter(qn("w:bookmarkStart")):
        words = ""
        for element in start.itersiblings():
            if element.tag == qn("w:bookmarkEnd"):
                break
            words += "".join(text.text for text in element.iter(qn("w:t")))
        assert element.get(qn("w:id")) == start.get(qn("w:id"))
        found[start.get(qn("w:id"))] = (start.get(qn("w:name")), words)
    assert found == {
        "0": ("claim_reoffending_rate", "34.2%"),
        "1": ("claim_lor_assessment", "the great majority"),
        "2": ("claim_lor_plan", "12 [out] of 14"),
        "3": ("claim_lor_plan_rest", "the two"),
    }


def test_bookmark_names_fit_word_and_stay_apart():
    assert bookmark_name("a" * 34) == "claim_" + "a" * 34
    names = {bookmark_name(key) for key in ("a" * 35, "a" * 36, "Rosh", "rosh", "ROSH")}
    assert len({name.lower() for name in names}) == 5
    assert max(map(len, names)) == 40
    assert all(name.startswith("claim_") for name in names)


def test_the_table_repeats_its_heading_row_and_has_a_caption(document):
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Role", "Name"],
        ["Chair | Board", "Llŷr *b*"],
        ["Court", "A & B"],
    ]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, False, False]
    assert [round(column.width.mm) for column in table.columns] == [96, 64]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Copy list"


def test_language_page_and_properties(document):
    languages = [lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))]
    assert languages == ["en-GB", "en-GB"]
    (page,) = document.sections
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    about = document.core_properties
    assert (about.title, about.author, about.language) == (
        "Screening of work in Ashford & Hythe",
        "SQS draft",
        "en-GB",
    )


def test_the_same_letter_gives_the_same_bytes(letter):
    file = write_docx(letter)
    assert file == write_docx(letter)
    with ZipFile(BytesIO(file)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in package.read("docProps/core.xml").split(b">", 2)[2]


def test_the_list_shows_the_numbers_of_the_letter(letter, as_shown):
    shown = lines(as_shown(write_docx(letter), "txt", "Text"))
    headings = [
        f"{b.number}. {b.text}" for b in letter.blocks if isinstance(b, Heading) and b.number
    ]
    assert [line for line in shown if line in headings] == headings
    assert len(headings) == 2
    numbered = [line for line in shown if line[:1].isdigit() and "." in line[1:3]]
    assert [line.split(" ", 1)[0] for line in numbered] == ["1.", "1.1.", "1.2.", "2.", "2.1."]
    assert "Summary" in shown  # no number of its own
    assert "• - Staff listened2" in shown


def test_where_the_letter_leaves_a_number_out_word_shows_what_the_letter_says(letter, as_shown):
    numbers = ("1", "1.1", "1.3", "1.4", "3", "3.1")
    blocks = [
        Paragraph((Text("words"),), number) if "." in number else Heading("Section", number=number)
        for number in numbers
    ]
    file = write_docx(replace(letter, address=(), blocks=tuple(blocks)))
    shown = [line.split(maxsplit=1)[0] for line in lines(as_shown(file, "txt", "Text"))[1:-1]]
    assert shown == ["1.", "1.1.", "1.3.", "1.4.", "3.", "3.1."]


def test_footnotes_are_true_footnotes(letter, as_shown):
    page = as_shown(write_docx(letter), "html", "HTML (StarWriter)")
    notes = [" ".join(note.split()) for note in page.split('<div id="sdfootnote')[1:]]
    assert len(notes) == 2
    assert "Published in July 2014 &amp; &lt;final&gt;.</p>" in notes[0]
    assert "They said so.</p>" in notes[1]
