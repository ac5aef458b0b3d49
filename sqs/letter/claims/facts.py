"""Facts stated of the cases, which are no judgement: "29 of the 47 complied".

A fact is spoken of in the same words as the judged question that it leads to. It is stated where
the claim's own main clause says it and nothing there says how well it was done.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqs.letter.claims.cues import Fact
from sqs.letter.claims.grammar import clause_around
from sqs.letter.claims.meanings import Counts
from sqs.letter.claims.parts import Span, has_verb
from sqs.letter.claims.search import Found

_RELATIVE = (
    r"\b(?:where|when|who|whom|whose|which|that|if|after|before|once|because|although|though)\b"
)
_LED_IN = re.compile(rf"{_RELATIVE}\s*\Z", re.IGNORECASE)
_LEADS = re.compile(_RELATIVE, re.IGNORECASE)
_JUDGED = re.compile(
    r"\b(?:well|good|proper(?:ly)?|sufficient(?:ly)?|adequate(?:ly)?|satisfactor(?:y|ily)|quality"
    r"|appropriate(?:ly)?|effective(?:ly)?|standard|prompt(?:ly)?|respon\w+|dealt|acted"
    r"|(?<!need for )action"
    r"|late|should|right(?:ly)?|fair(?:ly)?|timely|(?:in|on) time|poor(?:ly)?|thorough(?:ly)?"
    r"|careful(?:ly)?|unanswered|unheeded|ignored|enforce\w*|breach\w*|warn\w*)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:did not|(?:had|have|was|were) not|failed to|never)\b", re.IGNORECASE)


def stated(
    text: str, sentence: Span, claim: Found, questions: Sequence[str], facts: Sequence[Fact]
) -> tuple[Found, tuple[str, ...]]:
    """The claim and its questions, or the fact that it states instead of their judgement."""
    for fact in facts:
        if fact.leads_to not in questions or _needed(claim):
            continue
        clause = clause_around(text, claim.start, claim.end, sentence)
        if not has_verb(text, clause):  # "reports were written in 12 cases, and plans in half"
            clause = sentence[0], clause[1]
        said = fact.said.search(text, *clause)
        if said is None or _JUDGED.search(text, *clause):
            continue
        if _LED_IN.search(text, sentence[0], clause[0]) or _LEADS.search(
            text, claim.end, said.start()
        ):
            continue
        denied = _DENIED.search(text, max(clause[0], claim.end), said.end()) is not None
        return replace(claim, turned=denied), (fact.question_id,)
    return claim, tuple(questions)


def _needed(claim: Found) -> bool:
    """Whether it counts the cases for which the judged question is relevant."""
    return isinstance(claim.meaning, Counts) and claim.meaning.met is None
