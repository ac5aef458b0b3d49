"""Letters drafted here: every claim is found again, in Markdown, text and Word; changes show."""

import re
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sqs.letter.claims.judging import judge
from sqs.letter.claims.reading import from_markdown, from_text
from sqs.letter.claims.word_reading import from_word
from sqs.letter.markdown import write_markdown
from sqs.letter.plain import one_line
from sqs.letter.value import Bullets, Footnote, Heading, Letter, Paragraph
from sqs.letter.word import write_docx
from sqs.letter.wording import number_words


def as_text(letter: Letter) -> str:
    """The letter as it comes out of a copy and paste."""
    lines = []
    for block in letter.blocks:
        if isinstance(block, Heading):
            lines.append(f"{block.number}. {block.text}" if block.number else block.text)
        paragraphs = (
            block.items if isinstance(block, Bullets)
            else (block,) if isinstance(block, Paragraph) else ()
        )  # fmt: skip
        for each in paragraphs:
            words = "".join(r.text for r in each.runs if not isinstance(r, Footnote))
            lines.append(one_line(f"{each.number}. {words}" if each.number else words))
    return "\n\n".join(lines)


def said(letter: Letter) -> list[tuple[str, str]]:
    return [(claim.question_id, claim.text) for claim in letter.claims()]


def test_there_are_letters_of_many_inspections(drafted):
    assert len(drafted) == 72
    assert sum(len(said(letter)) for letter, _ in drafted) > 2500


@pytest.mark.parametrize("how", ["linked", "without links"])
def test_every_claim_of_every_letter_is_found_and_matched(drafted, how):
    for letter, evidence in drafted:
        if how == "linked":
            passages = from_markdown(write_markdown(letter), evidence.edition)
        else:
            passages = from_text(as_text(letter), evidence.edition)
        claims = judge(passages, evidence)

        bound = {"linked": "link", "without links": "inferred"}[how]
        wrong = [c for c in claims if (c.state, c.bound) != ("matched", bound)]
        assert wrong == [], letter.inspection_id
        assert [(c.question_id, c.text) for c in claims] == said(letter)


def test_word_letters_give_the_same_claims(drafted):
    for letter, evidence in drafted[::8]:
        claims = judge(from_word("x.docx", write_docx(letter), evidence.edition), evidence)
        marked = judge(from_markdown(write_markdown(letter), evidence.edition), evidence)

        assert [(c.question_id, c.text) for c in claims] == said(letter)
        assert [c.as_row() for c in claims] == [c.as_row() for c in marked]


NUMBER = re.compile(r"\d+(?:\.\d+)?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b")


class Numbers:
    """Numbers in claims: with their passage, and what it is held against."""

    def __init__(self) -> None:
        self.found = []


@pytest.fixture(scope="session")
def numbers(drafted):
    """Every number in a claim of some letters, with and without links, and where it stands."""
    held = Numbers()
    for letter, evidence in drafted[::6]:
        for passages in (
            from_markdown(write_markdown(letter), evidence.edition),
            from_text(as_text(letter), evidence.edition),
        ):
            held.found += [
                (passages[claim.passage], claim, number, evidence)
                for claim in judge(passages, evidence)
                for number in NUMBER.finditer(claim.text)
            ]
    return held


@settings(max_examples=150)
@given(st.integers(0), st.integers(1, 60), st.booleans(), st.integers(0, 9))
def test_any_change_of_any_number_is_caught(numbers, which, count, in_words, tenth):
    passage, claim, number, evidence = numbers.found[which % len(numbers.found)]
    new = number_words(count) if in_words and count <= 10 else str(count)
    new = f"{count}.{tenth}" if "." in number[0] else new
    assume(_value(new) != _value(number[0]))
    at = claim.start + number.start()
    more = len(new) - len(number[0])
    text = f"{passage.text[:at]}{new}{passage.text[at + len(number[0]) :]}"
    links = tuple(
        replace(
            link,
            start=link.start + more * (link.start > at),
            end=link.end + more * (link.end > at),
        )
        for link in passage.links
    )

    altered = judge([replace(passage, text=text, links=links)], evidence)

    assert any(c.state != "matched" for c in altered), (claim, new)


def _value(number: str) -> float:
    words = [number_words(n) for n in range(11)]
    return float(words.index(number)) if number in words else float(number)


SPACES = st.sampled_from([" ", "  ", "\u00a0", "\n", " \n", "\u202f", "\u2009", " \u200b"])
DASHES = st.sampled_from(["-", "‐", "‑", "–"])  # noqa: RUF001


