"""Intervals against published values, other programs and brute force."""

import csv
from fractions import Fraction
from itertools import pairwise
from math import comb
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import hypergeom
from statsmodels.stats.proportion import proportion_confint

from sqs.figures.shares import (
    NO_INTERVAL,
    Interval,
    clopper_pearson,
    hypergeometric,
    question_interval,
    relevant_in_caseload,
    section_interval,
    wilson,
)

Z998 = 3.090232306167813

EXTERNAL = Path(__file__).parent.parent / "external"


@pytest.mark.parametrize(
    ("met", "relevant", "low", "high", "within"),
    [
        (65, 100, 0.5525444329688797, 0.7363575175690247, 1e-15),
        (81, 263, 0.2553, 0.3662, 5e-5),
        (15, 148, 0.0624, 0.1605, 5e-5),
        (1, 29, 0.0061, 0.1718, 5e-5),
        (12, 14, 0.6006, 0.9599, 5e-5),
        (5, 8, 0.3057, 0.8632, 5e-5),
        (20, 20, 0.8389, 1.0, 5e-5),
    ],
)
def test_wilson_gives_the_published_limits(met, relevant, low, high, within):
    assert wilson(met, relevant) == pytest.approx((low, high), abs=within, rel=0)


def test_wilson_at_another_level():
    expected = (0.4954946574, 0.7783540614)
    assert wilson(65, 100, Z998) == pytest.approx(expected, abs=5e-11, rel=0)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_statsmodels(counts):
    met, relevant = counts
    expected = proportion_confint(met, relevant, method="wilson")
    assert wilson(met, relevant) == pytest.approx(expected, abs=1e-12, rel=0)


def test_wilson_ends_are_exact():
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0
    assert wilson(0, 7)[1] == pytest.approx(1 - wilson(7, 7)[0], abs=1e-15)


@pytest.mark.parametrize(
    ("met", "relevant", "caseload", "low", "high"),
    [
        (45, 100, 300, 111, 160),
        (2, 100, 300, 2, 18),
        (3, 10, 50, 5, 31),
        (12, 14, 60, 37, 58),
        (12, 14, 100, 60, 97),
        (12, 14, 200, 117, 196),
        (12, 14, 400, 231, 392),
        (19, 20, 100, 78, 99),
        (20, 20, 100, 85, 100),
        (14, 14, 14, 14, 14),
        (0, 14, 14, 0, 0),
        (0, 1, 2, 0, 1),
    ],
)
def test_hypergeometric_gives_the_published_limits(met, relevant, caseload, low, high):
    assert hypergeometric(met, relevant, caseload) == (low, high)


SAMPLES = st.integers(1, 60).flatmap(
    lambda caseload: st.integers(1, caseload).flatmap(
        lambda relevant: st.tuples(st.integers(0, relevant), st.just(relevant), st.just(caseload))
    )
)


@given(SAMPLES, st.sampled_from(["0.05", "0.002", "0.2"]))
@example((0, 1, 40), "0.05")  # a tail of exactly 1/40: not above it, so 39 does not stand
def test_hypergeometric_is_every_total_that_neither_test_rejects(sample, alpha):
    met, relevant, caseload = sample

    def tail(total: int, draws: range) -> Fraction:
        ways = sum(comb(total, x) * comb(caseload - total, relevant - x) for x in draws)
        return Fraction(ways, comb(caseload, relevant))

    standing = [
        total
        for total in range(caseload + 1)
        if tail(total, range(met, relevant + 1)) > Fraction(alpha) / 2
        and tail(total, range(met + 1)) > Fraction(alpha) / 2
    ]

    assert hypergeometric(met, relevant, caseload, float(alpha)) == (standing[0], standing[-1])
    assert standing == list(range(standing[0], standing[-1] + 1))


@given(SAMPLES)
def test_hypergeometric_agrees_with_scipy(sample):
    """Its tails at our limits are above alpha/2 and beyond them not, but for the last digits."""
    met, relevant, caseload = sample
    low, high = hypergeometric(met, relevant, caseload)

    assert hypergeom.sf(met - 1, caseload, low, relevant) > 0.025 - 1e-12
    assert hypergeom.cdf(met, caseload, high, relevant) > 0.025 - 1e-12
    if low > met:
        assert hypergeom.sf(met - 1, caseload, low - 1, relevant) < 0.025 + 1e-12
    if high < caseload - (relevant - met):
        assert hypergeom.cdf(met, caseload, high + 1, relevant) < 0.025 + 1e-12


