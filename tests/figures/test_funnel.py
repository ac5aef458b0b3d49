"""The funnel against published values, scipy and the formulas done by hand."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2

from sqs.figures.funnel import (
    Limits,
    Overdispersion,
    beyond_chance,
    limits,
    overdispersion,
    position,
)

SHARES = st.integers(1, 99).map(lambda percent: Fraction(percent, 100))


@pytest.mark.parametrize(
    ("share", "relevant", "expected"),
    [
        (0.70, 20, (0.3363, 0.4627, 0.8688, 0.9485)),
        (0.70, 14, (0.2522, 0.4086, 0.8966, 0.9895)),
        (Fraction(7, 10), 14, (0.2522, 0.4086, 0.8966, 0.9895)),
        (1, 14, (1.0, 1.0, 1.0, 1.0)),
        (0, 14, (0.0, 0.0, 0.0, 0.0)),
        # So few are met anyway that none is never outside.
        (0.01, 5, (0.0, 0.0, 0.1000, 0.1999)),
    ],
)
def test_the_published_limits(share, relevant, expected):
    found = limits(share, relevant)
    assert (found.low998, found.low95, found.high95, found.high998) == pytest.approx(
        expected, abs=5e-5, rel=0
    )


@given(SHARES, st.integers(1, 1500))
def test_the_limits_are_the_interpolated_binomial_of_scipy(share, relevant):
    found = limits(share, relevant)
    for limit, p in zip(
        (found.low998, found.low95, found.high95, found.high998),
        (0.001, 0.025, 0.975, 0.999),
        strict=True,
    ):
        r = int(binom.ppf(p, relevant, float(share)))
        reached, before = (float(binom.cdf(k, relevant, float(share))) for k in (r, r - 1))
        expected = max(0.0, r - (reached - p) / (reached - before)) / relevant
        assert limit == pytest.approx(expected, abs=1e-9, rel=0)


@given(SHARES, st.integers(1, 60))
def test_what_is_said_of_a_count_is_as_rare_as_it_says(share, relevant):
    """Either side of the funnel is left by exactly what chance gives at under the stated rate."""
    for met in range(relevant + 1):
        so_few = float(binom.cdf(met, relevant, float(share)))
        so_many = float(binom.sf(met - 1, relevant, float(share)))
        rare = min(so_few, so_many)
        if min(abs(rare - 0.025), abs(rare - 0.001)) < 1e-9:
            continue  # beside the line the last digit decides
        side = "below" if so_few < so_many else "above"
        level = "_998" if rare < 0.001 else "_95"
        said = side + level if rare < 0.025 else "within"
        assert beyond_chance(met, relevant, share) == said
        drawn = position(Fraction(met, relevant), limits(share, relevant))
        assert drawn == said or (drawn.startswith("above") and said in ("within", "above_95"))


def test_all_of_five_lies_above_the_line_drawn_but_is_no_surprise_at_nine_tenths():
    assert position(1.0, limits(0.9, 5)) == "above_998"
    assert beyond_chance(5, 5, 0.9) == "within"
    assert beyond_chance(0, 5, 0.9) == "below_998"
    assert beyond_chance(40, 40, 0.9) == "above_95"
    assert beyond_chance(40, 40, 0.9, tau2=0.03) == "within"
    assert beyond_chance(80, 80, 0.9) == "above_998"
    assert beyond_chance(20, 40, 0.9) == "below_998"
    assert beyond_chance(20, 40, 0.9, tau2=0.03) == "below_95"


@pytest.mark.parametrize(
    ("share", "place"),
    [
        (0.1, "below_998"),
        (0.2, "below_95"),
        (0.3, "within"),
        (0.8, "within"),
        (0.85, "above_95"),
        (0.9, "above_95"),
        (0.95, "above_998"),
    ],
)
def test_where_a_share_stands(share, place):
    assert position(share, Limits(0.2, 0.3, 0.8, 0.9)) == place


@given(SHARES, st.integers(1, 60), st.floats(0.0001, 0.2))
def test_widened_limits_never_lie_inside_the_exact_ones(share, relevant, tau2):
    exact, wide = limits(share, relevant), limits(share, relevant, tau2)

    def angle(z: float) -> float:
        at = math.asin(math.sqrt(share)) + z * math.sqrt(1 / (4 * relevant) + tau2)
        return math.sin(min(max(at, 0), math.pi / 2)) ** 2

    z95, z998 = 1.959963984540054, 3.090232306167813
    assert wide.low998 == pytest.approx(min(exact.low998, angle(-z998)), abs=1e-12)
    assert wide.low95 == pytest.approx(min(exact.low95, angle(-z95)), abs=1e-12)
    assert wide.high95 == pytest.approx(max(exact.high95, angle(z95)), abs=1e-12)
    assert wide.high998 == pytest.approx(max(exact.high998, angle(z998)), abs=1e-12)


def test_teams_that_differ_as_chance_has_it():
    found = overdispersion([(14, 20), (13, 20), (15, 20), (12, 20), (16, 20), (0, 0)])

    # z = 2√20 (asin √share − asin √.7), hand-worked; five teams are too few to draw any in.
    z = [2 * math.sqrt(20) * (math.asin(math.sqrt(x / 20)) - math.asin(math.sqrt(0.7)))
         for x in (14, 13, 15, 12, 16)]  # fmt: skip
    assert found == Overdispersion(
        pytest.approx(sum(v * v for v in z) / 5),
        pytest.approx(chi2.sf(sum(v * v for v in z), 5)),
        False,
        0.0,
    )


def test_teams_that_differ_more_than_chance():
    """Ten teams of 20 cases: five meet half, five nearly all; the ends are drawn in."""
    counts = [(10, 20)] * 4 + [(0, 20)] + [(19, 20)] * 5
    found = overdispersion(counts)

    middle = math.asin(math.sqrt(sum(met for met, _ in counts) / 200))
    weak = 2 * math.sqrt(20) * (math.asin(math.sqrt(0.5)) - middle)
    strong = 2 * math.sqrt(20) * (math.asin(math.sqrt(0.95)) - middle)
    total = 5 * weak**2 + 5 * strong**2  # the team with none counts as the next weakest
    assert found.phi == pytest.approx(total / 10)
    assert found.p_value == pytest.approx(chi2.sf(total, 10))
    assert found.significant
    # All weights are 80: Σw − Σw²/Σw = 720.
    assert found.tau2 == pytest.approx((total - 9) / 720)


def test_a_weight_counts_for_the_cases_of_its_team():
    counts = [(2, 20), (38, 40), (3, 30)]
    found = overdispersion(counts)
    weights = [80, 160, 120]
    whole = sum(weights) - sum(w * w for w in weights) / sum(weights)
    assert found.tau2 == pytest.approx((3 * found.phi - 2) / whole)


@pytest.mark.parametrize("counts", [[], [(3, 4)], [(3, 4), (0, 0)]])
def test_one_team_does_not_differ_from_itself(counts):
    assert overdispersion(counts) == Overdispersion(1.0, 1.0, False, 0.0)


@pytest.mark.parametrize("counts", [[(4, 4), (9, 9)], [(0, 4), (0, 9)]])
def test_teams_that_are_all_alike_at_an_end(counts):
    assert overdispersion(counts) == Overdispersion(0.0, 1.0, False, 0.0)
