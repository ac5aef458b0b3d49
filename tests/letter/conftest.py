import os
import shutil
from collections.abc import Iterator

import pytest

from sqs import settings
from sqs.figures.records import inspections
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.letter.draft import draft
from sqs.letter.value import Bullets, Claim, Footnote, Heading, Letter, Paragraph, Table, Text
from sqs.store.database import Database

AWKWARD = '#evil[x] $x$ *b* _u_ <script>alert(1)</script> ] | & `c` \\ "q" ‘s’ Llŷr Gŵyn ~~z~~ ^'
"""What each kind of document would take for its own markup; it has to come out as it went in."""


@pytest.fixture(scope="session")
def letter() -> Letter:
    """A short letter with every kind of block and run, and awkward words in most of them."""
    return Letter(
        inspection_id="ashford-2014",
        edition="sqs-2014",
        scale="sqs",
        title="Screening of work in Ashford & Hythe",
        address=(("To", "Siân Ŵyn, Chair | Board"), ("Publication date", "10th December 2014")),
        blocks=(
            Heading("Summary"),
            Paragraph(
                (
                    Text("The reoffending rate"),
                    Footnote("Published in July 2014 & <final>."),
                    Text(" was "),
                    Claim("reoffending_rate", "34.2%", "reoffending_rate", "rate", None, None),
                    Text(" overall."),
                )
            ),
            Heading("Reducing reoffending", number="1"),
            Paragraph(
                (
                    Text("Assessments were good in "),
                    Claim(
                        "lor_assessment",
                        "the great majority",
                        "lor_assessment",
                        "majority_word",
                        18,
                        20,
                        ("18 of 20 cases met this.", "Not met: <B07> & C12."),
                    ),
                    Text(" of cases. An inspector noted: "),
                    Text(AWKWARD, italic=True),
                    Text("."),
                ),
                number="1.1",
            ),
            Paragraph(
                (
                    Claim("lor_plan", "12 [out] of 14", "lor_plan", "count", 12, 14, ("12 met.",)),
                    Text(" plans\nwere\x0b sound; "),
                    Claim(
                        "lor_plan_rest", "the two", "lor_plan", "complement", 12, 14, ("2 not.",)
                    ),
                    Text(" were not."),
                ),
                number="1.2",
            ),
            Heading("Protecting the public", number="2"),
            Paragraph((Text("The work was careful."),), number="2.1"),
            Heading("Key strengths"),
            Bullets(
                (
                    Paragraph((Text("- Staff listened"), Footnote("They said so."))),
                    Paragraph((Text("2014. A year to remember."),)),
                )
            ),
            Table(
                "Copy list", ("Role", "Name"), (("Chair | Board", "Llŷr *b*"), ("Court", "A & B"))
            ),
        ),
        provenance="Drafted by SQS from 20 cases of an invented team.",
    )


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if not found and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing: install {package}.")
    return found or pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="session")
def soffice() -> str:
    return _program("soffice", "libreoffice-writer-nogui")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    return _program("pdftotext", "poppler-utils")


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Iterator[Database]:
    """A database of every sample inspection."""
    with Database(tmp_path_factory.mktemp("sample") / "sqs.duckdb", create=True) as database:
        for folder in ("bedfordshire", "invented"):
            files = sorted((settings.SAMPLE / folder).glob("*.csv"))
            load(database, [PackFile(file.name, file.read_bytes()) for file in files])
        yield database


@pytest.fixture(scope="session")
def letters(sample: Database) -> dict[str, Letter]:
    with sample.reading() as cursor:
        return {i.inspection_id: draft(cursor, i.inspection_id) for i in inspections(cursor)}
