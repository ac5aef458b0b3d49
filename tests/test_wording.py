"""Proportion words: the house scale at every boundary, the other scales, and mistakes in a file."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs.letter.wording import (
    HOUSE_SCALE,
    WordingError,
    count_words,
    number_words,
    read_scale,
    scales,
)

A_LITTLE = Fraction(1, 1_000_000)

# For each scale and word: where the draft writes it, and where `check` accepts it. [ ] with the
# bound, ( ) without.
BANDS = """
sqs
    all                    [1, 1]         [1, 1]
    almost all             [0.93, 1)      [0.93, 1)
    the great majority     [0.85, 0.93)   [0.85, 1)
    the large majority     [0.75, 0.85)   [0.75, 0.93)
    most                   [0.65, 0.75)   [0.65, 1)
    the majority           (0.5, 0.65)    (0.5, 1)
    half                   [0.5, 0.5]     [0.5, 0.5]
    less than half         [0.25, 0.5)    (0, 0.5)
    few                    (0, 0.25)      (0, 0.25)
    none                   [0, 0]         [0, 0]
education-scotland
    all                    [1, 1]         [1, 1]
    almost all             (0.9, 1)       (0.9, 1)
    most                   [0.75, 0.9]    [0.75, 0.9]
    the majority           [0.5, 0.75)    [0.5, 0.75)
    less than half         [0.15, 0.5)    [0.15, 0.5)
    few                    (0, 0.15)      (0, 0.15)
    none                   [0, 0]         [0, 0]
hmip-2018
    all                    [1, 1]         [1, 1]
    the large majority     [0.8, 1)       [0.8, 1]
    a reasonable majority  [0.65, 0.8)    [0.65, 0.8)
    too few                [0.5, 0.65)    [0.5, 0.65)
    a minority             (0, 0.5)       (0, 0.5)
    none                   [0, 0]         [0, 0]
