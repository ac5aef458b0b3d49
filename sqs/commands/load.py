"""Check a pack and load it, or load nothing.

FILE is a CSV file or a zip of CSV files; each is recognised by its headings, not its name. If
anything is wrong you get a list of what to mend and where, and nothing is loaded.

Examples:
  python -m sqs load pack/*.csv
  python -m sqs load pack.zip --dry-run
  python -m sqs load answers.csv --replace
  python -m sqs load pack.zip --format csv > problems.csv
"""

import os
from argparse import Namespace
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqs.commands import DONE, HAS_PROBLEMS
from sqs.commands.arguments import Arguments, UsageError, did_you_mean
from sqs.commands.opening import opened
from sqs.commands.terminal import Progress, StoppedError, is_interrupt, say, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqs.intake.loading import Receipt
    from sqs.intake.packs import PackFile
    from sqs.store.database import Database


def arguments() -> Arguments:
    """What the command takes."""
    taken = Arguments("load", __doc__, "FILE...", end=_tables)
    taken.flag("--dry-run", "Check only; load nothing.")
    taken.flag("--replace", "Put this in the place of what is loaded already.")
    taken.formatted()
    return taken


def _tables() -> str:
    """The headings of every table, from the place that knows them."""
    from textwrap import fill

    from sqs.intake.tables import TABLES

    headings = [
        fill(
            ", ".join(table.headings),
            width=78,
            initial_indent=f"  {name:<13}",
            subsequent_indent=" " * 15,
        )
        for name, table in TABLES.items()
    ]
    return "\n".join(["The tables and their headings (any order, any file name):", *headings])


def run(options: Namespace) -> int:
    """Load the files, and print the receipt."""
    pack = _pack([_readable(word) for word in options.words])
    receipt = load_files(
        options.db, pack, "Checking the pack", dry_run=options.dry_run, replace=options.replace
    )
    print_receipt(options.format, receipt)
    if options.format == "table" and "conflict" in receipt.problem_counts and not options.replace:
        _tell_what_would_change(options.db, pack)
    return HAS_PROBLEMS if receipt.status == "refused" else DONE


def _readable(word: str) -> Path:
    """The file of that name; anything that cannot be read is a mistake on the command line."""
    path = Path(word)
    if path.is_dir():
        raise UsageError(f"'{word}' is a folder; name its files: {path / '*.csv'}")
    if not path.exists():
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        near = did_you_mean(path.name, {each.name: str(each) for each in beside if each.is_file()})
        raise UsageError(f"'{word}' does not exist.{near}")
    if not os.access(path, os.R_OK):
        raise UsageError(f"'{word}' may not be read by this account.")
    return path


def _pack(paths: list[Path]) -> "list[PackFile]":
    """The files under their own names; where two have the same, under their whole paths."""
    from sqs.intake.packs import MOST_BYTES, PackFile

    once = list({path.resolve(): path for path in paths}.values())
    names = [path.name for path in once]
    pack = []
    for path in once:
        name = path.name if names.count(path.name) == 1 else str(path)
        try:
            with path.open("rb") as stream:
                # A pipe can be read once only; one byte too many is enough to refuse it.
                data = path.resolve() if path.is_file() else stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror}).") from error
        # A name that is no UTF-8 could be neither stored nor printed.
        pack.append(PackFile(os.fsencode(name).decode("utf-8", "replace"), data))
    return pack


def load_files(
    db: Path, files: "list[PackFile]", doing: str, *, dry_run: bool = False, replace: bool = False
) -> "Receipt":
    """Load the files; a database begun for them is removed again where nothing came of it.

    Raises:
        StoppedError: at Ctrl-C; it says whether that came too late.

    """
    from sqs.intake.loading import load

    begun = datetime.now(UTC).replace(tzinfo=None)
    try:
        with Progress(doing) as progress, _opened_or_begun(db, _on_disk(files)) as database:
            return load(database, files, dry_run=dry_run, replace=replace, progress=progress.show)
    except (Exception, KeyboardInterrupt) as error:
        if not is_interrupt(error):
            raise
        upload = _stored_since(db, begun)
        raise StoppedError(
            "Stopped; nothing was loaded."
            if upload is None
            else f"Stopped too late: the pack is loaded (upload {upload})."
        ) from error


@contextmanager
def _opened_or_begun(db: Path, may_read: "Sequence[Path]") -> "Iterator[Database]":
    """The database of that file; one begun here is removed again if nothing came into it.

    It is removed while it is held open: another program may be waiting to fill it.
    """
    new = not db.exists()
    with opened(db, create=True, may_read=may_read) as database:
        try:
            yield database
        finally:
            if new and not database.version():
                with suppress(OSError):  # Windows removes no open file; an empty one does no harm
                    db.unlink()
                    db.with_name(f"{db.name}.wal").unlink(missing_ok=True)


def _tell_what_would_change(db: Path, files: "list[PackFile]") -> None:
    """Say what replacing would change, or that it would be refused as well."""
    from sqs.commands.printing import would_change
    from sqs.intake.conflicts import rehearse

    with (
        Progress("Comparing with what is loaded") as progress,
        opened(db, may_read=_on_disk(files)) as database,
        rehearse(database, files, progress=progress.show) as (receipt, _, replaced),
    ):
        refused = receipt.status == "refused"
    if refused:
        write("To replace what is loaded would be refused too: mend the pack first.\n")
    else:
        write(would_change(replaced))


def _on_disk(files: "list[PackFile]") -> list[Path]:
    return [file.data for file in files if isinstance(file.data, Path)]


def _stored_since(db: Path, begun: datetime) -> int | None:
    """The upload stored since then, if there is one; nobody else can have the file open."""
    from sqs.intake.history import uploads

    if not db.exists():
        return None
    with opened(db) as database:
        newest = next(iter(uploads(database)), None)
    if newest and newest.status == "ok" and newest.loaded_at >= begun:
        return newest.upload
    return None


def print_receipt(form: str, receipt: "Receipt") -> None:
    """Print the receipt; where a program reads it, a sentence for people goes its own way."""
    from sqs.commands.printing import receipt_as, summary

    write(receipt_as(form, receipt))
    if form != "table":
        say(summary(receipt))
