"""List what was loaded, newest first; times are UTC.

Example:
  python -m sqs uploads
"""

from argparse import Namespace
from typing import TYPE_CHECKING

from sqs.commands import DONE
from sqs.commands.arguments import Arguments
from sqs.commands.opening import opened
from sqs.commands.terminal import say, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqs.commands.printing import Cell

COLUMNS = ("upload", "status", "loaded_at", "loaded_by", "files", "rows", "inspections")


def arguments() -> Arguments:
    """What the command takes."""
    taken = Arguments("uploads", __doc__)
    taken.formatted()
    return taken


def run(options: Namespace) -> int:
    """Print a row an upload."""
    from sqs.commands.printing import briefly, rows_as
    from sqs.intake.history import uploads

    with opened(options.db) as database:
        listed = uploads(database)
    in_short = briefly if options.format == "table" else tuple
    rows: list[Mapping[str, Cell]] = [
        {
            "upload": line.upload,
            "status": line.status,
            "loaded_at": f"{line.loaded_at.isoformat(timespec='seconds')}Z",
            "loaded_by": line.loaded_by,
            "files": in_short(line.files),
            "rows": line.rows,
            "inspections": in_short(line.scopes),
        }
        for line in listed
    ]
    if options.format == "table" and not rows:
        say("Nothing was loaded yet. Try 'python -m sqs demo'.")
    else:
        write(rows_as(options.format, COLUMNS, rows))
    return DONE
