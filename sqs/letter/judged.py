"""The claims of a letter as a value, held against what it rests on."""

from collections.abc import Iterator
from typing import NamedTuple

from sqs.criteria import editions
from sqs.letter.basis import RATE, RATE_BEFORE, RATE_NATIONAL, Basis, Known
from sqs.letter.claims.judging import Claim, Evidence, Rates, judge
from sqs.letter.claims.passages import Link, Passage
from sqs.letter.value import Claim as Linked
from sqs.letter.value import Footnote, Heading, Letter, Paragraph, Table
from sqs.letter.wording import scales


class _Counts(NamedTuple):
    met: int
    relevant: int


def judged(letter: Letter, rests_on: Basis) -> tuple[Claim, ...]:
    """Every claim of the letter, marked as one or not, in reading order, with its verdict."""
    return judge(_passages(letter), evidence(rests_on))


def evidence(rests_on: Basis) -> Evidence:
    """What a letter rests on, in the form in which claims are held against it."""
    known = rests_on.known
    nothing = Known("")
    return Evidence(
        {
            each.question_id: _Counts(each.met, each.relevant)
            for each in known.values()
            if each.met is not None and each.relevant is not None
        },
        editions()[rests_on.edition],
        scales()[rests_on.scale],
        Rates(
            known.get(RATE, nothing).rate,
            known.get(RATE_BEFORE, nothing).compared or None,
            known.get(RATE_NATIONAL, nothing).rate,
        ),
    )


def _passages(letter: Letter) -> Iterator[Passage]:
    heading = ""
    for block in letter.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif not isinstance(block, Table):
            for each in (block,) if isinstance(block, Paragraph) else block.items:
                yield _passage(each, heading)


def _passage(paragraph: Paragraph, heading: str) -> Passage:
    text = ""
    links = []
    for run in paragraph.runs:
        if isinstance(run, Footnote):
            continue
        if isinstance(run, Linked):
            links.append(Link(len(text), len(text) + len(run.text), run.question_id))
        text += run.text
    return Passage(text, paragraph.number, heading, tuple(links))
