"""Finding words that state a figure in a passage's plain text.

Only what is counted, or can stand for it, makes a number or a word a claim: so dates, ages, lengths
of time, paragraph numbers and the names of orders are left alone because nothing here matches them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqs.letter.claims.counts import counts
from sqs.letter.claims.grammar import DONE, NOUN, left_undone, negated
from sqs.letter.claims.meanings import Counts, NoWord, PerCent, ShareIn
from sqs.letter.claims.numbers import numbers
from sqs.letter.claims.proportions import proportion_words
from sqs.letter.claims.rates import comparisons
from sqs.letter.claims.search import Found, Search, Spans
from sqs.letter.claims.shares import fractions, percentages
from sqs.letter.wording import Scale

_SOME = re.compile(
    rf"(?:[^.;:,]{{0,25}}?{NOUN})?,? ?(?:(?:that|which|who|where|in which)[^,;.]{{0,30}}? )?"
    r"(?:involv(?:ed|ing) (?!(?:an? )?(?:identifi|known|victim))|concern(?:ed|ing) (?!him|her)"
    r"|(?:rated|classified|graded|scored|assessed) (?:as )?(?:very )?(?:high|medium|low)"
    r"|with a (?:sexual|violent|weapon|previous)|in custody|looked after|of girls|of boys|girls\b"
    r"|boys\b"
    r"|(?:committed|convicted of) )",
    re.IGNORECASE,
)
""" "Of the six cases that involved a sexual offence, five": of those alone."""
_OTHERS = re.compile(
    r"\b(?:at|in) (?:our|the) (?:last|previous|earlier) (?:inspection|visit)\b|(?:inspection"
    r"|visit), when\b"
    r"|\bnationally\b|\bacross the (?:region|country)|\bacross all (?:the |of the )?teams"
    r"|\bin other (?:teams"
    r"|areas)|\belsewhere\b",
    re.IGNORECASE,
)
""" "At our last inspection 60% were": of other cases than these."""
_LIKE = re.compile(
    r"\b(?:so|as|nor|neither)(?: too)? (?:were|was|had|did|are|is|have) \Z", re.IGNORECASE
)
""" "And so were half of the plans": what was said of the claim before."""
_RELATIVE_CLAUSE = re.compile(r"\b(?:that|which|who|where|in which)\b[^,;.]*")
_JOINED = re.compile(r"[^,;.:]*,? (?:and|or|as well as)(?: in| for| with)? \Z")
_AGAIN = re.compile(
    r"(?: [\w'-]+){0,6}(?:[.;,] (?:that|this|which) (?:is|was|amounts to)|,? or|,? \()"
    r" ?(?:just |some |about )?",
    re.IGNORECASE,
)
""" "In 12 cases. That is 63%": the claim before, said as a share."""
FALLS_OUT = re.compile(r"\bexceptions? \(\Z", re.IGNORECASE)


def find(text: str, sentences: Spans, scale: Scale, marked: Spans = ()) -> list[Found]:
    """Every claim in a passage's plain text, in order.

    Args:
        text: plain and without quotations (see passages).
        sentences: the spans of its sentences.
        scale: the letter's proportion words.
        marked: spans that a link or bookmark says state a figure.

    """
    search = Search(text, sentences, scale, marked)
    steps: Sequence[Callable[[Search], None]] = (
        comparisons,
        counts,
        percentages,
        fractions,
        proportion_words,
        numbers,
    )
    for step in steps:
        step(search)
    kept = [each for each in search.found if not search.describes(each.start, each.end)]
    turned = sorted((_polarity(search, each) for each in kept), key=lambda f: f.start)
    return [_of_some(search, each) for each in _together(search, turned)]


def _polarity(search: Search, found: Found) -> Found:
    """Turned where the clause says of a share that it was not done."""
    figure = isinstance(found.meaning, Counts | ShareIn | PerCent | NoWord)
    if not figure or found.form == "complement":
        return found
    first, last = search.predicate(found)
    text = search.text
    if search.before(FALLS_OUT, found.start):
        return replace(found, turned=True)
    if _under_negation(search, found):
        return replace(found, turned=True)
    before = negated(text, min(first, found.start), found.start)
    after = negated(text, max(first, found.end), last)
    undone = left_undone(text, found.end, search.sentence(found.start)[1])
    return replace(found, turned=True) if before or after or undone else found


def _under_negation(search: Search, found: Found) -> bool:
    """Whether it counts what a negation before a colon says: "had not been done: five of 14"."""
    text, (first, last) = search.text, search.sentence(found.start)
    colon = text.rfind(":", first, found.start)
    if colon < 0 or not negated(text, first, colon) or DONE.search(text, colon, found.start):
        return False
    return not DONE.search(_RELATIVE_CLAUSE.sub("", text[found.end : last]))


def _together(search: Search, found: Sequence[Found]) -> list[Found]:
    """Claims that share what is said of one of them: "one-third of the assessments, and ten of the
    26 plans, had not been reviewed"; "eight were wanting, and so were half of the plans"."""
    shared = list(found)
    for place in range(len(shared) - 1, 0, -1):
        before, each = shared[place - 1], shared[place]
        between = _RELATIVE_CLAUSE.sub("", search.text[before.end : each.start])
        first, _ = search.clause(before.start, before.end)
        subject = not DONE.search(search.text, first, before.start)
        if subject and _JOINED.fullmatch(between) and not DONE.search(between):
            shared[place - 1] = replace(before, turned=before.turned or each.turned)
    for place in range(1, len(shared)):
        before, each = shared[place - 1], shared[place]
        if isinstance(each.meaning, PerCent | ShareIn) and _AGAIN.fullmatch(
            search.text, before.end, each.start
        ):
            shared[place] = replace(each, turned=before.turned or before.form == "complement")
        if _LIKE.search(search.text, before.end, each.start):
            shared[place] = replace(each, turned=before.turned)
    return shared


def _of_some(search: Search, found: Found) -> Found:
    """Whether the claim is of some of the relevant cases alone."""
    if found.form in ("complement", "comparison"):
        return found
    at = found.end
    first, last = search.sentence(found.start)
    if _OTHERS.search(search.text, first, last) and "offend" not in search.small[first:last]:
        return replace(found, subset=True)
    if search.text[found.start : found.end].count(" ") > 3:
        inside = _SOME.search(search.text, found.start, found.end)
        if inside:
            return replace(found, subset=True)
    return replace(found, subset=_SOME.match(search.text, at) is not None)
