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
    rf"(?:{BETWEEN}{{0,5}}? {NOUN}| times)?(?: \([^()]*\))?"
    rf",? \(?(?:out of|of|(?<=families )in(?= the)){_DET}{_ADJ} (?P<relevant>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
SLASH = re.compile(r"(?<![\w./-])(?P<met>\d{1,3}) ?/ ?(?P<relevant>\d{1,3})(?![\w/]|[.]\d)")
LONG_OUT_OF = re.compile(
    rf"(?<![\w-])(?P<met>{NUMBER}){BETWEEN}{{0,3}} {NOUN} (?:of|for|to|on){BETWEEN}{{1,3}}"
    rf"(?: of{BETWEEN}{{1,3}})? out of (?P<relevant>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
"""What was done stands inside: "41 good assessments of likelihood of reoffending out of 47"."""
OF_WHICH = re.compile(
    rf"(?<![\w-])(?P<relevant>{NUMBER})(?:{BETWEEN}{{0,4}} {NOUN})\b,? "
    rf"(?:only |just )?(?P<met>{NUMBER}) of (?:which|whom)\b",
    re.IGNORECASE,
)
"""A number of cases and how many of them: "12 reports, ten of which"."""
IN_EVERY = re.compile(
    rf"(?<![\w-])(?:(?:{MODIFIER}) )?(?P<top>{NUMBER})(?: {NOUN})? in(?: every)? "
    rf"(?P<part>{NUMBER})(?! (?:months?|weeks?|days?|years?))",
    re.IGNORECASE,
)
OF_FIRST = re.compile(
    rf"(?<![\w-])(?P<lead>out of|of|in|among|from|amongst){_DET}{_ADJ} (?P<relevant>{NUMBER})"
    rf"{NEVER_COUNTED}(?P<middle>(?: [\w'/()-]+){{1,16}}?),? "
    rf"(?:only |just )?{_BOUND}(?<!needed )(?<!required )(?<!\bfor )(?<!\bhad )"
    rf"(?P<met>{NUMBER}|none|all|both|neither)(?= (?:(?:of (?:them|these|those)|also|\w+ly) )?(?:{VERB})\b| ?[.;])",
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
    rf" {NOUN})\b|(?P<named>(?: [a-z]+){{1,3}} (?:plans|reviews|assessments|reports)\b)"
    rf"|(?P<verb>(?= (?:{VERB}|\w+ed|not|good|sound|satisfactory|sufficient|of (?:these|those|them))\b)))",
    re.IGNORECASE,
)
IN_ALONE = re.compile(
    rf"(?<![\w-])(?<!called )(?<!calls )(?<!call )(?:in|to|for|by) (?:only |just )?(?P<count>{NUMBER})"
    rf"(?= ?(?:[.,;)]|\Z)| (?:it|this|they|there|these)\b)",
    re.IGNORECASE,
)
ELLIPSIS = re.compile(
    rf"\b(?:and|but) (?:only |just )?(?P<count>{NUMBER})(?= (?:in|for|at) (?:the |their )?"
    r"(?:assess|plan|review))",
    re.IGNORECASE,
)
"""What was said before is not said again: "one in the planning, and one in the assessment"."""
ABOUT = re.compile(r"\b(?:some|about|around|roughly|approximately|nearly|almost) \Z", re.IGNORECASE)
INTERVIEWED = re.compile(r"\binterviews? with (?:the )?\Z", re.IGNORECASE)
SAYS = re.compile(r" (?:told|said|commented|noted|described|explained|wrote)\b", re.IGNORECASE)
RELATIVE = re.compile(
    rf"(?: (?:relevant|other|remaining|such))*(?: {NOUN})?,? "
    r"(?:that|which|where|in which|who|whose|when)\b",
    re.IGNORECASE,
)
PEOPLE = ("families", "family", "children", "young people", "young person", "child", "victims", "victim")
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

DESCRIBES = re.compile(
    r"\b(?:(?:is|are|was|were) (?:aged|boys|girls|male|female|looked after|placed|seconded"
    r"|subject to|vacant|on (?:remand|bail)|living|black|white|\d+ (?:years|miles))"
    r"|whom (?:were|was|are) (?:seconded|part-time)|come to notice|comes? into contact|population"
    r"|working (?:days|hours)|(?:team|service|YOT) (?:has|had|employ\w*) \d+|half-time|full-time|part-time)\b",
    re.IGNORECASE,
)
"""Who people are, or what there is: no answer to any question on a case."""
PLAIN_WORDS = re.compile(r"(?: (?:of|in|out of|from|among)(?: all)?)? ?\Z", re.IGNORECASE)
EXISTS = re.compile(
    r"\b(?:we (?:found|saw|came across|identified|noted|had)|there (?:was|were|had been|has been))"
    r"(?: \w+)? \Z",
    re.IGNORECASE,
)
"""What follows tells of the cases, and is no mere relative clause: "we found no case where"."""
FALLS_OUT = re.compile(r"\bexceptions? \(\Z", re.IGNORECASE)
CONDITION = re.compile(r"\W*(?:where|when|if)\b[^,;()]*\(\Z", re.IGNORECASE)
YEARLY = re.compile(r"\b(?:each|every) year\b", re.IGNORECASE)
OPENS = re.compile(r"(?:(?:in|for|with) (?:only |just )?)\Z", re.IGNORECASE)
REST = re.compile(r"\bof the (?:other|remaining) \w+, \Z", re.IGNORECASE)
