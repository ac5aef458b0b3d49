"""Factual accuracy: what goes out claim by claim, and what may come back."""

import csv
import io

import pytest
from packs import INSPECTION

from sqs.letter.accuracy import HEADINGS, comment_sheet, comments, receive
from sqs.letter.kept import LetterError, begin, save


@pytest.fixture
def begun(loaded):
    return begin(loaded, INSPECTION, by="Ann")


@pytest.fixture
def sheet(loaded, begun) -> list[list[str]]:
    with loaded.reading() as cursor:
        return rows(comment_sheet(cursor, begun))


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def bytes_of(sheet: list[list[str]], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(sheet)
    return text.getvalue().encode(encoding)


def with_cell(sheet, claim, heading, value):
    """The sheet with one cell of a claim's row, or of its first line, as it is given."""
    at = HEADINGS.index(heading)
    return [[*row[:at], value, *row[at + 1 :]] if row[0] == claim else row for row in sheet]


def kept(database) -> list[tuple[int, str, bool | None, str, str]]:
    with database.reading() as cursor:
        return [(c.version, c.claim, c.agreed, c.text, c.by) for c in comments(cursor, INSPECTION)]


def test_every_claim_goes_out_with_its_sentence_and_its_figure(sheet, begun):
    assert tuple(sheet[0]) == HEADINGS
    by_claim = {row[0]: row[1:5] for row in sheet[1:]}
    assert list(by_claim) == list(begun.rests_on)
    sentence = (
        "Plans to reduce reoffending had been looked at again, and well enough, in 11 out of 13"
    )
    assert by_claim["lor_plan_review_1"] == [
        "1.5", f"{sentence} relevant cases.", "11 out of 13", "11 of 13",
    ]  # fmt: skip
    assert by_claim["reoffending_rate_national_2"][2:] == ["35.4%", "35.4%"]
    assert by_claim["reoffending_rate_national_1"][3] == "better"
    assert {row[7] for row in sheet[1:]} == {f"{INSPECTION} 1 {begun.sha256[:16]}"}
    assert {tuple(row[5:7]) for row in sheet[1:]} == {("", "")}


def test_a_claim_without_a_mark_goes_out_too(loaded, begun):
    text = begun.text.replace("This needs to be more robust.", "In four cases it was robust.")
    saved = save(loaded, text, based_on=begun, by="Ann").version
    with loaded.reading() as cursor:
        found = [row for row in rows(comment_sheet(cursor, saved)) if row[0] == "unmarked_1"]
    assert [row[1:4] for row in found] == [["3.5", "In four cases it was robust.", "four"]]


def test_no_cell_can_become_a_formula_and_each_comes_back_as_it_was(loaded, begun):
    text = begun.text.replace("3.5. Oversight", "3.5. =1+[6 out of 14](claim:sv_oversight) was, O")
    saved = save(loaded, text, based_on=begun, by="Ann").version
    with loaded.reading() as cursor:
        sheet = rows(comment_sheet(cursor, saved))
    (row,) = (row for row in sheet if row[0] == "sv_oversight_1")
    assert row[2].startswith("'=1+6 out of 14 was")
    said = with_cell(sheet, "sv_oversight_1", "comment", "'=cmd()")
    assert receive(loaded, INSPECTION, bytes_of(said), by="Ann")[0].text == "=cmd()"


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("cp1252", ","), ("utf-16", "\t")],
)
def test_comments_come_back_from_any_spreadsheet(loaded, sheet, encoding, delimiter):
    sheet = with_cell(sheet, "rosh_plan_1", "agreed", " Yes ")
    sheet = with_cell(sheet, "rosh_plan_2", "agreed", "N")
    sheet = with_cell(sheet, "rosh_plan_2", "comment", " Not so – one.\nWe say two. ")
    sheet = with_cell(sheet, "sv_plan_1", "comment", "Fine")
    receive(loaded, INSPECTION, bytes_of(sheet, encoding, delimiter), by=" Ann ")
    assert kept(loaded) == [
        (1, "rosh_plan_1", True, "", "Ann"),
        (1, "rosh_plan_2", False, "Not so – one.\nWe say two.", "Ann"),
        (1, "sv_plan_1", None, "Fine", "Ann"),
    ]


