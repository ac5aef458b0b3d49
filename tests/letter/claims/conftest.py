"""What claims are held against in these tests: the published figures, and letters of the sample."""

import csv
from pathlib import Path

import pytest
from letter.corpus.scoring import Counted

from sqs.criteria import editions
from sqs.letter.claims.evidence import evidence_for
from sqs.letter.claims.judging import Evidence, Rates
from sqs.letter.value import Letter
from sqs.letter.wording import scales

EXTERNAL = Path(__file__).parents[2] / "external"


@pytest.fixture(scope="session")
def published() -> Evidence:
    """The figures of the letter of 10 December 2014."""
    with (EXTERNAL / "bedfordshire_findings.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    figures = {row["question_id"]: Counted(int(row["met"]), int(row["relevant"])) for row in rows}
    figures["cases"] = Counted(20, 20)
    rates = Rates(34.2, "worse", 35.4)
    return Evidence(figures, editions()["sqs-2014"], scales()["sqs"], rates)


@pytest.fixture(scope="session")
def drafted(sample, letters) -> list[tuple[Letter, Evidence]]:
    """The draft letter of every inspection, with what it is held against."""
    with sample.reading() as cursor:
        return [(letter, evidence_for(cursor, name)) for name, letter in letters.items()]


@pytest.fixture(scope="session")
def bedfordshire(drafted) -> tuple[Letter, Evidence]:
    return next(pair for pair in drafted if pair[0].inspection_id == "bedfordshire-2014")
