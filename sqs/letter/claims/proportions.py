"""Fractions with their modifiers and proportion words: the shares of which they are true."""

import functools
import re
from collections.abc import Sequence
from fractions import Fraction

from sqs.letter.claims.grammar import BETWEEN, ENDS, NOUN, VERB
from sqs.letter.claims.meanings import (
    Meaning,
    NoWord,
    ShareIn,
)
from sqs.letter.wording import Band, Scale, scales

PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "tenth": 10,
}  # fmt: skip
HALF = Fraction(1, 2)
_NEAR = Fraction(6, 100)
_FAR = Fraction(10, 100)
_WELL = (Fraction(5, 100), Fraction(15, 100))
THIRDS = Fraction(1, 100)

MODIFIERS: Sequence[tuple[str, str]] = (
    ((r"(?:almost|nearly|just under|just below|slightly (?:under|below|less than|fewer than)"
     r"|(?:a )?little (?:under|less than)|just short of|not quite|just less than)"), "almost"),
    ((r"(?:just over|just above|just more than|slightly (?:over|above|more than)"
     r"|(?:a )?little (?:over|more than|above))"), "just over"),
    ((r"(?:well over|well above|considerably more than|well in excess of|significantly more than"
     r"|many more than|much more than|far more than)"), "well over"),
    ((r"(?:well under|well below|considerably (?:less|fewer) than|far (?:less|fewer) than"
     r"|(?:much|significantly|many) (?:less|fewer) than)"), "well under"),
    (r"(?:at least|no (?:less|fewer) than|a minimum of)", "at least"),
    (r"(?:at most|no more than|not more than|up to)", "at most"),
    (r"(?:over|more than|above|in excess of)", "over"),
    (r"(?:under|less than|fewer than|below)", "under"),
    (r"(?:about|around|roughly|approximately|close to|some)", "about"),
    (r"(?:exactly|precisely|fully|only|just)", "exactly"),
)  # fmt: skip
MODIFIER = "|".join(f"(?P<m{place}>{pattern})" for place, (pattern, _) in enumerate(MODIFIERS))


def modifier_of(found: re.Match[str]) -> str:
    """The kind of modifier in a match of a pattern with MODIFIER in it."""
    for place, (_, name) in enumerate(MODIFIERS):
        if found[f"m{place}"]:
            return name
    return "exactly"


def share_band(modifier: str, share: Fraction, near: Fraction = Fraction(0)) -> Band:
    """The shares of which a fraction with its modifier is true ("almost", 2/3).

    Args:
        modifier: almost, just over, over, well over, under, well under, at least, at most, about
            or exactly.
        share: the fraction.
        near: how far from the fraction "exactly" still holds.

    """
    match modifier:
        case "almost":
            return Band(share - _NEAR, share, True, False)
        case "just over":
            return Band(share, share + _NEAR, False, True)
        case "over":
            most = Fraction(1) if share == HALF else share + _FAR
            return Band(share, most, False, share != HALF)
        case "well over":
            return Band(share + _WELL[0], share + _WELL[1], True, True)
        case "under":
            least = Fraction(0) if share == HALF else share - _FAR
            return Band(least, share, share != HALF, False)
        case "well under":
            return Band(share - _WELL[1], share - _WELL[0], True, True)
        case "at least":
            return Band(share, Fraction(1), True, True)
        case "at most":
            return Band(Fraction(0), share, True, True)
        case "about":
            return Band(share - _NEAR, share + _NEAR, True, True)
        case _:
            return Band(share - near, share + near, True, True)


FRACTION = re.compile(
    rf"(?<![\w-])(?:(?:{MODIFIER}) )?(?:(?P<half>(?:one[- ]|a )?half)"
    r"|(?P<top>one|two|three|four|five|six|seven|eight|nine|a)[- ]"
    r"(?P<part>thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)"
    r")(?![\w-])",
    re.IGNORECASE,
)
OF = re.compile(r" of\b", re.IGNORECASE)
AFTER_FRACTION = re.compile(
    rf" (?:of|the (?:relevant )?{NOUN}|(?:relevant )?{NOUN}|{VERB}|for|when|where|in)\b"
    rf"| ?(?:{ENDS}|\Z)",
    re.IGNORECASE,
)
NO_FRACTION = re.compile(
    r"(?:\b(?:\d+ and|fifteen and|first|second|other|latter|each|per|last|this|next|previous|final|better|and a) \Z)",
    re.IGNORECASE,
)
NO_FRACTION_AFTER = re.compile(
    r" (?:of (?:the |its |their )?(?:budget|time(?! (?:it|this|they|that) )|team|area|population|posts|funding|year"
    r"|20\d\d|period|hour|day|sentence|order|June|July)|an? |hour|day|term"
    r"|time|way)\b",
    re.IGNORECASE,
)


_ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
_SAME_WORD = {
    "nearly all": "almost all", "virtually all": "almost all", "practically all": "almost all",
    "very few": "few", "hardly any": "few", "only a few": "few", "just a few": "few",
    "every": "all", "each": "all", "every one": "all", "each one": "all", "every single": "all",
    "no": "none", "no one": "none", "nobody": "none", "everyone": "all", "everybody": "all",
    "fewer than half": "less than half", "under half": "less than half",
    "below half": "less than half", "above half": "over half",
}  # fmt: skip
"""Other ways to say a word that a scale may have."""

