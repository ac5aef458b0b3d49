"""Check a letter's proof pack again; PACK is the zip.

Nothing but the pack is read: no database is opened. The hashes have to be those of the manifest,
every claim of the letter has to be true of figures.csv, and claims.csv, the Word file and the PDF
have to say what the letter says. Exit status 1 says that something does not hold, and what.

Example:
  python -m sqs verify bedfordshire-2014.zip
"""

from argparse import Namespace
from pathlib import Path

from sqs.commands import DONE, HAS_PROBLEMS
from sqs.commands.arguments import Arguments, UsageError
from sqs.commands.terminal import printable, say, write


def arguments() -> Arguments:
    """What the command takes."""
    return Arguments("verify", __doc__, "PACK")


def run(options: Namespace) -> int:
    """Check the pack, and print a sentence for each thing that does not hold."""
    from sqs.letter.proof import verify

    (word,) = options.words
    path = Path(word)
    if path.is_dir():
        raise UsageError(f"'{word}' is a folder; name the zip in it.")
    try:
        verdict = verify(path)
    except OSError as error:
        raise UsageError(f"'{word}' cannot be read ({error.strerror}).") from error
    for problem in verdict.problems:
        write(f"{printable(problem)}\n")
    if verdict.told:
        say(verdict.told)
    number = len(verdict.problems)
    held = f"{number} {'thing does' if number == 1 else 'things do'} not hold."
    say(held if number else "Everything holds.")
    return HAS_PROBLEMS if number else DONE
