"""Headings that are none of ours: asked once, used and told by every later check, forgotten."""

import pytest
from packs import bedfordshire, zipped
from test_load_page import press, upload

from sqs.ui import desk, mapping


def near_misses():
    """A case_id and a question_id headed otherwise, and a column of the team's own."""
    pack = bedfordshire().cell("answers", 1, "case_id", "Case No.")
    pack = pack.cell("answers", 1, "question_id", "Question")
    rows = pack.tables["quotes"]
    own = (*rows[0], "Page"), *((*row, str(n)) for n, row in enumerate(rows[1:]))
    return pack.rows("quotes", tuple(own))


def asked(app) -> dict[str, object]:
    """Each heading that is asked for, with what is chosen."""
    return {
        each.label.removesuffix("” stands for").removeprefix("“").replace("\\", ""): each
        for each in app.at.selectbox
        if each.label.endswith(" stands for")
    }


USE = "Use these headings and check again"


def test_near_misses_are_asked_for_then_checked_then_loaded(bare):
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    assert bare.errors == ["Not loaded: 5 problems. Nothing was changed."]
    assert bare.headings[0] == "Headings to match"
    assert {name: box.value for name, box in asked(bare).items()} == {
        "Case No.": "case_id", "Question": "question_id", "Page": "not one of these",
    }  # fmt: skip
    assert asked(bare)["Question"].options == [
        "case_id", "question_id", "Leave this column out", "Not one of these",
    ]  # fmt: skip
    asked(bare)["Page"].set_value("")
    press(bare, USE)

    assert bare.successes == ["Checked: no problems in 687 rows. Nothing was loaded."]
    assert bare.table("Headings read as others")[1:] == [
        ["Case No.", "answers.csv", "case_id"], ["Question", "answers.csv", "question_id"],
        ["Page", "quotes.csv", "left out"],
    ]  # fmt: skip
    assert bare.table("Read as something else")[1:] == [
        ["headings read as others", "2"], ["columns left out", "1"],
    ]  # fmt: skip
    assert asked(bare) == {}
    press(bare, "Load what was checked")
    assert bare.successes == ["Loaded as upload 1: 687 rows."]


def test_nothing_is_taken_for_anything_before_it_was_said(bare):
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    assert "Nothing has been loaded yet." in bare.text
    assert [each.label for each in bare.at.expander] == [
        "Single tables, empty", "Single tables, with an example",
    ]  # fmt: skip


def test_what_was_said_is_used_by_the_next_upload_and_told(bare):
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    asked(bare)["Page"].set_value("")
    press(bare, USE)
    other = type(bare)().open("7_Load_cases")  # another person, another day
    upload(other, near_misses().files())
    assert other.successes == ["Loaded as upload 1: 687 rows."]
    assert len(other.table("Headings read as others")) == 4


def test_what_was_said_is_forgotten_and_then_asked_for_again(bare):
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    asked(bare)["Page"].set_value("")
    press(bare, USE)
    assert bare.table("Headings that are not ours")[1:] == [
        ["Case No.", "answers", "case_id"], ["Question", "answers", "question_id"],
        ["Page", "quotes", "left out"],
    ]  # fmt: skip
    forget = next(each for each in bare.at.selectbox if each.label == "Heading to forget")
    assert forget.options == ["Case No. (answers)", "Question (answers)", "Page (quotes)"]
    forget.set_value(1)
    press(bare, "Forget this heading")
    assert bare.successes[-1] == (
        "Question of answers is forgotten: the next check asks for it again."
    )
    upload(bare, near_misses().files())
    assert list(asked(bare)) == ["Question"]
    assert bare.successes == []


def test_two_headings_of_a_file_cannot_stand_for_one(bare):
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    asked(bare)["Question"].set_value("case_id")
    press(bare, USE)
    assert bare.errors[-1] == (
        "answers.csv: both Case No. and Question were to stand for case_id. Choose one of them."
    )
    assert "Headings remembered" not in [each.label for each in bare.at.expander]