_OPEN = Band(Fraction(0), Fraction(1), False, False)
_MORE = Band(HALF, Fraction(1), False, False)
_LESS = Band(Fraction(0), HALF, False, False)
NOT_ALL = Band(Fraction(0), Fraction(1), True, False)
ALL = Band(Fraction(1), Fraction(1), True, True)
NONE = Band(Fraction(0), Fraction(0), True, True)

WORDS = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<not_all>not (?:all|every|each)|by no means all)"
    r"|(?P<majority>(?:(?:the|an?) )?(?:(?:very )?(?!of\b|in\b|that\b|was\b|were\b)[a-z]+ )?"
    r"(?:majority|minority)(?! (?:vote|verdict|share|party|decision|ethnic|view|group)))"
    r"|(?P<almost>(?:almost|nearly|virtually|practically) all)"
    r"|(?P<too_few>too few(?! reviews))"
    r"|(?P<few>(?:very|only a|just a|the) few|(?<!a )(?<!the )(?<!these )(?<!those )(?<!last )"
    r"(?<!next )(?<!past )(?<!first )(?<!fewer )few|hardly any)"
    r"|(?P<none>none|no one|nobody)"
    r"|(?P<neither>neither)"
    r"|(?P<both>both)"
    r"|(?P<most>most)"
    r"|(?P<without>without exception)"
    r"|(?P<every>(?:every(?: single)?(?: one)?|each(?: one)?)(?! (?:year|month|week|day|time|quarter|hundred|member))|everyone|everybody)"
    r"|(?P<all>all)"
    r"|(?P<no>no)"
    r")(?![\w-])",
    re.IGNORECASE,
)
BUT_BEFORE = re.compile(r"\b(?:but|if|though) \Z", re.IGNORECASE)
NOT_MOST = re.compile(r"\b(?:the|at|what|a|their|its|his|her) \Z", re.IGNORECASE)
NOT_ALL_BEFORE = re.compile(
    r"(?:\b(?:at|after|above|for|first of|once and for|not|in|overall|with) \Z)", re.IGNORECASE
)
IN_ALL = re.compile(r"\bin \Z", re.IGNORECASE)
WERE_BEFORE = re.compile(r"\b(?:were|had|have) \Z", re.IGNORECASE)
READ_BEFORE = re.compile(
    r"\bwe (?:have )?(?:read|examined|inspected|looked at|assessed|considered|discussed|reviewed"
    r"|saw"
    r"|spoke (?:to|with)|interviewed|met(?: with)?)(?: with)? \Z",
    re.IGNORECASE,
)
NO_AHEAD = re.compile(
    r" (?:(?:relevant|of the) )?(?:cases?|case managers?|staff|plans|reports|reviews|assessments"
    r"|PSRs|pre-sentence reports|young people|children|child|victims?)\b",
    re.IGNORECASE,
)
BOTH_AHEAD = re.compile(
    rf"(?: of those (?:in which|where|who|that)\b"
    rf"|(?: of(?: (?:the|these|those|them))?)?{BETWEEN}{{0,3}}? (?P<noun>{NOUN})\b"
    rf"(?!,? and\b)|(?: of (?:them|these|those))? {VERB}\b)",
    re.IGNORECASE,
)
AHEAD_OF_THEM = re.compile(r" of (?:them|these|those)\b", re.IGNORECASE)
NOR = re.compile(r"\bnor\b", re.IGNORECASE)
EXPECTED = re.compile(
    r"\b(?:(?<!as it )(?<!as they )should(?! have)|must(?! have)|ought(?! to have)|deserves?|expect(?:s|ed)?|needs? to"
    r"|has to|have to|(?:is|are)"
    r" entitled|important that|essential that|aim(?:s)? to|would like|hope(?:s)?|recommends?|will"
    r"|vital that|in order that|target (?:is|was|of)|standard requires?|requires? that"
    r"|can (?:only)?"
    r"|may|might|make sure that)\b",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:was|were|had|did|been|\w+ed)\b", re.IGNORECASE)
BECAUSE = re.compile(r"\b(?:this|it) (?:was|had been)(?: \w+)? (?:because|due)\b", re.IGNORECASE)


class _Words:
    """The proportion words of one scale, and of the others, as bands."""

    def __init__(self, scale: Scale) -> None:
        self.own = {_bare(text): word.accepted for word in scale.words for text in
                    (word.text, *word.also)}  # fmt: skip

    def meaning(self, words: str) -> Meaning:
        """What the words mean on this scale."""
        bare = _bare(words)
        bare = bare if bare in self.own else _SAME_WORD.get(bare, bare)
        if bare in self.own:
            return ShareIn(self.own[bare])
        if bare in ("over half", "more than half"):
            return ShareIn(_MORE)
        if bare == "less than half":
            return ShareIn(_LESS)
        less = bare.endswith(("minority", "few"))
        if bare == "too few":
            return NoWord(Band(Fraction(0), Fraction(1), True, False))
        return NoWord(_LESS if less else _MORE)


def _bare(words: str) -> str:
    return _ARTICLE.sub("", words.lower())


@functools.cache
def words_of(scale_name: str) -> _Words:
    """The proportion words of that scale, made once a process."""
    return _Words(scales()[scale_name])
