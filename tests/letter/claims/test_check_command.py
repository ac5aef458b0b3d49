"""`python -m sqs check`: what it prints, where to, and with which exit status."""

import csv
import io
import json
import zipfile

import docx
import pytest
from packs import INSPECTION, bedfordshire

import sqs.__main__ as command_line
from sqs.intake.loading import load
from sqs.letter.claims.reading import LetterError, from_markdown, from_text
from sqs.store.database import Database

PAGE = f"""\
## 1. Reducing reoffending

1.4. There was a plan in [18 out of 20](claim:lor_plan) cases. It was good in [most](claim:x) cases.

## 2. Protecting the public

2.2. Plans to manage risk of harm were good enough in 11 out of 14 relevant cases.

{"In many ways it was so."}
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    path = tmp_path_factory.mktemp("held") / "held.duckdb"
    with Database(path, create=True) as database:
        load(database, bedfordshire().files())
    return path


@pytest.fixture
def check(capsys, held, tmp_path):
    def one(name, data, *more):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        words = ["check", path, "--inspection", INSPECTION, "--db", held, *more]
        status = command_line.main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return one


def test_json_has_every_claim_and_the_counts(check):
    status, out, err = check("letter.md", PAGE, "--format", "json")

    found = json.loads(out)
    assert status == 1
    assert found["counts"] == {"matched": 1, "contradicted": 1, "untraced": 1}
    assert found["claims"] == [
        {
            "paragraph": "1.4", "text": "18 out of 20", "form": "count", "question_id": "lor_plan",
            "met": 18, "relevant": 20, "state": "matched", "bound": "link",
            "message": "The data say 18 of 20, as these words do.",
        },
        {
            "paragraph": "1.4", "text": "most", "form": "majority_word", "question_id": "x",
            "met": None, "relevant": None, "state": "untraced", "bound": "link",
            "message": "The link names 'x', which is no question of this edition.",
        },
        {
            "paragraph": "2.2", "text": "11 out of 14", "form": "count",
            "question_id": "rosh_plan", "met": 12, "relevant": 14, "state": "contradicted",
            "bound": "inferred", "message": "The data say 12 of 14: '12 out of 14' would be true.",
        },
    ]  # fmt: skip
    assert err == "3 claims: 1 matched, 1 contradicted, 1 untraced.\n"


def test_csv_and_table_have_a_row_a_claim(check):
    _, out, _ = check("letter.md", PAGE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["paragraph"], row["state"]) for row in rows] == [
        ("1.4", "matched"), ("1.4", "untraced"), ("2.2", "contradicted"),
    ]  # fmt: skip

    _, out, _ = check("letter.md", PAGE)
    assert out.splitlines()[0].split() == [
        "paragraph", "text", "form", "question_id", "met", "relevant", "state", "bound", "message",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_a_letter_drafted_here_has_no_problem(check, held, tmp_path, capsys, ending):
    out = tmp_path / f"letter.{ending}"
    assert command_line.main(["letter", INSPECTION, "--out", str(out), "--db", str(held)]) == 0
    capsys.readouterr()

    status, _, err = check(out.name, None)

    assert (status, err) == (0, "54 claims: 54 matched.\n")


def test_another_scale_can_be_named(check):
    text = "1.4 The work to reduce reoffending was planned well in a reasonable majority of cases."
    assert check("letter.txt", text, "--scale", "hmip-2018")[1].count("contradicted") == 1
    status, _, err = check("letter.txt", text, "--scale", "mine")
    assert status == 2
    assert err.startswith(
        "Error: There is no scale 'mine'; use education-scotland, hmip-2018, sqs.\n"
    )


def test_a_letter_without_figures_is_no_problem(check):
    assert check("letter.txt", "")[::2] == (0, "The letter states no figure.\n")


SAVE = "file; save it in Word as an unlocked .docx"
ENDS = "name a file that ends in .md, .txt or .docx"
AGAIN = "save the letter as text again"
DAMAGED = "a.docx: this is not a Word document, or it is damaged; save it in Word again."


def locked():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def no_letter():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "status", "sentence"),
    [
        ("a.docx", locked(), 1, f"a.docx: this is locked with a password, or an old .doc {SAVE}."),
        ("a.docx", b"PK\x03\x04 cut off", 1, DAMAGED),
        ("a.docx", no_letter(), 1, DAMAGED),
        ("a.txt", b"\0\1\2", 1, f"a.txt: found bytes that are no text; {AGAIN}."),
        ("a.pdf", b"%PDF", 2, f"{{}}/a.pdf' is no letter to check: {ENDS}."),
        ("a.txt", None, 2, "{}/a.txt' does not exist."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(check, tmp_path, name, data, status, sentence):
    got, out, err = check(name, data)
    wanted = "'" + sentence.format(tmp_path) if "{}" in sentence else sentence
    assert (got, out, err.splitlines()[0]) == (status, "", f"Error: {wanted}")


def test_a_folder_and_an_unknown_inspection(check, tmp_path, held, capsys):
    (tmp_path / "x.md").mkdir()
    assert check("x.md", None)[::2][0] == 2
    (tmp_path / "y.md").write_text("words")
    words = ["check", str(tmp_path / "y.md"), "--inspection", "bedford-2014", "--db", str(held)]
    assert command_line.main(words) == 1
    assert "Did you mean bedfordshire-2014?" in capsys.readouterr().err


# ---- text and Markdown --------------------------------------------------------------------


def test_plain_text_is_read_by_paragraph_number_and_heading(published):
    text = (
        "Summary\nAll was well.\n\n"
        "2. Protecting the public\n\n"
        "- 2.1. One line\nthat goes\non.\n2.2 Another.\n\n"
        "¹ A footnote in 3 of 4 cases.\n\n"
        "Operational management:\n\nA page ended\n\nin this sentence.\n"
        "• A point.\n\n"
        "Copy to:\n\nA person\n"
    )
    read = from_text(text, published.edition)
    assert [(p.number, p.heading, p.text) for p in read] == [
        ("", "Summary", "All was well."),
        ("2.1", "Protecting the public", "One line that goes on."),
        ("2.2", "Protecting the public", "Another."),
        ("", "Operational management", "A page ended in this sentence."),
        ("", "Operational management", "A point."),
    ]


def test_markdown_is_read_as_a_reader_sees_it(published):
    text = (
        "# Title\n\n## 4. Ensuring that the sentence is served\n\n"
        "4.2. It was so\\* in *[all \\[20\\]](claim:engagement_assessment)* **cases**[^1] &amp; "
        "[here](https://example.org).\n\n"
        "| All | 12 of 14 |\n| --- | --- |\n\n[^1]: In 3 of 4 cases.\n"
    )
    (passage,) = from_markdown(text, published.edition)

    assert (passage.number, passage.heading) == ("4.2", "Ensuring that the sentence is served")
    assert passage.text == "It was so* in all [20] cases & here."
    (link,) = passage.links
    assert passage.text[link.start : link.end] == "all [20]"
    assert link.question_id == "engagement_assessment"


def test_text_in_an_older_encoding_is_read(published, tmp_path):
    from sqs.letter.claims.reading import passages

    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        path = tmp_path / f"{encoding}.TXT"
        path.write_bytes("The team’s plans were good.".encode(encoding))
        assert [p.text for p in passages(path, published.edition)] == [
            "The team’s plans were good."
        ]
    with pytest.raises(LetterError, match=r"ends in '.odt'"):
        passages(tmp_path / "x.odt", published.edition)


def test_word_lists_made_by_hand_and_typed_numbers_are_read(published):
    from sqs.letter.claims.word_reading import from_word

    document = docx.Document()
    document.add_heading("Protecting the public", 1)
    document.add_paragraph("2.2. Plans to manage risk of harm were good in 12 out of 14 cases.")
    document.add_table(1, 1).cell(0, 0).text = "All 20 cases"
    file = io.BytesIO()
    document.save(file)

    (passage,) = from_word("x.docx", file.getvalue(), published.edition)

    assert (passage.number, passage.heading) == ("2.2", "Protecting the public")
    assert passage.text.startswith("Plans to manage")
