"""Choices change what is shown, survive a change of page, and stand in the address."""

import pytest

from sqs.figures import scores as scoring


def test_choosing_a_measure_changes_title_chart_and_table(app):
    app.open("1_Teams_compared").choose("measure", "rosh_plan")
    assert app.titles == ["2 of 25 teams are clearly below all inspections together"]
    assert app.table("Plan to manage risk of harm, teams")[1] == [
        "Morfa Las", "8 of 8", "100%", "65% to 100%", "exact for the caseload",
    ]  # fmt: skip
    assert app.charts[0]["alt"].startswith("25 teams, each a dot with its 95% interval: from ")


def test_choosing_a_region_leaves_its_teams(app):
    app.open("1_Teams_compared").choose("measure", "rosh_plan").choose("region", "Wales")
    rows = app.table("Plan to manage risk of harm, teams in Wales")[1:]
    assert [row[:2] for row in rows] == [
        ["Morfa Las", "8 of 8"],
        ["Dyffryn Arian", "9 of 10"],
        ["Glyn Hafod", "14 of 16"],
        ["Aberllwyd", "9 of 11"],
    ]
    assert app.titles == ["None of the 4 teams differs clearly from all inspections together"]
    assert "Every team here is invented, for demonstration." in app.text


def test_every_visit_shows_each_teams_visits(app):
    app.open("1_Teams_compared")
    app.at.toggle(key="every_visit").set_value(True).run()
    rows = app.table("Reducing reoffending, visits in all regions")
    assert rows[0][0] == "Visit"
    assert len(rows) - 1 == 72
    assert "Bedfordshire, Nov 2014" in [row[0] for row in rows]


def test_section_shares_are_called_ours(app):
    app.open("1_Teams_compared")
    assert "Section shares are ours: Short Quality Screening gave no scores." in app.text
    app.choose("measure", "rosh_plan")
    assert "Section shares are ours" not in app.text
    assert "no ranking of teams" in app.text


def test_real_and_invented_teams_are_told_apart(app):
    app.open("1_Teams_compared")
    assert "Invented, for demonstration: every team here but Bedfordshire." in app.text


def test_choosing_a_team_shows_its_visits(app):
    app.open("1_Teams_compared").choose("team", "bedfordshire")
    assert app.table("Reducing reoffending, Bedfordshire, by visit")[1:] == [
        ["November 2014", "77 of 88", "88%", "73% to 96%", "Korn and Graubard"]
    ]
    assert "Bedfordshire: 77 of 88 at the latest visit" in app.headings


def test_choosing_an_inspection_changes_the_page(app):
    app.open("2_Sections").choose("inspection", "bedfordshire-2014")
    assert (
        "Bedfordshire, 17 to 19 November 2014: 20 cases read, 10 case managers interviewed."
        in app.text
    )
    assert "reconstructed to those totals" in app.text
    assert "Invented team" not in app.text


def test_choices_survive_a_change_of_page(app):
    app.open("1_Teams_compared").choose("measure", "rosh_plan").choose("region", "Wales")
    app.to("2_Sections").choose("inspection", "bedfordshire-2014")
    app.to("app").to("1_Teams_compared")
    assert app.at.selectbox(key="measure").value == "rosh_plan"
    assert app.at.selectbox(key="region").value == "Wales"
    app.to("3_Draft_report")
    assert app.titles == ["Draft letter: Bedfordshire"]


@pytest.mark.parametrize("page", ["2_Sections", "3_Draft_report"])
def test_a_link_reproduces_the_choice(app, page):
    app.at.query_params["inspection"] = "Bedfordshire, November 2014"
    app.open(page)
    assert app.at.selectbox(key="inspection").value == "bedfordshire-2014"


def test_every_choice_stands_in_the_address_even_the_first(app):
    app.open("1_Teams_compared")
    app.again()
    assert app.at.query_params == {
        "measure": "Section: Reducing reoffending",
        "region": "All regions",
        "team": "Ashcombe (invented)",
    }


def test_an_address_that_nobody_knows_is_passed_over(app):
    app.at.query_params["inspection"] = "Atlantis, May 2099"
    app.at.query_params["section"] = "Sorcery"
    app.open("2_Sections")
    assert app.at.selectbox(key="inspection").value == "invented-ashcombe-2017"
    assert app.titles == ["Reviews were weaker than first assessments and plans"]


def test_a_second_run_reads_and_builds_nothing_again(app, monkeypatch):
    app.open("1_Teams_compared").to("2_Sections")
    reads = []
    real = scoring.scores
    monkeypatch.setattr("sqs.ui.reads.scores", lambda *a: reads.append(a) or real(*a))
    built = []
    monkeypatch.setattr("altair.LayerChart.to_dict", built.append)
    app.again().to("1_Teams_compared").to("2_Sections")
    assert reads == []
    assert built == []
