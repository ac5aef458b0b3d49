"""Finding words that state a figure in a passage's plain text.

Only what is counted, or can stand for it, makes a number or a word a claim: so dates, ages, lengths
of time, paragraph numbers and the names of orders are left alone because nothing here matches them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqs.letter.claims.counts import counts
from sqs.letter.claims.grammar import negated
from sqs.letter.claims.meanings import Counts, NoWord, PerCent, ShareIn
from sqs.letter.claims.numbers import numbers
from sqs.letter.claims.proportions import proportion_words
from sqs.letter.claims.rates import comparisons
from sqs.letter.claims.search import Found, Search, Spans
from sqs.letter.claims.shares import fractions, percentages
from sqs.letter.wording import Scale

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
    return sorted((_polarity(search, each) for each in kept), key=lambda f: f.start)


def _polarity(search: Search, found: Found) -> Found:
    """Turned where the clause says of a share that it was not done."""
    if not isinstance(found.meaning, Counts | ShareIn | PerCent | NoWord):
        return found
    first, last = search.predicate(found)
    text = search.text
    if FALLS_OUT.search(text, 0, found.start):
        return replace(found, turned=True)
    before = negated(text, min(first, found.start), found.start)
    after = negated(text, max(first, found.end), last)
    return replace(found, turned=True) if before or after else found
