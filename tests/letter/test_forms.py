"""The forms of a claim: words that are true, and in which form a claim stands."""

import pytest

from sqs.letter.basis import Basis, Known
from sqs.letter.forms import CHOICES, form_of, fractions, say
from sqs.letter.judged import by_key, judged
from sqs.letter.reading import read_markdown
from sqs.letter.rewriting import in_form
from sqs.letter.wording import scales

HOUSE = scales()["sqs"]

FORMS = [
    ("12 out of 14", "count"), ("five of the eight", "count"), ("all six", "count"),
    ("both", "count"), ("Neither", "count"), ("none of the five", "count"), ("20 cases", "count"),
    ("all but one", "all_but"), ("86%", "percent"), ("85.7 per cent", "percent"),
    ("almost two-thirds", "fraction_word"), ("just over half", "fraction_word"),
    ("one-quarter", "fraction_word"), ("half", "majority_word"),
    ("more than half", "majority_word"), ("Less than half", "majority_word"),
    ("the great majority", "majority_word"),
    ("none", "majority_word"), ("the two", "complement"), ("the other 11", "complement"),
    ("worse than the previous year", "comparison"), ("the same as before", "comparison"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "form"), FORMS)
def test_the_form_of_words(words, form):
    assert form_of(words, "lor_plan") == form


def test_what_the_words_count_can_decide_their_form():
    assert form_of("34.2%", "reoffending_rate") == "rate"
    assert form_of("the one", "lor_plan", 1) == form_of("none", "lor_plan", 1) == "count"


# A figure, a form and the words until now; the words that are true.
SAID = [
    ((12, 14), "count", "", "12 out of 14"),
    ((5, 8), "count", "", "five out of eight"),
    ((5, 8), "count", "6 of 7", "5 of 8"),
    ((5, 8), "count", "three of the seven", "five of the eight"),
    ((7, 7), "count", "All six", "All seven"),
    ((6, 7), "count", "All six", "Six out of seven"),
    ((18, 20), "majority_word", "", "the great majority"),
    ((18, 20), "majority_word", "most", "most"),
    ((12, 20), "majority_word", "Over half", "Over half"),
    ((9, 20), "majority_word", "over half", "less than half"),
    ((13, 20), "fraction_word", "", "almost two-thirds"),
    ((10, 20), "fraction_word", "", "half"),
    ((20, 20), "fraction_word", "", None),
    ((12, 14), "percent", "", "86%"),
    ((12, 14), "percent", "80.0%", "85.7%"),
    ((1, 8), "percent", "", "13%"),
    ((19, 20), "all_but", "", "all but one"),
    ((16, 20), "all_but", "", None),
    ((0, 2), "all_but", "", None),
    ((20, 20), "all_but", "", None),
    ((12, 14), "complement", "the other three", "the other two"),
    ((14, 14), "complement", "the three", None),
    ((0, 0), "count", "two out of two", None),
    ((None, None), "majority_word", "most", None),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "form", "like", "words"), SAID)
def test_what_is_said(counts, form, like, words):
    assert say(Known("lor_plan", *counts), form, HOUSE, like) == words


def test_rates_and_the_number_of_cases():
    rate = Known("reoffending_rate", rate=34.25)
    national = Known("reoffending_rate_national", rate=35.0, compared="same")
    assert say(rate, "rate", HOUSE, "34.2%") == "34.3%"
    assert say(rate, "comparison", HOUSE) is None
    assert say(rate, "count", HOUSE) is None
    assert say(national, "comparison", HOUSE) == "the same as the England and Wales average"
    assert (
        say(national, "comparison", HOUSE, "Better than the average") == "The same as the average"
    )
    assert say(Known("cases", 21, 21), "count", HOUSE, "20 cases") == "21 cases"
    assert say(Known("cases", 1, 1), "count", HOUSE, "20 cases") == "one case"


# The accepted table, at the edges of its bands; every word of a fraction that is true.
EDGES = [
    ((1, 2), ["half"]),
    ((44, 100), ["almost half", "well over one-third"]),
    ((43, 100), ["over one-third", "well over one-third"]),
    ((56, 100), ["just over half", "well over half"]),
    ((65, 100), ["almost two-thirds", "well over half"]),
    ((66, 100), ["two-thirds", "almost two-thirds"]),
    ((67, 100), ["two-thirds", "just over two-thirds", "over two-thirds"]),
    ((81, 100), ["just over three-quarters", "over three-quarters", "well over three-quarters",
                 "well over two-thirds"]),
    ((86, 100), ["well over three-quarters"]),
    ((96, 100), []),
    ((0, 9), []),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "words"), EDGES)
def test_fractions(counts, words):
    assert list(fractions(*counts)) == words


@pytest.mark.parametrize("relevant", [1, 2, 3, 8, 13, 20])
def test_whatever_is_said_the_claims_engine_finds_true(relevant):
    """Two ways to the same truth: words made from a figure, and words held against it."""
    for met in range(relevant + 1):
        basis = Basis("i", "sqs-2014", "sqs", {"lor_plan": Known("lor_plan", met, relevant)})
        text = "# T\n\n1.4. There was a good enough plan in [x](claim:lor_plan) cases.\n"
        said = [
            written for form in CHOICES if (written := in_form(text, basis, "lor_plan_1", form))
        ]
        said += [text.replace("[x]", f"[{words}]") for words in fractions(met, relevant)]
        for written in said:
            letter = read_markdown(written, basis)
            assert by_key(letter, judged(letter, basis))["lor_plan_1"].state == "matched", written
