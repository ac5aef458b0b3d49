"""The beta-binomial fit, shares drawn in by it, and ranks with their uncertainty."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, betabinom, binom

from sqs.figures.shrinkage import Spread, fit, posterior_mean, ranks

PUBLISHED = tuple(
    zip(
        (12, 5, 7, 8, 13, 19, 15, 10, 16, 18),
        (14, 8, 10, 11, 20, 20, 20, 20, 20, 20),
        strict=True,
    )
)


def test_the_published_fit_and_posterior_means():
    spread = fit(PUBLISHED)

    assert (spread.a, spread.b) == pytest.approx((15.5904, 5.1376), abs=5e-5, rel=0)
    means = [posterior_mean(met, relevant, spread) for met, relevant in PUBLISHED]
    assert means == pytest.approx(
        [.7945, .7167, .7352, .7435, .7020, .8493, .7511, .6283, .7756, .8247], abs=5e-5, rel=0
    )  # fmt: skip


def _log_likelihood(counts, a, b):
    return sum(betabinom.logpmf(met, relevant, a, b) for met, relevant in counts)


COUNTS = st.lists(
    st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=30,
).map(tuple)


@given(COUNTS)
@settings(max_examples=60)
def test_no_spread_nearby_fits_better(counts):
    spread = fit(counts)
    best = _log_likelihood(counts, spread.a, spread.b)
    mean, together = spread.a / (spread.a + spread.b), spread.a + spread.b
    met, relevant = sum(m for m, _ in counts), sum(n for _, n in counts)
    if met in (0, relevant):
        assert mean == pytest.approx((met + 0.5) / (relevant + 1))
        return
    assert 0.0199 < together < 10_001
    for towards, factor in itertools.product((-0.01, 0, 0.01), (0.9, 1, 1.1)):
        other = mean + towards * min(mean, 1 - mean)
        size = min(max(together * factor, 0.02), 10_000)
        nearby = _log_likelihood(counts, other * size, (1 - other) * size)
        assert nearby <= best + 1e-6


def test_a_difference_is_detected_where_chance_would_hardly_give_it():
    """The bound is 2.706 of twice the gain over no spread at all."""
    apart = tuple([(10, 20)] * 5 + [(18, 20)] * 5)
    assert fit(apart).detectable
    assert fit(apart).a + fit(apart).b < 20
    # Twice the gain is 2.32 here: the fit has not run away, yet chance gives as much too often.
    assert not fit(PUBLISHED).detectable
    likely = _log_likelihood(PUBLISHED, fit(PUBLISHED).a, fit(PUBLISHED).b)
    even = sum(binom.logpmf(met, relevant, 123 / 163) for met, relevant in PUBLISHED)
    assert 2 * (likely - even) == pytest.approx(2.32, abs=0.01)


def test_chance_alone_is_called_a_difference_one_time_in_twenty():
    random = np.random.default_rng(7)
    programmes = 300
    found = 0
    for _ in range(programmes):
        relevant = random.integers(5, 31, size=25)
        met = random.binomial(relevant, 0.7)
        found += fit(tuple(zip(met.tolist(), relevant.tolist(), strict=True))).detectable
    # 5 % and three standard errors of 300 draws.
    assert found <= programmes * (0.05 + 3 * (0.05 * 0.95 / programmes) ** 0.5)
    assert found > 0


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        (((14, 20), (14, 20), (7, 10)), 0.7),
        (((1, 1), (0, 1), (1, 1)), 2 / 3),  # single cases say nothing of a team's share
        (((5, 5), (9, 9)), 14.5 / 15),
        (((0, 5), (0, 9)), 0.5 / 15),
        (((0, 0),), 0.5),
        ((), 0.5),
    ],
)
def test_no_more_spread_than_chance(counts, mean):
    spread = fit(counts)
    assert not spread.detectable
    assert (spread.a, spread.b) == pytest.approx((mean * 10_000, (1 - mean) * 10_000))


def test_a_team_with_nothing_relevant_changes_nothing_and_stands_at_the_mean():
    spread = fit(PUBLISHED)
    assert fit((*PUBLISHED, (0, 0))) == spread
    assert posterior_mean(0, 0, spread) == pytest.approx(spread.a / (spread.a + spread.b))


def test_two_teams_rank_as_their_distributions_cross():
    spread = Spread(3.0, 2.0, True)
    counts = ((9, 10), (5, 10))
    first, second = ranks(counts, spread)

    better, _ = quad(lambda p: beta.pdf(p, 12, 3) * beta.cdf(p, 8, 7), 0, 1)
    # 10,000 draws: four standard errors of the probability.
    allowed = 4 * (better * (1 - better) / 10_000) ** 0.5
    assert first.bottom_tenth == pytest.approx(1 - better, abs=allowed)
    assert first.bottom_tenth + second.bottom_tenth == 1.0
    assert (first.median, second.median) == (1, 2)
    assert (first.low, first.high) == (1, 2)  # 4 draws in 100 say otherwise


def test_ranks_have_intervals_and_the_bottom_tenth_is_rounded_up():
    spread = Spread(0.5, 0.5, True)
    apart = tuple((met, 40) for met in range(40, 0, -2))  # 20 teams
    found = ranks(apart, spread)

    assert [rank.median for rank in found[:1] + found[-1:]] == [1, 20]
    assert all(rank.low <= rank.median <= rank.high for rank in found)
    assert sum(rank.bottom_tenth for rank in found) == pytest.approx(2)  # two of twenty
    assert sum(rank.bottom_tenth for rank in ranks(apart[:11], spread)) == pytest.approx(2)
    assert found[-1].bottom_tenth > 0.9 > 0.1 > found[0].bottom_tenth


def test_teams_that_do_not_differ_may_stand_anywhere():
    alike = ((14, 20),) * 20
    for rank in ranks(alike, fit(alike)):
        assert (rank.low, rank.high) == (1, 20) or (rank.low <= 2 and rank.high >= 19)
        assert 8 <= rank.median <= 13
        assert rank.bottom_tenth == pytest.approx(0.1, abs=0.02)


def test_the_same_page_says_the_same_twice():
    spread = fit(PUBLISHED)
    once = ranks(PUBLISHED, spread)
    ranks.cache_clear()
    assert ranks(PUBLISHED, spread) == once
    ranks.cache_clear()
    assert ranks(PUBLISHED, spread, seed=1) != once
