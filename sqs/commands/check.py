"""Hold every claim in a letter against the data.

LETTER is a .md, .txt or .docx file. A claim is any words that state a figure: counts, percentages,
fractions, proportion words, rates and comparisons. Links in Markdown and bookmarks in Word tie a
claim to its question; where there are none, its paragraph and its words tell. Each claim is
matched, contradicted or untraced (nothing says what it counts, or the data have no such figure).

Exit status 1 says that something is contradicted or untraced.

Examples:
  python -m sqs check letter.docx --inspection bedfordshire-2014
  python -m sqs check letter.md --inspection bedfordshire-2014 --format json
"""

from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sqs.commands import DONE, HAS_PROBLEMS
from sqs.commands.arguments import Arguments, UsageError
from sqs.commands.opening import opened
from sqs.commands.terminal import say, write

if TYPE_CHECKING:
    from sqs.letter.claims.judging import Claim

STATES = ("matched", "contradicted", "untraced")
COLUMNS = (
    "paragraph", "text", "form", "question_id", "met", "relevant", "state", "bound", "message",
)  # fmt: skip
"""The columns, in their order."""


def arguments() -> Arguments:
    """What the command takes."""
    taken = Arguments("check", __doc__, "LETTER")
    taken.required("--inspection", "INSPECTION", "The inspection that the letter is about.")
    taken.option("--scale", "SCALE", "The proportion words it is written in (sqs).")
    taken.formatted()
    return taken


def run(options: Namespace) -> int:
    """Print a row a claim, and say what is not right."""
    from sqs.commands.printing import as_json, rows_as
    from sqs.letter.claims.evidence import evidence_for
    from sqs.letter.claims.judging import judge
    from sqs.letter.claims.reading import READERS, passages
    from sqs.letter.wording import HOUSE_SCALE, scales

    (word,) = options.words
    path = Path(word)
    if path.suffix.lower() not in READERS:
        raise UsageError(f"'{word}' is no letter to check: name a file that ends in .md, .txt or "
                         ".docx.")  # fmt: skip
    if path.is_dir() or not path.exists():
        what = "is a folder; name a letter in it" if path.is_dir() else "does not exist"
        raise UsageError(f"'{word}' {what}.")
    scale = options.scale or HOUSE_SCALE
    if scale not in scales():
        raise UsageError(f"There is no scale '{scale}'; use {', '.join(scales())}.")
    with opened(options.db) as database, database.reading() as cursor:
        evidence = evidence_for(cursor, options.inspection, scale)
    try:
        read = passages(path, evidence.edition)
    except OSError as error:
        raise UsageError(f"'{word}' cannot be read ({error.strerror}).") from error
    claims = judge(read, evidence)
    counts = Counter[str](claim.state for claim in claims)
    rows = [claim.as_row() for claim in claims]
    if options.format == "json":
        write(as_json({"claims": rows, "counts": {state: counts[state] for state in STATES}}))
    else:
        write(rows_as(options.format, COLUMNS, rows))
    say(_told(claims, counts))
    return HAS_PROBLEMS if counts["contradicted"] or counts["untraced"] else DONE


def _told(claims: "tuple[Claim, ...]", counts: "Counter[str]") -> str:
    if not claims:
        return "The letter states no figure."
    parts = [f"{counts[state]} {state}" for state in STATES if counts[state]]
    return f"{len(claims)} claim{'s' * (len(claims) > 1)}: {', '.join(parts)}."
