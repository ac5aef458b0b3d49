"""How letters count with a number alone: "the two", "in five cases", "one was"."""

import re
from dataclasses import replace

from sqs.letter.claims.counts import BOUND, BOUNDS, IN_THE_PLACE
from sqs.letter.claims.grammar import (
    DONE,
    NOUN,
    NUMBER,
    RELATIVE,
    VERB,
    counted_noun,
    left_undone,
    negated,
    number,
)
from sqs.letter.claims.meanings import Counts, Meaning, NotMet
from sqs.letter.claims.proportions import EXPECTED, READ_BEFORE
from sqs.letter.claims.relevance import is_named_as_needed, says_relevant, taken_up_later
from sqs.letter.claims.remainders import ELLIPSIS, remainders
from sqs.letter.claims.search import EXISTS, Search
from sqs.letter.value import Form

BARE = re.compile(
    rf"(?<![\w-]){BOUND}(?P<only>(?:only|just) )?(?P<count>{NUMBER})(?P<others> others?)?"
    rf"(?P<more> more)?"
    rf"(?:(?P<noun>(?: (?:relevant|other|such|of (?:these|those|the|our)|separate|remaining"
    rf"|referral order|pre-sentence|initial|first|court|panel|individual|further))*"
    rf" {NOUN})\b|(?P<named>(?! \w+(?:est|orst)\b)(?: [a-z]+){{1,3}} (?:plans|reviews|assessments"
    rf"|reports)\b)"
    rf"|(?P<verb>(?= (?:{VERB}|\w+ed|not|good|sound|satisfactory|sufficient|of (?:these|those"
    rf"|them)|having|being|late|badly|poorly|inadequate|insufficient|missing|absent|incomplete"
    rf"|falling|failing|lacking|needing|remaining|in the (?:group|team))\b)))",
    re.IGNORECASE,
)
IN_ALONE = re.compile(
    rf"(?<![\w-])(?<!called )(?<!calls )(?<!call )(?:in|to|for|by) (?:only "
    rf"|just )?(?P<count>{NUMBER})"
    rf"(?= ?(?:[.,;)]|\Z)| (?:it|this|they|there|these)\b)",
    re.IGNORECASE,
)
FALLING = re.compile(
    rf"\b(?:falling|rising|dropping|sinking|going down|down|increasing|decreasing) to (?:only "
    rf"|just )?"
    rf"(?P<count>{NUMBER})(?= (?:in|for|at|when|of)\b| ?[.,;])",
    re.IGNORECASE,
)
""" "In all 18 cases, falling to 14 at the planning stage"."""
NOT_AGAIN = re.compile(
    rf"\b(?:and|but) (?:only |just )?(?P<count>{NUMBER})(?= (?:in|for|at) (?:the |their )?"
    r"(?:assess|plan|review))",
    re.IGNORECASE,
)
"""What was said before is not said again: "one in the planning, and one in the assessment"."""
GAPPED = re.compile(rf"(?P<count>{NUMBER})(?= )", re.IGNORECASE)
ABOUT = re.compile(
    r"\b(?:aged|(?:child|boy|girl|young person|youth|man|woman) of|some|about|around|roughly"
    r"|approximately|nearly|almost) \Z",
    re.IGNORECASE,
)
OTHER_GROUP = re.compile(
    r"\b(?:cohort|caseload|population|team|workforce|staff|group)s? of (?:over |about |some )?\Z",
    re.IGNORECASE,
)
INTERVIEWED = re.compile(r"\binterviews? with (?:the )?\Z", re.IGNORECASE)
SAYS = re.compile(r" (?:told|said|commented|noted|described|explained|wrote)\b", re.IGNORECASE)
TELLS = re.compile(
    r" (?:also )?(?:recalled|mentioned|remembered|remarked|commented|described|recounted|joked)\b",
    re.IGNORECASE,
)
""" "One recalled two visits": an example."""
OUTPUT = re.compile(
    r"(?: [\w-]+){0,3}? (?:since|per|an? (?:week|month|year)|(?:each|every) (?:week|month|year)"
    r"|in the (?:last|past|previous|preceding) \w+)\b",
    re.IGNORECASE,
)
""" "31 plans since Christmas": how much was done, of no cases that were read."""
OF_THEM_ARE = re.compile(r" of (?:them|these|those),? (?:[A-Z]|an?\b|girls|boys)")
""" "Five of them Youth Rehabilitation Orders": what they were."""
PEOPLE = (
    "people",
    "families",
    "family",
    "children",
    "young people",
    "young person",
    "child",
    "victims",
    "victim",
)
TAKEN_UP = re.compile(r",? (?:this|that|it|they|these)\b", re.IGNORECASE)
REMAINDER = re.compile(
    r"\b(?:(?:of|in|for|from) the (?:remainder|rest|others|remaining\b)"
    r"|where (?:it|this|they|these) (?:was|were|had|did) not)\b",
    re.IGNORECASE,
)
"""What fell short is spoken of."""
OF_THESE = re.compile(r"\b(?:of|in|for|from) (?:these|those|them)\b", re.IGNORECASE)
REST = re.compile(r"\bof the (?:other|remaining) \w+, \Z", re.IGNORECASE)
PRONOUN_ONE = re.compile(
    r"\b(?:where|when|if|until|that|because|as|cases|plans|them|these|those|children|people) \Z",
    re.IGNORECASE,
)
""" "Where one was due": no number."""
ONE_OF_THEM = re.compile(
    r".*\ban? (?:plan|review|report|assessment|response)\b[^;:]*, one (?:had been|was).*",
    re.IGNORECASE,
)
""" "Where a plan was needed, one had been made"."""
SAME_NUMBER = re.compile(
    rf"(?<![\w-])the same (?:number|proportion|share|percentage|fraction)(?= (?:of|{VERB}"
    rf"|\w+ed)\b)",
    re.IGNORECASE,
)
ONE_IN = re.compile(r"\bone \w+ \Z", re.IGNORECASE)
FROM = re.compile(r"\bfrom \w+", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|these|those) \Z", re.IGNORECASE)
_MORE = re.compile(r"\b(?:another|a further|the last|the first|the next) \Z", re.IGNORECASE)
""" "And another two were adequate": not all of them."""
_DEFINITE = re.compile(r"(?:the (?!other|remaining|last)|those|these|both)\b", re.IGNORECASE)


