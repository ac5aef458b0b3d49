"""The part of a sentence that is a claim's own, between the claim before and the claim after."""

import re
from collections.abc import Sequence
from typing import Final

from sqs.letter.claims.grammar import VERB
from sqs.letter.claims.search import Found

Span = tuple[int, int]

STRONG_CUT: Final = re.compile(
    r"(?:[;:]| (?:and|but),|,? (?:but|yet|while|whilst|whereas|though|although)\b"
    r"|, (?:and|with)\b)",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:,|(?<!safety)(?<!health)(?<!children)(?<!parents) and\b| - )", re.IGNORECASE)
_WITH = re.compile(r",? with\b", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_VERB = re.compile(rf"\b(?<![-])(?:{VERB}|\w+ed)\b", re.IGNORECASE)


def parts_of(text: str, sentences: Sequence[Span], claims: Sequence[Found]) -> list[Span]:
    """The part of each claim, in the order of the claims."""
    parts: list[Span] = []
    for place, claim in enumerate(claims):
        first, last = sentences[sentence_at(sentences, claim.start)]
        if place and claims[place - 1].end > first:
            first = max(first, _cut(text, claims[place - 1].end, claim.start)[1])
        if place + 1 < len(claims) and claims[place + 1].start < last:
            last = _cut(text, claim.end, claims[place + 1].start)[0]
        parts.append((first, last))
    for first, last in sentences:
        here = [n for n, claim in enumerate(claims) if first <= claim.start < last]
        if len(here) > 1 and shared_out(text, (first, last)):
            _share_out(text, first, here, claims, parts)
    return parts


def clause_of(text: str, part: Span, claim: Found) -> Span:
    """The clause of the part that the claim stands in, between its semicolons and conjunctions."""
    first, last = part
    for cut in STRONG_CUT.finditer(text, *part):
        if cut.end() <= claim.start:
            first = cut.start()
        elif cut.start() >= claim.end:
            last = cut.start()
            break
    return first, last


def sentence_at(sentences: Sequence[Span], at: int) -> int:
    """The number of the sentence that a place in the text is in."""
    return next(n for n, (_, end) in enumerate(sentences) if at < end)


def has_verb(text: str, part: Span) -> bool:
    """Whether a part of a sentence says what was done, and leaves it not to another part."""
    return _VERB.search(text, *part) is not None


def first_verb(text: str, part: Span) -> int:
    """Where the first verb of a part begins; its end where there is none."""
    verb = _VERB.search(text, *part)
    return verb.start() if verb else part[1]


def shared_out(text: str, sentence: Span) -> bool:
    """Whether the claims' parts only say how they differ, and the rest is said of all."""
    return _RESPECTIVELY.search(text, *sentence) is not None


def _share_out(
    text: str, first: int, here: Sequence[int], claims: Sequence[Found], parts: list[Span]
) -> None:
    """ "Assessments and plans had been reviewed in five and in three cases respectively." """
    start = claims[here[0]].start
    cuts = [found.start() for found in _CUT.finditer(text, first, start)]
    verb = next(
        (v.start() for v in _VERB.finditer(text, cuts[-1] if cuts else first, start)), start
    )
    edges = [first, *cuts, verb]
    if len(edges) == len(here) + 1:
        for n, place in enumerate(here):
            parts[place] = (edges[n], edges[n + 1])


def _cut(text: str, start: int, end: int) -> Span:
    """Where the part of one claim ends and that of the next begins; what divides nothing is said of
    both."""
    strong = list(STRONG_CUT.finditer(text, start, end))
    if len(strong) > 1 and _WITH.match(strong[-1][0]):
        strong.pop()  # "..., but plans were weaker, with two good ones": the plans are the second's
    cuts = strong or list(_CUT.finditer(text, start, end))
    if not cuts:
        return end, start
    return cuts[-1].start(), cuts[-1].start()
