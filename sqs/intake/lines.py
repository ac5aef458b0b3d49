"""Lines of a large file that is read where it lies: whether it is plain, and where records begin.

Both look at bytes alone, a few hundred megabytes a second. A line break ends a record where the
number of quotation marks before it is even: so it is in every file whose marks stand round cells,
doubled inside them. A file with others is read record by record instead.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy import int64

_CHUNK = 1 << 24


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def is_plain(path: Path) -> bool:
    """Whether the file is UTF-8 without NULs, its line breaks all of one kind DuckDB knows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending = False  # a carriage return at the end of the chunk before
    plain_breaks = carriage_breaks = 0
    try:
        for chunk in _chunks(path):
            if b"\0" in chunk or (pending and not chunk.startswith(b"\n")):
                return False
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
            returns, pairs = chunk.count(b"\r"), chunk.count(b"\r\n")
            ends = chunk.endswith(b"\r")
            pairs += pending
            if returns + pending != pairs + ends:
                return False
            carriage_breaks += pairs
            plain_breaks += chunk.count(b"\n") - pairs
            pending = ends
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not pending and not (plain_breaks and carriage_breaks)


class Records:
    """Where the records of a file begin, as bytes and as lines.

    Attributes:
        starts: the byte at which each record begins, the heading first; empty lines are none.
        lines: the line on which it begins, as a text editor counts.

    """

    def __init__(self, path: Path) -> None:
        import numpy as np

        self._path = path
        starts: list[npt.NDArray[int64]] = []
        lines: list[npt.NDArray[int64]] = []
        marks = breaks = at = 0
        for chunk in _chunks(path):
            data = np.frombuffer(chunk, np.uint8)
            ends = np.flatnonzero(data == ord("\n"))
            quotes = np.flatnonzero(data == ord('"'))
            outside = (np.searchsorted(quotes, ends) + marks) % 2 == 0
            starts.append(ends[outside].astype(np.int64) + at + 1)
            lines.append(np.flatnonzero(outside).astype(np.int64) + breaks + 2)
            marks += len(quotes)
            breaks += len(ends)
            at += len(chunk)
        first = np.zeros(1, np.int64)
        begins = np.concatenate([first, *starts])
        on_line = np.concatenate([first + 1, *lines])
        lengths = np.diff(np.append(begins, at))
        # A record is more than its line break.
        some = lengths > 2
        short = np.flatnonzero(~some & (lengths > 0))
        if len(short):
            with path.open("rb") as stream:
                for place in short:
                    stream.seek(int(begins[place]))
                    some[place] = bool(stream.read(int(lengths[place])).strip(b"\r\n"))
        self.starts: npt.NDArray[int64] = begins[some]
        self.lines: npt.NDArray[int64] = on_line[some]

    def __len__(self) -> int:
        """How many records, the heading among them."""
        return len(self.starts)

    def cells_at(self, places: Sequence[int], delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """The line and the cells of the records that begin at, or hold, these bytes."""
        import numpy as np

        found = np.searchsorted(self.starts, np.asarray(places), side="right") - 1
        with self._path.open("rb") as stream:
            for place, nth in zip(places, found, strict=True):
                # DuckDB counts an empty line before a record as part of it.
                nth += self._is_break(stream, place)
                begin = int(self.starts[nth])
                end = int(self.starts[nth + 1]) if nth + 1 < len(self.starts) else None
                stream.seek(begin)
                text = stream.read(-1 if end is None else end - begin).decode()
                cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
                yield int(self.lines[nth]), cells

    def _is_break(self, stream: BinaryIO, place: int) -> bool:
        stream.seek(place)
        return stream.read(1) in (b"\n", b"\r")

    def lines_without(self, places: Sequence[int]) -> list[int]:
        """The lines of all records but the heading and those at these bytes."""
        import numpy as np

        kept = np.ones(len(self.starts), bool)
        kept[0] = False
        with self._path.open("rb") as stream:
            for place in places:
                nth = int(np.searchsorted(self.starts, place, side="right")) - 1
                kept[nth + self._is_break(stream, place)] = False
        return [int(line) for line in self.lines[kept]]
