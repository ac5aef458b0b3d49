"""What a letter rests on: the figures its claims may state, and the sentences behind each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqs.criteria import Edition, Question, editions
from sqs.figures import records, saying
from sqs.figures.scores import Figure, by_measure, scores
from sqs.letter.value import Form
from sqs.letter.wording import HOUSE_SCALE
from sqs.store.database import Cursor

Shortfalls = Mapping[str, Sequence[frozenset[str]]]
"""By question, the reason codes of each case answered no; empty where none was given."""

CASES = "cases"
RATE = "reoffending_rate"
RATE_BEFORE = "reoffending_rate_previous"
RATE_NATIONAL = "reoffending_rate_national"
OF_NO_QUESTION = (CASES, RATE, RATE_BEFORE, RATE_NATIONAL)
"""What a claim may state beside the figures of questions."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the data say of one thing that a letter may claim.

    Attributes:
        question_id: a question, or one of OF_NO_QUESTION.
        met, relevant: the counts; None for rates.
        rate: the published rate in per cent, where it is one.
        compared: how the team's rate compares with this one: better, worse or same; empty where
            nothing is compared.
        sentences: for whoever opens a claim, plainest first.

    """

    question_id: str
    met: int | None = None
    relevant: int | None = None
    rate: float | None = None
    compared: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """The rate as a letter prints it ("34.2%"); empty where there is none."""
        return "" if self.rate is None else saying.rate(self.rate)

    @property
    def figure(self) -> str:
        """The figure in short: "12 of 14", "34.2%", "worse", "better; 35.4%"."""
        if self.met is not None and self.relevant is not None:
            return saying.count(self.met, self.relevant)
        return "; ".join(filter(None, (self.compared, self.printed)))

    def said_as(self, form: Form) -> str:
        """The part of the figure that a form states: the rate alone, or how rates compare."""
        if form == "comparison":
            return self.compared
        return self.printed if form == "rate" else self.figure


@dataclass(frozen=True, slots=True)
class Basis:
    """The cases, question set and proportion words of a letter, and what the data say.

    Attributes:
        inspection_id, edition, scale: as in the letter.
        known: by question_id.

    """

    inspection_id: str
    edition: str
    scale: str
    known: Mapping[str, Known]

    def speaks_of(self, question_id: str) -> bool:
        """Whether a claim may name that question, with figures or without."""
        return question_id in OF_NO_QUESTION or editions()[self.edition].holds(question_id)


def basis(cursor: Cursor, inspection_id: str, scale: str = HOUSE_SCALE) -> Basis:
    """What a letter of that inspection rests on now.

    Args:
        cursor: where to read; one cursor, so that all of it is one state of the data.
        inspection_id: which inspection.
        scale: name of the proportion scale.

    Raises:
        UnknownInspectionError: where it is not loaded.

    """
    inspection = records.inspection(cursor, inspection_id)
    figures = by_measure(scores(cursor, [inspection_id]))
    rate = records.rate_at_fieldwork(cursor, inspection_id)
    found = known(inspection, figures, shortfalls(records.evidence(cursor, inspection_id)), rate)
    stated = _facts(records.facts(cursor, inspection_id), editions()[inspection.edition])
    return Basis(inspection_id, inspection.edition, scale, {**stated, **found})


def _facts(counted: Iterable[records.FactCount], edition: Edition) -> Mapping[str, Known]:
    """The facts of the cases, which are never scored: "29 of the 47 complied"."""
    return {
        fact.question_id: Known(
            fact.question_id,
            fact.yes,
            fact.yes + fact.no,
            sentences=(
                edition.question(fact.question_id).asks,
                f"Yes in {fact.yes} of {fact.yes + fact.no} cases, no in {fact.no}.",
            ),
        )
        for fact in counted
    }


def shortfalls(answers: Iterable[records.Evidence]) -> Shortfalls:
    """Why each case that was answered no was so, by question."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for answer in answers:
        if answer.answer == "no":
            found[answer.question_id].append(frozenset((answer.reasons or "").split(";")) - {""})
    return found


def known(
    inspection: records.Inspection,
    figures: Mapping[str, Figure],
    fell_short: Shortfalls,
    rate: records.Rate | None,
) -> Mapping[str, Known]:
    """What one inspection's records say, by question_id.

    Args:
        inspection: which.
        figures: its figures by question_id; those of sections are passed over.
        fell_short: its shortfalls.
        rate: the reoffending rate published by the end of its fieldwork, if any.

    """
    edition = editions()[inspection.edition]
    cases = inspection.cases
    read = (f"{cases} {'case was' if cases == 1 else 'cases were'} read in this inspection.",)
    found = [Known(CASES, cases, cases, sentences=read)]
    found += [
        Known(
            figure.question_id,
            figure.met,
            figure.relevant,
            sentences=_sentences(figure, edition, fell_short.get(figure.question_id, ())),
        )
        for figure in figures.values()
        if figure.question_id
    ]
    if rate is not None:
        found += _rates(rate)
    return {each.question_id: each for each in found}


def _sentences(
    figure: Figure, edition: Edition, fell_short: Sequence[frozenset[str]]
) -> tuple[str, ...]:
    question: Question = edition.question(figure.question_id)
    who = f"{question.unit}s"
    lines = [
        question.asks,
        (
            f"Yes in {figure.met} of {figure.relevant} relevant {who}, no in {figure.not_met}; "
            f"not relevant in {figure.not_relevant}."
        ),
    ]
    if between := saying.interval(figure.low, figure.high):
        low, high = between.split(" to ")
        lines.append(f"Of all relevant {who}, between {low} and {high} (95% interval).")
    counted = Counter(code for codes in fell_short for code in codes)
    causes = [f"{edition.reasons[c].title} ({n})" for c, n in counted.most_common()]
    if unexplained := sum(not codes for codes in fell_short):
        causes.append(f"no reason given ({unexplained})")
    if causes:
        lines.append(f"Reasons where it was no: {', '.join(causes)}.")
    return tuple(lines)


def _rates(rate: records.Rate) -> Iterator[Known]:
    printed = saying.rate(rate.rate)
    cohort = f"{saying.month(rate.cohort_start)} to {saying.month(rate.cohort_end)}"
    origin = f"Source: {rate.source or 'not stated'}."
    source = f"Published rate for the cohort of {cohort}: {printed}. {origin}"
    yield Known(RATE, rate=rate.rate, sentences=(source,))
    if rate.compared_with_previous:
        better = "A lower rate is better."
        yield Known(RATE_BEFORE, compared=rate.compared_with_previous, sentences=(source, better))
    if rate.national_rate is not None:
        average = saying.rate(rate.national_rate)
        compared = "better" if rate.rate < rate.national_rate else "worse"
        if average == printed:  # what is compared is what is printed
            compared = "same"
        beside = f"England and Wales, the same cohort: {average}."
        yield Known(
            RATE_NATIONAL, rate=rate.national_rate, compared=compared, sentences=(source, beside)
        )
