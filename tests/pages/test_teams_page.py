"""Teams compared: what its parts show; the choices are in test_choices."""

import re


def part(app, name: str):
    app.at.query_params["show"] = name
    return app.open("1_Teams_compared")


def test_the_funnel_says_what_it_can_show_and_names_who_stands_apart(app):
    part(app, "Funnel").choose("mine", "invented-chalkhaven")
    assert app.charts[0]["alt"] == (
        "25 teams against limits round 81%: 24 within the limits; below the 99.8% limit: "
        "Chalkhaven, your team."
    )
    rows = app.table("Reducing reoffending, teams in all regions, where each stands")
    assert rows[-1] == ["Chalkhaven, your team", "66 of 108", "61%", "clearly below"]
    assert {row[-1] for row in rows[1:-1]} == {"no clear difference"}
    assert "two dots within the lines cannot be told from one another" in app.text
    assert "differ by more than chance (2.2 times as much as chance alone would have it)" in (
        app.text
    )


def test_a_place_is_never_shown_without_its_range(app):
    part(app, "Places they may hold").choose("mine", "invented-chalkhaven")
    rows = app.table("Reducing reoffending, teams in all regions: places among all 25")
    assert rows[0][3:] == ["95% of places", "Middle place", "Chance to be in the lowest tenth"]
    assert rows[1] == ["Downsmarsh", "127 of 141", "88%", "1 to 12", "3", "under 1%"]
    assert rows[-1] == ["Chalkhaven, your team", "66 of 108", "68%", "23 to 25", "25", "98%"]
    assert "its ranges are somewhat too narrow" in app.text
    assert app.taken_as_csv == ["Reducing reoffending, teams in all regions: places among all 25"]


def test_where_teams_do_not_differ_no_place_is_given(app):
    part(app, "Places they may hold").choose("measure", "lor_assessment")
    assert "No detectable difference between teams: these shares differ no more" in app.text
    assert app.captions == []
    assert "Altogether these teams differ no more than chance would have it." in app.text


def test_the_heat_map_is_a_table_with_weak_questions_and_teams_first(app):
    part(app, "Every question")
    rows = app.table("Every question by teams")
    names = [re.sub(r"<[^>]+>", "", name) for name in rows[0]]
    assert (names[1], names[-1]) == ("Chalkhaven", "Downsmarsh")
    assert rows[1][:4] == ["Management oversight of safeguarding (48%)", "4/14", "4/14", "3/16"]
    # Another edition asked this otherwise: the cell is empty.
    assert rows[1][names.index("Tarnbeck")] == ""
    assert len(rows) == 35
    assert app.taken_as_csv == ["Every question by teams"]
    body = next(e.proto.body for e in app.at.get("html") if "Every question by" in e.proto.body)
    assert '<td class="shade-0">4/14</td>' in body
    assert 'tabindex="0" role="region" aria-label="Every question by teams"' in body


def test_every_visit_is_compared_as_a_visit(app):
    part(app, "Every question")
    app.at.toggle(key="every_visit").set_value(True).run()
    assert app.titles[0].startswith("4 of 72 visits are clearly below all 72 together")
    assert len(app.table("Every question by visits")[0]) == 73
