"""How letters count what was named before, or is left: "the two", "the other three"."""

import re
from dataclasses import replace

from sqs.letter.claims.grammar import (
    AHEAD_NOUN,
    NEVER_COUNTED,
    NOUN,
    NUMBER,
    RELATIVE,
    VERB,
    negated,
    number,
)
from sqs.letter.claims.meanings import Counts, NotMet, PerCent, ShareIn
from sqs.letter.claims.relevance import NEED_RELATIVE
from sqs.letter.claims.search import Search

_NUMBER = re.compile(NUMBER, re.IGNORECASE)
SOLE = re.compile(
    rf"(?<![\w-])the (?:only|single|sole)(?= relevant {NOUN}\b"
    rf"| (?:[\w-]+ )?{NOUN} (?:(?:that )?we (?:read|saw"
    rf"|inspected|looked at) |in (?:the|our) sample )?(?:was|had been|met)\b)",
    re.IGNORECASE,
)
""" "In the only relevant case the response was right"."""
_WELL = re.compile(
    r"\b(?:good|well|sufficient(?:ly)?|satisfactor(?:y|ily)|appropriate(?:ly)?|effective(?:ly)?"
    r"|prompt(?:ly)?"
    r"|fair(?:ly)?|right(?:ly)?|proper(?:ly)?|sound(?:ly)?|suitabl[ey]|adequate(?:ly)?)\b",
    re.IGNORECASE,
)
THE_ONE = re.compile(
    rf"the one(?: [\w-]+){{0,2}}? {NOUN} (?:(?:in|of) (?:the|our) sample |(?:that )?we (?:read|saw"
    rf"|inspected) )?"
    r"(?:was|had been|met)\b",
    re.IGNORECASE,
)
""" "The one pre-sentence report was good": there was no other."""
THE = re.compile(
    rf"(?<![\w-])(?P<how>the|those|these) (?P<rest>(?:other|remaining|further) )?"
    rf"(?P<count>{NUMBER})(?P<rest2> (?:others?|remaining)\b)?{NEVER_COUNTED}",
    re.IGNORECASE,
)
LEFT = re.compile(
    r"\b(?:the|its) (?:other|remaining)(?: (?P<one>one|case|plan|assessment|review|report))?"
    r"(?=,? (?:(?!two|three|four|five|six|seven|eight|nine|ten|hand|side|way|end)[a-z]+ing\b|was"
    r"|were|is|had|has|did|it|they|he|she|we|this|that|there|no|nobody|nothing|an?|the|his|her"
    r"|their"
    rf"|retires?|{VERB})\b| ?[.,;])",
    re.IGNORECASE,
)
"""What is left of all but one: "and the other was late"."""
ANEW = re.compile(
    r" (?:(?!this\b|his\b|us\b|as\b|across\b|perhaps\b|always\b|its\b|is\b|was\b|has\b)[a-z-]+s\b"
    r"|(?:[a-z-]+ ){1,2}(?!this\b|was\b|has\b)[a-z-]+s (?:in|of|that|where|were|had)\b)",
    re.IGNORECASE,
)
"""Something else is counted: "the other two boroughs"."""
OF_THE = re.compile(
    r"(?:.*[;:,] ?)?(?:and |but )?(?:of|among|for|in|when it came to|as to|as for) \Z",
    re.IGNORECASE,
)
ELLIPSIS = re.compile(
    r" (?:would|had|did|were|was|could|have|has|do|does)(?: have| been| be)? ?(?:[.,;]|\Z)",
    re.IGNORECASE,
)
""" "Two would not have helped; the other nine would"."""
_OPENS_OF = re.compile(r"(?:.*[;:] ?)?(?:and |but )?(?:of|among) ", re.IGNORECASE)
EXCEPTIONS = re.compile(
    rf"\b(?:the |these |those |only |just )*(?P<count>{NUMBER}) exceptions?(?= (?:was|were|had"
    rf"|came|concerned|to)\b|[.:,])",
    re.IGNORECASE,
)
LEAVING = re.compile(
    rf"\b(?:leaving|leaves|left) (?:only |just )?(?P<count>{NUMBER})\b", re.IGNORECASE
)
PLAIN_WORDS = re.compile(r"(?: (?:of|in|out of|from|among)(?: all)?)? ?\Z", re.IGNORECASE)


def remainders(search: Search) -> None:
    """Numbers of what was named before, and of what is left."""
    for found in search.each(THE):
        _the_number(search, found)
    for found in search.each(SOLE, "the only", "the single", "the sole"):
        search.add(*found.span(), "count", Counts(1, 1))
    for found in search.each(EXCEPTIONS, "exception"):
        search.add(*found.span(), "complement", NotMet(number(found["count"])), loose=True)
    for found in search.each(LEAVING, "leav", "left"):
        if any(each.end <= found.start() for each in search.found):
            search.add(*found.span("count"), "complement", NotMet(number(found["count"])))
    for found in search.each(LEFT, "other", "remaining"):
        _what_is_left(search, found)


