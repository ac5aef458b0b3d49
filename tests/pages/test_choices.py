"""Choices change what is shown, survive a change of page, and stand in the address."""

import pytest

from sqs.figures import scores as scoring


def test_choosing_a_measure_changes_title_chart_and_table(app):
    app.open("1_Teams_compared").choose("measure", "rosh_plan")
    assert app.titles == ["None of the 25 teams differs clearly from all 25 together"]
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
    assert app.titles == ["None of the 4 teams differs clearly from all 25 together"]
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


def test_the_readers_own_team_is_said_first_and_marked(app):
    app.open("1_Teams_compared").choose("mine", "invented-chalkhaven").choose("region", "Wales")
    assert app.titles == ["Chalkhaven: 66 of 108, clearly below all 25 teams"]
    names = [row[0] for row in app.table("Reducing reoffending, teams in Wales")[1:]]
    assert names == ["Aberllwyd", "Glyn Hafod", "Morfa Las", "Dyffryn Arian",
                     "Chalkhaven, your team"]  # fmt: skip
    app.choose("mine", "none")
    assert len(app.table("Reducing reoffending, teams in Wales")) == 5


def test_own_peers_narrow_what_is_drawn_and_not_what_it_stands_beside(app):
    app.open("1_Teams_compared")
    app.at.multiselect(key="peers").set_value(["bedfordshire", "invented-chalkhaven"]).run()
    assert app.titles == ["1 of 2 teams is clearly below all 25 together"]
    assert app.at.query_params["peers"] == ["Bedfordshire", "Chalkhaven (invented)"]
    app.to("3_Sections").to("1_Teams_compared")
    assert app.at.multiselect(key="peers").value == ["bedfordshire", "invented-chalkhaven"]
    app.at.multiselect(key="peers").set_value([]).run()
    app.again().to("3_Sections").to("1_Teams_compared")
    assert app.at.multiselect(key="peers").value == []
    assert len(app.table("Reducing reoffending, teams in all regions")) == 26


def test_peers_come_from_the_address_and_unknown_ones_are_passed_over(app):
    app.at.query_params["peers"] = ["Bedfordshire", "Atlantis"]
    app.open("1_Teams_compared")
    assert app.at.multiselect(key="peers").value == ["bedfordshire"]
    assert [row[0] for row in app.table("Reducing reoffending")[1:]] == ["Bedfordshire"]
    assert app.titles == ["Not clearly different from all 25 teams"]


def test_peers_that_are_not_in_the_region_leave_a_sentence(app):
    app.open("1_Teams_compared").choose("region", "Wales")
    app.at.multiselect(key="peers").set_value(["bedfordshire"]).run()
    assert app.titles == ["None of the teams has a relevant answer"]
    assert "None of the chosen teams was visited then and asked this: choose others." in app.text


def test_a_period_ends_no_earlier_than_it_begins(app):
    app.open("1_Teams_compared").choose("to", "2014-12-01")
    assert app.titles == ["2 of 25 teams are clearly below all 25 together"]
    assert "November 2012 to December 2014, latest visit of each team." in app.text
    app.choose("from", "2015-01-01")
    assert "2014-12-01" not in app.at.selectbox(key="to").options
    assert app.at.selectbox(key="to").value == "any"
    assert "to March 2017, latest visit of each team." in app.text


def test_a_team_that_was_not_asked_then_is_said(app):
    app.open("1_Teams_compared").choose("mine", "bedfordshire").choose("from", "2015-01-01")
    assert "Your team has no visit in this period in which this was asked alike." in app.text
    assert "your team" not in "".join(row[0] for row in app.table("Reducing reoffending"))


def test_what_another_edition_asked_otherwise_is_left_out(app):
    app.open("1_Teams_compared").choose("measure", "protecting_the_child")
    assert "Left out, since another edition asked them otherwise: Tarnbeck." in app.text
    names = [row[0] for row in app.table("Protecting the child or young person")[1:]]
    assert len(names) == 24
    assert "Tarnbeck" not in names
    # Only the invented edition asks this.
    app.choose("measure", "exploitation_assessed")
    assert app.titles == ["Only one of the teams was asked this: nothing to compare it with"]
    assert [row[0] for row in app.table("Risk of exploitation assessed")[1:]] == ["Tarnbeck"]


def test_choosing_an_inspection_changes_the_page(app):
    app.open("3_Sections").choose("inspection", "bedfordshire-2014")
    assert (
        "Bedfordshire, 17 to 19 November 2014: 20 cases read, 10 case managers interviewed."
        in app.text
    )
    assert "reconstructed to those totals" in app.text
    assert "Invented team" not in app.text


def test_choices_survive_a_change_of_page(app):
    app.open("1_Teams_compared").choose("measure", "rosh_plan").choose("region", "Wales")
    app.to("3_Sections").choose("inspection", "bedfordshire-2014")
    app.to("app").to("1_Teams_compared")
    assert app.at.selectbox(key="measure").value == "rosh_plan"
    assert app.at.selectbox(key="region").value == "Wales"
    app.to("6_Draft_report")
    assert app.titles == ["Draft letter: Bedfordshire"]


@pytest.mark.parametrize("page", ["3_Sections", "6_Draft_report"])
def test_a_link_reproduces_the_choice(app, page):
    app.at.query_params["inspection"] = "Bedfordshire, November 2014"
    app.open(page)
    assert app.at.selectbox(key="inspection").value == "bedfordshire-2014"


def test_every_choice_stands_in_the_address_even_the_first(app):
    app.open("1_Teams_compared")
    app.again()
    assert app.at.query_params == {
        "measure": "Section: Reducing reoffending",
        "mine": "None",
        "region": "All regions",
        "from": "The first visit",
        "to": "The newest visit",
    }


def test_an_address_that_nobody_knows_is_passed_over(app):
    app.at.query_params["inspection"] = "Atlantis, May 2099"
    app.at.query_params["section"] = "Sorcery"
    app.open("3_Sections")
    assert app.at.selectbox(key="inspection").value == "invented-ashcombe-2017"
    assert app.titles == ["Reviews were weaker than first assessments and plans"]


def test_a_second_run_reads_and_builds_nothing_again(app, monkeypatch):
    app.open("1_Teams_compared").to("3_Sections")
    reads = []
    real = scoring.scores
    monkeypatch.setattr("sqs.ui.reads.scores", lambda *a: reads.append(a) or real(*a))
    built = []
    monkeypatch.setattr("altair.LayerChart.to_dict", built.append)
    app.again().to("1_Teams_compared").to("3_Sections")
    assert reads == []
    assert built == []
