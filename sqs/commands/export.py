"""Write the open-data pack into a folder.

DIR is a new or an empty folder, or holds an earlier export, which is then replaced. The pack is CSV
files and a datapackage.json that describes them (a Frictionless Data Package): inspections, figures
by question and section, comparisons, reoffending rates, the questions, national figures by what is
true of the child, and where everything comes from. Small counts are withheld, and listed in
withheld.csv. Nothing in it is about one case.

Example:
  python -m sqs export open-data
"""

from argparse import Namespace
from pathlib import Path

from sqs.commands import DONE
from sqs.commands.arguments import Arguments, UsageError
from sqs.commands.opening import opened
from sqs.commands.terminal import Progress, say


def arguments() -> Arguments:
    """What the command takes."""
    return Arguments("export", __doc__, "DIR")


def run(options: Namespace) -> int:
    """Put the pack together, then write it all at once."""
    from sqs.open_data.package import files
    from sqs.open_data.writing import FolderError, check_folder, write_folder

    folder = Path(options.words[0])
    try:
        check_folder(folder)
        with Progress("Putting the pack together"):
            with opened(options.db) as database, database.reading() as cursor:
                pack = files(cursor)
            write_folder(folder, pack)
    except FolderError as error:
        raise UsageError(str(error)) from error
    say(f"The open-data pack is in {folder}: {len(pack)} files, described in datapackage.json.")
    return DONE
