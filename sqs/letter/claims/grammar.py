"""Numbers, what is counted, clauses and negation in a passage's plain text."""

import functools
import re
from bisect import bisect_left
from collections.abc import Mapping

UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Mapping[str, int] = (
    {"zero": 0, "a-dozen": 12, "half-a-dozen": 6, "none": 0, "neither": 0, "both": 2}
    | {word: count for count, word in enumerate(UNITS, 1)}
    | {word: 10 * place for place, word in enumerate(TENS, 2)}
    | {
        f"{ten}-{unit}": 10 * place + count
        for place, ten in enumerate(TENS, 2)
        for count, unit in enumerate(UNITS[:9], 1)
    }
)
NUMBER = (
    r"(?<![\w.,£$/%-])(?<!\bno )(?:\d{1,3}|half a dozen|a dozen|(?:"
    + "|".join(TENS)
    + r")(?:[- ](?:"
    + "|".join(UNITS[:9])
    + r"))?|(?:"
    + "|".join(sorted(UNITS, key=len, reverse=True))
    + r"))(?![\w%/]|[.,:]\d|-\w| ?per ?cent\b)"
)


def number(words: str) -> int:
    """The number that the words say."""
    words = words.lower()
    return int(words) if words.isdigit() else _NUMBERS[words.replace(" ", "-")]


NOUN = (
    r"(?:failures to (?:comply|attend)|case managers?|case ?workers?|members? of staff"
    r"|staff members?|cases?|files?|plans?"
    r"|reports?|reviews?|(?:re)?assessments?|PSRs?|[RV]MPs?|instances?|breaches"
    r"|staff|practitioners|managers|interviewees|(?:children and )?young (?:people|persons?)"
    r"|child(?:ren)?(?! protection)|famil(?:y|ies)"
    r"|(?<=\d )people|(?<=[a-z]{3} )people(?= (?:had|were|said|told|felt))"
    r"|victims?(?! (?:workers?|officers?|liaison|support|contact|services?))|individuals)"
)
VERB = (
    r"(?:had|has|have|having|was|were|is|are|be|been|being|did|does|do|could|can|would|will|should"
    r"|must|may|might|felt|said|spoke|gave|told|reported|understood|knew|thought|found|believed"
    r"|considered|described|agreed|showed|included|contained|demonstrated|met|received|saw|made"
    r"|took|spoke|expressed|stated|held|got|knew|paid|led|needed|attended|commented|covered"
    r"|provided|dealt|kept|left|set|brought|put|drew|liked|became|came|went|worked|took|fell"
    r"|lacked|followed|began|built|chose|gave|grew|heard|leaned|learnt|lost|meant|rated|relied"
    r"|rested|rose|sought|sent|spent|stood|wrote|praised|valued|regarded|wanted|seemed|proved)"
)
DONE = re.compile(rf"\b(?:{VERB}|\w+ed)\b", re.IGNORECASE)
"""A verb of any kind: what a clause or a figure says was done."""
ENDS = r"[.,;:!?()\0]"
BETWEEN = (
    r"(?: (?!(?:concerns|recommendations|issues|problems|weaknesses|strengths|steps?|stages?"
    r"|objectives"
    r"|targets|actions|measures|days?|weeks?|hours?|wards|sections|difficulties|delays?"
    r"|relates?)\b)"
    rf"(?!{VERB}\b|and\b(?! young)|or\b|but\b|that\b|which\b|where\b|who\b|in\b)[\w'/()&-]+)"
)
AHEAD_NOUN = re.compile(
    rf"(?:,? (?:but|if|though) not all,?)?(?: of)?{BETWEEN}{{0,6}}? "
    rf"(?P<noun>{NOUN})\b(?!-)(?!(?<=\bcase) management)",
    re.IGNORECASE,
)
AHEAD_VERB = re.compile(
    rf"(?: (?:of (?:them|these|those|which|whom)|also|clearly|again|now|then|too"
    rf"|who|interviewed|in the (?:group|team|sample)"
    rf"|(?:to whom |with whom |whom )?we (?:interviewed|met|asked|spoke|spoke (?:to|with))))*"
    rf"(?:, (?:though|however|(?:but|though|if|although) not (?:quite )?all|if any"
    rf"|without exception),|,)?"
    rf" (?:\w+ly )?{VERB}\b",
    re.IGNORECASE,
)
AHEAD_RELATIVE = re.compile(
    r" (?:of (?:them|these|those) )?(?:that|which|who|where|(?:in|for|to|of) (?:which|whom))\b",
    re.IGNORECASE,
)
AHEAD_END = re.compile(
    rf"(?: of (?:them|these|those))?(?: too| as well| also)? ?(?:{ENDS}|\Z)", re.IGNORECASE
)
RELATIVE = re.compile(
    rf"(?: of (?:the|these|those|our|all))?(?: (?:relevant|other|remaining"
    rf"|such))*(?: {NOUN}(?: (?:of|to|for)(?: (?!that\b|which\b"
    rf"|where\b|who\b|when\b|{VERB}\b)[\w'-]+){{1,6}})?)?,? "
    r"(?:that|which|where|in which|who|whose|when)\b",
    re.IGNORECASE,
)
NEVER_COUNTED = (
    r"(?![ -]?(?:(?:weak|poor|strong|b|long|new|lat|old|young)est\b|worst\b|thirds?|quarters?"
    r"|fifths?|tenths?|hundred|working days|posts?|themes?|areas?"
    r"|sections?|criteria|questions?|strengths?|agenc|partners?|inspectors?"
    r"|schools?|colleges?|homes|days?|weeks?|months?|years?|hours?|teams?|councils?"
    r"|authorit|boroughs|points?|aims|priorities|occasions|people in|reasons|factors|key|main|ways"
    r"|examples|meetings|domains"
    r"|wards|recommendations|objectives|steps|targets|actions|concerns|issues|towns|districts"
    r"|local|types|offences|orders|services|bullet|standards|local|sessions|appointments|visits"
    r"|the (?:most|best|main|key)|elements|aspects))"
)

