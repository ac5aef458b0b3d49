"""One claim said anew: in another form, or as the data have it now."""

import pytest
from packs import INSPECTION

from sqs.intake.loading import load
from sqs.letter.basis import Basis, Known, basis
from sqs.letter.judged import by_key, judged, sensitivity
from sqs.letter.kept import LetterError, begin, current
from sqs.letter.reading import read_markdown
from sqs.letter.rewriting import (
    StaleClaim,
    choices,
    in_form,
    in_scale,
    stale,
    update,
    updated,
)

BASIS = Basis(
    "i",
    "sqs-2014",
    "sqs",
    {"lor_plan": Known("lor_plan", 18, 20), "rosh_plan": Known("rosh_plan", 7, 13)},
)


def text(sentence: str) -> str:
    return f"# T\n\n1.4.  There *was* a plan.\n\n\n1.5. {sentence}\r\n"


# The sentence, a form, and what becomes of it.
FORMS = [
    ("In [the great majority](claim:lor_plan) of relevant cases.", "count",
     "In [18 out of 20](claim:lor_plan) relevant cases."),
    ("In [18 out of 20](claim:lor_plan) relevant cases.", "majority_word",
     "In [the great majority](claim:lor_plan) of relevant cases."),
    ("[Most](claim:lor_plan) cases.", "fraction_word",
     "[Well over three-quarters](claim:lor_plan) of cases."),
    ("[All but two](claim:lor_plan) of the cases.", "percent", "[90%](claim:lor_plan) of cases."),
    ("It was so in [most](claim:lor_plan).", "percent", "It was so in [90%](claim:lor_plan)."),
    ("In [most](claim:lor_plan) of these.", "count", "In [18 out of 20](claim:lor_plan) of these."),
    ("[Most](claim:rosh_plan) and [most](claim:lor_plan) cases.", "all_but",
     "[Most](claim:rosh_plan) and [all but two](claim:lor_plan) of the cases."),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "form", "becomes"), FORMS)
def test_a_claim_takes_another_form_and_all_else_stays(sentence, form, becomes):
    assert in_form(text(sentence), BASIS, "lor_plan_1", form) == text(becomes)


def test_a_form_that_cannot_be_true_is_none():
    said = text("In [half](claim:rosh_plan) of the cases.")
    assert in_form(said, BASIS, "rosh_plan_1", "all_but") is None
    assert choices(said, BASIS, "rosh_plan_1") == {
        "count": "7 out of 13",
        "majority_word": "the majority",
        "fraction_word": "just over half",
        "percent": "54%",
    }
    with pytest.raises(KeyError):
        choices(said, BASIS, "lor_plan_1")


SENSITIVE = [
    ("[the great majority](claim:lor_plan) of",
     "One case fewer and 'the great majority' would no longer be true."),
    ("[most](claim:lor_plan)", ""),
    ("[90%](claim:lor_plan) of", "One case fewer or more and '90%' would no longer be true."),
    ("[almost all](claim:lor_plan)", ""),
    ("[18 out of 20](claim:lor_plan)", ""),
    ("[just over half](claim:rosh_plan) of",
     "One case fewer or more and 'just over half' would no longer be true."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "said"), SENSITIVE)
def test_one_case_more_or_fewer(claim, said):
    met = 17 if "great" in claim else 18
    known = {**BASIS.known, "lor_plan": Known("lor_plan", met, 20)}
    rests_on = Basis("i", "sqs-2014", "sqs", known)
    letter = read_markdown(f"# T\n\nThere was a plan in {claim} cases.", rests_on)
    (key,) = (each.key for each in letter.claims())
    assert sensitivity(letter, rests_on, key) == said


def test_a_case_manager_is_no_case():
    rests_on = Basis("i", "sqs-2014", "sqs", {"policies": Known("policies", 10, 10)})
    letter = read_markdown("# T\n\n[All](claim:policies) case managers knew them.", rests_on)
    assert sensitivity(letter, rests_on, "policies_1") == (
        "One case manager fewer and 'all' would no longer be true."
    )


def test_data_that_changed_make_claims_stale_and_each_is_updated_alone(loaded, pack):
    begun = begin(loaded, INSPECTION, by="Ann")
    with loaded.reading() as cursor:
        assert stale(begun, basis(cursor, INSPECTION)) == []
    load(loaded, pack.cell("answers", 9, "answer", "no").files(), replace=True)
    with loaded.reading() as cursor:
        now = basis(cursor, INSPECTION)
    listed = [
        StaleClaim("lor_plan_1", "1.4", "the great majority", "18 of 20", "17 of 20",
                   "the great majority", True),
        StaleClaim("lor_plan_2", "1.4", "the two", "18 of 20", "17 of 20", "the three", False),
    ]  # fmt: skip
    assert stale(begun, now) == listed

    saved = update(loaded, "lor_plan_2", begun.text, now, based_on=begun, by="Ann").version
    assert saved.text == begun.text.replace(
        "[the two](claim:lor_plan) cases", "[the three](claim:lor_plan) cases", 1
    )
    assert saved.done == "figure updated in 1.4: lor_plan"
    assert stale(saved, now) == listed[:1]
    # Words that are still true stay, and are seen to.
    again = update(loaded, "lor_plan_1", saved.text, now, based_on=saved, by="Ann").version
    assert (again.text, stale(again, now)) == (saved.text, [])


def test_a_claim_that_no_words_of_its_kind_fit_is_written_anew_by_hand(loaded):
    begun = begin(loaded, INSPECTION, by="Ann")
    known = {"rosh_assessment": Known("rosh_assessment", 20, 20)}
    now = Basis(INSPECTION, "sqs-2014", "sqs", known)
    assert updated(begun.text, now, "rosh_assessment_2") is None
    with pytest.raises(LetterError, match=r"^2\.1: no words like 'the one' are true now\. Choose"):
        update(loaded, "rosh_assessment_2", begun.text, now, based_on=begun, by="Ann")
    with loaded.reading() as cursor:
        assert current(cursor, INSPECTION) == begun


def test_a_letter_in_another_scale_is_true_in_it(loaded):
    begun = begin(loaded, INSPECTION, by="Ann")
    with loaded.reading() as cursor:
        house, other = basis(cursor, INSPECTION), basis(cursor, INSPECTION, "education-scotland")
    said = in_scale(begun.text, house, "education-scotland")
    assert "in the words of the SQS house scale" not in said
    letter = read_markdown(said, other)
    states = {claim.state for claim in by_key(letter, judged(letter, other)).values()}
    assert states == {"matched"}
    assert "in [most](claim:lor_assessment) cases. In [the two]" in said