def _shares_of(search: Search, start: int, end: int, count: int) -> bool:
    """Whether it says of how many cases a share is: "most of the 28 plans"."""
    for place, each in enumerate(search.found):
        if each.end <= start and PLAIN_WORDS.fullmatch(search.text, each.end, start):
            whole = isinstance(each.meaning, Counts) and each.meaning.relevant is not None
            if not whole and not search.is_marked(each.start, end):
                search.found[place] = replace(each, end=end, among=count)
                return True
    return False


def _the_number(search: Search, found: re.Match[str]) -> None:
    text, (start, end) = search.text, found.span()
    count = number(found["count"])
    if _shares_of(search, start, end, count):
        return
    noun = AHEAD_NOUN.match(text, end)
    marked = search.is_marked(start, end)
    relative = RELATIVE.match(text, end)
    rest = found["rest"] or found["rest2"]
    if not marked and not (noun or relative or search.counted(end)):
        if rest and (count == 1 or not ANEW.match(text, end)):
            well = _done_well(search, start, end)
            search.add(start, end, "complement", NotMet(count, or_all=well))
        return
    sentence = search.sentence(start)
    if rest and ELLIPSIS.match(text, end) and negated(text, sentence[0], start):
        search.add(start, end, "count", Counts(count))
        return
    head = _head(search, start, end, relative)
    named = found["how"].lower() in ("these", "those") and relative is None and not rest
    if rest or negated(text, end, head):
        well = bool(rest) and _done_well(search, start, end)
        search.add(start, end, "complement", NotMet(count, or_all=well), loose=named)
    elif (
        relative
        and OF_THE.match(text[sentence[0] : start].lstrip())
        and _later(search, head, sentence)
    ) or (relative is None and _shared_later(search, start, end, sentence)):
        search.add(start, end, "count", Counts(None, count))
    elif THE_ONE.match(text, start) and search.last_before(start) is None:
        search.add(start, end, "count", Counts(1, 1))
    elif relative is None or NEED_RELATIVE.search(text, end, head):
        relevant = text[noun.start() : noun.end()].lower() if noun else ""
        if " relevant" in relevant or (count == 1 and marked) or relative:
            inside = any(sentence[0] <= each.start < sentence[1] for each in search.found)
            met = None if inside else count
            search.add(start, end, "count", Counts(met, count))
        elif marked or search.last_before(start):
            search.add(start, end, "complement", NotMet(count), loose=named)
    else:
        search.add(start, end, "count", Counts(count))


def _done_well(search: Search, start: int, end: int) -> bool:
    """Whether the clause says of what is left that it was done well, and not that it fell short."""
    first, last = search.clause(start, end)
    return (
        not negated(search.text, first, last) and _WELL.search(search.text, first, last) is not None
    )


def _head(search: Search, start: int, end: int, relative: re.Match[str] | None) -> int:
    """Where the words end that say which cases they are: "the four who have not had it"."""
    if relative is None:
        return search.clause(start, end)[1]
    comma = search.text.find(",", relative.end(), search.sentence(start)[1])
    return comma if comma > 0 else search.clause(relative.end(), relative.end())[1]


def _shared_later(search: Search, start: int, end: int, sentence: tuple[int, int]) -> bool:
    """Whether it leads in a share of so many: "of the 12 reports we read, 92% were good"."""
    return _OPENS_OF.fullmatch(search.text[sentence[0] : start].lstrip()) is not None and any(
        end <= each.start < sentence[1] and isinstance(each.meaning, ShareIn | PerCent)
        for each in search.found
    )


def _later(search: Search, after: int, sentence: tuple[int, int]) -> bool:
    """Whether another figure follows in the sentence."""
    if any(after <= each.start < sentence[1] for each in search.found):
        return True
    return _NUMBER.search(search.text, after, sentence[1]) is not None


def _what_is_left(search: Search, found: re.Match[str]) -> None:
    """ "The other", after a claim that leaves one: "seven out of eight had been, and the other"."""
    last = search.last_before(found.start())
    if last is None or found["one"] not in (None, "one", last.noun.removesuffix("s")):
        return
    meaning = last.meaning
    if isinstance(meaning, NotMet):
        leaves = meaning.count if last.form == "all_but" else 0
    elif isinstance(meaning, Counts) and meaning.met is not None and meaning.relevant is not None:
        leaves = meaning.relevant - meaning.met
    else:
        return
    if leaves == 1:
        search.add(*found.span(), "complement", NotMet(1), noun="")