_PLURAL_OF = {
    "case manager": "case managers",
    "managers": "case managers",
    "staff": "case managers",
    "members of staff": "case managers",
    "staff members": "case managers",
    "case workers": "case managers",
    "caseworkers": "case managers",
    "practitioners": "case managers",
}


def counted_noun(noun: str) -> str:
    """One name for what goes by several: staff are case managers."""
    return _PLURAL_OF.get(noun, noun)


def noun_after(text: str, at: int) -> str:
    """What is counted by words that end there; empty where that is not said."""
    ahead = AHEAD_NOUN.match(text, at)
    if not ahead:
        return ""
    return counted_noun(ahead["noun"].lower())


_NEGATION = re.compile(
    r"\b(?:(?P<double>(?:(?:not|never)(?: been| be| at all| simply)?|(?:nothing|no one|nobody|none)"
    r"(?: (?:had|was|were|been|is|of (?:it|this|them)|of importance"
    r"|that mattered)){0,2}) (?:missing"
    r"|lacking|missed|overlooked|neglected|ignored|omitted|inadequate(?:ly)?|insufficient(?:ly)?"
    r"|poor(?:ly)?|late"
    r"|left out|unsatisfactory|wanting|weak)|(?:no|not an?|without|few|little) (?:\w+ )?(?:gaps?"
    r"|weakness(?:es)?|shortcomings?|deficienc(?:y|ies)|faults?|failings?|flaws?|omissions?"
    r"|concerns?"
    r"|criticisms?|complaints?|doubts?|difficulty|problems?|reservations?|misgivings?|worries)"
    r"|lacked nothing|(?:nothing|little) (?:to (?:criticise|fault|add)|amiss|wrong)"
    r"|(?:could )?not (?:be )?(?:faulted?"
    r"|criticised?|bettered|improved))"
    r"|not(?! (?:only|just|relevant|applicable|compl(?:y|ied|ying)|always be|(?:quite )?all|every"
    r"|the (?:YOT|team"
    r"|service)|in the (?:other|remaining)))|never"
    r"|cannot"
    r"|(?:had|was|were|did|has|have|is|are)n't(?! comply)"
    r"|insufficient(?:ly)?|inadequate(?:ly)?|ineffective(?:ly)?|unsatisfactor(?:y|ily)|poor(?:ly)?"
    r"|unacceptabl[ey]|inappropriate(?:ly)?|unsuitable|unsound|unconvincing|unhelpful|substandard"
    r"|below standard|not up to|flawed|wanting|disappointing(?:ly)?|superficial|out of date|overdue"
    r"|un(?:sure|aware|clear|able|familiar|trained|prepared|happy|equipped|convinced|persuaded"
    r"|impressed|supported|answered|managed|recorded)|dissatisfied"
    r"|f(?:ell|all|alling) (?:short|below)|below the standard|short of the standard|missing"
    r"|lack(?:s|ed|ing)?|absent|absence of"
    r"|fail(?:ed|ing) to (?!comply|attend)|fail(?:ed|ing) (?:our|the|this|that) (?:test|standard)"
    r"|omitted|(?:troubled|disappointed|concerned|worried|dissatisfied) us|gave us concern"
    r"|too little|too few reviews|overlooked|neglected|incomplete|weak|deficien\w+|shortcomings?"
    r"|gaps?|late|less well|undone|without (?:a|any|an) (?:\w+ )?(?:plan|assessment|review|report)"
    r"|too (?!few)\w+ to\b|(?:is|are|was|were) too many|too (?:narrow|general|brief|short|long"
    r"|vague|broad|optimistic"
    r"|slow|generic|similar|complex|limited|thin|superficial|complicated|wordy|bland|basic"
    r"|cautious|ambitious)"
    r"|generic|one-sided|muddled|confused|unrealistic|over-optimistic|patchy|formulaic|slipshod"
    r"|careless"
    r"|lightweight|skeletal|hasty|shallow|bland|(?<!behaved )badly|mishandled|mismanaged"
    r"|any (?:complaints?|criticisms?|concerns|reservations?|doubts?|worries|misgivings?|faults?)"
    r"|left (?:out|undone|unchanged|as they were|as it was)|let down|ignored"
    r"|(?:no|little) (?:\w+ )?(?:difference|effect|impact|use|sign|trace|thought|attention|account"
    r"|heed)"
    r"|did (?:little|nothing) (?:for|to)|more (?:needed|had) to be done|more (?:could|should"
    r"|might) have"
    r"|room for improvement|(?:were|was|are|is|be|a|real|some) cause for concern|(?:cases|plans"
    r"|assessments|reviews|reports) gave (?:us )?cause for concern|(?:had|have|held|expressed"
    r"|voiced)"
    r" (?:\w+ )?(?:concerns|reservations|misgivings|worries|doubts|criticisms|complaints)|disagreed"
    r"|anything(?= but\b)|critical of|less (?:happy|positive|sure|confident|satisfied|content"
    r"|convinced|clear)"
    r"|would have liked (?:more|better)|wanted (?:more|better)"
    r"|needed (?:more"
    r"|further) work"
    r"|little more than|no more than an? (?!third|quarter|half|fifth|tenth)|left to \w+|drift(?:ed"
    r"|ing)?"
    r"|lapsed|unread|under(?:estimated|stated)|misjudged|cursory|perfunctory|sketchy|vague|scant"
    r"|thin"
    r"|rushed|hurried|rubber-stamped"
    r"|could (?:have been|be) (?:better|stronger|clearer|improved|fuller)"
    r"|would have (?:been (?:better|stronger|clearer|safer)|benefited|gained|needed more)"
    r"|silent|unchallenged|untouched|unreviewed|unaddressed|nothing|no one|nobody"
    r"|(?<!appointments were )(?<!appointments had been )missed(?! appointments)|the exceptions"
    r"|without (?:them|it|him|her|one)|no part in|little relation"
    r"|(?:skated|glossed|passed|skimmed) over|brushed aside|(?:barely|hardly|scarcely) (?:mentioned"
    r"|touched|considered|addressed|looked)|doubt(?:ed|ful)|questioned whether|sceptical|unanswered"
    r"|there (?:was|were|had been) none|unheeded|unnoticed|unmet|forgotten|no better than"
    r"|otherwise|(?<!in )no (?:\w+ ){0,3}(?:plan|assessment|review|reports?|evidence|oversight"
    r"|attention|action|response|formal|record|sign|allowance|provision|mention|reference|effort"
    r"|attempt|link|training|guidance|help|support|say|part|voice)\w*)\b",
    re.IGNORECASE,
)
""" "Nothing had been overlooked" is no negation: two make none."""
_CLAUSE = re.compile(
    r"[,;:()\0]| - |\b(?:because|although|though|but|where|when|whose|who|which|while|whereas|if"
    r"|unless|until|since|and"
    r"|(?<!\bsaid )(?<!\bfelt )(?<!\btold us )(?<!\bthought )(?<!\breported )(?<!\bjudged )"
    r"(?<!\bbelieved )(?<!\bconsidered )(?<!\bconcluded )(?<!\bagreed )(?<!\bsatisfied )that)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    rf"\b(?:{VERB}|\w+ed|good|sound|satisfactory|(?:in)?sufficient|(?:in)?effective)\b",
    re.IGNORECASE,
)


