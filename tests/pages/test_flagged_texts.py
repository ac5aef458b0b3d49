"""Texts to look at: a flagged quote is cleared by name, comes into the letter, and goes again."""

from packs import bedfordshire

from sqs.intake import flags
from sqs.ui import flagged

TEXT = "The worker knew that <b> Anne Smith, born in 1999, was safe. Mr Lee agreed."
BORN = "They said that Anne Lee was heard."


def pack():
    quoted = bedfordshire().cell("quotes", 2, "text", TEXT)
    # Another whose pack says that it is not cleared.
    return quoted.cell("quotes", 6, "text", BORN)


def upload(app, changed) -> None:
    app.open("7_Load_cases")
    app.at.file_uploader[0].set_value([(f.name, f.data, "text/csv") for f in changed.files()])
    press(app, "Check and load")
    assert app.errors == []


def press(app, label: str) -> None:
    next(each for each in app.at.button if each.label == label).click().run()
    assert not app.at.exception


def buttons(app) -> list[str]:
    return [
        each.label for each in app.at.button if each.label in ("Clear for the letter", "Withdraw")
    ]


def name(app):
    return next(each for each in app.at.text_input if each.label == "Your name, for the record")


def in_letter(app) -> bool:
    app.to("6_Draft_report")
    bodies = (each.proto.body for each in app.at.get("html"))
    letter = next(body for body in bodies if 'class="letter"' in body)
    return "Mr Lee agreed." in letter


def marked(app) -> list[str]:
    """The markup of the flagged texts on the page."""
    bodies = (each.proto.body for each in app.at.get("html"))
    return [body for body in bodies if '<div class="sqs-flagged">' in body]


def test_nothing_to_look_at_is_no_section(app):
    app.open("7_Load_cases")
    assert "Texts to look at" not in app.headings
    app.to("6_Draft_report")
    assert "held back" not in app.text


def test_a_flagged_quote_is_cleared_shown_in_the_letter_and_withdrawn(bare):
    upload(bare, pack())
    assert "Texts to look at" in bare.headings
    assert buttons(bare) == ["Clear for the letter"]
    assert "Held back: nobody has cleared it yet." in bare.text
    assert not in_letter(bare)
    assert "1 quote held back. Words in it may name somebody" in bare.text.replace("*", "")

    bare.to("7_Load_cases")
    press(bare, "Clear for the letter")
    assert bare.errors == ["Nobody is named. Give the name of the person who decides."]
    name(bare).set_value("A. Reader")
    press(bare, "Clear for the letter")
    assert bare.successes[-1] == "Cleared for the letter: the quote about case BED14-02."
    assert "Cleared for the letter by A. Reader on " in bare.text
    assert buttons(bare) == ["Withdraw"]
    assert in_letter(bare)
    assert "held back" not in bare.text

    bare.to("7_Load_cases")
    name(bare).set_value("B. Reader")
    press(bare, "Withdraw")
    assert bare.successes[-1:] == ["Withdrawn: the quote about case BED14-02."]
    assert "Held back: withdrawn by B. Reader on " in bare.text
    assert not in_letter(bare)


def test_the_words_are_marked_and_named_and_the_place_is_told(bare):
    upload(bare, pack())
    first, second = marked(bare)
    assert "<b>Bedfordshire, November 2014, case BED14-02: First assessment of likelihood" in first
    assert "knew that &lt;b&gt; <mark>Anne Smith</mark>, <mark>born in 1999</mark>, was" in first
    assert "<mark>Mr Lee</mark> agreed." in first
    assert (
        "Marked: “Anne Smith” looks like a name; "
        "“born in 1999” looks like a date of birth; “Mr Lee” looks like a name." in bare.text
    )
    assert "<mark>Anne Lee</mark>" in second
    assert "Not published: its pack says that it is not cleared." in bare.text


def test_quotes_and_notes_are_shown_a_page_at_a_time(bare, monkeypatch):
    monkeypatch.setattr(flagged, "QUOTES_A_PAGE", 1)
    monkeypatch.setattr(flagged, "NOTES_A_PAGE", 2)
    noted = pack()
    for line in (9, 10, 11):
        noted = noted.cell("answers", line, "note", f"Line {line}: seen with Anne Smith.")
    noted = noted.cell("interviews", 2, "note", "Spoke of Sam’s mum.")
    upload(bare, noted)
    pages = next(each for each in bare.at.selectbox if each.label == "Quotes shown")
    assert pages.options == ["1 to 1 of 2", "2 to 2 of 2"]
    assert len(marked(bare)) == 1
    pages.set_value(1).run()
    assert ["Anne Lee" in body for body in marked(bare)] == [True]

    assert "4 notes may name somebody" in [each.label for each in bare.at.expander]
    bare.at.session_state["flagged_notes"] = True
    bare.again()
    assert "Notes are never published" in bare.text
    pages = next(each for each in bare.at.selectbox if each.label == "Notes shown")
    assert pages.options == ["1 to 2 of 4", "3 to 4 of 4"]
    assert marked(bare)[-1].count("<mark>Anne Smith</mark>") == 2
    pages.set_value(2).run()
    assert "<mark>Sam’s mum</mark>" in marked(bare)[-1]


def test_very_many_notes_are_looked_through_only_when_asked(bare, monkeypatch):
    monkeypatch.setattr(flags, "SCANNED_AT_LOAD", 1)
    noted = bedfordshire()
    for line in (9, 10):
        noted = noted.cell("answers", line, "note", "All of it was done in time.")
    upload(bare, noted)
    assert "Look through 2 notes" in [each.label for each in bare.at.expander]
    assert "No words in them" not in bare.text
    bare.at.session_state["flagged_notes"] = True
    bare.again()
    assert "No words in them look like a name, a date, a number or an address." in bare.text
