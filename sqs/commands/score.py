"""Print the figures of one inspection.

There is a row for every question and for every section; a section's row has no question_id. share,
low and high are fractions from 0 to 1, low and high the limits at 95 %; empty where no case was
relevant. SQS itself gave sections no scores: the section rows are ours.

Examples:
  python -m sqs score bedfordshire-2014
  python -m sqs score bedfordshire-2014 --format csv > bedfordshire.csv
"""

from argparse import Namespace

from sqs.commands import DONE
from sqs.commands.arguments import Arguments
from sqs.commands.opening import opened
from sqs.commands.terminal import say, write

COLUMNS = (
    "inspection_id", "section", "question_id", "met", "relevant", "not_relevant",
    "share", "low", "high", "method", "phrase", "edition",
)  # fmt: skip
"""The columns, in their order."""


def arguments() -> Arguments:
    """What the command takes."""
    taken = Arguments("score", __doc__, "INSPECTION")
    taken.public()
    taken.formatted()
    return taken


def run(options: Namespace) -> int:
    """Print a row a figure, each with its words on the house scale."""
    from sqs.commands.printing import rows_as
    from sqs.figures.records import inspection
    from sqs.figures.scores import scores
    from sqs.figures.small_counts import hidden, marks
    from sqs.letter.wording import HOUSE_SCALE, scales

    (wanted,) = options.words
    scale = scales()[HOUSE_SCALE]
    with opened(options.db) as database, database.reading() as cursor:
        found = inspection(cursor, wanted)
        figures = scores(cursor, [found.inspection_id])
    rows = [
        {**figure.as_row(), "phrase": scale.phrase(figure.met, figure.relevant)}
        for figure in figures
    ]
    if options.public:
        rows = [hidden(row, mark) for row, mark in zip(rows, marks(figures), strict=True)]
    if not rows:
        say(f"{wanted} has no cases and no interviews yet, so there is nothing to score.")
    write(rows_as(options.format, COLUMNS, rows))
    return DONE
