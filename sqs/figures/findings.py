"""What stands out in the figures, by rules plain enough to be printed beside the result.

Nothing here is a test of significance but `attention`, which asks whether an interval lies wholly
below the share of all inspections together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqs.criteria import Edition, Question, Section
from sqs.figures import saying
from sqs.figures.saying import Shown
from sqs.figures.scores import Figure

GAP = Fraction(10, 100)
"""A headline says weaker or stronger from this difference on."""

LEAST_RELEVANT = 8
"""A headline rests on at least this many judgements, on each side."""

LEAST_INSPECTIONS = 2
"""A comparison with all inspections needs at least this many of them."""

HEADLINE_RULE = (
    "How the heading is chosen: if reviews differ from first assessments and plans by 10 "
    "percentage points or more, it says so; otherwise it names the weakest section if that lies "
    "10 points or more below the strongest; otherwise it says that the sections were much alike. "
    "It describes the cases read and is no test."
)
ATTENTION_RULE = (
    "A question is listed when the upper end of its 95% interval lies below the share of all "
    "inspections loaded here. By chance alone about 1 question in 40 would be listed."
)


@dataclass(frozen=True, slots=True)
class Pool:
    """Counts put together: met of relevant, from so many inspections."""

    met: int
    relevant: int
    inspections: int = 1

    @property
    def share(self) -> Fraction | None:
        """The exact share; None where nothing is relevant."""
        return Fraction(self.met, self.relevant) if self.relevant else None


@dataclass(frozen=True, slots=True)
class Headline:
    """The finding in a few words, and the counts behind it."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Attention:
    """A question that lies below the share of all inspections, beyond its interval."""

    figure: Figure
    everywhere: Pool


def attention(figures: Iterable[Figure], everywhere: Mapping[str, Pool]) -> list[Attention]:
    """The questions whose whole interval lies below the share of all, the furthest first."""
    found: list[tuple[float, Attention]] = []
    for figure in figures:
        pool = everywhere.get(figure.question_id)
        if not figure.question_id or figure.high is None or not pool or not pool.share:
            continue
        gap = float(pool.share) - figure.high
        if pool.inspections >= LEAST_INSPECTIONS and gap > 0:
            found.append((gap, Attention(figure, pool)))
    return [listed for _, listed in sorted(found, key=lambda pair: -pair[0])]


def weakest(figures: Iterable[Figure], edition: Edition) -> Figure | None:
    """The section of case judgements with the lowest share; None where nothing is relevant."""
    ranked = _sections_ranked(figures, edition)
    return ranked[0] if ranked else None


def headline(figures: Sequence[Figure], edition: Edition) -> Headline:
    """What one inspection's figures say first; HEADLINE_RULE says how it is chosen."""
    reviews, first = review_pools(figures, edition)
    if min(reviews.relevant, first.relevant) >= LEAST_RELEVANT:
        gap = (first.share or Fraction(0)) - (reviews.share or Fraction(0))
        if abs(gap) >= GAP:
            return Headline(
                f"Reviews were {'weaker' if gap > 0 else 'stronger'} than first assessments and "
                "plans",
                f"Good enough: {_told(reviews)} reviews, {_told(first)} first assessments and "
                "plans.",
            )
    ranked = _sections_ranked(figures, edition)
    if not ranked:
        return Headline("No case has been answered yet", "")
    low, high = ranked[0], ranked[-1]
    names = [edition.section(figure.section).title for figure in (low, high)]
    detail = f"Judgements met: {names[0]} {_told(low)}, {names[1]} {_told(high)}."
    if _share(high) - _share(low) >= GAP:
        return Headline(f"{names[0]} was the weakest section", detail)
    return Headline("The sections were much alike", detail)


def review_pools(figures: Iterable[Figure], edition: Edition) -> tuple[Pool, Pool]:
    """One inspection's reviews put together, and the first work that they review."""
    by_question = {figure.question_id: figure for figure in figures if figure.question_id}
    reviews = [q.id for q in edition.questions if q.review_of]
    reviewed = [q.review_of for q in edition.questions if q.review_of]

    def together(ids: Iterable[str]) -> Pool:
        kept = [by_question[question_id] for question_id in ids if question_id in by_question]
        return Pool(sum(f.met for f in kept), sum(f.relevant for f in kept))

    return together(reviews), together(reviewed)


def section_finding(figures: Iterable[Figure], section: Section) -> str:
    """The section's lowest question with its counts, as a heading.

    Questions with fewer than LEAST_RELEVANT relevant answers are passed over, where others have
    more; ties go to the one with more answers.
    """
    counted = [
        figure
        for figure in figures
        if figure.section == section.key and figure.question_id and figure.relevant
    ]
    if not counted:
        return "Nothing was relevant in this sample"
    enough = [figure for figure in counted if figure.relevant >= LEAST_RELEVANT] or counted
    low = min(enough, key=lambda figure: (_share(figure), -figure.relevant))
    if low.not_met == 0:
        return "Every judgement was met"
    asked = next(question for question in section.judged if question.id == low.question_id)
    return f"Lowest: {_lower(asked)}, {saying.count(low.met, low.relevant)}"


def over_time_finding(team: str, figures: Sequence[Shown]) -> str:
    """The newest visit beside the one before, in counts and without a trend, as a heading."""
    *_, newest = figures
    now = f"{team}: {saying.told(newest)[0]} at the latest visit"
    if len(figures) < 2:
        return now
    before = figures[-2]
    return f"{now}, {saying.told(before)[0]} at the one before"


def _sections_ranked(figures: Iterable[Figure], edition: Edition) -> list[Figure]:
    cases = {section.key for section in edition.sections if section.number}
    pooled = [f for f in figures if not f.question_id and f.section in cases and f.relevant]
    return sorted(pooled, key=_share)


def _share(figure: Figure) -> Fraction:
    return Fraction(figure.met, figure.relevant)


def _told(counts: Pool | Figure) -> str:
    met, relevant = counts.met, counts.relevant
    return f"{saying.count(met, relevant)} ({saying.share(met, relevant)})"


def _lower(question: Question) -> str:
    """The title as it stands inside a sentence."""
    return question.title[0].lower() + question.title[1:]
