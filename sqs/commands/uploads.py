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
    from datetime import datetime

    from sqs.intake.history import Upload
    from sqs.open_data.cells import Cell

COLUMNS = ("upload", "status", "loaded_at", "loaded_by", "files", "rows", "inspections")


def arguments() -> Arguments:
    """What the command takes."""
    taken = Arguments("uploads", __doc__)
    taken.formatted()
    return taken


def run(options: Namespace) -> int:
    """Print a row an upload; as JSON with its fingerprints and what was done with it."""
    from sqs.commands.printing import as_json, briefly, rows_as
    from sqs.intake.history import uploads

    with opened(options.db) as database:
        listed = uploads(database)
    if options.format == "json":
        write(as_json([{**_row(line), **_more(line)} for line in listed]))
        return DONE
    in_short = briefly if options.format == "table" else tuple
    rows: list[Mapping[str, Cell]] = [
        {**_row(line), "files": in_short(line.files), "inspections": in_short(line.scopes)}
        for line in listed
    ]
    if options.format == "table" and not rows:
        say("Nothing was loaded yet. Try 'python -m sqs demo'.")
    else:
        write(rows_as(options.format, COLUMNS, rows))
    return DONE


def _row(line: "Upload") -> "dict[str, Cell]":
    return {
        "upload": line.upload,
        "status": line.status,
        "loaded_at": _moment(line.loaded_at),
        "loaded_by": line.loaded_by,
        "files": line.files,
        "rows": line.rows,
        "inspections": line.scopes,
    }


def _more(line: "Upload") -> dict[str, object]:
    """What only a program wants to know: fingerprints, and who did what with the upload."""
    from dataclasses import asdict

    return {
        "content": line.content,
        "file_details": [asdict(file) for file in line.uploaded],
        "events": [{"done": e.done, "at": _moment(e.at), "by": e.by} for e in line.events],
    }


def _moment(at: "datetime") -> str:
    return f"{at.isoformat(timespec='seconds')}Z"
