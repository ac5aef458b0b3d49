"""The board's view: small counts withheld everywhere, and nothing of single cases."""

import json
import re

import pytest

from sqs import settings
from sqs.criteria import editions
from sqs.ui.page import FOR_INSPECTORS, MENU

PAGES = ["", "1_Teams_compared", "2_A_team_over_time", "3_Sections", "4_The_programme",
         "5_Reoffending"]  # fmt: skip


@pytest.fixture
def board(app, monkeypatch):
    monkeypatch.setattr(settings, "VIEW", "board")
    return app


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_it_is_the_boards_view(board, page):
    board.open(page)
    assert "Board’s view. [c] stands for one to four cases" in board.text
    links = [link.proto.label for link in board.at.sidebar.get("page_link")]
    assert links == [label for _, label in MENU if label not in FOR_INSPECTORS]
    assert not board.errors
    assert "view" not in [each.key for each in board.at.selectbox]  # it is not theirs to choose


@pytest.mark.parametrize("page", ["6_Draft_report", "7_Load_cases"])
def test_what_is_for_inspectors_is_not_shown_even_by_its_address(board, page):
    board.open(page)
    assert board.titles == ["Not in the board’s view"]
    assert board.captions == []
    assert len(board.at.file_uploader) == 0


def test_the_view_can_be_chosen_where_nothing_decides_it(app):
    app.open("3_Sections")
    assert "Every count is shown." in app.text
    app.choose("view", "board")
    assert "[c] stands for one to four cases" in app.text
    assert "Cases by case manager" not in [each.label for each in app.at.expander]
    app.to("6_Draft_report")
    assert app.titles == ["Not in the board’s view"]


def test_a_view_that_there_is_not_is_one_sentence_and_shows_nothing(app, monkeypatch):
    monkeypatch.setattr(settings, "VIEW", "bord")
    app.open("3_Sections")
    (error,) = app.errors
    assert error == (
        "SQS_VIEW is 'bord'; use inspectors or board, or leave it out so that the view can be "
        "chosen here, and start the app again."
    )
    assert app.captions == []


def test_a_small_count_is_marked_in_every_column_and_not_drawn(board):
    board.at.query_params["inspection"] = "Morfa Las (invented), February 2017"
    board.open("3_Sections")
    rows = {row[0]: row[1:7] for row in board.table("Reducing reoffending: cases by answer")}
    for name in ("Pre-sentence report quality", "Alternatives to custody in the report"):
        assert rows[name] == ["[c]"] * 6
        assert name not in json.dumps(board.charts[1])
    assert rows["Plan to reduce reoffending"][0].isdigit()
    # The section's total less its other questions would tell it.
    assert board.table("Judgements met by section")[1] == [
        "Reducing reoffending", "[c]", "[c]", "[c]", "",
    ]  # fmt: skip
    # So would the number of cases in which there was a report at all.
    assert [row[0] for row in board.table("Facts decide")[1:]] == [
        "Referral order panel report prepared"
    ]


@pytest.mark.parametrize("team", ["invented-morfa-las", "invented-aberllwyd"])
def test_no_count_of_fewer_than_five_is_on_any_page(board, team):
    board.open("2_A_team_over_time").choose("team", team)
    for section in editions()["sqs-2014"].sections:
        board.at.query_params["section"] = section.title
        board.again()
        _holds_no_small_count(board)
    for measure in ("rosh_plan_review", "protecting_the_public"):
        board.choose("measure", measure)
        assert "[c]" in [row[1] for row in board.table(board.captions[-1])]
        _holds_no_small_count(board)
    board.to("app")
    _holds_no_small_count(board)


def _holds_no_small_count(board) -> None:
    counted = re.findall(r"([\d,]+) of ([\d,]*\d)(?! (?:teams|sections|questions))", board.text)
    assert counted
    assert [pair for pair in counted if int(pair[1].replace(",", "")) < 5] == []


def test_teams_with_a_small_count_stand_marked_and_beside_nobody(board):
    board.open("1_Teams_compared").choose("measure", "rosh_plan_review")
    rows = board.table("Review of the risk of harm plan, teams in all regions")
    marked = [row for row in rows[1:] if "[c]" in row]
    assert marked == [[name, "[c]", "[c]", "[c]", ""]
                      for name in ("Aberllwyd", "Morfa Las", "Saltmere")]  # fmt: skip
    assert board.charts[0]["alt"].startswith("22 teams, each a dot")
    assert board.titles == ["1 of 22 teams is clearly below all 22 together"]
    board.choose("mine", "invented-saltmere")
    assert board.titles == ["1 of 22 teams is clearly below all 22 together"]


def test_the_heat_map_and_the_programme_count_only_what_is_shown(board):
    board.at.query_params["show"] = "Every question"
    board.open("1_Teams_compared")
    cells = [cell for row in board.table("Every question by teams")[1:] for cell in row[1:]]
    assert "[c]" in cells
    assert all(int(cell.split("/")[1]) >= 5 for cell in cells if "/" in cell)
    board.to("4_The_programme")
    counted = {row[0]: (row[2], row[5]) for row in board.table("Questions over all inspections")}
    met, inspections = counted["Review of the risk of harm plan"]  # 442 of 698 in all 72
    assert int(inspections) < 72
    assert int(met.split(" of ")[1]) < 698


def test_reasons_and_facts_that_would_tell_a_small_count_are_left_out(board):
    board.at.query_params["inspection"] = "Bedfordshire, November 2014"
    board.open("3_Sections")
    assert board.table("Reasons noted")[1:] == [
        ["Review of the reoffending assessment", "5",
         "Not done after a significant change (4); Not done in time (1)"]
    ]  # fmt: skip
    assert "Of questions that were not met in five cases or more." in board.text
    # 6 and 14, 9 and 11: both are shown.
    assert len(board.table("Facts decide")) == 3
    assert "Inspectors' notes" not in "".join(each.label for each in board.at.expander)
