"""What a letter is held against, read in one place."""

from dataclasses import dataclass

from sqs.criteria import editions
from sqs.figures import records
from sqs.figures.scores import scores
from sqs.letter.claims.cues import CASES
from sqs.letter.claims.judging import Counted, Evidence, Rates
from sqs.letter.wording import HOUSE_SCALE, scales
from sqs.store.database import Cursor


@dataclass(frozen=True, slots=True)
class _Sample:
    """The cases read: all of them count."""

    met: int
    relevant: int


def evidence_for(cursor: Cursor, inspection_id: str, scale: str = HOUSE_SCALE) -> Evidence:
    """The figures and rates of one inspection.

    Args:
        cursor: where to read; one cursor, so that all of it is one state of the data.
        inspection_id: which inspection.
        scale: name of the proportion scale that the letter is written in.

    Raises:
        UnknownInspectionError: where it is not loaded.
        KeyError: where there is no such scale.

    """
    inspection = records.inspection(cursor, inspection_id)
    figures: dict[str, Counted] = {
        figure.question_id: figure
        for figure in scores(cursor, [inspection_id])
        if figure.question_id
    }
    figures[CASES] = _Sample(inspection.cases, inspection.cases)
    published = records.rate_at_fieldwork(cursor, inspection_id)
    rates = (
        Rates(published.rate, published.compared_with_previous, published.national_rate)
        if published
        else Rates()
    )
    return Evidence(figures, editions()[inspection.edition], scales()[scale], rates)
