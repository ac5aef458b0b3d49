"""Second reads on Sections and on Draft report; nothing of them where no case was read twice."""

STOURHAVEN = "Stourhaven (invented), March 2017"


def sections(app, visit: str):
    app.at.query_params["inspection"] = visit
    return app.open("3_Sections")


def test_sections_says_how_far_two_inspectors_agreed(app):
    sections(app, STOURHAVEN)

    assert "Cases read by two inspectors" in app.headings
    assert "16 of 36 cases were read twice. Of 384 judgements, 359 (93%) were the same." in app.text
    assert "A question is listed for calibrating when at least 8 cases were read twice" in app.text
    assert app.table("Questions on which")[1:] == [
        ["Safety of identifiable victims", "12 of 16", "0.64", "0.28 to 1.00"],
        ["Management oversight of risk of harm", "13 of 16", "0.72", "0.40 to 1.00"],
        ["Diversity and barriers planned for", "13 of 16", "0.73", "0.41 to 1.00"],
        ["Pre-sentence report quality", "14 of 16", "0.82", "0.55 to 1.00"],
        ["Management oversight of safeguarding", "14 of 16", "0.82", "0.55 to 1.00"],
    ]


def test_every_question_and_differing_answer_is_read_when_opened(app):
    sections(app, STOURHAVEN)
    assert "Agreement by question" not in "".join(app.captions)
    app.at.session_state["second_reads_every"] = True
    app.at.session_state["second_reads_differ"] = True
    app.again()

    (_, *rows) = app.table("Agreement by question")
    assert len(rows) == 24
    assert rows[0] == [
        "Pre-sentence report quality", "14 of 16", "0.82", "0.55 to 1.00", "0.79",
        "27 of 30", "0.85", "0.69 to 1.00",
    ]  # fmt: skip
    (_, *rows) = app.table("Answers of the first and of the second inspector")
    assert len(rows) == 384 - 359


def test_nothing_is_said_where_nobody_read_a_case_twice(app):
    sections(app, "Bedfordshire, November 2014")
    assert "Cases read by two inspectors" not in app.headings
    app.at.query_params["inspection"] = "Bedfordshire, November 2014"
    app.open("6_Draft_report")
    assert "Figures that a second inspector disputes" not in app.headings


def test_draft_report_lists_the_disputed_figures(app):
    app.at.query_params["inspection"] = STOURHAVEN
    app.open("6_Draft_report")

    (_, *rows) = app.table("Disputed figures")
    assert rows[0] == [
        "1.1", "Pre-sentence report quality", "12 out of 14", "12 of 14", "2 of 16", "10 of 14",
        "10 out of 14",
    ]  # fmt: skip
    assert rows[1][2:] == ["the two", "12 of 14", "2 of 16", "10 of 14", "nothing of this"]
    assert rows[2][2:] == ["the great majority", "33 of 36", "1 of 16", "32 of 36", "the same"]
    assert "16 of 36 cases were read by two inspectors." in app.text
    assert "Sentences of the letter if the second" not in "".join(app.captions)
    app.at.session_state["second_reads_sentences"] = True
    app.again()
    assert "Sentences of the letter if the second inspector were right" in app.captions
