"""Which question a claim is about, where no link says it.

Each question has aspects (risk of harm; planning; reviewing). The nearer to the claim an aspect is
named, the more it counts: in the claim's own part of the sentence, elsewhere in the sentence, in
the sentences before, in the heading. An aspect named beside the claim that the question does not
have counts against it. The paragraph's number counts for the questions that the edition puts there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqs.letter.claims.cues import CASES, Cues, Spoken
from sqs.letter.claims.grammar import VERB
from sqs.letter.claims.meanings import Comparison, Counts, NotMet, PerCent
from sqs.letter.claims.passages import Passage
from sqs.letter.claims.search import Found

OWN, BESIDE, HEADING, NUMBER = 8.0, 4.0, 2.0, 5.0
EARLIER = (5.0, 3.0, 2.0, 1.5)
"""What an aspect counts in the sentence before, the one before that, and so on."""
FOREIGN, FOREIGN_BESIDE = 4.0, 0.5
SAME_AS_LAST = 14.0
COMPLETE = 12.0
"""For a question all of whose aspects stand beside the claim."""
IMPLIED = 3.0
ENOUGH, CLEAR = 5.0, 1.0

REOFFENDING = "reoffending_rate"
PREVIOUS, NATIONAL = f"{REOFFENDING}_previous", f"{REOFFENDING}_national"

_STRONG_CUT = re.compile(
    r"(?:[;:]|,? (?:but|yet|while|whilst|whereas|though|although)\b|, (?:and|with)\b)",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:,|(?<!safety)(?<!health)(?<!children)(?<!parents) and\b| - )", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
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
    r"|in other words)"
    r",?(?: in)? \Z|(?: cases)? \(\Z",
    re.IGNORECASE,
)
_VERB = re.compile(rf"\b(?:{VERB}|\w+ed)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:was|were|been|being) (?:[\w-]+ )?\Z", re.IGNORECASE)
_MANAGERS = ("case managers", "practitioners", "interviewees")


@dataclass(slots=True)
class Binder:
    """Binds the claims of one passage, from its beginning to its end."""

    cues: Cues
    passage: Passage
    text: str
    sentences: Sequence[tuple[int, int]]
    relevant: Mapping[str, int] = field(default_factory=dict)
    _named: dict[tuple[int, int], list[tuple[int, str]]] = field(default_factory=dict)
    _last: tuple[int, tuple[str, ...]] = (-1, ())

    def bind(self, claims: Sequence[Found], linked: Mapping[int, str]) -> list[tuple[str, ...]]:
        """The questions of each claim: mostly one, none where nothing says, several where one
        figure is said of several ("for their present role and for their development").

        Args:
            claims: in the order of the text.
            linked: question by a claim's place in `claims`, where a link says it.

        """
        bound: list[tuple[str, ...]] = []
        parts = self._parts(claims)
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
        return bound

    def _same_again(self, last: Found, claim: Found) -> bool:
        """Whether the claim says the last one again: "in 26 cases, that is in 81%"."""
        if claim.form == "complement" or isinstance(claim.meaning, Comparison):
            return False
        between = self.text[last.end : claim.start]
        return len(between) < 60 and _SAME_AGAIN.fullmatch(between) is not None

    # -- the claim's own part of its sentence

    def _parts(self, claims: Sequence[Found]) -> list[tuple[int, int]]:
        parts = []
        for place, claim in enumerate(claims):
            first, last = self.sentences[self._sentence(claim.start)]
            if place and claims[place - 1].end > first:
                first = max(first, self._cut(claims[place - 1].end, claim.start))
            if place + 1 < len(claims) and claims[place + 1].start < last:
                last = self._cut(claim.end, claims[place + 1].start)
            parts.append((first, last))
        for first, last in self.sentences:
            here = [n for n, claim in enumerate(claims) if first <= claim.start < last]
            if len(here) > 1 and _RESPECTIVELY.search(self.text, first, last):
                self._share_out(first, here, claims, parts)
        return parts

    def _share_out(
        self, first: int, here: Sequence[int], claims: Sequence[Found], parts: list[tuple[int, int]]
    ) -> None:
        """ "Assessments and plans had been reviewed in five and in three cases respectively." """
        start = claims[here[0]].start
        cuts = [found.start() for found in _CUT.finditer(self.text, first, start)]
        edges = [first, *cuts, start]
        if len(edges) == len(here) + 1:
            for n, place in enumerate(here):
                parts[place] = (edges[n], edges[n + 1])

    def _respectively(self, sentence: int) -> bool:
        """Whether the claims' parts only say how they differ, and the rest is said of all."""
        return _RESPECTIVELY.search(self.text, *self.sentences[sentence]) is not None

    def _cut(self, start: int, end: int) -> int:
        """Where the part of one claim ends and that of the next begins."""
        for cut in (_STRONG_CUT, _CUT):
            places = [found.start() for found in cut.finditer(self.text, start, end)]
            if places:
                return places[-1]
        return start

    def _sentence(self, at: int) -> int:
        return next(n for n, (_, end) in enumerate(self.sentences) if at < end)

    def _aspects(self, start: int, end: int) -> list[tuple[int, str]]:
        if (start, end) not in self._named:
            self._named[start, end] = self.cues.aspects(self.text, start, end)
        return self._named[start, end]

    # -- rates

    def _questions(
        self, claim: Found, part: tuple[int, int], before: tuple[int, int] | None
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
        for found in _RATE_OF.finditer(self.text, first, claim.start):
            beside = _BESIDE.search(self.text, first, found.start())
            leads = _LEADS.fullmatch(self.text, found.end(), claim.start)
            if beside and not leads:
                continue  # "worse than the previous year" says nothing of the number after it
            cut = _STRONG_CUT.search(self.text, found.end(), claim.start)
            if cut and found.lastgroup != "own":
                continue
            if not (found.lastgroup == "own" and named in ("national", "previous")) or cut:
                named = found.lastgroup or named
        return kinds[named or "own"]

    # -- questions

    def _best(
        self, claim: Found, part: tuple[int, int], before: tuple[int, int] | None
    ) -> tuple[str, ...]:
        here = self._sentence(claim.start)
        first, last = self.sentences[here]
        follows = isinstance(claim.meaning, NotMet) and claim.form == "complement"
        comma = self.text.find(",", claim.end, part[1])
        if follows and comma > 0 and claim.start - first < 20:
            part = (part[0], comma)  # what follows "In the two that were not, ..." are its causes
        own = {name for _, name in self._aspects(*part)}
        if before and first <= before[0] and not _VERB.search(self.text, *part):
            own |= self._done(before)
        beside = {
            name for at, name in self._aspects(first, last) if not part[0] <= at < part[1]
        } - own
        if follows:
            beside = set()
        interviews = self._interviews(claim, here)
        weights = self._weights(own, beside, here)
        ranked: list[tuple[float, Spoken]] = []
        for spoken in self.cues.questions:
            if spoken.interviews != interviews:
                continue
            if spoken.question_id == CASES and not self._counts_the_sample(claim, own):
                continue
            score = sum(weights.get(aspect, 0.0) for aspect in spoken.says)
            score += COMPLETE * (
                spoken.says <= own and not follows and not self._respectively(here)
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

    def _done(self, part: tuple[int, int]) -> set[str]:
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
