"""The command line, `python -m sqs`: it reads arguments, calls the library, prints what comes back.

Every command imports what it needs when it runs, so that `--help` waits for no database.
"""

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sqs import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqs.commands.printing import Cell
    from sqs.intake.loading import Receipt
    from sqs.intake.packs import PackFile
    from sqs.store.database import Database

# Exit codes, beside click's own 2 for a command line that is wrong.
DONE = 0
HAS_PROBLEMS = 1
NO_DATABASE = 3
INTERRUPTED = 130

SCORE_COLUMNS = (
    "inspection_id", "section", "question_id", "met", "relevant", "not_relevant",
    "share", "low", "high", "method", "phrase", "edition",
)  # fmt: skip
"""The columns of `score`, in their order."""

UPLOAD_COLUMNS = ("upload", "status", "loaded_at", "loaded_by", "files", "rows", "inspections")


class _Commands(click.Group):
    """Commands in the order in which they are used, and a hint where an option stands too early."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = error.option_name
            if any(name in option.opts for c in self.commands.values() for option in c.params):
                raise click.UsageError(
                    f"{name} stands after the command, as in 'python -m sqs score INSPECTION "
                    f"{name} …'.",
                    ctx,
                ) from error
            raise


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Load inspection packs, score them, and draft the letter.

    \b
    To look round:
      python -m sqs demo
      python -m sqs score bedfordshire-2014
    To work:
      python -m sqs load pack/*.csv --dry-run     check only
      python -m sqs load pack/*.csv               check, then load all or nothing
      python -m sqs letter bedfordshire-2014 --out letter.docx

    The database is the file named by --db; without it the one named by SQS_DB in the environment,
    else data/sqs.duckdb.

    \b
    Exit status: 0 done
                 1 what you gave has problems: they are listed, nothing was changed
                 2 the command line is wrong
                 3 the database cannot be opened
    """


def _command(
    function: Callable[..., None], cls: type[click.Command] = click.Command
) -> click.Command:
    """What every command has: --db, --debug, and a sentence in the place of a traceback."""

    @click.option(
        "--db",
        type=click.Path(path_type=Path),
        default=settings.DATABASE,
        show_default="SQS_DB, else data/sqs.duckdb",
        help="The database file.",
    )
    @click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
    @functools.wraps(function)
    def run(*args: Any, debug: bool, **options: Any) -> None:
        context = click.get_current_context()
        try:
            function(*args, **options)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except KeyboardInterrupt:
            context.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001  a person gets a sentence, whatever happened
            if str(error) == "Query interrupted":  # Ctrl-C, as DuckDB says it
                context.exit(INTERRUPTED)
            if debug:
                import traceback

                traceback.print_exc()
            sentence, status = _said(error)
            _say(f"Error: {sentence}")
            context.exit(status)

    return main.command(cls=cls)(run)


def _said(error: Exception) -> tuple[str, int]:
    """The sentence for an error and its exit status; ours carry their sentence already."""
    from sqs.criteria import CriteriaError
    from sqs.figures.records import UnknownInspectionError
    from sqs.intake.history import UndoError
    from sqs.intake.problems import IntakeError
    from sqs.letter.draft import NoCasesError
    from sqs.letter.wording import WordingError
    from sqs.store.database import DatabaseError

    if isinstance(error, DatabaseError):
        return str(error), NO_DATABASE
    if isinstance(
        error,
        UnknownInspectionError
        | NoCasesError
        | UndoError
        | IntakeError
        | CriteriaError
        | WordingError,
    ):
        return str(error), HAS_PROBLEMS
    first = (str(error).splitlines() or [""])[0]
    sentence = (
        f"SQS met something it was not made for ({type(error).__name__}: {first}). "
        "Run it again with --debug and report what that shows."
    )
    return sentence, HAS_PROBLEMS


_formatted = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A table to read, or CSV or JSON for other programs.",
)


@_command
def demo(db: Path) -> None:
    """Build the demonstration database.

    It holds the Bedfordshire inspection of 2014, with totals as published, and invented teams.
    Running it again changes nothing, and inspections of your own stay as they are.

    \b
    Example:
      python -m sqs demo
    """
    from sqs.intake.packs import PackFile

    files = [
        PackFile(f"{path.parent.name}/{path.name}", path.read_bytes())
        for folder in ("bedfordshire", "invented")
        for path in sorted((settings.SAMPLE / folder).glob("*.csv"))
    ]
    receipt = _load(db, files, "Building the demonstration database")
    if receipt.status == "refused" and set(receipt.problem_counts) != {"conflict"}:
        _print_receipt("table", receipt)
    elif receipt.status == "refused":
        where = receipt.problems[0].message.split(";")[0]
        _say(
            f"Error: Something of the demonstration is loaded with other content ({where}). It "
            "was left as it is: undo that upload, or name another file with --db."
        )
    elif receipt.status == "unchanged":
        _say("The demonstration is there already; nothing was changed.")
    else:
        count = len(receipt.inspections)
        holds = f"{count} inspection{'' if count == 1 else 's'}"
        _say(f"The demonstration is in {db} (upload {receipt.upload}): {holds}.")
        _say("Next: python -m sqs score bedfordshire-2014")
    click.get_current_context().exit(HAS_PROBLEMS if receipt.status == "refused" else DONE)


