"""Lines of a large file that is read where it lies: whether it is plain, and where records begin.

Both look at bytes alone, some hundred megabytes a second, and keep a few of them in memory. A line
break ends a record where the number of quotation marks before it is even: so it is in every file
whose marks stand round cells, doubled inside them. A file with others is read record by record.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy import int64

    Numbers = npt.NDArray[int64]

_CHUNK = 1 << 22
_RETURN, _BREAK, _MARK = b'\r\n"'


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def is_plain(path: Path) -> bool:
    """Whether the file has no NUL, and line breaks all of one kind that DuckDB knows.

    That it is UTF-8 shows when DuckDB reads it.
    """
    pending = False  # a carriage return at the end of the chunk before
    plain_breaks = carriage_breaks = False
    for chunk in _chunks(path):
        if b"\0" in chunk or (pending and not chunk.startswith(b"\n")):
            return False
        if not pending and b"\r" not in chunk:
            plain_breaks = True
            continue
        pairs = chunk.count(b"\r\n") + pending
        ends = chunk.endswith(b"\r")
        if chunk.count(b"\r") + pending != pairs + ends:
            return False
        carriage_breaks = True
        plain_breaks |= chunk.count(b"\n") > pairs
        pending = ends
    return not pending and not (plain_breaks and carriage_breaks)


def _records(path: Path) -> Iterator[tuple["Numbers", "Numbers"]]:
    """The byte and the line at which each record begins, chunk by chunk; empty lines are none."""
    import numpy as np

    marks = breaks = at = 0
    begins, on_line = np.zeros(1, np.int64), np.ones(1, np.int64)
    for chunk in _chunks(path):
        data = np.frombuffer(chunk, np.uint8)
        ends = np.flatnonzero(data == _BREAK)
        quotes = np.flatnonzero(data == _MARK)
        outside = (np.searchsorted(quotes, ends) + marks) % 2 == 0
        begins = np.concatenate([begins, ends[outside] + (at + 1)])
        on_line = np.concatenate([on_line, np.flatnonzero(outside) + (breaks + 2)])
        here = begins < at + len(chunk)
        first = data[begins[here] - at]
        text = (first != _BREAK) & (first != _RETURN)
        yield begins[here][text], on_line[here][text]
        begins, on_line = begins[~here], on_line[~here]
        marks += len(quotes)
        breaks += len(ends)
        at += len(chunk)


def lines_of(path: Path, records: "Numbers") -> "Numbers":
    """The lines on which records begin, as a text editor counts.

    Args:
        path: a plain file.
        records: numbers of records in rising order; the heading is 0.

    """
    import numpy as np

    found, before = [], 0
    for _, lines in _records(path):
        low, high = np.searchsorted(records, [before, before + len(lines)])
        found.append(lines[records[low:high] - before])
        before += len(lines)
    return np.concatenate(found)


def records_at(path: Path, places: Sequence[int]) -> tuple["Numbers", "Numbers"]:
    """The records to which the bytes at these places belong: their numbers, rising, and lines.

    An empty line belongs to the record that follows it: so DuckDB counts.
    """
    import numpy as np

    with path.open("rb") as stream:
        inside = np.sort(np.asarray([_first_of_text(stream, place) for place in places], np.int64))
    found, on_line, before, done = [], [], 0, 0
    last = np.ones(1, np.int64)  # the line of the last record before the chunk
    for begins, lines in _records(path):
        if len(begins):
            upto = int(np.searchsorted(inside, begins[-1], side="right"))
            here = np.searchsorted(begins, inside[done:upto], side="right")
            found.append(here - 1 + before)
            on_line.append(np.concatenate([last, lines])[here])
            done, last = upto, lines[-1:]
        before += len(begins)
    after = len(inside) - done
    found.append(np.full(after, before - 1))
    on_line.append(np.repeat(last, after))
    return np.concatenate(found), np.concatenate(on_line)


def _first_of_text(stream: BinaryIO, place: int) -> int:
    stream.seek(place)
    ahead = stream.read(256)
    return place + len(ahead) - len(ahead.lstrip(b"\r\n"))


def cells_at(path: Path, places: Sequence[int], delimiter: str) -> list[list[str]]:
    """The cells of the records that begin at these bytes, or after empty lines there."""
    found = []
    with path.open("rb") as stream:
        for place in places:
            stream.seek(_first_of_text(stream, place))
            lines = (line.decode("utf-8", errors="replace") for line in stream)
            found.append(next(csv.reader(lines, delimiter=delimiter), []))
    return found


def records_read(rows: "Numbers", rejected: "Numbers") -> "Numbers":
    """The numbers of the records that DuckDB reads as its first, second, third row.

    Args:
        rows: numbers of rows, from 1.
        rejected: numbers of the records that it passes over, in rising order.

    """
    import numpy as np

    accepted_before = rejected - np.arange(len(rejected))
    return rows + np.searchsorted(accepted_before, rows, side="right")
