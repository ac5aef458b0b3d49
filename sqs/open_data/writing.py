"""Writing a folder of files whole, or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sqs.open_data.package import DESCRIPTOR, NAME


class FolderError(Exception):
    """The folder cannot be written to; the message is one sentence that says why."""


def check_folder(folder: Path) -> None:
    """See that a pack may be written there: a new folder, an empty one, or an earlier export's.

    Raises:
        FolderError: with a sentence, where it may not.

    """
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder} is a file; name a folder for the pack.")
    if not folder.resolve().parent.is_dir():
        raise FolderError(f"{folder} cannot be made: {folder.parent} does not exist.")
    if not folder.exists():
        return
    found = sorted(path.name for path in folder.iterdir())
    if strangers := [name for name in found if name not in _exported(folder)]:
        raise FolderError(
            f"{folder} is not empty: '{strangers[0]}' is not of an earlier export. Name a new "
            "folder, or empty this one."
        )


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files in the folder, in place of an earlier export; all of them or none.

    Raises:
        FolderError: where it cannot be written; it is then as it was.

    """
    check_folder(folder)
    target = folder.resolve()
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise FolderError(f"{folder} cannot be written ({error.strerror}).") from error
    try:
        new, old = made / "new", made / "old"
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise FolderError(
            f"{folder} cannot be written ({error.strerror}). Nothing was changed."
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _exported(folder: Path) -> set[str]:
    """The names of an earlier export's files; none where there is no such export."""
    try:
        described = json.loads((folder / DESCRIPTOR).read_bytes())
        if described["name"] != NAME:
            return set()
        return {DESCRIPTOR, *(os.fspath(each["path"]) for each in described["resources"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
