"""Which question a claim is about, where no link says it.

Each question has aspects (risk of harm; planning; reviewing). The nearer to the claim an aspect is
named, the more it counts: in the claim's own part of the sentence, elsewhere in the sentence, in
the sentences before, in the heading. An aspect named beside the claim that the question does not
have counts against it. The paragraph's number counts for the questions that the edition puts there.
"""

import functools
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from sqs.letter.claims.cues import CASES, Cues, Spoken
from sqs.letter.claims.facts import stated
from sqs.letter.claims.following import fell_short, follows
from sqs.letter.claims.grammar import clause_around
from sqs.letter.claims.meanings import Comparison, Counts, NotMet, PerCent
from sqs.letter.claims.named import Named
from sqs.letter.claims.parts import (
    Span,
    clause_of,
    first_verb,
    has_verb,
    parts_of,
    sentence_at,
    shared_out,
)
from sqs.letter.claims.passages import Passage
from sqs.letter.claims.search import Found
from sqs.letter.claims.whose_rate import NATIONAL, PREVIOUS, REOFFENDING, about_rates, rate_of

OWN, BESIDE, HEADING, NUMBER = 8.0, 5.5, 2.0, 5.0
EARLIER = (5.0, 3.0, 2.0, 1.5)
"""What an aspect counts in the sentence before, the one before that, and so on."""
FOREIGN, FOREIGN_BESIDE = 6.0, 0.5
OTHER_STEP = 4.0
"""Counts against a question further, where a step it does not have is named beside the claim."""
COMPLETE = 12.0
"""For a question all of whose aspects stand beside the claim."""
IMPLIED = 3.0
NOT_SAID = 2.0
"""Against a question for each of its aspects that nothing says."""
ENOUGH, CLEAR = 5.0, 1.0

_ASKED = re.compile(
    r"\b(?:interview(?:ed|ees?)|case managers (?:(?:we )?(?:interviewed|spoke|met|said|told|felt)"
    r"|who were asked|whom we)|(?:staff|case managers|practitioners) (?:reported|said|felt|told"
    r"|thought|believed|spoke))",
    re.IGNORECASE,
)
_SAME_AGAIN = re.compile(
    r"(?: [\w'-]+){0,6},? \(?(?:that is|i\.e\.|or|which is|namely|equal to|equivalent to"
    r"|in other words|which is to say|that is to say)"
    r",?(?: in)? \Z|(?: cases)? \(\Z",
    re.IGNORECASE,
)
_A_MANAGER = re.compile(
    r"(?: [\w-]+){0,3}?,? (?<!of )(?:the|their|a|his|her|its) (?:case )?manager\b", re.IGNORECASE
)
"""A case manager who is spoken of, not counted: "in the other six the case manager had"."""
_FILES = re.compile(r"(?: of the)?(?: relevant)? (?:files?|records?)\b", re.IGNORECASE)
_IN_SOME = re.compile(r"\b(?:in|for)(?: (?:only|just))? \Z", re.IGNORECASE)
_OF_THESE = re.compile(r"[\w-]+ of (?:these|those|them)\b", re.IGNORECASE)
_MANAGERS = ("case managers", "practitioners", "interviewees")
_SAMPLE = frozenset({"sample"})
_ELSEWHERE = frozenset({"elsewhere"})
"""The aspect of what no question asks."""


class _Said(NamedTuple):
    """What is said of one claim: the aspects of its own part of the sentence, those of the rest,
    and what each aspect counts, wherever it is named."""

    own: Set[str]
    beside: Set[str]
    weights: Mapping[str, float]
    shared: bool


