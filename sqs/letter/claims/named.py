"""The aspects that the stretches of one passage name."""

import functools
import re
from bisect import bisect_left
from collections.abc import Mapping, Set

from sqs.letter.claims.cues import CASES, Cues
from sqs.letter.claims.grammar import VERB
from sqs.letter.claims.parts import Span, clause_of
from sqs.letter.claims.search import Found

_EXAMPLES = re.compile(
    r"\b(?:such as|for (?:example|instance)|including|not least|be it|drawn from|drawing on)\b"
    rf".*?(?=[.;:()]|, {VERB}\b| - |\Z)"
    r"|\b(?:as (?:good|strong|sound|weak|poor|thorough|well done) as|(?:better|stronger|weaker"
    r"|worse|poorer|less good|less well done|rather) than|unlike|compared (?:with|to)"
    r"|in contrast (?:to|with)|than (?:the|those|for|with))\b.*?(?=[.,;:()]| - |\Z)",
    re.IGNORECASE,
)
"""What is named only to show what is meant, or to compare: "such as how their family", "as good as
those for court"."""
_DONE = re.compile(r"(?<![\w-])(?:was|were|been|being) (?:[\w-]+ )?\Z", re.IGNORECASE)
_POINTS = re.compile(
    r"\bthe (?:(?P<former>former|first(?= (?:had|was|were|in)\b))"
    r"|latter|second(?= (?:had|was|were|in)\b))",
    re.IGNORECASE,
)


class Named:
    """Looks the text through once, when it is first asked.

    Attributes:
        cues: the words that show aspects.
        text: the passage, plain.

    """

    def __init__(self, cues: Cues, text: str) -> None:
        self.cues = cues
        self.text = text

    @functools.cached_property
    def _all(self) -> list[tuple[int, str]]:
        return self.cues.aspects(self.text, 0, len(self.text))

    @functools.cached_property
    def _examples(self) -> list[Span]:
        return [each.span() for each in _EXAMPLES.finditer(self.text)]

    def places(self, span: Span) -> list[tuple[int, str]]:
        """The aspects named there, each with its place."""
        first, last = span
        return self._all[bisect_left(self._all, (first,)) : bisect_left(self._all, (last,))]

    def within(self, span: Span) -> set[str]:
        """The aspects named there."""
        return {name for _, name in self.places(span)}

    def of(self, claim: Found, part: Span, heard: Set[str]) -> set[str]:
        """The aspects, of those that can count, that are said of a claim: those of its clause, and
        as far as that leaves something open those in the rest of its part of the sentence."""
        near = self._meant(claim, clause_of(self.text, part, claim)) & heard
        own = self._meant(claim, part) & heard
        if any(
            spoken.says <= near for spoken in self.cues.questions if spoken.question_id != CASES
        ):
            return near
        if near & self.cues.leading:
            return near | own - self.cues.steps
        return own

    def _meant(self, claim: Found, span: Span) -> set[str]:
        """The aspects named there that are no mere examples of what the claim is about."""
        places = self.places(span)
        if len(places) < 2:
            return {name for _, name in places}
        examples = [
            (first, last)
            for first, last in self._examples
            if not first <= claim.start <= last + 1  # "unlike assessments (12 of 14)"
        ]
        return {
            name for at, name in places if not any(first <= at < last for first, last in examples)
        }

    def done(self, part: Span) -> set[str]:
        """The steps done in a part of the sentence with which the next one, without a verb, goes
        on: "assessments were reviewed in most cases and plans in half"."""
        return {
            name
            for at, name in self.places(part)
            if name in self.cues.steps and _DONE.search(self.text, part[0], at)
        }

    def pointed(self, part: Span, sentence: Span) -> Mapping[str, bool]:
        """Of two aspects, whether "the former" or "the latter" in a part stands for them; empty
        where neither stands there, or it is not clear which two are meant."""
        points = _POINTS.search(self.text, *part)
        if points is None:
            return {}
        named = dict.fromkeys(n for at, n in self.places(sentence) if at < points.start())
        steps = [name for name in named if name in self.cues.leading]
        pair = steps if len(steps) == 2 else [name for name in named if name not in steps]
        if len(pair) != 2:
            return {}
        former = points["former"] is not None
        return {pair[0]: former, pair[1]: not former}
