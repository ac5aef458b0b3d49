"""How letters say counts: "12 out of 14", "all but one", "the two", "75%"."""

import re
from collections.abc import Mapping

from sqs.letter.claims.grammar import BETWEEN, NEVER_COUNTED, NOUN, NUMBER, TENS, UNITS, VERB
from sqs.letter.claims.meanings import (
    Bound,
)
from sqs.letter.claims.proportions import MODIFIER, PARTS

BOUNDS: Mapping[str, Bound] = {
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "at most": "<=",
    "no more than": "<=", "up to": "<=", "more than": ">", "over": ">", "fewer than": "<",
    "less than": "<", "under": "<",
}  # fmt: skip
_BOUND = "(?:(?P<bound>" + "|".join(BOUNDS) + ") )?"
_DET = r"(?: (?:the|these|those|our|all|a total of|all the|all of the))?"
_ADJ = r"(?: (?:relevant|remaining|other|applicable|sampled|inspected))*"

OUT_OF = re.compile(
    rf"(?<![\w-]){_BOUND}(?P<met>{NUMBER}|none|neither|both)"
    rf"(?:{BETWEEN}{{0,5}}? {NOUN})?(?: \([^()]*\))?"
    rf",? \(?(?:out of|of){_DET}{_ADJ} (?P<relevant>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
SLASH = re.compile(r"(?<![\w./-])(?P<met>\d{1,3}) ?/ ?(?P<relevant>\d{1,3})(?![\w/]|[.]\d)")
IN_EVERY = re.compile(
    rf"(?<![\w-])(?P<top>{NUMBER})(?: {NOUN})? in(?: every)? "
    rf"(?P<part>{NUMBER})(?! (?:months?|weeks?|days?|years?))",
    re.IGNORECASE,
)
OF_FIRST = re.compile(
    rf"(?<![\w-])(?:out of|of|in|among|from|amongst){_DET}{_ADJ} (?P<relevant>{NUMBER})"
    rf"{NEVER_COUNTED}(?P<middle>(?: [\w'/()-]+){{1,16}}?),? "
    rf"(?:only |just )?{_BOUND}(?P<met>{NUMBER}|none|all|both|neither)"
    rf"(?= (?:(?:of (?:them|these|those)|also|\w+ly) )?(?:{VERB})\b| ?[.;])",
    re.IGNORECASE,
)
ALL_BUT = re.compile(
    rf"(?<![\w-])(?:all|every|each)\b{BETWEEN}{{0,7}}? "
    rf"(?:but|except(?: for| in)?|bar|apart from|save(?: for)?|with the exception of|excluding"
    rf"|other than)(?: for| in)?(?: the)? (?P<count>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
EXCEPTION = re.compile(
    rf"(?<![\w-])with (?:only |just )?(?:the exception of (?P<count>{NUMBER})"
    rf"|(?P<count2>{NUMBER}) exceptions?)",
    re.IGNORECASE,
)
ALL_OF = re.compile(
    rf"(?<![\w-])(?P<how>all|each|every one|none|no one|neither|both)(?: of)?(?: the| these| those"
    rf"| our)?{_ADJ} (?P<relevant>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
BOTH_OTHERS = re.compile(
    r"(?<![\w-])both(?: of)?(?: the| these| those)? (?:other|others|remaining)\b", re.IGNORECASE
)
NOT_ONE = re.compile(
    rf"(?<![\w-])not (?:one|a single one)(?: of(?: the| these| those){_ADJ}"
    rf"(?: (?P<relevant>{NUMBER}))?|(?= (?:relevant )?{NOUN}))|(?<![\w-])not a single"
    rf"(?= (?:relevant )?{NOUN})",
    re.IGNORECASE,
)
ALL_IN = re.compile(
    rf"(?<![\w-])all{BETWEEN}{{0,2}}? (?P<relevant>{NUMBER})(?= (?:relevant |of the )?{NOUN})",
    re.IGNORECASE,
)
THE = re.compile(
    rf"(?<![\w-])(?P<how>the|those|these) (?P<rest>(?:other|remaining|further) )?"
    rf"(?P<count>{NUMBER})(?P<rest2> (?:others?|remaining)\b)?{NEVER_COUNTED}",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"(?<![\w-]){_BOUND}(?P<only>(?:only|just) )?(?P<count>{NUMBER})(?P<others> others?)?"
    rf"(?P<more> more)?"
    rf"(?:(?P<noun>(?: (?:relevant|other|such|of (?:these|those|the|our)|separate|remaining"
    rf"|referral order|pre-sentence|initial|first|court|panel|individual|further))*"
    rf" {NOUN})\b|(?P<verb>(?= (?:{VERB}|not|of (?:these|those|them))\b)))",
    re.IGNORECASE,
)
IN_ALONE = re.compile(
    rf"(?<![\w-])(?:in|to|for|by) (?:only |just )?(?P<count>{NUMBER})"
    rf"(?= ?(?:[.,;)]|\Z)| (?:it|this|they|there|these)\b)",
    re.IGNORECASE,
)
SAYS = re.compile(r" (?:told|said|commented|noted|described|explained|wrote)\b", re.IGNORECASE)
RELATIVE = re.compile(
    rf"(?: (?:relevant|other|remaining|such))*(?: {NOUN})?,? "
    r"(?:that|which|where|in which|who|whose|when)\b",
    re.IGNORECASE,
)
PEOPLE = ("children", "young people", "young person", "child", "victims", "victim")
TAKEN_UP = re.compile(r",? (?:this|that|it|they|these)\b", re.IGNORECASE)
NEEDED = re.compile(
    r"(?<!\bas )(?<!\bwhere )(?<!\bwhen )(?<!\bif )(?<!\bnot )(?<!\bno )\b"
    r"(?:needed|required|necessary|called for|due)\b",
    re.IGNORECASE,
)
NEED = re.compile(
    r" (?:had |have )?(?:needed|required|called for) (?:a|an|such|one)\b"
    r"|(?: who)? (?:had|did) not compl(?:y|ied)\b",
    re.IGNORECASE,
)
REMAINDER = re.compile(
    r"\b(?:(?:of|in|for|from) the (?:remainder|rest|others|remaining\b)"
    r"|where (?:it|this|they|these) (?:was|were|had|did) not)\b",
    re.IGNORECASE,
)
"""What fell short is spoken of."""
OF_THESE = re.compile(r"\b(?:of|in|for|from) (?:these|those|them)\b", re.IGNORECASE)

PERCENT = re.compile(
    rf"(?<![\w.,£-])(?:(?:{MODIFIER}) )?(?P<number>\d{{1,3}}(?:\.\d+)?|(?:{'|'.join(TENS)})"
    rf"(?:[- ](?:{'|'.join(UNITS[:9])}))?|{'|'.join(sorted(UNITS, key=len, reverse=True))})"
    r"(?: ?%| ?per ?cent\b)(?!\w)",
    re.IGNORECASE,
)
SAYS_PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)
SAYS_FRACTION = re.compile(f"{'|'.join(PARTS)}", re.IGNORECASE)
