"""A pack into the store: read, checked and stored in one transaction or not at all; a receipt."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import duckdb

from sqs.intake.answer_sets import asked
from sqs.intake.checking import Checked, check
from sqs.intake.headings import Guess, Meanings, ReadAs
from sqs.intake.history import account
from sqs.intake.packs import PackFile
from sqs.intake.problems import LISTED_AT_MOST, Problem, problem
from sqs.intake.reading import AffectedCell, Reading, Spool, read_pack
from sqs.intake.storing import (
    Labels,
    compare_parts,
    conflicts,
    quotes_left_behind,
    store,
)
from sqs.intake.tables import TABLES
from sqs.store.database import Cursor, Database
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


class _RefusedError(Exception):
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
    by = by or account()
    names = [file.name for file in files]
    try:
        with (
            folder_for_a_load(database.intake, by, names) as folder,
            ThreadPoolExecutor(1) as hashing,
        ):
            tell = _Teller(progress)
            tell("Reading the files")
            reading = read_pack(
                files, Spool(folder), meanings=meanings, may_read=database.may_read, tell=tell
            )
            hashes = [hashing.submit(lambda file: file.sha256, file) for file in files]
            tell("Waiting for other loads to end")
            with database.writing() as cursor, tell.watching(cursor):
                return _load(cursor, reading, files, hashes, dry_run, replace, by, folder, tell)
    except _RefusedError as refused:
        return refused.receipt


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


def _load(
    cursor: Cursor,
    reading: Reading,
    files: Sequence[PackFile],
    hashes: Sequence["Future[str]"],
    dry_run: bool,
    replace: bool,
    by: str,
    folder: Path,
    tell: _Teller,
) -> Receipt:
    found = check(cursor, reading, tell)
    if not found.counts and not found.tables:
        name = files[0].name if files else "the pack"
        wrong = problem("empty_file", name, "no rows", "load files with rows under the heading")
        found.add([wrong])
    different = 0
    if not found.counts:
        different, replacing = compare_parts(cursor, found.tables)
        if replacing:
            left = quotes_left_behind(cursor, reading, found.tables)
            found.add([*([] if replace else conflicts(cursor, reading, found.tables)), *left])
    inspections = _inspections(cursor, found)

    def receipt(status: Status, upload: int | None = None) -> Receipt:
        return Receipt(
            status, upload, found.tables, reading.normalised, tuple(found.problems), inspections,
            found.counts, tuple(reading.guesses), tuple(reading.affected), tuple(reading.read_as),
        )  # fmt: skip

    if found.counts:
        raise _RefusedError(receipt("refused"))
    if not different:
        raise _RefusedError(receipt("checked" if dry_run else "unchanged"))
    tell("Storing")
    described: list[dict[str, str | int]] = [
        {"name": file.name, "bytes": file.size, "sha256": hashed.result()}
        for file, hashed in zip(files, hashes, strict=True)
    ]
    upload = store(cursor, reading, found.tables, asked(cursor), Labels(by, described, folder.name))
    if dry_run:
        # Only now: what cannot be stored must not pass. The transaction is rolled back.
        raise _RefusedError(receipt("checked"))
    return receipt("loaded", upload)


def _inspections(cursor: Cursor, found: Checked) -> tuple[str, ...]:
    """The inspections of which the pack has any rows."""
    tables = {name: f"staged_{name}" for name in TABLES if "inspection_id" in TABLES[name].headings}
    tables["answers"] = "staged_answer_sets"
    named = [
        f"select inspection_id from {table} where inspection_id is not null"  # noqa: S608  our own
        for name, table in tables.items()
        if name in found.tables
    ]
    if not named:
        return ()
    rows = cursor.execute(f"{' union '.join(named)} order by 1").fetchall()
    return tuple(inspection_id for (inspection_id,) in rows)