def numbers(search: Search) -> None:
    """ "The two", "five cases", "one was": after everything else has taken its words."""
    remainders(search)
    for found in search.each_number(BARE):
        _bare_number(search, found)
    for found in search.each(IN_ALONE):
        clause = search.clause(*found.span())
        count = number(found["count"])
        if is_named_as_needed(search, found.start("count")):
            search.add(*found.span("count"), "count", Counts(None, count), loose=True)
            continue
        if count == 1 and not found[0].lower().startswith("in"):
            continue  # "where there was a need for one"
        if ONE_IN.search(search.text, clause[0], found.start()):
            continue  # "on one day in three"
        if found[0].lower().startswith("to") and FROM.search(search.text, clause[0], found.start()):
            continue  # "from three objectives to eleven"
        turned = negated(search.text, *clause)
        form: Form = "complement" if turned else "count"
        part = turned and _is_part(search, found.start(), search.sentence(found.start()))
        meaning: Meaning = NotMet(count) if turned else Counts(count)
        search.add(*found.span("count"), form, meaning, loose=True, part=part)
    for found in search.each(FALLING, "to "):
        search.add(*found.span("count"), "count", Counts(number(found["count"])), loose=True)
    for found in search.each(NOT_AGAIN):
        search.add(*found.span("count"), "count", Counts(number(found["count"])), noun="")
    for found in search.each_number(GAPPED):
        if search.gapped(found.start("count"), found.end("count")):
            count = number(found["count"])
            search.add(*found.span("count"), "count", Counts(count), noun="")
    _same_number(search)
    _marked_numbers(search)
    _join_parts(search)


