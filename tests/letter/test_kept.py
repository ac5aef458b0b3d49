"""Letters that are kept: versions, people who write at once, what saves itself."""

import pytest
from packs import INSPECTION, bedfordshire

from sqs.intake.loading import load
from sqs.letter.basis import Known
from sqs.letter.changes import ChangedSentence
from sqs.letter.draft import NoCasesError, draft
from sqs.letter.kept import (
    LetterError,
    autosave,
    begin,
    compare,
    current,
    draft_again,
    restore,
    save,
    unresolved,
    version,
    versions,
)
from sqs.letter.markdown import write_markdown
from sqs.letter.merging import Conflict
from sqs.store.database import Database

ASKED = "This needs to be more robust."


@pytest.fixture
def begun(loaded):
    return begin(loaded, INSPECTION, by="Ann")


def history(database: Database) -> list[tuple[int, str, str, int | None, bool, bool]]:
    with database.reading() as cursor:
        return [
            (v.number, v.saved_by, v.done, v.based_on, v.autosaved, v.aside)
            for v in versions(cursor, INSPECTION)
        ]


def standing(database: Database):
    with database.reading() as cursor:
        return current(cursor, INSPECTION)


def test_a_letter_begins_as_its_draft(loaded, begun):
    with loaded.reading() as cursor:
        assert begun.text == write_markdown(draft(cursor, INSPECTION))
    assert (begun.edition, begun.scale, begun.data_version) == ("sqs-2014", "sqs", 1)
    assert begun.rests_on["rosh_plan_2"] == Known("rosh_plan", 12, 14)
    assert begun.rests_on["reoffending_rate_1"] == Known("reoffending_rate", rate=34.2)
    assert begin(loaded, INSPECTION, by="Bob") == begun
    assert history(loaded) == [(1, "Ann", "drafted", None, False, False)]
    assert loaded.version() == 1, "no figure changed, so no page has to read again"


def test_a_letter_that_cannot_be_drafted_is_not_begun(database):
    load(database, bedfordshire().only("yots", "inspections").files())
    with pytest.raises(NoCasesError):
        begin(database, INSPECTION, by="Ann")
    assert history(database) == []


def test_what_is_saved_is_the_letter_and_what_was_stays(loaded, begun):
    changed = begun.text.replace(ASKED, "This is not good enough.")
    saved = save(loaded, changed, based_on=begun, by=" Ann ")
    assert (saved.version.text, saved.merged_with, saved.conflicts) == (changed, None, ())
    assert standing(loaded) == saved.version
    assert compare(begun, saved.version) == [
        ChangedSentence("3.5", ASKED, "This is not good enough.")
    ]
    assert save(loaded, changed, based_on=saved.version, by="Ann").version == saved.version
    back = restore(loaded, INSPECTION, 1, by="Bob")
    assert back.text == begun.text
    assert history(loaded) == [
        (3, "Bob", "restored from 1", 2, False, False),
        (2, "Ann", "edited", 1, False, False),
        (1, "Ann", "drafted", None, False, False),
    ]


def test_two_people_write_in_different_paragraphs(loaded, begun):
    ann = save(loaded, begun.text.replace(ASKED, "A."), based_on=begun, by="Ann").version
    bob = save(loaded, begun.text.replace("This is a gap.", "B."), based_on=begun, by="Bob")
    assert bob.merged_with == ann
    assert bob.version.text == begun.text.replace(ASKED, "A.").replace("This is a gap.", "B.")
    assert history(loaded)[0] == (
        3, "Bob", "edited, put together with version 2", 2, False, False,
    )  # fmt: skip


