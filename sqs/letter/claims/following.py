"""Whether a number that fell short goes on with what the claim before it was about.

"Plans were good enough in 12 of 14 cases. In the other two the assessment had been overlooked":
what is named beside such a number tells how the cases fell short. It is of another question only
where it says so itself: "five reviews were late", "in three cases the plan was not good enough".
"""

import re
from collections.abc import Set

from sqs.letter.claims.grammar import VERB
from sqs.letter.claims.meanings import NotMet
from sqs.letter.claims.named import Named
from sqs.letter.claims.parts import Span, clause_of
from sqs.letter.claims.search import Found

_DEFINITE = re.compile(r"(?:the|these|those)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"\W*(?:(?:and|but|yet|while|though) )?(?:in|for|with|on)"
    r"(?: (?:a further|another|only|just))? ",
    re.IGNORECASE,
)
_FELL_SHORT = re.compile(
    r"\b(?:not (?:been )?(?:done )?(?:good|well|sufficient|adequate|satisfactory)|insufficient"
    r"|(?P<done>not (?:been )?(?:\w+ed (?:well )?enough|(?:fully|properly|sufficiently|adequately"
    r"|well) \w+ed))"
    r"|inadequate|unsatisfactory|fell short|poor)\b",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"\W*(?:(?:and|but) )?(?:of|among|amongst|from) the\b", re.IGNORECASE)
_TOPIC_ENDS = re.compile(
    rf"[,;:]|\b(?:that|which|where|who|whose|when|in which|of which|{VERB}"
    r"|(?<!of )(?:the|an?|no|its|their|it|they|there|nobody|nothing))\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(r",|\b(?:because|since|as|due to|owing to)\b", re.IGNORECASE)


def fell_short(claim: Found) -> bool:
    """Whether the claim counts cases that fell short, and not all of them but those."""
    return isinstance(claim.meaning, NotMet) and claim.form == "complement"


def follows(
    named: Named,
    claim: Found,
    part: Span,
    sentence: Span,
    others: Set[str],
    telling: Set[str],
) -> bool:
    """Whether a claim that counts what fell short goes on with the questions of the one before.

    Args:
        named: the aspects that the passage names.
        claim, part, sentence: the claim, with its part of the sentence, and all of that.
        others: the aspects that those questions do not have.
        telling: those among them of which what fell short can be said.

    """
    text = named.text
    if named.within(_topic(text, claim, part, sentence)) & others:
        return False
    if _DEFINITE.match(text, claim.start):
        return True
    begins, ends = clause_of(text, part, claim)
    cause = _CAUSE.search(text, claim.end, ends)
    ends = cause.start() if cause else ends
    if _OPENS.fullmatch(text, begins, claim.start):
        judged = _FELL_SHORT.search(text, claim.end, ends)
        if judged is None:
            return True
        ends = ends if judged["done"] else judged.start()
    return not named.within((begins, ends)) & telling


def _topic(text: str, claim: Found, part: Span, sentence: Span) -> Span:
    """The words that say what a number counts: "of the panel reports, two"; "the two plans"."""
    if _OF_THE.match(text, part[0]) and claim.start > part[0]:
        return part[0], claim.start
    after = _TOPIC_ENDS.search(text, claim.end, sentence[1])
    return claim.start, after.start() if after else sentence[1]