def _join_parts(search: Search) -> None:
    """ "In two cases it was late, and in three not done": together they are what fell short."""
    for first, last in search.sentences:
        short = [
            each
            for each in search.found
            if first <= each.start < last and each.form == "complement"
        ]
        definite = [each for each in short if _DEFINITE.match(search.text, each.start)]
        if len(short) > 1 and not definite:
            for each in short:
                search.found[search.found.index(each)] = replace(each, part=True)
    for place in range(1, len(search.sentences)):
        _join_to_sum(search, *search.sentences[place - 1 : place + 1])


def _join_to_sum(search: Search, before: tuple[int, int], here: tuple[int, int]) -> None:
    """ "Five were poor. Two were late and in three nothing was new": numbers that come to it."""
    last = search.last_before(before[1])
    if last is None or last.start < before[0] or not isinstance(last.meaning, NotMet) or last.part:
        return
    numbers_here = [
        (each, each.meaning.count if isinstance(each.meaning, NotMet) else each.meaning.met)
        for each in search.found
        if here[0] <= each.start < here[1]
        and (
            isinstance(each.meaning, NotMet)
            or (isinstance(each.meaning, Counts) and each.meaning.relevant is None)
        )
    ]
    if len(numbers_here) > 1 and sum(count or 0 for _, count in numbers_here) == last.meaning.count:
        for each, count in numbers_here:
            part = replace(each, form="complement", meaning=NotMet(count or 0), part=True)
            search.found[search.found.index(each)] = part


def _same_number(search: Search) -> None:
    """ "And the same number could describe": the figure of the claim before it."""
    for found in search.each(SAME_NUMBER, "the same"):
        last = search.last_before(found.start())
        if last is not None and last.form not in ("rate", "comparison"):
            search.found.append(replace(last, start=found.start(), end=found.end()))


def _bare_number(search: Search, found: re.Match[str]) -> None:
    text = search.text
    start, end = found.start(), found.end("others") if found["others"] else found.end("count")
    sentence = search.sentence(start)
    count = number(found["count"])
    noun = (found["noun"] or found["named"] or "").strip().lower()
    before_this = text[max(0, start - 30) : start]
    if (
        ABOUT.search(before_this)
        or OTHER_GROUP.search(before_this)
        or INTERVIEWED.search(before_this)
    ):
        return
    noun = counted_noun(noun.removeprefix("relevant ").removeprefix("other "))
    marked = search.is_marked(start, end)
    first, last = search.clause(start, end)
    relative = RELATIVE.match(text, found.end())
    if relative and EXISTS.search(text, sentence[0], start):
        first, last = search.clause(relative.end(), relative.end())
    not_done = (
        left_undone(text, end, sentence[1])
        or negated(text, first, last)
        or (found["verb"] is not None and negated(text, end, min(end + 12, sentence[1])))
    )
    if relative and not not_done and not DONE.search(text, first, start):
        # "One that needed it had not been reviewed": the verb after the relative clause
        not_done = negated(text, *search.clause(relative.end(), relative.end()))
    loose = noun.endswith(PEOPLE) or found["named"] is not None
    if REST.search(text, sentence[0], start) and not not_done:
        return  # "of the other three, one was a copy of an earlier plan"
    if (
        count == 1
        and found["verb"] is not None
        and (
            search.before(PRONOUN_ONE, start)
            or TELLS.match(text, end)
            or ONE_OF_THEM.fullmatch(text[sentence[0] : found.end() + 12])
        )
    ):
        return
    definite = relative is None and found["verb"] is not None and search.before(_THE, start)
    earlier = search.last_before(start) if definite else None
    if earlier is not None:
        if isinstance(earlier.meaning, Counts) and earlier.meaning.met == count:
            return  # "five were good; the five had been written by the same hand"
        search.add(start, end, "complement", NotMet(count), noun=noun, loose=True)
        return
    if OUTPUT.match(text, found.end()) or IN_THE_PLACE.match(text, found.end("count")):
        return
    if found["verb"] is not None and not marked and not _carried(search, found, sentence):
        opens = not text[sentence[0] : start].strip()
        if count == 1 and not found["only"] and not (opens and not_done):
            return
        loose = True
    if OF_THEM_ARE.match(text, found.end()):
        loose = True
    meant = (
        found["only"]
        or noun in ("families", "family")
        or found["bound"]
        or marked
        or (found["noun"] or "").endswith("s")
    )
    meant = meant or search.before(READ_BEFORE, start)
    one = count == 1 and found["noun"] and not meant
    example = not not_done or SAYS.match(text, found.end()) or not _taken_up(search, found)
    if one and example:
        return
    if EXPECTED.search(text, first, last) and not marked:
        return
    if not not_done and search.before(_MORE, start):
        return
    undone = left_undone(text, end, sentence[1])
    needed = not undone and says_relevant(search, start, found.end())
    if needed or taken_up_later(search, found.end()):
        search.add(start, end, "count", Counts(None, count), noun=noun)
        return
    bound = BOUNDS[found["bound"].lower()] if found["bound"] else "="
    if ELLIPSIS.match(text, end) and negated(text, sentence[0], start) and not not_done:
        search.add(start, end, "count", Counts(count), noun=noun, loose=loose)
    elif _is_part(search, start, sentence):
        search.add(start, end, "complement", NotMet(count), part=True, noun=noun)
    elif not_done or found["others"]:
        search.add(start, end, "complement", NotMet(count), noun=noun, loose=loose)
    else:
        search.add(start, end, "count", Counts(count, None, bound), noun=noun, loose=loose)


