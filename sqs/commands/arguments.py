"""What a command takes: words, such as the name of an inspection, and options in any place."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from sqs import settings

FORMS = ("table", "csv", "json")


class UsageError(Exception):
    """The command line is wrong; the message says how, in a sentence or two."""


class Arguments:
    """The arguments of one command.

    argparse sees the options only: words must not stand just anywhere between them for it, and its
    sentences differ from one Python to the next.
    """

    def __init__(
        self,
        command: str,
        page: str | None,
        word: str = "",
        end: Callable[[], str] | None = None,
    ) -> None:
        """Begin with what every command takes.

        Args:
            command: its name.
            page: its page of help, without the options.
            word: what stands after it, as in "INSPECTION"; "FILE..." is one or more.
            end: gives the end of the page, where that takes some work.

        """
        self.options: dict[str, str] = {}
        """Every option, and what stands for its value in the help; "" where it takes none."""
        self._usage = f"python -m sqs {command} {word}".rstrip()
        self._word = word
        self._end = end
        self._required: list[str] = []
        self._parser = argparse.ArgumentParser(
            description=page,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self._own = self._parser.add_argument_group("Options")
        every = self._parser.add_argument_group("Options of every command")
        every.add_argument(
            "--db",
            metavar="FILE",
            type=Path,
            default=settings.DATABASE,
            help="The database file (without it SQS_DB, else data/sqs.duckdb).",
        )
        every.add_argument(
            "--debug", action="store_true", help="Show where in the program an error arose."
        )
        every.add_argument("-h", "--help", action="store_true", help="Show this page.")
        self.options |= {"--db": "FILE", "--debug": "", "-h": "", "--help": ""}

    def flag(self, name: str, says: str) -> None:
        """Take an option that stands alone."""
        self._own.add_argument(name, action="store_true", help=says)
        self.options[name] = ""

    def required(self, name: str, value: str, says: str) -> None:
        """Take an option that must be there, with a value after it."""
        self._own.add_argument(name, metavar=value, help=says)
        self.options[name] = value
        self._required.append(name)
        self._usage += f" {name} {value}"

    def day(self, name: str, attribute: str, says: str) -> None:
        """Take an option whose value is a date."""
        self._own.add_argument(
            name, metavar="DATE", dest=attribute, type=partial(_date, name), help=says
        )
        self.options[name] = "DATE"

    def public(self) -> None:
        """Take --public."""
        self.flag(
            "--public",
            "As it may leave the inspectorate: fewer than five relevant cases stand as [c], none "
            "as [z].",
        )

    def option(self, name: str, value: str, says: str) -> None:
        """Take an option that may be there, with a value after it."""
        self._own.add_argument(name, metavar=value, help=says)
        self.options[name] = value

    def formatted(self) -> None:
        """Take --format."""
        self._own.add_argument(
            "--format",
            metavar="FORM",
            type=_form,
            default="table",
            help="table to read (the default), csv or json for other programs.",
        )
        self.options["--format"] = "FORM"

    def help(self) -> str:
        """The page of help."""
        self._parser.usage = f"{self._usage} [OPTION]..."
        self._parser.epilog = self._end() if self._end else None
        return self._parser.format_help()

    def read(self, given: list[str]) -> argparse.Namespace:
        """The options as attributes, and the words as the list `words`.

        What is missing is no matter where --help is asked for.

        Raises:
            UsageError: where something is missing, unknown or too much.

        """
        only_words = given.index("--") if "--" in given else len(given)
        try:
            found, words = self._parser.parse_known_args(given[:only_words])
        except argparse.ArgumentError as error:
            name = str(error.argument_name).split("/")[-1]
            value = self.options[name]
            how = f"needs a value; write '{name} {value}'" if value else "takes no value"
            raise UsageError(f"{name} {how}.") from error
        for word in words:
            if word.startswith("-") and word != "-":
                raise no_such_option(word, self.options)
        found.words = [*words, *given[only_words + 1 :]]
        if not found.help:
            self._check_complete(found)
        return found

    def _check_complete(self, found: argparse.Namespace) -> None:
        most = len(found.words) if self._word.endswith("...") else int(bool(self._word))
        missing = [] if found.words or not self._word else [self._word.removesuffix("...")]
        missing += [
            name for name in self._required if getattr(found, name.removeprefix("--")) is None
        ]
        if missing:
            are = "is" if len(missing) == 1 else "are"
            raise UsageError(f"{' and '.join(missing)} {are} missing; write '{self._usage}'.")
        if len(found.words) > most:
            raise UsageError(f"'{found.words[most]}' is too much; write '{self._usage}'.")


def _date(option: str, word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise UsageError(f"{option} takes a date as in 2014-11-17; found '{word}'.") from error


def _form(word: str) -> str:
    if word not in FORMS:
        raise UsageError(f"There is no format '{word}'; use table, csv or json.")
    return word


def no_such_option(word: str, known: Iterable[str]) -> UsageError:
    """The error for an option that is not among those known, with the one that is most like it."""
    name = word.partition("=")[0]
    hint = did_you_mean(name.lstrip("-"), {each.lstrip("-"): each for each in known})
    return UsageError(f"No such option '{name}'.{hint}")


def did_you_mean(word: str, known: Mapping[str, str]) -> str:
    """The question after a sentence on a word that is not known; "" where none is like it.

    Args:
        word: what was written.
        known: what could have been, each with the form in which it is suggested.

    """
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    return f" Did you mean '{known[near[0]]}'?" if near else ""
