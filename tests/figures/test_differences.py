"""Differences against published values, other programs and brute force."""

from fractions import Fraction
from math import comb, sqrt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import false_discovery_control, fisher_exact
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from sqs.figures.differences import (
    Difference,
    benjamini_hochberg,
    between,
    between_sections,
    fisher,
    newcombe,
    smallest_fall,
    smallest_rise,
    within_cases,
)
from sqs.figures.shares import section_interval

COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
FEW = st.integers(1, 14).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_gives_the_published_limits(now, before, low, high):
    assert newcombe(*now, *before) == pytest.approx((low, high), abs=5e-5, rel=0)


@given(COUNTS, COUNTS)
def test_newcombe_agrees_with_statsmodels(now, before):
    expected = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
    assert newcombe(*now, *before) == pytest.approx(expected, abs=1e-12, rel=0)


@pytest.mark.parametrize(
    ("now", "before", "p"), [((3, 4), (1, 4), 0.4857), ((6, 8), (1, 5), 0.1026)]
)
def test_fisher_gives_the_published_p(now, before, p):
    assert fisher(*now, *before) == pytest.approx(p, abs=5e-5, rel=0)


def _table(now: tuple[int, int], before: tuple[int, int]) -> list[list[int]]:
    return [[met, relevant - met] for met, relevant in (now, before)]


@given(COUNTS, COUNTS)
def test_fisher_agrees_with_scipy(now, before):
    assert fisher(*now, *before) == pytest.approx(
        fisher_exact(_table(now, before)).pvalue, abs=1e-9, rel=0
    )


@given(FEW, FEW)
@example((0, 3), (3, 3))  # two outcomes exactly as likely: both count
@example((0, 1), (0, 1))
def test_fisher_adds_up_what_is_no_more_likely(now, before):
    (met, relevant), (other_met, other_relevant) = now, before
    total = met + other_met

    def likely(x: int) -> Fraction:
        ways = comb(relevant, x) * comb(other_relevant, total - x)
        return Fraction(ways, comb(relevant + other_relevant, total))

    possible = range(max(0, total - other_relevant), min(relevant, total) + 1)
    p = sum(likely(x) for x in possible if likely(x) <= likely(met))

    assert fisher(*now, *before) == float(p)


def test_fisher_holds_large_pooled_counts():
    table = _table((7_000, 10_000), (6_800, 10_000))
    assert fisher(7_000, 10_000, 6_800, 10_000) == pytest.approx(
        fisher_exact(table).pvalue, rel=1e-9
    )


@given(COUNTS, COUNTS)
def test_a_difference_turned_round_is_the_same_but_for_its_sign(now, before):
    there, back = between(now, before), between(before, now)

    assert there.p_value == back.p_value
    assert (there.change, there.low, there.high) == pytest.approx(
        (-back.change, -back.high, -back.low), abs=1e-12, rel=0
    )
    assert -1 <= there.low <= there.change <= there.high <= 1


@pytest.mark.parametrize(("now", "before"), [((0, 0), (3, 4)), ((3, 4), (0, 0)), ((0, 0), (0, 0))])
def test_nothing_relevant_leaves_nothing_to_compare(now, before):
    assert between(now, before) is None
    assert fisher(*now, *before) == 1.0
    assert between_sections([now, now], [before, before]) is None


def test_a_difference_of_two_counts():
    assert between((9, 10), (3, 10)) == Difference(
        pytest.approx(0.6, abs=1e-12),
        pytest.approx(0.1705, abs=5e-5),
        pytest.approx(0.8090, abs=5e-5),
        pytest.approx(fisher_exact([[9, 1], [3, 7]]).pvalue, abs=1e-12),
    )


@pytest.mark.parametrize(
    ("met", "relevant", "then_relevant", "then_met"),
    [
        (20, 20, 20, 15),
        (16, 20, 20, 9),
        (12, 20, 20, 4),
        (10, 20, 20, 3),
        (14, 14, 14, 9),
        (11, 14, 14, 4),
        (8, 8, 8, 3),
        (1, 8, 8, None),  # a fall to none would still be chance
        (0, 8, 8, None),
        (5, 5, 0, None),
        (0, 0, 8, None),
    ],
)
def test_the_smallest_fall_that_could_be_seen(met, relevant, then_relevant, then_met):
    assert smallest_fall(met, relevant, then_relevant) == then_met
    mirrored = None if then_met is None else then_relevant - then_met
    assert smallest_rise(relevant - met, relevant, then_relevant) == mirrored


def test_the_smallest_fall_at_another_level():
    assert smallest_fall(20, 20, 20, alpha=0.01) == 13
    assert fisher(13, 20, 20, 20) < 0.01 <= fisher(14, 20, 20, 20)


@given(FEW, st.integers(1, 14))
def test_every_larger_fall_is_beyond_chance_too(before, then_relevant):
    """Else "a fall to nine or fewer" would say too much."""
    met, relevant = before
    then_met = smallest_fall(met, relevant, then_relevant)
    for count in range(then_relevant + 1):
        falls = count * relevant < met * then_relevant
        seen = falls and fisher(count, then_relevant, met, relevant) < 0.05
        assert seen == (then_met is not None and count <= then_met)