def _taken_up(search: Search, found: re.Match[str]) -> bool:
    """Whether "one case" counts, and is no example: "in one case this had not been done"."""
    text, sentence = search.text, search.sentence(found.start())
    opens = text[sentence[0] : found.start()].strip().lower() in ("in", "for")
    return not opens or TAKEN_UP.match(text, found.end()) is not None


def _carried(search: Search, found: re.Match[str], sentence: tuple[int, int]) -> bool:
    """Whether a bare number before a verb counts something: what was said before, or a list."""
    earlier = any(each.end <= found.start() for each in search.found)
    remainder = any(
        each.search(search.text, sentence[0], found.start()) for each in (REMAINDER, OF_THESE)
    )
    if search.text[sentence[0] : found.start()].endswith(": "):
        return True
    said = found["count"].lower()
    if said in ("one", "1") and not (remainder or _is_part(search, found.start(), sentence)):
        not_done = negated(search.text, found.end(), min(found.end() + 25, sentence[1]))
        return not_done and earlier
    return earlier or remainder


def _is_part(search: Search, start: int, sentence: tuple[int, int]) -> bool:
    """Whether it counts a part of what fell short, which was counted or named just before."""
    after = start + 30
    if REMAINDER.search(search.text, sentence[0], min(after, sentence[1])):
        return True
    last = search.last_before(start)
    of_these = OF_THESE.search(search.text, sentence[0], start) is not None
    if of_these and last is not None and last.form == "complement":
        return True
    earlier = [each for each in search.found if sentence[0] <= each.start < start]
    return any(isinstance(each.meaning, NotMet) and each.form == "complement" for each in earlier)


def _marked_numbers(search: Search) -> None:
    """A number alone in a link: whatever stands around it, it states a figure."""
    for first, last in search.marked:
        if not search.free(first, last):
            continue
        for found in re.compile(NUMBER, re.IGNORECASE).finditer(search.text, first, last):
            start, end = found.span()
            clause = search.clause(start, end)
            count = number(found[0])
            if negated(search.text, *clause):
                search.add(start, end, "complement", NotMet(count))
            else:
                search.add(start, end, "count", Counts(count))
            break
