"""Headings: which table a file is, what near misses are taken for, and what is remembered."""

import time

import pytest
from packs import rows_of, text_of, zipped

from sqs.intake import reading
from sqs.intake.headings import (
    LEFT_OUT,
    MOST_COLUMNS,
    Remembered,
    folded,
    forget,
    meanings,
    recognise,
    remember,
    remembered,
)
from sqs.intake.loading import StoppedError, load
from sqs.intake.packs import PackFile
from sqs.intake.tables import TABLES

# One row of headings, what headings were said to mean before (TABLE heading = ours), and what comes
# of it: the table and `ours@place` of what does not stand in its own place, or the problems as
# "rule heading", each unknown heading with its guess. Headings are separated by commas; · is a
# space.
TABLE = """
recipients: our own, in any order and case
    inspection_id,role,name                  |                              | recipients
    name,inspection_id,role                  |                              | recipients inspection_id@1 role@2 name@0
    ·Inspection_ID·,\tROLE\t,Name            |                              | recipients
recipients: near misses are guessed and never taken
    Inspection·ID,role,name                  |                              | unknown Inspection·ID → inspection_id + missing inspection_id
    inspection-id,Role,"Name"                |                              | unknown inspection-id → inspection_id + unknown "Name" → name + missing inspection_id + missing name
    inspection_id,roll,name                  |                              | unknown roll → role + missing role
    inspection_id,日付,name                   |                              | unknown 日付 → - + missing role
    inspection_id,role,name,colour           |                              | unknown colour → -
recipients: what was said to mean one of ours is read as it
    Inspection·ID,role,name                  | recipients INSPECTION-ID = inspection_id | recipients read Inspection·ID as inspection_id
    inspection_id,role,name,colour           | recipients Colour = -        | recipients read colour as -
    inspection_id,role,日付                   | recipients 日付 = name        | recipients read 日付 as name
    inspection_id,role,日付                   | recipients 名前 = name        | unknown 日付 → - + missing name
    Inspection·ID,role,name                  | quotes inspection·id = inspection_id | unknown Inspection·ID → inspection_id + missing inspection_id
    inspection_id,role,name,who              | recipients who = name        | unknown who → -
    inspection_id,job,post,name              | recipients job = role & recipients post = role | repeated job + repeated post
    inspection_id,text,name                  | recipients text = role       | recipients read text as role
    name,role,inspection_id                  | recipients name = role       | recipients inspection_id@2 name@0
recipients: columns of nobody's
    inspection_id,,role,,name                |                              | recipients role@2 name@4 blank 1,3
    inspection_id,role,name,,                |                              | recipients
    inspection_id,role,name,problems         |                              | recipients problems 1
    inspection_id,problems·|·r.csv:·1,role,name,problems |   | recipients role@2 name@3 problems 2
    inspection_id,role,name,problem          |                              | unknown problem → -
    inspection_id,role,name,name             |                              | repeated name + repeated name
quotes and answers: the same word, and two meanings
    inspection_id,case_id,question_id,comment,cleared |                     | unknown comment → text + missing text
    inspection_id,case_id,question_id,answer,reasons,comment |              | unknown comment → note + missing note
    inspection_id,Case·No,Question,Response,Reason,Comments |               | unknown Case·No → case_id + unknown Question → question_id + unknown Response → answer + unknown Reason → reasons + unknown Comments → note + missing case_id + missing question_id + missing answer + missing reasons + missing note
    inspection_id,a,b,answer,reasons,note | answers a = case_id & answers b = question_id | answers read a as case_id read b as question_id
no table
    a,b,c                                    |                              | unknown
"""  # noqa: E501


def _rows() -> list:
    rows = [line.rsplit("|", 2) for line in TABLE.splitlines() if line.startswith("    ")]
    return [pytest.param(*map(str.strip, row), id=row[0].strip() + row[1].rstrip()) for row in rows]


def spaced(text: str) -> str:
    return text.replace("·", " ")


def said(text: str) -> list[Remembered]:
    """What was said to mean what, as the second column of the table has it."""
    steps = [step.strip().split(" ", 1) for step in text.split(" & ") if step]
    return [
        Remembered(table, *(spaced(word).strip() for word in step.replace("= -", "=").split("=")))
        for table, step in steps
    ]


