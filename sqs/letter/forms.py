"""The forms in which a claim can say its figure: count, word, fraction, percentage and the rest."""

import re
from collections.abc import Sequence

from sqs.letter.basis import RATE, RATE_BEFORE, RATE_NATIONAL
from sqs.letter.phrasing import THAN
from sqs.letter.value import Form

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
