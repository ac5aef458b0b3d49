"""Workbooks to text rows: what each sort of cell says, where rows stand, and what is refused."""

import gc
import io
import tracemalloc
import zipfile
from datetime import date, datetime, time

import pytest
from books import packed, parts, with_rows, xlsx
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sqs.intake import workbooks
from sqs.intake.workbooks import WorkbookError, recognised, sheets


def read(data: bytes) -> dict[str, list[tuple[int, list[str]]]]:
    return {sheet.name: list(sheet.rows) for sheet in sheets(io.BytesIO(data))}


def refused(data: bytes) -> tuple[str, str, int | None, str | None]:
    with pytest.raises(WorkbookError) as caught:
        read(data)
    error = caught.value
    assert error.allowed
    return error.rule, error.found, error.line, error.sheet


def of(rows: str = "", **more: str) -> bytes:
    return packed(with_rows(rows, **more))


MORNING = datetime(2014, 11, 17)  # noqa: DTZ001 - a sheet's dates have no time zone


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        ("not relevant", "General", "not relevant"),
        (" a <b> & c\n", "General", " a <b> & c\n"),
        (12, "General", "12"),
        (12.0, "0.00", "12"),
        (-0.0, "General", "0"),
        (37.200000000000003, "General", "37.2"),
        (0.1 + 0.2, "General", "0.3"),
        (1.1e8, "0.00E+00", "110000000"),
        (1.234567e-5, "General", "0.00001234567"),
        (9434765919, "General", "9434765919"),
        (0.372, "0%", "37.2%"),
        (0.29, '0.00%;[Red]-0.00%', "29%"),
        (1, "0%", "100%"),
        (5, '0" % of all"', "5"),
        (True, "General", "true"),
        (False, "General", "false"),
        ("#N/A", "General", "#N/A"),
        ("#DIV/0!", "General", "#DIV/0!"),
        (date(2014, 11, 17), "dd mmmm yyyy", "2014-11-17"),
        (MORNING, "yyyy-mm-dd h:mm", "2014-11-17"),
        (MORNING.replace(hour=14, minute=30), "yyyy-mm-dd h:mm", "2014-11-17T14:30:00"),
        (time(14, 30), "h:mm", "14:30:00"),
        (41960, "yyyy-mm-dd", "2014-11-17"),
        (41960, '"day "0', "41960"),
        (3_000_000, "yyyy-mm-dd", "#VALUE!"),
    ],
)  # fmt: skip
def test_a_cell_says_what_one_would_type(value, shown_as, text):
    def show(book):
        book["s"]["A1"].number_format = shown_as

    assert read(xlsx({"s": [[value]]}, show)) == {"s": [(1, [text])]}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('t="s"><v>0</v>', "x"),
        ("><f>6*7</f><v>42</v>", "42"),
        ('t="str"><f>A9</f><v>a_x000D_\nb</v>', "a\r\nb"),
        ('t="e"><f>1/0</f><v>#DIV/0!</v>', "#DIV/0!"),
        ('t="inlineStr"><is><r><t>a </t></r><r><t>b</t></r></is>', "a b"),
        ('t="d"><v>2014-11-17T00:00:00</v>', "2014-11-17"),
        ("><v>12345678901234567890</v>", "12345678901234567890"),
        ("><v>1.2345678901234567E+19</v>", "12345678901234600000"),
        ("><v>1E999</v>", "Infinity"),
    ],
)
def test_a_cell_says_what_was_saved(cell, text):
    assert read(of(f'<row r="1"><c r="A1" {cell}</c></row>')) == {"answers": [(1, [text])]}


def test_a_formula_that_says_nothing_is_a_blank_cell():
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    assert read(of(row)) == {"answers": [(1, ["1"])]}


def test_an_old_macs_dates_count_from_1904():
    def old(book):
        book.epoch = CALENDAR_MAC_1904

    assert read(xlsx({"s": [[date(2014, 11, 17)]]}, old)) == {"s": [(1, ["2014-11-17"])]}


