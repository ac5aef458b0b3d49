"""A team over time: what could have been seen, what changed, and every visit."""


def test_what_could_have_been_seen_comes_before_what_was(app):
    app.open("2_A_team_over_time").choose("team", "invented-thornmere")
    assert app.titles == ["Thornmere: 3 sections improved by more than chance"]
    assert (
        "What so few cases could show: of 34 questions asked at both visits, a fall in 31 and a "
        "rise in 17. A smaller change may be real and still go unseen." in app.text
    )
    seen = app.table("Reducing reoffending: what so few cases could have shown")
    assert seen[1] == [
        "Alternatives to custody in the report",
        "From 11 of 11, a fall to 6 of 10 would show; a rise could not.",
    ]
    captions = app.captions
    assert captions.index(
        "Reducing reoffending: what so few cases could have shown, each question by itself"
    ) < captions.index("Reducing reoffending: what changed, the largest fall first")


def test_changes_are_told_in_words_counts_and_intervals(app):
    app.open("2_A_team_over_time").choose("team", "invented-thornmere")
    assert "**Improved:** Protecting the public, from 66 of 110 judgements to 81 of 103." in (
        app.text
    )
    assert app.table("Sections: what changed")[2:4] == [
        ["Real change: Protecting the public", "66 of 110", "81 of 103", "+19", "+4 to +33",
         "yes"],
        ["Protecting the child or young person", "62 of 99", "70 of 91", "+14", "−6 to +32", "no"],
    ]  # fmt: skip
    assert app.charts[0]["alt"].startswith("5 questions at two visits; changed beyond chance:")
    assert app.table("Reducing reoffending: what changed")[-1] == [
        "Review of the reoffending assessment", "6 of 18", "17 of 20", "+52", "+21 to +71", "no",
    ]  # fmt: skip


def test_a_fall_of_one_question_is_named(app):
    app.open("2_A_team_over_time").choose("team", "invented-chalkhaven")
    assert app.titles == ["Chalkhaven: 1 section and 1 question fell back by more than chance"]
    assert app.text.count("**Fell back:**") == 2


def test_a_single_visit_has_nothing_to_be_compared_with(app):
    app.open("2_A_team_over_time").choose("team", "bedfordshire")
    assert app.titles == ["Bedfordshire: no visit before this one"]
    assert "Question by question" not in app.headings
    assert (
        "**Bedfordshire, November 2014** Work at the start of the sentence was good enough in "
        in (app.text)
    )
    assert app.table("Reducing reoffending, Bedfordshire, by visit")[1:] == [
        ["November 2014", "77 of 88", "88%", "73% to 96%", "Korn and Graubard"]
    ]
    assert "Bedfordshire: 77 of 88 at the latest visit" in app.headings


def test_an_earlier_visit_can_be_chosen_and_goes_with_its_team(app):
    app.open("2_A_team_over_time").choose("team", "invented-tarnbeck")
    app.choose("visit", "invented-tarnbeck-2015")
    assert "The visit of 12 to 14 January 2015 beside that of" in app.text
    app.choose("team", "invented-ashcombe")
    assert app.at.selectbox(key="visit").value == "invented-ashcombe-2017"


def test_a_change_of_edition_is_marked_and_said(app):
    app.open("2_A_team_over_time").choose("team", "invented-tarnbeck")
    assert "32 of the 35 questions now asked mean the same in both; only those are compared." in (
        app.text
    )
    app.choose("measure", "protecting_the_child")
    assert [row[0] for row in app.table("Protecting the child or young person, Tarnbeck")[1:]] == [
        "November 2012", "January 2015", "July 2016 *",
    ]  # fmt: skip
    assert "Tarnbeck: 78 of 124 at the latest visit" in app.headings  # and no visit beside it
    assert "the dots on its two sides are not to be compared" in app.text
    app.choose("measure", "reducing_reoffending")
    assert "*" not in "".join(row[0] for row in app.table("Reducing reoffending, Tarnbeck"))


def test_a_measure_that_the_team_was_never_asked_is_said(app):
    app.open("2_A_team_over_time").choose("measure", "exploitation_assessed")
    assert "This team has no visit in which this was asked." in app.text


def test_cards_lead_to_the_page_that_shows_it(app):
    app.open("2_A_team_over_time").choose("team", "invented-chalkhaven")
    links = {
        link.proto.label: (link.proto.page, link.proto.query_string)
        for link in app.at.main.get("page_link")
    }
    assert links["See what changed"] == (
        "A_team_over_time", "team=Chalkhaven+%28invented%29&visit=6+July+2016",
    )  # fmt: skip
    assert links["See the questions"][0] == "Sections"
