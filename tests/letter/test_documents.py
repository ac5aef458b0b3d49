import subprocess
import sys
from pathlib import Path

import pytest

from sqs.letter.documents import WRITERS, write_letter, writer_for


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("letter.md", b"**To:** "),
        ("letter.html", b"<!DOCTYPE html>\n"),
        ("letter.docx", b"PK\x03\x04"),
        ("LETTER.PDF", b"%PDF-1.7"),
    ],
)
def test_the_ending_chooses_the_kind(letter, tmp_path, name, start):
    write_letter(letter, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_media_types():
    assert {ending: writer.media_type.split(";")[0] for ending, writer in WRITERS.items()} == {
        ".md": "text/markdown",
        ".html": "text/html",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".pdf": "application/pdf",
    }


@pytest.mark.parametrize(
    ("name", "found"), [("letter.odt", "ends in '.odt'"), ("letter", "has no ending")]
)
def test_another_ending_is_refused_in_a_sentence(letter, tmp_path, name, found):
    with pytest.raises(ValueError, match="A letter is written") as refused:
        write_letter(letter, tmp_path / name)
    assert str(refused.value) == (
        f"A letter is written to a file that ends in .md, .html, .docx or .pdf; '{name}' {found}."
    )
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_is_what_the_writer_makes(letter, tmp_path):
    path = tmp_path / "letter.html"
    path.write_text("what was there before, and longer" * 9999)
    write_letter(letter, path)
    assert path.read_bytes() == writer_for(path).write(letter)


def test_heavy_packages_wait_until_they_are_needed():
    code = "import sys, sqs.letter.documents; print({'docx', 'typst'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "set()"
