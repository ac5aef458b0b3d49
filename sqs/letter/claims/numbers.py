"""How letters count with a number alone: "the two", "in five cases", "one was"."""

import re
from dataclasses import replace

from sqs.letter.claims.counts import BOUND, BOUNDS
from sqs.letter.claims.grammar import (
    AHEAD_NOUN,
    NEVER_COUNTED,
    NOUN,
    NUMBER,
    RELATIVE,
    VERB,
    counted_noun,
    negated,
    number,
)
from sqs.letter.claims.meanings import Counts, Meaning, NotMet
from sqs.letter.claims.proportions import EXPECTED, READ_BEFORE
from sqs.letter.claims.search import EXISTS, Found, Search
from sqs.letter.value import Form

THE = re.compile(
    rf"(?<![\w-])(?P<how>the|those|these) (?P<rest>(?:other|remaining|further) )?"
    rf"(?P<count>{NUMBER})(?P<rest2> (?:others?|remaining)\b)?{NEVER_COUNTED}",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"(?<![\w-]){BOUND}(?P<only>(?:only|just) )?(?P<count>{NUMBER})(?P<others> others?)?"
    rf"(?P<more> more)?"
    rf"(?:(?P<noun>(?: (?:relevant|other|such|of (?:these|those|the|our)|separate|remaining"
    rf"|referral order|pre-sentence|initial|first|court|panel|individual|further))*"
    rf" {NOUN})\b|(?P<named>(?: [a-z]+){{1,3}} (?:plans|reviews|assessments|reports)\b)"
    rf"|(?P<verb>(?= (?:{VERB}|\w+ed|not|good|sound|satisfactory|sufficient|of (?:these|those"
    rf"|them)|having|being|falling|failing|lacking|needing|remaining|in the (?:group|team))\b)))",
    re.IGNORECASE,
)
IN_ALONE = re.compile(
    rf"(?<![\w-])(?<!called )(?<!calls )(?<!call )(?:in|to|for|by) (?:only "
    rf"|just )?(?P<count>{NUMBER})"
    rf"(?= ?(?:[.,;)]|\Z)| (?:it|this|they|there|these)\b)",
    re.IGNORECASE,
)
ELLIPSIS = re.compile(
    rf"\b(?:and|but) (?:only |just )?(?P<count>{NUMBER})(?= (?:in|for|at) (?:the |their )?"
    r"(?:assess|plan|review))",
    re.IGNORECASE,
)
"""What was said before is not said again: "one in the planning, and one in the assessment"."""
GAPPED = re.compile(rf"(?P<count>{NUMBER})(?= )", re.IGNORECASE)
ABOUT = re.compile(
    r"\b(?:aged|some|about|around|roughly|approximately|nearly|almost) \Z", re.IGNORECASE
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
EXCEPTIONS = re.compile(
    rf"\b(?:the |these |those |only |just )*(?P<count>{NUMBER}) exceptions?(?= (?:was|were|had"
    rf"|came|concerned|to)\b|[.:,])",
    re.IGNORECASE,
)
LEAVING = re.compile(
    rf"\b(?:leaving|leaves|left) (?:only |just )?(?P<count>{NUMBER})\b", re.IGNORECASE
)
PEOPLE = (
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
NEEDED = re.compile(
    r"(?<!\bas )(?<!\bwhere )(?<!\bwhen )(?<!\bif )(?<!\bnot )(?<!\bno )(?<!\bmore )\b"
    r"(?:needed|required|necessary|called for|due)\b",
    re.IGNORECASE,
)
NEED = re.compile(
    r" (?:had |have )?(?:needed|required|called for) (?:a|an|such|one)\b"
    r"|(?: of [\w ]{1,40}?)? (?:had |have )?(?:needed|required) (?:to be|review|managing"
    r"|attention)\b"
    r"|(?: who)? (?:had|did) not compl(?:y|ied)\b"
    r"| (?:should have been|ought to have been|had to be|(?:was|were|had been|fell) due)\b"
    r"|(?: of the cases)? (?:had|involved|included|featured) (?:an? )?(?:\w+ )?victims?\b"
    r"| (?:were|was|had been|could be) identified\b",
    re.IGNORECASE,
)
REMAINDER = re.compile(
    r"\b(?:(?:of|in|for|from) the (?:remainder|rest|others|remaining\b)"
    r"|where (?:it|this|they|these) (?:was|were|had|did) not)\b",
    re.IGNORECASE,
)
"""What fell short is spoken of."""
OF_THESE = re.compile(r"\b(?:of|in|for|from) (?:these|those|them)\b", re.IGNORECASE)
PLAIN_WORDS = re.compile(r"(?: (?:of|in|out of|from|among)(?: all)?)? ?\Z", re.IGNORECASE)
CONDITION = re.compile(r"\W*(?:where|when|if)\b[^,;()]*\(\Z", re.IGNORECASE)
REST = re.compile(r"\bof the (?:other|remaining) \w+, \Z", re.IGNORECASE)
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
NEED_RELATIVE = re.compile(
    r"\b(?:need(?:ed|s)?|required|relevant|necessary|warranted|call(?:ed|s) for|due|applied|arose"
    r"|should(?: \w+)? have|ought to have|had to be|(?:did|had|have|do) not compl(?:y|ied)"
    r"|there (?:was|were) (?:an?|one|any|something)|custody (?:was|had been))\b",
    re.IGNORECASE,
)
"""What made the cases relevant: "the 20 that should have been reviewed"."""
OF_THE = re.compile(
    r"(?:.*[;:,] ?)?(?:and |but )?(?:of|among|for|in|when it came to|as to|as for) \Z",
    re.IGNORECASE,
)
TAKEN_UP_LATER = re.compile(
    r"(?: of| in)? (?:(?:these|those|them|their)\b(?: cases| victims| plans| reviews| reports)?"
    r"|both\b|neither\b)",
    re.IGNORECASE,
)
SAID_AGAIN = re.compile(
    r"\b(?:(?:that|which) is|namely|or in|in other words|i\.e\.)", re.IGNORECASE
)
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
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|those|these|both)\b", re.IGNORECASE)


def numbers(search: Search) -> None:
    """ "The two", "five cases", "one was": after everything else has taken its words."""
    for found in search.each(THE):
        _the_number(search, found)
    for found in search.each(EXCEPTIONS):
        search.add(*found.span(), "complement", NotMet(number(found["count"])), loose=True)
    for found in search.each(LEAVING):
        if any(each.end <= found.start() for each in search.found):
            search.add(*found.span("count"), "complement", NotMet(number(found["count"])))
    for found in search.each(LEFT):
        _what_is_left(search, found)
    for found in search.each(BARE):
        _bare_number(search, found)
    for found in search.each(IN_ALONE):
        clause = search.clause(*found.span())
        count = number(found["count"])
        turned = negated(search.text, *clause)
        form: Form = "complement" if turned else "count"
        part = turned and _is_part(search, found.start(), search.sentence(found.start()))
        meaning: Meaning = NotMet(count) if turned else Counts(count)
        search.add(*found.span("count"), form, meaning, loose=True, part=part)
    for found in search.each(ELLIPSIS):
        search.add(*found.span("count"), "count", Counts(number(found["count"])), noun="")
    for found in search.each(GAPPED):
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
            search.add(start, end, "complement", NotMet(count))
        return
    sentence = search.sentence(start)
    head = _head(search, start, end, relative)
    named = found["how"].lower() in ("these", "those") and relative is None and not rest
    if rest or negated(text, end, head):
        search.add(start, end, "complement", NotMet(count), loose=named)
    elif (
        relative
        and OF_THE.match(text[sentence[0] : start].lstrip())
        and _later(search, head, sentence)
    ):
        search.add(start, end, "count", Counts(None, count))
    elif relative is None or NEED_RELATIVE.search(text, end, head):
        relevant = text[noun.start() : noun.end()].lower() if noun else ""
        if " relevant" in relevant or (count == 1 and marked) or relative:
            inside = any(sentence[0] <= each.start < sentence[1] for each in search.found)
            met = None if inside else count
            search.add(start, end, "count", Counts(met, count))
        elif marked or any(each.end <= start for each in search.found):
            search.add(start, end, "complement", NotMet(count))
    else:
        search.add(start, end, "count", Counts(count))


def _head(search: Search, start: int, end: int, relative: re.Match[str] | None) -> int:
    """Where the words end that say which cases they are: "the four who have not had it"."""
    if relative is None:
        return search.clause(start, end)[1]
    comma = search.text.find(",", relative.end(), search.sentence(start)[1])
    return comma if comma > 0 else search.clause(relative.end(), relative.end())[1]


def _later(search: Search, after: int, sentence: tuple[int, int]) -> bool:
    """Whether another figure follows in the sentence."""
    if any(after <= each.start < sentence[1] for each in search.found):
        return True
    return _NUMBER.search(search.text, after, sentence[1]) is not None


def _what_is_left(search: Search, found: re.Match[str]) -> None:
    """ "The other", after a claim that leaves one: "seven out of eight had been, and the other"."""
    before = [each for each in search.found if each.end <= found.start()]
    last = max(before, key=_end, default=None)
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


def _same_number(search: Search) -> None:
    """ "And the same number could describe": the figure of the claim before it."""
    for found in search.each(SAME_NUMBER):
        before = [each for each in search.found if each.end <= found.start()]
        last = max(before, key=_end, default=None)
        if last is not None and last.form not in ("rate", "comparison"):
            search.found.append(replace(last, start=found.start(), end=found.end()))


def _bare_number(search: Search, found: re.Match[str]) -> None:
    text = search.text
    start, end = found.start(), found.end("others") if found["others"] else found.end("count")
    sentence = search.sentence(start)
    count = number(found["count"])
    noun = (found["noun"] or found["named"] or "").strip().lower()
    before_this = text[max(0, start - 30) : start]
    if ABOUT.search(before_this) or INTERVIEWED.search(before_this):
        return
    noun = counted_noun(noun.removeprefix("relevant ").removeprefix("other "))
    marked = search.is_marked(start, end)
    first, last = search.clause(start, end)
    relative = RELATIVE.match(text, found.end())
    if relative and EXISTS.search(text, sentence[0], start):
        first, last = search.clause(relative.end(), relative.end())
    not_done = negated(text, first, last) or (
        found["verb"] is not None and negated(text, end, min(end + 12, sentence[1]))
    )
    loose = noun.endswith(PEOPLE) or found["named"] is not None
    if REST.search(text, sentence[0], start) and not not_done:
        return  # "of the other three, one was a copy of an earlier plan"
    if (
        count == 1
        and found["verb"] is not None
        and (
            PRONOUN_ONE.search(text, 0, start)
            or TELLS.match(text, end)
            or ONE_OF_THEM.fullmatch(text[sentence[0] : found.end() + 12])
        )
    ):
        return
    if OUTPUT.match(text, found.end()):
        return
    if found["verb"] is not None and not marked and not _carried(search, found, sentence):
        if count == 1 and not found["only"]:
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
    meant = meant or READ_BEFORE.search(text, 0, start)
    one = count == 1 and found["noun"] and not meant
    example = not not_done or SAYS.match(text, found.end()) or not _taken_up(search, found)
    if one and example:
        return
    if EXPECTED.search(text, first, last) and not marked:
        return
    if _is_needed(search, found, sentence) or _taken_up_later(search, found, sentence):
        search.add(start, end, "count", Counts(None, count), noun=noun)
        return
    bound = BOUNDS[found["bound"].lower()] if found["bound"] else "="
    part = _is_part(search, start, sentence)
    if part:
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


def _taken_up_later(search: Search, found: re.Match[str], sentence: tuple[int, int]) -> bool:
    """Whether a later figure is one of these: "six had been in breach, and in half of these"."""
    return any(
        found.end() <= each.start < sentence[1]
        and TAKEN_UP_LATER.match(search.text, each.end)
        and not SAID_AGAIN.search(search.text, found.end(), each.start)
        for each in search.found
    )


def _is_needed(search: Search, found: re.Match[str], sentence: tuple[int, int]) -> bool:
    """Whether it counts the relevant cases: "a plan was needed in 14 cases"."""
    first = sentence[0]
    for cut in re.finditer(r"[,;:)]| and\b| but\b", search.text[first : found.start()]):
        first = sentence[0] + cut.end()
    if NEEDED.search(search.text, first, found.start()):
        return True
    if NEED.match(search.text, found.end()) or CONDITION.match(
        search.text[sentence[0] : found.start()]
    ):
        return True
    relative = RELATIVE.match(search.text, found.end())
    if relative is None:
        return False
    after = re.compile(r"[,;:.]").search(search.text, relative.end(), sentence[1])
    last = after.start() if after else sentence[1]
    return NEEDED.search(search.text, relative.end(), last) is not None


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
        not_done = negated(search.text, found.end(), min(found.end() + 12, sentence[1]))
        return not_done and earlier
    return earlier or remainder


def _is_part(search: Search, start: int, sentence: tuple[int, int]) -> bool:
    """Whether it counts a part of what fell short, which was counted or named just before."""
    after = start + 30
    if REMAINDER.search(search.text, sentence[0], min(after, sentence[1])):
        return True
    last = max((each for each in search.found if each.end <= start), key=_end, default=None)
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


def _end(found: Found) -> int:
    return found.end
