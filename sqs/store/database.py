"""One DuckDB file, opened in one way: locked settings, a cursor a call, one writer."""

import errno
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

if sys.platform != "win32":
    import fcntl

from sqs.criteria import editions
from sqs.store.intake_folder import CutOff, clear_cut_off
from sqs.store.migrations import (
    MOST_QUESTIONS,
    ForeignFileError,
    NewerSchemaError,
    TooManyQuestionsError,
    migrate,
    record_editions,
)

Cursor = duckdb.DuckDBPyConnection

# SQL reaches no file but this one, those in its intake folder and those named when it was opened.
# Memory is kept small so that a pack of any size leaves room for the pages: what does not fit goes
# to a temporary file.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    # Else a name that is no table is looked for among Python's variables.
    "python_enable_replacements": "false",
    "memory_limit": "300MB",
    "threads": "2",
}


class DatabaseError(Exception):
    """The database cannot be opened; the message is one sentence with the way out."""


class NotWrittenError(Exception):
    """There was no room to write; nothing was changed. The message says so, with the way out."""


class Database:
    """An open database file: one root connection a process, a cursor for every call.

    A connection shared by threads silently hands one caller another's rows, so `reading` and
    `writing` each make a cursor of their own and close it.
    """

    def __init__(self, path: Path, *, create: bool = False, may_read: Sequence[Path] = ()) -> None:
        """Open the file, bring it to today's schema and lock its settings.

        Args:
            path: the file; ":memory:" is not offered, a test takes a file of its own.
            create: make a new file where there is none.
            may_read: other files that SQL may read, named by their full paths: a pack's on disk.

        Raises:
            DatabaseError: where the file is missing, locked, no database of ours or newer.

        """
        self.path = path
        self.intake = path.with_name(f"{path.name}.intake").resolve()
        self._may_read = frozenset(may_read)
        self._write_lock = threading.Lock()
        self._opening = threading.Lock()
        if not path.exists() and not create:
            raise DatabaseError(
                f"{path} does not exist. Run 'python -m sqs demo' for a demonstration database, "
                "or load a pack to begin one."
            )
        if path.is_dir():
            raise DatabaseError(f"{path} is a folder. Name the database file in it with --db.")
        if not path.parent.is_dir():
            raise DatabaseError(
                f"The folder {path.parent} does not exist. Make it, or choose another with --db."
            )
        self._root = self._open()
        self._broken = False

    def _open(self) -> Cursor:
        """Connect to the file and make it ready."""
        try:
            with _alone_where_a_file_is_begun(self.path):
                root = duckdb.connect(str(self.path), config=_SETTINGS)
        except duckdb.Error as error:
            raise DatabaseError(_why_not_opened(self.path, str(error))) from error
        try:
            with closing(root.cursor()) as cursor:
                migrate(cursor)
                with self._transaction(cursor):
                    record_editions(cursor, editions())
                self.cut_off = _cut_off(cursor, self.intake)
                _shut_off(cursor, [self.intake], sorted(self._may_read))
        except (NewerSchemaError, ForeignFileError, TooManyQuestionsError) as error:
            root.close()
            raise DatabaseError(_WHY[type(error)].format(path=self.path)) from error
        except BaseException:
            root.close()
            raise
        return root

    @contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        with self._opening:
            if self._broken:
                self._root.close()
                self._root = self._open()
                self._broken = False
            cursor = self._root.cursor()
        with closing(cursor):
            yield cursor

    @contextmanager
    def _transaction(self, cursor: Cursor) -> Iterator[None]:
        cursor.begin()
        try:
            yield
            cursor.commit()
        except duckdb.Error as error:
            # After a failed commit there is nothing left to roll back.
            with suppress(duckdb.Error):
                cursor.rollback()
            # DuckDB gives a file up that it could not write: it has to be opened anew.
            self._broken = isinstance(error, duckdb.FatalException)
            if self._broken or isinstance(error, duckdb.IOException):
                raise NotWrittenError(_not_written(self.path, str(error))) from error
            raise
        except BaseException:
            cursor.rollback()
            raise

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor that sees one state of the data from its first query to its last."""
        with self._cursor() as cursor, self._transaction(cursor):
            yield cursor

    @contextmanager
    def writing(self, *, data: bool = True) -> Iterator[Cursor]:
        """A cursor in one transaction, one writer at a time; adds one to the data version.

        Whatever is raised inside leaves the file as it was.

        Args:
            data: whether figures may change; what is written in letters changes none, and every
                page would read its figures again.

        """
        with self._write_lock, self._cursor() as cursor, self._transaction(cursor):
            yield cursor
            if data:
                cursor.execute("update store_state set data_version = data_version + 1")

    def may_read(self, path: Path) -> bool:
        """Whether SQL may read that file where it lies; `path` is a full path."""
        return path in self._may_read or path.is_relative_to(self.intake)

    def version(self) -> int:
        """The data version: one more after every change. Read it before the data it stamps."""
        with self._cursor() as cursor:
            return int(value(cursor, "select data_version from store_state"))

    def close(self) -> None:
        """Close the file, so that another program can open it."""
        self._root.close()

    def __enter__(self) -> "Database":
        """Use the database in a `with` block that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()


