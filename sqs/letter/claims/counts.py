"""How letters say counts of cases: "12 out of 14", "all but one", "all six"."""

import re
from collections.abc import Mapping
from fractions import Fraction

from sqs.letter.claims.bands import MODIFIER, NONE, THIRDS, modifier_of, share_band
from sqs.letter.claims.grammar import (
    AHEAD_END,
    AHEAD_NOUN,
    BETWEEN,
    NEVER_COUNTED,
    NOUN,
    NUMBER,
    VERB,
    negated,
    noun_after,
    number,
)
from sqs.letter.claims.meanings import Bound, Counts, NotMet, ShareIn
from sqs.letter.claims.relevance import is_needed_in
from sqs.letter.claims.search import Search

BOUNDS: Mapping[str, Bound] = {
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "at most": "<=",
    "no more than": "<=", "up to": "<=", "more than": ">", "over": ">", "fewer than": "<",
    "less than": "<", "under": "<",
}  # fmt: skip
BOUND = "(?:(?P<bound>" + "|".join(BOUNDS) + ") )?"
_DET = r"(?: (?:the|these|those|our|all|a possible|a total of|all the|all of the))?"
_ADJ = r"(?: (?:relevant|remaining|other|applicable|sampled|inspected))*"
OUT_OF = re.compile(
    rf"(?<![\w-])(?<!every )(?<!each )(?<!any ){BOUND}(?P<met>{NUMBER}|none|neither|both)"
    rf"(?:{BETWEEN}{{0,5}}? (?:{NOUN}|ones)| times)?(?: \([^()]*\))?"
    rf",? \(?(?:out of|of|in the group of|in a group of"
    rf"|(?<=families )in(?= the)){_DET}{_ADJ} (?P<relevant>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
AGE = re.compile(r"\b(?:child|young person|boy|girl|\w+ old) of \S+\Z", re.IGNORECASE)
""" "In one case a child of 13"."""
RANKED = re.compile(r"\b(?:\w+est|first|last|majority|most|all) \Z", re.IGNORECASE)
""" "The youngest of the 14 children was 12"."""
PRONOUN_BEFORE = re.compile(r"\b(?:found|was|were|had|saw|made|with) \Z", re.IGNORECASE)
""" "We expected a plan in ten cases, and found one in eight"."""
IN_THE_PLACE = re.compile(
    r" (?:children|young people|families) (?:in|of|across) the (?:city|county|town|borough|area"
    r"|country)",
    re.I,
)
""" "One in ten children in the city": of no cases."""
NEARLY = re.compile(
    rf"(?<![\w-])(?=almost|nearly|just|about|around|roughly|approximately|slightly|well"
    rf"|not quite)(?:{MODIFIER}) \Z",
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
    rf"(?<![\w-])(?:(?:{MODIFIER}) )?"
    rf"(?P<top>{NUMBER})(?: {NOUN})? (?:in(?: every)?|out of every) "
    rf"(?P<part>{NUMBER})(?! (?:months?|weeks?|days?|years?))",
    re.IGNORECASE,
)
OF_FIRST = re.compile(
    rf"(?<![\w-])(?P<lead>out of|of|in|among|from|amongst){_DET}{_ADJ} (?P<relevant>{NUMBER})"
    rf"{NEVER_COUNTED}(?P<middle>(?: [\w'/()-]+){{1,16}}?,?|,)"
    rf"(?: (?:we|inspectors|assessors) (?:judged|found|considered|thought|rated"
    rf"|assessed)(?: that)?)? "
    rf"(?:only |just )?{BOUND}(?<!needed )(?<!required )(?<!\bfor )(?<!\bhad )"
    rf"(?P<met>{NUMBER}|none|all|both|neither)(?=(?: \([^()]*\))? (?:(?:of (?:them|these|those)"
    rf"|also"
    rf"|\w+ly) )?(?:{VERB}|to be|to have|as|good|sufficient|adequate|satisfactory|insufficient"
    rf"|inadequate|poor)\b| ?[.;])",
    re.IGNORECASE,
)
ALL_BUT = re.compile(
    rf"(?<![\w-])(?:all|every|each|everyone|everybody)\b{BETWEEN}{{0,7}}? "
    rf"(?:but|except(?: for| in)?|bar|apart from|save(?: for)?|with the exception of|excluding"
    rf"|other than)(?: for| in)?(?: the)? (?P<count>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
EXCEPTION = re.compile(
    rf"(?<![\w-])with (?:only |just )?(?:the exception of (?P<count>{NUMBER})"
    rf"|(?P<count2>{NUMBER}) exceptions?)"
    rf"|(?<![\w-])(?:apart from|aside from|except for|except in|excepting|save for|save in|bar"
    rf"|with the exception of)(?: the)? (?P<count3>{NUMBER})(?=(?: {NOUN})?,)"
    rf"|(?<=[ ,])(?:bar|except(?: for| in)?|save(?: for)?|apart from"
    rf"|but for) (?P<count5>{NUMBER})(?= ?[.;,])"
    rf"|(?P<count4>{NUMBER})(?: {NOUN}| exceptions?)(?: apart| aside)\b",
    re.IGNORECASE,
)
ALL_OF = re.compile(
    rf"(?<![\w-])(?<!almost )(?<!nearly )(?<!virtually )(?<!practically )(?<!not )"
    rf"(?P<how>all|each|every one|none|no one|neither|both)(?: of)?(?: the| these| those"
    rf"| our)?{_ADJ} (?P<relevant>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
AHEAD_MATTER = re.compile(
    r",? (?:for|in|with|on|about|to|by|the|their|as|it|this|they|there|we|he|she|his|her|a|an)\b",
    re.IGNORECASE,
)
""" "Training had equipped all four for the role", "and all ten in planning"."""
ANY_OF = re.compile(
    rf"(?<![\w-])any of (?:the|these|those){_ADJ} (?P<relevant>{NUMBER}){NEVER_COUNTED}",
    re.IGNORECASE,
)
NO_BEFORE = re.compile(
    r"\b(?:not?|nor|never|nothing|nobody|no one|none|without|n't)\b", re.IGNORECASE
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
    rf"(?<![\w-])(?<!almost )(?<!nearly )(?<!virtually )(?<!practically )all(?! (?:we"
    rf"|they)\b){BETWEEN}{{0,2}}? (?P<relevant>{NUMBER})(?= (?:relevant "
    rf"|of the )?{NOUN})",
    re.IGNORECASE,
)
_TWO_COUNTS = re.compile(
    r"\A(?:in|from|among|amongst) (?!the|these|those|our|all)[\w-]+ .*\b(?:and|but)\b",
    re.IGNORECASE,
)
""" "In ten cases and without them in two": neither number is out of the other."""


def counts(search: Search) -> None:
    """Counts that say of how many they are, and those that say how many are left."""
    _exceptions(search)
    _not_one(search)
    _out_of(search)
    _whole_first(search)
    _whole(search)
    _in_every(search)


def _bound(found: re.Match[str]) -> Bound:
    return BOUNDS[found["bound"].lower()] if found["bound"] else "="


def _exceptions(search: Search) -> None:
    """ "All but one", "with two exceptions"."""
    for found in search.each(
        ALL_BUT, "but", "except", "bar", "apart", "save", "exclud", "other than"
    ):
        search.add(*found.span(), "all_but", NotMet(number(found["count"]), some_met=True))
    for found in search.each(EXCEPTION, "except", "apart", "aside", "save", "bar "):
        count = number(next(n for n in found.groups() if n))
        search.add(*found.span(), "all_but", NotMet(count, some_met=True))


def _not_one(search: Search) -> None:
    for found in search.each(NOT_ONE, "not one", "not a single"):
        if found["relevant"]:
            search.add(*found.span(), "count", Counts(0, number(found["relevant"])))
        else:
            search.add(*found.span(), "majority_word", ShareIn(NONE))


def _out_of(search: Search) -> None:
    """ "12 out of 14", "12 reports, ten of which", "12/14"."""
    for pattern in (LONG_OUT_OF, OF_WHICH):
        for found in search.each(pattern, "out of", "of which", "of whom"):
            met, relevant = number(found["met"]), number(found["relevant"])
            if met <= relevant and not search.describes(*found.span()):
                search.add(*found.span(), "count", Counts(met, relevant))
    for found in search.each(OUT_OF):
        if AGE.search(found[0]):
            continue
        met, relevant = number(found["met"]), number(found["relevant"])
        nearly = search.before(NEARLY, found.start())
        if nearly and met < relevant:  # "almost nine out of ten"
            band = share_band(modifier_of(nearly), Fraction(met, relevant))
            search.add(nearly.start(), found.end(), "fraction_word", ShareIn(band))
            continue
        meaning = Counts(met, relevant, _bound(found))
        if is_needed_in(search, found.start(), found.end()):
            meaning = Counts(None, met)  # "a plan was needed in ten of the 14 cases"
        search.add(*found.span(), "count", meaning)
    for found in search.each(SLASH, "/"):
        met, relevant = int(found["met"]), int(found["relevant"])
        if relevant and met <= relevant and not _dated(search, found):
            search.add(*found.span(), "count", Counts(met, relevant))


def _whole_first(search: Search) -> None:
    """ "Of the 14 cases, twelve were"."""
    for found in search.each(OF_FIRST):
        counted = any(
            each.match(search.text, found.end("relevant")) for each in (AHEAD_NOUN, AHEAD_END)
        )
        if _TWO_COUNTS.search(found[0]) or not counted or search.before(RANKED, found.start()):
            continue
        if negated(search.text, *found.span("middle")):
            continue
        relevant = number(found["relevant"])
        met = relevant if found["met"].lower() == "all" else number(found["met"])
        if met > relevant or AGE.search(found[0][: found.end("met") - found.start()]):
            continue
        noun = noun_after(search.text, found.end("relevant"))
        meaning = Counts(met, relevant, _bound(found))
        search.add(found.start("relevant"), found.end("met"), "count", meaning, noun=noun)


def _whole(search: Search) -> None:
    """ "All six", "none of the five", "both the others"."""
    for found in search.each(ALL_OF):
        relevant = number(found["relevant"])
        met = 0 if found["how"].lower() in ("none", "no one", "neither") else relevant
        if found["how"].lower() == "both" and " of" not in found[0] and relevant != 2:
            continue  # "both 12 and 13"
        if search.counted(found.end()) or AHEAD_MATTER.match(search.text, found.end()):
            search.add(*found.span(), "count", Counts(met, relevant))
    for found in search.each(ANY_OF, "any of"):
        first, _ = search.sentence(found.start())
        if NO_BEFORE.search(search.text, first, found.start()):
            # "Nothing had been done in any of the six" is turned, "nothing was missing" is not.
            relevant = number(found["relevant"])
            search.add(*found.span(), "count", Counts(relevant, relevant))
    for found in search.each(BOTH_OTHERS, "both"):
        well = not negated(search.text, *search.clause(*found.span()))
        search.add(*found.span(), "complement", NotMet(2, or_all=well))
    for found in search.each(ALL_IN, "all"):
        relevant = number(found["relevant"])
        search.add(*found.span(), "count", Counts(relevant, relevant))


def _in_every(search: Search) -> None:
    """ "Two in every three"."""
    for found in search.each_number(IN_EVERY):
        one = found["top"].lower() in ("one", "1")
        if IN_THE_PLACE.match(search.text, found.end()) or (
            one and search.before(PRONOUN_BEFORE, found.start())
        ):
            continue
        if search.counted(found.end()) and number(found["top"]) < number(found["part"]):
            share = Fraction(number(found["top"]), number(found["part"]))
            near = THIRDS if share.denominator == 3 else Fraction(0)
            band = share_band(modifier_of(found), share, near)
            search.add(*found.span(), "fraction_word", ShareIn(band))


def _dated(search: Search, found: re.Match[str]) -> bool:
    """Whether 10/12 is a day and a month: "on 10/12"."""
    return (
        re.search(r"\b(?:on|dated|by|from|until|since) \Z", search.text[: found.start()])
        is not None
    )
