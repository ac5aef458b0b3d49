"""Whose reoffending rate a figure is: the team's, that of the year before, or the national one."""

import re
from typing import Final

from sqs.letter.claims.parts import STRONG_CUT, Span
from sqs.letter.claims.search import Found

REOFFENDING: Final = "reoffending_rate"
PREVIOUS: Final = f"{REOFFENDING}_previous"
NATIONAL: Final = f"{REOFFENDING}_national"

_RATE = re.compile(
    r"\brate\b|\bre-?offended\b|\breoffending rate|\brate of reoffending", re.IGNORECASE
)
_RATE_SAID = re.compile(
    r"(?<!likelihood of )(?<!risk of )(?<!reduce )(?<!reducing )(?<!address )(?<!tackle )"
    r"(?<!address the )(?<!towards )\bre-?offend(?:ing|s|ed)?\b(?! (?:assess|plan|review))",
    re.IGNORECASE,
)
_RATE_OF = re.compile(
    r"(?P<national>England and Wales|national(?:ly)?(?: (?:average|rate))?|\baverage)"
    r"|(?P<previous>(?:previous|preceding|prior|last|earlier) (?:year|period|cohort)|year before"
    r"|year earlier)"
    r"|(?P<team>\b(?:team|YOT|service)'s\b|\bhere it\b|\bthat of the (?:team|YOT|service)\b)"
    r"|(?P<own>\brate\b)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:than|with|to|since|on|from|against)(?: both)?(?: in| for| across)?(?: the"
    r"| that of)? ?\Z",
    re.I,
)
_ASIDE = re.compile(
    r"(?:, (?:which|who|although|though|having|already|up|down)\b[^;:]*| \([^()]*\)),? "
    r"(?:was|is|stood at|stands at|were|had been|came to|reached) (?:\w+ )?\Z",
    re.IGNORECASE,
)
"""What is said in between of the rate, before its verb: "the rate, which had risen, was"."""
_LEADS = re.compile(
    r"(?: rate| average| figure)*(?: as a whole(?= \())?,? ?(?:of|at|which was|\(|was|is|being"
    r"|for the same period of)? ?",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r" (?:for |in |across |the |was the |is the |of )*")
_OTHERS = ("national", "previous")
_SET_AGAINST = re.compile(r"\d ?%,? (?:compared (?:with|to)|(?:as |set )?against|versus) \Z", re.I)
_WHERE = re.compile(r"\b(?:where|for which|whose)(?: the)? \Z", re.IGNORECASE)
_KINDS = {"own": REOFFENDING, "team": REOFFENDING, "previous": PREVIOUS, "national": NATIONAL}


def about_rates(text: str, span: Span, *, numbered: bool) -> bool:
    """Whether sentences speak of a reoffending rate.

    Args:
        text: the passage.
        span: its sentences that are meant.
        numbered: whether the paragraph has a number, as those on cases do.

    """
    if _RATE.search(text, *span):
        return True
    return not numbered and _RATE_SAID.search(text, *span) is not None


def rate_of(text: str, sentence: Span, claim: Found) -> str:
    """Whose rate a percentage is: what is named last before it, else just after it."""
    first, last = sentence
    after = _RATE_OF.search(text, claim.end, min(last, claim.end + 28))
    if after and after.lastgroup in _OTHERS and _FOLLOWS.fullmatch(text, claim.end, after.start()):
        return _KINDS[after.lastgroup]
    named = mentioned = ""
    aside = _ASIDE.search(text, first, claim.start)
    for found in _RATE_OF.finditer(text, first, aside.start() if aside else claim.start):
        kind = found.lastgroup or ""
        if kind == "own" and mentioned and _WHERE.search(text, first, found.start()):
            kind = mentioned  # "better than England and Wales, where the rate was"
        elif kind in _OTHERS:
            mentioned = kind
            if _BESIDE.search(text, first, found.start()) and not _LEADS.fullmatch(
                text, found.end(), claim.start
            ):
                continue  # "worse than the previous year" says nothing of the number after it
        cut = STRONG_CUT.search(text, found.end(), claim.start)
        if cut and kind in _OTHERS:
            continue
        if not (kind == "own" and named in _OTHERS) or cut:
            named = kind
    if mentioned and _SET_AGAINST.search(text, first, claim.start):
        return _KINDS[mentioned]  # "than in England and Wales, 36.4% compared with 35.9%"
    return _KINDS[named or "own"]