PAPER = [
    .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528,
    .7590, 1.000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("p_values", "real"),
    [
        (PAPER, [True] * 4 + [False] * 11),
        (PAPER[::-1], [False] * 11 + [True] * 4),
        ([], []),
        ([0.05], [True]),
        ([0.0500001], [False]),
        # A step up: .06 is not below its own first step, yet stands where a later one does.
        ([0.04, 0.04], [True, True]),
        ([0.03, 0.06], [False, False]),
    ],
)
def test_benjamini_and_hochberg(p_values, real):
    assert benjamini_hochberg(p_values) == real


def test_bonferroni_would_find_three_of_the_papers_four():
    assert sum(p <= 0.05 / len(PAPER) for p in PAPER) == 3


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=40), st.sampled_from([0.05, 0.1]))
def test_benjamini_and_hochberg_agree_with_two_libraries(p_values, q):
    decided = benjamini_hochberg(p_values, q)
    adjusted = false_discovery_control(p_values)
    # Beside the line the last digit of a product decides, in them as in us.
    clear = abs(adjusted - q) > 1e-12
    theirs = multipletests(p_values, q, method="fdr_bh")[0]
    for ours, p, library, is_clear in zip(decided, adjusted, theirs, clear, strict=True):
        if is_clear:
            assert ours == (p <= q) == bool(library)


CLUSTERS = st.lists(
    st.integers(1, 5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=8,
)


@given(CLUSTERS, CLUSTERS)
@settings(max_examples=60)
def test_sections_are_compared_by_mover_and_p_agrees_with_the_limits(now, before):
    found = between_sections(now, before)
    one, other = section_interval(now, None), section_interval(before, None)
    share, other_share = (sum(m for m, _ in c) / sum(r for _, r in c) for c in (now, before))

    down = ((share - one.low) ** 2 + (other.high - other_share) ** 2) ** 0.5
    up = ((one.high - share) ** 2 + (other_share - other.low) ** 2) ** 0.5
    change = share - other_share
    expected = change, max(-1, change - down), min(1, change + up)
    assert (found.change, found.low, found.high) == pytest.approx(expected, abs=1e-12, rel=0)
    assert (found.p_value < 0.05) == (found.low > 0 or found.high < 0)
    assert 0 <= found.p_value <= 1


def test_the_p_of_two_sections_is_the_level_at_which_their_limits_touch_no_change():
    now, before = [(5, 5), (4, 5), (5, 5), (3, 4)], [(1, 5), (2, 5), (0, 4), (2, 5)]
    found = between_sections(now, before)

    def low(alpha: float) -> float:
        one, other = section_interval(now, None, alpha), section_interval(before, None, alpha)
        down = ((17 / 19 - one.low) ** 2 + (other.high - 5 / 19) ** 2) ** 0.5
        return 17 / 19 - 5 / 19 - down

    assert low(found.p_value - 1e-6) < 0 < low(found.p_value + 1e-6)


def test_sections_without_change():
    same = [(3, 5), (4, 5), (5, 5)]
    assert between_sections(same, same).p_value == 1.0


def test_one_case_alone_has_limits_at_every_level():
    """A section of a single case has Wilson's limits; p must see them narrow as alpha grows."""
    found = between_sections([(9, 9)], [(0, 9)])
    assert found.low == pytest.approx(newcombe(9, 9, 0, 9)[0], abs=1e-12)
    # Where the square-and-add of Wilson's limits touches 0: 1 = √2 · z² / (9 + z²).
    z = (9 / (2**0.5 - 1)) ** 0.5
    assert found.p_value == pytest.approx(2 * ndtr(-z), abs=1e-7, rel=0)


def test_work_and_its_review_are_compared_within_their_cases():
    # Shares 5/8 and 3/6. The linearised residuals of the difference are -3.5, 4.5, 6.5 and -7.5
    # forty-eighths; R's svycontrast gives the same error and p.
    work, review = [(2, 2), (2, 2), (1, 2), (0, 2)], [(2, 2), (1, 2), (0, 2), (0, 0)]
    found = within_cases(work, review)
    error = sqrt(4 / 3 * 131 / 48**2)
    assert found.change == 0.125
    assert found.p_value == pytest.approx(0.680667839006)
    assert found.low == pytest.approx(0.125 - 3.182446305284263 * error)
    assert found.high == 1.0
    turned = within_cases(review, work)
    assert (turned.change, turned.high) == (-found.change, -found.low)


@pytest.mark.parametrize(
    ("work", "review"),
    [
        ([(1, 2), (2, 2)], [(0, 0), (0, 0)]),  # nothing was to be reviewed
        ([(1, 2)], [(0, 1)]),  # one case
        ([(1, 1)] * 4, [(1, 1)] * 4),  # no spread
    ],
)
def test_too_little_within_the_cases_is_no_difference(work, review):
    assert within_cases(work, review) is None
