"""The programme: weakest questions, over time, and first work beside its reviews."""


def look(app, name: str):
    app.at.query_params["look"] = name
    return app.open("4_The_programme")


def test_the_weakest_questions_come_first_with_intervals(app):
    app.open("4_The_programme")
    rows = app.table("Questions over all inspections")
    assert rows[1] == [
        "Management oversight of safeguarding", "Protecting the child or young person",
        "530 of 1,109", "48%", "43% to 52%", "71",
    ]  # fmt: skip
    assert "Intervals take the team as the unit" in app.text
    assert app.taken_as_csv == ["Questions over all inspections, the lowest share first"]


def test_years_are_too_few_for_limits_and_months_have_them(app):
    look(app, "Over time").choose("measure", "protecting_the_child")
    assert app.headings == ["Too few years to tell a change from chance"]
    assert app.table("Protecting the child or young person, all inspections by year")[1] == [
        "2012", "4", "270 of 367", "74%", "", "",
    ]  # fmt: skip
    assert "Left out, since another edition asked it otherwise: 1 of 72 inspections." in app.text
    app.choose("by", "month")
    assert app.headings == ["2 of 33 months lie beyond chance"]
    assert app.charts[0]["alt"].endswith("outside the limits: Feb 2013 and Jul 2014.")
    rows = app.table("Protecting the child or young person, all inspections by month")
    assert rows[4] == ["Feb 2013", "2", "100 of 181", "55%", "60% to 81%", "yes"]


def test_reviews_stand_beside_the_work_that_they_review(app):
    look(app, "First work and reviews")
    assert app.table("First work and its reviews")[1] == [
        "First assessment of likelihood of reoffending", "1,569 of 1,754", "87% to 92%",
        "804 of 1,199", "63% to 71%", "−22",
    ]  # fmt: skip
    assert "reviews less first works: −22 points, 95% interval −23 to −20." in app.text
