"""Finding and judging every claim of a letter, as at a pause in typing."""

import tempfile
import time
from pathlib import Path

from sqs import settings
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.letter.claims.evidence import evidence_for
from sqs.letter.claims.judging import judge
from sqs.letter.claims.passages import plain
from sqs.letter.claims.reading import from_markdown, from_text
from sqs.letter.draft import draft
from sqs.letter.markdown import write_markdown
from sqs.store.database import Database
from tests.bench.timing import Measured, Ratio, by_turns, ratio_of

ALLOWED = 50.0
"""Milliseconds for a whole letter, none of whose text was seen before."""

PUBLISHED = Path(__file__).parents[1] / "external" / "bedfordshire_letter.txt"


def ratios() -> list[Ratio]:
    """The published letter, without a link, and a draft of ours, with links."""
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
            drafted = write_markdown(draft(cursor, "bedfordshire-2014"))
            evidence = evidence_for(cursor, "bedfordshire-2014")
    texts = {
        "the published letter": from_text(PUBLISHED.read_text(encoding="utf-8"), evidence.edition),
        "a drafted letter": from_markdown(drafted, evidence.edition),
    }
    found = []
    for name, passages in texts.items():

        def judged(passages=passages) -> Measured:
            plain.cache_clear()
            start = time.process_time()
            judge(passages, evidence)
            return Measured((time.process_time() - start) * 1000)

        runs = by_turns({"ours": judged}, 8)["ours"][1:]
        allowed = [Measured(ALLOWED)] * len(runs)
        what = f"claims of {name}"
        found.append(ratio_of(what, runs, "50 ms of CPU time", allowed, limit=1.0))
    return found