def test_choosing_nothing_is_said_so_and_choosing_some_leaves_the_others(bare):
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    for box in asked(bare).values():
        box.set_value("not one of these")
    press(bare, USE)
    assert bare.errors[-1] == "Nothing was chosen. Say what at least one heading stands for."
    asked(bare)["Page"].set_value("")
    press(bare, USE)
    assert bare.errors == ["Not loaded: 4 problems. Nothing was changed."]
    assert list(asked(bare)) == ["Case No.", "Question"]


def test_a_heading_of_two_files_of_a_table_is_asked_for_once(bare):
    pack = near_misses().only("answers")
    rows = pack.tables["answers"]
    halves = [pack.rows("answers", (rows[0], *half)) for half in (rows[1:271], rows[271:])]
    first, second = (half.files()[0] for half in halves)
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().without("answers", "quotes").files())
    upload(bare, [zipped([first]), type(second)("second.csv", second.data)])
    assert list(asked(bare)) == ["Case No.", "Question"]
    press(bare, USE)
    assert [row[1] for row in bare.table("Headings read as others")[1:]] == [
        "answers.csv", "answers.csv", "second.csv", "second.csv",
    ]  # fmt: skip


def test_a_pack_too_large_to_keep_is_chosen_again(bare, monkeypatch):
    monkeypatch.setattr(desk, "KEPT_BYTES", 1000)
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    assert "The files are too large to be kept: choose them again above" in bare.text
    asked(bare)["Page"].set_value("")
    press(bare, "Remember these headings")
    assert bare.errors == []
    assert len(bare.table("Headings that are not ours")) == 4
    upload(bare, near_misses().files())
    assert bare.successes == ["Loaded as upload 1: 687 rows."]


def test_a_few_headings_are_asked_for_at_once(bare, monkeypatch):
    monkeypatch.setattr(mapping, "ASKED_AT_MOST", 2)
    bare.open("7_Load_cases")
    upload(bare, near_misses().files())
    assert list(asked(bare)) == ["Case No.", "Question"]
    assert "The first 2 of 3 headings." in bare.text
    press(bare, USE)
    assert list(asked(bare)) == ["Page"]


@pytest.mark.parametrize("heading", ["<b>Case</b>", "**Case**", ":red[Case]", "_Case_"])
def test_a_heading_is_shown_and_not_obeyed(bare, heading):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().cell("answers", 1, "case_id", heading).files())
    assert list(asked(bare)) == [heading]
    asked(bare)[heading].set_value("case_id")
    press(bare, USE)
    bodies = "".join(each.proto.body for each in bare.at.get("html"))
    assert "<b>Case" not in bodies
    assert heading not in "".join(each.label for each in bare.at.selectbox)


def test_our_own_problem_column_is_left_out_when_it_comes_back(bare):
    rows = bedfordshire().tables["quotes"]
    sent_back = (*rows[0], "problems"), *((*row, "found …") for row in rows[1:])
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().rows("quotes", tuple(sent_back)).files())
    assert bare.successes == ["Loaded as upload 1: 687 rows."]
    assert bare.table("Read as something else")[1:] == [["problem columns of ours left out", "1"]]


def test_letters_of_an_unnamed_encoding_are_shown_to_be_checked(bare):
    pack = bedfordshire().cell("yots", 2, "name", "Swydd Bedford – Siân")
    bare.open("7_Load_cases")
    upload(bare, pack.files(encoding="cp1252"))
    assert bare.successes == ["Loaded as upload 1: 687 rows."]
    ofsted = "Ofsted – Social Care"
    assert bare.table("Letters to check")[1:] == [
        ["recipients.csv", "15", "Ofsted – Further Education and Learning"],
        ["recipients.csv", "16", ofsted], ["recipients.csv", "17", ofsted],
        ["yots.csv", "2", "Swydd Bedford – Siân"],
    ]  # fmt: skip
    assert "If letters here look wrong, save the sheet as CSV UTF-8" in bare.text
    assert bare.table("Read as something else")[1:] == [["files read as Windows-1252", "2"]]


def test_letters_are_shown_beside_problems_too(bare):
    pack = bedfordshire().cell("yots", 2, "name", "")
    bare.open("7_Load_cases")
    upload(bare, pack.files(encoding="cp1252"), "Check only")
    assert bare.errors == ["Not loaded: 1 problem. Nothing was changed."]
    assert len(bare.table("Letters to check")) == 4
