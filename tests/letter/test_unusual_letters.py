"""Letters of inspections that lack something, or are small, or hold strange words."""

import pytest
from packs import INSPECTION, Pack, bedfordshire

from sqs.intake.loading import load
from sqs.letter.draft import NoCasesError, draft
from sqs.letter.markdown import write_markdown
from sqs.letter.value import Footnote, Letter


def drafted(database, pack: Pack) -> Letter:
    receipt = load(database, pack.files())
    assert receipt.status == "loaded", [found.message for found in receipt.problems]
    with database.reading() as cursor:
        return draft(cursor, INSPECTION)


def text(letter: Letter) -> str:
    return "\n".join(
        "".join(run.text for run in paragraph.runs if not isinstance(run, Footnote))
        for paragraph in letter.paragraphs()
    )


def only_cases(pack: Pack, *case_ids: str) -> Pack:
    for name in ("cases", "answers", "quotes"):
        head, *rows = pack.tables[name]
        pack = pack.rows(name, (head, *(row for row in rows if row[1] in case_ids)))
    return pack


def test_no_copy_list_no_line_that_points_to_it(database):
    letter = drafted(database, bedfordshire().without("recipients"))
    assert [label for label, _ in letter.address] == ["To", "From", "Publication date"]
    assert "Copy list" not in write_markdown(letter)


def test_no_rate_leaves_a_gap_to_fill_and_claims_nothing(database):
    letter = drafted(database, bedfordshire().without("reoffending"))
    assert "[To be completed: the reoffending rate published for Bedfordshire" in text(letter)
    assert not [c for c in letter.claims() if c.question_id.startswith("reoffending")]


def test_a_rate_without_a_day_of_publication_is_not_used(database):
    pack = bedfordshire().cell("reoffending", 2, "published", "")
    assert "[To be completed: the reoffending rate" in text(drafted(database, pack))


RATES = [
    ("34.2", "35.4", "34.2%", "better than the England and Wales average of 35.4%"),
    ("34.25", "35.4", "34.3%", "better than the England and Wales average of 35.4%"),
    ("35.36", "35.4", "35.4%", "the same as the England and Wales average of 35.4%"),
    ("38", "35.4", "38.0%", "worse than the England and Wales average of 35.4%"),
]


@pytest.mark.parametrize(("rate", "national", "printed", "compared"), RATES)
def test_rates_are_compared_as_they_are_printed(database, rate, national, printed, compared):
    pack = bedfordshire().cell("reoffending", 2, "rate", rate)
    words = text(drafted(database, pack.cell("reoffending", 3, "rate", national)))
    assert f"published for Bedfordshire was {printed}." in words
    assert compared in words


def test_no_interviews_no_section_on_them(database):
    letter = drafted(database, bedfordshire().without("interviews"))
    assert "Operational management" not in write_markdown(letter)


def test_a_question_that_not_all_were_asked_says_so(database):
    head, *rows = bedfordshire().tables["interviews"]
    kept = tuple(row for row in rows if not (row[2] == "priorities" and row[1] in ("CM01", "CM02")))
    words = text(drafted(database, bedfordshire().rows("interviews", (head, *kept))))
    assert "all case managers who were asked" in words.lower()


def test_a_team_that_calls_itself_one_is_not_called_one_again(database):
    pack = bedfordshire().cell("yots", 2, "name", "Bedfordshire Youth Offending Service")
    words = text(drafted(database, pack))
    assert "supervised by the Bedfordshire Youth Offending Service. " in words
    assert "youth offending team" not in words


def test_fieldwork_over_the_turn_of_the_year(database):
    pack = bedfordshire().cell("inspections", 2, "fieldwork_start", "2014-12-30")
    pack = pack.cell("inspections", 2, "fieldwork_end", "2015-01-02")
    pack = pack.cell("inspections", 2, "publication_date", "")
    letter = drafted(database, pack)
    assert "inspection from 30 December 2014 to 2 January 2015, as part" in text(letter)
    assert dict(letter.address)["Publication date"] == "not yet set"


def test_one_case_is_told_in_the_singular(database):
    words = text(drafted(database, only_cases(bedfordshire(), "BED14-01")))
    assert "We read one case of children" in words
    assert " in the one case." in words
    assert "one cases" not in words
    assert "out of one" not in words


def test_an_inspection_without_cases_has_no_letter(database):
    load(database, bedfordshire().only("yots", "inspections").files())
    with (
        database.reading() as cursor,
        pytest.raises(NoCasesError, match=r"No cases of bedfordshire-2014 are loaded yet"),
    ):
        draft(cursor, INSPECTION)


def test_a_note_is_quoted_once(database):
    head, *_ = bedfordshire().tables["quotes"]
    note = (INSPECTION, "BED14-01", "engagement_planning", "They had planned it together.", "yes")
    words = text(drafted(database, bedfordshire().rows("quotes", (head, note))))
    assert words.count("They had planned it together.") == 1


def test_nothing_but_praise_names_no_room_to_improve(database):
    head, *rows = bedfordshire().tables["answers"]
    praise = tuple(
        (*row[:3], "yes", "", row[5]) if row[3] == "no" and row[2] not in FACTS else row
        for row in rows
    )
    words = text(drafted(database, bedfordshire().rows("answers", (head, *praise))))
    assert "room to improve" not in words
    assert "No area of work fell short often enough to name here." in words


FACTS = ("psr_prepared", "panel_report_prepared", "compliance")
