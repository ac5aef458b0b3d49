"""The claims of a letter as a value, held against what it rests on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from typing import NamedTuple

from sqs.criteria import editions
from sqs.letter.basis import RATE, RATE_BEFORE, RATE_NATIONAL, Basis, Known
from sqs.letter.changes import sentence_spans
from sqs.letter.claims.judging import Claim, Evidence, Rates, State, judge
from sqs.letter.claims.passages import Link, Passage
from sqs.letter.value import Claim as Marked
from sqs.letter.value import Footnote, Form, Letter, Paragraph
from sqs.letter.wording import scales


class _Counts(NamedTuple):
    met: int
    relevant: int


def judged(letter: Letter, rests_on: Basis) -> tuple[Claim, ...]:
    """Every claim of the letter, marked as one or not, in reading order, with its verdict."""
    passages = (_passage(heading, paragraph) for heading, paragraph in letter.placed())
    return judge(passages, evidence(rests_on))


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim of a letter, marked as one or only found in its words, with what the data say.

    Attributes:
        key: the marked claim's; "unmarked_1" and so on for the others.
        place: its paragraph's number, or the heading over it.
        sentence: the one it stands in.
        words: the claim's.
        form: how they say the figure.
        question_id: what they count; empty where nothing says so.
        known: what the data have of it.
        state: matched, contradicted or untraced.
        message: one sentence on the verdict.

    """

    key: str
    place: str
    sentence: str
    words: str
    form: Form
    question_id: str
    known: Known
    state: State
    message: str

    @property
    def figure(self) -> str:
        """The part of the figure that the claim's form states: "12 of 14", "34.2%", "worse"."""
        return self.known.said_as(self.form)


def statements(letter: Letter, rests_on: Basis) -> list[Statement]:
    """Every claim of the letter, those marked as one and those found in its words, in their order.

    A marked claim stands once, with the worst of the verdicts on its words.
    """
    return as_statements(letter, rests_on, judged(letter, rests_on))


def as_statements(letter: Letter, rests_on: Basis, claims: Sequence[Claim]) -> list[Statement]:
    """The same of claims that are judged already, as `judged` gives them."""
    verdicts = by_key(letter, claims)
    of_passage: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        of_passage[claim.passage].append(claim)
    forms = {claim.key: claim.form for claim in letter.claims()}
    numbers = count(1)
    found: list[Statement] = []
    for passage, (heading, paragraph) in enumerate(letter.placed()):
        said = _passage(heading, paragraph).text
        spans = _spans(paragraph)
        keyed = [(spans[key][0], key, verdicts[key]) for key in spans]
        keyed += [
            (claim.start, f"unmarked_{next(numbers)}", claim)
            for claim in claims
            if claim.passage == passage and not any(_meet(claim, span) for span in spans.values())
        ]
        for start, key, claim in sorted(keyed, key=lambda each: each[0]):
            first, last = spans.get(key, (claim.start, claim.end))
            sentence = next(
                said[begin:end].strip() for begin, end in sentence_spans(said) if start <= end
            )
            known = rests_on.known.get(claim.question_id, Known(claim.question_id))
            found.append(
                Statement(
                    key,
                    paragraph.number or heading,
                    sentence,
                    said[first:last],
                    forms.get(key, claim.form),
                    claim.question_id,
                    known,
                    claim.state,
                    claim.message,
                )
            )
    return found


def by_key(letter: Letter, claims: Iterable[Claim]) -> Mapping[str, Claim]:
    """The verdicts on the letter's marked claims by their keys; of several on one, the worst.

    Args:
        letter: the letter.
        claims: what `judged` says of it.

    """
    spans = [_spans(paragraph) for _, paragraph in letter.placed()]
    found: dict[str, Claim] = {}
    for claim in claims:
        for key, span in spans[claim.passage].items():
            if _meet(claim, span) and (key not in found or _worse(claim, found[key])):
                found[key] = claim
    return found


def _meet(claim: Claim, span: tuple[int, int]) -> bool:
    """Whether the claim and the span share a character; a span without any lies in the claim."""
    start, end = span
    return claim.start < max(end, start + 1) and start < max(claim.end, claim.start + 1)


def sensitivity(letter: Letter, rests_on: Basis, key: str) -> str:
    """Whether one case more or fewer would make a marked claim untrue, as a sentence.

    Empty where the claim is not true now, where it states counts (each case alters those), and
    where one case either way leaves it true.

    Args:
        letter: the letter.
        rests_on: what the data say.
        key: the claim's.

    """
    claim = next(each for each in letter.claims() if each.key == key)
    known = rests_on.known.get(claim.question_id)
    if claim.form in ("count", "all_but", "complement", "rate", "comparison"):
        return ""
    if known is None or known.met is None or not known.relevant:
        return ""

    def true_of(met: int) -> bool:
        """Whether the claim would be true of so many."""
        supposed = {**rests_on.known, claim.question_id: replace(known, met=met)}
        verdicts = by_key(letter, judged(letter, replace(rests_on, known=supposed)))
        return key in verdicts and verdicts[key].state == "matched"

    if not true_of(known.met):
        return ""
    moved = {"fewer": known.met - 1, "more": known.met + 1}
    broken = [way for way, met in moved.items() if 0 <= met <= known.relevant and not true_of(met)]
    unit = _unit(rests_on, claim.question_id)
    words = claim.text[0].lower() + claim.text[1:]
    ways = " or ".join(broken)
    return f"One {unit} {ways} and '{words}' would no longer be true." if broken else ""


def _unit(rests_on: Basis, question_id: str) -> str:
    edition = editions()[rests_on.edition]
    return edition.question(question_id).unit if edition.holds(question_id) else "case"


_STATES = ("matched", "untraced", "contradicted")


def _worse(claim: Claim, than: Claim) -> bool:
    return _STATES.index(claim.state) > _STATES.index(than.state)


def _spans(paragraph: Paragraph) -> Mapping[str, tuple[int, int]]:
    """Where each marked claim stands in the paragraph's words, by its key."""
    said = [run for run in paragraph.runs if not isinstance(run, Footnote)]
    ends = accumulate(len(run.text) for run in said)
    return {
        run.key: (end - len(run.text), end)
        for run, end in zip(said, ends, strict=True)
        if isinstance(run, Marked)
    }


def _passage(heading: str, paragraph: Paragraph) -> Passage:
    words = "".join(run.text for run in paragraph.runs if not isinstance(run, Footnote))
    marked = [run for run in paragraph.runs if isinstance(run, Marked)]
    links = tuple(
        Link(*span, run.question_id)
        for span, run in zip(_spans(paragraph).values(), marked, strict=True)
    )
    return Passage(words, paragraph.number, heading, links)


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