def value(cursor: Cursor, sql: str, parameters: object = None) -> Any:
    """The first column of the first row, or None where there is no row.

    Fetches to the end: a result left half read keeps a cursor from its next statement.
    """
    rows = cursor.execute(sql, parameters).fetchall()
    return rows[0][0] if rows else None


@contextmanager
def told_if_full(path: Path) -> Iterator[None]:
    """Say in a sentence that there is no room beside a database for what is being written there.

    Raises:
        NotWrittenError: with that sentence.

    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EIO):
            raise NotWrittenError(_not_written(path, error.strerror or str(error))) from error
        raise


def _not_written(path: Path, error: str) -> str:
    first = error.splitlines()[0]
    return (
        f"{path} cannot be written ({first}). Nothing was changed. Look for room on the disk, then "
        "do it again."
    )


_WHY: dict[type[Exception], str] = {
    NewerSchemaError: (
        "{path} was written by a newer version of SQS. Update SQS, or choose another file "
        "with --db."
    ),
    ForeignFileError: ("{path} is not a database of SQS. Choose another file with --db."),
    TooManyQuestionsError: (
        f"{{path}} can hold the answers to {MOST_QUESTIONS} questions, and the criteria files have "
        "asked more. Begin another database with --db."
    ),
}


def _cut_off(cursor: Cursor, intake: Path) -> list[CutOff]:
    """The loads that were cut off since the file was last open, each with what became of it."""
    return [
        replace(
            each,
            upload=value(
                cursor, "select upload from recorded.uploads where intake = ?", [each.name]
            ),
        )
        for each in clear_cut_off(intake)
    ]


def _shut_off(cursor: Cursor, folders: Sequence[Path], files: Sequence[Path]) -> None:
    """Shut off every other file, and the setting of settings. The order matters to DuckDB."""
    for setting, paths in (("allowed_directories", folders), ("allowed_paths", files)):
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        cursor.execute(f"set {setting} = [{listed}]")
    # How far a statement is can be asked only where a cursor says so for itself.
    cursor.execute("set allowed_configs = ['enable_progress_bar', 'enable_progress_bar_print']")
    cursor.execute("set enable_external_access = false")
    cursor.execute("set lock_configuration = true")


@contextmanager
def _alone_where_a_file_is_begun(path: Path) -> Iterator[None]:
    """Let no two programs begin the same database at once: the second waits, and finds it begun.

    DuckDB looks whether there is a file, makes it, locks it and fills it, in this order. Else a
    program that comes between finds an empty file and takes it for no database; and one that
    looked early and is slow to go on begins the file anew over what was stored in the meantime.
    """
    if sys.platform == "win32":  # has files that are open to one program from the start
        yield
        return
    try:
        begun = path.stat().st_size > 0
    except OSError:
        begun = False
    if begun:
        yield
        return
    with ExitStack() as held:
        # A folder's lock leaves no file behind, and ends with the program. A lock on the file
        # itself would not do: giving it up would give up DuckDB's own.
        with suppress(OSError):  # as on some network folders: DuckDB's lock is all there is then
            folder = os.open(path.resolve().parent, os.O_RDONLY)
            held.callback(os.close, folder)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield


def _why_not_opened(path: Path, error: str) -> str:
    if "lock" in error.lower():
        holder = re.search(r"PID (\d+)", error)
        who = f" (process {holder[1]})" if holder else ""
        return (
            f"{path} is in use by another program{who}, most likely the app. "
            "Close it, then run this again."
        )
    if "not a valid DuckDB" in error:
        return _WHY[ForeignFileError].format(path=path)
    if "version number" in error:
        return (
            f"{path} was written by a newer version of DuckDB. Update SQS, or choose another "
            "file with --db."
        )
    first = error.splitlines()[0]
    return f"{path} cannot be opened ({first}). Check the file and its folder, or choose another."
