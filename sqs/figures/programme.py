"""All inspections together: over time, the weakest questions, and first work beside its reviews.

The team is the unit of every interval and test here: its cases and its visits hang together, so
that a share of thousands of judgements is less sure than their number makes it seem. (The "ultimate
cluster" of survey statistics: Hansen, Hurwitz and Madow 1953.)
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sqs.criteria import Edition, Question, editions
from sqs.figures import funnel, saying
from sqs.figures.differences import Difference, within_cases
from sqs.figures.everywhere import MonthCounts, TeamCounts
from sqs.figures.records import Inspection
from sqs.figures.shares import Interval, section_interval

By = Literal["month", "year"]

LEAST_POINTS = 12
"""Limits are drawn from so many points on; with fewer, chance cannot be told from change."""

ENOUGH_RELEVANT = 20
"""A point counts among them with at least so many relevant judgements, as one inspection has."""


@dataclass(frozen=True, slots=True)
class Point:
    """A month or year: its first day, its counts, and its limits where they can be drawn."""

    begins: date
    met: int
    relevant: int
    inspections: int
    low: float | None = None
    high: float | None = None

    @property
    def outside(self) -> bool:
        """Whether the share lies outside its limits."""
        if self.low is None or self.high is None:
            return False
        return not self.low <= self.met / self.relevant <= self.high


@dataclass(frozen=True, slots=True)
class Pooled:
    """A question over all inspections, with its interval at 95 %."""

    question: Question
    met: int
    relevant: int
    inspections: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Drop:
    """First work and its reviews over all inspections; `difference` is the first less the other."""

    pairs: tuple[tuple[Pooled, Pooled], ...]
    first: tuple[int, int]
    reviews: tuple[int, int]
    difference: Difference | None

    @property
    def beyond_chance(self) -> bool:
        """Whether the two differ at 95 %."""
        return self.difference is not None and self.difference.p_value < 0.05


def over_time(months: Iterable[MonthCounts], by: By) -> list[Point]:
    """A p-chart of one measure: the pooled share of each month or year, in their order.

    Limits are exact binomial ones at 99.8 % (the three sigma of Shewhart's charts) around the share
    of all, for each point's own number of judgements, widened where the points differ by more than
    chance altogether (Laney 2002 says why; here as for the funnel). Only points with
    ENOUGH_RELEVANT have limits, and only where there are LEAST_POINTS of them.

    Args:
        months: of inspections that were asked the same.
        by: whether a month or a year is a point.

    """
    counted: dict[date, list[MonthCounts]] = defaultdict(list)
    for each in months:
        if each.relevant:
            counted[each.begins.replace(month=1) if by == "year" else each.begins].append(each)
    points = [
        Point(
            begins,
            sum(each.met for each in of),
            sum(each.relevant for each in of),
            sum(each.inspections for each in of),
        )
        for begins, of in sorted(counted.items())
    ]
    enough = [(p.met, p.relevant) for p in points if p.relevant >= ENOUGH_RELEVANT]
    if len(enough) < LEAST_POINTS:
        return points
    share = Fraction(sum(p.met for p in points), sum(p.relevant for p in points))
    tau2 = funnel.overdispersion(enough).tau2
    return [_limited(point, share, tau2) for point in points]


def _limited(point: Point, share: Fraction, tau2: float) -> Point:
    if point.relevant < ENOUGH_RELEVANT:
        return point
    limits = funnel.limits(share, point.relevant, tau2)
    return Point(
        point.begins, point.met, point.relevant, point.inspections, limits.low998, limits.high998
    )


def weakest_questions(counted: Iterable[TeamCounts], edition: Edition) -> list[Pooled]:
    """Every judged question over all inspections, the lowest share first.

    Args:
        counted: of every team and edition.
        edition: whose questions; an inspection by another counts where it means the same.

    """
    found = _by_question(counted, edition)
    pooled = [_pooled(edition.question(key), of) for key, of in found.items()]
    return sorted(pooled, key=lambda each: (each.met / each.relevant, each.question.id))


def drop(counted: Iterable[TeamCounts], edition: Edition) -> Drop:
    """First assessments and plans beside their reviews, over all inspections; arguments alike.

    The test is that of `within_cases` with the team in the place of the case.
    """
    found = _by_question(counted, edition)
    reviews = [q for q in edition.questions if q.review_of and {q.id, q.review_of} <= set(found)]
    pairs = tuple(
        (_pooled(edition.question(q.review_of), found[q.review_of]), _pooled(q, found[q.id]))
        for q in reviews
    )
    first = _by_team(each for q in reviews for each in found[q.review_of])
    later = _by_team(each for q in reviews for each in found[q.id])
    teams = sorted(first | later)
    one, other = ([of.get(team, (0, 0)) for team in teams] for of in (first, later))
    return Drop(pairs, _sum(one), _sum(other), within_cases(one, other))


def main_edition(known: Sequence[Inspection]) -> str:
    """The edition of most inspections; of two alike the newer one's.

    Args:
        known: at least one, the newest first.

    """
    names = [each.edition for each in known]
    return max(dict.fromkeys(names), key=names.count)


# ---- what is said of them


def finding(weakest: Sequence[Pooled], found: Drop) -> str:
    """What the programme says first, as a heading: reviews fell short, or the weakest question."""
    if found.beyond_chance:
        return drop_finding(found)
    if not weakest:
        return "Nothing was relevant in any inspection"
    low = weakest[0]
    return f"Weakest over all: {low.question.title}, {saying.count(low.met, low.relevant)}"


def drop_finding(found: Drop) -> str:
    """How reviews compare with the work that they review, as a heading."""
    if not found.beyond_chance or found.difference is None:
        return "Reviews and the work that they review do not differ beyond chance"
    weaker = found.difference.change > 0
    return (
        f"Reviews are {'weaker' if weaker else 'stronger'} than first assessments and plans: "
        f"{saying.share(*found.reviews)} met, against {saying.share(*found.first)}"
    )


def drop_says(found: Drop) -> str:
    """The difference with its limits and its test, in a sentence or two."""
    difference = found.difference
    if difference is None:
        return "Too few teams have both for a test."
    return (
        f"All pairs together: {saying.count(*found.first)} first works met, "
        f"{saying.count(*found.reviews)} reviews; reviews less first works: "
        f"{saying.points(-difference.change)} points, 95% interval "
        f"{saying.points(-difference.high)} to {saying.points(-difference.low)}."
    )


def over_time_finding(points: Sequence[Point], by: By) -> str:
    """Whether any month or year stands out, as a heading."""
    limited = [each for each in points if each.low is not None]
    if not limited:
        return f"Too few {by}s to tell a change from chance"
    outside = sum(1 for each in limited if each.outside)
    if not outside:
        return f"No {by} lies beyond what chance would give"
    return f"{outside} of {len(limited)} {by}s {'lies' if outside == 1 else 'lie'} beyond chance"


def limits_say(points: Sequence[Point], by: By) -> str:
    """What the limits are, or why there are none; a sentence."""
    if all(each.low is None for each in points):
        return (
            f"Limits need at least {LEAST_POINTS} {by}s with {ENOUGH_RELEVANT} relevant or more "
            "each; without them a rise or fall from one to the next says nothing."
        )
    return (
        f"The dashed lines are the limits of chance at 99.8% for each {by}'s number, widened where "
        f"all {by}s swing by more than chance; {by}s with fewer than {ENOUGH_RELEVANT} have none."
    )


# ---- counting


def _by_question(counted: Iterable[TeamCounts], edition: Edition) -> dict[str, list[TeamCounts]]:
    """The counts of questions that mean the same as in the edition."""
    found: dict[str, list[TeamCounts]] = defaultdict(list)
    for each in counted:
        key = each.question_id
        if edition.holds(key) and editions()[each.edition].shares(edition.question(key)):
            found[key].append(each)
    return found


def _pooled(question: Question, counted: Sequence[TeamCounts]) -> Pooled:
    teams = list(_by_team(counted).values())
    inspections = sum(each.inspections for each in counted)
    return Pooled(question, *_sum(teams), inspections, section_interval(teams, None))


def _by_team(counted: Iterable[TeamCounts]) -> dict[str, tuple[int, int]]:
    """(met, relevant) of each team."""
    found: dict[str, tuple[int, int]] = {}
    for each in counted:
        met, relevant = found.get(each.yot, (0, 0))
        found[each.yot] = (met + each.met, relevant + each.relevant)
    return found


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(counts)
    return sum(met for met, _ in listed), sum(relevant for _, relevant in listed)
