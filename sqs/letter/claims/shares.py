"""How letters say a share in per cent or as a fraction: "75%", "almost two-thirds"."""

import re
from decimal import Decimal
from fractions import Fraction

from sqs.letter.claims.bands import (
    HALF,
    MODIFIER,
    MODIFIERS,
    PARTS,
    THIRDS,
    modifier_of,
    share_band,
    words_of,
)
from sqs.letter.claims.grammar import (
    AHEAD_VERB,
    ENDS,
    NOUN,
    RELATIVE,
    TENS,
    UNITS,
    VERB,
    negated,
    number,
)
from sqs.letter.claims.meanings import Meaning, NoWord, PerCent, ShareIn
from sqs.letter.claims.search import Search
from sqs.letter.value import Form

PERCENT = re.compile(
    rf"(?<![\w.,£-])(?:(?:{MODIFIER}) )?(?P<number>\d{{1,3}}(?:\.\d+)?|(?:{'|'.join(TENS)})"
    rf"(?:[- ](?:{'|'.join(UNITS[:9])}))?|{'|'.join(sorted(UNITS, key=len, reverse=True))})"
    r"(?: ?%| ?per ?cent\b)(?!\w)",
    re.IGNORECASE,
)
SAYS_PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)
SAYS_FRACTION = re.compile(f"{'|'.join(PARTS)}", re.IGNORECASE)
RANGE = re.compile(
    r"(?:\bbetween (?:[\w.-]+ ?%? ?(?:per cent )?(?:[\w-]+ )?and )?|\d ?%? ?(?:to|-|or) ?"
    r"|\bfrom [\w.]+%? to "
    r"|\b(?:third|quarter|half)s? (?:to|or) )\Z",
    re.IGNORECASE,
)
""" "Between a third and half", "40 to 50%": no single share."""
MOVED_FROM = re.compile(
    r"\b(?:f[ae]ll(?:en)?|r[io]sen?|rose|dropped|moved|gone|went|came|come|down|up|improved"
    r"|increased|decreased"
    r"|reduced|reduction|increase|rise|drop|change[ds]?)\b[^.;%]{0,40}? from [\d.]+(?: ?%"
    r"| per cent)?[^.;%]{0,30}? to ",
    re.IGNORECASE,
)
REMAINING = re.compile(
    rf"(?<![\w-])the (?:(?P<rest>remaining|other) )?(?P<part>half|third|quarter|fifth"
    rf"|tenth)(?= of (?:the )?"
    rf"(?:relevant )?(?:{NOUN})| (?:{VERB})\b|,? (?:where|in which|that|which))",
    re.IGNORECASE,
)
""" "Two-thirds were good; the remaining third were not", "the third where it fell short"."""
FRACTION = re.compile(
    rf"(?<![\w-])(?:(?:{MODIFIER}) )?(?:(?P<half>(?:one[- ]|a )?half)"
    r"|(?P<top>one|two|three|four|five|six|seven|eight|nine|a)[- ]"
    r"(?P<part>thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)"
    r")(?![\w-])",
    re.IGNORECASE,
)
OF = re.compile(r" of\b", re.IGNORECASE)
AFTER_FRACTION = re.compile(
    rf" (?:of|the (?:relevant )?{NOUN}|(?:relevant )?{NOUN}|{VERB}|for|when|where|in"
    rf"|(?:not )?(?:satisfied"
    r"|happy|content|positive|convinced|confident|clear|sure|unsure|thinking|saying|feeling))\b"
    rf"| ?(?:{ENDS}|\Z)",
    re.IGNORECASE,
)
NO_FRACTION = re.compile(
    r"(?:\b(?:\d+ and|fifteen and|first|second|other|latter|each|per|last|this|next|previous"
    r"|final|better|and a) \Z)",
    re.IGNORECASE,
)
NO_FRACTION_AFTER = re.compile(
    r" (?:of (?:them|whom|which|these|those) (?:were )?(?:chosen|selected|drawn|taken|aged|under"
    r"|boys|girls|new"
    r"|subject to|serving|in custody)|of (?:the |its |their |one |a |this |that )?(?:budget|week"
    r"|month|caseload|time(?! (?:it|this|they|that) )"
    r"|team|area|population"
    r"|posts|funding|year"
    r"|20\d\d|(?:one |an? |this |that )?(?:plan|report|assessment|review|letter|file)|period|hour"
    r"|day|sentence|order|June|July)|an? |hour|day|term"
    r"|time|way|children in the|of (?:it|that|this|what)\b)\b",
    re.IGNORECASE,
)


