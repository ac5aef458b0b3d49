"""A second way to count, as plain as can be: what the SQL says must be what this says."""

from collections import defaultdict
from collections.abc import Iterable

Counts = tuple[int, int, int]


def counted(answers: Iterable[tuple[str, str, str]]) -> dict[str, Counts]:
    """(case, question, answer) of one inspection to met, relevant, not_relevant by question."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for _, question, answer in answers:
        if answer == "yes":
            found[question][0] += 1
        if answer in ("yes", "no"):
            found[question][1] += 1
        else:
            found[question][2] += 1
    return {question: (met, relevant, not_) for question, (met, relevant, not_) in found.items()}