def test_a_second_sheet_has_the_newest_word_and_versions_keep_theirs(loaded, begun, sheet):
    for agreed in ("no", "yes"):
        said = with_cell(sheet, "rosh_plan_1", "agreed", agreed)
        receive(loaded, INSPECTION, bytes_of(said), by="Ann")
    save(loaded, begun.text + "\n\nMore.", based_on=begun, by="Ann")
    receive(loaded, INSPECTION, bytes_of(with_cell(sheet, "lor_plan_1", "agreed", "no")), by="Bob")
    assert kept(loaded) == [
        (1, "rosh_plan_1", True, "", "Ann"),
        (1, "lor_plan_1", False, "", "Bob"),
    ]


def first(heading, value):
    """The sheet with one cell of its first claim's row as it is given."""
    return lambda sheet: bytes_of(with_cell(sheet, "cases_1", heading, value))


def about(letter):
    """A sheet of one row that says it is about that letter."""
    return lambda sheet: bytes_of([sheet[0], [*sheet[1][:7], letter]])


def anything(data):
    return lambda _: data


# What somebody made of the sheet, and the sentence that says what is wrong.
WRONG = [
    (anything(b"x" * 1_000_001), "The file has 1,000,001 bytes; a sheet of a letter has at most"),
    (anything(b"PK\x03\x04"), "The file is no CSV. Save the sheet as CSV and send that."),
    (anything(b"\x81\x8d"), "The file is no text in UTF-8. Save the sheet as CSV in UTF-8."),
    (anything(b""), "The first line of the file has not the headings claim, paragraph, sentence, "),
    (lambda s: bytes_of(s[1:]), "The first line of the file has not the headings"),
    (lambda s: bytes_of([[*s[0], "claim"], *s[1:]]), "The first line of the file has not the"),
    (lambda s: bytes_of(s[:1]), "The letter column has to say the same in every row, as it was "),
    (first("letter", "x"), "The letter column has to say the same in every row, as it was export"),
    (
        about("luton-2014 1 00"),
        "This sheet is about another letter ('luton-2014 1 00'), not about ",
    ),
    (about("bedfordshire-2014 ² 00"), "This sheet is about another letter"),
    (about("bedfordshire-2014 7 00"), "The letter of bedfordshire-2014 has no version 7;"),
    (about("bedfordshire-2014 1 00"), "This sheet was made from another text of version 1, or its"),
    (
        first("claim", "cases_9"),
        "Line 2, claim: found 'cases_9'; leave that column as it was expor",
    ),
    (lambda s: bytes_of([*s, s[1]]), "Line 2, claim: 'cases_1' stands there 2 times; keep one row"),
    (first("words", "12 cases"), "Line 2, words: found '12 cases', and the letter has '20 cases' "),
    (first("agreed", "perhaps"), "Line 2, agreed: found 'perhaps'; use yes, no or nothing."),
    (
        first("comment", "x" * 2_001),
        "Line 2, comment: found 2,001 characters; a comment has at mos",
    ),
]


@pytest.mark.parametrize(("made", "said"), WRONG)
def test_what_is_not_our_sheet_is_refused_whole(loaded, sheet, made, said):
    sheet = with_cell(sheet, "rosh_plan_1", "agreed", "yes")
    with pytest.raises(LetterError) as refused:
        receive(loaded, INSPECTION, made(sheet), by="Ann")
    assert str(refused.value).startswith(said)
    assert kept(loaded) == []


def test_a_cell_without_end_is_refused(loaded, sheet):
    before = csv.field_size_limit(131_072)
    try:
        with pytest.raises(
            LetterError, match=r"^Line 56 of the file cannot be read \(field larger"
        ):
            receive(loaded, INSPECTION, bytes_of(sheet) + b'"' + b"x" * 140_000, by="Ann")
    finally:
        csv.field_size_limit(before)
