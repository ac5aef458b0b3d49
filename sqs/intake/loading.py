"""A pack into the store: read, checked and stored in one transaction or not at all; a receipt."""

import dataclasses
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import duckdb

from sqs.intake import flags
from sqs.intake.checking import check
from sqs.intake.flags import Flag
from sqs.intake.headings import Guess, Meanings, ReadAs
from sqs.intake.history import account
from sqs.intake.packs import PackFile
from sqs.intake.problems import LISTED_AT_MOST, Problem, problem
from sqs.intake.reading import AffectedCell, Reading, Spool, read_pack
from sqs.intake.storing import (
    Labels,
    compare_parts,
    conflicts,
    left_behind,
    store,
)
from sqs.store.database import Cursor, Database, told_if_full
from sqs.store.intake_folder import folder_for_a_load

Status = Literal["loaded", "unchanged", "refused", "checked"]

Progress = Callable[[str, float | None], bool | None]
"""Told what is being done and the part of it that is done, 0 to 1 (None: not known); the load is
stopped where it answers False. Called from another thread while DuckDB works."""


class StoppedError(Exception):
    """The load was stopped by whoever watched it; nothing was loaded."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a pack.

    Attributes:
        status: loaded; unchanged (all of it was there already); checked (a dry run without
            problems); refused (nothing was changed).
        upload: the upload's number where it was loaded, else None.
        tables: rows read, by table.
        normalised: what was read as something else, counted.
        problems: the first of them, in the order of the files.
        inspections: the inspection_ids that the pack speaks of.
        problem_counts: all of them, by rule.
        guesses: headings that are none of ours, each with what it may mean.
        affected: cells of files whose encoding had to be guessed, the first of them.
        flags: words in the notes and quotes just loaded that may name somebody, the first of them.
        flag_counts: how many notes and how many quotes are flagged, where any are.
        read_as: headings that are none of ours, with what they were said to mean.

    """

    status: Status
    upload: int | None
    tables: dict[str, int]
    normalised: dict[str, int]
    problems: tuple[Problem, ...] = ()
    inspections: tuple[str, ...] = ()
    problem_counts: dict[str, int] = field(default_factory=dict)
    guesses: tuple[Guess, ...] = ()
    affected: tuple[AffectedCell, ...] = ()
    flags: tuple[Flag, ...] = ()
    flag_counts: dict[str, int] = field(default_factory=dict)
    read_as: tuple[ReadAs, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The receipt in the form of `load --format json`; at most 1,000 problems are listed."""
        return {
            "status": self.status,
            "upload": self.upload,
            "tables": self.tables,
            "normalised": self.normalised,
            "problems": [found.as_row() for found in self.problems[:LISTED_AT_MOST]],
            "problem_counts": self.problem_counts,
        }


class _NotStoredError(Exception):
    """Ends the transaction of a pack that is not to be stored."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.status)
        self.receipt = receipt


def load(
    database: Database,
    files: Sequence[PackFile],
    *,
    dry_run: bool = False,
    replace: bool = False,
    by: str | None = None,
    meanings: Meanings | None = None,
    progress: Progress | None = None,
) -> Receipt:
    """Check a pack and store it in one transaction, or store nothing.

    Args:
        database: where to.
        files: the pack's files, or zips of them.
        dry_run: check only.
        replace: put the pack's content in the place of other content that is loaded.
        by: who loads it; the account's name if not given.
        meanings: what headings that are not ours were said to mean.
        progress: is told what is being done.

    Raises:
        IntakeError: where a check fails, which is a fault of ours; nothing is stored.
        StoppedError: where `progress` stopped it; nothing is stored.

    """
    try:
        with begun(database, files, by, meanings, progress) as pack:
            receipt = check_and_store(pack, replace=replace)
            if dry_run and receipt.status != "refused":
                # Only now: what cannot be stored must not pass.
                receipt = as_checked(receipt)
            if receipt.status != "loaded":
                raise _NotStoredError(receipt)
    except _NotStoredError as error:
        return error.receipt
    return _with_flags(database, receipt)


_WITH_TEXTS = {"answers", "second_reads", "interviews", "quotes"}
"""Tables that have notes or quotes."""


def _with_flags(database: Database, receipt: Receipt) -> Receipt:
    """The receipt of a pack just loaded, with what in its texts may name somebody."""
    if receipt.upload is None or not _WITH_TEXTS & receipt.tables.keys():
        return receipt
    # The pack is stored by now. Where a full disk or memory stops this, the page shows them later.
    with suppress(duckdb.OutOfMemoryException, duckdb.IOException):
        found, counts = flags.of_upload(database, receipt.upload)
        return dataclasses.replace(receipt, flags=found, flag_counts=counts)
    return receipt


def as_checked(receipt: Receipt) -> Receipt:
    """The receipt of a pack that could be stored, as that of one that was only checked."""
    return dataclasses.replace(receipt, status="checked", upload=None)


@dataclass(frozen=True, slots=True)
class Begun:
    """A load that has begun: the pack is read, its transaction is open, nothing is checked.

    Attributes:
        cursor: the transaction.
        reading: what the pack is made of.
        files: the pack as it came.
        hashes: gives the SHA-256 of each file, once they are made.
        by: who loads it.
        folder: where it lies meanwhile.
        tell: is told what is being done.

    """

    cursor: Cursor
    reading: Reading
    files: Sequence[PackFile]
    hashes: Callable[[], list[str]]
    by: str
    folder: Path
    tell: "_Teller"


@contextmanager
def begun(
    database: Database,
    files: Sequence[PackFile],
    by: str | None,
    meanings: Meanings | None,
    progress: Progress | None,
) -> Iterator[Begun]:
    """Read a pack and open the transaction of its load; whatever is raised inside undoes it all.

    The arguments, and what is raised, are those of `load`.
    """
    by = by or account()
    with (
        told_if_full(database.path),
        folder_for_a_load(database.intake, by, [file.name for file in files]) as folder,
    ):
        tell = _Teller(progress)
        tell("Reading the files")
        reading = read_pack(
            files, Spool(folder), meanings=meanings, may_read=database.may_read, tell=tell
        )
        tell("Waiting for other loads to end")
        with _hashing(files) as hashes, database.writing() as cursor, tell.watching(cursor):
            yield Begun(cursor, reading, files, hashes, by, folder, tell)


_HASHED_AT_ONCE = 1_000_000
"""Bytes up to which files are hashed sooner than a thread for it is begun."""


@contextmanager
def _hashing(files: Sequence[PackFile]) -> Iterator[Callable[[], list[str]]]:
    """What gives the SHA-256 of each file; large ones are hashed meanwhile, in a thread."""
    if sum(file.size for file in files) <= _HASHED_AT_ONCE:
        yield lambda: [file.sha256 for file in files]
        return
    # Takes long to import, so only a large pack pays for it.
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as hashing:
        made = [hashing.submit(lambda file: file.sha256, file) for file in files]
        yield lambda: [each.result() for each in made]


class _Teller:
    """Tells whoever watches what is being done, and stops the load where they say so."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._doing = ""
        self._stopped = False

    def __call__(self, doing: str) -> None:
        self._doing = doing
        self._say(None)
        if self._stopped:
            raise StoppedError("Stopped; nothing was loaded.")

    def _say(self, part: float | None) -> None:
        if self._progress is not None and self._progress(self._doing, part) is False:
            self._stopped = True

    @contextmanager
    def watching(self, cursor: Cursor) -> Iterator[None]:
        """Tell of a cursor's long statements while they run, and interrupt them when stopped."""
        if self._progress is None:
            yield
            return
        done = threading.Event()
        # Without these DuckDB does not know how far it is; it is to print nothing itself.
        cursor.execute("set enable_progress_bar_print = false")
        cursor.execute("set enable_progress_bar = true")

        def watch() -> None:
            while not done.wait(0.2):
                part = cursor.query_progress()
                self._say(part / 100 if 0 <= part <= 100 else None)
                if self._stopped:
                    cursor.interrupt()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        except duckdb.InterruptException as error:
            if not self._stopped:
                raise
            raise StoppedError("Stopped; nothing was loaded.") from error
        finally:
            done.set()
            watcher.join()


def check_and_store(pack: Begun, *, replace: bool) -> Receipt:
    """Check a pack and store it in its transaction, which the caller ends.

    Args:
        pack: a load that has begun.
        replace: put its content in the place of other content that is loaded.

    Returns:
        the receipt: loaded, unchanged or refused; only the first has stored anything.

    Raises:
        IntakeError, StoppedError: as `load` does.

    """
    cursor, reading, files = pack.cursor, pack.reading, pack.files
    found = check(cursor, reading, pack.tell)
    if not found.counts and not found.tables:
        name = files[0].name if files else "the pack"
        wrong = problem("empty_file", name, "no rows", "load files with rows under the heading")
        found.add([wrong])
    different = 0
    if not found.counts:
        different, replacing = compare_parts(cursor, found.tables)
        if replacing:
            left = left_behind(cursor, reading, found.tables)
            found.add([*([] if replace else conflicts(cursor, reading, found.tables)), *left])

    def receipt(status: Status, upload: int | None = None) -> Receipt:
        return Receipt(
            status, upload, found.tables, reading.normalised, tuple(found.problems),
            found.inspections, found.counts, tuple(reading.guesses), tuple(reading.affected),
            read_as=tuple(reading.read_as),
        )  # fmt: skip

    if found.counts:
        return receipt("refused")
    if not different:
        return receipt("unchanged")
    pack.tell("Storing")
    described: list[dict[str, str | int]] = [
        {"name": file.name, "bytes": file.size, "sha256": hashed}
        for file, hashed in zip(files, pack.hashes(), strict=True)
    ]
    labels = Labels(pack.by, described, pack.folder.name)
    return receipt("loaded", store(cursor, reading, found, labels))
