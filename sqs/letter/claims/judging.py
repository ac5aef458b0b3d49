"""A letter's claims held against the data: matched, contradicted or untraced, and why.

Deterministic, and quick enough to run at every pause in typing. Each verdict comes with a sentence
that gives what the data say and, where the claim is wrong, words of the same kind that would be
true.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from sqs.criteria import Edition
from sqs.letter.claims.binding import Binder
from sqs.letter.claims.cues import CASES, cues
from sqs.letter.claims.finding import find
from sqs.letter.claims.meanings import (
    Comparison,
    Counts,
    NotMet,
    NoWord,
    PerCent,
    Rate,
    rounded,
)
from sqs.letter.claims.passages import Passage, plain, sentences, unquoted
from sqs.letter.claims.search import Found
from sqs.letter.claims.true_words import true_words
from sqs.letter.claims.whose_rate import NATIONAL, PREVIOUS, REOFFENDING
from sqs.letter.value import Form
from sqs.letter.wording import Scale, number_words

State = Literal["matched", "contradicted", "untraced"]
Bound = Literal["link", "inferred", "none"]


class Counted(Protocol):
    """A figure: cases met of those relevant."""

    @property
    def met(self) -> int:
        """Answers yes."""

    @property
    def relevant(self) -> int:
        """Answers yes or no."""


@dataclass(frozen=True, slots=True)
class Count:
    """The least that is a figure."""

    met: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Rates:
    """The team's reoffending rate in per cent, and what it is compared with; lower is better.

    Attributes:
        rate: the team's own.
        previous: how it compares with the one before: "better", "worse" or "same".
        national: the rate of England and Wales.

    """

    rate: float | None = None
    previous: str | None = None
    national: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a letter is held against.

    Attributes:
        figures: by question_id, and `cases` (all of the cases read).
        edition: the questions.
        scale: the proportion words the letter is written in.
        rates: what was published on reoffending.

    """

    figures: Mapping[str, Counted]
    edition: Edition
    scale: Scale
    rates: Rates = Rates()


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a letter that state a figure, and what became of them.

    Attributes:
        passage: the place of their passage among those judged, from 0.
        start, end: their span in the passage's text.
        paragraph: the passage's number, else its heading.
        text: the words as they stand.
        form: how they say the figure.
        question_id: what they count; empty where nothing says so.
        met, relevant: what the data have; None where they have nothing, and for rates.
        state: whether the data agree.
        bound: how the question is known.
        message: one sentence on the verdict.

    """

    passage: int
    start: int
    end: int
    paragraph: str
    text: str
    form: Form
    question_id: str
    met: int | None
    relevant: int | None
    state: State
    bound: Bound
    message: str

    def as_row(self) -> dict[str, str | int | None]:
        """The claim as `check` prints it."""
        names = ("paragraph", "text", "form", "question_id", "met", "relevant", "state", "bound",
                 "message")  # fmt: skip
        return {name: getattr(self, name) for name in names}


def judge(passages: Iterable[Passage], evidence: Evidence) -> tuple[Claim, ...]:
    """Every claim of the passages, in their order, held against the evidence."""
    return tuple(
        claim
        for place, passage in enumerate(passages)
        for claim in _judged(place, passage, evidence)
    )


def _judged(place: int, passage: Passage, evidence: Evidence) -> Iterator[Claim]:
    clean, places = plain(passage.text)
    text = unquoted(clean)
    marked = [_within(link.start, link.end, places) for link in passage.links]
    # A claim in quotation marks stays one where a link says so.
    for start, end in marked:
        text = text[:start] + clean[start:end] + text[end:]
    spans = sentences(text)
    found = find(text, spans, evidence.scale, marked)
    covered = [list(_over(found, *span)) for span in marked]
    linked: dict[int, str] = {}
    alone: dict[int, list[tuple[int, int]]] = {}
    for n, places_found in enumerate(covered):
        for at in places_found:
            linked.setdefault(at, passage.links[n].question_id)
        if len(places_found) == 1:
            alone.setdefault(places_found[0], []).append(marked[n])
    relevant = {name: figure.relevant for name, figure in evidence.figures.items()}
    binder = Binder(cues(evidence.edition.name), passage, text, spans, relevant)
    pairs = binder.bind(found, linked)
    bound = [questions for _, questions in pairs]
    claims = []
    for at, (each, questions) in enumerate(pairs):
        if each.start < passage.before or (not questions and _is_loose(each, passage)):
            continue
        how: Bound = "link" if at in linked else "inferred" if questions else "none"
        span = _shown(each, questions, text, alone.get(at, ()))
        rest = _parts_together(found, bound, at) if each.part else 0
        for question in questions or ("",):
            verdict = _verdict(each, question, evidence, how, rest)
            form = each.form
            if form == "percent" and question.startswith(REOFFENDING):
                form = "rate"
            claims.append(_claim(place, passage, span, places, form, question, how, verdict))
    for n in range(len(marked)):
        if passage.links[n].question_id not in {linked.get(at) for at in covered[n]}:
            claims.append(_without_figure(place, passage, n, evidence))
    yield from sorted(claims, key=lambda claim: claim.start)


def _is_loose(claim: Found, passage: Passage) -> bool:
    """Whether it is no claim unless it is clear what it counts."""
    staff = claim.noun == "case managers" and bool(passage.number)
    alone = isinstance(claim.meaning, Counts) and None in (
        claim.meaning.met,
        claim.meaning.relevant,
    )
    if isinstance(claim.meaning, Comparison) and passage.number:
        return True  # "reviewed in line with national standards"
    return claim.loose or (claim.form == "count" and (alone or staff))


def _over(found: Sequence[Found], start: int, end: int) -> Iterator[int]:
    """The places of the claims that a link covers, or touches where its words are gone."""
    for at, each in enumerate(found):
        if (each.start < max(end, start + 1) and start < each.end) or each.end == start == end:
            yield at


def _shown(
    claim: Found, questions: Sequence[str], text: str, links: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """The words to show: those of a link that holds this claim alone; "20 cases" for the sample."""
    for start, end in links:
        if start <= claim.start and claim.end <= end:
            return start, end
    if tuple(questions) == (CASES,) and claim.noun:
        noun = text.lower().find(claim.noun, claim.end)
        return claim.start, max(claim.end, noun + len(claim.noun))
    return claim.start, claim.end


def _within(start: int, end: int, places: Sequence[int] | None) -> tuple[int, int]:
    """A span of a passage's text as one of its plain text."""
    if places is None:
        return start, end
    from bisect import bisect_left

    return bisect_left(places, start), bisect_left(places, end)


