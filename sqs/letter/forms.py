"""The forms in which a claim can say its figure: count, word, fraction, percentage and the rest."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqs.letter.basis import CASES, RATE, RATE_BEFORE, RATE_NATIONAL, Known
from sqs.letter.phrasing import THAN, THAN_WHAT
from sqs.letter.value import Form
from sqs.letter.wording import Scale, count_words, number_words

CHOICES: Sequence[Form] = ("count", "majority_word", "fraction_word", "percent", "all_but")
"""The forms among which a claim's may be chosen."""

FRACTIONS = {
    "one-quarter": Fraction(1, 4),
    "one-third": Fraction(1, 3),
    "half": Fraction(1, 2),
    "two-thirds": Fraction(2, 3),
    "three-quarters": Fraction(3, 4),
}

MOST_LEFT_OUT = 3
"""A letter says "all but three"; more are counted another way."""

_NEAR = Fraction(6, 100)

_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_FORMS: Sequence[tuple[Form, re.Pattern[str]]] = (
    ("comparison", re.compile(f"(?:{'|'.join(THAN.values())}).*")),
    ("all_but", re.compile(rf"all but {_NUMBER}")),
    ("complement", re.compile(rf"the (?:other )?{_NUMBER}")),
    ("percent", re.compile(r".*(?:%|per ?cent)")),
    ("count", re.compile(rf".*\b(?:out of|{_NUMBER} of)\b.*|none of the {_NUMBER}")),
    ("majority_word", re.compile(r"(?:more|less) than half|over half|half")),
    ("fraction_word", re.compile(r".*(?:quarter|third|half)s?")),
    ("count", re.compile(rf"both|neither|(?:.* )?{_NUMBER}\b.*")),
)


def form_of(words: str, question_id: str, relevant: int | None = None) -> Form:
    """How the words of a claim say its figure.

    Args:
        words: the claim's.
        question_id: what it counts.
        relevant: how many were; of one case "the one" is its count, and so is "none".

    """
    folded = words.casefold()
    if relevant == 1 and folded in ("the one", "none"):
        return "count"
    for form, pattern in _FORMS:
        if pattern.fullmatch(folded):
            of_rate = question_id in (RATE, RATE_BEFORE, RATE_NATIONAL)
            return "rate" if form == "percent" and of_rate else form
    return "majority_word"


def say(known: Known, form: Form, scale: Scale, like: str = "") -> str | None:
    """What the data say, in one form; None where no words of that form are true.

    Args:
        known: the figure.
        form: how to say it.
        scale: the proportion words.
        like: the claim's words until now: where they are of that form, their manner is kept (its
            decimals, "of the" or "out of", a capital at the beginning), and words that are still
            true stay.

    """
    words = _rate(known, form, like) if form in ("rate", "comparison") else None
    if known.met is not None and known.relevant:
        met, relevant = known.met, known.relevant
        match form:
            case "count":
                words = _count(met, relevant, like) if known.question_id != CASES else _cases(met)
            case "majority_word":
                words = _word(met, relevant, scale, like)
            case "fraction_word":
                true = list(fractions(met, relevant))
                words = like.casefold() if like.casefold() in true else next(iter(true), None)
            case "percent":
                words = _percent(met, relevant, like)
            case "all_but" if 0 < relevant - met <= MOST_LEFT_OUT and met:
                words = f"all but {number_words(relevant - met)}"
            case "complement" if relevant > met:
                other = "other " if "other " in like else ""
                words = f"the {other}{number_words(relevant - met)}"
    if words and like[:1].isupper():
        return words[0].upper() + words[1:]
    return words


def fractions(met: int, relevant: int) -> Iterator[str]:
    """The fraction words that are true of met of relevant (relevant > 0), the nearest first.

    The house scale says which: exactly F (thirds within 0.01), almost F, just over F, over F, well
    over F.
    """
    share = Fraction(met, relevant)
    for name, part in sorted(FRACTIONS.items(), key=lambda pair: abs(pair[1] - share)):
        thirds = part.denominator == 3
        if share == part or (thirds and abs(share - part) <= Fraction(1, 100)):
            yield name
        if part - _NEAR <= share < part:
            yield f"almost {name}"
        if part < share <= part + _NEAR:
            yield f"just over {name}"
        if part < share <= part + Fraction(10, 100) and name != "half":
            yield f"over {name}"
        if part + Fraction(5, 100) <= share <= part + Fraction(15, 100):
            yield f"well over {name}"


def _rate(known: Known, form: Form, like: str) -> str | None:
    if form == "rate":
        return known.printed or None
    if not known.compared:
        return None
    folded = like.casefold()
    begun = next((than for than in THAN.values() if folded.startswith(f"{than} ")), "")
    what = like[len(begun) :].strip() if begun else THAN_WHAT.get(known.question_id, "")
    return f"{THAN[known.compared]} {what}".strip()


def _cases(cases: int) -> str:
    return f"{number_words(cases)} {'case' if cases == 1 else 'cases'}"


_COUNTED = re.compile(r"(\w+) (out of the|out of|of the|of) (\w+)")


def _count(met: int, relevant: int, like: str) -> str:
    folded = like.casefold()
    if folded.startswith("all ") and met == relevant > 1:
        return f"all {number_words(relevant)}"
    found = _COUNTED.search(folded)
    if not found:
        return count_words(met, relevant)
    if found[3].isdecimal():
        return f"{met} {found[2]} {relevant}"
    return f"{number_words(met, relevant)} {found[2]} {number_words(relevant)}"


def _word(met: int, relevant: int, scale: Scale, like: str) -> str:
    share = Fraction(met, relevant)
    folded = like.casefold()
    for word in scale.words:
        if folded in (word.text, *word.also) and word.accepted.holds(share):
            return folded
    return scale.word(met, relevant).text


def _percent(met: int, relevant: int, like: str) -> str:
    decimals = re.search(r"\d\.(\d+)", like)
    places = Decimal(1).scaleb(-len(decimals[1])) if decimals else Decimal(1)
    exact = Decimal(100 * met) / Decimal(relevant)
    return f"{exact.quantize(places, ROUND_HALF_UP)}%"