def test_two_people_write_in_one_paragraph(loaded, begun):
    ann = save(loaded, begun.text.replace(ASKED, "A."), based_on=begun, by="Ann").version
    wanted = begun.text.replace(ASKED, "B.").replace("This is a gap.", "Gap.")
    bob = save(loaded, wanted, based_on=begun, by="Bob")
    (conflict,) = bob.conflicts
    paragraph = next(p for p in begun.text.split("\n\n") if ASKED in p)
    assert conflict == Conflict(
        "3.5", paragraph, paragraph.replace(ASKED, "B."), paragraph.replace(ASKED, "A.")
    )
    assert bob.proposed == ann.text.replace("This is a gap.", "Gap.")
    assert (bob.version.text, bob.version.aside, bob.merged_with) == (wanted, True, ann)
    with loaded.reading() as cursor:
        assert current(cursor, INSPECTION) == ann
        assert unresolved(cursor, INSPECTION) == [bob.version]
    both = bob.proposed.replace("A.", "A. B.")
    done = save(loaded, both, based_on=ann, by="Bob", resolves=bob.version.number)
    with loaded.reading() as cursor:
        assert unresolved(cursor, INSPECTION) == []
        assert current(cursor, INSPECTION) == done.version
        assert done.version.resolves == 3
    with pytest.raises(LetterError, match=r"^Version 3 is not waiting to be seen to\."):
        save(loaded, "Other", based_on=done.version, by="Bob", resolves=3)


def test_restoring_what_was_kept_aside_sees_to_it(loaded, begun):
    save(loaded, begun.text.replace(ASKED, "A."), based_on=begun, by="Ann")
    aside = save(loaded, begun.text.replace(ASKED, "B."), based_on=begun, by="Bob").version
    assert restore(loaded, INSPECTION, aside.number, by="Bob").resolves == aside.number
    with loaded.reading() as cursor:
        assert unresolved(cursor, INSPECTION) == []


def test_autosaves_of_one_sitting_are_one_version(loaded, begun):
    base = begun
    for word in ("A.", "B.", "C."):
        text = begun.text.replace(ASKED, word)
        base = autosave(loaded, text, based_on=base, by="Ann", sitting="a").version
        assert base.text == text
    assert history(loaded)[0] == (2, "Ann", "edited", 1, True, False)
    base = autosave(loaded, base.text + "x", based_on=base, by="Ann", sitting="b").version
    assert (base.number, len(history(loaded))) == (3, 3)
    # Saved by hand as it is, it is no autosave any more, and another begins a version of its own.
    named = save(loaded, base.text, based_on=base, by="Ann").version
    assert (named.number, named.autosaved) == (3, False)
    assert (
        autosave(loaded, base.text + "y", based_on=named, by="Ann", sitting="b").version.number == 4
    )
    assert version_text(loaded, 3) == base.text


def version_text(database: Database, number: int) -> str:
    with database.reading() as cursor:
        return version(cursor, INSPECTION, number).text


def test_an_autosave_never_replaces_anothers_words(loaded, begun):
    """Bob began from an autosave of Ann's that she has typed over since."""
    first = autosave(loaded, begun.text.replace(ASKED, "A."), based_on=begun, by="Ann", sitting="a")
    again = autosave(
        loaded, begun.text.replace(ASKED, "A. And more."), based_on=first.version, by="Ann",
        sitting="a",
    )  # fmt: skip
    theirs = first.version.text.replace("This is a gap.", "B.")
    bob = autosave(loaded, theirs, based_on=first.version, by="Bob", sitting="a")
    assert bob.version.text == again.version.text.replace("This is a gap.", "B.")
    assert bob.version.number == 3
    # Ann goes on from what she has; both are in it.
    more = again.version.text.replace("And more.", "And much more.")
    ann = autosave(loaded, more, based_on=again.version, by="Ann", sitting="a")
    assert ann.version.text == more.replace("This is a gap.", "B.")
    assert [row[0] for row in history(loaded)] == [4, 3, 2, 1]


def test_autosaves_in_conflict_do_not_pile_up(loaded, begun):
    save(loaded, begun.text.replace(ASKED, "A."), based_on=begun, by="Ann")
    for word in ("B.", "B. More."):
        text = begun.text.replace(ASKED, word)
        kept = autosave(loaded, text, based_on=begun, by="Bob", sitting="b")
        assert (kept.version.text, kept.version.aside) == (text, True)
    assert [row[0] for row in history(loaded)] == [3, 2, 1]