def _claim(
    place: int,
    passage: Passage,
    span: tuple[int, int],
    places: Sequence[int] | None,
    form: Form,
    question: str,
    how: Bound,
    verdict: tuple[State, str, Counted | None],
) -> Claim:
    start, end = span if places is None else (places[span[0]], places[span[1] - 1] + 1)
    state, message, figure = verdict
    return Claim(
        place, start, end, passage.number or passage.heading, passage.text[start:end], form,
        question, figure.met if figure else None, figure.relevant if figure else None,
        state, how, message,
    )  # fmt: skip


def _without_figure(place: int, passage: Passage, n: int, evidence: Evidence) -> Claim:
    link = passage.links[n]
    words = passage.text[link.start : link.end]
    figure = evidence.figures.get(link.question_id)
    says = f"{figure.met} of {figure.relevant}" if figure and figure.relevant else ""
    said = f"'{words}' states no figure any more" if words else "The words of this claim are gone"
    message = f"{said}; the data say {says}." if says else f"{said}."
    return Claim(
        place, link.start, link.end, passage.number or passage.heading, words, "majority_word",
        link.question_id, figure.met if figure else None, figure.relevant if figure else None,
        "untraced", "link", message,
    )  # fmt: skip


def _parts_together(found: Sequence[Found], bound: Sequence[tuple[str, ...]], at: int) -> int:
    """The cases that a row of parts counts together: "one was late, and two were not done"."""
    row = [at]
    for step in (-1, 1):
        next_at = at + step
        while 0 <= next_at < len(found) and found[next_at].part and bound[next_at] == bound[at]:
            if abs(found[next_at].start - found[next_at - step].end) > _ROW_REACH:
                break
            row.append(next_at)
            next_at += step
    counts = [found[n].meaning for n in row]
    return sum(each.count for each in counts if isinstance(each, NotMet))


