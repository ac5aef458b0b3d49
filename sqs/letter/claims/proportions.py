"""How letters say a share in words: "most", "all", "none", "no case", "the great majority"."""

import re
from typing import cast

from sqs.letter.claims.bands import ALL, NONE, NOT_ALL, words_of
from sqs.letter.claims.counts import EXCEPTION
from sqs.letter.claims.grammar import (
    AHEAD_END,
    AHEAD_NOUN,
    AHEAD_VERB,
    BETWEEN,
    ENDS,
    NOUN,
    NUMBER,
    RELATIVE,
    VERB,
    noun_after,
)
from sqs.letter.claims.meanings import Counts, Meaning, ShareIn
from sqs.letter.claims.search import EXISTS, Search

WORDS = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<not_all>not (?:all|every|each)|by no means all)"
    r"|(?P<majority>(?:(?:the|an?) )?(?:(?:very )?(?!of\b|in\b|that\b|was\b|were\b)[a-z]+ )?"
    r"(?:majority|minority)(?! (?:vote|verdict|share|party|decision|ethnic|view|group)))"
    r"|(?P<almost>(?:almost|nearly|virtually|practically) (?:all|every one|everyone|every))"
    r"|(?P<too_few>too few(?! reviews))"
    r"|(?P<few>(?:very|only a|just a|the) few|(?<!a )(?<!the )(?<!these )(?<!those )(?<!last )"
    r"(?<!next )(?<!past )(?<!first )(?<!fewer )(?<!as )few|(?:hardly|scarcely|barely) any"
    r"|(?:almost|virtually) none|(?:almost|virtually) no(?= ))"
    r"|(?P<none>none|no one|nobody)"
    r"|(?P<neither>neither)"
    r"|(?P<both>both)"
    r"|(?P<most>most)"
    r"|(?P<without>without exception)"
    r"|(?P<every>(?:every(?: single)?(?: one)?|each(?: one)?)(?! (?:\d|year|month|week|day"
    rf"|quarter|hundred|member(?! of staff (?:(?:whom )?we \w+ )?{VERB}\b)|time(?! ?[.,;])))"
    rf"|everyone|everybody)"
    r"|(?P<all>all)"
    r"|(?P<no>no)"
    r")(?![\w-])",
    re.IGNORECASE,
)
BUT_BEFORE = re.compile(r"\b(?:but|if|though) \Z", re.IGNORECASE)
NOT_MOST = re.compile(
    r"\b(?:the|at|what|a|their|its|his|her|them|us|me|him|matter(?:s|ed)) \Z", re.IGNORECASE
)
MOST_MANNER = re.compile(
    r" (?:(?!only|early|family)[a-z]+ly|important|likely|serious|recent|pressing|common|significant"
    r"|effective|experienced|useful|often)\b",
    re.IGNORECASE,
)
""" "Most closely linked", "most often": no share."""
NOT_ALL_BEFORE = re.compile(
    r"(?:\b(?:at|after|above|for|first of|once and for|not|in|overall|with) \Z)", re.IGNORECASE
)
_VERB = re.compile(rf"\b(?:{VERB})\b", re.IGNORECASE)
NOT_A_WHOLE = re.compile(
    r" (?:too|the (?:more|same|while|time|way|better)|of (?:which|this|that|it|whom is)|in all"
    r"|along|round|its|your"
    r"|of (?:the|this|that|his|her) (?:file|record|papers|work|story|information|evidence))\b",
    re.IGNORECASE,
)
""" "All too often", "all of this work"."""
WOULD = re.compile(r" (?:would|will|can doubt|could doubt|wish)\b", re.IGNORECASE)
""" "Few would argue with that": no finding."""
IN_WE = re.compile(r",? (?:we|they|I)\b(?! (?:interviewed|met|spoke))", re.IGNORECASE)
TIME = re.compile(r" (?:time|occasion)\b", re.IGNORECASE)
GAPPED = ("all", "every", "none", "most", "few", "almost", "both")
PLANS_IN = re.compile(
    r"\b(?:plans|planning|reviews|assessments?|latter|second|health|diversity) in \Z", re.IGNORECASE
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
    r" (?:(?:relevant|of the) )?(?:cases?|case managers?|practitioners?|staff|members? of staff"
    r"|plans|reports|reviews|assessments"
    r"|PSRs|pre-sentence reports|young people|young person|children|child|(?:\w+able "
    r"|known )?victims?|famil(?:y|ies)"
    r"|parents?)\b"
    r"| (?:\w+ )?(?:plan|report|review|assessment|PSR) (?:that|which|of (?:one|these|those"
    r"|them))\b",
    re.IGNORECASE,
)
BOTH_AHEAD = re.compile(
    rf"(?: of those (?:in which|where|who|that)\b"
    rf"|(?: of(?: (?:the|these|those|them))?)?{BETWEEN}{{0,3}}? (?P<noun>{NOUN})\b"
    rf"(?!,? and\b)|(?: of (?:them|these|those))? {VERB}\b)",
    re.IGNORECASE,
)
IN_BOTH = re.compile(r"\b(?:in|for|with|by) \Z", re.IGNORECASE)
AFTER_BOTH = re.compile(
    rf"(?:,| (?:their|his|her|it|this|that|they|he|she|we|there)\b| ?{ENDS}|\Z)",
    re.IGNORECASE,
)
""" "Victims were known in two cases, and in both their safety"."""
BY_ALL = re.compile(r"\b(?:by|to|among|amongst|with) \Z", re.IGNORECASE)
WHOLE_BEFORE = re.compile(
    rf"\b(?:the|these|those|other|remaining) (?:other |remaining )?{NUMBER}\b", re.IGNORECASE
)
""" "The four that were not had all been written in a day": what is all is counted already."""
SHARE_AFTER = re.compile(
    rf" in (?:each|every|all|most|almost all|both|{NUMBER}|the (?:\w+ )?majority)\b", re.IGNORECASE
)
""" "They had all been involved in the assessment in each case"."""
READ_AFTER = re.compile(
    rf"{BETWEEN}{{0,3}}? {NOUN} (?:was|were|had been|has been|have been) (?:\w+ )?(?:read|inspected"
    r"|examined|discussed|looked at|seen|chosen|selected|drawn|allocated|held)\b",
    re.IGNORECASE,
)
""" "Each case was read with its case manager": what inspectors did."""
POSSESSIVE = re.compile(rf"{BETWEEN}{{0,2}}? {NOUN}'s?\b", re.IGNORECASE)
OTHER_SHARE = re.compile(
    r"\b(?:majority|minority|most|few|all|almost|half|thirds?|quarters?|per cent|none|both)\b|%",
    re.IGNORECASE,
)
FRONTED = re.compile(
    rf"(?:[^,]*[;:] ?|(?:and|but) )?(?:in|for|with|of) (?:only |just |the |all |another )*"
    rf"(?:(?:other|remaining) )?(?:{NUMBER}|others?|rest|remainder|these|those|this|that|it)\b",
    re.IGNORECASE,
)
""" "In the remaining four, no one had looked": said of those cases alone."""
SOMETIMES = re.compile(
    r"(?:.*[;:] ?)?(?:and |but )?(?:(?:all )?too often|sometimes|occasionally|at times"
    r"|on occasions?|in places"
    r"|in some|for some|in (?:\w+ )?(?:instance|example)|more than once"
    r"|(?:when|once|after|before|until) (?:an?|one|this|the|he|she|his|her)\b[^,]*),.*",
    re.IGNORECASE,
)
""" "When a girl went missing, nobody looked": an example."""
THAT_BEFORE = re.compile(
    r"\b(?:that|which|what|whom|if|when|where|because|since|as|so) \Z", re.IGNORECASE
)
AHEAD_OF_THEM = re.compile(r" of (?:them|these|those)\b", re.IGNORECASE)
WELL = re.compile(
    r"\b(?:enough|good|well|sufficient(?:ly)?|satisfactor(?:y|ily)|appropriate(?:ly)?"
    r"|effective(?:ly)?"
    r"|adequate(?:ly)?|proper(?:ly)?)\b",
    re.IGNORECASE,
)
NOR = re.compile(r"\bnor\b", re.IGNORECASE)
EXPECTED = re.compile(
    r"\b(?:(?<!as it )(?<!as they )should(?! have)|must(?! have)|ought(?! to have)|deserves?"
    r"|(?<!what we )(?<!as we )(?<!where we )(?<!what we would )(?<!as we would )expect(?:s|ed)?"
    r"|(?<!that )(?<!which )(?<!who )needs? to"
    r"|has to|have to|(?:is|are)"
    r" entitled|important that|essential that|aim(?:s)? to|would like|hope(?:s)?|recommends?"
    r"|(?<!that )(?<!which )(?<!who )will"
    r"|(?:is|are) (?:different|unique|individual|an individual|important|rarely|never|always"
    r"|only as)"
    r"|vital that|in order that|target (?:is|was|of)|standard requires?|requires? that"
    r"|(?<!that )(?<!which )(?<!who )(?<!what )(?<!that they )(?<!that it )(?:can (?:only)?|may"
    r"|might)|make sure that)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:was|were|had|did|been|(?<!are )(?<!is )(?<!be )(?<!being )(?<!well )\w+ed)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:is|are|has|have)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:could|felt|knew|thought|said|told|understood|found|believed|gave|took|saw|met|made|led"
    r"|spoke"
    r"|kept|went|came|got|held|put|showed|lacked|fell)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:objectives|targets|actions|steps|appointments|meetings|visits|sessions|pages|offences"
    r"|agencies|partners|schools|sources|tasks|dates|letters|warnings|interviews),? \Z",
    re.IGNORECASE,
)
BECAUSE = re.compile(r"\b(?:this|it) (?:was|had been)(?: \w+)? (?:because|due)\b", re.IGNORECASE)
_IN_THESE = re.compile(r"\b(?:in|for) (?:these|those|them),? \Z", re.IGNORECASE)