class _ReadableFile(click.ParamType[Path]):
    """A file that can be read; anything else is a mistake on the command line."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.is_dir():
            self.fail(f"'{value}' is a folder; name its files: {path / '*.csv'}", param, ctx)
        if not path.exists():
            near = _near_file(path)
            hint = f" Did you mean '{near}'?" if near else ""
            self.fail(f"'{value}' does not exist.{hint}", param, ctx)
        if not os.access(path, os.R_OK):
            self.fail(f"'{value}' may not be read by this account.", param, ctx)
        return path


def _near_file(path: Path) -> Path | None:
    from difflib import get_close_matches

    if not path.parent.is_dir():
        return None
    names = [each.name for each in path.parent.iterdir() if each.is_file()]
    near = get_close_matches(path.name, names, n=1)
    return path.parent / near[0] if near else None


class _Load(click.Command):
    """Its help ends with the headings of every table, from the place that knows them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        from sqs.intake.tables import TABLES

        with formatter.section("The tables and their headings (any order, any file name)"):
            formatter.write_dl([(t.name, ", ".join(t.headings)) for t in TABLES.values()])


@functools.partial(_command, cls=_Load)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_ReadableFile())
@click.option("--dry-run", is_flag=True, help="Check only; load nothing.")
@click.option("--replace", is_flag=True, help="Put this in the place of what is loaded already.")
@_formatted
def load(files: tuple[Path, ...], dry_run: bool, replace: bool, form: str, db: Path) -> None:
    """Check a pack and load it, or load nothing.

    FILE is a CSV file or a zip of CSV files; each is recognised by its headings, not its name. If
    anything is wrong you get a list of what to mend and where, and nothing is loaded.

    \b
    Examples:
      python -m sqs load pack/*.csv
      python -m sqs load pack.zip --dry-run
      python -m sqs load answers.csv --replace
      python -m sqs load pack.zip --format csv > problems.csv
    """
    pack = _pack(files)
    receipt = _load(db, pack, "Checking the pack", dry_run=dry_run, replace=replace)
    _print_receipt(form, receipt)
    click.get_current_context().exit(HAS_PROBLEMS if receipt.status == "refused" else DONE)


def _pack(paths: tuple[Path, ...]) -> "list[PackFile]":
    """The files under their own names; where two have the same, under their whole paths."""
    from sqs.intake.packs import MOST_BYTES, PackFile

    once = list({path.resolve(): path for path in paths}.values())
    names = [path.name for path in once]
    pack = []
    for path in once:
        name = path.name if names.count(path.name) == 1 else str(path)
        try:
            with path.open("rb") as stream:
                # One byte too many is enough to refuse it.
                data = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise click.BadParameter(
                f"{path} cannot be read ({error.strerror}).", param_hint="'FILE...'"
            ) from error
        # A name that is no UTF-8 could be neither stored nor printed.
        pack.append(PackFile(os.fsencode(name).decode("utf-8", "replace"), data))
    return pack


def _load(
    db: Path, files: "list[PackFile]", doing: str, *, dry_run: bool = False, replace: bool = False
) -> "Receipt":
    """Load the files; a database begun for them is removed again where nothing came of it."""
    from sqs.intake.loading import load as load_pack
    from sqs.store.database import Database

    new = not db.exists()
    kept = False
    try:
        with _progress(doing), Database(db, create=True) as database:
            receipt = load_pack(database, files, dry_run=dry_run, replace=replace)
            kept = receipt.status == "loaded"
    finally:
        if new and not kept:
            db.unlink(missing_ok=True)
            db.with_name(f"{db.name}.wal").unlink(missing_ok=True)
    return receipt


def _print_receipt(form: str, receipt: "Receipt") -> None:
    from sqs.commands.printing import receipt_as, summary

    _print(receipt_as(form, receipt))
    if form != "table":
        _say(summary(receipt))


@_command
@_formatted
def uploads(form: str, db: Path) -> None:
    """List what was loaded, newest first; times are UTC.

    \b
    Example:
      python -m sqs uploads
    """
    from sqs.commands.printing import rows_as
    from sqs.intake.history import uploads as history

    with _opened(db) as database:
        listed = history(database)
    rows: list[Mapping[str, Cell]] = [
        {
            "upload": line.upload,
            "status": line.status,
            "loaded_at": f"{line.loaded_at.isoformat(timespec='seconds')}Z",
            "loaded_by": line.loaded_by,
            "files": _briefly(line.files, form),
            "rows": line.rows,
            "inspections": _briefly(line.scopes, form),
        }
        for line in listed
    ]
    if form == "table" and not rows:
        _say("Nothing was loaded yet. Try 'python -m sqs demo'.")
        return
    _print(rows_as(form, UPLOAD_COLUMNS, rows))


