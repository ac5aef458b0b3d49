"""Finding words that state a figure in a passage's plain text.

Only what is counted, or can stand for it, makes a number or a word a claim: so dates, ages, lengths
of time, paragraph numbers and the names of orders are left alone because nothing here matches them.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from sqs.letter.claims.meanings import (
    Bound,
    Comparison,
    Counts,
    Meaning,
    NotMet,
    NoWord,
    PerCent,
    ShareIn,
)
from sqs.letter.value import Form
from sqs.letter.wording import Band, Scale, scales


@dataclass(frozen=True, slots=True)
class Found:
    """Words that state a figure.

    Attributes:
        start, end: their span in the plain text.
        form: how they say it.
        meaning: what has to be true.
        noun: what is counted, where it is said ("case managers"), in small letters.
        part: it counts a part of the cases that fell short ("one was not reviewed in time").
        turned: it counts what was not done ("not good enough in five of the 13").
        loose: a claim only where it is clear what it counts ("three children aged 12").

    """

    start: int
    end: int
    form: Form
    meaning: Meaning
    noun: str = ""
    part: bool = False
    turned: bool = False
    loose: bool = False


# ---- numbers -------------------------------------------------------------------------------

_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Mapping[str, int] = (
    {"zero": 0, "none": 0, "neither": 0, "both": 2}
    | {word: count for count, word in enumerate(_UNITS, 1)}
    | {word: 10 * place for place, word in enumerate(_TENS, 2)}
    | {
        f"{ten}-{unit}": 10 * place + count
        for place, ten in enumerate(_TENS, 2)
        for count, unit in enumerate(_UNITS[:9], 1)
    }
)
_NUMBER = (
    r"(?<![\w.,£$/%-])(?:\d{1,3}|(?:"
    + "|".join(_TENS)
    + r")(?:[- ](?:"
    + "|".join(_UNITS[:9])
    + r"))?|(?:"
    + "|".join(sorted(_UNITS, key=len, reverse=True))
    + r"))(?![\w%/]|[.,:]\d|-\w| ?per ?cent\b)"
)


def number(words: str) -> int:
    """The number that the words say."""
    words = words.lower()
    return int(words) if words.isdigit() else _NUMBERS[words.replace(" ", "-")]


# ---- what is counted -----------------------------------------------------------------------

_NOUN = (
    r"(?:case managers?|cases?|plans?|reports?|reviews?|(?:re)?assessments?|PSRs?|instances?"
    r"|staff|practitioners|managers|interviewees|(?:children and )?young (?:people|persons?)"
    r"|child(?:ren)?(?! protection)|victims?|individuals)"
)
_VERB = (
    r"(?:had|has|have|having|was|were|is|are|be|been|being|did|does|do|could|can|would|will|should"
    r"|must|may|might|felt|said|spoke|gave|told|reported|understood|knew|thought|found|believed"
    r"|considered|described|agreed|showed|included|contained|demonstrated|met|received|saw|made"
    r"|took|spoke|expressed|stated|held|got|knew|paid|led|needed|attended|commented|covered"
    r"|provided|became|came|went|worked|took|fell|lacked|followed)"
)
_ENDS = r"[.,;:!?()\0]"
_BETWEEN = (
    rf"(?: (?!{_VERB}\b|and\b(?! young)|or\b|but\b|that\b|which\b|where\b|who\b|in\b)[\w'/()&-]+)"
)
_AHEAD_NOUN = re.compile(
    rf"(?: of)?{_BETWEEN}{{0,6}}? (?P<noun>{_NOUN})\b(?!-)(?! management)", re.IGNORECASE
)
_AHEAD_VERB = re.compile(
    rf"(?: (?:of (?:them|these|those|which|whom)|also|clearly|again|now|then|who|interviewed|too))*"
    rf",? (?:\w+ly )?{_VERB}\b",
    re.IGNORECASE,
)
_AHEAD_END = re.compile(rf"(?: of (?:them|these|those))? ?(?:{_ENDS}|\Z)", re.IGNORECASE)
_NEVER_COUNTED = (
    r"(?! ?(?:themes?|areas?|sections?|criteria|questions?|strengths?|agenc|partners?|inspectors?"
    r"|days?|weeks?|months?|years?|hours?|teams?|councils?|authorit|boroughs|points?|aims"
    r"|priorities|occasions|people in|reasons|factors|key|main|ways|examples|meetings|domains"
    r"|local|types|offences|orders|services|bullet|standards|local|sessions|appointments|visits"
    r"|the (?:most|best|main|key)|elements|aspects))"
)

_PLURAL_OF = {
    "case manager": "case managers",
    "managers": "case managers",
    "staff": "case managers",
}


def _noun(text: str, at: int) -> str:
    """What is counted by words that end there; empty where that is not said."""
    ahead = _AHEAD_NOUN.match(text, at)
    if not ahead:
        return ""
    noun = ahead["noun"].lower()
    return _PLURAL_OF.get(noun, noun)


# ---- negation ------------------------------------------------------------------------------

_NEGATION = re.compile(
    r"\b(?:not(?! (?:only|just|relevant|applicable|comply|complied|complying|always be))|never|cannot"
    r"|(?:had|was|were|did|has|have|is|are)n't(?! comply)"
    r"|insufficient(?:ly)?|inadequate(?:ly)?|ineffective(?:ly)?|unsatisfactor(?:y|ily)|poor(?:ly)?"
    r"|fell short|fall short|falling short|missing|lack(?:ed|ing)?|absent|absence of|failed to (?!comply|attend)|omitted"
    r"|too little|too few reviews|overlooked|neglected|incomplete|weak|deficien\w+|shortcomings?"
    r"|gaps?|late|less well|undone|without (?:a|any|an) (?:\w+ )?(?:plan|assessment|review|report)"
    r"|otherwise|(?<!in )no (?:\w+ ){0,3}(?:plan|assessment|review|reports?|evidence|oversight"
    r"|attention|action|response|formal|record)\w*)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:()\0]| - |\b(?:because|although|though|but|where|when|whose|who|which|while|whereas|if"
    r"|unless|until|since|and|that|so that)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(rf"\b(?:{_VERB}|\w+ed)\b", re.IGNORECASE)


def _clause(text: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """The clause that words stand in; with the next one where it has no verb of its own."""
    first, last = sentence
    for cut in _CLAUSE.finditer(text, sentence[0], start):
        first = cut.end()
    cuts = [cut.start() for cut in _CLAUSE.finditer(text, end, sentence[1])]
    for cut in (*cuts, sentence[1]):
        last = cut
        if _PREDICATE.search(text, first, last):
            break
    return first, last


def negated(text: str, start: int, end: int) -> bool:
    """Whether that stretch of text says that something was not done."""
    return _NEGATION.search(text, start, end) is not None


# ---- fractions -----------------------------------------------------------------------------

_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "tenth": 10,
}  # fmt: skip
_HALF = Fraction(1, 2)
_NEAR = Fraction(6, 100)
_FAR = Fraction(10, 100)
_WELL = (Fraction(5, 100), Fraction(15, 100))
_THIRDS = Fraction(1, 100)

_MODIFIERS: Sequence[tuple[str, str]] = (
    (r"(?:almost|nearly|just under|just below|slightly (?:under|below|less than|fewer than)"
     r"|(?:a )?little (?:under|less than)|just short of|not quite|just less than)", "almost"),
    (r"(?:just over|just above|just more than|slightly (?:over|above|more than)"
     r"|(?:a )?little (?:over|more than|above))", "just over"),
    (r"(?:well over|well above|considerably more than|well in excess of|significantly more than"
     r"|many more than|much more than|far more than)", "well over"),
    (r"(?:well under|well below|considerably (?:less|fewer) than|far (?:less|fewer) than"
     r"|(?:much|significantly|many) (?:less|fewer) than)", "well under"),
    (r"(?:at least|no (?:less|fewer) than|a minimum of)", "at least"),
    (r"(?:at most|no more than|not more than|up to)", "at most"),
    (r"(?:over|more than|above|in excess of)", "over"),
    (r"(?:under|less than|fewer than|below)", "under"),
    (r"(?:about|around|roughly|approximately|close to|some)", "about"),
    (r"(?:exactly|precisely|fully|only|just)", "exactly"),
)  # fmt: skip
_MODIFIER = "|".join(f"(?P<m{place}>{pattern})" for place, (pattern, _) in enumerate(_MODIFIERS))


def _modifier(found: re.Match[str]) -> str:
    for place, (_, name) in enumerate(_MODIFIERS):
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
            most = Fraction(1) if share == _HALF else share + _FAR
            return Band(share, most, False, share != _HALF)
        case "well over":
            return Band(share + _WELL[0], share + _WELL[1], True, True)
        case "under":
            least = Fraction(0) if share == _HALF else share - _FAR
            return Band(least, share, share != _HALF, False)
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


_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?:{_MODIFIER}) )?(?:(?P<half>(?:one[- ]|a )?half)"
    r"|(?P<top>one|two|three|four|five|six|seven|eight|nine|a)[- ]"
    r"(?P<part>thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)"
    r")(?![\w-])",
    re.IGNORECASE,
)
_OF = re.compile(r" of\b", re.IGNORECASE)
_AFTER_FRACTION = re.compile(
    rf" (?:of|the (?:relevant )?{_NOUN}|(?:relevant )?{_NOUN}|{_VERB}|for|when|where|in)\b"
    rf"| ?(?:{_ENDS}|\Z)",
    re.IGNORECASE,
)
_NO_FRACTION = re.compile(
    r"(?:\b(?:first|second|other|latter|each|per|last|this|next|previous|final|better|and a) \Z)",
    re.IGNORECASE,
)
_NO_FRACTION_AFTER = re.compile(
    r" (?:of (?:the |its |their )?(?:budget|time|team|area|population|posts|funding|year|20\d\d|period|hour|day|sentence|order|June|July)|an? |hour|day|term"
    r"|time|way)\b",
    re.IGNORECASE,
)


# ---- proportion words ----------------------------------------------------------------------

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
_MORE = Band(_HALF, Fraction(1), False, False)
_LESS = Band(Fraction(0), _HALF, False, False)
_NOT_ALL = Band(Fraction(0), Fraction(1), True, False)
_ALL = Band(Fraction(1), Fraction(1), True, True)
_NONE = Band(Fraction(0), Fraction(0), True, True)

_WORDS = re.compile(
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
    r"|(?P<every>every(?: single)?(?: one)?|each(?: one)?|everyone|everybody)"
    r"|(?P<all>all)"
    r"|(?P<no>no)"
    r")(?![\w-])",
    re.IGNORECASE,
)
_NOT_MOST = re.compile(r"\b(?:the|at|what|a|their|its|his|her) \Z", re.IGNORECASE)
_NOT_ALL_BEFORE = re.compile(
    r"(?:\b(?:at|after|above|for|first of|once and for|not|in|overall|with) \Z)", re.IGNORECASE
)
_IN_ALL = re.compile(r"\bin \Z", re.IGNORECASE)
_WERE_BEFORE = re.compile(r"\b(?:were|had|have) \Z", re.IGNORECASE)
_READ_BEFORE = re.compile(
    r"\bwe (?:have )?(?:read|examined|inspected|looked at|assessed|considered|discussed|reviewed|saw"
    r"|spoke (?:to|with)|interviewed|met(?: with)?)(?: with)? \Z",
    re.IGNORECASE,
)
_NO_AHEAD = re.compile(
    r" (?:(?:relevant|of the) )?(?:cases?|case managers?|staff|plans|reports|reviews|assessments"
    r"|PSRs|pre-sentence reports|young people|children)\b",
    re.IGNORECASE,
)
_BOTH_AHEAD = re.compile(
    rf"(?: of(?: (?:the|these|those|them))?)?{_BETWEEN}{{0,3}}? (?P<noun>{_NOUN})\b"
    rf"(?!,? and\b)|(?: of (?:them|these|those))? {_VERB}\b",
    re.IGNORECASE,
)
_NOR = re.compile(r"\bnor\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\b(?:should(?! have)|must(?! have)|ought(?! to have)|deserves?|expect(?:s|ed)?|need(?:s)? to|has to|have to|(?:is|are)"
    r" entitled|important that|essential that|aim(?:s)? to|would like|hope(?:s)?|recommends?|will"
    r"|vital that|in order that|target (?:is|was|of)|standard requires?|requires? that|can (?:only)?"
    r"|may|might|make sure that)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|had|did|been|\w+ed)\b", re.IGNORECASE)
_BECAUSE = re.compile(r"\b(?:this|it) (?:was|had been)(?: \w+)? (?:because|due)\b", re.IGNORECASE)


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
        less = bare.endswith("minority") or bare.endswith("few")
        if bare == "too few":
            return NoWord(Band(Fraction(0), Fraction(1), True, False))
        return NoWord(_LESS if less else _MORE)


def _bare(words: str) -> str:
    return _ARTICLE.sub("", words.lower())


@functools.cache
def _words_of(scale_name: str) -> _Words:
    return _Words(scales()[scale_name])


# ---- counts --------------------------------------------------------------------------------

_BOUNDS: Mapping[str, Bound] = {
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "at most": "<=",
    "no more than": "<=", "up to": "<=", "more than": ">", "over": ">", "fewer than": "<",
    "less than": "<", "under": "<",
}  # fmt: skip
_BOUND = "(?:(?P<bound>" + "|".join(_BOUNDS) + ") )?"
_DET = r"(?: (?:the|these|those|our|all|a total of|all the|all of the))?"
_ADJ = r"(?: (?:relevant|remaining|other|applicable|sampled|inspected))*"

_OUT_OF = re.compile(
    rf"(?<![\w-]){_BOUND}(?P<met>{_NUMBER}|none|neither|both)"
    rf"(?:{_BETWEEN}{{0,5}}? {_NOUN})?(?: \([^()]*\))?"
    rf",? \(?(?:out of|of){_DET}{_ADJ} (?P<relevant>{_NUMBER}){_NEVER_COUNTED}",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<![\w./-])(?P<met>\d{1,3}) ?/ ?(?P<relevant>\d{1,3})(?![\w/]|[.]\d)")
_IN_EVERY = re.compile(
    rf"(?<![\w-])(?P<top>{_NUMBER})(?: {_NOUN})? in(?: every)? "
    rf"(?P<part>{_NUMBER})(?! (?:months?|weeks?|days?|years?))",
    re.IGNORECASE,
)
_OF_FIRST = re.compile(
    rf"(?<![\w-])(?:out of|of|in|among|from|amongst){_DET}{_ADJ} (?P<relevant>{_NUMBER})"
    rf"{_NEVER_COUNTED}(?P<middle>(?: [\w'/()-]+){{1,16}}?),? "
    rf"(?:only |just )?{_BOUND}(?P<met>{_NUMBER}|none|all|both|neither)"
    rf"(?= (?:(?:of (?:them|these|those)|also|\w+ly) )?(?:{_VERB})\b| ?[.;])",
    re.IGNORECASE,
)
_ALL_BUT = re.compile(
    rf"(?<![\w-])(?:all|every|each)\b{_BETWEEN}{{0,7}}? "
    rf"(?:but|except(?: for| in)?|bar|apart from|save(?: for)?|with the exception of|excluding"
    rf"|other than)(?: for| in)?(?: the)? (?P<count>{_NUMBER}){_NEVER_COUNTED}",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    rf"(?<![\w-])with (?:only |just )?(?:the exception of (?P<count>{_NUMBER})"
    rf"|(?P<count2>{_NUMBER}) exceptions?)",
    re.IGNORECASE,
)
_ALL_OF = re.compile(
    rf"(?<![\w-])(?P<how>all|each|every one|none|no one|neither|both)(?: of)?(?: the| these| those"
    rf"| our)?{_ADJ} (?P<relevant>{_NUMBER}){_NEVER_COUNTED}",
    re.IGNORECASE,
)
_BOTH_OTHERS = re.compile(
    r"(?<![\w-])both(?: of)?(?: the| these| those)? (?:other|others|remaining)\b", re.IGNORECASE
)
_NOT_ONE = re.compile(
    rf"(?<![\w-])not (?:one|a single one)(?: of(?: the| these| those){_ADJ}"
    rf"(?: (?P<relevant>{_NUMBER}))?|(?= (?:relevant )?{_NOUN}))|(?<![\w-])not a single"
    rf"(?= (?:relevant )?{_NOUN})",
    re.IGNORECASE,
)
_ALL_IN = re.compile(
    rf"(?<![\w-])all{_BETWEEN}{{0,2}}? (?P<relevant>{_NUMBER})(?= (?:relevant |of the )?{_NOUN})",
    re.IGNORECASE,
)
_THE = re.compile(
    rf"(?<![\w-])(?P<how>the|those|these) (?P<rest>(?:other|remaining|further) )?"
    rf"(?P<count>{_NUMBER})(?P<rest2> (?:others?|remaining)\b)?{_NEVER_COUNTED}",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?<![\w-]){_BOUND}(?P<only>(?:only|just) )?(?P<count>{_NUMBER})(?P<others> others?)?"
    rf"(?P<more> more)?"
    rf"(?:(?P<noun>(?: (?:relevant|other|such|of (?:these|those|the|our)|separate|remaining"
    rf"|referral order|pre-sentence|initial|first|court|panel|individual|further))*"
    rf" {_NOUN})\b|(?P<verb>(?= (?:{_VERB}|not|of (?:these|those|them))\b)))",
    re.IGNORECASE,
)
_IN_ALONE = re.compile(
    rf"(?<![\w-])(?:in|to|for|by) (?:only |just )?(?P<count>{_NUMBER})(?= ?(?:[.,;)]|\Z))",
    re.IGNORECASE,
)
_SAYS = re.compile(r" (?:told|said|commented|noted|described|explained|wrote)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    rf"(?: (?:relevant|other|remaining|such))*(?: {_NOUN})?,? (?:that|which|where|in which|who|whose|when)\b",
    re.IGNORECASE,
)
_PEOPLE = ("children", "young people", "young person", "child", "victims", "victim")
_TAKEN_UP = re.compile(r",? (?:this|that|it|they|these)\b", re.IGNORECASE)
_NEEDED = re.compile(
    r"(?<!\bas )(?<!\bwhere )(?<!\bwhen )(?<!\bif )(?<!\bnot )(?<!\bno )\b"
    r"(?:needed|required|necessary|called for|due)\b",
    re.IGNORECASE,
)
_NEED = re.compile(
    r" (?:had |have )?(?:needed|required|called for) (?:a|an|such|one)\b", re.IGNORECASE
)
_REMAINDER = re.compile(
    r"\b(?:of|in|for|from) (?:the (?:remainder|rest|others|remaining\b[\w ]*)|these|those|them)\b",
    re.IGNORECASE,
)

_PERCENT = re.compile(
    rf"(?<![\w.,£-])(?:(?:{_MODIFIER}) )?(?P<number>\d{{1,3}}(?:\.\d+)?|(?:{'|'.join(_TENS)})"
    rf"(?:[- ](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    r"(?: ?%| ?per ?cent\b)(?!\w)",
    re.IGNORECASE,
)
_SAYS_PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)
_SAYS_FRACTION = re.compile(f"{'|'.join(_PARTS)}", re.IGNORECASE)

# ---- rates compared ------------------------------------------------------------------------

_TARGET = (
    r"(?:(?:that|the rate|the figure)(?: of| for| in)? )?(?:in |for )?"
    r"(?:(?P<previous{0}>(?:the |a |its |their )?(?:previous|preceding|prior|last|earlier)(?: published)?"
    r" (?:12 months|twelve months|year|period|cohort|rate|figure)(?:'s)?(?: rate| figure)?"
    r"|the year before|a year (?:earlier|before)|the rate a year (?:earlier|before)|before|previously|the one before)"
    r"|(?P<national{0}>(?:the )?(?:average |rate |figure )?(?:for |in |across )?"
    r"(?:England and Wales|England & Wales|national(?:ly)?)"
    r"(?: (?:re-?offending )?(?:average|rate|figure))?|the average))"
)
_BETTER = (
    r"better|lower|below|an? improvement|improved|fallen|decreased|down|reduced|an? reduction"
    r"|a fall|a decrease|more favourable|less|fell|dropped|favourably"
)
_WORSE = (
    r"worse|higher|above|an? deterioration|deteriorated|risen|increased|up|an? rise|an? increase"
    r"|poorer|worsened|less favourable|more|rose|grown"
)
_SAME = r"the same|unchanged|equal|no different|in line|level|identical|similar|not changed|broadly similar|no change"
_COMPARED = re.compile(
    rf"(?<![\w-])(?P<not>(?:no|not|neither) )?(?:much |slightly |a little |considerably |well |far |significantly "
    rf"|just |somewhat |exactly )?"
    rf"(?:(?P<same>{_SAME})|(?P<worse>less favourable|{_WORSE})|(?P<better>{_BETTER}))"
    rf"(?: when)?(?: compared)?(?: than| as| to| from| on| with| since| against| in)*(?: both)? "
    rf"{_TARGET.format(1)}(?:,? (?:and|or|as well as)(?: than| as| also| on| from| with)* {_TARGET.format(2)})?"
    rf"(?![\w-])",
    re.IGNORECASE,
)


# ---- all together --------------------------------------------------------------------------

Spans = Sequence[tuple[int, int]]


class _Finder:
    """One passage's text while its claims are gathered; earlier patterns keep their words."""

    def __init__(self, text: str, sentences: Spans, scale: Scale, marked: Spans) -> None:
        self.text = text
        self.sentences = sentences
        self.words = _words_of(scale.name)
        self.marked = marked
        self.found: list[Found] = []

    def is_marked(self, start: int, end: int) -> bool:
        """Whether a link says that the words state a figure."""
        return any(first < end and start < last for first, last in self.marked)

    def free(self, start: int, end: int) -> bool:
        return not any(each.start < end and start < each.end for each in self.found)

    def sentence(self, at: int) -> tuple[int, int]:
        return next(span for span in self.sentences if at < span[1])

    def clause(self, start: int, end: int) -> tuple[int, int]:
        return _clause(self.text, start, end, self.sentence(start))

    def add(self, start: int, end: int, form: Form, meaning: Meaning, **more: object) -> None:
        noun = _noun(self.text, end)
        self.found.append(Found(start, end, form, meaning, **{"noun": noun, **more}))  # type: ignore[arg-type]

    def each(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for found in pattern.finditer(self.text):
            if self.free(*found.span()):
                yield found

    # -- one kind after another

    def comparisons(self) -> None:
        for found in self.each(_COMPARED):
            verdict = next(name for name in ("same", "worse", "better") if found[name])
            verdicts = frozenset({verdict})
            if found["not"]:
                verdicts = frozenset({"same", "worse", "better"}) - verdicts
            second = found["previous2"] or found["national2"]
            for place in ("1", "2") if second else ("1",):
                target = "previous" if found[f"previous{place}"] else "national"
                start, end = found.span(f"{target}{place}")
                if place == "1":
                    start = found.start()
                self.add(start, end, "comparison", Comparison(verdicts, target))  # type: ignore[arg-type]

    def counts(self) -> None:
        for found in self.each(_ALL_BUT):
            self.add(*found.span(), "all_but", NotMet(number(found["count"]), some_met=True))
        for found in self.each(_EXCEPTION):
            count = number(found["count"] or found["count2"])
            self.add(*found.span(), "all_but", NotMet(count, some_met=True))
        for found in self.each(_OUT_OF):
            met, relevant = number(found["met"]), number(found["relevant"])
            bound = _BOUNDS[found["bound"].lower()] if found["bound"] else "="
            self.add(*found.span(), "count", Counts(met, relevant, bound))
        for found in self.each(_SLASH):
            met, relevant = int(found["met"]), int(found["relevant"])
            if relevant and met <= relevant and not self.dated(found):
                self.add(*found.span(), "count", Counts(met, relevant))
        for found in self.each(_OF_FIRST):
            if not negated(self.text, *found.span("middle")) and (
                _AHEAD_NOUN.match(self.text, found.end("relevant"))
                or _AHEAD_END.match(self.text, found.end("relevant"))
            ):
                relevant = number(found["relevant"])
                met = relevant if found["met"].lower() == "all" else number(found["met"])
                bound = _BOUNDS[found["bound"].lower()] if found["bound"] else "="
                noun = _noun(self.text, found.end("relevant"))
                self.add(
                    found.start("relevant"), found.end("met"), "count",
                    Counts(met, relevant, bound), noun=noun,
                )  # fmt: skip
        for found in self.each(_ALL_OF):
            relevant = number(found["relevant"])
            met = 0 if found["how"].lower() in ("none", "no one", "neither") else relevant
            if found["how"].lower() == "both" and " of" not in found[0] and relevant != 2:
                continue  # "both 12 and 13"
            if self.counted(found.end()):
                self.add(*found.span(), "count", Counts(met, relevant))
        for found in self.each(_BOTH_OTHERS):
            self.add(*found.span(), "complement", NotMet(2))
        for found in self.each(_NOT_ONE):
            relevant = number(found["relevant"]) if found["relevant"] else None
            meaning = ShareIn(_NONE) if relevant is None else Counts(0, relevant)
            self.add(*found.span(), "count" if relevant else "majority_word", meaning)
        for found in self.each(_ALL_IN):
            relevant = number(found["relevant"])
            self.add(*found.span(), "count", Counts(relevant, relevant))
        for found in self.each(_IN_EVERY):
            if self.counted(found.end()) and number(found["top"]) < number(found["part"]):
                share = Fraction(number(found["top"]), number(found["part"]))
                near = _THIRDS if share.denominator == 3 else Fraction(0)
                self.add(
                    *found.span(), "fraction_word", ShareIn(share_band("exactly", share, near))
                )

    def dated(self, found: re.Match[str]) -> bool:
        """Whether 10/12 is a day and a month: "on 10/12"."""
        return (
            re.search(r"\b(?:on|dated|by|from|until|since) \Z", self.text[: found.start()])
            is not None
        )

    def counted(self, at: int) -> bool:
        """Whether what follows is something that is counted, or nothing is named."""
        if self.is_marked(at - 1, at):
            return True
        ahead = (_AHEAD_NOUN, _AHEAD_VERB, _AHEAD_END)
        return any(each.match(self.text, at) for each in ahead)

    def percentages(self) -> None:
        if not _SAYS_PERCENT.search(self.text):  # far quicker than to look for the number
            return
        for found in _PERCENT.finditer(self.text):
            inside = [f for f in self.found if f.start < found.end() and found.start() < f.end]
            if any(
                f.form not in ("count",) or "(" not in self.text[f.start : f.end] for f in inside
            ):
                continue
            said = found["number"]
            printed = Decimal(said if said[0].isdigit() else number(said))
            modifier = _modifier(found)
            meaning: Meaning = PerCent(printed)
            if modifier != "exactly":
                meaning = ShareIn(share_band(modifier, Fraction(printed) / 100))
            self.add(*found.span(), "percent", meaning)

    def fractions(self) -> None:
        if not _SAYS_FRACTION.search(self.text):
            return
        for found in self.each(_FRACTION):
            if not self.is_marked(*found.span()) and self.no_fraction(found):
                continue
            top = 1 if found["half"] or found["top"].lower() == "a" else number(found["top"])
            part = 2 if found["half"] else _PARTS[found["part"].lower().removesuffix("s")]
            if top >= part:
                continue
            share = Fraction(top, part)
            modifier = _modifier(found)
            if share == _HALF and modifier in ("over", "under", "exactly"):
                words = {"over": "over half", "under": "less than half", "exactly": "half"}
                meaning = self.words.meaning(words[modifier])
                form: Form = "fraction_word" if modifier == "exactly" else "majority_word"
                if isinstance(meaning, NoWord):
                    meaning = ShareIn(share_band(modifier, share))
                self.add(*found.span(), form, meaning)
                continue
            near = _THIRDS if part == 3 else Fraction(0)
            self.add(*found.span(), "fraction_word", ShareIn(share_band(modifier, share, near)))

    def no_fraction(self, found: re.Match[str]) -> bool:
        modified = any(found[f"m{place}"] for place in range(len(_MODIFIERS)))
        bare = found["half"] is None or found["half"].lower() != "half"
        alone = found["top"] is not None and found["top"].lower() == "a" and not modified
        if alone and not _OF.match(self.text, found.end()):
            return True  # "a third review"
        return (
            _NO_FRACTION.search(self.text, 0, found.start()) is not None
            or _NO_FRACTION_AFTER.match(self.text, found.end()) is not None
            or (
                bare is False and not modified and not _AFTER_FRACTION.match(self.text, found.end())
            )
        )

    def proportion_words(self) -> None:
        for found in self.each(_WORDS):
            kind = cast("str", found.lastgroup)
            if self.is_marked(*found.span()):
                self.add(*found.span(), "majority_word", self.word_meaning(kind, found[0]))
                continue
            if not self.word_counts(kind, found):
                continue
            first, last = self.clause(*found.span())
            if self.expected(first, last):
                continue
            if kind in ("all", "every") and self.excepted(found.start()):
                continue
            if kind in ("all", "every", "both", "no") and _READ_BEFORE.search(
                self.text, 0, found.start()
            ):
                continue
            if _BECAUSE.search(self.text, first, self.sentence(found.start())[1]):
                continue
            self.add(*found.span(), "majority_word", self.word_meaning(kind, found[0]))

    def expected(self, first: int, last: int) -> bool:
        """Whether the clause says what ought to be, not what was found."""
        if _EXPECTED.search(self.text, first, last):
            return True
        begin = self.sentence(first)[0]
        # "Managers should look at each case, and in every case before it ends."
        return not _PAST.search(self.text, first, last) and (
            _EXPECTED.search(self.text, begin, first) is not None
        )

    def excepted(self, at: int) -> bool:
        """Whether "with one exception" follows, which then is the claim."""
        end = self.sentence(at)[1]
        return any(
            each.form == "all_but"
            and at < each.start < end
            and _EXCEPTION.match(self.text, each.start)
            for each in self.found
        )

    def word_meaning(self, kind: str, words: str) -> Meaning:
        match kind:
            case "not_all":
                return ShareIn(_NOT_ALL)
            case "both":
                return Counts(2, 2)
            case "neither":
                return Counts(0, 2)
            case "all" | "every":
                return ShareIn(_ALL)
            case "none" | "no":
                return ShareIn(_NONE)
            case _:
                return self.words.meaning(words)

    def word_counts(self, kind: str, found: re.Match[str]) -> bool:
        """Whether a proportion word speaks of what is counted here."""
        text, end = self.text, found.end()
        noun = _AHEAD_NOUN.match(text, end) is not None
        verb = _AHEAD_VERB.match(text, end) is not None
        match kind:
            case "majority":
                return True
            case "almost" | "too_few" | "not_all":
                return noun or self.counted(end)
            case "few":
                if found[0].lower() == "the few":
                    return False
                return noun or verb
            case "most":
                before = _NOT_MOST.search(text, 0, found.start())
                return not before and (noun or verb)
            case "all":
                if _IN_ALL.search(text, 0, found.start()):
                    return noun
                if _WERE_BEFORE.search(text, 0, found.start()):
                    return True
                before = _NOT_ALL_BEFORE.search(text, 0, found.start())
                return not before and (noun or verb)
            case "every":
                words = found[0].lower()
                return noun or (words.endswith(("one", "body")) and self.counted(end))
            case "none":
                return noun or verb or _AHEAD_END.match(text, end) is not None
            case "neither":
                return not _NOR.search(text, end, self.sentence(end)[1]) and (noun or verb)
            case "both":
                return _BOTH_AHEAD.match(text, end) is not None
            case _:  # no
                first, last = self.clause(*found.span())
                others = any(first <= each.start < last for each in self.found)
                before_verb = re.search(
                    r"\b(?:was|were|had|is|are|with|made) \Z", text[: found.start()]
                )
                return not others and not before_verb and _NO_AHEAD.match(text, end) is not None

    def numbers(self) -> None:
        """ "The two", "five cases", "one was": after everything else has taken its words."""
        for found in self.each(_THE):
            self.the_number(found)
        for found in self.each(_BARE):
            self.bare_number(found)
        for found in self.each(_IN_ALONE):
            clause = self.clause(*found.span())
            count = number(found["count"])
            turned = negated(self.text, *clause)
            form: Form = "complement" if turned else "count"
            meaning: Meaning = NotMet(count) if turned else Counts(count)
            self.add(*found.span("count"), form, meaning, loose=True)
        self.marked_numbers()

    def the_number(self, found: re.Match[str]) -> None:
        text, (start, end) = self.text, found.span()
        count = number(found["count"])
        noun = _AHEAD_NOUN.match(text, end)
        marked = self.is_marked(start, end)
        relative = _RELATIVE.match(text, end)
        if not marked and not (noun or relative or self.counted(end)):
            return
        sentence = self.sentence(start)
        comma = text.find(",", end, sentence[1])
        head = comma if comma > 0 and relative else self.clause(start, end)[1]
        if found["rest"] or found["rest2"] or negated(text, end, head):
            self.add(start, end, "complement", NotMet(count))
        elif relative is None or re.search(r"\b(?:needed|required|relevant)\b", text[end:head]):
            relevant = text[noun.start() : noun.end()].lower() if noun else ""
            if " relevant" in relevant or (count == 1 and marked) or relative:
                inside = any(sentence[0] <= each.start < sentence[1] for each in self.found)
                met = None if inside else count
                self.add(start, end, "count", Counts(met, count))
            elif marked or any(each.end <= start for each in self.found):
                self.add(start, end, "complement", NotMet(count))
        else:
            self.add(start, end, "count", Counts(count))

    def bare_number(self, found: re.Match[str]) -> None:
        text = self.text
        start, end = found.start(), found.end("others") if found["others"] else found.end("count")
        sentence = self.sentence(start)
        count = number(found["count"])
        noun = (found["noun"] or "").strip().lower()
        noun = noun.removeprefix("relevant ").removeprefix("other ")
        marked = self.is_marked(start, end)
        first, last = self.clause(start, end)
        not_done = negated(text, first, last) or (
            found["verb"] is not None and negated(text, end, min(end + 12, sentence[1]))
        )
        loose = noun.endswith(_PEOPLE)
        if found["verb"] is not None and not marked and not self.carried(found, sentence):
            if count == 1:
                return
            loose = True
        if count == 1 and found["noun"] and not (found["only"] or found["bound"] or marked):
            if not not_done or _SAYS.match(text, found.end()) or not self.taken_up(found):
                return
        if _EXPECTED.search(text, first, last) and not marked:
            return
        if self.is_needed(found, sentence):
            self.add(start, end, "count", Counts(None, count), noun=noun)
            return
        bound = _BOUNDS[found["bound"].lower()] if found["bound"] else "="
        part = self.is_part(start, sentence)
        if part:
            self.add(start, end, "complement", NotMet(count), part=True, noun=noun)
        elif not_done or found["others"]:
            self.add(start, end, "complement", NotMet(count), noun=noun, loose=loose)
        else:
            self.add(start, end, "count", Counts(count, None, bound), noun=noun, loose=loose)

    def taken_up(self, found: re.Match[str]) -> bool:
        """Whether "one case" counts, and is no example: "in one case this had not been done"."""
        text, sentence = self.text, self.sentence(found.start())
        opens = text[sentence[0] : found.start()].strip().lower() in ("in", "for")
        return not opens or _TAKEN_UP.match(text, found.end()) is not None

    def is_needed(self, found: re.Match[str], sentence: tuple[int, int]) -> bool:
        """Whether it counts the relevant cases: "a plan was needed in 14 cases"."""
        first = sentence[0]
        for cut in re.finditer(r"[,;:)]| and\b| but\b", self.text[first : found.start()]):
            first = sentence[0] + cut.end()
        if _NEEDED.search(self.text, first, found.start()):
            return True
        if _NEED.match(self.text, found.end()):
            return True
        relative = _RELATIVE.match(self.text, found.end())
        if relative is None:
            return False
        after = re.compile(r"[,;:.]").search(self.text, relative.end(), sentence[1])
        last = after.start() if after else sentence[1]
        return _NEEDED.search(self.text, relative.end(), last) is not None

    def carried(self, found: re.Match[str], sentence: tuple[int, int]) -> bool:
        """Whether a bare number before a verb counts something: what was said before, or a list."""
        earlier = any(each.end <= found.start() for each in self.found)
        remainder = _REMAINDER.search(self.text, sentence[0], found.start()) is not None
        said = found["count"].lower()
        if said in ("one", "1") and not (remainder or self.is_part(found.start(), sentence)):
            not_done = negated(self.text, found.end(), min(found.end() + 12, sentence[1]))
            return not_done and earlier
        return earlier or remainder

    def is_part(self, start: int, sentence: tuple[int, int]) -> bool:
        """Whether it counts a part of what fell short, which was counted or named just before."""
        if _REMAINDER.search(self.text, sentence[0], start):
            return True
        earlier = [each for each in self.found if sentence[0] <= each.start < start]
        return any(
            isinstance(each.meaning, NotMet) and each.form == "complement" for each in earlier
        )

    def marked_numbers(self) -> None:
        """A number alone in a link: whatever stands around it, it states a figure."""
        for first, last in self.marked:
            if not self.free(first, last):
                continue
            for found in re.compile(_NUMBER, re.IGNORECASE).finditer(self.text, first, last):
                start, end = found.span()
                clause = self.clause(start, end)
                count = number(found[0])
                if negated(self.text, *clause):
                    self.add(start, end, "complement", NotMet(count))
                else:
                    self.add(start, end, "count", Counts(count))
                break


def find(text: str, sentences: Spans, scale: Scale, marked: Spans = ()) -> list[Found]:
    """Every claim in a passage's plain text, in order.

    Args:
        text: plain and without quotations (see passages).
        sentences: the spans of its sentences.
        scale: the letter's proportion words.
        marked: spans that a link or bookmark says state a figure.

    """
    finder = _Finder(text, sentences, scale, marked)
    steps: Sequence[Callable[[], None]] = (
        finder.comparisons,
        finder.counts,
        finder.percentages,
        finder.fractions,
        finder.proportion_words,
        finder.numbers,
    )
    for step in steps:
        step()
    return sorted((_polarity(finder, each) for each in finder.found), key=lambda f: f.start)


def _polarity(finder: _Finder, found: Found) -> Found:
    """Turned where the clause says of a share that it was not done."""
    if not isinstance(found.meaning, Counts | ShareIn | PerCent | NoWord):
        return found
    first, last = finder.clause(found.start, found.end)
    text = finder.text
    before = negated(text, first, found.start)
    return replace(found, turned=True) if before or negated(text, found.end, last) else found
