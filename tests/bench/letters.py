"""Letters to Word and PDF, against python-docx alone writing the same paragraphs."""

import io
import tempfile
from pathlib import Path

import docx

from sqs import settings
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.letter.documents import WRITERS
from sqs.letter.draft import draft
from sqs.letter.value import Footnote, Heading, Letter
from sqs.store.database import Database
from tests.bench.timing import Ratio, in_turn

LETTERS = 20


def _plain_word(letter: Letter) -> bytes:
    document = docx.Document()
    for block in letter.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=block.level)
    for paragraph in letter.paragraphs():
        added = document.add_paragraph()
        for run in paragraph.runs:
            if not isinstance(run, Footnote):
                added.add_run(run.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def ratios() -> list[Ratio]:
    """Both formats of a letter against a plain Word file of it; and drafting it at all."""
    pack = [
        PackFile(file.name, file.read_bytes())
        for file in sorted((settings.SAMPLE / "bedfordshire").glob("*.csv"))
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        Database(Path(folder) / "sqs.duckdb", create=True) as database,
    ):
        load(database, pack)
        with database.reading() as cursor:
            letter = draft(cursor, "bedfordshire-2014")
    word, pdf = WRITERS[".docx"][1], WRITERS[".pdf"][1]
    return [
        in_turn(
            f"{LETTERS} letters to Word and PDF",
            lambda: [(word(letter), pdf(letter)) for _ in range(LETTERS)],
            "python-docx, plain Word only",
            lambda: [_plain_word(letter) for _ in range(LETTERS)],
            limit=2.0,
            rounds=3,
        )
    ]