def percentages(search: Search) -> None:
    """Shares in per cent; also in brackets after a count that says the same."""
    if not SAYS_PERCENT.search(search.text):  # far quicker than to look for the number
        return
    for found in PERCENT.finditer(search.text):
        inside = [f for f in search.found if f.start < found.end() and found.start() < f.end]
        if any(f.form not in ("count",) or "(" not in search.text[f.start : f.end] for f in inside):
            continue
        moved = MOVED_FROM.search(search.text, search.sentence(found.start())[0], found.end() + 8)
        if moved and found.end() <= moved.end():
            continue  # "fell from 36.2% to 33.8%": the rate of the year before
        if search.before(RANGE, found.start()) and not moved:
            continue
        said = found["number"]
        printed = Decimal(said if said[0].isdigit() else number(said))
        modifier = modifier_of(found)
        meaning: Meaning = PerCent(printed)
        if modifier != "exactly":
            meaning = ShareIn(share_band(modifier, Fraction(printed) / 100))
        search.add(*found.span(), "percent", meaning)


def fractions(search: Search) -> None:
    """Fractions with their modifiers."""
    if not SAYS_FRACTION.search(search.text):
        return
    for found in search.each(REMAINING):
        _remaining(search, found)
    for found in search.each(FRACTION):
        if not search.is_marked(*found.span()) and _no_fraction(search, found):
            continue
        top = 1 if found["half"] or found["top"].lower() == "a" else number(found["top"])
        part = 2 if found["half"] else PARTS[found["part"].lower().removesuffix("s")]
        if top >= part:
            continue
        share = Fraction(top, part)
        modifier = modifier_of(found)
        if share == HALF and modifier in ("over", "under", "exactly"):
            words = {"over": "over half", "under": "less than half", "exactly": "half"}
            meaning = words_of(search.scale.name).meaning(words[modifier])
            form: Form = "fraction_word" if modifier == "exactly" else "majority_word"
            if isinstance(meaning, NoWord):
                meaning = ShareIn(share_band(modifier, share))
            search.add(*found.span(), form, meaning)
            continue
        near = THIRDS if part == 3 else Fraction(0)
        search.add(*found.span(), "fraction_word", ShareIn(share_band(modifier, share, near)))


def _remaining(search: Search, found: re.Match[str]) -> None:
    """ "The remaining third" is what fell short, as is "the third of cases where it was late"."""
    share = Fraction(1, PARTS[found["part"].lower()])
    band = share_band("exactly", 1 - share, THIRDS if share.denominator == 3 else Fraction(0))
    first, _ = search.sentence(found.start())
    short = found["rest"] or negated(search.text, found.end(), search.clause(*found.span())[1])
    relative = RELATIVE.match(search.text, found.end())
    if relative is not None:
        short = negated(search.text, *search.clause(relative.end(), relative.end()))
    if (short and any(first <= each.start for each in search.found)) or found["rest"]:
        search.add(*found.span(), "complement", ShareIn(band))


def _no_fraction(search: Search, found: re.Match[str]) -> bool:
    modified = any(found[f"m{place}"] for place in range(len(MODIFIERS)))
    bare = found["half"] is None or found["half"].lower() != "half"
    alone = found["top"] is not None and found["top"].lower() == "a" and not modified
    said = OF.match(search.text, found.end()) or AHEAD_VERB.match(search.text, found.end())
    if alone and not said:
        return True  # "a third review"
    if found[0].lower() == "a half" and search.text[: found.start()].endswith(" and "):
        return True  # "three days and a half"
    if search.gapped(*found.span()):
        return False
    return (
        search.before(RANGE, found.start()) is not None
        or search.before(NO_FRACTION, found.start()) is not None
        or NO_FRACTION_AFTER.match(search.text, found.end()) is not None
        or (bare is False and not modified and not AFTER_FRACTION.match(search.text, found.end()))
    )
