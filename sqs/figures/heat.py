"""Questions by teams: where work was weak all over, and where in one team alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqs.criteria import Edition, Question, editions
from sqs.figures.findings import Pool
from sqs.figures.scores import Figure

BANDS = (Fraction(1, 2), Fraction(13, 20), Fraction(4, 5), Fraction(9, 10))
"""Where one shade ends and the next begins: 50, 65, 80 and 90 per cent."""

BANDS_SAY = "under 50%, 50% to 64%, 65% to 79%, 80% to 89%, 90% and over"
"""The bands in words, the lowest first."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A question: all teams together, and each; None for a team that was not asked the same."""

    question: Question
    together: Pool
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Inspections with the lowest share first, and questions with the lowest share first."""

    inspection_ids: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def heat_map(figures: Sequence[Figure], edition: Edition) -> HeatMap:
    """Every judged question by inspection.

    Args:
        figures: of all inspections wanted, as `scores` gives them; some may be withheld.
        edition: whose questions; an inspection by another counts where it means the same.

    """
    asked = {
        (figure.inspection_id, figure.question_id): figure
        for figure in figures
        if figure.question_id
        and edition.holds(figure.question_id)
        and editions()[figure.edition].shares(edition.question(figure.question_id))
    }
    ids = sorted(
        {figure.inspection_id for figure in figures},
        key=lambda each: _place([f for (i, _), f in asked.items() if i == each], each),
    )
    rows = []
    for section in edition.sections:
        for question in section.judged:
            each = tuple(asked.get((inspection_id, question.id)) for inspection_id in ids)
            if any(figure and figure.relevant for figure in each):
                rows.append(HeatRow(question, _together([f for f in each if f]), each))
    rows.sort(key=lambda row: (row.together.share or Fraction(0), row.question.id))
    return HeatMap(tuple(ids), tuple(rows))


def band(figure: Figure) -> int:
    """The shade of a figure: 0 the lowest share, 4 the highest; relevant > 0."""
    share = Fraction(figure.met, figure.relevant)
    return sum(share >= bound for bound in BANDS)


def _together(figures: Sequence[Figure]) -> Pool:
    counted = [figure for figure in figures if figure.relevant]
    return Pool(
        sum(figure.met for figure in counted),
        sum(figure.relevant for figure in counted),
        len(counted),
    )


def _place(figures: Sequence[Figure], inspection_id: str) -> tuple[Fraction, str]:
    share = _together(figures).share
    return (Fraction(2) if share is None else share, inspection_id)