TABLE = [["inspection_id", "role", "name"], ["x-1", "Clerk", "Ann"], ["x-1", "Chair", "Bo"]]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (TABLE, [(1, TABLE[0]), (2, TABLE[1]), (3, TABLE[2])]),
        ([[], [], *TABLE], [(3, TABLE[0]), (4, TABLE[1]), (5, TABLE[2])]),
        ([["", "", *row] for row in TABLE], [(1, TABLE[0]), (2, TABLE[1]), (3, TABLE[2])]),
        ([TABLE[0], [], [" ", "\n"], TABLE[1]], [(1, TABLE[0]), (4, TABLE[1])]),
        ([[*TABLE[0], "", ""], ["a"], ["", "b"]],
         [(1, TABLE[0]), (2, ["a", "", ""]), (3, ["", "b", ""])]),
        ([TABLE[0], ["a", "b", "c", "", "stray"]],
         [(1, TABLE[0]), (2, ["a", "b", "c", "", "stray"])]),
        ([["", *TABLE[0]], ["", *TABLE[1]], ["stray", "a"], ["stray"]],
         [(1, TABLE[0]), (2, TABLE[1]), (3, ["a", "", "", "stray"]), (4, ["", "", "", "stray"])]),
    ],
    ids=["plain", "rows above", "columns before", "rows between", "short rows",
         "text after", "text before"],
)  # fmt: skip
def test_rows_stand_under_the_first_and_keep_their_numbers(rows, found):
    assert read(xlsx({"answers": rows})) == {"answers": found}


def test_each_sheet_with_anything_in_it_is_read_in_order_the_hidden_ones_too():
    def hide(book):
        book["& more"].sheet_state = "hidden"
        book["c"].sheet_state = "veryHidden"
        book.create_chartsheet("chart").add_chart(BarChart())
        book["recipients"].merge_cells("A5:B5")

    rows = {"recipients": TABLE, "Sheet2": [], "& more": [["a"]], "blank": [["", " "]], "c": [[1]]}
    data = xlsx(rows, hide)
    assert [(s.name, s.hidden) for s in sheets(io.BytesIO(data))] == [
        ("recipients", False), ("& more (hidden)", True), ("c (hidden)", True),
    ]  # fmt: skip
    assert read(data)["& more (hidden)"] == [(1, ["a"])]


@pytest.mark.parametrize(
    "beside", ['<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>', ""]
)
def test_the_size_that_a_sheet_claims_is_not_believed(beside):
    book = with_rows('<row r="1"><c r="A1"><v>1</v></c></row><row><c/><c><v>2</v></c></row>')
    sheet = book["xl/worksheets/sheet1.xml"]
    book["xl/worksheets/sheet1.xml"] = sheet.replace("<sheetData>", beside + "<sheetData>")
    assert read(packed(book)) == {"answers": [(1, ["1"]), (2, ["", "2"])]}


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DTD = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
DAMAGED = "a workbook that is damaged"
LOCKED = "a workbook locked with a password"
LONG = "a row or text of more than 8 MB"
BESIDE = "far more in it than rows of cells"
UNSAVED = "a formula whose result was not saved"
WHOLE = xlsx({"s": TABLE, "t": [[1.5, True, date(2014, 11, 17)], ["<&>", None, 0.5]]})


def altered(data: bytes, part: bytes, at: int, value: bytes) -> bytes:
    """The zip with other bytes at that place of a part's entry in the directory."""
    marked = bytearray(data)
    entry = data.find(b"PK\x01\x02", data.rfind(part) - 46)
    marked[entry + at : entry + at + len(value)] = value
    return bytes(marked)


def without(data: bytes, part: str) -> bytes:
    return packed({name: content for name, content in parts(data).items() if name != part})


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    content = parts(data)[part]
    assert old in content
    return packed(parts(data) | {part: content.replace(old, new)})


