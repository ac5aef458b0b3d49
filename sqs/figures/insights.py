"""What a board should hear of one inspection: sentences that passed their test, and nothing else.

Each kind of insight has its test; those of one inspection that are of one kind are one family,
within which Benjamini and Hochberg's procedure (q = .05) decides. The case is the cluster wherever
judgements about the same case are put together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqs.criteria import Edition
from sqs.figures import saying
from sqs.figures.changes import QuestionChange
from sqs.figures.differences import (
    Difference,
    benjamini_hochberg,
    between,
    between_sections,
    within_cases,
)
from sqs.figures.findings import LEAST_INSPECTIONS, LEAST_RELEVANT, Pool
from sqs.figures.records import clusters
from sqs.figures.scores import Figure
from sqs.store.database import Cursor

Kind = Literal["interviews and cases", "first work and reviews", "change", "apart"]

RULE = (
    "Only what passes its test is said here: counts are held against one another by Fisher's exact "
    "test, judgements that share cases by their clustered intervals, and those of one kind are "
    "taken together (Benjamini and Hochberg, q = 5%)."
)

MOST_APART = 3
"""Questions that separate a team from the rest, at most."""


@dataclass(frozen=True, slots=True)
class Insight:
    """A sentence with its figures, and what to ask at the next meeting of the board.

    Attributes:
        kind: what was held against what.
        sentence: the finding, with its counts.
        ask: a question for the board.
        measure: the question_id that it is mostly about.
        p_value: of its test.

    """

    kind: Kind
    sentence: str
    ask: str
    measure: str
    p_value: float


def insights(
    cursor: Cursor,
    figures: Sequence[Figure],
    edition: Edition,
    everywhere: Mapping[str, Pool],
    changed: Sequence[QuestionChange],
) -> list[Insight]:
    """What is to be said of one inspection, contradictions first.

    Args:
        cursor: where to read the cases.
        figures: the inspection's, as `scores` gives them, without any that are withheld.
        edition: its edition.
        everywhere: the counts of all inspections, this one among them, by question_id.
        changed: what changed since the visit before; empty where there was none.

    """
    by_id = {figure.question_id: figure for figure in figures if figure.question_id}
    return [
        *_interviews_and_cases(cursor, by_id, edition),
        *_first_work_and_reviews(cursor, by_id, edition),
        *_largest_change(changed, edition),
        *_apart(by_id, edition, everywhere),
    ]


def _kept(tested: Sequence[tuple[Insight, float]]) -> list[Insight]:
    """Those of one family that stay, the surest first."""
    stay = benjamini_hochberg([p for _, p in tested])
    kept = [pair for pair, stays in zip(tested, stay, strict=True) if stays]
    return [insight for insight, _ in sorted(kept, key=lambda pair: pair[1])]


def _interviews_and_cases(
    cursor: Cursor, by_id: Mapping[str, Figure], edition: Edition
) -> list[Insight]:
    tested = []
    for question in edition.questions:
        said = by_id.get(question.id)
        about = [by_id[other] for other in question.about if other in by_id]
        if said is None or not about or said.relevant == 0:
            continue
        # Only of what was given: a figure that is withheld is in none of the sums.
        of_cases = clusters(cursor, said.inspection_id, [each.question_id for each in about])
        found = Pool(sum(m for m, _ in of_cases), sum(r for _, r in of_cases))
        spoken = [(1, 1)] * said.met + [(0, 1)] * said.not_met
        difference = between_sections(spoken, of_cases)
        if difference is None:
            continue
        insight = Insight(
            "interviews and cases",
            f"{saying.count(said.met, said.relevant)} case managers answered yes to "
            f"“{question.title}”; the cases read bear it out in "
            f"{saying.count(found.met, found.relevant)} judgements.",
            f"On “{question.title}”, why do case managers and case files differ?",
            about[0].question_id,
            difference.p_value,
        )
        tested.append((insight, _if_above(difference)))
    return _kept(tested)


def _first_work_and_reviews(
    cursor: Cursor, by_id: Mapping[str, Figure], edition: Edition
) -> list[Insight]:
    reviews = [q for q in edition.questions if q.review_of in by_id and q.id in by_id]
    if not reviews:
        return []
    inspection_id = by_id[reviews[0].id].inspection_id
    first = clusters(cursor, inspection_id, [q.review_of for q in reviews])
    later = clusters(cursor, inspection_id, [q.id for q in reviews])
    difference = within_cases(first, later)
    if difference is None:
        return []
    pools = [Pool(sum(m for m, _ in each), sum(r for _, r in each)) for each in (first, later)]
    told = [f"{saying.count(pool.met, pool.relevant)}" for pool in pools]
    weakest = min(reviews, key=lambda q: (by_id[q.id].share or 1.0, q.id))
    insight = Insight(
        "first work and reviews",
        f"Work at the start of the sentence was good enough in {told[0]} judgements, reviews of it "
        f"in {told[1]}.",
        "What would make sure that assessments and plans are looked at again when things change?",
        weakest.id,
        difference.p_value,
    )
    return _kept([(insight, _if_above(difference))])


def _if_above(difference: Difference) -> float:
    """The p-value of a difference that is only said where it is a fall from the first."""
    return difference.p_value if difference.change > 0 else 1.0


def _largest_change(changed: Sequence[QuestionChange], edition: Edition) -> list[Insight]:
    real = [change for change in changed if change.real]
    if not real:
        return []
    largest = max(real, key=lambda change: abs(change.difference.change))
    title = edition.question(largest.question_id).title
    before, now = largest.before, largest.now
    fell = largest.difference.change < 0
    return [
        Insight(
            "change",
            f"“{title}” {'fell' if fell else 'rose'} from "
            f"{saying.count(before.met, before.relevant)} to {saying.count(now.met, now.relevant)} "
            "since the visit before: more than chance explains.",
            f"What lies behind the {'fall' if fell else 'rise'} in “{title}”"
            + (", and what will turn it round?" if fell else ", and how will it be kept?"),
            largest.question_id,
            largest.difference.p_value,
        )
    ]


def _apart(
    by_id: Mapping[str, Figure], edition: Edition, everywhere: Mapping[str, Pool]
) -> list[Insight]:
    tested = []
    for question_id, figure in by_id.items():
        pool = everywhere.get(question_id)
        if pool is None or pool.inspections < LEAST_INSPECTIONS or figure.relevant < LEAST_RELEVANT:
            continue
        rest = (pool.met - figure.met, pool.relevant - figure.relevant)
        difference = between((figure.met, figure.relevant), rest)
        if difference is None:
            continue
        title = edition.question(question_id).title
        below = difference.change < 0
        insight = Insight(
            "apart",
            f"“{title}”: {saying.count(figure.met, figure.relevant)} here, "
            f"{saying.share(*rest)} in all other inspections: clearly "
            f"{'below' if below else 'above'} the rest.",
            f"What do teams that do better on “{title}” do differently?"
            if below
            else f"What can others learn from our work on “{title}”?",
            question_id,
            difference.p_value,
        )
        tested.append((insight, difference.p_value))
    return _kept(tested)[:MOST_APART]
