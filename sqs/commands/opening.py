"""Opening the database for a command, and telling what a crash left in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqs.commands.terminal import say

if TYPE_CHECKING:
    from sqs.store.database import Database


def opened(path: Path, *, create: bool = False, may_read: Sequence[Path] = ()) -> "Database":
    """The database of that file; a load that was cut off is told of in a sentence.

    Args:
        path: the file.
        create: make a new file where there is none.
        may_read: the pack's files, by their full paths.

    Raises:
        DatabaseError: where it cannot be opened.

    """
    from sqs.store.database import Database

    database = Database(path, create=create, may_read=may_read)
    for load in database.cut_off:
        say(load.sentence)
    return database
