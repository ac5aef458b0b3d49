"""Sections: the published Bedfordshire figures, question by question."""

import csv
from pathlib import Path

import pytest

from sqs.criteria import editions

EDITION = editions()["sqs-2014"]
PUBLISHED = Path(__file__).resolve().parents[1] / "external" / "bedfordshire_findings.csv"


@pytest.fixture
def bedfordshire(app):
    app.at.query_params["inspection"] = "Bedfordshire, November 2014"
    return app.open("3_Sections")


def test_sections_are_pooled_with_intervals(bedfordshire):
    assert bedfordshire.table("Judgements met by section")[1:] == [
        ["Reducing reoffending", "77 of 88", "88%", "73% to 96%", "Korn and Graubard"],
        ["Protecting the public", "61 of 80", "76%", "55% to 91%", "Korn and Graubard"],
        ["Protecting the child or young person", "51 of 72", "71%", "51% to 86%",
         "Korn and Graubard"],
        ["Ensuring that the sentence is served", "94 of 105", "90%", "74% to 97%",
         "Korn and Graubard"],
        ["Operational management", "91 of 100", "91%", "81% to 97%", "Korn and Graubard"],
    ]  # fmt: skip


def test_a_question_is_told_in_counts_words_and_interval(bedfordshire):
    rows = bedfordshire.table("Reducing reoffending: cases by answer; words by the SQS house scale")
    assert rows[0] == [
        "Question", "Met", "Not met", "Not relevant", "Share", "95% interval", "In words",
        "Relevant to",
    ]  # fmt: skip
    assert rows[5] == [
        "Review of the reoffending assessment", "9", "5", "6", "64%", "39% to 84%",
        "the majority", "where a review was needed",
    ]  # fmt: skip
    assert "Lowest: review of the reoffending assessment, 9 of 14" in bedfordshire.headings


def test_the_pages_show_what_the_inspectorate_published(bedfordshire):
    """Every count of the published letter, found in the ledger of its section."""
    shown = {}
    for section in EDITION.sections:
        bedfordshire.at.session_state["section"] = section.title
        bedfordshire.again()
        for title, met, not_met, *_ in bedfordshire.table(f"{section.title}: ")[1:]:
            shown[title] = (int(met), int(met) + int(not_met))
    with PUBLISHED.open(encoding="utf-8") as stream:
        published = [
            (EDITION.question(row["question_id"]).title, int(row["met"]), int(row["relevant"]))
            for row in csv.DictReader(stream)
        ]
    assert len(published) > 30
    assert [(title, *shown[title]) for title, *_ in published] == published


def test_reasons_stand_with_their_cases(bedfordshire):
    assert bedfordshire.table("Reasons noted")[1:] == [
        ["First assessment of likelihood of reoffending", "2",
         "Not enough evidence (1); Not done in time (1)"],
        ["Review of the reoffending assessment", "5",
         "Not done after a significant change (4); Not done in time (1)"],
        ["Plan to reduce reoffending", "2",
         "Did not follow from the assessment (1); Not done in time (1)"],
        ["Review of the reoffending plan", "2", "Not done (1); Not done in time (1)"],
    ]  # fmt: skip


def test_facts_stand_apart_and_out_of_the_ledger(bedfordshire):
    assert bedfordshire.table("Facts decide")[1:] == [
        ["Pre-sentence report prepared", "6", "14"],
        ["Referral order panel report prepared", "9", "11"],
    ]
    ledger = bedfordshire.table("Reducing reoffending: cases by answer")
    assert "Pre-sentence report prepared" not in [row[0] for row in ledger]


def test_interviews_count_case_managers(bedfordshire):
    bedfordshire.at.session_state["section"] = "Operational management"
    bedfordshire.again()
    assert "Operational management: case managers by answer" in "".join(bedfordshire.captions)
    assert "of 10 case managers, those met stand left" in bedfordshire.text


def test_only_the_open_section_is_read(bedfordshire):
    assert "Protecting the public: cases by answer" not in "".join(bedfordshire.captions)
    assert len(bedfordshire.charts) == 2


def test_notes_are_read_only_when_opened(app):
    app.at.query_params["inspection"] = "Ashcombe (invented), March 2017"
    app.open("3_Sections")
    assert "Notes as the inspectors wrote them" not in app.captions
    app.at.session_state["notes_reducing_reoffending"] = True
    app.again()
    assert app.table("Notes as the inspectors wrote them")[1] == [
        "First assessment of likelihood of reoffending", "ASH17-05", "yes",
        "The scores were explained by the evidence given beneath them.", "",
    ]  # fmt: skip


def test_notes_that_the_letter_may_quote_are_shown(bedfordshire):
    bedfordshire.at.session_state["notes_protecting_the_child"] = True
    bedfordshire.at.session_state["section"] = "Protecting the child or young person"
    bedfordshire.again()
    (_, *quotes) = bedfordshire.table("Cleared for quoting in the letter")
    assert [row[:2] for row in quotes] == [
        ["First assessment of safeguarding and vulnerability", "BED14-18"]
    ]


def test_the_rules_of_the_headings_are_on_the_page(bedfordshire):
    assert "How the heading is chosen: if reviews differ" in bedfordshire.text
    assert "By chance alone about 1 question in 40 would be listed." in bedfordshire.text
    assert EDITION.provenance in bedfordshire.text


def test_cases_by_case_manager_are_read_when_opened_and_are_no_appraisal(app):
    app.at.query_params["inspection"] = "Ashcombe (invented), March 2017"
    app.open("3_Sections")
    assert "Judgements met by case manager, the lowest share first" not in app.captions
    app.at.session_state["case_managers_opened"] = True
    app.again()
    rows = app.table("Judgements met by case manager")
    assert rows[1] == ["CM04", "4", "45 of 64", "70%"]
    assert sum(int(row[1]) for row in rows[1:]) == 24
    assert "with so few cases each it is no appraisal of a person" in app.text
