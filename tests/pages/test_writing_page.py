"""Draft report, once the letter is begun: writing, verdicts, stale figures, versions, stages."""

import pytest

from sqs import settings
from sqs.intake.loading import load
from sqs.letter import kept
from sqs.ui import page

INSPECTION = "bedfordshire-2014"
TRUE = "[the great majority](claim:rosh_plan)"
PUBLIC = "Protecting the public"


@pytest.fixture
def begun(own):
    own.at.query_params["inspection"] = "Bedfordshire, November 2014"
    own.open("6_Draft_report")
    own.at.text_input(key="by").set_value("Inspector A")
    press(own, "Begin the letter from this draft")
    return own


def press(app, label: str) -> None:
    shown = (each for each in app.at.button if each.label.replace("\\", "") == label)
    next(shown).click().run()
    app._no_exception()


def show(app, tab: str) -> None:
    app.at.session_state["letter_tab"] = tab
    app.again()


def write(app, old: str, new: str) -> None:
    area = app.at.text_area[0]
    assert old in area.value
    area.set_value(area.value.replace(old, new)).run()
    app._no_exception()


def subtitle(app) -> str:
    return app.text.splitlines()[0]


def test_a_letter_begins_from_its_draft_with_every_claim_borne_out(begun):
    assert begun.titles == ["Letter: Bedfordshire"]
    assert subtitle(begun) == (
        "Version 1, saved by Inspector A. All 54 claims are borne out by the data."
    )


def test_nobody_begins_a_letter_unnamed(own):
    own.open("6_Draft_report")
    press(own, "Begin the letter from this draft")
    assert own.errors == ["Nobody is named. Give the name of the person who does this."]


def test_a_wrong_figure_is_said_to_be_wrong_and_mended(begun):
    begun.choose("letter_part", PUBLIC)
    write(begun, TRUE, "[9 out of 14](claim:rosh_plan)")
    assert subtitle(begun) == (
        "Version 2, saved by Inspector A. 1 of 54 claims is not borne out by the data."
    )
    row = next(row for row in begun.table("Claims of this part") if row[0] == "9 out of 14")
    assert row[2:] == ["not so", "The data say 12 of 14: '12 out of 14' would be true."]
    assert "9 out of 14 not so" in begun.text
    write(begun, "[9 out of 14](claim:rosh_plan)", "[12 out of 14](claim:rosh_plan)")
    assert "All 54 claims are borne out by the data." in subtitle(begun)


def test_the_next_claim_to_mend_is_one_press_away(begun):
    begun.choose("letter_part", PUBLIC)
    write(begun, TRUE, "[9 out of 14](claim:rosh_plan)")
    begun.choose("letter_part", "Context")
    press(begun, "Next claim to mend")
    assert begun.at.selectbox(key="letter_part").value == PUBLIC


def test_a_claim_can_be_said_in_another_form(begun):
    begun.choose("letter_part", PUBLIC)
    claim = next(each for each in begun.at.selectbox if each.label == "Claim")
    claim.set_value("rosh_plan_1").run()
    form = next(each for each in begun.at.radio if each.label == "Say it as")
    form.set_value("count").run()
    press(begun, "Write it so")
    assert "[12 out of 14](claim:rosh_plan)" in begun.at.text_area[0].value


def by_somebody_else(old: str, new: str) -> None:
    database = page._database(settings.DATABASE)  # the one that the app has open
    with database.reading() as cursor:
        newest = kept.current(cursor, INSPECTION)
    assert old in newest.text
    kept.save(database, newest.text.replace(old, new), based_on=newest, by="Inspector B")


def test_another_writer_is_told_of_and_neither_loses_text(begun):
    begun.choose("letter_part", PUBLIC)
    by_somebody_else("Whether a child or young person is", "Be a child or young person")
    write(begun, TRUE, "[12 out of 14](claim:rosh_plan)")
    assert begun.successes == ["Inspector B saved meanwhile; both edits now stand in the letter."]
    text = begun.at.text_area[0].value
    assert "[12 out of 14](claim:rosh_plan)" in text
    assert "Be a child or young person" in text


def test_where_two_changed_one_paragraph_both_texts_are_shown(begun):
    begun.choose("letter_part", PUBLIC)
    by_somebody_else("What has been assessed then", "All that was assessed then")
    write(begun, TRUE, "[12 out of 14](claim:rosh_plan)")
    assert begun.errors[0].startswith("Inspector B changed the same words meanwhile. Your text is")
    (_, mine), (_, theirs) = begun.table("Both of you changed 2.2")[1:]
    assert "[12 out of 14](claim:rosh_plan)" in mine
    assert "All that was assessed then" in theirs
    press(begun, "It has been seen to")
    assert not [each for each in begun.at.button if each.label == "It has been seen to"]


def test_figures_that_changed_are_listed_and_updated_one_by_one(begun, pack):
    rows = pack.tables["answers"]
    line = next(
        n for n, row in enumerate(rows, start=1) if row[2] == "rosh_plan" and row[3] == "no"
    )
    changed = pack.cell("answers", line, "answer", "yes").cell("answers", line, "reasons", "")
    database = page._database(settings.DATABASE)
    assert load(database, changed.files(), replace=True, by="test").status == "loaded"
    show(begun, "Changed figures")
    rows = begun.table("Claims whose figures changed since their words were written")
    assert rows[1] == [
        "2.2", "the great majority", "12 of 14", "13 of 14", "yes", "the great majority",
    ]  # fmt: skip
    press(begun, "Update 2.2: “the great majority” to “the great majority”")
    assert len(begun.table("Claims whose figures changed")) == len(rows) - 1


def test_publishing_is_refused_while_a_claim_is_not_borne_out(begun):
    begun.choose("letter_part", PUBLIC)
    write(begun, TRUE, "[9 out of 14](claim:rosh_plan)")
    show(begun, "Stages")
    for to in ("quality check", "factual accuracy", "signed off"):
        move = next(each for each in begun.at.selectbox if each.label == "Move it to")
        move.set_value(to)
        press(begun, "Move the letter")
    assert begun.errors[0].startswith("The letter cannot be signed off yet.")
    assert "9 out of 14" in begun.errors[0]