@pytest.mark.parametrize(
    ("met", "relevant", "caseload", "interval"),
    [
        (0, 0, 100, NO_INTERVAL),
        (0, 0, None, NO_INTERVAL),
        (12, 14, 100, Interval(0.60, 0.97, "hypergeometric")),
        (12, 14, 14, Interval(12 / 14, 12 / 14, "hypergeometric")),
        # A caseload estimated smaller than what was read is at least what was read.
        (12, 14, 13, Interval(12 / 14, 12 / 14, "hypergeometric")),
        (12, 14, None, Interval(*wilson(12, 14), "wilson")),
    ],
)
def test_a_question_says_how_its_limits_were_found(met, relevant, caseload, interval):
    assert question_interval(met, relevant, caseload) == interval


@pytest.mark.parametrize(
    ("caseload", "relevant", "cases", "expected"),
    [
        (100, 20, 20, 100),
        (100, 14, 20, 70),
        (75, 10, 20, 38),
        (77, 10, 20, 39),
        (101, 7, 20, 35),
        (20, 14, 20, 14),
        (100, 0, 20, 0),
        (None, 14, 20, None),
        (100, 0, 0, None),
    ],
)
def test_relevant_cases_on_the_books_are_estimated_from_the_sample(
    caseload, relevant, cases, expected
):
    assert relevant_in_caseload(caseload, relevant, cases) == expected


def _svyciprop() -> list[tuple[str, ...]]:
    with (EXTERNAL / "svyciprop.csv").open(encoding="utf-8", newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)][1:]


def _clusters(text: str) -> list[tuple[int, int]]:
    pairs = (pair.split("/") for pair in text.split())
    return [(int(met), int(relevant)) for met, relevant in pairs]


@pytest.mark.parametrize(("clusters", "caseload", "level", "share", "low", "high"), _svyciprop())
def test_a_section_has_the_limits_that_r_gives(clusters, caseload, level, share, low, high):
    pairs = _clusters(clusters)

    found = section_interval(pairs, int(caseload) if caseload else None, 1 - float(level))

    assert found.method == "korn-graubard"
    assert (found.low, found.high) == pytest.approx((float(low), float(high)), abs=1e-11, rel=0)
    pooled = sum(met for met, _ in pairs) / sum(relevant for _, relevant in pairs)
    assert pooled == pytest.approx(float(share), abs=1e-12)


def test_there_are_samples_from_r_with_and_without_a_caseload_and_at_other_levels():
    rows = _svyciprop()
    assert len(rows) == 29
    assert sum(caseload != "" for _, caseload, *_ in rows) == 17
    assert {level for _, _, level, *_ in rows} == {"0.95", "0.8", "0.5", "0.999"}


@pytest.mark.parametrize(
    ("clusters", "caseload", "expected"),
    [
        ("", None, NO_INTERVAL),
        ("0/0 0/0", 60, NO_INTERVAL),
        # One case shows no spread between cases.
        ("3/5", None, Interval(*wilson(3, 5), "wilson")),
        ("3/5", 40, Interval(*wilson(3, 5), "wilson")),
        # Everything was read: nothing is left to be unsure of.
        ("3/5 1/5", 2, Interval(0.4, 0.4, "korn-graubard")),
        ("5/5 5/5", 2, Interval(1.0, 1.0, "korn-graubard")),
        ("3/5", 1, Interval(0.6, 0.6, "korn-graubard")),
    ],
)
def test_a_section_where_there_is_no_spread_to_see(clusters, caseload, expected):
    assert section_interval(_clusters(clusters), caseload) == expected


def test_a_section_all_met_counts_a_case_once():
    """Twenty like answers about four cases are worth four cases, for t with 19 and 3 degrees."""
    t19, t3 = 2.0930240544083087, 3.1824463052842624
    effective = 4 * (t19 / t3) ** 2

    found = section_interval([(5, 5)] * 4, None)

    assert found.high == 1.0
    assert found.low == pytest.approx(0.025 ** (1 / effective), abs=1e-9)
    assert section_interval([(0, 5)] * 4, None).high == pytest.approx(1 - found.low, abs=1e-12)


@pytest.mark.parametrize(
    ("met", "relevant", "low", "high"),
    [(0, 10, 0.0, 1 - 0.025**0.1), (10, 10, 0.025**0.1, 1.0), (1, 10, 0.00252858, 0.44501612)],
)
def test_clopper_pearson(met, relevant, low, high):
    assert clopper_pearson(met, relevant) == pytest.approx((low, high), abs=1e-8, rel=0)


@given(SAMPLES)
def test_limits_hold_the_share_and_grow_with_it(sample):
    _, relevant, caseload = sample
    for population in (None, caseload):
        limits = [question_interval(met, relevant, population) for met in range(relevant + 1)]
        for met, limit in enumerate(limits):
            assert 0 <= limit.low <= met / relevant <= limit.high <= 1
        for one, more in pairwise(limits):
            assert one.low <= more.low
            assert one.high <= more.high