_ROW_REACH = 120


# ---- verdicts ------------------------------------------------------------------------------


def _verdict(
    claim: Found, question: str, evidence: Evidence, how: Bound, together: int
) -> tuple[State, str, Counted | None]:
    if not question:
        return "untraced", "Nothing here says which question this figure is about.", None
    if question.startswith(REOFFENDING):
        state, message = _of_rates(claim, question, evidence.rates)
        return state, message, None
    known = question == CASES or evidence.edition.holds(question)
    if how == "link" and not known:
        return (
            "untraced", f"The link names '{question}', which is no question of this edition.", None,
        )  # fmt: skip
    figure = evidence.figures.get(question)
    if figure is None or not figure.relevant:
        return "untraced", f"The data have no figure for {_title(question, evidence)}.", figure
    met, relevant = figure.met, figure.relevant
    if claim.subset and not _of_all(claim, relevant):
        return (
            "untraced",
            f"This speaks of other cases, or of some of them; the data say {met} of {relevant}.",
            figure,
        )
    meaning = claim.meaning
    if isinstance(meaning, Rate | Comparison):
        return "untraced", f"This compares rates; the link names {question}.", figure
    said = f"The data say {met} of {relevant}"
    if question == CASES:
        said = f"The data hold {relevant} cases"
    if claim.part:
        short = relevant - met
        if together == short:
            return "matched", f"{said}, so {short} fell short, as these words do.", figure
        if together > short:
            return "contradicted", f"{said}: no more than {short} fell short.", figure
        return (
            "untraced",
            f"{said}: {short} fell short, and these words account for {together}.",
            figure,
        )
    counted = relevant - met if claim.turned else met
    true = meaning.true_of(counted, relevant) and claim.among in (None, relevant)
    if isinstance(meaning, NoWord) and true:
        words = true_words(claim, counted, relevant, evidence.scale)
        return (
            "untraced",
            f"{said}; this is no word of the {evidence.scale.title}: {words} would be true.",
            figure,
        )
    if true:
        return "matched", f"{said}, as these words do.", figure
    words = true_words(claim, counted, relevant, evidence.scale)
    if question == CASES:
        words = f"'{number_words(relevant)}'"
    return "contradicted", f"{said}: {words} would be true.", figure


def _of_all(claim: Found, relevant: int) -> bool:
    """Whether the claim says itself that all of the relevant cases are meant."""
    said = claim.meaning.relevant if isinstance(claim.meaning, Counts) else claim.among
    return said == relevant


def _title(question: str, evidence: Evidence) -> str:
    if question == CASES:
        return "the number of cases"
    return f"'{evidence.edition.question(question).title}'"


def _of_rates(claim: Found, question: str, rates: Rates) -> tuple[State, str]:
    meaning = claim.meaning
    if isinstance(meaning, PerCent):
        meaning = Rate(meaning.printed)
    if isinstance(meaning, Rate):
        held = {REOFFENDING: rates.rate, NATIONAL: rates.national}.get(question)
        if held is None:
            return "untraced", "The data have no such rate."
        true = rounded(held, meaning.printed)
        if true == meaning.printed:
            return "matched", f"The published rate is {true}%, as these words say."
        return "contradicted", f"The published rate is {true}%: '{true}%' would be true."
    if not isinstance(meaning, Comparison):
        return "untraced", "These words state no rate and compare none."
    if question == PREVIOUS:
        verdict = rates.previous
        beside = "than the previous year"
    elif rates.rate is None or rates.national is None:
        verdict, beside = None, ""
    else:
        own, other = (rounded(rate, Decimal("0.1")) for rate in (rates.rate, rates.national))
        verdict = "same" if own == other else "better" if own < other else "worse"
        beside = f"than the England and Wales average of {other}%"
    if verdict is None:
        return "untraced", "The data do not say how the rate compares."
    told = (
        f"the same as {beside.removeprefix('than ')}"
        if verdict == "same"
        else f"{verdict} {beside}"
    )
    if verdict in meaning.verdicts:
        return "matched", f"The rate is {told}, as these words say."
    return "contradicted", f"A lower rate is better: '{told}' would be true."
