"""Which question a claim is about, where no link says it.

Each question has aspects (risk of harm; planning; reviewing). The nearer to the claim an aspect is
named, the more it counts: in the claim's own part of the sentence, elsewhere in the sentence, in
the sentences before, in the heading. An aspect named beside the claim that the question does not
have counts against it. The paragraph's number counts for the questions that the edition puts there.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from sqs.letter.claims.cues import CASES, Cues, Spoken
from sqs.letter.claims.facts import stated
from sqs.letter.claims.finding import Found
from sqs.letter.claims.grammar import VERB
from sqs.letter.claims.meanings import Comparison, Counts, NotMet, PerCent
from sqs.letter.claims.parts import (
    STRONG_CUT,
    Span,
    clause_of,
    has_verb,
    parts_of,
    sentence_at,
    shared_out,
)
from sqs.letter.claims.passages import Passage

OWN, BESIDE, HEADING, NUMBER = 8.0, 4.0, 2.0, 5.0
EARLIER = (5.0, 3.0, 2.0, 1.5)
"""What an aspect counts in the sentence before, the one before that, and so on."""
FOREIGN, FOREIGN_BESIDE = 6.0, 0.5
SAME_AS_LAST = 14.0
COMPLETE = 12.0
"""For a question all of whose aspects stand beside the claim."""
IMPLIED = 3.0
ENOUGH, CLEAR = 5.0, 1.0

REOFFENDING = "reoffending_rate"
PREVIOUS, NATIONAL = f"{REOFFENDING}_previous", f"{REOFFENDING}_national"

_RATE = re.compile(
    r"\brate\b|\bre-?offended\b|\breoffending rate|\brate of reoffending", re.IGNORECASE
)
_RATE_OF = re.compile(
    r"(?P<national>England and Wales|national(?:ly)?(?: (?:average|rate))?|\baverage)"
    r"|(?P<previous>(?:previous|preceding|prior|last|earlier) (?:year|period|cohort)|year before"
    r"|year earlier)"
    r"|(?P<own>\brate\b)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:than|with|to|since|on|from|against)(?: both)?(?: the| that of)? ?\Z", re.I
)
_ASIDE = re.compile(
    r"(?:, (?:which|who|although|though|having|already|up|down)\b[^;:]*| \([^()]*\)),? "
    r"(?:was|is|stood at|stands at|were|had been|came to|reached) (?:\w+ )?\Z",
    re.IGNORECASE,
)
"""What is said in between of the rate, before its verb: "the rate, which had risen, was"."""
_LEADS = re.compile(
    r"(?: rate| average| figure)*,? ?(?:of|at|which was|\(|was|is|being|for the same period of)? ?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:interview(?:ed|ees?)|case managers (?:(?:we )?(?:interviewed|spoke|met|said|told|felt)"
    r"|who were asked|whom we)|(?:staff|case managers|practitioners) (?:reported|said|felt|told"
    r"|thought|believed|spoke))",
    re.IGNORECASE,
)
_RATE_SAID = re.compile(
    r"(?<!likelihood of )(?<!risk of )(?<!reduce )(?<!reducing )(?<!address )(?<!tackle )"
    r"(?<!address the )(?<!towards )\bre-?offend(?:ing|s|ed)?\b(?! (?:assess|plan|review))",
    re.IGNORECASE,
)
_SAME_AGAIN = re.compile(
    r"(?: [\w'-]+){0,6},? \(?(?:that is|i\.e\.|or|which is|namely|equal to|equivalent to"
    r"|in other words|which is to say|that is to say)"
    r",?(?: in)? \Z|(?: cases)? \(\Z",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:the|these|those)\b", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|for|with|on)(?: (?:a further|another|only|just))? \Z", re.IGNORECASE)
_OF = re.compile(r"\W*(?:(?:and|but) )?(?:of|among|amongst|from) the\b", re.IGNORECASE)
_TOPIC_ENDS = re.compile(
    rf"[,;:]|\b(?:that|which|where|who|whose|when|in which|of which|had|{VERB})\b", re.IGNORECASE
)
_POINTS = re.compile(r"\bthe (?:(?P<former>former)|latter)\b", re.IGNORECASE)
_CAUSE = re.compile(r",|\b(?:because|since|as|due to|owing to)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:was|were|been|being) (?:[\w-]+ )?\Z", re.IGNORECASE)
_MANAGERS = ("case managers", "practitioners", "interviewees")


@dataclass(slots=True)
class Binder:
    """Binds the claims of one passage, from its beginning to its end."""

    cues: Cues
    passage: Passage
    text: str
    sentences: Sequence[Span]
    relevant: Mapping[str, int] = field(default_factory=dict)
    _named: dict[Span, list[tuple[int, str]]] = field(default_factory=dict)
    _last: tuple[int, tuple[str, ...]] = (-1, ())

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
            elif place and self._same_again(claims[place - 1], claim):
                questions = bound[-1]
            else:
                before = parts[place - 1] if place else None
                questions = self._questions(claim, parts[place], before)
            bound.append(questions)
            if questions and not questions[0].startswith(REOFFENDING):
                self._last = (self._sentence(claim.start), questions)
        return [
            (claim, questions)
            if place in linked
            else stated(self.text, self._around(claim), claim, questions, self.cues.facts)
            for place, (claim, questions) in enumerate(zip(claims, bound, strict=True))
        ]

    def _around(self, claim: Found) -> Span:
        return self.sentences[self._sentence(claim.start)]

    def _same_again(self, last: Found, claim: Found) -> bool:
        """Whether the claim says the last one again: "in 26 cases, that is in 81%"."""
        if claim.form == "complement" or isinstance(claim.meaning, Comparison):
            return False
        between = self.text[last.end : claim.start]
        return len(between) < 60 and _SAME_AGAIN.fullmatch(between) is not None

    def _sentence(self, at: int) -> int:
        return sentence_at(self.sentences, at)

    def _aspects(self, start: int, end: int) -> list[tuple[int, str]]:
        if (start, end) not in self._named:
            self._named[start, end] = self.cues.aspects(self.text, start, end)
        return self._named[start, end]

    # -- rates

    def _questions(
        self, claim: Found, part: Span, before: Span | None
    ) -> tuple[str, ...]:
        if isinstance(claim.meaning, Comparison):
            if not self._about_rates(claim.start):
                return ()
            return (PREVIOUS if claim.meaning.target == "previous" else NATIONAL,)
        people = claim.noun in ("", "young people", "children", "children and young people")
        if isinstance(claim.meaning, PerCent) and people and self._about_rates(claim.start):
            return (self._rate_of(claim),)
        return self._best(claim, part, before)

    def _about_rates(self, at: int) -> bool:
        sentence = self._sentence(at)
        first = self.sentences[max(0, sentence - 2)][0]
        last = self.sentences[sentence][1]
        if _RATE.search(self.text, first, last):
            return True
        return not self.passage.number and _RATE_SAID.search(self.text, first, last) is not None

    def _rate_of(self, claim: Found) -> str:
        """Whose rate a percentage is: what is named last before it, else just after it."""
        first, last = self.sentences[self._sentence(claim.start)]
        kinds = {"own": REOFFENDING, "previous": PREVIOUS, "national": NATIONAL}
        after = _RATE_OF.search(self.text, claim.end, min(last, claim.end + 28))
        if after and after.lastgroup in ("national", "previous"):
            between = self.text[claim.end : after.start()]
            if re.fullmatch(r" (?:for |in |across |the |was the |is the |of )*", between):
                return kinds[after.lastgroup]
        named = ""
        aside = _ASIDE.search(self.text, first, claim.start)
        for found in _RATE_OF.finditer(self.text, first, aside.start() if aside else claim.start):
            beside = _BESIDE.search(self.text, first, found.start())
            leads = _LEADS.fullmatch(self.text, found.end(), claim.start)
            if beside and not leads:
                continue  # "worse than the previous year" says nothing of the number after it
            cut = STRONG_CUT.search(self.text, found.end(), claim.start)
            if cut and found.lastgroup != "own":
                continue
            if not (found.lastgroup == "own" and named in ("national", "previous")) or cut:
                named = found.lastgroup or named
        return kinds[named or "own"]

    # -- questions

    def _best(self, claim: Found, part: Span, before: Span | None) -> tuple[str, ...]:
        here = self._sentence(claim.start)
        first, last = sentence = self.sentences[here]
        interviews = self._interviews(claim, here)
        heard = self.cues.heard[interviews]
        follows = self._follows(claim, part, heard, interviews=interviews)
        comma = self.text.find(",", claim.end, part[1])
        if follows and comma > 0 and claim.start - first < 20:
            part = (part[0], comma)  # what follows "In the two that were not, ..." are its causes
        own = self._own(claim, part, before, heard)
        beside = set() if follows else self._beside(part, sentence, own) & heard - own
        if pointed := self._pointed(part, sentence):
            this, other = pointed
            own, beside = own - {other} | {this}, beside - {this, other}
        weights = self._weights(own, beside, here)
        ranked: list[tuple[float, Spoken]] = []
        for spoken in self.cues.questions:
            if spoken.interviews != interviews:
                continue
            if spoken.question_id == CASES and not self._counts_the_sample(claim, own):
                continue
            score = sum(weights.get(aspect, 0.0) for aspect in spoken.says)
            score += COMPLETE * (
                spoken.says <= own and not follows and not shared_out(self.text, sentence)
            )
            whole = spoken.says <= weights.keys()
            numbered = bool(self.passage.number) and self.passage.number in spoken.paragraphs
            score += NUMBER * numbered
            again = follows and spoken.question_id in self._last[1] and here - self._last[0] <= 2
            if not (whole or numbered or again):
                continue
            score -= FOREIGN * len(own - spoken.says - spoken.may - {"sample"})
            score -= FOREIGN_BESIDE * len(beside - spoken.says - spoken.may - {"sample"})
            if again:
                score += SAME_AS_LAST
            if not whole:
                score -= 2.0 * len(spoken.says - weights.keys())
            ranked.append((score, spoken))
        ranked.sort(key=lambda pair: -pair[0])
        if not ranked or ranked[0][0] < ENOUGH:
            return ()
        best, spoken = ranked[0]
        level = [other for score, other in ranked if best - score < CLEAR]
        if len(level) > 1 and (said := _denominator(claim)) is not None:
            fits = [other for other in level if self.relevant.get(other.question_id) == said]
            level = fits if len(fits) == 1 else level
            spoken = level[0]
        if len(level) == 1:
            return (spoken.question_id,)
        if all(other.says <= own for other in level):
            order = [each.question_id for each in self.cues.questions]
            return tuple(sorted((o.question_id for o in level), key=order.index))
        return ()

    def _follows(
        self, claim: Found, part: Span, heard: Set[str], *, interviews: bool
    ) -> bool:
        """Whether a number that fell short goes on with the question of the claim before, and what
        is named beside it are causes; not where it says itself what it counts."""
        if not isinstance(claim.meaning, NotMet) or claim.form != "complement":
            return False
        last = [each for each in self.cues.questions if each.question_id in self._last[1]]
        known = {name for each in last for name in each.says | each.may}
        topic = self._topic(claim, part)
        said = self._names(topic) & heard
        if said - known:
            return False
        if not _DEFINITE.match(self.text, claim.start) and not _IN.search(
            self.text, part[0], claim.start
        ):
            begins, ends = clause_of(self.text, part, claim)
            cause = _CAUSE.search(self.text, claim.end, ends)
            told = self._names((begins, cause.start() if cause else ends)) & heard
            if not interviews:
                told &= self.cues.steps
            return not told - known
        return True

    def _topic(self, claim: Found, part: Span) -> Span:
        """The words that say what a number counts: "of the panel reports, two"; "the two plans"."""
        if _OF.match(self.text, part[0]) and claim.start > part[0]:
            return part[0], claim.start
        after = _TOPIC_ENDS.search(self.text, claim.end, part[1])
        return claim.start, after.start() if after else part[1]

    def _names(self, part: Span) -> set[str]:
        return {name for _, name in self._aspects(*part)}

    def _own(self, claim: Found, part: Span, before: Span | None, heard: Set[str]) -> set[str]:
        """The aspects that are said of the claim: in its clause, and as far as that leaves
        something open in the rest of its part of the sentence."""
        near = self._names(clause_of(self.text, part, claim)) & heard
        own = self._names(part) & heard
        if any(spoken.says <= near for spoken in self.cues.questions):
            own = near
        elif near & self.cues.steps - self.cues.implied.keys():
            own = near | own - self.cues.steps
        first = self.sentences[self._sentence(claim.start)][0]
        if before and first <= before[0]:
            if not own:  # "a plan was required in two cases, and in neither was it adequate"
                own = self._names(before) & heard - {"sample"}
            elif not has_verb(self.text, part):
                own |= self._done(before) & heard
        return own

    def _pointed(self, part: Span, sentence: Span) -> tuple[str, str] | None:
        """What "the former" or "the latter" stands for, and what the other one does."""
        points = _POINTS.search(self.text, *part)
        if points is None:
            return None
        named = list(dict.fromkeys(
            name for at, name in self._aspects(*sentence) if at < points.start()
        ))  # fmt: skip
        steps = [name for name in named if name in self.cues.steps - self.cues.implied.keys()]
        pair = steps if len(steps) == 2 else [name for name in named if name not in steps]
        if len(pair) != 2:
            return None
        return (pair[0], pair[1]) if points["former"] else (pair[1], pair[0])

    def _beside(self, part: Span, sentence: Span, own: Set[str]) -> set[str]:
        """The aspects named elsewhere in the sentence; where the claim's own part says what was
        done, what comes after it is of another claim."""
        told = own and has_verb(self.text, part)
        after = set() if told else self._names((part[1], sentence[1]))
        return self._names((sentence[0], part[0])) | after

    def _done(self, part: Span) -> set[str]:
        """What was done in a part of the sentence that the next one, without a verb, goes on with:
        "assessments were reviewed in most cases and plans in half"."""
        return {name for at, name in self._aspects(*part) if _DONE.search(self.text, part[0], at)}

    def _weights(self, own: set[str], beside: set[str], here: int) -> dict[str, float]:
        """What each aspect counts: by the nearest place that names it."""
        weights = dict.fromkeys(own, OWN) | dict.fromkeys(beside, BESIDE)
        for back, weight in enumerate(EARLIER, 1):
            if back > here:
                break
            names = {name for _, name in self._aspects(*self.sentences[here - back])}
            if self._last[0] == here - back:
                last = self._last[1]
                names |= {a for s in self.cues.questions if s.question_id in last for a in s.says}
            for name in names:
                weights.setdefault(name, weight)
        heading = self.passage.heading
        if self.passage.number:
            heading = self.cues.sections.get(self.passage.number.partition(".")[0], heading)
        for _, name in self.cues.aspects(heading, 0, len(heading)):
            weights.setdefault(name, HEADING)
        for name, others in self.cues.implied.items():
            if name in weights and not weights.keys() & set(others):
                weights[others[0]] = IMPLIED
        return weights

    def _interviews(self, claim: Found, here: int) -> bool:
        """Whether the claim is about what case managers were asked, not about cases."""
        heading = self.passage.heading.lower() == self.cues.interviews_heading.lower()
        if claim.noun:
            return claim.noun in _MANAGERS
        if heading:
            return True
        first, last = self.sentences[here]
        return not self.passage.number and _ASKED.search(self.text, first, last) is not None

    def _counts_the_sample(self, claim: Found, own: set[str]) -> bool:
        bare = isinstance(claim.meaning, Counts) and claim.meaning.relevant is None
        return bare and "sample" in own


def _denominator(claim: Found) -> int | None:
    """How many cases the claim says are relevant."""
    if claim.among is not None:
        return claim.among
    return claim.meaning.relevant if isinstance(claim.meaning, Counts | NotMet) else None
