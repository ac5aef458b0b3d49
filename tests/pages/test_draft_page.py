"""Draft report: the preview, its claims, the scale of words, and the files to take away."""

import io
import re
import zipfile

import pytest

from sqs import settings
from sqs.store.database import Database
from sqs.ui import reads


@pytest.fixture
def bedfordshire(app):
    app.at.query_params["inspection"] = "Bedfordshire, November 2014"
    return app.open("6_Draft_report")


def letter(app) -> str:
    return next(
        each.proto.body for each in app.at.get("html") if 'class="letter"' in each.proto.body
    )


def test_the_preview_is_the_letter_and_counts_its_claims(bedfordshire):
    assert "Short Quality Screening of youth offending work in Bedfordshire" in letter(bedfordshire)
    claims = re.findall(r'<button type="button" class="claim"', letter(bedfordshire))
    assert f"{len(claims)} figures are marked in the text." in bedfordshire.text
    assert len(claims) > 30


def test_each_claim_opens_an_evidence_of_its_own(bedfordshire):
    targets = re.findall(r'popovertarget="([^"]+)"', letter(bedfordshire))
    opened = re.findall(r'<div popover id="([^"]+)"', letter(bedfordshire))
    assert targets == opened
    assert len(set(targets)) == len(targets)


def test_the_title_of_the_page_stays_the_only_first_heading(bedfordshire):
    assert bedfordshire.titles == ["Draft letter: Bedfordshire"]
    assert "<h1" not in letter(bedfordshire)


def test_another_scale_writes_other_words(bedfordshire):
    assert "the great majority" in letter(bedfordshire)
    bedfordshire.choose("scale", "hmip-2018")
    assert "the great majority" not in letter(bedfordshire)
    assert "the large majority" in letter(bedfordshire)


def test_an_invented_letter_says_so_twice(app):
    app.open("6_Draft_report").choose("inspection", "invented-chalkhaven-2015")
    assert "Invented team, for demonstration." in app.text
    assert "Invented team, for demonstration." in letter(app)


def test_files_are_named_after_the_inspection(bedfordshire):
    buttons = bedfordshire.at.get("download_button")
    assert [each.label for each in buttons] == [
        "Download Word", "Download PDF", "Download Markdown", "Download web page",
    ]  # fmt: skip
    # Each is made when it is asked for, not at every rerun.
    assert all(each.proto.deferred_file_id for each in buttons)


def test_a_file_is_the_letter_of_the_page_and_is_made_once(sample, monkeypatch):
    monkeypatch.setattr(settings, "DATABASE", sample)
    with Database(sample) as database:
        source = reads.Source(database, database.version())
        markdown = reads.document(source, "bedfordshire-2014", "sqs", ".md").decode("utf-8")
        assert "# Short Quality Screening of youth offending work in Bedfordshire" in markdown
        word = reads.document(source, "bedfordshire-2014", "sqs", ".docx")
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
        monkeypatch.setattr(reads, "WRITERS", {})
        assert reads.document(source, "bedfordshire-2014", "sqs", ".docx") == word
