"""Take one upload back; UPLOAD is its number in 'uploads'.

What was there before it is there again. 'redo' puts the upload back.

Example:
  python -m sqs undo 3
"""

from argparse import Namespace

from sqs.commands import DONE
from sqs.commands.arguments import Arguments, UsageError
from sqs.commands.opening import opened
from sqs.commands.terminal import say


def arguments() -> Arguments:
    """What the command takes."""
    return Arguments("undo", __doc__, "UPLOAD")


def run(options: Namespace) -> int:
    """Take the upload back, and say what that was."""
    from sqs.commands.printing import briefly
    from sqs.intake.history import undo

    number = upload_number(options.words[0])
    with opened(options.db) as database:
        line = undo(database, number)
    files = ", ".join(briefly(line.files))
    say(f"Upload {number} is undone ({line.rows:,} rows from {files}).")
    return DONE


def upload_number(word: str) -> int:
    """The number of an upload as people write it.

    Raises:
        UsageError: where it is none.

    """
    # No history is longer than nine digits can count.
    if not (word.isascii() and word.isdecimal() and len(word) < 10):
        raise UsageError(f"'{word}' is not the number of an upload; 'uploads' lists them.")
    return int(word)