@pytest.mark.parametrize(("headings", "before", "verdict"), _rows())
def test_what_becomes_of_headings(headings, before, verdict):
    said_before = {(each.table, folded(each.found)): each.means for each in said(before)}

    found = recognise("r.csv", spaced(headings).split(","), 1, said_before)

    assert told(found) == spaced(verdict)


def told(found) -> str:
    """What was recognised, in the words of the table's last column."""
    if found.layout is None:
        guesses = {each.found: each.means or "-" for each in found.guesses}
        words = []
        for each in found.problems:
            of = each.found.removeprefix("no heading ").split("'")[1] if each.column else ""
            guess = f" → {guesses[of]}" if of in guesses else ""
            words.append(f"{each.rule.removeprefix('heading_')} {of}{guess}".strip())
        return " + ".join(words)
    layout = found.layout
    own = layout.table.headings
    words = [layout.table.name]
    moved = [h for h, at in layout.places.items() if h not in own or own.index(h) != at]
    if not layout.read_as:
        words += [f"{h}@{layout.places[h]}" for h in moved]
    words += [f"read {each.found} as {each.means or '-'}" for each in layout.read_as]
    if layout.blank:
        words.append(f"blank {','.join(map(str, layout.blank))}")
    if layout.problem_columns:
        words.append(f"problems {layout.problem_columns}")
    return " ".join(words)


@pytest.mark.parametrize(
    ("heading", "fold"),
    [
        ("Case ID", "case_id"), ("\tcase-id. ", "case_id"), ("CASE   _ID", "case_id"),
        ("Case\nID", "case_id"), ("Case\u00a0I\uff24", "case_id"),
        ("ROSH_plan.Reasons", "rosh_plan.reasons"),
        ("Straße", "strasse"), ("日付", "日付"), ("#", "#"), ("%", "%"), ("", ""),
    ],
)  # fmt: skip
def test_headings_are_alike_but_for_case_spaces_and_signs(heading, fold):
    assert folded(heading) == fold


def test_a_guess_may_be_any_heading_that_the_file_lacks():
    (guess,) = recognise("r.csv", ["inspection_id", "case", "question_id", "text"], 1, {}).guesses
    assert (guess.table, guess.means, guess.allowed) == (
        "quotes",
        "case_id",
        ("case_id", "cleared"),
    )

    wide = [*TABLES["cases"].headings, "rosh_plan", "ROSH plan reasons"]
    (guess,) = recognise("r.csv", wide, 1, {}).guesses
    assert guess.means == "rosh_plan.reasons"
    assert len(guess.allowed) == 57
    assert "rosh_plan" not in guess.allowed


def test_headings_said_to_mean_the_same_are_told_apart_in_words():
    found = recognise("r.csv", ["job", "role", "post", "inspection_id", "name"], 1, {})
    assert [each.found for each in found.guesses] == ["job", "post"]
    before = {("recipients", "job"): "role", ("recipients", "post"): "role"}
    found = recognise("r.csv", ["job", "post", "inspection_id", "name"], 1, before)
    assert [each.message for each in found.problems] == [
        f"r.csv, line 1, {name}: found '{name}', which was said to mean role, beside another; "
        "keep each heading once, or forget what this one was said to mean."
        for name in ("job", "post")
    ]


@pytest.mark.parametrize("heading", ["role", "rolle", "x" * 100_000])
@pytest.mark.parametrize("times", [MOST_COLUMNS - 2, 10_000])
def test_many_headings_take_no_time(heading, times):
    began = time.process_time()

    found = recognise("r.csv", ["inspection_id", "name", *[heading] * times], 1, {})

    assert time.process_time() - began < 1
    problems = times if times < MOST_COLUMNS else 1
    assert len(found.problems) == problems + (problems > 1 and heading != "role")


@pytest.mark.parametrize(
    ("rows", "normalised", "problems"),
    [
        ([("a", "", "b", "", "c")], {"blank columns left out": 2}, []),
        (
            [("a", "", "b", "", "c"), ("a", "", "b", " x ", "c"), ("a", "", "b", "y", "c")],
            {"blank columns left out": 2},
            ["found no heading over column 4, which has 'x' in line 3; give the column its"],
        ),
    ],
)
def test_a_column_without_a_heading_must_be_blank(rows, normalised, problems):
    text = text_of((("inspection_id", "", "role", " ", "name"), *rows))

    found = rows_of([PackFile("r.csv", text.encode())])

    assert found.normalised == normalised
    assert [each.message.split(": ")[1][: len(problems[0])] for each in found.problems] == problems
    assert found.columns["name"] == ["c"] * len(rows)


