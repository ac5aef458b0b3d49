"""How we count: generated from the files that decide, so that it cannot fall behind them."""

import tomllib

import pytest

from sqs import settings
from sqs.criteria import editions
from sqs.intake.rules import RULES
from sqs.letter.wording import scales

EDITION = editions()["sqs-2014"]


def part(app, name: str):
    app.at.session_state["part"] = name
    return app.open("8_How_we_count")


def test_every_question_is_on_the_page(app):
    app.open("8_How_we_count")
    shown = {
        row[4]
        for section in EDITION.sections
        for row in app.table(f"{section.title}: asked about {section.of}")[1:]
    }
    assert shown == {question.id for question in EDITION.questions}
    assert f"Our reconstruction. {EDITION.provenance}" in app.text
    assert "Laid over sqs-2014. Invented by us to show a change of edition" in app.text


def test_every_reason_is_on_the_page(app):
    rows = app.open("8_How_we_count").table("Reason codes")[1:]
    assert {row[1] for row in rows} == set(EDITION.reasons)
    assert ["Other", "other", "every judged question"] in rows
    assert ["No formal action", "no_formal_action", "Response when they did not comply"] in rows


@pytest.mark.parametrize("scale", scales().values(), ids=lambda scale: scale.name)
def test_every_scale_is_on_the_page(app, scale):
    rows = part(app, "Words for shares").table(f"{scale.title}: words")[1:]
    assert [row[:2] for row in rows] == [[word.text, str(word.written)] for word in scale.words]


def test_the_house_scale_is_marked(app):
    part(app, "Words for shares")
    assert "SQS house scale (our house scale)" in app.headings


def test_every_rule_is_on_the_page(app):
    rows = part(app, "Rules for packs").table("Every rule")[1:]
    assert [row[3] for row in rows] == list(RULES)


@pytest.mark.parametrize("source", ["Wilson 1927", "Korn and Graubard 1998", "Buonaccorsi 1987"])
def test_intervals_name_their_sources(app, source):
    assert source in part(app, "Intervals").text


@pytest.mark.parametrize(
    "departure",
    [
        "Section shares are ours",
        "The questions are our reconstruction",
        "The house scale's thresholds are ours",
        '"All but one" is chosen by count',
        "The relevant caseload is an estimate",
        "Pages are found in a folder",
    ],
)
def test_departures_are_told(app, departure):
    assert departure in part(app, "Departures and why").text


def test_terms_stand_in_order(app):
    rows = part(app, "Terms").table("Words used here")[1:]
    names = [row[0] for row in rows]
    assert names == sorted(names, key=str.lower)
    file = settings.DATA / "explained" / "glossary.toml"
    assert dict(rows) == tomllib.loads(file.read_text(encoding="utf-8"))


def test_only_the_open_part_is_shown(app):
    app.open("8_How_we_count")
    assert "Words used here" not in app.captions