def proportion_words(search: Search) -> None:
    """Proportion words, with "both" and "neither", that speak of what is counted here."""
    for found in search.each(WORDS):
        kind = cast("str", found.lastgroup)
        if search.is_marked(*found.span()):
            search.add(*found.span(), "majority_word", _word_meaning(search, kind, found[0]))
            continue
        if not _word_counts(search, kind, found):
            continue
        first, last = search.clause(*found.span())
        if _expected(search, first, last):
            continue
        if kind == "too_few" and EXISTS.search(search.text, first, found.start()):
            continue
        own = "too few" in words_of(search.scale.name).own
        if kind == "too_few" and not own and _with_figure(search, found.start()):
            continue
        if kind in ("all", "every", "none") and _of_a_part(search, found):
            continue
        if kind in ("all", "every") and _excepted(search, found.start()):
            continue
        if _of_the_reading(search, kind, found) or _of_all_times(search, kind, found):
            continue
        if BECAUSE.search(search.text, first, search.sentence(found.start())[1]):
            continue
        bare = found[0].lower() == "each" and WELL.search(search.text, first, last) is None
        meaning = _word_meaning(search, kind, found[0])
        search.add(*found.span(), "majority_word", meaning, loose=bare)


def _of_all_times(search: Search, kind: str, found: re.Match[str]) -> bool:
    """Whether it tells of cases as such, not of those read: "every review is a chance"."""
    if (
        kind not in ("all", "every", "no")
        or noun_after(search.text, found.end()) == "case managers"
    ):
        return False
    if search.before(_THINGS, found.start()):
        return True  # "three objectives, all of them agreed with the boy"
    span = search.sentence(found.start())
    return (
        _PRESENT.search(search.text, *span) is not None
        and not any(each.search(search.text, *span) for each in (PAST, _TOLD))
        and WELL.search(search.text, *span) is None
    )


