"""The Bedfordshire pack, spoilt by chance: from a byte turned over to a column lost."""

import csv
import io
from collections.abc import Callable
from random import Random

from packs import Pack, text_of, zipped

from sqs.intake.packs import PackFile

NASTY = (
    b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\x1a", b"\xff", b"\xc3",
    b"\x81", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xa0", b"\\", b"'", b"=1+1", b"yes", b"Maybe",
    b"N/A", b"not relevant", b"BED14-01", b"-1", b"99999999999999999999", b"1e309", b"2014-13-45",
    b"31/02/2014", b"John Smith", b"not_done;", b"x" * 5000, b"\xff\xfe\xe9\0", b"%s{{}}<b>",
)  # fmt: skip
HARMLESS = (
    "Y", "N", "n/a", " yes ", "NO", "not  relevant", "\u00a0", "yes\r\n", "1.0", "17/11/2014",
)  # fmt: skip

Table = list[list[str]]


def spoilt(pack: Pack, random: Random) -> list[PackFile]:
    """The pack with one to three things wrong or odd; the same for the same seed."""
    files = pack.files()
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        at = random.randrange(len(files))
        name, data = files[at].name, files[at].data
        how = random.choice((_in_bytes, _in_lines, _in_cells, _in_cells, _in_whole))
        files[at] = PackFile(name, how(data, random))
    odd = random.randrange(12)
    if odd == 0:
        return [zipped(files)]
    if odd == 1:
        del files[random.randrange(len(files))]
    if odd == 2:
        files.append(random.choice(files))
    random.shuffle(files)
    return files


def _in_bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    match random.choice(["flip", "cut", "add", "add", "add", "end"]):
        case "flip":
            return (
                data[:at]
                + bytes(b ^ 1 << random.randrange(8) for b in data[at : at + 1])
                + (data[at + 1 :])
            )
        case "cut":
            return data[:at] + data[at + random.randint(1, 30) :]
        case "add":
            return data[:at] + random.choice(NASTY) + data[at:]
        case _:
            return data[:at]


def _in_lines(data: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.choice(["swap", "swap", "twice", "lost", "blank"]):
        case "swap":
            lines[one], lines[other] = lines[other], lines[one]
        case "twice":
            lines.insert(other, lines[one])
        case "lost":
            del lines[one]
        case _:
            lines.insert(one, random.choice((b"\n", b",,,\n", b" \t\n")))
    return b"".join(lines)


def _in_cells(data: bytes, random: Random) -> bytes:
    try:
        table = list(csv.reader(io.StringIO(data.decode(), newline="")))
        row = random.choice([row for row in table if row])
    except (UnicodeDecodeError, csv.Error, IndexError):
        return data  # spoilt already
    at = random.randrange(len(row))
    match random.choice(["swap", "blank", "nasty", "harmless", "harmless", "column", "column"]):
        case "swap":
            other = random.choice([row for row in table if row])
            to = random.randrange(len(other))
            row[at], other[to] = other[to], row[at]
        case "blank":
            row[at] = ""
        case "nasty":
            row[at] = random.choice(NASTY).decode("cp1252", "replace")
        case "harmless":
            row[at] = random.choice((row[at].upper(), f" {row[at]}", *HARMLESS))
        case _:
            _move_column(table, at, random)
    return text_of(tuple(map(tuple, table))).encode()


def _move_column(table: Table, at: int, random: Random) -> None:
    to = random.choice((None, 0, 0, 1, at))
    for row in table:
        if at < len(row):
            cell = row[at] if to == at else row.pop(at)
            if to is not None:
                row.insert(to, cell)


def _in_whole(data: bytes, random: Random) -> bytes:
    ways: tuple[Callable[[str], bytes], ...] = (
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("cp1252", "replace"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "|").encode(),
        lambda text: text.upper().encode(),
        lambda text: (text + text).encode(),
        lambda text: ("\n" * random.randrange(9) + text + "\n,,\n").encode(),
        lambda text: text.replace("\n", ",\n").encode(),
    )
    return random.choice(ways)(data.decode("utf-8", "replace"))
