"""The problem desk's files, byte for byte, and rows as they stand in any file the reader reads."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import bedfordshire, rows_of, text_of, zipped

from sqs.intake.desk import (
    as_csv,
    as_zip,
    files_by_name,
    has_rows,
    problems_csv,
    row_as_it_stands,
    rows_as_they_stand,
    with_problems,
)
from sqs.intake.packs import PackFile
from sqs.intake.problems import Problem, problem

BOM = b"\xef\xbb\xbf"
HEADINGS = ["inspection_id", "role", "name"]
CHAIR = ["b-2014", "Chair", "J. Brûlé"]
TEXT = "inspection_id,role,name\nb-2014,Chair,J. Brûlé\n"


def recipients(text: str | bytes, encoding: str = "utf-8") -> PackFile:
    return PackFile(
        "recipients.csv", text if isinstance(text, bytes) else text.encode(encoding, "strict")
    )


def at(line: int | None, found: str = "x", *, file: str = "recipients.csv") -> Problem:
    return problem("required", file, found, "fill it in", line=line)


FORMS = [
    (TEXT.encode(), 2),
    (BOM + TEXT.encode(), 2),
    (TEXT.encode("utf-16"), 2),
    (TEXT.encode("cp1252"), 2),
    (TEXT.replace(",", ";").encode(), 2),
    (TEXT.replace(",", "\t").encode(), 2),
    (TEXT.replace("\n", "\r\n").encode(), 2),
    (TEXT.replace("\n", "\r").encode(), 2),
    (b"sep=;\r\n" + TEXT.replace(",", ";").encode(), 3),
    (b'"sep=|"\r' + TEXT.replace(",", "|").encode(), 3),
    (b"\n,,\n" + TEXT.encode(), 4),
    (TEXT.replace("Chair", '"Chair"').encode(), 2),
]


@pytest.mark.parametrize(("data", "line"), FORMS)
def test_a_row_is_read_as_the_reader_reads_it(data, line):
    file = recipients(data)
    assert row_as_it_stands(file, line) == (HEADINGS, CHAIR)
    read = rows_of([file])
    assert read.lines == [line]
    assert [read.columns[heading][0] for heading in HEADINGS] == CHAIR


@pytest.mark.parametrize(
    ("text", "line", "cells"),
    [
        (TEXT, 1, HEADINGS),  # the headings are a row too
        (TEXT, 3, None),
        (TEXT, 0, None),
        (TEXT + "b,Chair,A,B\n", 3, ["b", "Chair", "A", "B"]),  # too many cells
        (TEXT + "b\n", 3, ["b"]),  # too few
        (TEXT + 'b,"two\nlines",C\nd,e,f\n', 5, ["d", "e", "f"]),
        (TEXT + 'b,"two\nlines",C\nd,e,f\n', 4, None),  # inside a record
        (TEXT + 'b,"a"x,C\n', 3, ["b", "ax", "C"]),  # for which the reader refuses the file
        (TEXT + 'b,"never closed,C\nd', 3, ["b", "never closed,C\nd"]),
        ("nobody,knows\n1,2\n", 2, ["1", "2"]),
        ("", 1, None),
    ],
)
def test_a_row_stands_where_it_begins(text, line, cells):
    headings = text.splitlines()[0].split(",") if text else []
    assert row_as_it_stands(recipients(text), line) == (cells and (headings, cells))


def test_many_rows_are_found_in_one_walk():
    file = recipients(TEXT + "a,b,c\nd,e,f\n")
    assert rows_as_they_stand(file, [4, 2, 4, 9]) == {
        2: (HEADINGS, CHAIR),
        4: (HEADINGS, ["d", "e", "f"]),
    }


def test_what_cannot_be_read_as_text_is_still_shown():
    file = recipients(TEXT.encode("cp1252") + b"b,Chair,\x81\n")  # 0x81 is nothing in Windows-1252
    assert [found.rule for found in rows_of([file]).problems] == ["encoding"]
    assert row_as_it_stands(file, 3) == (HEADINGS, ["b", "Chair", "�"])


def test_after_an_endless_cell_there_are_no_rows():
    file = recipients(TEXT + f"{'x' * 1_000_001},b,c\nd,e,f\n")
    assert row_as_it_stands(file, 2) == (HEADINGS, CHAIR)
    assert row_as_it_stands(file, 4) is None


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (TEXT.encode(), True),
        (TEXT.encode("utf-16"), True),
        (b"", False),
        (b"\xef\xbb\xbf \r\n,,\r\n", False),
        (b"%PDF-1.7\nall sorts, of things\n", False),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", False),
        (b"a,b\n1,\0\n", False),
    ],
)
def test_a_file_of_no_text_has_no_rows(data, rows):
    assert has_rows(recipients(data)) is rows


# ---- the names by which problems speak of files ------------------------------------------------


def named_by_the_reader(files: Sequence[PackFile]) -> set[str]:
    return {found.file for found in rows_of(list(files)).problems}


@pytest.mark.parametrize(
    "files",
    [
        [PackFile("a.csv", b"x\n")],
        [PackFile("a.csv", b"x\n"), PackFile("a.csv", b"y\n"), PackFile("a.csv", b"z\n")],
        [zipped([PackFile("a.csv", b"x\n"), PackFile("b.csv", b"y\n")], folder="pack/")],
        [zipped([PackFile("one/a.csv", b"x\n"), PackFile("two/a.csv", b"y\n")])],
        [zipped([PackFile("a.csv", b"x\n")]), PackFile("a.csv", b"y\n")],
        [zipped([PackFile("a.csv", b"x\n"), PackFile(".DS_Store", b"z"),
                 PackFile("__MACOSX/._a.csv", b"z")])],
    ],
)  # fmt: skip
def test_files_have_the_names_that_problems_use(files):
    named = files_by_name(files)
    assert set(named) == named_by_the_reader(files)
    assert all(name == file.name for name, file in named.items())


def test_a_member_of_a_zip_is_a_file():
    file = zipped([recipients(TEXT)], folder="pack/")
    assert files_by_name([file]) == {"recipients.csv": recipients(TEXT)}


@pytest.mark.parametrize(
    "file",
    [
        PackFile("pack.zip", b"PK\x03\x04 and nothing more"),
        PackFile("pack.zip", zipped([recipients(TEXT * 50)]).data.replace(b"Chair", b"Choir")[:90]),
    ],
)
def test_what_is_no_pack_of_files_has_none(file):
    assert files_by_name([file]) == {}


# ---- the file with a problem column ------------------------------------------------------------


def test_each_row_has_its_sentences_in_one_more_column():
    file = recipients("inspection_id;role;name\nb-2014;Chair;Zoë\n\nb-2014;;A, B\n")
    problems = [at(4, "'a'"), at(4, "'b'"), at(2, "'c'", file="other.csv")]
    assert (
        with_problems(file, problems)
        == BOM
        + (
            "inspection_id,role,name,problems\r\n"
            "b-2014,Chair,Zoë,\r\n"
            ",,,\r\n"
            'b-2014,,"A, B","recipients.csv, line 4: found \'a\'; fill it in. | '
            "recipients.csv, line 4: found 'b'; fill it in.\"\r\n"
        ).encode()
    )


def test_what_is_about_the_whole_file_stands_in_its_first_row():
    file = recipients("sep=,\nrole,name\nChair,B\n")
    problems = [at(2, "two"), at(None, "all"), at(7, "no row")]
    assert with_problems(file, problems) == BOM + (
        b'role,name,"problems | recipients.csv: found all; fill it in. | '
        b"recipients.csv, line 7: found no row; fill it in. | "
        b'recipients.csv, line 2: found two; fill it in."\r\n'
        b"Chair,B,\r\n"
    )


def test_rows_of_other_lengths_have_their_sentences_in_the_same_column():
    file = recipients("role,name\nA,B,C\nD\n")
    rows = list(csv.reader(io.StringIO(with_problems(file, [at(2), at(3)]).decode("utf-8-sig"))))
    assert [(row[:3], len(row)) for row in rows] == [
        (["role", "name", ""], 4), (["A", "B", "C"], 4), (["D", "", ""], 4),
    ]  # fmt: skip
    assert [row[3][:22] for row in rows] == [
        "problems",
        "recipients.csv, line 2",
        "recipients.csv, line 3",
    ]


def test_one_endless_row_widens_no_other():
    file = recipients("role,name\nA,B\n" + "," * 9_999 + "\n")
    rows = list(csv.reader(io.StringIO(with_problems(file, []).decode("utf-8-sig"))))
    assert [len(row) for row in rows] == [201, 201, 10_001]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\0"])
def test_no_cell_can_become_a_formula(sign):
    found = problem("vocabulary", f"{sign}cmd.csv", "x", "y", line=3, case=f"{sign}1+1")
    rows = list(csv.reader(io.StringIO(problems_csv([found]).decode("utf-8-sig"), newline="")))
    assert rows[0] == ["case", "file", "line", "column", "rule", "found", "allowed", "message"]
    assert rows[1][:3] == [f"'{sign}1+1", f"'{sign}cmd.csv", "3"]
    assert rows[1][7].startswith("'")
    if sign == "\0":
        return  # no file with one is text
    text = text_of((("role", "name"), (f"{sign}1+1", "x")), quoting=csv.QUOTE_ALL)
    uploaded = PackFile("a.csv", text.encode())
    again = csv.reader(io.StringIO(with_problems(uploaded, []).decode("utf-8-sig"), newline=""))
    assert list(again)[1] == [f"'{sign}1+1", "x", ""]


def test_problems_as_a_sheet_are_these_bytes():
    found = problem(
        "vocabulary", "answers.csv", "'Maybe'", "use yes, no or not relevant",
        line=7, column="answer", case="BED14-01",
    )  # fmt: skip
    assert problems_csv([found, at(None)]) == BOM + (
        b"case,file,line,column,rule,found,allowed,message\r\n"
        b"BED14-01,answers.csv,7,answer,vocabulary,'Maybe',\"use yes, no or not relevant\","
        b"\"answers.csv, line 7, answer (case BED14-01): found 'Maybe'; "
        b'use yes, no or not relevant."\r\n'
        b",recipients.csv,,,required,x,fill it in,recipients.csv: found x; fill it in.\r\n"
    )


def test_numbers_stay_numbers():
    assert as_csv([("a", 3, None, -2)]) == BOM + b"a,3,,-2\r\n"


def test_a_zip_is_the_same_each_time():
    files = {"a/b.csv": b"1", "c.csv": b"2"}
    assert as_zip(files) == as_zip(files)
    inside = files_by_name([PackFile("z.zip", as_zip(files))])
    assert inside == {"b.csv": PackFile("b.csv", b"1"), "c.csv": PackFile("c.csv", b"2")}


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6))
def test_every_row_comes_back_in_its_order(rows):
    first = [*HEADINGS]
    text = text_of((tuple(first), *(tuple(row) for row in rows)), quoting=csv.QUOTE_ALL)
    made = with_problems(recipients(text), [])
    again = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    width = max(map(len, [first, *rows]))
    for row, cells in zip(again, [first, *rows], strict=True):
        assert len(row) == width + 1
        for found, cell in zip(row, cells, strict=False):
            assert found in (cell, f"'{cell}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_row_of_a_pack_is_found_by_the_line_that_the_reader_gives(encoding, delimiter):
    files = bedfordshire().wide().files(delimiter=delimiter, encoding=encoding)
    named = files_by_name(files)
    for file in files:
        read = rows_of([file])
        rows = rows_as_they_stand(named[file.name], read.lines)
        for place, line in enumerate(read.lines):
            row = dict(zip(*rows[line], strict=True))
            assert row == {heading: column[place] for heading, column in read.columns.items()}
