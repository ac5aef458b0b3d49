"""Bytes to characters: which encoding a file is in, found out without reading it all at once."""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from sqs.intake.packs import PackFile

SHOWN_AT_MOST = 20
"""Cells shown of a file whose encoding had to be guessed."""

_CHUNK = 1 << 20
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # what Windows-1252 has no letter for
_IN_UTF_8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_AFFECTED = re.compile(r"[^,;\t\r\n]*[^\x00-\x7f][^,;\t\r\n]*")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ADVICE = "save the sheet as CSV UTF-8 and load that"


class UnreadableError(Exception):
    """A file's bytes are no text; the attributes are those of the problem."""

    def __init__(self, rule: str, found: str, line: int) -> None:
        super().__init__(found)
        self.rule = rule
        self.found = found
        self.allowed = _ADVICE
        self.line = line


@dataclass(frozen=True, slots=True)
class Text:
    """A file as characters.

    Attributes:
        stream: its text, line breaks as they stand.
        encoding: the encoding as people name it.
        guessed: whether nothing in the file says so.
        affected: (line, cell) of cells that a wrong guess would spoil, the first of them.

    """

    stream: TextIO
    encoding: str
    guessed: bool = False
    affected: tuple[tuple[int, str], ...] = ()


@contextmanager
def decoded(file: PackFile, *, to_show: bool = False) -> Iterator[Text]:
    """A file's text: UTF-8, UTF-16 or UTF-32, else Windows-1252.

    Args:
        file: what to read.
        to_show: put � for characters that cannot be read, in place of refusing the file.

    Raises:
        UnreadableError: where it is none of them, or no text at all.

    """
    with file.open() as raw:
        codec = _marked(raw)
        guessed = False
        if codec in (None, "utf-8-sig"):
            broken = _first_broken_line(raw)
            guessed = broken is not None and codec is None
            if broken is not None and not to_show:
                _refuse_undefined(raw, broken, guessed=guessed)
        elif not to_show:
            _refuse_broken(raw, codec)
        affected = tuple(_affected(raw)) if guessed else ()
        raw.seek(0)
        codec = "cp1252" if guessed else codec or "utf-8"
        errors = "replace" if to_show else "strict"
        stream = io.TextIOWrapper(raw, encoding=codec, errors=errors, newline="")
        yield Text(stream, "Windows-1252" if guessed else "Unicode", guessed, affected)


def _marked(raw: BinaryIO) -> str | None:
    """The encoding a mark at the beginning names, or that NULs at every other byte give away."""
    head = raw.read(4096)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    even, odd = head[0::2], head[1::2]
    if len(head) > 3 and b"\0" in head:
        if odd.count(0) > 0.8 * len(odd) and not even.count(0):
            return "utf-16-le"
        if even.count(0) > 0.8 * len(even) and not odd.count(0):
            return "utf-16-be"
    return None


def _chunks(raw: BinaryIO) -> Iterator[bytes]:
    raw.seek(0)
    while chunk := raw.read(_CHUNK):
        yield chunk


def _first_broken_line(raw: BinaryIO) -> int | None:
    """The line of the first byte that is not UTF-8, or None.

    Raises:
        UnreadableError: at a NUL, which no text has.

    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, broken = 1, None
    for chunk in _chunks(raw):
        if (at := chunk.find(b"\0")) >= 0:
            where = line + chunk.count(b"\n", 0, at)
            raise UnreadableError("not_csv", "bytes that are no text", where)
        if broken is None:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                # A letter may have begun in the chunk before; a line never ends inside one.
                broken = line + error.object[: error.start].count(b"\n")
        line += chunk.count(b"\n")
    if broken is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            broken = line
    return broken


def _refuse_undefined(raw: BinaryIO, broken: int, *, guessed: bool) -> None:
    """Refuse what is no Windows-1252 either: it has a letter for nearly every byte, not for all.

    A file with letters in UTF-8 as well is UTF-8 that was spoilt: read as Windows-1252, each of
    them would become two others.
    """
    if not guessed or any(
        _UNDEFINED.search(chunk) or _IN_UTF_8.search(chunk) for chunk in _chunks(raw)
    ):
        raise UnreadableError("encoding", "characters that are not UTF-8", broken)


def _refuse_broken(raw: BinaryIO, codec: str) -> None:
    """Broken UTF-16 must not pass for Windows-1252."""
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    try:
        for chunk in _chunks(raw):
            text = decoder.decode(chunk)
            if "\0" in text:
                where = line + text.count("\n", 0, text.index("\0"))
                raise UnreadableError("not_csv", "bytes that are no text", where)
            line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # Counted in bytes of the chunk, so that the line is that of the break or the one before.
        where = line + error.object[: error.start].decode(codec, "ignore").count("\n")
        raise UnreadableError("encoding", "characters that are not UTF-8", where) from error


def _affected(raw: BinaryIO) -> Iterator[tuple[int, str]]:
    raw.seek(0)
    shown = 0
    for line, text in enumerate(raw, start=1):
        if text.isascii():
            continue
        for cell in _AFFECTED.findall(text.decode("cp1252", "replace")):
            yield line, cell.strip('" ')[:80]
            shown += 1
            if shown == SHOWN_AT_MOST:
                return
