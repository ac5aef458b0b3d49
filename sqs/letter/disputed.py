"""Which claims of a letter rest on answers that a second inspector disputes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqs.figures.second_reads import SecondRead, otherwise, second_reads
from sqs.letter.changes import ChangedSentence, changed_sentences
from sqs.letter.draft import draft
from sqs.letter.value import Bullets, Claim, Heading, Letter, Paragraph
from sqs.letter.wording import HOUSE_SCALE
from sqs.store.database import Cursor


@dataclass(frozen=True, slots=True)
class DisputedClaim:
    """A claim of which at least one case was answered otherwise by its second inspector.

    Attributes:
        place: the number of its paragraph, or the heading over it where it has none.
        claim: as the letter has it.
        read_twice: cases that two inspectors read for its question.
        disputed: those of them that the second answered otherwise.
        met, relevant: the counts if the second inspector were right.
        then: the claim's words then; empty where the letter would not make it.

    """

    place: str
    claim: Claim
    read_twice: int
    disputed: int
    met: int
    relevant: int
    then: str

    @property
    def words_change(self) -> bool:
        """Whether the letter would say something else if the second inspector were right."""
        return self.then != self.claim.text


@dataclass(frozen=True, slots=True)
class Disputed:
    """What second reads mean for one letter.

    Attributes:
        cases: how many of its cases were read twice.
        claims: the disputed ones in reading order.
        sentences: those of the letter that would be others if the second inspector were right.

    """

    cases: int
    claims: tuple[DisputedClaim, ...]
    sentences: tuple[ChangedSentence, ...]


def disputed(cursor: Cursor, inspection_id: str, scale: str = HOUSE_SCALE) -> Disputed:
    """The drafted letter of an inspection held against the second reads of its cases.

    Args:
        cursor: where to read.
        inspection_id: which inspection.
        scale: name of the proportion scale the letter is written in.

    Raises:
        UnknownInspectionError, NoCasesError, KeyError: as `draft` does.

    """
    reads = second_reads(cursor, [inspection_id])
    differing = otherwise(reads)
    cases = len({read.case_id for read in reads})
    if not differing:
        return Disputed(cases, (), ())
    now = draft(cursor, inspection_id, scale)
    then = draft(cursor, inspection_id, scale, instead=differing)
    return Disputed(
        cases, tuple(_claims(now, then, reads, differing)), tuple(changed_sentences(now, then))
    )


def _claims(
    now: Letter,
    then: Letter,
    reads: list[SecondRead],
    differing: Mapping[tuple[str, str], SecondRead],
) -> Iterator[DisputedClaim]:
    read_twice: dict[str, set[str]] = defaultdict(set)
    for read in reads:
        read_twice[read.question_id].add(read.case_id)
    counted = Counter(read.question_id for read in differing.values())
    said = {_key(place, claim): claim for place, claim in _placed(then)}
    for place, claim in _placed(now):
        if number := counted[claim.question_id]:
            other = said.get(_key(place, claim))
            yield DisputedClaim(
                place, claim, len(read_twice[claim.question_id]), number,
                *_counts(claim, differing), other.text if other else "",
            )  # fmt: skip


def _key(place: str, claim: Claim) -> tuple[str, str, bool]:
    """What makes a claim the same one in another draft: a paragraph says a share once, and once
    how many fell short of it.
    """
    return place, claim.question_id, claim.form == "complement"


def _counts(claim: Claim, differing: Mapping[tuple[str, str], SecondRead]) -> tuple[int, int]:
    own = [read for read in differing.values() if read.question_id == claim.question_id]
    yes = sum((read.second == "yes") - (read.first == "yes") for read in own)
    no = sum((read.second == "no") - (read.first == "no") for read in own)
    return (claim.met or 0) + yes, (claim.relevant or 0) + yes + no


def _placed(letter: Letter) -> Iterator[tuple[str, Claim]]:
    """The claims of a letter with their places."""
    heading = ""
    for block in letter.blocks:
        if isinstance(block, Heading):
            heading = block.text
        paragraphs = block.items if isinstance(block, Bullets) else (block,)
        for paragraph in paragraphs:
            if isinstance(paragraph, Paragraph):
                for run in paragraph.runs:
                    if isinstance(run, Claim):
                        yield paragraph.number or heading, run
