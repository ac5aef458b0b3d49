"""Load cases: one press loads once, a bad pack loads nothing, and an upload can be taken back.

A bare uploader keeps its files and would load them again at every rerun; hence the idle reruns.
"""

import hashlib
import json
import re

import pytest
from packs import bedfordshire, current, zipped

from sqs import settings
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.store.database import Database
from sqs.ui import desk, page


def upload(app, files, button: str = "Check and load") -> None:
    app.at.file_uploader[0].set_value([(file.name, file.data, "text/csv") for file in files])
    press(app, button)


def press(app, label: str) -> None:
    button = next(each for each in app.at.button if each.label == label)
    button.click().run()
    assert not app.at.exception


def test_a_good_pack_is_loaded_once_with_a_receipt(bare):
    bare.open("7_Load_cases")
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
    bare.open("7_Load_cases")
    bare.at.text_input(key="by").set_value("  S. McG. ")
    upload(bare, bedfordshire().files())
    assert bare.table("Uploads, the newest first")[1][2] == "S. McG."


def test_an_idle_rerun_loads_nothing_more(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    bare.again().again()
    assert len(bare.table("Uploads, the newest first")) == 2
    assert bare.at.file_uploader[0].value in (None, [])  # its key was changed: it is empty again


def test_what_was_loaded_is_on_the_other_pages_at_once(bare):
    bare.open().to("7_Load_cases")
    upload(bare, bedfordshire().files())
    bare.to("app")
    assert "Loaded: 1 inspection of 1 team, 20 cases." in bare.text
    bare.to("3_Sections")
    assert "Bedfordshire, 17 to 19 November 2014: 20 cases read" in bare.text


def test_a_zip_is_a_pack_too(bare):
    bare.open("7_Load_cases")
    upload(bare, [zipped(bedfordshire().files())])
    assert bare.successes == ["Loaded as upload 1: 687 rows."]


def many_problems():
    """56 answers that are no answer, two rows too short, and a caseload that is no number."""
    pack = bedfordshire().cell("inspections", 2, "caseload", "many")
    for line in range(2, 58):
        pack = pack.cell("answers", line, "answer", "Maybe")
    for line in (4, 5):
        pack = pack.row("recipients", line, ("bedfordshire-2014", "Chair"))
    return pack.files()


def rows_shown(app) -> list[str]:
    """The places of the problems that are listed one by one."""
    bodies = "".join(each.proto.body for each in app.at.get("html"))
    return re.findall(r"<b>([^<]+):</b>", bodies)


def row_over(app, place: str) -> list[list[str]]:
    """The headings and the cells of the row that is shown for the problem of that place."""
    bodies = "".join(each.proto.body for each in app.at.get("html"))
    found = re.search(rf"<caption><b>{re.escape(place)}:</b>.*?</table>", bodies)
    assert found, rows_shown(app)
    rows = re.findall(r"<tr>(.*?)</tr>", found[0])
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def downloads_named(app) -> list[str]:
    return [unescaped(each.label) for each in app.at.get("download_button")]


def unescaped(label: str) -> str:
    return re.sub(r"\\(.)", r"\1", label)


def test_a_bad_pack_lists_its_problems_and_loads_nothing(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().cell("answers", 7, "answer", "Maybe").files())
    assert bare.errors == ["Not loaded: 1 problem. Nothing was changed."]
    assert bare.table("Problems by rule")[1][:2] == ["A word is not one of those allowed", "1"]
    assert bare.headings == [
        "What to mend", "Each problem, with its row", "Uploads", "Tables to fill in",
        "A word is not one of those allowed",
    ]  # fmt: skip
    assert "Nothing has been loaded yet." in bare.text
    assert downloads_named(bare)[:2] == [
        "Problems as CSV", "Your answers.csv with a problem column",
    ]  # fmt: skip


def test_a_problem_stands_over_its_row_with_the_cell_marked(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().cell("answers", 7, "answer", "Maybe").files())
    headings, row = row_over(bare, "answers.csv, line 7, answer, case BED14-01")
    assert headings == [
        "Line", "A inspection_id", "B case_id", "C question_id", "D answer", "E reasons", "F note",
    ]  # fmt: skip
    assert row == [
        "7", "bedfordshire-2014", "BED14-01", "lor_assessment", "▶ Maybe ◀found here", "", "",
    ]  # fmt: skip
    assert "found 'Maybe'; use yes, no or not relevant." in bare.text


def test_a_row_of_a_wide_file_in_a_zip_is_shown_round_the_cell(bare):
    bare.open("7_Load_cases")
    pack = bedfordshire().wide().cell("cases", 4, "sv_plan", "")
    upload(bare, [zipped(pack.files(delimiter=";", encoding="utf-16"), folder="sheets/")])
    headings, row = row_over(bare, "cases.csv, line 4, sv_plan, case BED14-03")
    assert headings == [
        "Line", "…", "B case_id", "…", "AU sv_assessment_review.reasons", "AV sv_plan",
        "AW sv_plan.reasons", "…",
    ]  # fmt: skip
    assert row == [
        "4", "…", "BED14-03", "…", "", "▶ blank ◀found here", "", "…",
    ]  # fmt: skip
    assert "Your cases.csv with a problem column" in downloads_named(bare)


@pytest.mark.parametrize(
    ("text", "place", "row"),
    [
        (
            "inspection_id,role,name\nb-2014,Chair\n",
            "recipients.csv, line 2",
            ["2", "b-2014", "Chair", "▶ no cell ◀found here"],
        ),
        (
            "inspection_id,role,name\nb-2014,Chair,A,B\n",
            "recipients.csv, line 2",
            ["2", "b-2014", "Chair", "A", "▶ B ◀found here"],
        ),
        (
            "inspection_id,roll,name\nb-2014,Chair,A\n",
            "recipients.csv, line 1, roll",
            ["1", "inspection_id", "▶ roll ◀found here", "name"],
        ),
        (
            'inspection_id,role,name\nb-2014,"Chair"man,A\n',
            "recipients.csv, line 2",
            ["2", "b-2014", "Chairman", "A"],
        ),
    ],
)
def test_rows_that_could_not_be_read_are_shown_too(bare, text, place, row):
    bare.open("7_Load_cases")
    upload(bare, [PackFile("recipients.csv", text.encode())])
    _, found = row_over(bare, f"{place}")
    assert found == row


def test_a_file_of_no_text_has_no_row_and_no_copy(bare):
    bare.open("7_Load_cases")
    upload(bare, [PackFile("report.csv", b"%PDF-1.7 \0")])
    assert bare.errors == ["Not loaded: 1 problem. Nothing was changed."]
    assert "report.csv: found a PDF document; save the sheet as CSV UTF-8" in bare.text
    assert bare.captions == ["Problems by rule, the most frequent first"]
    assert downloads_named(bare)[:2] == ["Problems as CSV", "Template (long), zip"]
    assert [
        each.label for each in bare.at.main.selectbox
    ] == []  # nothing differs: nothing to choose


def test_problems_are_shown_fifty_at_a_time(bare):
    bare.open("7_Load_cases")
    upload(bare, many_problems())
    assert bare.errors == ["Not loaded: 59 problems. Nothing was changed."]
    assert len(rows_shown(bare)) == 50
    pages = next(each for each in bare.at.selectbox if each.label == "Problems shown")
    assert pages.options == ["1 to 50 of 59", "51 to 59 of 59"]
    pages.set_value(50).run()
    assert len(rows_shown(bare)) == 9
    assert rows_shown(bare)[-3:] == [
        "recipients.csv, line 4", "recipients.csv, line 5", "inspections.csv, line 2, caseload",
    ]  # fmt: skip


def test_problems_are_looked_at_by_case(bare):
    bare.open("7_Load_cases")
    upload(bare, many_problems())
    bare.at.segmented_control[0].set_value("By case").run()
    assert bare.table("Problems by case, the most first")[1:] == [
        ["BED14-01", "27", "A word is not one of those allowed (27)"],
        ["BED14-02", "27", "A word is not one of those allowed (27)"],
        [
            "No case", "3",
            ("A row has too many or too few cells (2); "
             "A number cannot be read or cannot be right (1)"),
        ],
        ["BED14-03", "2", "A word is not one of those allowed (2)"],
    ]  # fmt: skip
    assert bare.headings[-2:] == ["Case BED14-01", "Case BED14-02"]
    assert "use yes, no or not relevant. Use one of the words that the problem names." in bare.text


def test_choices_among_the_problems_last_until_the_next_check(bare):
    bare.open("7_Load_cases")
    upload(bare, many_problems())
    choice = {each.label: each for each in bare.at.selectbox}
    assert choice["Problem"].options == [
        "All (59)", "A word is not one of those allowed (56)",
        "A row has too many or too few cells (2)", "A number cannot be read or cannot be right (1)",
    ]  # fmt: skip
    assert choice["File"].options == [
        "All (59)", "answers.csv (56)", "recipients.csv (2)", "inspections.csv (1)",
    ]  # fmt: skip
    choice["Case"].set_value(4).run()
    assert rows_shown(bare) == [
        "answers.csv, line 56, answer, case BED14-03",
        "answers.csv, line 57, answer, case BED14-03",
    ]  # fmt: skip
    bare.to("8_How_we_count").to("7_Load_cases")
    assert len(rows_shown(bare)) == 2  # after another page too
    choice = {each.label: each for each in bare.at.selectbox}
    choice["File"].set_value(3).run()
    assert rows_shown(bare) == []
    assert "No problem is of all the kinds chosen: choose All in one of them." in bare.text.replace(
        "*", ""
    )
    upload(bare, many_problems())
    assert len(rows_shown(bare)) == 50
    assert {each.value for each in bare.at.main.selectbox} == {0}


def test_what_a_session_holds_does_not_grow_with_the_files(bare, monkeypatch):
    monkeypatch.setattr(desk, "KEPT_BYTES", 1000)
    bare.open("7_Load_cases")
    upload(bare, many_problems())
    assert len(rows_shown(bare)) == 50  # the rows were looked up while the files were at hand
    assert downloads_named(bare)[:2] == ["Problems as CSV", "Template (long), zip"]
    upload(bare, bedfordshire().files(), "Check only")
    assert "choose its files again and press *Check and load*" in bare.text
    assert "Load what was checked" not in [each.label for each in bare.at.button]


def test_many_files_with_problems_come_as_one_zip(bare):
    bare.open("7_Load_cases")
    sheet = "inspection_id,role,name\nb-2014,Chair\n"
    upload(bare, [PackFile(f"{n}.csv", sheet.encode()) for n in range(9)])
    assert downloads_named(bare)[:3] == [
        "Problems as CSV", "Your files with a problem column, zip", "Template (long), zip",
    ]  # fmt: skip


def test_a_mended_pack_is_loaded_and_the_problems_are_gone(bare):
    bare.open("7_Load_cases")
    upload(bare, many_problems())
    assert bare.at.file_uploader[0].value in (None, [])  # the bad files are not loaded again
    upload(bare, bedfordshire().files())
    assert bare.errors == []
    assert bare.successes == ["Loaded as upload 1: 687 rows."]
    assert rows_shown(bare) == []


def test_check_only_loads_nothing_and_then_loads_what_was_checked(bare):
    bare.open("7_Load_cases")
    bare.at.text_input(key="by").set_value("S. McG.")
    upload(bare, bedfordshire().files(), "Check only")
    assert bare.successes == ["Checked: no problems in 687 rows. Nothing was loaded."]
    assert "Nothing has been loaded yet." in bare.text
    bare.to("8_How_we_count").to("7_Load_cases")
    press(bare, "Load what was checked")
    assert bare.successes == ["Loaded as upload 1: 687 rows."]
    assert bare.table("Uploads, the newest first")[1][2] == "S. McG."
    assert "Load what was checked" not in [each.label for each in bare.at.button]


def test_check_only_lists_the_problems_too(bare):
    bare.open("7_Load_cases")
    upload(bare, many_problems(), "Check only")
    assert bare.errors == ["Not loaded: 59 problems. Nothing was changed."]
    assert "Load what was checked" not in [each.label for each in bare.at.button]


def test_what_was_loaded_leads_to_its_pages(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    links = [each.proto for each in bare.at.main.get("page_link")]
    assert [(each.label, each.page, each.query_string) for each in links] == [
        ("Sections", "Sections", "inspection=Bedfordshire%2C+November+2014"),
        ("Draft report", "Draft_report", "inspection=Bedfordshire%2C+November+2014"),
    ]
    assert "Next, look at the figures in" in bare.text


def test_an_inspection_without_cases_says_what_comes_next(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().only("yots", "inspections").files())
    assert bare.successes == ["Loaded as upload 1: 2 rows."]
    assert "No cases yet: load its cases and answers next." in bare.text
    assert bare.at.main.get("page_link") == []


def test_what_was_read_as_something_else_is_counted(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().cell("answers", 7, "answer", "Y").files())
    assert bare.table("Read as something else")[1] == ["answers spelled another way", "1"]


def test_an_empty_desk_says_how_to_begin(bare):
    bare.open("7_Load_cases")
    assert "3. Choose the files above and press *Check only*" in bare.text
    upload(bare, bedfordshire().files())
    assert "To begin" not in bare.text


def test_the_same_pack_again_changes_nothing(own):
    own.open("7_Load_cases")
    upload(own, bedfordshire().files())
    assert [each.value for each in own.at.info] == [
        "All 687 rows were loaded before. Nothing was changed."
    ]
    assert len(own.table("Uploads, the newest first")) == 3


@pytest.mark.parametrize("button", ["Check only", "Check and load"])
def test_no_file_is_said_so_and_what_was_found_before_stays(bare, button):
    bare.open("7_Load_cases")
    press(bare, button)
    no_file = "No file was chosen. Choose the pack's files: CSV, .xlsx, or one zip of them."
    assert bare.errors == [no_file]
    upload(bare, many_problems())
    press(bare, button)
    assert bare.errors == [no_file, "Not loaded: 59 problems. Nothing was changed."]


def test_replacing_is_offered_only_after_a_conflict_and_then_works(own):
    own.open("7_Load_cases")
    assert [each.key for each in own.at.checkbox] == ["undo_sure"]
    upload(own, bedfordshire().cell("inspections", 2, "lead_inspector", "A. N. Other").files())
    assert own.errors == ["Not loaded: 1 problem. Nothing was changed."]
    assert own.table("Problems by rule")[1][0] == "Already loaded with other content"
    press(own, "Replace what is loaded")
    assert own.errors == [
        "Not loaded: 1 problem. Nothing was changed.",
        "Nothing was replaced. Tick the box to confirm.",
    ]
    own.at.checkbox(key="replace").check()
    press(own, "Replace what is loaded")
    assert own.successes == ["Loaded as upload 3: 687 rows."]
    assert [each.key for each in own.at.checkbox] == ["undo_sure"]


def test_what_replacing_cannot_mend_is_not_offered(own):
    own.open("7_Load_cases")
    cases = bedfordshire().tables["cases"]
    dropped = {row[1] for row in bedfordshire().tables["quotes"][1:]}
    kept = tuple(row for row in cases if row[1] not in dropped)
    answers = tuple(row for row in bedfordshire().tables["answers"] if row[1] not in dropped)
    fewer = bedfordshire().only("cases", "answers").rows("cases", kept).rows("answers", answers)
    upload(own, fewer.files())
    assert own.errors == ["Not loaded: 6 problems. Nothing was changed."]
    assert "these files cannot take its place as they are" in own.text
    assert "What replacing would change" not in own.headings
    assert [each.key for each in own.at.checkbox] == ["undo_sure"]


def test_a_pack_too_large_to_keep_is_replaced_from_the_command_line(own, monkeypatch):
    monkeypatch.setattr(desk, "KEPT_BYTES", 1000)
    own.open("7_Load_cases")
    upload(own, bedfordshire().cell("inspections", 2, "lead_inspector", "A. N. Other").files())
    assert "python -m sqs load FILE… --replace" in own.text
    assert [each.key for each in own.at.checkbox] == ["undo_sure"]


def test_an_upload_can_be_taken_back(own):
    own.open("7_Load_cases")
    own.at.selectbox[0].set_value(2)
    press(own, "Undo this upload")
    assert own.errors == ["Nothing was undone. Tick the box to confirm."]
    own.at.checkbox(key="undo_sure").check()
    press(own, "Undo this upload")
    (undone,) = own.successes
    assert undone == (
        "Undone: upload 2 is taken back. What it replaced is shown again; to have it back, put it "
        "back below."
    )
    assert [row[-1] for row in own.table("Uploads, the newest first")[1:]] == ["undone", "loaded"]
    own.to("app")
    assert "Loaded: 1 inspection of 1 team, 20 cases." in own.text


def other_pack():
    """Bedfordshire with an answer, a name and a date changed, a case less and a case more."""
    pack = bedfordshire().cell("answers", 9, "answer", "no").cell("yots", 2, "name", "Bedford")
    pack = pack.cell("inspections", 2, "publication_date", "2014-12-11")
    for name in ("cases", "answers"):
        rows = tuple(
            (row[0], "BED14-21", *row[2:]) if row[1] == "BED14-05" else row
            for row in pack.tables[name]
        )
        pack = pack.rows(name, rows)
    return pack


def opened() -> Database:
    """The database that the app has open."""
    return page._database(settings.DATABASE)


def test_a_conflict_shows_what_replacing_would_change(own):
    own.open("7_Load_cases")
    upload(own, other_pack().files())

    assert own.errors == ["Not loaded: 3 problems. Nothing was changed."]
    assert own.headings[0] == "What replacing would change"
    assert [each for each in own.headings if "edford" in each] == [
        "Bedfordshire, November 2014", "Team bedfordshire",
    ]  # fmt: skip
    assert "1 case added, 1 removed, 1 changed; 1 row of the inspection changed." in own.text
    assert "1 row of the team changed." in own.text
    assert own.table("Case: loaded beside the pack") == [
        ["Case", "Question or heading", "Loaded", "In the pack"],
        ["BED14-01", "lor_<wbr>plan", "<del>yes</del>", "<ins>no</ins>"],
        [
            "BED14-05", "removed: the whole case",
            "15 yes, 6 no, 6 not relevant", '<span class="nothing">nothing</span>',
        ],
        [
            "BED14-21", "added: the whole case",
            '<span class="nothing">nothing</span>', "15 yes, 6 no, 6 not relevant",
        ],
    ]  # fmt: skip
    assert own.table("Team: loaded beside the pack")[1] == [
        "bedfordshire, 2009-04-01", "name", "<del>Bedfordshire</del>", "<ins>Bedford</ins>",
    ]  # fmt: skip
    letter = own.table("Sentences of the letter that would be others: Bedfordshire, November 2014")
    assert letter[0] == ["Paragraph", "Now", "Then"]
    assert [
        "Address",
        "Publication date: <del>10</del> December 2014",
        "Publication date: <ins>11</ins> December 2014",
    ] in letter
    assert len([row for row in letter if row[0] == "1.4"]) == 1


def test_the_same_conflict_is_there_after_another_page(own):
    own.open("7_Load_cases")
    upload(own, other_pack().files())
    shown = own.table("Case: loaded beside the pack")
    own.to("8_How_we_count").to("7_Load_cases")
    assert own.table("Case: loaded beside the pack") == shown


def test_what_is_shown_is_held_against_what_is_loaded_now(own):
    """Somebody else may load meanwhile."""
    own.open("7_Load_cases")
    upload(own, other_pack().files())
    load(opened(), other_pack().only("yots").files(), replace=True)
    own.again()
    assert "Team: loaded beside the pack" not in own.captions
    assert "Case: loaded beside the pack" in own.captions


def test_a_conflict_replaced_undone_and_put_back_shows_each_state_exactly(own):
    own.open("7_Load_cases")
    own.at.text_input(key="by").set_value("S. McG.")
    before = current(opened())
    upload(own, other_pack().files())
    assert current(opened()) == before

    own.at.checkbox(key="replace").check()
    press(own, "Replace what is loaded")
    assert own.successes == ["Loaded as upload 3: 687 rows."]
    after = current(opened())
    assert [view for view in before if before[view] != after[view]] == [
        "yots", "inspections", "cases", "answers",
    ]  # fmt: skip
    assert "What replacing would change" not in own.headings

    for times in (1, 2):
        assert not own.at.checkbox(key="undo_sure").value  # the tick was for what was undone
        own.at.checkbox(key="undo_sure").check()
        press(own, "Undo this upload")
        assert current(opened()) == before
        assert [row[-1] for row in own.table("Uploads, the newest first")[1:]] == [
            "undone", "loaded", "loaded",
        ]  # fmt: skip
        own.at.text_input(key="redo_by").set_value("J. Doe")
        own.at.checkbox(key="redo_sure").check()
        press(own, "Put this upload back")
        assert own.successes == ["Upload 3 is back, in the place of what was loaded before it."]
        assert current(opened()) == after
        since = own.table("Uploads, the newest first")[1][-2]
        assert re.sub(r"\d+ \w{3} \d{4}, \d\d:\d\d", "T", since) == "; ".join(
            ["undone T by S. McG.", "put back T by J. Doe"] * times
        )
    assert [each.key for each in own.at.checkbox] == ["undo_sure"]


def test_putting_back_asks_to_be_sure_and_says_why_it_cannot(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().only("yots").files())
    upload(bare, bedfordshire().without("yots", "quotes").files())
    for number in (2, 1):
        bare.at.selectbox[0].set_value(number)
        bare.at.checkbox(key="undo_sure").check()
        press(bare, "Undo this upload")
    assert [each.key for each in bare.at.checkbox] == ["redo_sure"]
    press(bare, "Put this upload back")
    assert bare.errors == ["Nothing was put back. Tick the box to confirm."]
    bare.at.checkbox(key="redo_sure").check()
    press(bare, "Put this upload back")
    assert bare.errors == [
        (
            "Upload 2 stays undone, because inspection bedfordshire-2014 belongs to the team "
            "bedfordshire. Load its files again instead; nothing was changed."
        )
    ]


def test_files_are_listed_with_their_fingerprints(bare):
    bare.open("7_Load_cases")
    (file,) = bedfordshire().only("yots").files()
    upload(bare, [file])
    assert bare.table("Files, the newest upload first") == [
        ["File", "Upload", "Bytes", "SHA-256 of the bytes"],
        ["yots.csv", "1", f"{len(file.data)}", hashlib.sha256(file.data).hexdigest()],
    ]
    (content,) = [row[1] for row in bare.table("What each upload says")[1:]]
    assert re.fullmatch("[0-9a-f]{64}", content)


@pytest.mark.parametrize("name", ["", "7_Load_cases"])
def test_a_load_that_was_cut_off_is_told_until_it_is_dismissed(bare, name):
    folder = settings.DATABASE.with_name("bare.duckdb.intake") / "abc"
    folder.mkdir(parents=True)
    note = {"at": "2026-03-04T10:05:00", "by": "S. McG.", "files": ["<b>answers</b>.csv"]}
    (folder / "load.json").write_text(json.dumps(note))
    told = (
        "The load of <b>answers</b>.csv by S. McG. on 4 March 2026 at 10:05 UTC was cut off: "
        "nothing of it was stored. Load the files again."
    )
    bare.open(name)
    assert told in bare.text
    bare.again()
    assert told in bare.text
    press(bare, "Dismiss")
    assert told not in bare.text
    bare.to("app").to("7_Load_cases")
    assert told not in bare.text
    assert "Dismiss" not in [each.label for each in bare.at.button]


def test_an_undo_that_is_refused_says_why(bare):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().without("quotes").files())
    upload(bare, bedfordshire().only("quotes").files())
    bare.at.selectbox[0].set_value(1)
    bare.at.checkbox(key="undo_sure").check()
    press(bare, "Undo this upload")
    assert len(bare.errors) == 1
    assert bare.errors[0].startswith("Upload 1 stays")
    assert bare.errors[0].endswith("nothing was changed.")
    assert [row[-1] for row in bare.table("Uploads, the newest first")[1:]] == ["loaded", "loaded"]


def test_every_table_is_there_to_fill_in(bare):
    bare.open("7_Load_cases")
    single = [
        "yots", "inspections", "cases", "answers", "second_reads", "interviews", "quotes",
        "reoffending", "recipients", "cases wide",
    ]  # fmt: skip
    assert downloads_named(bare) == [
        "Template (long), zip",
        "Template (wide), zip",
        *(f"{name}.csv" for name in single),
        *(f"{name} example.csv" for name in single),
    ]


@pytest.mark.parametrize("name", ["<b>answers</b>.csv", "![x](https://example.org/x.png).csv"])
def test_what_a_file_says_is_shown_and_not_obeyed(bare, name):
    (answers,) = bedfordshire().only("answers").files()
    bare.open("7_Load_cases")
    upload(bare, [type(answers)(name, answers.data.replace(b"answer,", b"answre,", 1))])
    raw = "".join(each.proto.body for each in bare.at.get("html"))
    assert "<b>answers" not in raw
    assert f"{name}, line 1, answre: found 'answre'; did you mean answer." in bare.text
    assert f"Your {name} with a problem column" in downloads_named(bare)
    assert name not in "".join(each.value for each in bare.at.markdown)
