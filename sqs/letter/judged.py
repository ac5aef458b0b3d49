"""The claims of a letter as a value, held against what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from sqs.criteria import editions
from sqs.letter.basis import RATE, RATE_BEFORE, RATE_NATIONAL, Basis, Known
from sqs.letter.claims.judging import Claim, Evidence, Rates, judge
from sqs.letter.claims.passages import Link, Passage
from sqs.letter.value import Claim as Marked
from sqs.letter.value import Footnote, Letter, Paragraph
from sqs.letter.wording import scales


class _Counts(NamedTuple):
    met: int
    relevant: int


def judged(letter: Letter, rests_on: Basis) -> tuple[Claim, ...]:
    """Every claim of the letter, marked as one or not, in reading order, with its verdict."""
    passages = (_passage(heading, paragraph) for heading, paragraph in letter.placed())
    return judge(passages, evidence(rests_on))


def by_key(letter: Letter, claims: Iterable[Claim]) -> Mapping[str, Claim]:
    """The verdicts on the letter's marked claims by their keys; of several on one, the worst.

    Args:
        letter: the letter.
        claims: what `judged` says of it.

    """
    paragraphs = [paragraph for _, paragraph in letter.placed()]
    found: dict[str, Claim] = {}
    for claim in claims:
        for key, (start, end) in _spans(paragraphs[claim.passage]).items():
            met = claim.start < max(end, start + 1) and start < max(claim.end, claim.start + 1)
            if met and (key not in found or _worse(claim, found[key])):
                found[key] = claim
    return found


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