def test_what_is_remembered_is_read_by_the_next_load_and_told(database, pack):
    pack = pack.cell("cases", 1, "case_id", "Case ID").cell("quotes", 1, "text", "Comment")
    pack = pack.cell("cases", 1, "inspector", "Inspector ").files()
    receipt = load(database, pack)
    assert [(g.file, g.found, g.means) for g in receipt.guesses] == [
        ("cases.csv", "Case ID", "case_id"), ("quotes.csv", "Comment", "text"),
    ]  # fmt: skip

    remember(database, [Remembered(g.table, g.found, g.means) for g in receipt.guesses])
    receipt = load(database, pack, meanings=meanings(database))

    assert receipt.status == "loaded"
    assert receipt.normalised == {"headings read as others": 2}
    assert [(each.file, each.found, each.means) for each in receipt.read_as] == [
        ("cases.csv", "Case ID", "case_id"), ("quotes.csv", "Comment", "text"),
    ]  # fmt: skip


def test_a_later_word_takes_the_place_of_an_earlier_and_can_be_forgotten(database):
    remember(database, [Remembered("quotes", "Comment", "text"), Remembered("cases", "No.", "")])
    remember(database, [Remembered("quotes", "COMMENT", LEFT_OUT)])
    assert remembered(database) == [
        Remembered("cases", "No.", ""), Remembered("quotes", "COMMENT", ""),
    ]  # fmt: skip
    assert meanings(database) == {("cases", "no"): "", ("quotes", "comment"): ""}

    forget(database, Remembered("quotes", "comment", ""))
    forget(database, Remembered("quotes", "comment", ""))

    assert remembered(database) == [Remembered("cases", "No.", "")]


@pytest.mark.parametrize(("table", "means"), [("quotes", "answer"), ("answers", "rosh_plan")])
def test_nothing_but_a_heading_of_the_table_is_remembered(database, table, means):
    with pytest.raises(ValueError, match=f"'{means}' is no heading of {table}"):
        remember(database, [Remembered("cases", "x", "sex"), Remembered(table, "Comment", means)])
    assert remembered(database) == []


def test_a_large_file_in_a_zip_is_read_where_it_lies_and_told_once(database, pack, monkeypatch):
    """Also where a blank row makes it be read again, record by record."""
    monkeypatch.setattr(reading, "DIRECT_FROM", 100)
    (answers,) = pack.cell("answers", 1, "note", "Comment").only("answers").files()
    files = pack.without("answers").files()
    rows = answers.data.replace(b"\n", b",x\n").replace(b"Comment,x", b"Comment,Page")
    said = {("answers", "comment"): "note", ("answers", "page"): LEFT_OUT}
    for number, data in enumerate((rows, rows.replace(b"\n", b"\n,,,,,,\n", 1))):
        zip_file = zipped([PackFile("answers.csv", data)])
        receipt = load(database, [zip_file, *files], meanings=said, dry_run=True)
        assert receipt.status == "checked"
        assert receipt.normalised == {
            "headings read as others": 1, "columns left out": 1,
        } | ({"blank rows left out": 1} if number else {})  # fmt: skip
        assert len(receipt.read_as) == 2


def test_the_reader_tells_where_it_is_and_ends_where_it_is_stopped(database, monkeypatch):
    monkeypatch.setattr(reading, "TOLD_EVERY", 2)
    text = "inspection_id,role,name\n" + "x,y,z\n" * 9
    told = []

    def progress(doing, part):
        told.append((doing, part))
        return doing != "Reading r.csv, line 7"

    with pytest.raises(StoppedError, match="Stopped; nothing was loaded"):
        load(database, [PackFile("r.csv", text.encode())], progress=progress)

    assert told == [
        ("Reading the files", None), ("Reading r.csv, line 3", None),
        ("Reading r.csv, line 5", None), ("Reading r.csv, line 7", None),
    ]  # fmt: skip
    assert not database.intake.exists()
