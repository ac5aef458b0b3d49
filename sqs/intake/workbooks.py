"""An .xlsx workbook as sheets of text rows, each to be read as a file of the pack.

openpyxl reads it. Before it does, the zip's own directory and one pass through the sheets show
what it would choke on (a few bytes that stand for gigabytes) or keep silent about (rows out of
order, formulas whose results were never saved).
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat

import openpyxl

MOST_UNPACKED = 1_000_000_000
"""Bytes of all parts together."""

MOST_HELD = 100_000_000
"""Bytes of the texts that cells share, which openpyxl keeps."""

MOST_DESCRIBED = 10_000_000
"""Bytes of any other part (styles, the list of sheets), of which openpyxl builds a tree."""

HIGHEST_RATIO = 400
"""How many times its packed size a workbook may unpack to: 10 to 40 is usual, 340 a sheet whose
rows are all alike, 1,000 a bomb. Below 10 MB it does no harm."""

MOST_PARTS = 10_000
MOST_ROWS = 1_048_576
MOST_COLUMNS = 10_000
LONGEST_CELL = 1_000_000

MOST_TEXT = 300_000_000
"""Characters of all rows together, a mark after each cell included: a text that stands once in the
file may be shown in a million rows."""

_LONGEST_ROW = 8_000_000  # bytes of XML
_MOST_BESIDE_ROWS = 500_000  # elements: merged cells, links, rules of validation
_MOST_NAMES = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_CELL, _FORMULA, _VALUE = (_MAIN + name for name in ("c", "f", "v"))
_NOT_OF_A_NUMBER = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_AS_CSV = "save each sheet as CSV UTF-8 and load those"
_SAVE_AGAIN = f"open it in Excel or LibreOffice, save it again, or {_AS_CSV}"

# It warns of what it leaves out (charts, rules of validation), which no pack needs.
warnings.filterwarnings("ignore", module="openpyxl")


class WorkbookError(Exception):
    """Why a workbook is not read: the parts of a Problem, without the file's name.

    Attributes:
        rule: not_csv, too_large or text_too_long.
        found, allowed: short texts, as in Problem.
        line: the number of the row, where it is one row's fault.
        sheet: the sheet's name as in Sheet, where it is one sheet's fault.

    """

    def __init__(self, rule: str, found: str, allowed: str, line: int | None = None) -> None:
        super().__init__(found)
        self.rule = rule
        self.found = found
        self.allowed = allowed
        self.line = line
        self.sheet: str | None = None


class Sheet(NamedTuple):
    """A sheet with something in it.

    Attributes:
        name: as its tab shows it, with "(hidden)" after it where the program hides the sheet.
        hidden: whether it does. Such a sheet is read all the same, because answers must not be left
            out unseen.
        rows: (number beside the row, counted from 1; texts of its cells). The first row has no
            blank cell at either end; blank rows are left out; every other row has a cell under
            each of the first row's, and further ones only where it has text outside them.

    """

    name: str
    hidden: bool
    rows: Iterator[tuple[int, list[str]]]


def recognised(stream: BinaryIO) -> bool:
    """Whether a file is an office document: what `sheets` reads, or names when it refuses.

    Looks at its first bytes, and of a zip at the names in it.
    """
    if not _starts(stream, b"PK"):
        return _starts(stream, _OLE)
    try:
        with _opened(stream) as archive:
            return not {"[Content_Types].xml", "mimetype"}.isdisjoint(archive.namelist())
    except WorkbookError:
        return False


def sheets(stream: BinaryIO) -> Iterator[Sheet]:
    """The sheets of a workbook that are not quite empty, one after the other.

    Rows are made as they are read: keep the stream (one that can seek) open, and read a sheet's
    rows before asking for the next sheet.

    A cell's text is canonical: 12 for 12.0, 2014-11-17 for a date, true or false, an error's name
    (#N/A), 37.2% where a percent format shows that, text as it is. Formulas count as their saved
    results; macros are never run, links to other files not followed.

    Raises:
        WorkbookError: here or while rows are read, for whatever is not a whole, open .xlsx
            workbook within the limits above.

    """
    for (name, hidden), rows in groupby(_rows(stream), key=itemgetter(0, 1)):
        yield Sheet(name, hidden, ((number, cells) for _, _, number, cells in rows))


def _rows(stream: BinaryIO) -> Iterator[tuple[str, bool, int, list[str]]]:
    """Every row with text, moved under the first of its sheet and filled up to that one's width."""
    name = None
    characters = 0
    try:
        with _refusing():
            faults = _inspected(stream)
            options = {"read_only": True, "data_only": True, "keep_links": False}
            with closing(openpyxl.load_workbook(stream, **options)) as book:
                if set(faults) - {sheet._worksheet_path for sheet in book.worksheets}:
                    raise _damaged()  # by its list of sheets, one would be left out unseen
                for sheet in book.worksheets:
                    hidden = sheet.sheet_state != "visible"
                    name = f"{sheet.title} (hidden)" if hidden else sheet.title
                    if fault := faults.get(sheet._worksheet_path):
                        raise fault
                    sheet.reset_dimensions()  # what the file says of its size may be wrong
                    first = width = 0
                    for number, row in enumerate(sheet.iter_rows(), 1):
                        texts = [_text(cell) for cell in row]
                        characters += 1 + len(texts) + sum(map(len, texts))
                        if characters > MOST_TEXT:
                            raise _too_large("a workbook of more than 300 MB of text")
                        while texts and not texts[-1]:
                            texts.pop()
                        if not any(map(str.strip, texts)):
                            continue
                        _refuse_row(number, texts)
                        if not width:
                            first = next(at for at, text in enumerate(texts) if text.strip())
                            width = len(texts) - first
                        cells = texts[first:] + [""] * (first + width - max(first, len(texts)))
                        # Text left of the table must not be lost: it makes the row too long.
                        cells += [text for text in texts[:first] if text.strip()]
                        yield name, hidden, number, cells
    except WorkbookError as error:
        error.sheet = name
        raise


def _text(cell: Any) -> str:
    """What a cell says, as one would type it."""
    match cell.value:
        case None:
            return ""
        case str() as text:
            return text.replace("_x000D_", "\r")  # how Excel keeps a line's end from elsewhere
        case bool() as truth:
            return str(truth).lower()
        case int() | float() as number if _is_percent(cell.number_format):
            return f"{_digits(float(Decimal(str(number)) * 100))}%"
        case int() | float() as number:
            return _digits(number)
        case datetime() as moment if moment.time() == time():
            return moment.date().isoformat()
        case date() | time() as moment:
            return moment.isoformat()
        case other:
            return str(other)


def _digits(number: float) -> str:
    """A number without an exponent, to the 15 digits that a spreadsheet shows at most."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < 2**53):
        return str(int(number))
    return format(Decimal(f"{number:.15g}"), "f")


@lru_cache(1000)
def _is_percent(number_format: str) -> bool:
    return "%" in _NOT_OF_A_NUMBER.sub("", number_format)


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever openpyxl, zipfile and expat raise for a damaged file is that file's fault."""
    try:
        yield
    except WorkbookError:
        raise
    except Exception as error:
        raise _damaged() from error


def _damaged(line: int | None = None) -> WorkbookError:
    return WorkbookError("not_csv", "a workbook that is damaged", _SAVE_AGAIN, line)


def _other(what: str) -> WorkbookError:
    return WorkbookError("not_csv", what, f"save it as an Excel Workbook (.xlsx), or {_AS_CSV}")


def _locked() -> WorkbookError:
    what = "a workbook locked with a password"
    return WorkbookError("not_csv", what, f"take the password off, save it again, or {_AS_CSV}")


def _too_large(found: str, allowed: str = _AS_CSV, line: int | None = None) -> WorkbookError:
    return WorkbookError("too_large", found, allowed, line)


def _refuse_row(number: int, texts: list[str]) -> None:
    if len(texts) > MOST_COLUMNS:
        what = f"more than {MOST_COLUMNS:,} columns"
        raise _too_large(what, "delete what stands far to the right of the table", number)
    if max(map(len, texts)) > LONGEST_CELL:
        what = "a cell of more than a million characters"
        raise WorkbookError("text_too_long", what, "shorten it", number)


def _starts(stream: BinaryIO, what: bytes) -> bool:
    stream.seek(0)
    return stream.read(len(what)) == what


def _count(stream: BinaryIO, what: bytes) -> int:
    stream.seek(0)
    times, kept = 0, b""
    while chunk := stream.read(1 << 20):
        times += (kept + chunk).count(what)
        kept = (kept + chunk)[1 - len(what) :]
    return times


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    # Before the directory itself is read: millions of empty parts cost memory too.
    if _count(stream, b"PK\x01\x02") > MOST_PARTS:
        raise _too_large(f"a workbook of more than {MOST_PARTS:,} parts")
    with _refusing():
        return zipfile.ZipFile(stream)


def _inspected(stream: BinaryIO) -> dict[str, WorkbookError | None]:
    """Refuse what would fill the memory and what is no .xlsx; the faults of sheets, by part."""
    if _starts(stream, _OLE):
        locked = _count(stream, "EncryptedPackage".encode("utf-16-le"))
        raise _locked() if locked else _other("an old Excel or Word file")
    with _opened(stream) as archive:
        parts = archive.infolist()
        _refuse_harm(parts, stream.seek(0, 2))
        names = {part.filename for part in parts}
        if "mimetype" in names:
            raise _other("an OpenDocument file (such as .ods)")
        if "xl/workbook.bin" in names:
            raise _other("a binary workbook (.xlsb)")
        if not any(name.startswith("xl/") for name in names):
            raise _other("a document that is no Excel workbook")
        if _TEXTS in names:
            _Scan("sst", "si").through(archive, _TEXTS)
        sheets = filter(_is_sheet, sorted(names))
        return {part: _Scan("worksheet", "row").through(archive, part) for part in sheets}


_TEXTS = "xl/sharedStrings.xml"


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/") and part.endswith(".xml")


def _refuse_harm(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse, by the zip's own directory, what cannot be opened or would fill the memory."""
    if any(part.flag_bits & 1 for part in parts):
        raise _locked()
    # Other methods may ask for gigabytes to unpack a byte.
    if {part.compress_type for part in parts} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _damaged()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise _too_large("a workbook that unpacks to more than 1 GB")
    if unpacked > max(10_000_000, HIGHEST_RATIO * size):
        what = f"a workbook that unpacks to more than {HIGHEST_RATIO} times its size"
        raise _too_large(what, _SAVE_AGAIN)
    for part in parts:
        most = MOST_HELD if part.filename == _TEXTS else MOST_DESCRIBED
        read = not _is_sheet(part.filename) and not part.filename.startswith("xl/media/")
        if read and part.file_size > most:
            raise _too_large(f"a workbook with more than {most // 1_000_000} MB in one part")


class _Scan:
    """One pass through a part whose items (rows, texts) openpyxl reads and forgets one by one."""

    def __init__(self, root: str, item: str) -> None:
        self._root, self._item = _MAIN + root, _MAIN + item
        self._fault: WorkbookError | None = None
        self._items = self._row = self._beside = 0
        self._inside = self._formula = self._saved = False
        self._place = (0, "")
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate(namespace_separator=" ", intern=self._names)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        # So that the names of namespaces are among `_names`, which has a limit.
        self._parser.StartNamespaceDeclHandler = lambda *_: None

    def through(self, archive: zipfile.ZipFile, part: str) -> WorkbookError | None:
        """The first row that openpyxl would read wrongly; raises what would fill the memory."""
        since = 0
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 16):
                before = self._items
                self._parser.Parse(chunk, False)
                since = since + len(chunk) if self._items == before else 0
                if since > _LONGEST_ROW:
                    raise _too_large("a row or text of more than 8 MB")
                if len(self._names) > _MOST_NAMES:
                    raise _damaged()
        self._parser.Parse(b"", True)
        return self._fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL and self._inside:
            if place := attributes.get("r"):
                # Those of a row end in the same number: A9 < B9 < AA9.
                if (len(place), place) <= self._place:
                    self._note(_damaged(self._row))
                self._place = len(place), place
            self._saved = attributes.get("t") == "str"  # the text "" may be a result
        elif name == _VALUE and self._formula:
            self._parser.CharacterDataHandler = self._text
        elif name == _FORMULA:
            self._formula = True
        elif name == self._item:
            self._start_item(int(attributes.get("r", self._row + 1)))
        elif not self._inside:
            if not self._beside and name != self._root:
                raise _other("a workbook saved as Strict Open XML")
            self._beside += 1
            if self._beside > _MOST_BESIDE_ROWS:
                raise _too_large("far more in it than rows of cells")

    def _start_item(self, row: int) -> None:
        if self._inside:
            raise _damaged()
        if row <= self._row:
            self._note(_damaged(row))
        self._inside = True
        self._items += 1
        self._row = row
        self._place = (0, "")
        if max(row, self._items) > MOST_ROWS:
            raise _too_large(f"more than {MOST_ROWS:,} rows or texts")

    def _end(self, name: str) -> None:
        if name == _CELL:
            if self._formula and not self._saved:
                what = "a formula whose result was not saved"
                self._note(WorkbookError("not_csv", what, _SAVE_AGAIN, self._row))
            self._formula = False
            self._parser.CharacterDataHandler = None
        elif name == self._item:
            self._inside = False

    def _text(self, _data: str) -> None:
        self._saved = True

    def _note(self, fault: WorkbookError) -> None:
        self._fault = self._fault or fault

    def _doctype(self, *_: object) -> None:
        raise _damaged()