@dataclass
class Binder:
    """Binds the claims of one passage, from its beginning to its end."""

    cues: Cues
    passage: Passage
    text: str
    sentences: Sequence[Span]
    relevant: Mapping[str, int] = field(default_factory=dict)
    _last: tuple[int, tuple[str, ...]] = (-1, ())
    _astray: int = -1
    """The sentence of the last claim that no question asks about."""
    _named: Named = field(init=False)

    def __post_init__(self) -> None:
        self._named = Named(self.cues, self.text)

    def bind(
        self, claims: Sequence[Found], linked: Mapping[int, str]
    ) -> list[tuple[Found, tuple[str, ...]]]:
        """Each claim with its questions: mostly one, none where nothing says, several where one
        figure is said of several ("for their present role and for their development").

        Args:
            claims: in the order of the text.
            linked: question by a claim's place in `claims`, where a link says it.

        """
        bound: list[tuple[str, ...]] = []
        parts = parts_of(self.text, self.sentences, claims)
        for place, claim in enumerate(claims):
            if place in linked:
                questions: tuple[str, ...] = (linked[place],)
            elif place and (
                self._same_again(claims[place - 1], claim)
                or self._of_those_needed(claims[place - 1], claim, parts[place])
            ):
                questions = bound[-1]
            else:
                before = parts[place - 1] if place else None
                questions = self._questions(claim, parts[place], before)
            bound.append(questions)
            if questions and not questions[0].startswith(REOFFENDING):
                self._last = (self._place(claim), questions)
        return [
            (claim, questions)
            if place in linked
            else stated(self.text, self._sentence(claim), claim, questions, self.cues.facts)
            for place, (claim, questions) in enumerate(zip(claims, bound, strict=True))
        ]

    def _same_again(self, last: Found, claim: Found) -> bool:
        """Whether the claim says the last one again: "in 26 cases, that is in 81%"."""
        if claim.form == "complement" or isinstance(claim.meaning, Comparison):
            return False
        between = self.text[last.end : claim.start]
        return len(between) < 60 and _SAME_AGAIN.fullmatch(between) is not None

    def _of_those_needed(self, last: Found, claim: Found, part: Span) -> bool:
        """Whether it counts among the relevant cases that the last claim gave, and names nothing:
        "as it should have been in 14 cases, in only eight"."""
        relevant = isinstance(last.meaning, Counts) and last.meaning.met is None
        same = self._place(last) == self._place(claim)
        return relevant and same and not self._named.within(part)

    def _place(self, claim: Found) -> int:
        return sentence_at(self.sentences, claim.start)

    def _sentence(self, claim: Found) -> Span:
        return self.sentences[self._place(claim)]

    def _questions(self, claim: Found, part: Span, before: Span | None) -> tuple[str, ...]:
        if isinstance(claim.meaning, Comparison):
            if not self._of_rates(claim):
                return ()
            return (PREVIOUS if claim.meaning.target == "previous" else NATIONAL,)
        people = claim.noun in ("", "young people", "children", "children and young people")
        if isinstance(claim.meaning, PerCent) and people and self._of_rates(claim):
            return (rate_of(self.text, self._sentence(claim), claim),)
        return self._best(claim, part, before)

    def _of_rates(self, claim: Found) -> bool:
        place = self._place(claim)
        span = self.sentences[max(0, place - 2)][0], self.sentences[place][1]
        return about_rates(self.text, span, numbered=bool(self.passage.number))

    def _best(self, claim: Found, part: Span, before: Span | None) -> tuple[str, ...]:
        """The questions that what is said speaks for most clearly."""
        interviews = self._interviews(claim)
        heard = self.cues.heard[interviews]
        if self._goes_on(claim, part, interviews=interviews):
            return self._last[1]
        said = self._said(claim, part, before, heard)
        ranked = [
            (score, spoken)
            for spoken in self.cues.questions
            if spoken.interviews == interviews
            and (spoken.question_id != CASES or _counts_the_sample(claim, said))
            and (score := self._score(spoken, said)) >= ENOUGH
        ]
        if not interviews and self._is_elsewhere(claim, part, said.own):
            self._astray = self._place(claim)
            return ()
        if not ranked:
            return ()
        best = max(score for score, _ in ranked)
        level = [spoken for score, spoken in ranked if best - score < CLEAR]
        if len(level) > 1 and (relevant := _denominator(claim)) is not None:
            fits = [each for each in level if self.relevant.get(each.question_id) == relevant]
            level = fits if len(fits) == 1 else level
        clear = len(level) == 1 or all(spoken.says <= said.own for spoken in level)
        if not clear or self._of_some(claim, level):
            return ()
        return tuple(spoken.question_id for spoken in level)

    def _is_elsewhere(self, claim: Found, part: Span, own: Set[str]) -> bool:
        """Whether no question asks about what the claim is said of: it is all that is named, or
        the subject: "restorative work had been offered to victims"."""
        if self._astray == self._place(claim) and not self._named.within(part):
            return True
        if not own >= _ELSEWHERE:
            return False
        clause = clause_around(self.text, claim.start, claim.end, self._sentence(claim))
        subject = self._named.within((clause[0], first_verb(self.text, clause)))
        return own == _ELSEWHERE or subject == _ELSEWHERE

    def _of_some(self, claim: Found, questions: Sequence[Spoken]) -> bool:
        """Whether it counts among the cases just counted what another question is about: "in two
        of these the victim had been overlooked" is no figure of all relevant cases."""
        opens = _IN_SOME.search(self.text, max(0, claim.start - 10), claim.start)
        if questions[0].interviews or not (opens and _OF_THESE.match(self.text, claim.start)):
            return False
        last = [each for each in self.cues.questions if each.question_id in self._last[1]]
        known = {name for each in last for name in each.says | each.may}
        return bool(last) and any(each.says - self.cues.steps - known for each in questions)

    def _goes_on(self, claim: Found, part: Span, *, interviews: bool) -> bool:
        """Whether the claim counts what fell short of the last claim's question."""
        place, last = self._last
        if not last or not fell_short(claim) or self._place(claim) - place > 2:
            return False
        questions = [each for each in self.cues.questions if each.question_id in last]
        known = {name for each in questions for name in each.says | each.may}
        heard = self.cues.heard[interviews]
        if interviews and self._place(claim) > place and self._turns_to(claim, questions, heard):
            return False
        if interviews:  # "though three were less happy about their future development"
            known -= {name for s in self.cues.questions if s not in questions for name in s.says}
            known |= {name for each in questions for name in each.says}
        telling = heard if interviews else heard & self.cues.steps
        return follows(
            self._named, claim, part, self._sentence(claim), heard - known, telling - known
        )

    def _turns_to(self, claim: Found, last: Sequence[Spoken], heard: Set[str]) -> bool:
        """Whether its sentence names all of another question, and nothing of the last one."""
        named = self._named.within(self._sentence(claim)) & heard
        known = {name for each in last for name in each.says}
        return not named & known and any(
            each.says <= named for each in self.cues.questions if each.question_id != CASES
        )

    def _score(self, spoken: Spoken, said: _Said) -> float:
        """How much speaks for a question; below ENOUGH where too little is said."""
        own, beside, weights, shared = said
        numbered = bool(self.passage.number) and self.passage.number in spoken.paragraphs
        whole = spoken.says <= weights.keys()
        if not (whole or numbered):
            return 0.0
        others = own - spoken.says - spoken.may - _SAMPLE
        score = sum(weights.get(aspect, -NOT_SAID) for aspect in spoken.says)
        score += COMPLETE * (spoken.says <= own and not shared) + NUMBER * numbered
        score -= FOREIGN * len(others)
        score -= OTHER_STEP * len(others & self.cues.steps) * (not spoken.interviews)
        return score - FOREIGN_BESIDE * len(beside - spoken.says - spoken.may - _SAMPLE)

    def _said(self, claim: Found, part: Span, before: Span | None, heard: Set[str]) -> _Said:
        sentence = self._sentence(claim)
        own = self._own(claim, part, before, heard)
        beside = self._beside(part, sentence, own) & heard - own
        for aspect, meant in self._named.pointed(part, sentence).items():
            own, beside = own - {aspect}, beside - {aspect}
            own |= {aspect} if meant else set()
        weights = self._weights(own, beside, self._place(claim))
        return _Said(own, beside, weights, shared_out(self.text, sentence))

    def _own(self, claim: Found, part: Span, before: Span | None, heard: Set[str]) -> set[str]:
        """The aspects said of the claim in its part of the sentence, with those that the part
        before hands on to it."""
        own = self._named.of(claim, part, heard)
        told = has_verb(self.text, clause_of(self.text, part, claim))
        if before and self._sentence(claim)[0] <= before[0]:
            if not own:  # "a plan was required in two cases, and in neither was it adequate"
                return self._named.within(before) & heard - _SAMPLE
            if not has_verb(self.text, part):
                return own | self._named.done(before) & heard
        elif own and not told:  # "8 assessments and 6 plans were reviewed"
            return own | self._named.done((part[1], self._sentence(claim)[1])) & heard
        return own

    def _beside(self, part: Span, sentence: Span, own: Set[str]) -> set[str]:
        """The aspects named elsewhere in the sentence; where the claim's own part says what was
        done, what comes after it is of another claim."""
        told = has_verb(self.text, part)
        after = set() if told else self._named.within((part[1], sentence[1]))
        if own & self.cues.leading:  # "17 of the plans and 12 of the reviews were sufficient"
            after -= self.cues.steps
        beside = self._named.within((sentence[0], part[0])) | after
        if shared_out(self.text, sentence):
            others = self.cues.steps if own & self.cues.leading else self.cues.implied.keys()
            return beside - others | self._named.done(sentence)
        return beside

    def _weights(self, own: Set[str], beside: Set[str], here: int) -> dict[str, float]:
        """What each aspect counts: by the nearest place that names it."""
        weights = dict.fromkeys(own, OWN) | dict.fromkeys(beside, BESIDE)
        for back, weight in enumerate(EARLIER[:here], 1):
            names = self._named.within(self.sentences[here - back])
            if self._last[0] == here - back:
                last = self._last[1]
                names |= {a for s in self.cues.questions if s.question_id in last for a in s.says}
            for name in names:
                weights.setdefault(name, weight)
        for name in self._headed:
            weights.setdefault(name, HEADING)
        for name, others in self.cues.implied.items():
            if name in weights and not weights.keys() & set(others):
                weights[self._implied(name, others)] = IMPLIED
        return weights

    def _implied(self, name: str, others: Sequence[str]) -> str:
        """Which of the aspects that go with one is meant: that of the paragraph's question."""
        here = (s.says for s in self.cues.questions if self.passage.number in s.paragraphs)
        return next((o for says in here for o in others if {name, o} <= says), others[0])

    @functools.cached_property
    def _headed(self) -> list[str]:
        """The aspects of what the passage stands under: a numbered one under its section."""
        section = self.passage.number.partition(".")[0]
        heading = self.cues.sections.get(section, self.passage.heading)
        return [name for _, name in self.cues.aspects(heading, 0, len(heading))]

    def _interviews(self, claim: Found) -> bool:
        """Whether the claim is about what case managers were asked, not about cases."""
        if _FILES.match(self.text, claim.end):
            return False
        if claim.noun not in ("", "people") and not _A_MANAGER.match(self.text, claim.end):
            return claim.noun in _MANAGERS
        if self.passage.heading.lower() == self.cues.interviews_heading.lower():
            return True
        asked = _ASKED.search(self.text, *self._sentence(claim))
        return not self.passage.number and asked is not None


def _counts_the_sample(claim: Found, said: _Said) -> bool:
    bare = isinstance(claim.meaning, Counts) and claim.meaning.relevant is None
    return bare and said.own >= _SAMPLE


def _denominator(claim: Found) -> int | None:
    """How many cases the claim says are relevant."""
    if claim.among is not None:
        return claim.among
    return claim.meaning.relevant if isinstance(claim.meaning, Counts | NotMet) else None