def test_one_paragraph_is_drafted_again_and_every_other_edit_stays(loaded, pack, begun):
    edited = begun.text.replace(ASKED, "Fine now.").replace(
        "1.4. There was", "1.4. I say there was"
    )
    load(loaded, pack.cell("answers", 9, "answer", "no").files(), replace=True)
    drafted = draft_again(loaded, "1.4", edited, based_on=begun, by="Ann").version
    assert drafted.done == "paragraph 1.4 drafted again"
    fell = (
        "In the three cases where this was not so, it was in part because plans had not followed "
        "from what was assessed, or had not been timely."
    )
    changed = [(each.place, each.after) for each in compare(begun, drafted)]
    assert changed == [("1.4", fell), ("3.5", "Fine now.")]
    assert drafted.rests_on["lor_plan_1"] == Known("lor_plan", 17, 20)


def test_a_footnote_comes_with_its_paragraph_and_goes_with_it(loaded, begun):
    own = begun.text.replace("[^1]", "[^7]").replace("This is a gap.", "A gap[^1].")
    own = own.replace("[^7]: Published", "[^1]: My own.\n\n[^7]: I say it was published")
    drafted = draft_again(loaded, "Summary", own, based_on=begun, by="Ann").version
    notes = [line for line in drafted.text.split("\n\n") if line.startswith("[^")]
    old = next(line for line in begun.text.split("\n\n") if line.startswith("[^1]"))
    assert notes == ["[^1]: My own.", old.replace("[^1]", "[^2]")]
    assert "[34.2%](claim:reoffending_rate)[^2]. This was" in drafted.text
    assert "A gap[^1]." in drafted.text


REFUSED = [
    (lambda d, v: begin(d, v.inspection_id, by=" "), "Nobody is named."),
    (lambda d, v: save(d, "x", based_on=v, by=""), "Nobody is named."),
    (
        lambda d, v: restore(d, v.inspection_id, 9, by="A"),
        "The letter of bedfordshire-2014 has no v",
    ),
    (lambda d, v: draft_again(d, "9.9", v.text, based_on=v, by="A"), "The letter of bedfordshire-"),
    (lambda d, v: draft_again(d, "9.9", v.text + "\n\n9.9. A", based_on=v, by="A"), "The draft of"),
    (lambda d, v: save(d, "x" * 200_001, based_on=v, by="A"), "The letter has 200,001 characters;"),
    (lambda d, v: save(d, "](claim:a" * 1_001, based_on=v, by="A"), "The letter has 1,001 claims;"),
    (lambda d, v: save(d, "x\n\n" * 2_001, based_on=v, by="A"), "The letter has 2,001 paragraphs;"),
]


@pytest.mark.parametrize(("act", "said"), REFUSED)
def test_what_is_refused_changes_nothing(loaded, begun, act, said):
    with pytest.raises(LetterError) as refused:
        act(loaded, begun)
    assert str(refused.value).startswith(said)
    assert len(history(loaded)) == 1


def test_any_text_can_be_kept(loaded, begun):
    saved = save(loaded, "a\0\ud800\r\n\rb'; drop table x --", based_on=begun, by="O'Ann \ud800")
    assert saved.version.text == "a\ufffd?\n\nb'; drop table x --"
    assert saved.version.saved_by == "O'Ann ?"


def test_a_claim_rests_on_the_figure_it_was_written_from(loaded, pack, begun):
    """However often the letter is saved after the data changed."""
    load(loaded, pack.cell("answers", 9, "answer", "no").files(), replace=True)
    moved = begun.text.replace("1.4. ", "1.4. [Two](claim:lor_plan) fell short. ")
    saved = save(loaded, moved, based_on=begun, by="Ann").version
    assert {key: saved.rests_on[key].met for key in ("lor_plan_1", "lor_plan_2", "lor_plan_3")} == {
        "lor_plan_1": 17, "lor_plan_2": 18, "lor_plan_3": 18,
    }  # fmt: skip
    again = save(loaded, moved, based_on=saved, by="Ann", written_anew=["lor_plan_2"]).version
    assert (again.number, again.rests_on["lor_plan_2"].met) == (3, 17)


def test_a_letter_can_go_over_to_another_scale(loaded, begun):
    changed = save(loaded, begun.text, based_on=begun, by="Ann", scale="hmip-2018").version
    assert (changed.number, changed.scale, changed.letter().scale) == (2, "hmip-2018", "hmip-2018")
