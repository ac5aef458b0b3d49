"""Where teams stand: who is beside whom, and what is said of them."""

from datetime import date

import pytest

from sqs.figures import funnel
from sqs.figures.comparing import Compared, placed
from sqs.figures.standing import Standing, curve, finding, ranked, spread, stand, verdict

SAME, OTHER = frozenset({("rosh_plan", "sqs-2014")}), frozenset({("rosh_plan", "sqs-2016")})


def row(team: str, met: int, relevant: int, *, year: int = 2015, meaning=SAME) -> Compared:
    return Compared(
        "rosh_plan", team, f"{team}-{year}", date(year, 6, 15), "sqs-2014", meaning, 20, met,
        relevant, met / relevant if relevant else None, 0.1, 0.9, "wilson", None, False, None,
    )  # fmt: skip


def of(*counts: tuple[int, int]) -> Standing:
    return Standing(placed([row(f"t{n}", *pair) for n, pair in enumerate(counts)]), [])


MANY = [(14, 20)] * 20


def test_each_teams_newest_visit_of_the_period_is_taken():
    rows = [
        row("a", 1, 20, year=2013),
        row("a", 2, 20),
        row("a", 3, 20, year=2016),
        row("b", 9, 20),
    ]
    until = date(2015, 12, 31)
    standing = stand(rows, None, until, every_visit=False)
    assert [each.inspection_id for each in standing.rows] == ["a-2015", "b-2015"]
    assert (standing.programme.met, standing.programme.relevant) == (11, 40)
    every = stand(rows, date(2015, 1, 1), None, every_visit=True)
    assert [each.inspection_id for each in every.rows] == ["a-2015", "a-2016", "b-2015"]
    assert stand(rows, until, until, every_visit=False) == Standing([], [])


def test_those_asked_otherwise_stand_apart():
    rows = [row("a", 1, 20, meaning=OTHER), row("b", 9, 20), row("c", 8, 20)]
    standing = stand(rows, None, None, every_visit=False)
    assert [each.yot for each in standing.rows] == ["b", "c"]
    assert [each.yot for each in standing.others] == ["a"]
    # One of each: the newer question set decides.
    newer = stand(
        [rows[1], row("a", 1, 20, year=2016, meaning=OTHER)], None, None, every_visit=True
    )
    assert [each.yot for each in newer.rows] == ["a"]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ([(3, 20), (14, 20)], "1 of 22 teams is clearly below all 22 together"),
        ([(3, 20), (4, 20)], "2 of 22 teams are clearly below all 22 together"),
        ([(3, 20), (20, 20)],
         "1 of 22 teams is clearly below all 22 together, 1 clearly above"),
        ([(20, 20), (15, 20)], "1 of 22 teams is clearly above all 22 together"),
        ([(14, 20), (15, 20)], "None of the 22 teams differs clearly from all 22 together"),
    ],
)  # fmt: skip
def test_the_heading_counts_those_apart(first, title):
    standing = of(*first, *MANY)
    assert finding(standing, standing.rows, "teams", None) == title


def test_those_looked_at_stand_beside_all_not_beside_one_another():
    standing = of((3, 20), (14, 20), *MANY)
    shown = standing.rows[:2]
    assert (
        finding(standing, shown, "teams", None) == "1 of 2 teams is clearly below all 22 together"
    )
    assert finding(standing, standing.rows[1:2], "teams", None) == (
        "Not clearly different from all 22 teams"
    )


def test_the_readers_own_team_comes_first():
    standing = of((3, 20), (14, 20), *MANY)
    assert finding(standing, standing.rows, "teams", ("Alden", standing.rows[0])) == (
        "Alden: 3 of 20, clearly below all 22 teams"
    )
    assert finding(standing, standing.rows, "teams", ("Alden", standing.rows[1])) == (
        "Alden: 14 of 20, not clearly different from all 22 teams"
    )
    assert [verdict(each) for each in standing.rows[:2]] == ["clearly below", "no clear difference"]


def test_nothing_and_one_alone_are_said_as_such():
    empty, alone = of((0, 0)), of((3, 20))
    assert finding(empty, empty.rows, "teams", None) == "None of the teams has a relevant answer"
    assert finding(Standing([], []), [], "teams", None) == "None of the teams has a relevant answer"
    assert finding(alone, alone.rows, "teams", None) == (
        "Only one of the teams was asked this: nothing to compare it with"
    )
    assert spread(alone, "teams") == ""
    assert verdict(alone.rows[0]) == ""
    assert curve(empty, empty.rows) == []


def test_a_spread_beyond_chance_is_said_and_widens_the_lines():
    alike, apart = of(*MANY), of(*[(6, 20), (19, 20)] * 10)
    assert (
        spread(alike, "teams") == "Altogether these teams differ no more than chance would have it."
    )
    assert spread(apart, "teams").startswith(
        "Altogether these teams differ by more than chance (11.9 times as much as chance alone"
    )
    assert curve(alike, alike.rows) == [(20, funnel.limits(0.7, 20))]
    ((number, limits),) = curve(apart, apart.rows)
    assert number == 20
    assert limits.low95 < funnel.limits(0.625, 20).low95
    # The two kinds differ so much that none of them is said to stand apart.
    assert {each.stands for each in apart.rows} == {"within"}


def test_the_lines_run_from_the_fewest_to_the_most_cases():
    standing = of((3, 4), (14, 20), (150, 200))
    numbers = [number for number, _ in curve(standing, standing.rows)]
    assert (numbers[0], numbers[-1]) == (4, 200)
    assert len(numbers) <= 70


def test_ranks_are_given_only_where_teams_differ():
    assert ranked(of(*MANY)) is None
    standing = of((5, 20), (0, 0), *[(19, 20), (9, 20), (14, 20)] * 6)
    found = ranked(standing)
    assert set(found) == {each.inspection_id for each in standing.rows} - {"t1-2015"}
    worst = found["t0-2015"]
    # 19 teams: the lowest tenth is two of them.
    assert (worst.rank.median, worst.rank.low, worst.rank.high) == (19, 14, 19)
    assert 0.8 < worst.rank.bottom_tenth < 0.95
    assert 0.25 < worst.drawn_in < 0.5  # 5 of 20, drawn in towards 70 %
