"""A programme's letters to Word and PDF, against python-docx alone writing the same paragraphs.

Every letter is of other cases: typst keeps what it has laid out, and one letter written again and
again would be measured once.
"""

import io
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx

from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.letter.documents import WRITERS
from sqs.letter.draft import draft
from sqs.letter.value import Footnote, Heading, Letter
from sqs.store.database import Database
from tests.bench.archive import archive
from tests.bench.intake import Options
from tests.bench.timing import Ratio, in_turn

LETTERS = 160
ANSWERS = 100_000  # are 185 inspections


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


def _letters(cache: Path) -> list[Letter]:
    """The first of a made-up archive."""
    files = archive(cache, ANSWERS, bad=False).pack("wide")
    with (
        tempfile.TemporaryDirectory() as folder,
        Database(Path(folder) / "sqs.duckdb", create=True, may_read=files) as database,
    ):
        load(database, [PackFile(path.name, path) for path in files])
        with database.reading() as cursor:
            inspections = cursor.execute(
                "select inspection_id from inspections order by inspection_id limit ?", [LETTERS]
            ).fetchall()
            return [draft(cursor, inspection_id) for (inspection_id,) in inspections]


def ratios(options: Options) -> list[Ratio]:
    """Both formats of every letter against plain Word files of them."""
    options.cache.mkdir(parents=True, exist_ok=True)
    letters = _letters(options.cache)
    word, pdf = WRITERS[".docx"].write, WRITERS[".pdf"].write
    written: list[Sequence[bytes]] = []
    ratio = in_turn(
        f"{LETTERS} letters to Word and PDF",
        lambda: written.append([kind(letter) for letter in letters for kind in (word, pdf)]),
        "python-docx, plain Word only",
        lambda: [_plain_word(letter) for letter in letters],
        limit=1.3,
        rounds=options.rounds,
    )
    distinct = len(set(written[0]))
    return [ratio if distinct == 2 * LETTERS else replace(ratio, wrong=f"only {distinct} differ")]