@pytest.mark.parametrize(
    ("data", "rule", "found"),
    [
        (OLE, "not_csv", "an old Excel or Word file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "not_csv", LOCKED),
        (altered(WHOLE, b"xl/styles.xml", 8, b"\1"), "not_csv", LOCKED),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "not_csv",
         "an OpenDocument file (such as .ods)"),
        (packed({"[Content_Types].xml": "<T/>", "xl/workbook.bin": b"\x83\x01\0"}), "not_csv",
         "a binary workbook (.xlsb)"),
        (packed({"[Content_Types].xml": "<T/>", "word/document.xml": "<d/>"}), "not_csv",
         "a document that is no Excel workbook"),
        (packed(parts(WHOLE) | {"xl/media/1.png": bytes(20_000_000)}), "too_large",
         "a workbook that unpacks to more than 400 times its size"),
        (packed({f"xl/{n}": "" for n in range(10_001)}), "too_large",
         "a workbook of more than 10,000 parts"),
        (packed(parts(WHOLE) | {"xl/styles.xml": bytes(10_000_001)}, zipfile.ZIP_STORED),
         "too_large", "a workbook with more than 10 MB in one part"),
        (packed(parts(WHOLE) | {"xl/sharedStrings.xml": bytes(100_000_001)}, zipfile.ZIP_STORED),
         "too_large", "a workbook with more than 100 MB in one part"),
        (packed(parts(WHOLE), zipfile.ZIP_LZMA), "not_csv", DAMAGED),
        (altered(WHOLE, b"xl/worksheets/sheet1.xml", 24, (120).to_bytes(4, "little")), "not_csv",
         DAMAGED),
        (WHOLE[:-30], "not_csv", DAMAGED),
        (b"PK\x03\x04", "not_csv", DAMAGED),
        (without(WHOLE, "xl/workbook.xml"), "not_csv", DAMAGED),
        (without(WHOLE, "[Content_Types].xml"), "not_csv", DAMAGED),
        (replaced(WHOLE, "xl/_rels/workbook.xml.rels", b"sheet2.xml", b"sheet3.xml"), "not_csv",
         DAMAGED),
        (replaced(WHOLE, "xl/worksheets/sheet1.xml", b"schemas.openxmlformats.org",
                  b"purl.oclc.org"), "not_csv",
         "a workbook saved as Strict Open XML"),
        (of(doctype=DTD), "not_csv", DAMAGED),
        (of("<a>" * 1_000_000 + "</a>" * 1_000_000), "too_large",
         BESIDE),
        (of(beside="<a/>" * 500_001), "too_large", BESIDE),
        (of("".join(f"<a{n}/>" for n in range(10_001))), "not_csv", DAMAGED),
        (of("".join(f'<a xmlns:p{n}="p"/>' for n in range(10_001))), "not_csv", DAMAGED),
        (of("<!--" + "-x" * 4_100_000 + "-->"), "too_large", LONG),
        (of("<row>" + "<a b=''/>" * 1_000_000 + "</row>"), "too_large", LONG),
        (of('<row r="1048577"/>'), "too_large", "more than 1,048,576 rows or texts"),
        (of(texts="<a/>" * 500_001), "too_large", BESIDE),
        (of(texts=f'<si a="{"x" * 8_100_000}"/>'), "too_large", LONG),
        (of("<row><c><row/></c></row>"), "not_csv", DAMAGED),
        (of('<row r="one"/>'), "not_csv", DAMAGED),
    ],
)  # fmt: skip
def test_what_is_no_whole_open_workbook_is_refused(data, rule, found):
    if found in (LONG, BESIDE):
        data = packed(parts(data), zipfile.ZIP_STORED)  # so that the ratio is no reason
    assert refused(data) == (rule, found, None, None)


@pytest.mark.parametrize(
    ("rows", "rule", "found", "line"),
    [
        ('<row r="2"/><row r="2"/>', "not_csv", DAMAGED, 2),
        ('<row r="7"><c r="B7"><v>1</v></c><c r="A7"><v>1</v></c></row>', "not_csv", DAMAGED, 7),
        ('<row r="7"><c r="Z7"/><c r="AA7"/><c r="AA7"/></row>', "not_csv", DAMAGED, 7),
        ('<row r="7"><c r="é7"><v>1</v></c></row>', "not_csv", DAMAGED, None),
        ('<row r="7"><c r="A7" t="s"><v>4</v></c></row>', "not_csv", DAMAGED, None),
        ('<row r="7"><c r="A7" s="99"><v>4</v></c></row>', "not_csv", DAMAGED, None),
        ('<row r="7"><c r="A7"><f>1+1</f><v/></c></row>', "not_csv", UNSAVED, 7),
        ('<row r="7"/><row><c><f>1+1</f></c></row>', "not_csv", UNSAVED, 8),
        ('<row r="7"><c r="NTQ7"><v>1</v></c></row>', "too_large", "more than 10,000 columns", 7),
        (f'<row r="7"><c t="str"><v>{"x" * 1_000_001}</v></c></row>', "text_too_long",
         "a cell of more than a million characters", 7),
    ],
)  # fmt: skip
def test_what_no_sheet_has_is_refused_with_its_sheet_and_row(rows, rule, found, line):
    assert refused(of(rows)) == (rule, found, line, "answers")


