"""Cases that two inspectors read: how far they agree, which questions to calibrate, and what the
figures would be if the second inspector were right.

Second reads are held beside the answers and never counted among them. Where the first inspector
found a question relevant and the second did not, the two disagree like any others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqs.criteria import Edition
from sqs.figures.agreement import Agreement, agreement
from sqs.figures.records import Evidence, query
from sqs.figures.scores import Figure
from sqs.store.database import Cursor

LEAST_READ_TWICE = 8
"""A question is listed for calibrating from this many second reads on."""

LEAST_OTHERWISE = 2
"""... of which at least so many were answered otherwise."""

AC1_BELOW = 0.6
"""... and where the 95 % interval of AC1 begins below this."""

CALIBRATE_RULE = (
    f"A question is listed for calibrating when at least {LEAST_READ_TWICE} cases were read twice "
    f"for it, at least {LEAST_OTHERWISE} of them were answered otherwise the second time, and the "
    f"95% interval of AC1 begins below {AC1_BELOW:.2f}: the cases do not show that two inspectors "
    "would agree well. The lowest agreement comes first."
)


@dataclass(frozen=True, slots=True)
class SecondRead:
    """One judged question of one case, answered by two inspectors.

    Attributes:
        inspector: the second.
        first, second: their answers: yes, no or not relevant.
        reasons: the second's reason codes, separated by semicolons; None for none.

    """

    inspection_id: str
    case_id: str
    question_id: str
    inspector: str
    first: str
    second: str
    reasons: str | None

    @property
    def alike(self) -> bool:
        """Whether both gave one answer."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """How far two inspectors agreed on a question."""

    question_id: str
    agreement: Agreement

    @property
    def to_calibrate(self) -> bool:
        """Whether CALIBRATE_RULE lists the question."""
        found = self.agreement
        return (
            found.cases >= LEAST_READ_TWICE
            and found.cases - found.alike >= LEAST_OTHERWISE
            and found.low < AC1_BELOW
        )


def second_reads(cursor: Cursor, inspection_ids: Sequence[str] | None = None) -> list[SecondRead]:
    """Every judged answer of a second inspector beside the first's; facts are left out.

    Args:
        cursor: where to read.
        inspection_ids: the inspections wanted; None for all.

    """
    wanted = {"inspections": None if inspection_ids is None else list(inspection_ids)}
    return [SecondRead(*row) for row in cursor.execute(query("second_reads"), wanted).fetchall()]


def by_question(reads: Iterable[SecondRead], edition: Edition) -> list[QuestionAgreement]:
    """The agreement on each question that was read twice, in the order of the edition."""
    pairs: dict[str, list[tuple[str, str]]] = {question.id: [] for question in edition.questions}
    for read in reads:
        if read.question_id in pairs:
            pairs[read.question_id].append((read.first, read.second))
    found = ((question_id, agreement(answers)) for question_id, answers in pairs.items())
    return [QuestionAgreement(question_id, each) for question_id, each in found if each]


def to_calibrate(found: Iterable[QuestionAgreement]) -> list[QuestionAgreement]:
    """The questions that CALIBRATE_RULE lists, the lowest agreement first."""
    return sorted(
        (each for each in found if each.to_calibrate), key=lambda each: each.agreement.ac1
    )


def otherwise(reads: Iterable[SecondRead]) -> Mapping[tuple[str, str], SecondRead]:
    """The second reads that differ from the first, by case and question of one inspection.

    Where several inspectors read a case again, the first of them who answered otherwise stands.
    """
    differing: dict[tuple[str, str], SecondRead] = {}
    for read in reads:
        if not read.alike:
            differing.setdefault((read.case_id, read.question_id), read)
    return differing


def recounted(figure: Figure, differing: Iterable[SecondRead]) -> Figure:
    """A question's figure as it would be with the second answers in the place of the first.

    Args:
        figure: one question of one inspection.
        differing: second reads of that inspection, one a case and question at most; those of other
            questions are passed over.

    Returns:
        the same figure where none differs, else one without an interval: a few cases read twice
        are no sample of their own.

    """
    own = [read for read in differing if read.question_id == figure.question_id]
    if not own:
        return figure

    def moved(answer: str) -> int:
        return sum((read.second == answer) - (read.first == answer) for read in own)

    met = figure.met + moved("yes")
    relevant = figure.relevant + moved("yes") + moved("no")
    return replace(
        figure, met=met, relevant=relevant,
        not_relevant=figure.not_relevant + moved("not relevant"),
        share=met / relevant if relevant else None, low=None, high=None, method="",
    )  # fmt: skip


def in_place(
    evidence: Iterable[Evidence], differing: Mapping[tuple[str, str], SecondRead]
) -> list[Evidence]:
    """The answers about an inspection's cases with the second ones in the place of the first."""
    return [
        replace(each, answer=read.second, reasons=read.reasons, note=None)
        if (read := differing.get((each.case_id, each.question_id)))
        else each
        for each in evidence
    ]
