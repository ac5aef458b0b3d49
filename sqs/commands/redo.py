"""Put an undone upload back; UPLOAD is its number in 'uploads'.

Example:
  python -m sqs redo 3
"""

from argparse import Namespace

from sqs.commands import DONE
from sqs.commands.arguments import Arguments
from sqs.commands.opening import opened
from sqs.commands.terminal import say
from sqs.commands.undo import upload_number


def arguments() -> Arguments:
    """What the command takes."""
    return Arguments("redo", __doc__, "UPLOAD")


def run(options: Namespace) -> int:
    """Put the upload back, and say what that was."""
    from sqs.commands.printing import briefly
    from sqs.intake.history import redo

    number = upload_number(options.words[0])
    with opened(options.db) as database:
        line = redo(database, number)
    files = ", ".join(briefly(line.files))
    say(f"Upload {number} is back ({line.rows:,} rows from {files}).")
    return DONE
