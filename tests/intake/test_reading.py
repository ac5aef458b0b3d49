"""Bytes to rows: encodings, line numbers, shapes of files, and what is no pack at all."""

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import Pack, Rows, bedfordshire, read_twice, rows_of, text_of, zipped

from sqs.intake import packs as unpacking
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.intake.tables import TABLES

RECIPIENTS = ("inspection_id", "role", "name")


def recipients(text: str | bytes) -> Rows:
    data = text if isinstance(text, bytes) else text.encode()
    return rows_of([PackFile("r.csv", data)])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("inspection_id,role,name\na,b,c\nd,e,f\n", [2, 3]),
        ("inspection_id,role,name\r\na,b,c\r\nd,e,f\r\n", [2, 3]),
        ("inspection_id,role,name\ra,b,c\rd,e,f", [2, 3]),
        ("inspection_id,role,name\n\n\na,b,c\n,,\nd,e,f\n\n\n", [4, 6]),
        ('inspection_id,role,name\na,"two\nlines",c\nd,"three\r\n\r\nlines",f\ng,h,i\n', [2, 4, 7]),
        ('inspection_id,"role",name\na,"b, ""c""",d\ne,f,g', [2, 3]),
        ("\n\ninspection_id,role,name\na,b,c\n", [4]),
        ("inspection_id;role;name\na;b,b;c\n", [2]),
        ("inspection_id\trole\tname\na\tb;b\tc\n", [2]),
        ("name,inspection_id,role\na,b,c\n", [2]),
        ("inspection_id,role,name,,\na,b,c,,\nd,e,f\n", [2, 3]),
        (" Inspection_ID , ROLE,name\na,b,c\n", [2]),
        ("\n;;;\ninspection_id;role;name\na;b,b;c\n", [4]),
        ("sep=;\r\ninspection_id;role;name\r\na;b,,,b;c\r\n", [3]),
        ('"sep=,"\ninspection_id,role,name\na,"b\n;;;",c\nd,e,f', [3, 5]),
        ("SEP=|\n\ninspection_id|role|name\na|b,b|c", [4]),
    ],
)
def test_a_row_has_the_line_on_which_an_editor_shows_its_beginning(text, lines):
    found = recipients(text)

    assert found.problems == []
    assert found.lines == lines


def test_columns_come_by_their_headings_not_by_their_places():
    found = recipients("name,inspection_id,role\nAnn,x-1,Clerk\n")

    assert found.columns == {"inspection_id": ["x-1"], "role": ["Clerk"], "name": ["Ann"]}


WELSH = "inspection_id,role,name\nx-1,Clerc yr Ynadon – “Llŷr”,Siân\n"


