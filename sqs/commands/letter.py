"""Draft the letter of one inspection.

The ending of FILE decides the form: .md, .html, .docx or .pdf. A file of that name is overwritten.

Examples:
  python -m sqs letter bedfordshire-2014 --out letter.docx
  python -m sqs letter bedfordshire-2014 --out letter.pdf
"""

from argparse import Namespace
from pathlib import Path

from sqs.commands import DONE
from sqs.commands.arguments import Arguments, UsageError
from sqs.commands.opening import opened
from sqs.commands.terminal import Progress, say


def arguments() -> Arguments:
    """What the command takes."""
    taken = Arguments("letter", __doc__, "INSPECTION")
    taken.required(
        "--out", "FILE", "Where to write it: a name ending in .md, .html, .docx or .pdf."
    )
    return taken


def run(options: Namespace) -> int:
    """Draft the letter, and write it."""
    from sqs.letter.documents import write_letter
    from sqs.letter.draft import draft

    (inspection,) = options.words
    out = Path(options.out)
    if out.is_dir():
        raise UsageError(f"{out} is a folder; name a file in it: {out / 'letter.docx'}")
    if not out.parent.is_dir():
        raise UsageError(f"{out} cannot be written: the folder {out.parent} does not exist.")
    with opened(options.db) as database, database.reading() as cursor:
        drafted = draft(cursor, inspection)
    try:
        with Progress(f"Writing {out}"):
            write_letter(drafted, out)
    except ValueError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror}).") from error
    say(f"The draft letter for {inspection} is in {out}. Read it before you send it.")
    return DONE
