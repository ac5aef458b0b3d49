"""Compare one question or section over all inspections.

MEASURE is a question_id or the key of a section. There is a row for every inspection that was asked
it and whose fieldwork ended in the period. share, low and high are fractions from 0 to 1, low and
high the limits at 95 %. The funnel limits say how far from the share of the inspections shown
chance alone would take so few cases, at 95 % and at 99.8 %; position is where the share lies in
them. change is that since the team's visit before, with its limits and its p-value; across a change
of edition it counts the questions that both editions share. Nothing relevant: empty.

Examples:
  python -m sqs compare rosh_plan
  python -m sqs compare protecting_the_public --from 2014-01-01 --to 2014-12-31 --format csv
"""

from argparse import Namespace

from sqs.commands import DONE
from sqs.commands.arguments import Arguments, UsageError
from sqs.commands.opening import opened
from sqs.commands.terminal import say, write


def arguments() -> Arguments:
    """What the command takes."""
    taken = Arguments("compare", __doc__, "MEASURE")
    taken.day("--from", "start", "The first day on which fieldwork may have ended.")
    taken.day("--to", "end", "The last day on which it may have.")
    taken.public()
    taken.formatted()
    return taken


def run(options: Namespace) -> int:
    """Print a row an inspection."""
    from sqs.commands.printing import rows_as
    from sqs.figures.comparing import COLUMNS, compare
    from sqs.figures.small_counts import public_comparison

    (measure,) = options.words
    start, end = options.start, options.end
    if start and end and start > end:
        raise UsageError(f"--from {start} is later than --to {end}; put the earlier day first.")
    with opened(options.db) as database, database.reading() as cursor:
        if options.public:
            rows = [row.cells for row in public_comparison(cursor, measure, start, end)]
        else:
            rows = [row.as_row() for row in compare(cursor, measure, start, end)]
    if not rows:
        period = " in that period" if start or end else " yet"
        say(f"No inspection was asked that{period}, so there is nothing to compare.")
    write(rows_as(options.format, COLUMNS, rows))
    return DONE