def _briefly(names: tuple[str, ...], form: str) -> tuple[str, ...]:
    """The first three names where a person reads them, all where a program does."""
    if form != "table" or len(names) <= 4:
        return names
    return (*names[:3], f"and {len(names) - 3} more")


@_command
@click.argument("upload", type=int)
def undo(upload: int, db: Path) -> None:
    """Take one upload back; UPLOAD is its number in 'uploads'.

    What was there before it is there again. Loading the same files again brings it back.

    \b
    Example:
      python -m sqs undo 3
    """
    from sqs.intake.history import undo as take_back

    with _opened(db) as database:
        line = take_back(database, upload)
    files = ", ".join(_briefly(line.files, "table"))
    _say(f"Upload {upload} is undone ({line.rows:,} rows from {files}).")


@_command
@click.argument("inspection")
@_formatted
def score(inspection: str, form: str, db: Path) -> None:
    """Print the figures of one inspection.

    There is a row for every question and for every section; a section's row has no question_id.
    share, low and high are fractions from 0 to 1, low and high the limits at 95 %; empty where no
    case was relevant. SQS itself gave sections no scores: the section rows are ours.

    \b
    Examples:
      python -m sqs score bedfordshire-2014
      python -m sqs score bedfordshire-2014 --format csv > bedfordshire.csv
    """
    from sqs.commands.printing import rows_as
    from sqs.figures.records import inspection as find
    from sqs.figures.scores import scores
    from sqs.letter.wording import HOUSE_SCALE, scales

    scale = scales()[HOUSE_SCALE]
    with _opened(db) as database, database.reading() as cursor:
        found = find(cursor, inspection)
        figures = scores(cursor, [found.inspection_id])
    rows = [
        {**figure.as_row(), "phrase": scale.phrase(figure.met, figure.relevant)}
        for figure in figures
    ]
    if not rows:
        _say(f"{inspection} has no cases and no interviews yet, so there is nothing to score.")
    _print(rows_as(form, SCORE_COLUMNS, rows))


@_command
@click.argument("inspection")
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it: a name ending in .md, .html, .docx or .pdf.",
)
def letter(inspection: str, out: Path, db: Path) -> None:
    """Draft the letter of one inspection.

    The ending of FILE decides the form: .md, .html, .docx or .pdf. A file of that name is
    overwritten.

    \b
    Examples:
      python -m sqs letter bedfordshire-2014 --out letter.docx
      python -m sqs letter bedfordshire-2014 --out letter.pdf
    """
    from sqs.letter.documents import write_letter
    from sqs.letter.draft import draft

    if not out.parent.is_dir():
        raise click.BadParameter(f"the folder {out.parent} does not exist.", param_hint="'--out'")
    with _opened(db) as database, database.reading() as cursor:
        drafted = draft(cursor, inspection)
    try:
        with _progress(f"Writing {out}"):
            write_letter(drafted, out)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--out'") from error
    except OSError as error:
        raise click.BadParameter(
            f"{out} cannot be written ({error.strerror}).", param_hint="'--out'"
        ) from error
    _say(f"The draft letter for {inspection} is in {out}. Read it before you send it.")


@contextmanager
def _opened(db: Path) -> "Iterator[Database]":
    from sqs.store.database import Database

    with Database(db) as database:
        yield database


def _say(sentence: str) -> None:
    """Print to standard error what is no data."""
    from sqs.commands.printing import printable

    click.echo(printable(sentence), err=True)


def _print(text: str) -> None:
    """Print data to standard output: UTF-8 for files and pipes, the terminal's own for people.

    Raises:
        click.ClickException: where it cannot be written, on a full disk for one.

    """
    try:
        click.echo(text if sys.stdout.isatty() else text.encode(), nl=False)
        sys.stdout.flush()
    except OSError as error:
        sentence = _output_lost(error)
        # Whoever reads from a pipe (head, less) may have seen enough.
        if not isinstance(error, BrokenPipeError):
            raise click.ClickException(sentence) from error


def _output_lost(error: OSError) -> str:
    """The sentence for it. Python is kept from complaining too when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return f"The output cannot be written ({error.strerror})."


@contextmanager
def _progress(doing: str) -> Iterator[None]:
    """Say what is being done while it is, on a terminal only."""
    shown = sys.stderr.isatty()
    if shown:
        click.echo(f"{doing} …", err=True, nl=False)
    try:
        yield
    finally:
        if shown:
            click.echo("\r\033[K", err=True, nl=False)


class _WithoutPandas:
    """Says that pandas is not installed: no command has any use for it.

    DuckDB and pyarrow look whether a value is one of pandas', and import it to find out. That takes
    longer than everything else a command does.
    """

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


if __name__ == "__main__":
    sys.meta_path.insert(0, _WithoutPandas())
    try:
        main(prog_name="python -m sqs")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as no_help:  # click prints --help by itself
        _say(f"Error: {_output_lost(no_help)}")
        sys.exit(HAS_PROBLEMS)
