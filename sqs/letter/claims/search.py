"""One passage's text while words that state a figure are gathered from it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqs.letter.claims.grammar import (
    AHEAD_END,
    AHEAD_NOUN,
    AHEAD_RELATIVE,
    AHEAD_VERB,
    BETWEEN,
    NOUN,
    NUMBER,
    RELATIVE,
    VERB,
    clause_around,
    noun_after,
)
from sqs.letter.claims.meanings import Meaning
from sqs.letter.value import Form
from sqs.letter.wording import Scale


@dataclass(frozen=True, slots=True)
class Found:
    """Words that state a figure.

    Attributes:
        start, end: their span in the plain text.
        form: how they say it.
        meaning: what has to be true.
        noun: what is counted, where it is said ("case managers"), in small letters.
        part: it counts a part of the cases that fell short ("one was not reviewed in time").
        turned: it counts what was not done ("not good enough in five of the 13").
        among: how many cases it says are relevant, beside a share ("most of the 28 plans").
        loose: a claim only where it is clear what it counts ("three children aged 12").
        subset: it is of some of the relevant cases alone ("of the six that involved a weapon"), or
            of others ("at our last inspection").

    """

    start: int
    end: int
    form: Form
    meaning: Meaning
    noun: str = ""
    part: bool = False
    turned: bool = False
    among: int | None = None
    loose: bool = False
    subset: bool = False


Spans = Sequence[tuple[int, int]]

DESCRIBES = re.compile(
    r"\b(?:(?:is|are|was|were) (?:aged|agency|pregnant|in (?:custody|education|care|full-time)"
    r"|boys|girls|male|female|placed|seconded"
    r"|subject to|vacant|on (?:remand|bail|licence)|on (?:a )?(?:referral|youth rehabilitation"
    r"|detention|supervision)"
    r"|absent|away|sentenced to|made subject to|under \d+|new\b(?! )|living|black|white"
    r"|\d+ (?:years|miles))"
    r"|ran to|stood out|(?:been|be) known to|(?:had|have) (?:written to|been written to)"
    r"|during our (?:visit|inspection)"
    r"|been (?:sentenced to|made subject to|given (?:an? )?(?:referral|youth rehabilitation"
    r"|detention|custodial|community))"
    r"|whom (?:were|was|are) (?:seconded|part-time)|(?:are|were) looked after|come to notice"
    r"|comes? into contact|(?:lived|lives?|living) (?:with|at)|been open for"
    r"|population (?:of|is|was|has)"
    r"|working (?:days|hours)|(?:team|service|YOT) (?:has|had|employ\w*) \d+"
    r"|(?:works?|worked|working|is|are|was|were) (?:half|full|part)-time)\b",
    re.IGNORECASE,
)
"""Who people are, or what there is: no answer to any question on a case."""
YEARLY = re.compile(r"\b(?:each|every) year\b", re.IGNORECASE)
EXISTS = re.compile(
    r"\b(?:we (?:found|saw|came across|identified|noted|had)|there (?:was|were|had been|has been))"
    r"(?: (?!not\b)\w+)? \Z",
    re.IGNORECASE,
)
"""What follows tells of the cases, and is no mere relative clause: "we found no case where"."""
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_WORD = re.compile(r"(?<![\w-])[A-Za-z]")
_LEAD_REACH = 30
_REACH = 60
GAP_BEFORE = re.compile(
    r"(?:[,;-]|\band|\bbut|\byet|\bwhile)(?: (?:and|but|only|just|in))? ?\Z", re.IGNORECASE
)
GAP_AFTER = re.compile(
    r" of (?!(?:them|these|those|the|our|which|whom|this|that|it|all|each|concern)\b)[a-z]"
    r"|(?: of (?:them|these|those))?,? (?:the|their|its|his|her|how|that (?!(?:was|were|had|have"
    r"|has|did|needed|required|should|could)\b)\w+"
    r"|with (?:the|their|an?)|for (?:the|their|an?|any|what|where|future)|about|local|effective"
    r"|principles"
    r"|in (?:the (?:\w+ of|use)|their|\w+ing|speech|work)|to (?:the|their|work|meet|respond))\b",
    re.IGNORECASE,
)
""" "Seven understood the policies, and five the priorities": the verb is not said again."""
SUBJECT = re.compile(
    rf"(?: of (?:them|these|those|the|our))?{BETWEEN}{{0,5}}?"
    rf"(?: {NOUN}(?: (?:who|whom)? ?(?:were|we|had been)? ?(?:interviewed|met|asked|spoke to))?)?"
    rf",? (?:also |clearly |again )?(?:{VERB}|\w+ed)\b",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"(?:\A|[.;:] ?|, (?:and|but) )(?:(?:and|but|yet) )?(?:in|for|with) (?:only |just )?\Z",
    re.IGNORECASE,
)


class Search:
    """One passage's text while its claims are gathered; earlier patterns keep their words."""

    def __init__(self, text: str, sentences: Spans, scale: Scale, marked: Spans) -> None:
        self.text = text
        self.small = text.lower()
        self.numbers = [found.start() for found in _NUMBER.finditer(text)]
        self.sentences = sentences
        self.scale = scale
        self.marked = marked
        self.found: list[Found] = []

    def before(self, pattern: re.Pattern[str], at: int) -> re.Match[str] | None:
        r"""A match of a pattern that ends with `\Z`, at that place."""
        return pattern.search(self.text, max(0, at - _REACH), at)

    def is_marked(self, start: int, end: int) -> bool:
        """Whether a link says that the words state a figure."""
        return any(first < end and start < last for first, last in self.marked)

    def free(self, start: int, end: int) -> bool:
        """Whether no claim holds any of the words yet."""
        return not any(each.start < end and start < each.end for each in self.found)

    def sentence(self, at: int) -> tuple[int, int]:
        """The span of the sentence at that place."""
        return next(span for span in self.sentences if at < span[1])

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The span of the clause that those words stand in."""
        return clause_around(self.text, start, end, self.sentence(start))

    def predicate(self, found: Found) -> tuple[int, int]:
        """The clause that says what was done in the cases that are counted.

        "In five of the 17 cases where a review was needed, there was none": what follows the comma.
        "We found no case where it had not been done": the relative clause.
        """
        text = self.text
        first, last = self.clause(found.start, found.end)
        relative = RELATIVE.match(text, found.end)
        sentence = self.sentence(found.start)
        if relative is None:
            return first, last
        if EXISTS.search(text, sentence[0], found.start):
            return self.clause(relative.end(), relative.end())
        comma = text.find(",", relative.end(), sentence[1])
        opens = OPENS.search(text[sentence[0] : found.start].lstrip())
        if opens and comma > 0:
            return self.clause(comma + 1, comma + 1)
        return first, last

    def describes(self, start: int, end: int) -> bool:
        """Whether the clause tells who people are, not what was done."""
        first, last = self.clause(start, end)
        describes = DESCRIBES.search(self.text, first, last) or YEARLY.search(
            self.text, *self.sentence(start)
        )
        return describes is not None and not self.is_marked(start, end)

    def add(self, start: int, end: int, form: Form, meaning: Meaning, **more: object) -> None:
        """Holds those words as a claim; `more` are further attributes of Found."""
        noun = noun_after(self.text, end)
        self.found.append(Found(start, end, form, meaning, **{"noun": noun, **more}))  # type: ignore[arg-type]

    def each(self, pattern: re.Pattern[str], *words: str) -> Iterator[re.Match[str]]:
        """Every match of the pattern whose words no claim holds yet.

        Args:
            pattern: what is looked for.
            words: parts of words, one of which every match has: far quicker to look for first.

        """
        if words and not any(word in self.small for word in words):
            return
        for found in pattern.finditer(self.text):
            if self.free(*found.span()):
                yield found

    def each_number(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match of a pattern that begins with a number or words that lead to one ("at least",
        "only"), whose words no claim holds yet."""
        end = 0
        for start in self.numbers:
            if start < end:
                continue
            words = _WORD.finditer(self.text, max(end, start - _LEAD_REACH), start)
            places = [word.start() for word in words] + [start]
            found = next(filter(None, (pattern.match(self.text, place) for place in places)), None)
            if found is not None:
                end = found.end()
                if self.free(*found.span()):
                    yield found

    def last_before(self, at: int) -> Found | None:
        """The last claim that ends there or before."""
        before = [each for each in self.found if each.end <= at]
        return max(before, key=lambda each: each.end, default=None)

    def gapped(self, start: int, end: int) -> bool:
        """Whether the words are the subject of a verb said before, of another claim: "and five the
        priorities"."""
        first, _ = self.sentence(start)
        return (
            GAP_BEFORE.search(self.text, first, start) is not None
            and GAP_AFTER.match(self.text, end) is not None
            and any(
                first <= each.start and each.end <= start and SUBJECT.match(self.text, each.end)
                for each in self.found
            )
        )

    def counted(self, at: int) -> bool:
        """Whether what follows is something that is counted, or nothing is named."""
        if self.is_marked(at - 1, at):
            return True
        ahead = (AHEAD_NOUN, AHEAD_VERB, AHEAD_END, AHEAD_RELATIVE)
        return any(each.match(self.text, at) for each in ahead)