@pytest.mark.parametrize(
    ("data", "name", "noted"),
    [
        (WELSH.encode(), "Siân", {}),
        (b"\xef\xbb\xbf" + WELSH.encode(), "Siân", {}),
        (WELSH.encode("utf-16"), "Siân", {}),
        (b"\xfe\xff" + WELSH.encode("utf-16-be"), "Siân", {}),
        (
            WELSH.replace("ŷ", "y").encode("cp1252"),
            "Siân",
            {"files read as Windows-1252": 1},
        ),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16-le", "utf-16-be", "windows-1252"],
)
def test_an_encoding_is_found_out(data, name, noted):
    found = recipients(data)

    assert found.problems == []
    assert found.columns["name"] == [name]
    assert found.normalised == noted


def damaged(method: int, byte: int) -> bytes:
    """A zip whose list of files is whole and whose data is not."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("r.csv", WELSH * 20)
    data = bytearray(stream.getvalue())
    data[60:90] = bytes([byte]) * 30
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "rule", "line", "sentence"),
    [
        (
            b"", "empty_file", None,
            "r.csv: found nothing in it; load a CSV file with a heading row.",
        ),
        (b"\xef\xbb\xbf\r\n , ,\r\n", "empty_file", None, None),
        ("\r\n,,".encode("utf-16"), "empty_file", None, None),
        (
            b"%PDF-1.7\n", "not_csv", None,
            "r.csv: found a PDF document; save the sheet as CSV UTF-8 and load that.",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not_csv", None, None),
        (b"\x89PNG\r\n\x1a\n", "not_csv", None, None),
        (b"\x1f\x8b\x08\x00", "not_csv", None, None),
        (
            b"inspection_id,role,name\na,b,\0c\n", "not_csv", 2,
            ("r.csv, line 2: found bytes that are no text; save the sheet as CSV UTF-8 and load "
            "that."),
        ),
        (
            b"inspection_id,role,name\na,b,\x81\xff\n", "encoding", 2,
            ("r.csv, line 2: found characters that are not UTF-8; save the sheet as CSV UTF-8 and "
            "load that."),
        ),
        (WELSH.encode("utf-16")[:-1], "encoding", 2, None),
        (
            b'inspection_id,role,name\na,"b,c\nd,e,f\n', "not_csv", 2,
            ("r.csv, line 2: found a quotation mark that is never closed; close it, or save the "
            "sheet as CSV again."),
        ),
        (b'sep=;\ninspection_id;role;name\na;"b\n\nc";d\n"e\n;f;g\n', "not_csv", 6, None),
        (b'inspection_id,role,name\na,"b\n"c,d\n', "not_csv", 2, None),
        (
            b'inspection_id,role,name\na,"b"c,d\n', "not_csv", 2,
            ('r.csv, line 2: found a quotation mark in the middle of a cell; write a quotation '
            'mark inside a cell twice ("") or save the sheet as CSV again.'),
        ),
        (
            b"inspection_id,role,name\na,b," + b"x" * 1_000_001, "text_too_long", 2,
            ("r.csv, line 2: found a cell of more than a million characters; look for a quotation "
            "mark that was never closed."),
        ),
        (
            b"colour,shape\nred,round\n", "heading_unknown", 1,
            ("r.csv, line 1: found the headings colour, shape; begin the file with the headings of "
            "one of the tables yots, inspections, cases, answers, second_reads, interviews, "
            "quotes, reoffending, recipients."),
        ),
        (b"sep=;\n", "empty_file", None, None),
        ("\u00a0".encode(), "empty_file", None, None),
        (b"PK\x03\x04 broken", "not_csv", None, None),
        (
            damaged(zipfile.ZIP_DEFLATED, 0xFF), "not_csv", None,
            ("r.csv: found a zip that is damaged or cannot be opened; make the zip again without a "
            "password, or load the CSV files themselves."),
        ),
        (damaged(zipfile.ZIP_STORED, 0xFF), "not_csv", None, None),
        (damaged(zipfile.ZIP_BZIP2, 0), "not_csv", None, None),
        (damaged(zipfile.ZIP_LZMA, 0xFF), "not_csv", None, None),
    ],
)  # fmt: skip
def test_what_is_no_pack_is_one_problem(empty, data, rule, line, sentence):
    receipt = load(empty, [PackFile("r.csv", data)], dry_run=True)

    assert [(p.rule, p.file, p.line) for p in receipt.problems] == [(rule, "r.csv", line)]
    assert sentence in (None, receipt.problems[0].message)
    assert receipt.status == "refused"


def test_a_file_that_calls_itself_a_zip_is_judged_as_one(empty):
    receipt = load(empty, [PackFile("pack.zip", b"yot,name\n")], dry_run=True)
    assert [(p.rule, p.file) for p in receipt.problems] == [("not_csv", "pack.zip")]


def test_a_file_that_cannot_be_read_is_not_also_missed(empty, pack):
    """Without its answers every case would lack them all; but they are there, in a broken file."""
    files = [f for f in pack.files() if f.name not in ("answers.csv", "yots.csv")]
    broken = [
        PackFile("answers.csv", b"\xff\xfea"),
        PackFile("yots.csv", b"yot,name,region,country\n"),
    ]

    receipt = load(empty, files + broken, dry_run=True)

    assert receipt.problem_counts == {"encoding": 1, "heading_missing": 3}


@pytest.mark.parametrize(
    ("member", "what"),
    [
        ("[Content_Types].xml", "a document that is no Excel workbook"),
        ("mimetype", "an OpenDocument file (such as .ods)"),
    ],
)
def test_a_document_is_known_by_its_bytes(member, what):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(member, "x")

    found = rows_of([PackFile("cases.csv", data.getvalue())])

    assert [p.message for p in found.problems] == [
        (
            f"cases.csv: found {what}; save it as an Excel Workbook (.xlsx), or save each sheet as "
            "CSV UTF-8 and load those."
        )
    ]


def test_a_workbook_is_the_same_pack_and_told_of_by_sheet_and_row(loaded, pack):
    def book(pack: Pack) -> PackFile:
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, rows in pack.tables.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        data = io.BytesIO()
        made.save(data)
        return PackFile("pack.xlsx", data.getvalue())

    assert load(loaded, [book(pack)]).status == "unchanged"
    assert load(loaded, [zipped([book(pack)])]).status == "unchanged"
    wrong = load(loaded, [book(pack.cell("answers", 9, "answer", "?"))])
    assert [(p.file, p.line, p.column) for p in wrong.problems] == [
        ("pack.xlsx, sheet answers", 9, "answer")
    ]


def test_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_BYTES", 100)
    packed = zipped([PackFile("r.csv", b"x" * 101)])
    assert len(packed.data) < 200

    found = rows_of([packed, PackFile("plain.csv", b"x" * 101)])

    assert [(p.rule, p.file) for p in found.problems] == [
        ("too_large", "pack.zip"),
        ("too_large", "plain.csv"),
    ]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_heading_row_alone_is_an_empty_table(empty, name):
    heading_only = read_twice().only(name).rows(name, read_twice().tables[name][:1])

    receipt = load(empty, heading_only.files(), dry_run=True)

    assert receipt.tables == {}
    assert [p.message for p in receipt.problems] == [
        f"{name}.csv: found no rows; load files with rows under the heading."
    ]


@pytest.mark.parametrize(
    "write",
    [
        lambda pack: pack.files(delimiter=";"),
        lambda pack: pack.files(delimiter="\t"),
        lambda pack: pack.files(end="\r\n"),
        lambda pack: pack.files(encoding="utf-16"),
        lambda pack: pack.files(encoding="utf-8-sig"),
        lambda pack: [zipped(pack.files())],
        lambda pack: [zipped(pack.files(), folder="Bedfordshire/")],
        lambda pack: pack.wide().files(),
        lambda pack: [zipped(pack.wide().files(delimiter=";", end="\r\n"))],
        lambda pack: [
            PackFile(f"{number}.txt", file.data) for number, file in enumerate(pack.files())
        ],
        lambda pack: (
            pack.without("answers").files()
            + [
                PackFile(f"{case}.csv", text_of((pack.tables["answers"][0], *rows)).encode())
                for case, rows in _by_case(pack).items()
            ]
        ),
        lambda pack: [
            PackFile(f.name, f.data + b"\n,,\n\n") for f in pack.files() if f.name != "quotes.csv"
        ],
    ],
    ids=[
        "semicolons", "tabs", "crlf", "utf-16", "byte-order mark", "zip", "zip with a folder",
        "wide", "wide, zipped, semicolons", "other names", "a file a case", "blank rows",
    ],
)  # fmt: skip
def test_however_a_pack_is_written_it_is_the_same_pack(loaded, pack, write):
    receipt = load(loaded, write(pack))

    assert receipt.problems == ()
    assert receipt.status == "unchanged"
    assert receipt.tables["answers"] == 540


def _by_case(pack: Pack) -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for row in pack.tables["answers"][1:]:
        rows.setdefault(row[1], []).append(row)
    return rows


def test_files_of_one_name_in_two_folders_of_a_zip_are_told_apart(empty, pack):
    """Among others so that a long file is not taken for the wide one it shares its name with."""
    cases = zipped([PackFile("data.csv", pack.only("cases").files()[0].data)], folder="one/")
    altered = pack.only("answers").cell("answers", 9, "answer", "?")
    answers = PackFile("data.csv", altered.files()[0].data)
    rest = pack.without("cases", "answers").files()

    receipt = load(empty, [cases, answers, *rest], dry_run=True)

    assert [(p.file, p.line, p.column) for p in receipt.problems] == [
        ("data.csv (2)", 9, "answer"),
    ]


def test_members_of_one_name_in_a_zip_go_by_their_paths(empty, pack):
    answers = pack.tables["answers"]
    members = [
        *pack.without("answers").files(),
        PackFile("luton/answers.csv", text_of(answers[:300]).encode()),
        PackFile("bedford/answers.csv", text_of((answers[0], *answers[300:], ("?",))).encode()),
    ]

    receipt = load(empty, [zipped(members, folder="pack/")], dry_run=True)

    assert [(p.rule, p.file) for p in receipt.problems] == [
        ("column_count", "pack/bedford/answers.csv"),
    ]


def test_what_a_system_puts_into_a_zip_is_left_out_and_counted(loaded, pack):
    names = (".DS_Store", "~$answers.csv", "Thumbs.db", "x/desktop.ini", "__MACOSX/._cases.csv")
    junk = [PackFile(name, b"\0\1") for name in names]

    receipt = load(loaded, [zipped(pack.files() + junk)])

    assert (receipt.status, receipt.problems) == ("unchanged", ())
    assert receipt.normalised == {"files of the system left out of the zip": 5}


SPELLINGS = {
    "yes": ["yes", "Y", "y", "YES", "True", "1"],
    "no": ["no", "N", "False", "0"],
    "not relevant": [
        "not relevant", "N/A", "NA", "n.a.", "n\\a", "NR", "Not Applicable", "not_relevant",
        "Not-Relevant", "#N/A", "Not  relevant", "not\u00a0\nrelevant",
    ],
}  # fmt: skip


def test_known_spellings_are_read_and_counted(loaded, pack):
    """Each stands for its answer and no other, and the receipt says how many there were."""
    spelled = pack
    for answer, spellings in SPELLINGS.items():
        lines = [n for n, row in enumerate(pack.tables["answers"], 1) if row[3] == answer]
        for line, spelling in zip(lines, spellings, strict=False):
            spelled = spelled.cell("answers", line, "answer", f"\n {spelling}\t\r\n")

    receipt = load(loaded, spelled.files())

    assert receipt.problems == ()
    assert receipt.status == "unchanged"
    assert receipt.normalised == {"spaces round values": 22, "answers spelled another way": 19}


def test_what_was_read_as_something_else_is_counted(empty, pack):
    spelled = (
        pack.cell("answers", 8, "answer", "Y")
        .cell("answers", 9, "answer", "Yes")
        .cell("cases", 2, "custody", "N")
        .cell("cases", 2, "risk_of_harm", "Very High")
        .cell("cases", 2, "age", "13.0")
        .cell("cases", 2, "start_date", "18/8/2014")
        .cell("cases", 3, "ethnicity", " black\t")
        .cell("yots", 2, "name", "\u00a0Bedfordshire")
        .add("recipients", ("", "", ""))
    )

    receipt = load(empty, spelled.files(), dry_run=True)

    assert receipt.problems == ()
    assert receipt.normalised == {
        "blank rows left out": 1,
        "answers spelled another way": 2,
        "words spelled another way": 2,
        "numbers written with .0": 1,
        "dates written dd/mm/yyyy": 1,
        "spaces round values": 2,
    }


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
ROWS = st.lists(
    st.tuples(CELLS, CELLS, CELLS).filter(lambda row: any(cell.strip() for cell in row)),
    max_size=8,
)


@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(rows, delimiter, end, encoding):
    text = text_of((RECIPIENTS, *rows), delimiter, end, csv.QUOTE_ALL)

    found = recipients(text.encode(encoding))

    assert found.problems == []
    columns = found.columns
    assert list(zip(*columns.values(), strict=True)) == rows
    starts = [2]
    for row in rows:
        inside = "".join(row)
        breaks = inside.count("\n") + inside.count("\r") - inside.count("\r\n")
        starts.append(starts[-1] + 1 + breaks)
    assert found.lines == starts[:-1]


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_refused_in_a_sentence(data):
    found = recipients(data)

    assert found.problems
    assert all(p.message.endswith(".") and p.file == "r.csv" for p in found.problems)


def test_the_sample_is_what_these_tests_take_it_for():
    assert {name: len(rows) - 1 for name, rows in bedfordshire().tables.items()} == {
        "answers": 540, "cases": 20, "inspections": 1, "interviews": 100, "quotes": 5,
        "recipients": 18, "reoffending": 2, "yots": 1,
    }  # fmt: skip
