"""What changed between two visits of one team, question by question.

The questions of one team are one family: a change is called real where Benjamini and Hochberg's
procedure keeps it among them at q = .05. What could have been seen at all is said beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqs.criteria import Edition
from sqs.figures.differences import (
    Difference,
    benjamini_hochberg,
    between,
    smallest_fall,
    smallest_rise,
)
from sqs.figures.scores import Figure

REAL_CHANGE_RULE = (
    "A change is called real where it passes Fisher's exact test and stays when all questions of "
    "the two visits are taken together (Benjamini and Hochberg, q = 5%): where nothing at all had "
    "changed, a page like this would name a change in at most 1 pair of visits in 20."
)


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question at two visits of a team.

    Attributes:
        before, now: its figures, both with something relevant.
        difference: now less before.
        real: whether it stays in the family of all questions of the two visits.
        fall_seen: the most that could be met now and still be a fall beyond chance, taken by
            itself; None where no fall could have been seen.
        rise_seen: the fewest for a rise beyond chance; None likewise.

    """

    before: Figure
    now: Figure
    difference: Difference
    real: bool
    fall_seen: int | None
    rise_seen: int | None

    @property
    def question_id(self) -> str:
        """The question."""
        return self.now.question_id


def changes(
    now: Sequence[Figure], before: Sequence[Figure], edition_now: Edition, edition_before: Edition
) -> list[QuestionChange]:
    """The questions relevant at both visits, the largest fall first.

    Args:
        now, before: the figures of two inspections of a team, as `scores` gives them.
        edition_now, edition_before: their editions; a question is compared only where it means the
            same in both.

    """
    earlier = {figure.question_id: figure for figure in before if figure.question_id}
    pairs = [
        (earlier[figure.question_id], figure)
        for figure in now
        if figure.question_id in earlier
        and edition_before.shares(edition_now.question(figure.question_id))
    ]
    found = [
        (old, new, difference)
        for old, new in pairs
        if (difference := between((new.met, new.relevant), (old.met, old.relevant)))
    ]
    real = benjamini_hochberg([difference.p_value for _, _, difference in found])
    listed = [
        QuestionChange(
            old,
            new,
            difference,
            kept,
            smallest_fall(old.met, old.relevant, new.relevant),
            smallest_rise(old.met, old.relevant, new.relevant),
        )
        for (old, new, difference), kept in zip(found, real, strict=True)
    ]
    return sorted(listed, key=lambda change: change.difference.change)
