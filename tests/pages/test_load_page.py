"""Load cases: one press loads once, a bad pack loads nothing, and an upload can be taken back.

A bare uploader keeps its files and would load them again at every rerun; hence the idle reruns.
"""

import pytest
from packs import bedfordshire, zipped

PROBLEM = "Found 'Maybe'"


def upload(app, files) -> None:
    app.at.file_uploader[0].set_value([(file.name, file.data, "text/csv") for file in files])
    press(app, "Check and load")


def press(app, label: str) -> None:
    button = next(each for each in app.at.button if each.label == label)
    button.click().run()
    assert not app.at.exception


def test_a_good_pack_is_loaded_once_with_a_receipt(bare):
    bare.open("4_Load_cases")
    upload(bare, bedfordshire().files())
    assert bare.successes == ["Loaded as upload 1: 687 rows."]
    assert (
        "Rows read: answers 540; cases 20; inspections 1; interviews 100; quotes 5; recipients 18; "
        "reoffending 2; yots 1." in bare.text
    )
    assert [row[0] for row in bare.table("Uploads, the newest first")[1:]] == ["1"]
    assert bare.table("Uploads, the newest first")[1][2:5] == [
        "nobody named", "bedfordshire-2014", "687",
    ]  # fmt: skip


def test_the_history_names_who_loaded_it(bare):
    bare.open("4_Load_cases")
    bare.at.text_input(key="by").set_value("  S. McG. ")
    upload(bare, bedfordshire().files())
    assert bare.table("Uploads, the newest first")[1][2] == "S. McG."


def test_an_idle_rerun_loads_nothing_more(bare):
    bare.open("4_Load_cases")
    upload(bare, bedfordshire().files())
    bare.again().again()
    assert len(bare.table("Uploads, the newest first")) == 2
    assert bare.at.file_uploader[0].value in (None, [])  # its key was changed: it is empty again


def test_what_was_loaded_is_on_the_other_pages_at_once(bare):
    bare.open().to("4_Load_cases")
    upload(bare, bedfordshire().files())
    bare.to("app")
    assert "Loaded: 1 inspection of 1 team, 20 cases." in bare.text
    bare.to("2_Sections")
    assert "Bedfordshire, 17 to 19 November 2014: 20 cases read" in bare.text


def test_a_zip_is_a_pack_too(bare):
    bare.open("4_Load_cases")
    upload(bare, [zipped(bedfordshire().files())])
    assert bare.successes == ["Loaded as upload 1: 687 rows."]


def test_a_bad_pack_lists_its_problems_and_loads_nothing(bare):
    bare.open("4_Load_cases")
    upload(bare, bedfordshire().cell("answers", 7, "answer", "Maybe").files())
    assert bare.errors == ["Not loaded: 1 problem. Nothing was changed."]
    assert bare.table("Problems by rule")[1][:2] == ["A word is not one of those allowed", "1"]
    assert bare.table("Problems by file and line")[1] == [
        "BED14-01", "answers.csv", "7", "answer", PROBLEM, "Use yes, no or not relevant.",
    ]  # fmt: skip
    assert "Nothing has been loaded yet." in bare.text
    assert next(each.label for each in bare.at.get("download_button")) == "Problems as CSV"


def test_check_only_loads_nothing(bare):
    bare.open("4_Load_cases")
    bare.at.checkbox(key="check_only").check()
    upload(bare, bedfordshire().files())
    assert bare.successes == ["Checked: no problems in 687 rows. Nothing was loaded."]
    assert "Nothing has been loaded yet." in bare.text


def test_the_same_pack_again_changes_nothing(own):
    own.open("4_Load_cases")
    upload(own, bedfordshire().files())
    assert [each.value for each in own.at.info] == [
        "All 687 rows were loaded before. Nothing was changed."
    ]
    assert len(own.table("Uploads, the newest first")) == 3


def test_no_file_is_said_so(bare):
    bare.open("4_Load_cases")
    press(bare, "Check and load")
    assert bare.errors == [
        "No file was chosen. Choose the pack's CSV files, or one zip of them."
    ]  # fmt: skip


def test_replacing_is_offered_only_after_a_conflict_and_then_works(own):
    own.open("4_Load_cases")
    assert [each.key for each in own.at.checkbox] == ["check_only", "undo_sure"]
    changed = bedfordshire().cell("inspections", 2, "lead_inspector", "A. N. Other")
    upload(own, changed.files())
    assert own.errors == ["Not loaded: 1 problem. Nothing was changed."]
    assert own.table("Problems by rule")[1][0] == "Already loaded with other content"
    own.at.checkbox(key="replace").check()
    upload(own, changed.files())
    assert own.successes == ["Loaded as upload 3: 687 rows."]
    assert [each.key for each in own.at.checkbox] == ["check_only", "undo_sure"]


def test_an_upload_can_be_taken_back(own):
    own.open("4_Load_cases")
    own.at.selectbox[0].set_value(2)
    press(own, "Undo this upload")
    assert own.errors == ["Nothing was undone. Tick the box to confirm."]
    own.at.checkbox(key="undo_sure").check()
    press(own, "Undo this upload")
    (undone,) = own.successes
    assert undone == (
        "Undone: upload 2 is taken back. What it replaced is shown again; to have it back, load "
        "its files again."
    )
    assert [row[-1] for row in own.table("Uploads, the newest first")[1:]] == ["undone", "loaded"]
    own.to("app")
    assert "Loaded: 1 inspection of 1 team, 20 cases." in own.text


def test_an_undo_that_is_refused_says_why(bare):
    bare.open("4_Load_cases")
    upload(bare, bedfordshire().without("quotes").files())
    upload(bare, bedfordshire().only("quotes").files())
    bare.at.selectbox[0].set_value(1)
    bare.at.checkbox(key="undo_sure").check()
    press(bare, "Undo this upload")
    assert len(bare.errors) == 1
    assert bare.errors[0].startswith("Upload 1 stays")
    assert bare.errors[0].endswith("nothing was changed.")
    assert [row[-1] for row in bare.table("Uploads, the newest first")[1:]] == ["loaded", "loaded"]


def test_every_table_has_an_empty_file_to_fill_in(bare):
    bare.open("4_Load_cases")
    assert [each.label for each in bare.at.get("download_button")] == [
        "yots.csv", "inspections.csv", "cases.csv", "answers.csv", "interviews.csv", "quotes.csv",
        "reoffending.csv", "recipients.csv",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["<b>answers</b>.csv", "![x](https://example.org/x.png).csv"])
def test_what_a_file_says_is_shown_and_not_obeyed(bare, name):
    (answers,) = bedfordshire().only("answers").files()
    bare.open("4_Load_cases")
    upload(bare, [type(answers)(name, answers.data.replace(b"answer,", b"answre,", 1))])
    raw = "".join(each.proto.body for each in bare.at.get("html"))
    assert "<b>answers" not in raw
    assert name in [row[1] for row in bare.table("Problems by file and line")]
    assert name not in "".join(each.value for each in bare.at.markdown)
