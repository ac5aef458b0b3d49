"""Two inspectors' agreement against published values and other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from sqs.figures.agreement import (
    Agreement,
    agreement,
    cohen_kappa,
    gwet_ac1,
    tabulated,
)
from sqs.figures.shares import wilson


def _pairs(table, answers=("yes", "no", "not relevant")):
    return [
        (first, second)
        for first, row in zip(answers, table, strict=False)
        for second, count in zip(answers, row, strict=False)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("table", "raw", "kappa", "ac1"),
    [
        ([[130, 56], [9, 5]], 0.675, 0.022, 0.533),
        ([[118, 5], [2, 0]], 0.944, -0.0234, 0.9408),
    ],
)
def test_the_published_coefficients(table, raw, kappa, ac1):
    places = 5e-4 if ac1 == 0.533 else 5e-5
    assert agreement(_pairs(table)).raw == pytest.approx(raw, abs=1e-12)
    assert cohen_kappa(table) == pytest.approx(kappa, abs=places, rel=0)
    assert gwet_ac1(table)[0] == pytest.approx(ac1, abs=places, rel=0)


@pytest.mark.parametrize(
    ("table", "expected"),
    [  # irrCAC 0.4.4 on the raw ratings
        ([[130, 56], [9, 5]], (0.53258427, 0.411569218, 0.653599321)),
        ([[118, 5], [2, 0]], (0.940776338, 0.895140147, 0.986412529)),
        ([[40, 5, 3], [6, 20, 2], [1, 4, 19]], (0.692183664, 0.571764873, 0.812602455)),
        ([[12, 3, 1], [2, 5, 0], [0, 1, 0]], (0.612009238, 0.337370423, 0.886648053)),
    ],
)
def test_ac1_and_its_limits_are_those_of_irrcac(table, expected):
    assert gwet_ac1(table) == pytest.approx(expected, abs=5e-9, rel=0)


TABLES = st.integers(2, 3).flatmap(
    lambda kinds: st.lists(
        st.lists(st.integers(0, 12), min_size=kinds, max_size=kinds),
        min_size=kinds,
        max_size=kinds,
    )
)


@given(TABLES.filter(lambda table: sum(map(sum, table)) > 0))
def test_coefficients_of_any_table(table):
    turned = [list(column) for column in zip(*table, strict=True)]
    cases = sum(map(sum, table))
    ac1, low, high = gwet_ac1(table)

    assert -1 <= low <= ac1 <= high <= 1
    assert gwet_ac1(turned) == pytest.approx((ac1, low, high), abs=1e-12)
    kappa = cohen_kappa(table)
    one_answer_throughout = any(table[k][k] == cases for k in range(len(table)))
    assert (kappa is None) == one_answer_throughout
    if kappa is not None:
        assert kappa == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-12)


def test_answers_all_alike_leave_doubt_where_they_are_few():
    found = agreement([("yes", "yes")] * 5)

    assert found == Agreement(5, 5, 1.0, pytest.approx(wilson(5, 5)[0]), 1.0, None)
    assert found.raw == 1.0
    assert agreement([("yes", "yes")] * 40).low > found.low


def test_a_single_case_answered_differently():
    found = agreement([("yes", "no")])
    # Chance: each of the two answers half the time, and the third never: (1/4 + 1/4) / 2.
    assert found == Agreement(
        1, 0, pytest.approx(-1 / 3), pytest.approx(-1 / 3),
        pytest.approx((wilson(0, 1)[1] - 0.25) / 0.75), 0.0,
    )  # fmt: skip


def test_no_case_read_twice_has_no_agreement():
    assert agreement([]) is None


def test_a_table_of_pairs():
    pairs = [("yes", "no"), ("yes", "no"), ("no", "not relevant"), ("yes", "yes")]
    assert tabulated(pairs) == ((1, 2, 0), (0, 0, 1), (0, 0, 0))
    assert tabulated(pairs, ("yes", "no")) == ((1, 2), (0, 0))