@settings(max_examples=40)
@given(st.data())
def test_other_spaces_quotes_and_dashes_are_no_alarm(bedfordshire, data):
    letter, evidence = bedfordshire
    passages = from_text(as_text(letter), evidence.edition)
    passage = data.draw(st.sampled_from([p for p in passages if judge([p], evidence)]))
    curly = data.draw(st.booleans())

    def other(mark: re.Match[str]) -> str:
        match mark[0]:
            case " ":
                return data.draw(SPACES)
            case "-":
                return data.draw(DASHES)
            case "'" | "’":
                return "’" if curly else "'"
            case _:
                return mark[0] if curly else '"'

    text = re.sub(r"[ '’“”-]", other, passage.text)

    before, after = (judge([replace(passage, text=t)], evidence) for t in (passage.text, text))
    assert [(c.question_id, c.form, c.state, c.message) for c in after] == [
        (c.question_id, c.form, c.state, c.message) for c in before
    ]


@pytest.mark.parametrize("width", [60, 72, 100])
def test_lines_broken_to_a_page_are_no_alarm(bedfordshire, width):
    import textwrap

    letter, evidence = bedfordshire
    broken = "\n\n".join(
        "\n".join(textwrap.wrap(p, width, break_on_hyphens=False))
        for p in as_text(letter).split("\n\n")
    )
    claims = judge(from_text(broken, evidence.edition), evidence)
    assert [(c.question_id, c.text, c.state) for c in claims] == [
        (question, text, "matched") for question, text in said(letter)
    ]


# ---- Word files that people have worked on ------------------------------------------------


@pytest.fixture
def document(bedfordshire):
    return docx.Document(BytesIO(write_docx(bedfordshire[0])))


def checked(document, evidence):
    file = BytesIO()
    document.save(file)
    return judge(from_word("x.docx", file.getvalue(), evidence.edition), evidence)


def run_of(document, words):
    return next(r for p in document.paragraphs for r in p.runs if r.text == words)


def test_one_digit_changed_in_word_is_caught(document, bedfordshire):
    run_of(document, "11 out of 13").text = "12 out of 13"

    (wrong,) = [c for c in checked(document, bedfordshire[1]) if c.state != "matched"]

    assert wrong.as_row() == {
        "paragraph": "1.5",
        "text": "12 out of 13",
        "form": "count",
        "question_id": "lor_plan_review",
        "met": 11,
        "relevant": 13,
        "state": "contradicted",
        "bound": "link",
        "message": "The data say 11 of 13: '11 out of 13' would be true.",
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("enough", "'enough' states no figure any more; the data say 11 of 13."),
        ("", "The words of this claim are gone; the data say 11 of 13."),
    ],
)
def test_a_bookmark_without_a_figure_is_untraced(document, bedfordshire, words, message):
    run_of(document, "11 out of 13").text = words

    (wrong,) = [c for c in checked(document, bedfordshire[1]) if c.state != "matched"]

    assert (wrong.state, wrong.bound, wrong.question_id) == ("untraced", "link", "lor_plan_review")
    assert wrong.message == message


def test_tracked_changes_are_read_as_accepted(document, bedfordshire):
    run = run_of(document, "11 out of 13")._r
    deleted, inserted = OxmlElement("w:del"), OxmlElement("w:ins")
    run.addprevious(deleted)
    run.addnext(inserted)
    deleted.append(run)
    run.find(qn("w:t")).tag = qn("w:delText")
    added = OxmlElement("w:r")
    added.append(OxmlElement("w:t"))
    added[0].text = "10 out of 13"
    inserted.append(added)

    (wrong,) = [c for c in checked(document, bedfordshire[1]) if c.state != "matched"]

    assert (wrong.text, wrong.state, wrong.paragraph) == ("10 out of 13", "contradicted", "1.5")


def test_libreoffice_keeps_the_claims(bedfordshire, soffice, tmp_path):
    import subprocess

    letter, evidence = bedfordshire
    (tmp_path / "letter.docx").write_bytes(write_docx(letter))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML",
         "--outdir", tmp_path / "out", tmp_path / "letter.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    again = (tmp_path / "out" / "letter.docx").read_bytes()

    claims = judge(from_word("letter.docx", again, evidence.edition), evidence)

    assert [(c.question_id, c.text, c.state, c.bound) for c in claims] == [
        (question, text, "matched", "link") for question, text in said(letter)
    ]
    assert {c.paragraph for c in claims if c.question_id == "rosh_plan"} == {"2.2"}


def test_footnotes_tables_and_closing_lists_hold_no_claims(bedfordshire):
    letter, evidence = bedfordshire
    text = as_text(letter) + "\n\nCopy to:\n\nAll 20 cases\n\nNotes\n\nIn 3 out of 4 cases."
    assert len(judge(from_text(text, evidence.edition), evidence)) == len(said(letter))