def _with_figure(search: Search, at: int) -> bool:
    """Whether the figure that "too few" speaks of stands in the same sentence."""
    first, last = search.sentence(at)
    return any(first <= each.start < last for each in search.found)


def _of_a_part(search: Search, found: re.Match[str]) -> bool:
    """Whether a word for people is said of some cases only: "in these, nobody had asked"."""
    body = found[0].lower() in ("nobody", "no one", "everybody", "everyone")
    first, at = search.sentence(found.start())[0], found.start()
    return body and (
        search.before(_IN_THESE, at) is not None
        or FRONTED.match(search.text[first:at].lstrip()) is not None
        or SOMETIMES.match(search.text[first:at].lstrip()) is not None
        or THAT_BEFORE.search(search.text, first, at) is not None
    )


def _of_the_reading(search: Search, kind: str, found: re.Match[str]) -> bool:
    """Whether it says which cases inspectors read, or whose other share follows is meant."""
    exists = search.before(EXISTS, found.start()) is not None
    if exists and RELATIVE.match(search.text, found.end()):
        return False
    if kind in ("all", "every", "both", "no") and (
        search.before(READ_BEFORE, found.start()) or READ_AFTER.match(search.text, found.end())
    ):
        return True
    if kind not in ("all", "every") or not POSSESSIVE.match(search.text, found.end()):
        return False
    _, last = search.sentence(found.start())
    return OTHER_SHARE.search(search.text, found.end(), last) is not None


def _expected(search: Search, first: int, last: int) -> bool:
    """Whether the clause says what ought to be, not what was found."""
    if EXPECTED.search(search.text, first, last):
        return True
    begin = search.sentence(first)[0]
    # "Managers should look at each case, and in every case before it ends."
    return not PAST.search(search.text, first, last) and (
        EXPECTED.search(search.text, begin, first) is not None
    )