"""


def _bands() -> list[tuple[str, str, str, str]]:
    rows, scale = [], ""
    for line in BANDS.strip().splitlines():
        if line.startswith(" "):
            word, written, accepted = re.split(r"\s{2,}", line.strip())
            rows.append((scale, word, written, accepted))
        else:
            scale = line
    return rows


def _inside(band: str) -> dict[Fraction, bool]:
    """Each bound, and a millionth to either side of it: does the share lie in the band?"""
    low, high = (Fraction(bound) for bound in band[1:-1].split(","))
    found = {low - A_LITTLE: False, high + A_LITTLE: False}
    if low < high:
        found |= {low + A_LITTLE: True, high - A_LITTLE: True}
    return found | {low: band[0] == "[", high: band[-1] == "]"}


@pytest.mark.parametrize(("scale", "word", "written", "accepted"), _bands())
def test_a_word_on_and_beside_the_bounds_of_its_bands(scale, word, written, accepted):
    (held,) = [each for each in scales()[scale].words if each.text == word]

    for share, inside in _inside(accepted).items():
        assert held.accepted.holds(share) == inside, share
    for share, inside in _inside(written).items():
        assert held.written.holds(share) == inside, share
        if 0 <= share <= 1:
            said = scales()[scale].word(share.numerator, share.denominator).text
            assert (said == word) == inside, share


def test_no_scale_has_other_words():
    assert [(scale, word) for scale, word, _, _ in _bands()] == [
        (name, word.text)
        for name in ("sqs", "education-scotland", "hmip-2018")
        for word in scales()[name].words
    ]


def test_the_majority_goes_by_other_words_too():
    also = {word.text: word.also for word in scales()[HOUSE_SCALE].words if word.also}
    assert also == {"the majority": ("more than half", "over half")}


@pytest.mark.parametrize(
    ("met", "relevant", "phrase"),
    [
        (0, 0, ""),
        (0, 7, "none out of seven"),
        (1, 1, "one out of one"),
        (5, 7, "five out of seven"),
        (7, 7, "seven out of seven"),
        (5, 8, "the majority"),
        (8, 8, "all"),
        (0, 8, "none"),
        (12, 14, "the great majority"),
        (18, 20, "the great majority"),
        (13, 14, "the great majority"),
        (14, 15, "almost all"),
        (93, 100, "almost all"),
        (92, 100, "the great majority"),
        (17, 20, "the great majority"),
        (11, 13, "the large majority"),
        (9, 14, "the majority"),
        (13, 20, "most"),
        (10, 20, "half"),
        (6, 14, "less than half"),
        (2, 8, "less than half"),
        (2, 9, "few"),
    ],
)
def test_the_phrase_for_counts(met, relevant, phrase):
    assert scales()[HOUSE_SCALE].phrase(met, relevant) == phrase


@pytest.mark.parametrize(
    ("met", "relevant", "words"),
    [
        (5, 8, "five out of eight"),
        (10, 10, "ten out of ten"),
        (10, 11, "10 out of 11"),
        (2, 11, "2 out of 11"),
        (0, 4, "none out of four"),
        (12, 14, "12 out of 14"),
    ],
)
def test_counts_are_in_words_where_both_are_ten_or_less(met, relevant, words):
    assert count_words(met, relevant) == words


def test_a_number_alone():
    assert [number_words(n) for n in (1, 10, 11)] == ["one", "ten", "11"]
    assert number_words(3, 12) == "3"


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_every_share_has_one_word_and_the_word_is_true(counts):
    met, relevant = counts
    for scale in scales().values():
        written = [w for w in scale.words if w.written.holds(Fraction(met, relevant))]
        assert written == [scale.word(met, relevant)]
        assert written[0].accepted.holds(Fraction(met, relevant))


def test_the_scales_held_and_how_they_say_their_bands():
    assert list(scales()) == ["education-scotland", "hmip-2018", "sqs"]
    house = {word.text: str(word.written) for word in scales()["sqs"].words}
    assert house["the great majority"] == "85% to under 93%"
    assert house["the majority"] == "over 50% to under 65%"
    assert house["half"] == "50%"


GOOD = """
scale = "test"
title = "Test"
source = "Made for a test."
counts_below = 8
[[word]]
text = "half or more"
written = "[0.5, 1]"
accepted = "[0.5, 1]"
[[word]]
text = "less"
written = "[0, 0.5)"
accepted = "[0, 0.5)"
"""


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        (
            '"[0, 0.5)"\naccepted = "[0, 0.5)"', '"[0, 0.5]"\naccepted = "[0, 0.5]"',
            (": found 'half or more' and 'less' for a share of 0.5; every share from 0 to 1 has "
            "exactly one written word."),
        ),
        (
            'written = "[0, 0.5)"', 'written = "[0, 0.4)"',
            (": found no word for a share of 0.4; every share from 0 to 1 has exactly one written "
            "word."),
        ),
        (
            'written = "[0.5, 1]"', 'written = "[0.5, 1)"',
            (": found no word for a share of 1; every share from 0 to 1 has exactly one written "
            "word."),
        ),
        (
            'accepted = "[0, 0.5)"', 'accepted = "(0, 0.5)"',
            (", word 'less': found written 0% to under 50% and accepted over 0% to under 50%; a "
            "word is accepted wherever it is written."),
        ),
        (
            '"[0.5, 1]"\naccepted = "[0.5, 1]"', '"[1, 0.5]"\naccepted = "[0.5, 1]"',
            (", word 'half or more': found '[1, 0.5]'; a band is written like '[0.85, 0.93)', "
            "between 0 and 1, the lower bound first."),
        ),
        (
            'written = "[0, 0.5)"', 'written = "[0, 0..5)"',
            (", word 'less': found '[0, 0..5)'; a band is written like '[0.85, 0.93)', between 0 "
            "and 1, the lower bound first."),
        ),
        (
            'written = "[0, 0.5)"', "written = 0.5",
            (", word 'less': found '0.5'; a band is written like '[0.85, 0.93)', between 0 and 1, "
            "the lower bound first."),
        ),
        ('text = "less"\n', "", ": found no 'text'; every scale needs one."),
        ("counts_below = 8", "", ": found no 'counts_below'; every scale needs one."),
        (
            "counts_below = 8", 'counts_below = "8"',
            ": found counts_below = '8'; write a whole number.",
        ),
        ("[[word]]", "word = 1", ": found word = 1; write [[word]] for every band."),
        (
            'title = "Test"', 'title = "Test',
            ": this is not readable TOML (Illegal character '\\n' (at line 3, column 14)).",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_scale_is_told_in_a_sentence(tmp_path, good, bad, sentence):
    path = tmp_path / "x.toml"
    path.write_text(GOOD)
    assert read_scale(path).name == "test"
    assert good in GOOD
    if bad.startswith("word"):
        path.write_text(GOOD.split("[[word]]")[0] + bad)
    else:
        path.write_text(GOOD.replace(good, bad))

    with pytest.raises(WordingError) as refused:
        read_scale(path)

    assert str(refused.value) == f"x.toml{sentence}"
