"""The folder beside a database in which packs lie while they are loaded, and what a crash leaves.

Each load has a folder of its own with a note of who loads what. A folder that is still there when
the database is opened belongs to a load that was cut off: by a crash, a power cut, a kill. Files
that are kept before a load and after it have folders of another name, of which nothing is told.
"""

import json
import os
import shutil
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_NOTE = "load.json"
_KEPT = "kept-"


def _new_name() -> str:
    # As good as uuid's, which takes longer to import.
    return os.urandom(16).hex()


@dataclass(frozen=True, slots=True)
class CutOff:
    """A load that was cut off.

    Attributes:
        name: of its folder; an upload that was stored all the same bears it.
        at: when it began, UTC; None where its note is not whole.
        by, files: who loaded what.
        upload: the number of the upload, where it was stored in time; else nothing of it was.

    """

    name: str
    at: datetime | None
    by: str
    files: tuple[str, ...]
    upload: int | None = None

    @property
    def sentence(self) -> str:
        """What was found, for whoever opens the database next."""
        files = ", ".join(self.files[:3]) + " and others" * (len(self.files) > 3)
        when = f" on {self.at.day} {self.at:%B %Y at %H:%M} UTC" if self.at else ""
        what = f"The load of {files or 'some files'} by {self.by}{when} was cut off"
        if self.upload is None:
            return f"{what}: nothing of it was stored. Load the files again."
        return f"{what} after all of it was stored, as upload {self.upload}. Nothing is to be done."


@contextmanager
def folder_for_a_load(intake: Path, by: str, files: Sequence[str]) -> Iterator[Path]:
    """A new folder for one load, with its note; gone again afterwards.

    Raises:
        OSError: where it cannot be made, on a full disk for one.

    """
    folder = intake / _new_name()
    try:
        _make(folder)
        note = {"at": datetime.now(UTC).replace(tzinfo=None).isoformat(), "by": by}
        text = json.dumps({**note, "files": list(files)})
        (folder / _NOTE).write_text(text, encoding="utf-8")
        yield folder
    finally:
        _remove(folder)


class KeptFiles:
    """Paths for files that are kept until they are removed, or else as long as this object is."""

    def __init__(self, intake: Path) -> None:
        """Take the folder beside the database; nothing is made until a path is asked for."""
        self._folder = intake / f"{_KEPT}{_new_name()}"
        self._kept = 0
        # Called with the last reference, and at the end of the program.
        self.remove = weakref.finalize(self, _remove, self._folder)

    def new_path(self) -> Path:
        """A path at which nothing lies yet.

        Raises:
            OSError: where its folder cannot be made, on a full disk for one.

        """
        if not self._kept:
            _make(self._folder)
        self._kept += 1
        return self._folder / str(self._kept)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except FileNotFoundError:  # another load, just ended, has taken the empty parent away
        folder.mkdir(parents=True)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # others are in use
        folder.parent.rmdir()


def clear_cut_off(intake: Path) -> list[CutOff]:
    """Clear the folders of loads that were cut off, and say whose they were."""
    found = []
    for folder in sorted(intake.iterdir()) if intake.is_dir() else []:
        if folder.name.startswith(_KEPT):
            shutil.rmtree(folder, ignore_errors=True)
            continue
        try:
            note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
            at = datetime.fromisoformat(note["at"])
            found.append(CutOff(folder.name, at, note["by"], tuple(note["files"])))
        except (OSError, ValueError, KeyError, TypeError):
            found.append(CutOff(folder.name, None, "somebody", ()))
        shutil.rmtree(folder, ignore_errors=True)
    return found
