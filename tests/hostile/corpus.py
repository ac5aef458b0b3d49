"""Bad and odd files, each with what must come of it: one table, CORPUS.

Every entry is loaded into a database that holds the Bedfordshire inspection with COPY_LIST as its
recipients. "unchanged" is thus the strictest pass there is: every cell was read as it was meant.
"""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from packs import INSPECTION, SECOND_READS, Pack, Row, bedfordshire, text_of

from sqs.intake.packs import PackFile

FILES = Path(__file__).with_name("files")

Where = tuple[str, str, int | None, str | None]
"""(rule, file, line, column) of a problem."""


@dataclass(frozen=True)
class Hostile:
    """One entry.

    Attributes:
        name: of the test.
        make: the files.
        status: what the receipt must say.
        problems: exactly these, whatever their order and number.
        noted: what the receipt must have counted as put right, where it passes.
        stored: (view, column) and the exact cells that must be there afterwards.

    """

    name: str
    make: Callable[[], list[PackFile]]
    status: str
    problems: frozenset[Where] = frozenset()
    noted: Mapping[str, int] = field(default_factory=dict)
    stored: tuple[str, str, frozenset[str]] | None = None


# ---- makers --------------------------------------------------------------------------------------

HEAD: Row = ("inspection_id", "role", "name")
COPY_LIST: tuple[Row, ...] = (
    HEAD,
    (INSPECTION, "Clerc yr Ynadon – “Siân”", "Zoë O’Brien"),
    (INSPECTION, "YOT Manager, Luton; North", ""),
    (INSPECTION, "Chair\nof the Board", 'Kate "K" Jones'),
)
"""Quotation marks, delimiters and a line break inside cells; all of it is in Windows-1252."""

LIST = text_of(COPY_LIST)


def held() -> Pack:
    return bedfordshire().rows("recipients", COPY_LIST)


def listed(*rows: Row) -> str:
    return text_of((HEAD, *rows))


def r(data: str | bytes) -> Callable[[], list[PackFile]]:
    """One file, r.csv."""
    return lambda: [PackFile("r.csv", data if isinstance(data, bytes) else data.encode())]


def kept(*names: str) -> Callable[[], list[PackFile]]:
    """Files of tests/hostile/files, renamed to end in .csv."""
    return lambda: [PackFile(f"{name}.csv", (FILES / name).read_bytes()) for name in names]


def all_of(datas: Iterable[bytes], ending: str = "csv") -> Callable[[], list[PackFile]]:
    """Files 1.csv, 2.csv and so on."""
    return lambda: [PackFile(f"{n}.{ending}", data) for n, data in enumerate(datas, 1)]


def each(rule: str, names: Iterable[str], line: int | None = None) -> list["Where"]:
    """The same problem in each of these files."""
    return [(rule, name, line, None) for name in names]


def numbered(count: int, ending: str = "csv") -> list[str]:
    return [f"{n}.{ending}" for n in range(1, count + 1)]


def pack(change: Callable[[Pack], Pack]) -> Callable[[], list[PackFile]]:
    return lambda: change(held()).files()


def texts(*roles: str) -> Callable[[], list[PackFile]]:
    """A copy list of these roles."""
    return r(listed(*((INSPECTION, role, "") for role in roles)))


def line_of(row: Row, end: str) -> str:
    """As written to a line that ends so; the break inside a cell stays in quotation marks."""
    return text_of((row,), end="\r\n").removesuffix("\r\n") + end


def new_case(case_id: str, inspection_id: str = "new-1") -> Pack:
    """A small inspection of one case, under these references; its team is loaded already."""
    head, row = held().tables["inspections"]
    tables = {"inspections": (head, (inspection_id, *row[1:]))}
    for name in ("cases", "answers"):
        head, *rows = held().tables[name]
        mine = [row for row in rows if row[1] == "BED14-01"]
        tables[name] = (head, *((inspection_id, case_id, *row[2:]) for row in mine))
    return Pack(tables)


def cases(*case_ids: str) -> Callable[[], list[PackFile]]:
    """A small inspection of cases under these references."""

    def make() -> list[PackFile]:
        first, *others = map(new_case, case_ids)
        for other in others:
            for name in ("cases", "answers"):
                first = first.add(name, *other.tables[name][1:])
        return first.files()

    return make


