"""A quote that may name somebody is published only when a named person has cleared its text."""

import pytest
from packs import INSPECTION, bedfordshire, contents

from sqs.figures import records
from sqs.intake import flags
from sqs.intake.clearing import ClearingError, clear, quotes_to_look_at, withdraw
from sqs.intake.flags import Flag
from sqs.intake.history import redo, undo
from sqs.intake.loading import load

TEXT = "The worker knew that Anne Smith, born in 1999, lived at SW1A 2AA."
QUOTE = (INSPECTION, "BED14-02", "lor_assessment", TEXT)


def pack(text: str = TEXT, cleared: str = "yes"):
    return bedfordshire().cell("quotes", 2, "text", text).cell("quotes", 2, "cleared", cleared)


def published(database) -> bool:
    """Whether the quote is published; those that name nobody always are."""
    with database.reading() as cursor:
        texts = [each.text for each in records.quotes(cursor, INSPECTION)]
        held = records.quotes_held_back(cursor, INSPECTION)
    assert len(texts) - (TEXT in texts) == 3
    assert held == (TEXT not in texts)
    return TEXT in texts


@pytest.fixture
def flagged(database):
    assert load(database, pack().files()).status == "loaded"
    return database


def test_a_flagged_quote_is_held_back_cleared_and_withdrawn(flagged):
    assert not published(flagged)
    clear(flagged, *QUOTE, by=" A. Reader ")
    assert published(flagged)
    withdraw(flagged, *QUOTE, by="B. Reader")
    assert not published(flagged)
    clear(flagged, *QUOTE, by="C. Reader")
    assert published(flagged)
    with flagged.reading() as cursor:
        (quote,) = quotes_to_look_at(cursor)
        said = cursor.execute(
            "select clearance, cleared, done_by from recorded.clearances order by 1"
        ).fetchall()
    assert (quote.in_pack, quote.decision.cleared, quote.decision.by) == (True, True, "C. Reader")
    assert [(each.looks_like, each.words) for each in quote.flagged.found] == [
        ("a name", "Anne Smith"), ("a date of birth", "born in 1999"), ("a postcode", "SW1A 2AA"),
    ]  # fmt: skip
    assert said == [(1, True, "A. Reader"), (2, False, "B. Reader"), (3, True, "C. Reader")]


def test_a_clearance_outlives_undo_redo_and_another_upload_of_the_text(flagged):
    clear(flagged, *QUOTE, by="A. Reader")
    undo(flagged, 1)
    redo(flagged, 1)
    assert published(flagged)
    undo(flagged, 1)
    assert load(flagged, pack().files()).upload == 2
    assert published(flagged)


def test_a_changed_text_is_cleared_anew(flagged):
    clear(flagged, *QUOTE, by="A. Reader")
    other = pack(f"{TEXT} Since March.").only("quotes")
    assert load(flagged, other.files(), replace=True).status == "loaded"
    with flagged.reading() as cursor:
        assert records.quotes_held_back(cursor, INSPECTION) == 1
    back = pack().only("quotes")
    assert load(flagged, back.files(), replace=True).status == "loaded"
    assert published(flagged)


def test_what_the_pack_has_not_cleared_nobody_can(database):
    load(database, pack(cleared="no").files())
    clear(database, *QUOTE, by="A. Reader")
    with database.reading() as cursor:
        (quote,) = quotes_to_look_at(cursor)
        assert not quote.in_pack
        assert TEXT not in [each.text for each in records.quotes(cursor, INSPECTION)]
        assert records.quotes_held_back(cursor, INSPECTION) == 0


@pytest.mark.parametrize("decide", [clear, withdraw])
@pytest.mark.parametrize(
    ("quote", "by", "why"),
    [
        (QUOTE, " ", "Nobody is named."),
        ((*QUOTE[:3], f"{TEXT}."), "A. Reader", "The quote about case BED14-02 is not loaded"),
        ((*QUOTE[:1], "BED14-03", *QUOTE[2:]), "A. Reader", "The quote about case BED14-03"),
    ],
)
def test_a_decision_needs_a_name_and_the_very_text(flagged, decide, quote, by, why):
    before = flagged.version()
    with pytest.raises(ClearingError, match=why):
        decide(flagged, *quote, by=by)
    assert flagged.version() == before


def test_the_receipt_holds_the_flags_of_what_was_loaded(database):
    noted = (
        pack()
        .cell("answers", 9, "note", "Anne Smith was seen.")
        .cell("answers", 10, "note", "The plan was made with the Youth Court.")
        .cell("interviews", 2, "note", "Ring 07700 900123 or mr lee.")
    )
    receipt = load(database, noted.files())
    question = noted.tables["answers"][8][2]
    who, asked = noted.tables["interviews"][1][1:3]
    assert receipt.flags == (
        Flag("quotes", INSPECTION, "BED14-02", "lor_assessment", "a name", "Anne Smith"),
        Flag("quotes", INSPECTION, "BED14-02", "lor_assessment", "a date of birth", "born in 1999"),
        Flag("quotes", INSPECTION, "BED14-02", "lor_assessment", "a postcode", "SW1A 2AA"),
        Flag("answers", INSPECTION, "BED14-01", question, "a name", "Anne Smith"),
        Flag("interviews", INSPECTION, who, asked, "a phone number", "07700 900123"),
        Flag("interviews", INSPECTION, who, asked, "a name", "mr lee"),
    )
    assert receipt.flag_counts == {"notes": 2, "quotes": 1}
    assert "flags" not in receipt.as_json()

    again = load(database, noted.files())
    assert (again.status, again.flags, again.flag_counts) == ("unchanged", (), {})
    more = noted.only("recipients").add("recipients", (INSPECTION, "Clerk", "A"))
    assert load(database, more.files(), replace=True).flag_counts == {}


def test_a_dry_run_flags_nothing_and_very_many_texts_wait_for_the_page(
    empty, database, monkeypatch
):
    assert load(empty, pack().files(), dry_run=True).flag_counts == {}
    monkeypatch.setattr(flags, "SCANNED_AT_LOAD", 4)  # and the pack has five quotes
    assert load(database, pack().files()).flag_counts == {}
    assert not published(database)


def test_a_pack_that_names_nobody_is_not_flagged(loaded):
    with loaded.reading() as cursor:
        assert quotes_to_look_at(cursor) == []
        assert flags.flagged_notes(cursor) == (0, [])
        assert flags.number_of_notes(cursor) == 0


def test_notes_are_counted_whole_and_listed_in_part(database, monkeypatch):
    monkeypatch.setattr(flags, "LISTED_AT_MOST", 1)
    noted = bedfordshire()
    for line in (9, 10):
        noted = noted.cell("answers", line, "note", f"Anne Smith, {line}.")
    load(database, noted.files())
    with database.reading() as cursor:
        number, listed = flags.flagged_notes(cursor)
    assert number == 2
    assert [each.text for each in listed] in (["Anne Smith, 9."], ["Anne Smith, 10."])


def test_clearing_changes_nothing_that_was_loaded(flagged):
    before = contents(flagged)
    clear(flagged, *QUOTE, by="A. Reader")
    after = contents(flagged)
    assert after.pop("version") == before.pop("version") + 1
    assert after == before
