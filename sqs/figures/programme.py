"""All inspections together: over time, the weakest questions, and first work beside its reviews.

The team is the unit of every interval and test here: its cases and its visits hang together, so
that a share of thousands of judgements is less sure than their number makes it seem. (The "ultimate
cluster" of survey statistics: Hansen, Hurwitz and Madow 1953.)
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sqs.criteria import Edition, Question, editions
from sqs.figures import funnel, saying
from sqs.figures.comparing import Compared
from sqs.figures.differences import Difference, within_cases
from sqs.figures.records import Inspection
from sqs.figures.scores import Figure
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


def over_time(rows: Iterable[Compared], by: By) -> list[Point]:
    """A p-chart of one measure: the pooled share of each month or year, in their order.

    Limits are exact binomial ones at 99.8 % (the three sigma of Shewhart's charts) around the share
    of all, for each point's own number of judgements, widened where the points differ by more than
    chance altogether (Laney 2002 says why; here as for the funnel). Only points with
    ENOUGH_RELEVANT have limits, and only where there are LEAST_POINTS of them.

    Args:
        rows: inspections that were asked the same.
        by: whether a month or a year is a point.

    """
    counted: dict[date, list[Compared]] = defaultdict(list)
    for row in rows:
        if row.relevant:
            begins = row.fieldwork_end.replace(day=1)
            counted[begins.replace(month=1) if by == "year" else begins].append(row)
    points = [
        Point(begins, sum(r.met for r in of), sum(r.relevant for r in of), len(of))
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


def weakest_questions(
    figures: Iterable[Figure], edition: Edition, team_of: Mapping[str, str]
) -> list[Pooled]:
    """Every judged question over all inspections, the lowest share first.

    Args:
        figures: of all inspections, as `scores` gives them; some may be withheld.
        edition: whose questions; an inspection by another counts where it means the same.
        team_of: each inspection's team.

    """
    found = _by_question(figures, edition)
    pooled = [_pooled(edition.question(key), of, team_of) for key, of in found.items()]
    return sorted(pooled, key=lambda each: (each.met / each.relevant, each.question.id))


def drop(figures: Iterable[Figure], edition: Edition, team_of: Mapping[str, str]) -> Drop:
    """First assessments and plans beside their reviews, over all inspections; arguments alike.

    The test is that of `within_cases` with the team in the place of the case.
    """
    found = _by_question(figures, edition)
    reviews = [q for q in edition.questions if q.review_of and {q.id, q.review_of} <= set(found)]
    pairs = tuple(
        (
            _pooled(edition.question(q.review_of), found[q.review_of], team_of),
            _pooled(q, found[q.id], team_of),
        )
        for q in reviews
    )
    first = _by_team([f for q in reviews for f in found[q.review_of]], team_of)
    later = _by_team([f for q in reviews for f in found[q.id]], team_of)
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


def _by_question(figures: Iterable[Figure], edition: Edition) -> dict[str, list[Figure]]:
    """Figures with something relevant, of questions that mean the same as in the edition."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        key = figure.question_id
        if figure.relevant and key and edition.holds(key):
            own = editions()[figure.edition]
            if own.shares(edition.question(key)):
                found[key].append(figure)
    return found


def _pooled(question: Question, figures: Sequence[Figure], team_of: Mapping[str, str]) -> Pooled:
    teams = list(_by_team(figures, team_of).values())
    return Pooled(question, *_sum(teams), len(figures), section_interval(teams, None))


def _by_team(figures: Iterable[Figure], team_of: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """(met, relevant) of each team."""
    found: dict[str, tuple[int, int]] = {}
    for figure in figures:
        team = team_of[figure.inspection_id]
        met, relevant = found.get(team, (0, 0))
        found[team] = (met + figure.met, relevant + figure.relevant)
    return found


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(counts)
    return sum(met for met, _ in listed), sum(relevant for _, relevant in listed)