def _excepted(search: Search, at: int) -> bool:
    """Whether "with one exception" follows or goes before, which then is the claim."""
    first, last = search.sentence(at)
    return any(
        each.form == "all_but"
        and first <= each.start < last
        and EXCEPTION.match(search.text, each.start)
        and not (each.start < at and _VERB.search(search.text, each.end, at))
        for each in search.found
    )


def _word_meaning(search: Search, kind: str, words: str) -> Meaning:
    match kind:
        case "not_all":
            return ShareIn(NOT_ALL)
        case "both":
            return Counts(2, 2)
        case "neither":
            return Counts(0, 2)
        case "all" | "every" | "without":
            return ShareIn(ALL)
        case "none" | "no":
            return ShareIn(NONE)
        case _:
            return words_of(search.scale.name).meaning(words)


def _in_the_end(search: Search, found: re.Match[str]) -> bool:
    """Whether it ends a sentence whose verb is said before: "and plans in few"."""
    first, _ = search.sentence(found.start())
    return (
        IN_BOTH.search(search.text, first, found.start()) is not None
        and AHEAD_END.match(search.text, found.end()) is not None
        and any(first <= each.start and each.end <= found.start() for each in search.found)
    )


def _word_counts(search: Search, kind: str, found: re.Match[str]) -> bool:
    """Whether a proportion word speaks of what is counted here."""
    text, end = search.text, found.end()
    noun = AHEAD_NOUN.match(text, end) is not None
    verb = AHEAD_VERB.match(text, end) is not None
    if kind in GAPPED and search.gapped(found.start(), end):
        return True
    match kind:
        case "majority" | "without":
            return True
        case "not_all" if search.before(BUT_BEFORE, found.start()):
            return False  # "most, but not all"
        case "almost" | "too_few" | "not_all":
            return noun or search.counted(end) or AHEAD_OF_THEM.match(text, end) is not None
        case "few":
            if found[0].lower() == "the few" or WOULD.match(text, end):
                return False
            return noun or verb or _in_the_end(search, found)
        case "most":
            before = search.before(NOT_MOST, found.start())
            those = AHEAD_OF_THEM.match(text, end) is not None
            return not (before or MOST_MANNER.match(text, end)) and (
                noun or verb or those or _in_the_end(search, found)
            )
        case "all":
            if search.before(PLANS_IN, found.start()) and _in_the_end(search, found):
                return True
            if search.before(IN_ALL, found.start()) and not IN_WE.match(text, end):
                return noun or AHEAD_OF_THEM.match(text, end) is not None
            if IN_WE.match(text, end) or NOT_A_WHOLE.match(text, end):
                return False
            if search.before(WERE_BEFORE, found.start()):
                first, _ = search.sentence(found.start())
                _, last = search.clause(*found.span())
                whole = WHOLE_BEFORE.search(text, first, found.start())
                return not (whole or SHARE_AFTER.search(text, end, last))
            if search.before(BY_ALL, found.start()) and AHEAD_END.match(text, end):
                return True
            before = search.before(NOT_ALL_BEFORE, found.start())
            return not before and (noun or verb)
        case "every":
            words = found[0].lower()
            alone = words.endswith(("one", "body")) or AHEAD_OF_THEM.match(text, end)
            if words.startswith("everyb") or words == "everyone":
                return verb or search.before(BY_ALL, found.start()) is not None
            if words == "each" and verb and not alone:
                clause = search.clause(*found.span())
                return WELL.search(text, *clause) is not None
            again = TIME.match(text, end) is not None
            here = search.counted(end) or search.before(IN_BOTH, found.start()) is not None
            return noun or again or (bool(alone) and here)
        case "none" if search.before(EXISTS, found.start()):
            return False  # "in the remaining two there was none"
        case "none":
            return noun or verb or AHEAD_END.match(text, end) is not None
        case "neither":
            return not NOR.search(text, end, search.sentence(end)[1]) and (
                noun or verb or AHEAD_OF_THEM.match(text, end) is not None
            )
        case "both":
            if search.before(IN_BOTH, found.start()) and AFTER_BOTH.match(text, end):
                return True
            return BOTH_AHEAD.match(text, end) is not None
        case _:  # no
            first, last = search.clause(*found.span())
            others = any(first <= each.start < last for each in search.found)
            before_verb = re.search(
                r"\b(?:was|were|had|is|are|with|made) \Z", text[: found.start()]
            )
            exists = search.before(EXISTS, found.start()) and RELATIVE.match(text, end)
            if others or (before_verb and not exists):
                return False
            return NO_AHEAD.match(text, end) is not None
