"""The command line, `python -m sqs`: it finds the command, and says in a sentence what went wrong.

Only what every command needs is imported here, and `--help` needs nothing else.
"""

import os
import sys
from importlib import import_module

from sqs.commands import DONE, HAS_PROBLEMS, INTERRUPTED, NO_DATABASE, WRONG
from sqs.commands.terminal import StoppedError, is_interrupt, say, write

COMMANDS = {
    "demo": "Build the demonstration database.",
    "load": "Check a pack and load it, or load nothing.",
    "uploads": "List what was loaded, newest first; times are UTC.",
    "undo": "Take one upload back; UPLOAD is its number in 'uploads'.",
    "redo": "Put an undone upload back; UPLOAD is its number in 'uploads'.",
    "score": "Print the figures of one inspection.",
    "compare": "Compare one question or section over all inspections.",
    "letter": "Draft the letter of one inspection.",
    "check": "Hold every claim in a letter against the data.",
    "verify": "Check a letter's proof pack again; PACK is the zip.",
    "export": "Write the open-data pack into a folder.",
}
"""The modules of sqs.commands in the order of use, each with the first line of its help."""

_PAGE = """\
usage: python -m sqs COMMAND [OPTION]...

Load inspection packs, score and compare them, draft the letter, and export open data.

To look round:
  python -m sqs demo
  python -m sqs score bedfordshire-2014
To work:
  python -m sqs load pack/*.csv --dry-run     check only
  python -m sqs load pack/*.csv               check, then load all or nothing
  python -m sqs letter bedfordshire-2014 --out letter.docx
  python -m sqs check letter.docx --inspection bedfordshire-2014

The database is the file named by --db; without it the one named by SQS_DB in the environment,
else data/sqs.duckdb.

Exit status: 0 done
             1 what you gave has problems: they are listed, nothing was changed
             2 the command line is wrong
             3 the database cannot be opened

Commands:
"""


def _page() -> str:
    listed = "".join(f"  {name:<10}{says}\n" for name, says in COMMANDS.items())
    return f"{_PAGE}{listed}\n'python -m sqs COMMAND --help' tells more of each.\n"


def main(given: list[str]) -> int:
    """Run one command line: what goes wrong ends in a sentence and a status, never a traceback."""
    try:
        return _run(given)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  whatever happened
        return _told(error, given)


def _run(given: list[str]) -> int:
    if not given:
        sys.stderr.write(_page())
        return WRONG
    name, *more = given
    if name in ("-h", "--help"):
        write(_page())
        return DONE
    if name not in COMMANDS:
        raise _unknown(name)
    command = import_module(f"sqs.commands.{name}")
    taken = command.arguments()
    options = taken.read(more)
    if options.help:
        write(taken.help())
        return DONE
    status: int = command.run(options)
    return status


def _unknown(word: str) -> Exception:
    """The error for a first word that is no command."""
    from sqs.commands.arguments import UsageError, did_you_mean, no_such_option

    if not word.startswith("-"):
        return UsageError(
            f"No such command '{word}'.{did_you_mean(word, {each: each for each in COMMANDS})}"
        )
    name = word.partition("=")[0]
    for command in COMMANDS:
        if name in import_module(f"sqs.commands.{command}").arguments().options:
            return UsageError(
                f"{name} stands after the command, as in 'python -m sqs {command} … {name} …'."
            )
    return no_such_option(word, ["--help"])


def _told(error: BaseException, given: list[str]) -> int:
    """Say what went wrong; returns the status for it."""
    if isinstance(error, StoppedError):
        say(str(error))
        return INTERRUPTED
    if is_interrupt(error):
        return INTERRUPTED
    from sqs.commands.arguments import UsageError

    if isinstance(error, UsageError):
        command = f" {given[0]}" if given[0] in COMMANDS else ""
        say(f"Error: {error}")
        say(f"'python -m sqs{command} --help' shows how it is written.")
        return WRONG
    if "--debug" in given:
        import traceback

        traceback.print_exception(error)
    if not type(error).__module__.startswith("sqs."):
        first = (str(error).splitlines() or [""])[0]
        say(
            f"Error: SQS met something it was not made for ({type(error).__name__}: {first}). "
            "Run it again with --debug and report what that shows."
        )
        return HAS_PROBLEMS
    # Errors of our own carry their sentence.
    from sqs.store.database import DatabaseError

    say(f"Error: {error}")
    return NO_DATABASE if isinstance(error, DatabaseError) else HAS_PROBLEMS


class WithoutPandas:
    """Says that pandas is not installed: no command has any use for it.

    DuckDB and pyarrow look whether a value is one of pandas', and import it to find out. That takes
    longer than everything else a command does.
    """

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing for any other package: others look for those."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


if __name__ == "__main__":
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:  # the shell closed it, as in 2>&-
            setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    sys.meta_path.insert(0, WithoutPandas())
    sys.exit(main(sys.argv[1:]))
