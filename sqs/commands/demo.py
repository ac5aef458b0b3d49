"""Build the demonstration database.

It holds the Bedfordshire inspection of 2014, with totals as published, and invented teams. Running
it again changes nothing, and inspections of your own stay as they are.

Example:
  python -m sqs demo
"""

from argparse import Namespace

from sqs import settings
from sqs.commands import DONE, HAS_PROBLEMS
from sqs.commands.arguments import Arguments
from sqs.commands.load import load_files, print_receipt
from sqs.commands.terminal import say


def arguments() -> Arguments:
    """What the command takes."""
    return Arguments("demo", __doc__)


def run(options: Namespace) -> int:
    """Load the sample's files, and say what came of it."""
    from sqs.intake.packs import PackFile

    files = [
        PackFile(f"{path.parent.name}/{path.name}", path)
        for folder in ("bedfordshire", "invented")
        for path in sorted((settings.SAMPLE / folder).glob("*.csv"))
    ]
    receipt = load_files(options.db, files, "Building the demonstration database")
    if receipt.status == "unchanged":
        say("The demonstration is there already; nothing was changed.")
    elif receipt.status == "loaded":
        count = len(receipt.inspections)
        holds = f"{count} inspection{'' if count == 1 else 's'}"
        say(f"The demonstration is in {options.db} (upload {receipt.upload}): {holds}.")
        say("Next: python -m sqs score bedfordshire-2014")
    elif set(receipt.problem_counts) == {"conflict"}:
        where = receipt.problems[0].message.split(";")[0]
        say(
            f"Error: Something of the demonstration is loaded with other content ({where}). It "
            "was left as it is: undo that upload, or name another file with --db."
        )
    else:
        print_receipt("table", receipt)
    return HAS_PROBLEMS if receipt.status == "refused" else DONE