def test_a_fault_is_laid_to_the_sheet_it_is_in():
    """Also where it is met while looking whether the sheet before goes on."""

    def hide(book):
        book["second"].sheet_state = "hidden"

    data = xlsx({"first": [["a"]], "second": [["b"], ["=1+1"]], "third": [["c"]]}, hide)
    first = next(sheets(io.BytesIO(data)))
    assert next(first.rows) == (1, ["a"])
    with pytest.raises(WorkbookError) as caught:
        list(first.rows)
    assert (caught.value.sheet, caught.value.line) == ("second (hidden)", 2)


def test_cells_at_the_limits_are_read():
    text = "x" * 1_000_000
    wide = '<row r="1"><c r="A1"><v>1</v></c><c r="NTP1"><v>2</v></c><c r="XFD1" s="0"/></row>'
    low = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'

    assert read(of(wide)) == {"answers": [(1, ["1", *[""] * 9_998, "2"])]}
    assert read(of(low)) == {"answers": [(1_048_576, ["1"])]}
    assert read(of(f'<row><c t="str"><v>{text}</v></c></row>')) == {"answers": [(1, [text])]}


def test_a_text_that_stands_once_may_not_be_shown_without_end(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_TEXT", 5_000)
    many = xlsx({"s": [["x" * 1_000]] * 5})
    blank = of('<row><c r="XFD1"/></row>')
    for data, sheet in ((many, "s"), (blank, "answers")):
        assert refused(data) == (
            "too_large", "a workbook of more than 300 MB of text", None, sheet,
        )  # fmt: skip


def test_what_unpacks_to_too_much_is_refused_by_its_directory(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 2_000)
    assert refused(WHOLE)[:2] == ("too_large", "a workbook that unpacks to more than 1 GB")


def test_no_row_is_kept_once_it_is_read():
    text = "a long text " * 200

    def peak(rows: int) -> int:
        data = of(f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>' * rows)
        gc.collect()
        tracemalloc.start()
        assert sum(1 for sheet in sheets(io.BytesIO(data)) for _ in sheet.rows) == rows
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    # openpyxl keeps an empty element of each row, some 200 bytes: far less than what it held.
    assert peak(2_500) - peak(500) < 2_000 * len(text) / 4


@pytest.mark.parametrize(
    ("data", "yes"),
    [
        (WHOLE, True),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), True),
        (packed({"[Content_Types].xml": "<T/>", "word/document.xml": "<d/>"}), True),
        (OLE, True),
        (packed({"answers.csv": "a,b"}), False),
        (WHOLE[:-4], False),
        (b"a,b\n", False),
        (b"", False),
    ],
)
def test_a_workbook_is_recognised_by_its_bytes(data, yes):
    assert recognised(io.BytesIO(data)) is yes


OUTCOMES = ("read", "not_csv", "too_large", "text_too_long")


def outcome(data: bytes) -> str:
    try:
        read(data)
    except WorkbookError as error:
        return error.rule
    return "read"


@given(at=st.integers(0, len(WHOLE) - 1), with_=st.binary(min_size=1, max_size=4))
def test_whatever_is_changed_it_is_read_or_refused(at, with_):
    assert outcome(WHOLE[:at] + with_ + WHOLE[at + len(with_) :]) in OUTCOMES


@given(choice=st.data())
def test_whatever_is_changed_inside_it_is_read_or_refused(choice):
    inside = parts(WHOLE)
    part = choice.draw(st.sampled_from(sorted(inside)))
    at = choice.draw(st.integers(0, len(inside[part])))
    cut = choice.draw(st.integers(0, 5))
    with_ = choice.draw(st.text('<>/="rstvcx019& ', max_size=4)).encode()
    changed = inside[part][:at] + with_ + inside[part][at + cut :]
    assert outcome(packed(inside | {part: changed})) in OUTCOMES
