"""What may be said of why work fell short: a table of shortfalls and their reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs.letter.causes import cause

# The reasons of each shortfall, with a space between shortfalls and + within one (- none given),
# then how far the named cause reaches and which it is.
TABLE = """
late                        | all    | late
late+thin                   | all    | late thin
late+other                  | among  | late
late+thin+none_done         | among  | late none_done
other                       |        |
-                           |        |
- other                     |        |
late late                   | all    | late
late -                      | among  | late
late thin                   | all    | late thin
late thin other             | among  | late thin
late late -                 | chief  | late
late late thin              | chief  | late thin
late+thin late late         | all    | late
late late thin thin         | all    | late thin
late late thin thin -       | among  | late thin
late late late thin other - | among  | late thin
late late late late thin -  | chief  | late
late - - -                  | among  | late
other other late            | among  | late
"""


def shortfalls(text: str) -> list[frozenset[str]]:
    return [frozenset(each.split("+")) - {"-"} for each in text.split()]


@pytest.mark.parametrize("row", TABLE.strip().splitlines(), ids=lambda row: row.split("|")[0])
def test_what_may_be_said(row):
    given, reach, reasons = (cell.strip() for cell in row.split("|"))
    found = cause(shortfalls(given))
    if not reach:
        assert found is None
    else:
        assert (found.reach, found.reasons) == (reach, tuple(reasons.split()))


@given(st.lists(st.frozensets(st.sampled_from(["a", "b", "c", "other"])), max_size=8), st.randoms())
def test_it_never_says_more_than_the_reasons_carry(given_reasons, random):
    found = cause(given_reasons)
    shuffled = random.sample(given_reasons, len(given_reasons))
    assert cause(shuffled) == found
    if found is None:
        assert set().union(*given_reasons) <= {"other"}
        return
    first = sum(found.reasons[0] in each for each in given_reasons)
    assert all(sum(other in each for each in given_reasons) <= first for other in ("a", "b", "c"))
    if found.reach == "all":
        assert all(not each.isdisjoint(found.reasons) for each in given_reasons)
    if found.reach == "chief":
        assert 2 * first > len(given_reasons)
