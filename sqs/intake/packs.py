"""What a pack is made of: files as they came, and the files inside their zips."""

import hashlib
import io
import lzma
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sqs.intake.problems import Problem, problem

MOST_BYTES = 1_000_000_000
"""Bytes of a file, or of a zip's files together once they are unpacked."""

MOST_MEMBERS = 1000
"""Files in one zip."""

_DENSEST = 300
_SMALL = 20_000_000
"""A member of a zip larger than this may not unpack to more than so many times its size: text
shrinks by twenty at the most, what was made to do harm by a thousand."""

_DENSE = "a zip that unpacks to far more than it holds"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file as it came: the name its owner gave it, and its bytes or where they lie."""

    name: str
    data: bytes | Path

    def __post_init__(self) -> None:
        """A name that is no Unicode could be neither stored nor printed."""
        known = self.name.encode("utf-8", "replace").decode("utf-8")
        object.__setattr__(self, "name", known)

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.data.stat().st_size if isinstance(self.data, Path) else len(self.data)

    def open(self) -> BinaryIO:
        """Its bytes from the beginning."""
        return self.data.open("rb") if isinstance(self.data, Path) else io.BytesIO(self.data)

    def head(self, length: int) -> bytes:
        """Its first bytes."""
        with self.open() as stream:
            return stream.read(length)

    def whole(self) -> bytes:
        """All its bytes at once; for what is known to be small."""
        return self.data.read_bytes() if isinstance(self.data, Path) else self.data

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


@dataclass(slots=True)
class Unpacked:
    """The files of a pack after zips are opened, what could not be, and what was left out."""

    files: list[PackFile]
    problems: list[Problem]
    left_out: int = 0


def unpack(files: Sequence[PackFile], keep: Callable[[], Path] | None = None) -> Unpacked:
    """Open every zip of a pack; files of the same name are told apart by their paths or a number.

    Args:
        files: the pack as it came.
        keep: gives a new path at each call, at which an unpacked file may be kept; without it
            they are kept in memory.

    """
    out = Unpacked([], [])
    taken: set[str] = set()
    for file in files:
        if file.size > MOST_BYTES:
            out.problems.append(too_large(file.name))
            continue
        for member in _members(file, keep, out):
            name, times = member.name, 1
            while name in taken:
                times += 1
                name = f"{member.name} ({times})"
            taken.add(name)
            out.files.append(PackFile(name, member.data))
    return out


def too_large(name: str, what: str = "more than 1 GB") -> Problem:
    """The problem of a file that is larger than any pack needs."""
    return problem("too_large", name, what, "load the pack in parts of at most 1 GB each")


def holds_workbook(file: PackFile) -> bool:
    """Whether a file is an Office or OpenDocument file, by what it has inside."""
    if file.head(4) == b"\xd0\xcf\x11\xe0":
        return True
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except _DAMAGED:
        return False
    return not names.isdisjoint({"[Content_Types].xml", "mimetype"})


def _is_zip(file: PackFile) -> bool:
    return file.head(2) == b"PK" or file.name.lower().endswith(".zip")


class _RefusedZipError(Exception):
    """A zip that is not opened; carries its problem."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


def _members(file: PackFile, keep: Callable[[], Path] | None, out: Unpacked) -> list[PackFile]:
    if not _is_zip(file):
        return [file]
    try:
        _refuse_crowd(file)
        if holds_workbook(file):
            return [file]
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            everything = [info for info in archive.infolist() if not info.is_dir()]
            inside = [info for info in everything if not _of_the_system(info.filename)]
            out.left_out += len(everything) - len(inside)
            _refuse_harm(file, everything)
            return list(_extracted(archive, inside, file.name, keep))
    except _RefusedZipError as refused:
        out.problems.append(refused.problem)
    except _DAMAGED:
        out.problems.append(
            problem(
                "not_csv", file.name, "a zip that is damaged or cannot be opened",
                "make the zip again without a password, or load the CSV files themselves",
            )
        )  # fmt: skip
    return []


_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError,
    UnicodeError, NotImplementedError,
)  # fmt: skip
"""What the zipfile module raises for a zip that it cannot read, a password among the reasons."""


def _refuse_crowd(file: PackFile) -> None:
    """Refuse a list of more members than a pack needs, before it is read: it would fill memory."""
    crowd = 0
    with file.open() as stream:
        while chunk := stream.read(_CHUNK):
            crowd += chunk.count(b"PK\x01\x02")
            if crowd > 10 * MOST_MEMBERS:
                raise _RefusedZipError(_crowded(file.name, f"more than {10 * MOST_MEMBERS:,}"))


def _crowded(name: str, many: str) -> Problem:
    return problem(
        "too_large", name, f"a zip of {many} files", f"a zip holds at most {MOST_MEMBERS:,} files"
    )


def _refuse_harm(file: PackFile, inside: list[zipfile.ZipInfo]) -> None:
    """Refuse, by the zip's own list, what would fill a disk or is no plain file."""
    if len(inside) > MOST_MEMBERS:
        raise _RefusedZipError(_crowded(file.name, f"{len(inside):,}"))
    dense = any(i.file_size > max(_SMALL, _DENSEST * i.compress_size) for i in inside)
    # Members that share their bytes unpack to more than there is.
    places = {info.header_offset for info in inside}
    shared = len(places) < len(inside) or sum(i.compress_size for i in inside) > file.size
    if sum(info.file_size for info in inside) > MOST_BYTES or dense or shared:
        raise _RefusedZipError(too_large(file.name, _DENSE))
    for info in inside:
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _RefusedZipError(
                problem(
                    "not_csv", file.name, f"a link in the zip ({info.filename[:60]!r})",
                    "put the file itself into the zip",
                )
            )  # fmt: skip


def _extracted(
    archive: zipfile.ZipFile, inside: list[zipfile.ZipInfo], zip_name: str,
    keep: Callable[[], Path] | None,
) -> Iterator[PackFile]:  # fmt: skip
    """Each member under its own name, never at a path that the zip says."""
    names = [PurePosixPath(info.filename.replace("\\", "/")).name for info in inside]
    times = Counter(names)
    left = MOST_BYTES
    for name, info in zip(names, inside, strict=True):
        if not _stays_inside(info.filename):
            raise _RefusedZipError(
                problem(
                    "not_csv", zip_name, f"a file at a path of its own ({info.filename[:60]!r})",
                    "make the zip again from the files themselves",
                )
            )  # fmt: skip
        own = name if times[name] == 1 else info.filename
        target = keep() if keep else None
        with archive.open(info) as source, target.open("wb") if target else io.BytesIO() as copy:
            while chunk := source.read(_CHUNK):
                left -= len(chunk)
                copy.write(chunk)
                if left < 0 or copy.tell() > info.file_size:
                    raise _RefusedZipError(too_large(zip_name, _DENSE))
            yield PackFile(own, target or copy.getvalue())  # type: ignore[union-attr]


def _stays_inside(path: str) -> bool:
    """Whether a member's path leads nowhere but into the folder where its zip is unpacked."""
    parts = PurePosixPath(path.replace("\\", "/"))
    return not (parts.is_absolute() or ".." in parts.parts or re.match("[A-Za-z]:", path))


def _of_the_system(path: str) -> bool:
    """Whether a system or Office put that file beside the sheets: .DS_Store, ~$answers.csv."""
    return any(
        part.startswith((".", "~$")) or part.lower() in ("__macosx", "thumbs.db", "desktop.ini")
        for part in PurePosixPath(path.replace("\\", "/")).parts
        if part not in (".", "..")
    )