Marks = tuple[tuple[tuple[int, int, str], ...], tuple[tuple[int, int], ...]]


@functools.lru_cache(maxsize=64)
def _marks(text: str, first: int, last: int) -> Marks:
    """What divides a sentence into clauses, and its verbs, found once for all of its claims."""
    cuts = tuple((m.start(), m.end(), m[0].lower()) for m in _CLAUSE.finditer(text, first, last))
    verbs = tuple(m.span() for m in _PREDICATE.finditer(text, first, last))
    return cuts, verbs


def clause_around(text: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """The clause that words stand in; with the next one where it has no verb of its own."""
    cuts, verbs = _marks(text, *sentence)

    def has_verb(since: int, until: int) -> bool:
        at = bisect_left(verbs, (since, 0))
        return at < len(verbs) and verbs[at][1] <= until

    at = bisect_left(cuts, (start, 0, ""))
    while at and cuts[at - 1][1] > start:
        at -= 1
    first = cuts[at - 1][1] if at else sentence[0]
    if at and cuts[at - 1][2] == "and" and not has_verb(first, min(end + 30, sentence[1])):
        # "with the child and family in ten cases": "and" between nouns begins no clause.
        earlier = cuts[at - 2][1] if at > 1 else sentence[0]
        if has_verb(earlier, cuts[at - 1][0]):
            first = earlier
    for last, _, words in cuts[bisect_left(cuts, (end, 0, "")) :]:
        if words == ";" or words == "\0" or has_verb(first, last):
            return first, last
    return first, sentence[1]


@functools.lru_cache(maxsize=64)
def _negations(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the words begin and end that say something was not done, found once a text."""
    found = [m.span() for m in _NEGATION.finditer(text) if m["double"] is None]
    return tuple(first for first, _ in found), tuple(last for _, last in found)


_LEFT_UNDONE = re.compile(
    r"[^.;]*?\b(?:should|ought to) have (?:been|had)\b[^.;]*?(?:,|\b(?:and|but)\b)(?: \w+)?"
    r" (?:were|was|had|did)(?: not\b|n't\b)",
    re.IGNORECASE,
)


def left_undone(text: str, at: int, end: int) -> bool:
    """Whether it goes on with what should have been done and was not."""
    return _LEFT_UNDONE.match(text, at, end) is not None


def negated(text: str, start: int, end: int) -> bool:
    """Whether that stretch of text says that something was not done."""
    starts, ends = _negations(text)
    at = bisect_left(starts, start)
    return at < len(starts) and ends[at] <= end