def misnamed(case_id: str) -> Callable[[], list[PackFile]]:
    """The first answer of a small inspection is given for another case than new-É1."""
    return lambda: new_case("new-É1").cell("answers", 2, "case_id", case_id).files()


def each_row(table: str, heading: str, values: Iterable[str]) -> Callable[[], list[PackFile]]:
    """The pack with one value in each row of a column, from its first."""

    def make() -> list[PackFile]:
        altered = held()
        for line, cell in enumerate(values, 2):
            altered = altered.cell(table, line, heading, cell)
        return altered.files()

    return make


def second_reads(*inspectors: str) -> Callable[[], list[PackFile]]:
    """A second read of one case by each of these inspectors."""
    row = SECOND_READS[-1]
    return pack(
        lambda held: held.rows(
            "second_reads", (SECOND_READS[0], *((*row[:-1], each) for each in inspectors))
        )
    )


def row_cells(table: str, heading: str) -> list[str]:
    head, *rows = held().tables[table]
    return [row[head.index(heading)] for row in rows]


def spelled(answers: Mapping[str, str]) -> Callable[[], list[PackFile]]:
    """The pack with its answers written so."""

    def change(rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield (*row[:3], answers.get(row[3], row[3]), *row[4:])

    return pack(lambda p: p.rows("answers", tuple(change(p.tables["answers"]))))


def how_often(*answers: str) -> int:
    return sum(row_cells("answers", "answer").count(answer) for answer in answers)


def lines_of(answer: str) -> list[int]:
    return [n for n, cell in enumerate(row_cells("answers", "answer"), 2) if cell == answer]


def answered(words: Iterable[str]) -> Callable[[], list[PackFile]]:
    """The pack with these in the place of its first answers that are "not relevant"."""

    def change(p: Pack) -> Pack:
        for line, word in zip(lines_of("not relevant"), words, strict=False):
            p = p.cell("answers", line, "answer", word)
        return p

    return pack(change)


def begun(*dates: str) -> Callable[[], list[PackFile]]:
    """Inspections that begin on these dates, and end on 19 November 2014."""

    def make() -> list[PackFile]:
        head, (_, yot, _, *rest) = held().tables["inspections"]
        rows = ((f"new-{n}", yot, date, *rest) for n, date in enumerate(dates))
        return Pack({"inspections": (head, *rows)}).files()

    return make


def z(*members: tuple[str | zipfile.ZipInfo, bytes | str]) -> Callable[[], list[PackFile]]:
    """One file, p.zip, of these members."""
    return p(lambda: zip_of(*members))


def p(make: Callable[[], bytes]) -> Callable[[], list[PackFile]]:
    """One file, p.zip, made when it is asked for."""
    return lambda: [PackFile("p.zip", make())]


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in members:
            archive.writestr(_member(path), text)
    return data.getvalue()


def _member(path: str | zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Under its path to the letter, which the zipfile module would tidy."""
    if isinstance(path, zipfile.ZipInfo):
        return path
    info = zipfile.ZipInfo(path)
    info.filename = path
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def link(path: str) -> zipfile.ZipInfo:
    """A member that a Unix unpacker would make a symbolic link."""
    info = zipfile.ZipInfo(path)
    info.external_attr = 0o120777 << 16
    return info


def zipped_zeros(megabytes: int, said: int, entries: int = 1, crc: int = 0) -> bytes:
    """A zip of one member of so many megabytes of zeros.

    Args:
        megabytes: what is really in it.
        said: how many bytes its headings claim.
        entries: how often the list of members names it: all at the same place, they overlap.
        crc: the checksum that its headings claim.

    """
    squeeze = zlib.compressobj(9, wbits=-15)
    one = squeeze.compress(bytes(1_000_000)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    squeeze = zlib.compressobj(9, wbits=-15)
    data = one * megabytes + squeeze.flush()  # after a full flush each piece stands alone
    path = b"r.csv"
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(data), said, len(path), 0)
    body = b"PK\x03\x04" + about + path + data
    entry = b"PK\x01\x02\x14\x00" + about + struct.pack("<HHHII", 0, 0, 0, 0, 0) + path
    end = struct.pack("<HHHHIIH", 0, 0, entries, entries, len(entry) * entries, len(body), 0)
    return body + entry * entries + b"PK\x05\x06" + end


def locked() -> bytes:
    """A zip whose members are marked as encrypted."""
    data = bytearray(zip_of(("r.csv", LIST)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def other_name_inside() -> bytes:
    """The list of members says one name, the member itself another."""
    data = zip_of(("r.csv", LIST))
    return data.replace(b"r.csv", b"q.csv", 1)


def within(depth: int) -> bytes:
    data = zip_of(("r.csv", LIST))
    for _ in range(depth):
        data = zip_of(("in.zip", data))
    return data


# ---- what must come of it ------------------------------------------------------------------------


def same(
    name: str, make: Callable[[], list[PackFile]], noted: Mapping[str, int] | None = None
) -> Hostile:
    """Read as what is loaded already."""
    return Hostile(name, make, "unchanged", noted=noted or {})


def taken(
    name: str,
    make: Callable[[], list[PackFile]],
    *stored: str,
    of: tuple[str, str] = ("recipients", "role"),
    noted: Mapping[str, int] | None = None,
) -> Hostile:
    """Loaded, and exactly these cells are then new in the view's column."""
    return Hostile(name, make, "loaded", noted=noted or {}, stored=(*of, frozenset(stored)))


def refused(
    name: str, make: Callable[[], list[PackFile]], *problems: tuple[str, int | None] | Where
) -> Hostile:
    """Refused for exactly these; (rule, line) is of r.csv and of no column."""
    found = {p if len(p) == 4 else (p[0], "r.csv", p[1], None) for p in problems}
    return Hostile(name, make, "refused", frozenset(found))


def refused_zip(name: str, make: Callable[[], list[PackFile]], rule: str = "not_csv") -> Hostile:
    return refused(name, make, (rule, "p.zip", None, None))


def people(table: str, heading: str, values: tuple[str, ...], make: object = None) -> Hostile:
    where = {("identifier", f"{table}.csv", line, heading) for line in range(2, 2 + len(values))}
    name = f"people in {table}, {heading}: {values[0]} and others"
    return Hostile(name, make or each_row(table, heading, values), "refused", frozenset(where))


NO_TABLE = ("heading_unknown", 1)
UTF_8, CP_1252 = LIST.encode(), LIST.encode("cp1252")
ACCENT = listed((INSPECTION, "Clerk", "Zoë")).encode()
BINARIES = (
    "book.xls", "book.ods", "page.pdf", "dot.png", "rows.csv.gz", "rows.parquet",
    "text.doc", "text.docx",
)  # fmt: skip
MORE_BINARIES = (
    "rows.csv.bz2", "rows.csv.xz", "rows.arrow", "rows.sqlite", "begins.duckdb",
)  # fmt: skip
MARKUP = ("table.html", "book.xml", "text.rtf", "rows.json")
NO_LETTER = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
SQL = "'; drop table recorded.uploads; --"
CODE = (
    "=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)", '=HYPERLINK("http://a.example","x")',
    "=1\t=1", SQL, "{{7*7}}", "${7*7}", "<script>alert(1)</script>", "%s%n", "../../x", "\\", "\\N",
    "NULL", "null", "None", "nan", "#REF!", "a\u202eb", "é", "e\u0301", "😀", "\x07",
    "Clerk\u2028of\u0085the\x0bCourt\x0c1", "-", "x" * 4000,
)  # fmt: skip
"""Text that a spreadsheet, a page, a query or a terminal might obey: here it is text."""

UNSEEN = "\x01\x07\x1b\x7f\u200b\u200d\u202e\u2066\ufeff\u00ad"
MANY = 10_000
NO_YES_NO = (
    "2",
    "#REF!",
    "#NAME?",
    "#DIV/0!",
    "unknown",
    "yes no",
    "yes?",
    "yes\u200b",
    "ye\u0455",
    "-",
)
NO_DATES = (
    "11/17/2014", "17/11/14", "17-Nov-14", "41960", "2014-11-17 00:00:00", "2014-02-30",
    "29/02/2014", "2014-11-17T", "2014/11/17", "####", "17.11.2014", "0214-11-17",
    "\uff12\uff10\uff11\uff14-11-17",
)  # fmt: skip
ODD_NAMES = (
    "", " ", "a\x1b[31m.csv", "a\u202evsc.exe", "a\nb.csv", "a\0b.csv", "x" * 5000 + ".csv",
    "../../r.csv", "C:\\r.csv", "CON", "<b>r</b>.csv", "=1+1.csv", "'; --.csv", "r.exe",
    "r.csv (2)",
)  # fmt: skip
BAD_PATHS = (
    "../r.csv", "a/../../r.csv", "/etc/r.csv", "..\\r.csv", "C:\\r.csv", "C:r.csv",
    "\\\\server\\share\\r.csv",
)  # fmt: skip
BLANKS = ("blank rows left out", "blank cells at the end left out", "blank columns left out")
SPELLED = "answers spelled another way"

PEOPLE = (
    "John Smith", "SMITH John", "J. Smith", "Smith, John", "Siân O'Neill", "mary-jane o’brien",
    "2001-03-04", "04/03/2001", "4.3.01", "20010304", "943 476 5919", "9434765919", "943-476-5919",
    "01/123456X", "07700 900123", "+44 7700 900123", "kate@example.org", "SW1A 1AA", "mk40 2ns",
    "Mr Khan",
)  # fmt: skip
"""One for each of the 20 cases. No real person's: the numbers are kept for examples."""

MORE_PEOPLE = ("4 March 2001", "04-Mar-01", "4th March 2001", "Case 3 John Smith")

NO_PEOPLE = (
    "ABC14-01", "CM01", "I1", "Case 12", "Luton 3", "Team A", "14-017", "CM 1", "BED/14/01", "0014",
    "YOT/7", "c.12", "north_2", "A-1-B", "2014-1", "#12", "Inspector 4", "x", "17/11", "001",
)  # fmt: skip
"""References that a team may well use, among them some that are near to a date or a number."""

CORPUS: tuple[Hostile, ...] = (
    # -- encodings: what is certain is read; where letters would be guessed at, the file is refused
    same("UTF-8", r(UTF_8)),
    same("UTF-8 with its mark", r(b"\xef\xbb\xbf" + UTF_8)),
    # A tool adds a mark to a file that has one: the second is no part of a heading.
    same("UTF-8 with its mark twice", r(b"\xef\xbb\xbf\xef\xbb\xbf" + UTF_8)),
    same("UTF-16 little-endian", r(b"\xff\xfe" + LIST.encode("utf-16-le"))),
    same("UTF-16 big-endian", r(b"\xfe\xff" + LIST.encode("utf-16-be"))),
    same("Windows-1252", r(CP_1252), {"files read as Windows-1252": 1}),
    # Every other byte is a NUL: that says it where there is no mark.
    same("UTF-16 little-endian without its mark", r(LIST.encode("utf-16-le"))),
    same("UTF-16 big-endian without its mark", r(LIST.encode("utf-16-be"))),
    same("UTF-32 big-endian", r(b"\0\0\xfe\xff" + LIST.encode("utf-32-be"))),
    # Its mark begins as that of UTF-16 does.
    same("UTF-32 little-endian", r(b"\xff\xfe\0\0" + LIST.encode("utf-32-le"))),
    refused("UTF-16 cut in the middle of a letter", r(LIST.encode("utf-16")[:-1]), ("encoding", 5)),
    refused("UTF-16 with half a pair",
            r(b"\xff\xfe" + listed(("x", "\ud83d", "")).encode("utf-16-le", "surrogatepass")),
            ("encoding", 2)),
    # Five bytes have no letter in Windows-1252.
    refused("bytes without a letter", all_of(listed().encode() + bytes([b]) for b in NO_LETTER),
            *each("encoding", numbered(5), 2)),
    # UTF-8 throughout but for one letter: read as Windows-1252 every other accent would change.
    # Last, what careless programs write for an emoji, and bad ones for a slash that no check sees.
    *(
        refused(f"UTF-8 with {name}", r(ACCENT + b"x," + wrong), ("encoding", 3))
        for name, wrong in (
            ("half a letter at its end", b"\xc3"),
            ("half a letter in its middle", b"\xe2\x80 y,z\n"),
            ("one cell in Windows-1252", b"caf\xe9,\n"), ("half of a pair", b"\xed\xa0\xbd,\n"),
            ("a letter that is too long", b"..\xc0\xaf,\n"),
        )
    ),
    refused("UTF-8's mark, then Windows-1252", r(b"\xef\xbb\xbf" + CP_1252), ("encoding", 2)),
    # An even number of bytes: all of it is some letter or other.
    refused("UTF-16's mark, then UTF-8", r(b"\xff\xfe" + listed(("x", "y", "z")).encode()),
            NO_TABLE),
    # -- line ends and delimiters
    same("CRLF", r(text_of(COPY_LIST, end="\r\n"))),
    same("CR", r("".join(line_of(row, "\r") for row in COPY_LIST))),
    same("CR, LF and CRLF by turns",
         r("".join(map(line_of, COPY_LIST, ("\r", "\n", "\r\n", ""))))),
    # A text file that was written as text twice over.
    same("CR CR LF", r("".join(line_of(row, "\r\r\n") for row in COPY_LIST))),
    same("semicolons", r(text_of(COPY_LIST, ";"))),
    same("tabs", r(text_of(COPY_LIST, "\t"))),
    refused("pipes", r(text_of(COPY_LIST, "|")), NO_TABLE),
    same("pipes that are named", r("sep=|\n" + text_of(COPY_LIST, "|"))),
    same("commas that are named", r("sep=,\r\n" + LIST)),
    same("a mark and a named delimiter", r("\ufeffsep=;\r\n" + text_of(COPY_LIST, ";"))),
    refused("the wrong delimiter named", r("sep=;\n" + LIST), ("heading_unknown", 2)),
    refused("a delimiter nobody knows", r("sep=:\n" + text_of(COPY_LIST, ":")), NO_TABLE),
    refused("commas above semicolons", r(listed() + f"{INSPECTION};Clerk;\n"),
            ("column_count", 2)),
    # -- what is no CSV, whatever its name says; no line, for it is the whole file
    refused("binaries", kept(*BINARIES), *each("not_csv", (f"{b}.csv" for b in BINARIES))),
    refused("more binaries", kept(*MORE_BINARIES),
            *each("not_csv", (f"{b}.csv" for b in MORE_BINARIES))),
    refused("markup", kept(*MARKUP), *each("not_csv", (f"{b}.csv" for b in MARKUP))),
    refused("nothing, only a mark, only blanks, only a named delimiter",
            all_of((b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n,,\n ,\t,\r\r\n", b"sep=,\r\n",
                    "\u00a0;\u00a0".encode())),
            *each("empty_file", numbered(6))),
    refused("headings alone", r(listed()), ("empty_file", None)),
    refused("no file", list, ("empty_file", "the pack", None, None)),
    # -- Excel's habits
    same("blank rows at the end", r(LIST + "\n,,\n , ,\n\n"), {BLANKS[0]: 2}),
    same("blank rows in the middle", r(LIST.replace("\nbedf", "\n,,\n\nbedf")), {BLANKS[0]: 3}),
    same("blank rows above the headings", r("\n,,\n" + LIST)),
    same("blank columns at the end", r(text_of([(*row, "", "") for row in COPY_LIST])),
         {BLANKS[1]: 6}),
    same("a blank column in the middle", r(text_of([(*row[:2], "", row[2]) for row in COPY_LIST])),
         {BLANKS[2]: 1}),
    # A heading that was forgotten is no blank column.
    refused("a column without a heading",
            r(text_of([(*HEAD[:2], "", HEAD[2]), (INSPECTION, "Clerk", "x", "")])), NO_TABLE),
    refused("a word beside the table", r(LIST + f"{INSPECTION},Clerk,,,see above\n"),
            ("column_count", 6)),
    same("spaces and no-break spaces round everything",
         r(text_of([tuple(f"\u00a0 {c} " if c else c for c in row) for row in COPY_LIST])),
         {"spaces round values": 8}),
    # More tabs than commas, and still commas.
    same("tabs round everything", r(text_of([tuple(f"{c}\t" for c in row) for row in COPY_LIST])),
         {"spaces round values": 8}),
    same("capitals", spelled({"yes": "YES", "no": "No", "not relevant": "Not Relevant"}),
         {SPELLED: 540}),
    same("Y, N, N/A", spelled({"yes": "Y", "no": "N", "not relevant": "N/A"}), {SPELLED: 540}),
    same("1, 0, NA", spelled({"yes": "1", "no": "0", "not relevant": "NA"}), {SPELLED: 540}),
    same("TRUE, FALSE, not applicable",
         spelled({"yes": "TRUE", "no": "FALSE", "not relevant": "not  Applicable"}),
         {SPELLED: 540}),
    # What a program makes of a column of 1, 0 and blanks.
    same("1.0 and 0.0", spelled({"yes": "1.0", "no": "0.0"}), {SPELLED: how_often("yes", "no")}),
    # A dash may mean no, not relevant, or not looked at.
    refused("answers that are none", answered(NO_YES_NO),
            *(("vocabulary", "answers.csv", line, "answer")
              for line in lines_of("not relevant")[: len(NO_YES_NO)])),
    refused("blank answers", answered(["", " ", "\u00a0", "\t"]),
            *(("required", "answers.csv", line, "answer")
              for line in lines_of("not relevant")[:4])),
    same("ages with .0", each_row("cases", "age", [f"{a}.0" for a in row_cells("cases", "age")]),
         {"numbers written with .0": 20}),
    same("dates as 17/11/2014", each_row("inspections", "fieldwork_start", ["17/11/2014"]),
         {"dates written dd/mm/yyyy": 1}),
    # Month first, two digits, a month's name, Excel's own number, a time of day, no such day.
    refused("dates that are none", begun(*NO_DATES),
            *(("date", "inspections.csv", n, "fieldwork_start")
              for n in range(2, 2 + len(NO_DATES)))),
    taken("leading zeros in references", cases("007", "07", "7"), "007", "07", "7",
          of=("cases", "case_id")),
    # Excel has shortened a reference of digits; the answers still have the long one.
    refused("a reference as 1.23457E+12",
            lambda: new_case("1234567890123").cell("cases", 2, "case_id", "1.23457E+12").files(),
            *(("unknown_case", "answers.csv", line, "case_id") for line in range(2, 29)),
            *(("missing_answer", "cases.csv", 2, question)
              for question in row_cells("answers", "question_id")[:27])),
    # -- text that is code elsewhere
    taken("code in texts", texts(*CODE), *CODE),
    taken("an inspection that is SQL", lambda: new_case("A1", SQL).files(), SQL,
          of=("inspections", "inspection_id")),
    taken("a case that is SQL", cases(SQL), SQL, of=("cases", "case_id")),
    refused("a heading that is SQL", r(f'inspection_id,role,name,"{SQL}"\na,b,c,d\n'),
            ("heading_unknown", "r.csv", 1, SQL)),
    # -- quotation marks
    same("every cell in marks", r(text_of(COPY_LIST, quoting=csv.QUOTE_ALL))),
    refused("never closed", r(f'{LIST}{INSPECTION},"Clerk,x\n' + "a,b,c\n" * 20), ("not_csv", 6)),
    refused("never closed in the headings", r('inspection_id,"role,name\na,b,c\n'), ("not_csv", 1)),
    refused("text after a closing mark", r(f'{LIST}{INSPECTION},"Clerk" x,\n'), ("not_csv", 6)),
    refused("marks as MySQL writes them", r(f'{LIST}{INSPECTION},"The \\"Clerk\\"",\n'),
            ("not_csv", 6)),
    # RFC 4180 wants marks round it, but there is one way only to read it.
    taken("a mark in a bare cell", r(f'{listed()}{INSPECTION},6" ruler,\n'), '6" ruler'),
    refused("marks of another kind", r(f"{LIST}{INSPECTION},'Clerk, Luton',x\n"),
            ("column_count", 6)),
    refused("line breaks in cells above the wrong row",
            r(LIST + f'{INSPECTION},"a\r\nb\rc\n\nd",\n' + "x,y\n"), ("column_count", 11)),
    # -- far too much
    refused("a cell of 2 MB", lambda: r(f"{LIST}{INSPECTION},{'x' * 2_000_000},\n")(),
            ("text_too_long", 6)),
    refused("a cell of 4,001 letters", r(f"{LIST}{INSPECTION},{'x' * 4001},\n"),
            ("text_too_long", "r.csv", 6, "role")),
    refused("a reference of 65 letters", lambda: new_case("A" * 65).files(),
            ("text_too_long", "cases.csv", 2, "case_id"),
            *(("text_too_long", "answers.csv", line, "case_id") for line in range(2, 29))),
    refused("a mark never closed above 2 MB", lambda: r(f'{LIST}"' + "a,b,c\n" * 350_000)(),
            ("text_too_long", 6)),
    refused("10,000 columns",
            lambda: r(",".join([*HEAD, *(f"extra {n}" for n in range(MANY))]) + "\na,b,c\n")(),
            NO_TABLE),
    refused("10,000 columns of one name",
            lambda: r(",".join([*HEAD, *["role"] * MANY]) + "\na,b,c\n")(), NO_TABLE),
    same("10,000 blank columns", lambda: r(text_of([(*row, *[""] * MANY) for row in COPY_LIST]))(),
         {BLANKS[1]: 3 * MANY}),
    refused("a row of 10,001 cells", lambda: r(LIST + "x," * MANY + "x\n")(), ("column_count", 6)),
    same("a million blank lines", lambda: r("\n" * 500_000 + LIST + "\n" * 500_000)()),
    same("a million blank rows", lambda: r(LIST + ",,\n" * 1_000_000)(), {BLANKS[0]: 1_000_000}),
    # -- characters that cannot be seen
    refused("a NUL in a cell", r(LIST + f"{INSPECTION},a\0b,\n"), ("not_csv", 6)),
    refused("a NUL in the headings", r(LIST.replace("role", "ro\0le")), ("not_csv", 1)),
    # In a reference they make two of what looks like one; in a text they are the writer's own.
    refused("what cannot be seen in references",
            cases(*(f"N{n}{m}1" for n, m in enumerate(UNSEEN))),
            *(("vocabulary", "cases.csv", line, "case_id") for line in range(2, 2 + len(UNSEEN)))),
    same("odd names of files",
         lambda: [PackFile("r.csv", UTF_8), *(PackFile(n, listed().encode()) for n in ODD_NAMES)]),
    same("a name that is no Unicode", lambda: [PackFile("a\udcffb.csv", UTF_8)]),
    # -- references that look the same
    # One reference to all who read it, written in two ways.
    refused("a case in two normal forms", cases("new-É1", "new-E\u03011"),
            ("duplicate", "cases.csv", 3, "case_id")),
    # Cyrillic, a joiner, capitals, a space, another hyphen, a broad digit.
    *(
        refused(f"an answer for {case_id!r}", misnamed(case_id),
                ("unknown_case", "answers.csv", 2, "case_id"),
                ("missing_answer", "cases.csv", 2, "psr_prepared"))
        for case_id in (
            "n\u0435w-É1", "new-É1\u200c", "New-É1", "new-É 1", "new\u2011É1", "new-É\uff11",
        )
    ),
    # -- zips
    same("a zip by another name", lambda: [PackFile("r.csv", zip_of(("r.csv", LIST)))]),
    # Windows' own library wrote folders so until 2016.
    same("a folder with a backslash", z(("Bedfordshire\\r.csv", LIST))),
    # Nothing is written to the disk, so that a name is a name.
    same("a device's name", z(("CON.csv", LIST))),
    # A zip that opens itself begins with its program.
    same("a program before the zip",
         p(lambda: b"MZ\x90\0" * 99 + zip_of(("r.csv", LIST)))),
    # Some unpackers show the first, others the last: here both are read.
    refused("one name twice in a zip",
            p(lambda: zip_of(("r.csv", LIST), ("q.csv", LIST)).replace(b"q.csv", b"r.csv")),
            *(("duplicate", "r.csv (2)", line, "name") for line in (2, 3, 4))),
    refused("empty zips", all_of((zip_of(), zip_of(("a/", b""), ("a/b/", b""))), "zip"),
            ("empty_file", "1.zip", None, None)),
    refused("broken zips: cut at the end, cut in the middle, locked, two names for one, a text",
            all_of((zip_of(("r.csv", LIST))[:-30], zip_of(("r.csv", LIST * 9))[:150], locked(),
                    other_name_inside(), UTF_8), "zip"),
            *each("not_csv", numbered(5, "zip"))),
    # Nothing is unpacked to the disk, but who makes such a zip means no good.
    refused("paths that lead out", all_of((zip_of((path, LIST)) for path in BAD_PATHS), "zip"),
            *each("not_csv", numbered(len(BAD_PATHS), "zip"))),
    refused_zip("a link", z((link("r.csv"), "/etc/passwd"))),
    # Small bombs are made of zips in zips.
    refused("zips in zips", p(lambda: zip_of(("1.zip", within(0)), ("2.zip", within(1)))),
            *each("not_csv", numbered(2, "zip"))),
    refused_zip("2 GB of zeros in 2 MB", p(lambda: zipped_zeros(2000, 2_000_000_000)),
                "too_large"),
    refused_zip("a bomb that says it is small", p(lambda: zipped_zeros(600, 99))),
    refused_zip("200 members in one place",
                p(lambda: zipped_zeros(10, 10_000_000, 200)), "too_large"),
    refused_zip("3 members in one place",
                p(lambda: zipped_zeros(1, 1_000_000, 3, zlib.crc32(bytes(1_000_000)))),
                "too_large"),
    refused_zip("10,000 members", z(*((f"{n}.csv", "\n") for n in range(MANY))), "too_large"),
    # -- headings
    same("headings in another case and with spaces",
         r(LIST.replace("inspection_id,role,name", " INSPECTION_ID,Role ,\u00a0NAME"))),
    same("columns in another order", r(text_of([row[::-1] for row in COPY_LIST]))),
    # What stands beside an answer's headings says whether it is a second read.
    refused("second reads without their inspector",
            pack(lambda held: held.rows("second_reads", SECOND_READS).column(
                "second_reads", "inspector")),
            *(("duplicate", "second_reads.csv", line, "question_id") for line in range(2, 8)),
            # and the two disagree on compliance
            ("must_answer", "answers.csv", 28, "answer")),
    refused("a heading twice", r(text_of([(*HEAD, "role"), ("a", "b", "c", "b")])),
            ("heading_repeated", "r.csv", 1, "role")),
    refused("no headings", r(text_of(COPY_LIST[1:])), NO_TABLE),
    # One sheet pasted under another.
    refused("the headings once more", r(LIST + listed()),
            ("unknown_inspection", "r.csv", 6, "inspection_id")),
    refused("a title above the headings", r("Copy list,,\n" + LIST), NO_TABLE),
    refused("a heading that is nearly right", r(LIST.replace("inspection_id", "Inspection ID")),
            ("heading_unknown", "r.csv", 1, "Inspection ID"),
            ("heading_missing", "r.csv", 1, "inspection_id")),
    refused("a heading that only looks right", r(LIST.replace("role", "r\u043ele")),
            ("heading_unknown", "r.csv", 1, "r\u043ele"), ("heading_missing", "r.csv", 1, "role")),
    # -- people where a reference is expected
    people("cases", "case_id", PEOPLE, cases(*PEOPLE)),
    people("cases", "case_manager", PEOPLE),
    people("cases", "inspector", PEOPLE),
    people("second_reads", "inspector", PEOPLE, second_reads(*PEOPLE)),
    people("interviews", "interviewee", PEOPLE),
    people("cases", "case_manager", MORE_PEOPLE),
    taken("no people in case_manager", each_row("cases", "case_manager", NO_PEOPLE), *NO_PEOPLE,
          of=("cases", "case_manager")),
)  # fmt: skip
