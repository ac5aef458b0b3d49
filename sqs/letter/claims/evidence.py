"""What a letter is held against, read in one place."""

from sqs.criteria import editions
from sqs.figures import records
from sqs.figures.scores import counts
from sqs.letter.claims.cues import CASES
from sqs.letter.claims.judging import Count, Evidence, Rates
from sqs.letter.wording import HOUSE_SCALE, scales
from sqs.store.database import Cursor


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
    figures = {
        question: Count(met, relevant)
        for question, (met, relevant) in counts(cursor, inspection_id).items()
    }
    figures |= {
        fact.question_id: Count(fact.yes, fact.yes + fact.no)
        for fact in records.facts(cursor, inspection_id)
    }
    figures[CASES] = Count(inspection.cases, inspection.cases)
    published = records.rate_at_fieldwork(cursor, inspection_id)
    rates = (
        Rates(published.rate, published.compared_with_previous, published.national_rate)
        if published
        else Rates()
    )
    return Evidence(figures, editions()[inspection.edition], scales()[scale], rates)
