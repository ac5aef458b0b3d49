"""From figures to the letter as a value: which paragraphs, which claims, which words.

The drafter writes nothing that it has no figure for: a question without a relevant answer is passed
over, a strength or an area for improvement sums up paragraphs of the same letter, and a quotation
stands only beside work that was done well enough.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqs.criteria import Edition, Question, editions
from sqs.figures import records, saying
from sqs.figures.scores import Figure, by_measure, scores
from sqs.figures.second_reads import SecondRead, in_place, recounted
from sqs.letter.basis import (
    CASES,
    RATE,
    RATE_BEFORE,
    RATE_NATIONAL,
    Known,
    Shortfalls,
    known,
    shortfalls,
)
from sqs.letter.causes import cause
from sqs.letter.phrasing import THAN, THAN_WHAT, phrase
from sqs.letter.points import (
    FELL_TO,
    IMPROVE_BELOW,
    LEAST_JUDGEMENTS,
    STRENGTH_FROM,
    WELL_FROM,
    ranked_themes,
)
from sqs.letter.sentences import SHARE, SentenceBank, Sentences, Theme, bank, choose
from sqs.letter.value import (
    Block,
    Bullets,
    Claim,
    Footnote,
    Form,
    Heading,
    Letter,
    Paragraph,
    Run,
    Table,
    Text,
)
from sqs.letter.wording import HOUSE_SCALE, Scale, number_words, scales
from sqs.store.database import Cursor

MOST_POINTS = 3
"""Key strengths, and areas for improvement, at most."""

QUOTES_IN_SECTION = 2

SHORTFALLS_COUNTED = 3
"""Up to this many shortfalls are counted in the sentence on their cause."""


class NoCasesError(Exception):
    """There is nothing to write about; the message is one sentence that says what to load."""


def draft(
    cursor: Cursor,
    inspection_id: str,
    scale: str = HOUSE_SCALE,
    *,
    instead: Mapping[tuple[str, str], SecondRead] | None = None,
) -> Letter:
    """The draft letter of one inspection.

    Args:
        cursor: where to read; one cursor, so that the letter rests on one state of the data.
        inspection_id: which inspection.
        scale: name of the proportion scale to write in.
        instead: second answers that take the place of the first, by case and question: the letter
            as it would be if they were right.

    Raises:
        UnknownInspectionError: where it is not loaded.
        NoCasesError: where it has no cases yet.
        KeyError: where there is no such scale.

    """
    inspection = records.inspection(cursor, inspection_id)
    if not inspection.cases:
        raise NoCasesError(
            f"No cases of {inspection_id} are loaded yet, so there is nothing to write about. "
            "Load its cases and answers first."
        )
    instead = instead or {}
    figures = by_measure([recounted(f, instead.values()) for f in scores(cursor, [inspection_id])])
    fell_short = shortfalls(in_place(records.evidence(cursor, inspection_id), instead))
    rate = records.rate_at_fieldwork(cursor, inspection_id)
    drafter = _Drafter(
        inspection,
        editions()[inspection.edition],
        bank(inspection.edition),
        scales()[scale],
        figures,
        known(inspection, figures, fell_short, rate),
        fell_short,
        [
            quote
            for quote in records.quotes(cursor, inspection_id)
            if (quote.case_id, quote.question_id) not in instead
        ],
        rate,
    )
    return drafter.letter(records.recipients(cursor, inspection_id))


@dataclass(slots=True)
class _Drafter:
    """One letter in the making.

    `claimed` counts the claims by question, for their keys; `quoted` holds the notes that stand in
    the letter already.
    """

    inspection: records.Inspection
    edition: Edition
    bank: SentenceBank
    scale: Scale
    figures: Mapping[str, Figure]
    known: Mapping[str, Known]
    shortfalls: Shortfalls
    quotes: Sequence[records.Quote]
    rate: records.Rate | None
    claimed: Counter[str] = field(default_factory=Counter)
    quoted: set[str] = field(default_factory=set)

    def letter(self, recipients: Sequence[records.Recipient]) -> Letter:
        return Letter(
            self.inspection.inspection_id,
            self.edition.name,
            self.scale.name,
            f"Short Quality Screening of youth offending work in {self.inspection.name}",
            self._address(copied=bool(recipients)),
            tuple(self._blocks(recipients)),
            self._provenance(),
        )

    def _choose(self, wordings: Sequence[str], *names: str) -> str:
        return choose(wordings, self.inspection.inspection_id, *names)

    @property
    def _team(self) -> str:
        """The team in a sentence: its name may be a place, or say already that it is a team."""
        name = self.inspection.name
        says_so = re.search(r"youth (offending|justice)|\bYO[ST]\b|\bYJS\b", name, re.IGNORECASE)
        return f"the {name}" if says_so else f"the {name} youth offending team"

    def _address(self, *, copied: bool) -> tuple[tuple[str, str], ...]:
        i = self.inspection
        to = ", ".join(part for part in (i.addressee, i.addressee_post) if part)
        sender = ", ".join(part for part in (i.sender, i.sender_post) if part)
        published = saying.day(i.publication_date) if i.publication_date else "not yet set"
        return (
            ("To", to or f"The Chair of the {i.name} Management Board"),
            *((("Copy to", "See the copy list at the end"),) if copied else ()),
            ("From", sender or "The inspectorate"),
            ("Publication date", published),
        )

    def _blocks(self, recipients: Sequence[records.Recipient]) -> Iterator[Block]:
        yield Paragraph((Text(self._opening()),))
        yield Heading("Context")
        yield Paragraph(tuple(self._context()))
        yield Heading("Summary")
        yield Paragraph(tuple(self._reoffending()))
        if overall := self._overall():
            yield Paragraph((Text(overall),))
        for section in self.edition.sections:
            if section.number:
                yield Heading(section.title, number=str(section.number))
                yield from self._section(section.number)
        if interviews := self._interviews():
            yield Heading("Operational management")
            yield Paragraph(tuple(interviews))
        yield Heading("Key strengths")
        yield self._points(strong=True)
        yield Heading("Areas requiring improvement")
        yield self._points(strong=False)
        yield from self._closing(recipients)

    def _opening(self) -> str:
        i = self.inspection
        on = "on" if i.fieldwork_start == i.fieldwork_end else "from"
        return (
            f"We carried out this inspection {on} {saying.fieldwork(i)}, as part of "
            "the inspectorate's programme of inspecting youth offending work. This letter "
            "is published on the inspectorate's website. Partner inspectorates and the Youth "
            "Justice Board receive a copy."
        )

    def _context(self) -> Iterator[Run]:
        cases = self.inspection.cases
        yield Text(
            "Youth justice exists to keep children and young people from offending. What is done "
            "in the first weeks of a sentence, to understand a child or young person and to plan "
            "the work with them, decides much of what follows. We read "
        )
        words = f"{number_words(cases)} {'case' if cases == 1 else 'cases'}"
        yield self._claim(CASES, words, "count")
        yield Text(
            f" of children and young people who had offended and were supervised by {self._team}. "
            "Wherever we could, we read each case together "
            "with its case manager, so that they could learn from it too."
        )

    def _reoffending(self) -> Iterator[Run]:
        rate, name = self.rate, self.inspection.name
        if rate is None:
            # What is not held here may still have been published: the inspector has to look.
            yield Text(
                f"[To be completed: the reoffending rate published for {name} by the time of the "
                "inspection, and how it compares.]"
            )
            return
        cohort = f"{saying.month(rate.cohort_start)} to {saying.month(rate.cohort_end)}"
        yield Text(f"The reoffending rate published for {name} was ")
        yield self._claim(RATE, self.known[RATE].printed, "rate")
        yield Footnote(
            f"Published on {saying.day(rate.published)}: the share of children and young people "
            f"proven to have offended again within a year, for the cohort of {cohort}. "
            f"Source: {rate.source or 'not stated'}."
        )
        compared = self._comparisons()
        if compared:
            yield Text(". This was ")
            yield from compared[0]
            if len(compared) > 1:
                verdicts = {runs[0].text.split()[0] for runs in compared}
                yield Text(" but " if verdicts == {"better", "worse"} else " and ")
                yield from compared[1]
        yield Text(".")

    def _comparisons(self) -> list[tuple[Run, ...]]:
        compared: list[tuple[Run, ...]] = []
        if before := self.known.get(RATE_BEFORE):
            verdict = f"{THAN[before.compared]} {THAN_WHAT[RATE_BEFORE]}"
            compared.append((self._claim(RATE_BEFORE, verdict, "comparison"),))
        if national := self.known.get(RATE_NATIONAL):
            verdict = f"{THAN[national.compared]} {THAN_WHAT[RATE_NATIONAL]}"
            compared.append(
                (
                    self._claim(RATE_NATIONAL, verdict, "comparison"),
                    Text(" of "),
                    self._claim(RATE_NATIONAL, national.printed, "rate"),
                )
            )
        return compared

    def _overall(self) -> str:
        """The summary in words without figures, each word decided by the pooled judgements."""
        judged = [
            f
            for section in self.edition.sections
            if section.number
            for question in section.judged
            if (f := self.figures.get(question.id)) and f.relevant
        ]
        if not judged:
            return ""
        share = Fraction(sum(f.met for f in judged), sum(f.relevant for f in judged))
        standard = next(words for least, words in _STANDARDS if share >= least)
        sentences = [standard]
        ranked = ranked_themes(self.bank, self.known)
        if strong := self._themes(strong=True):
            sentences.append(f"It was strongest in {saying.listed([t.noun for t in strong[:2]])}.")
        if weak := self._themes(strong=False):
            sentences.append(f"What most needs to improve is {weak[0].noun}.")
        elif ranked and ranked[0][0] < STRENGTH_FROM:
            sentences.append(f"There is most room to improve in {ranked[0][1].noun}.")
        if previous := self.inspection.previous_fieldwork_end:
            sentences.append(f"We last inspected this team in {saying.month(previous)}.")
        return " ".join(sentences)

    def _section(self, number: int) -> Iterator[Paragraph]:
        paragraphs = sorted(
            {each.paragraph for each in self.bank.sentences if each.paragraph[:2] == f"{number}."}
            | {paragraph for paragraph in self.bank.expects if paragraph[:2] == f"{number}."}
        )
        quoted = 0
        for paragraph in paragraphs:
            runs = list(self._paragraph(paragraph))
            if not runs:
                continue
            if quoted < QUOTES_IN_SECTION and (quote := self._quotation(paragraph)):
                runs += quote
                quoted += 1
            yield Paragraph(tuple(runs), paragraph)

    def _paragraph(self, number: str) -> Iterator[Run]:
        if expects := self._choose(self.bank.expects.get(number, ()), number):
            yield Text(expects)
        first = not expects
        for sentences in self.bank.of_paragraph(number):
            figure = self.figures.get(sentences.question)
            if figure is None or not figure.relevant:
                continue
            if not first:
                yield Text(" ")
            first = False
            yield from self._finding(sentences, figure)

    def _finding(self, sentences: Sentences, figure: Figure) -> Iterator[Run]:
        """Lead, finding with its figure, a remark where it was low, and the cause."""
        names = (sentences.question, sentences.paragraph)
        if lead := self._choose(sentences.lead, *names):
            yield Text(f"{lead} ")
        before, after = SHARE.split(self._choose(sentences.says, *names))
        claim, rest = self._share_claim(sentences, figure, opens=not before)
        yield Text(before)
        yield claim
        yield Text(rest + after)
        at_most_half = figure.relevant >= LEAST_JUDGEMENTS and 2 * figure.met <= figure.relevant
        if at_most_half and sentences.low:
            yield Text(f" {self._choose(sentences.low, *names)}")
        question = self.edition.question(sentences.question)
        if sentences.paragraph == question.letter[0]:  # a cause is given once
            yield from self._cause(figure, question)

    def _share_claim(
        self, sentences: Sentences, figure: Figure, *, opens: bool
    ) -> tuple[Claim, str]:
        question = self.edition.question(sentences.question)
        noun = sentences.noun or f"{question.unit}s"
        if not sentences.noun and figure.relevant < figure.asked:
            asked = question.unit == "case manager"
            noun = f"{noun} who were asked" if asked else f"relevant {noun}"
        # No sentence begins with a figure.
        counts = not opens and bool(self._choose(("", "counts"), question.id, sentences.paragraph))
        said = phrase(figure, self.scale, noun, counts=counts)
        words = said.claim[0].upper() + said.claim[1:] if opens else said.claim
        return self._claim(question.id, words, said.form), said.rest

    def _cause(self, figure: Figure, question: Question) -> Iterator[Run]:
        """Why it was no where it was no, as far as the reasons given carry; else nothing."""
        shortfalls = self.shortfalls.get(question.id, ())
        found = cause(shortfalls)
        if found is None:
            return
        short = figure.not_met
        sentence = self._choose(_CAUSES[found.reach, len(found.reasons)], question.id, "cause")
        first, *others = self._clauses(question, found.reasons, short)
        said = sentence.format(first=first, second=others[0] if others else "")
        if short > SHORTFALLS_COUNTED:
            where = self._choose(_WHERE_NOT, question.id, "cause")
            yield Text(f" {where}, {said}.")
            return
        words = "the one" if short == 1 else f"the {number_words(short)}"
        fell = self._choose(("where this was not so", "that fell short"), question.id, "cause")
        yield Text(" In ")
        yield self._claim(question.id, words, "complement")
        if short == 1 and found.reach == "all":
            said = " and ".join((first, *others))
        yield Text(f" {'case' if short == 1 else 'cases'} {fell}, {said}.")

    def _clauses(self, question: Question, codes: Sequence[str], short: int) -> Iterator[str]:
        """Each cause as a clause; a second about the same thing leaves its name out."""
        thing = question.thing
        if question.plural and short == 1:
            thing = f"the {thing.removesuffix('s')}"
        templates = [self.edition.reasons[code].because for code in codes]
        yield templates[0].format(thing=thing)
        for template in templates[1:]:
            alike = all(each.startswith("{thing} ") for each in (templates[0], template))
            yield (template.removeprefix("{thing} ") if alike else template).format(thing=thing)

    def _quotation(self, paragraph: str) -> list[Run]:
        """A cleared note about work of this paragraph that was, on the whole, done well enough."""
        for sentences in self.bank.of_paragraph(paragraph):
            figure = self.figures.get(sentences.question)
            if figure is None or 2 * figure.met <= figure.relevant:
                continue
            texts = [
                quote.text
                for quote in self.quotes
                if quote.question_id == sentences.question and quote.text not in self.quoted
            ]
            if texts:
                text = self._choose(texts, paragraph)
                self.quoted.add(text)
                intro = self._choose((" An inspector noted: ", " One inspector wrote: "), paragraph)
                return [Text(intro), Text(f"“{text}”", italic=True)]
        return []

    def _interviews(self) -> list[Run]:
        runs: list[Run] = []
        for sentences in self.bank.of_paragraph("Operational management"):
            figure = self.figures.get(sentences.question)
            if figure is None or not figure.relevant:
                continue
            before = " " if runs else "We spoke with case managers about their work. "
            runs += [Text(before), *self._finding(sentences, figure)]
            of_oversight = sentences.question == "oversight_effective"
            well_thought_of = Fraction(figure.met, figure.relevant) >= WELL_FROM
            if of_oversight and well_thought_of and (fell := self._oversight_fell()):
                runs.append(
                    Text(
                        " The cases we read did not wholly bear this out: oversight of "
                        f"{' and of '.join(fell)} work often fell short."
                    )
                )
        return runs

    def _oversight_fell(self) -> list[str]:
        """The work whose oversight was effective in three-fifths of relevant cases or fewer."""
        work = {"rosh_oversight": "risk of harm", "sv_oversight": "safeguarding and vulnerability"}
        return [
            name
            for question, name in work.items()
            if (figure := self.figures.get(question))
            and figure.relevant >= LEAST_JUDGEMENTS
            and Fraction(figure.met, figure.relevant) <= FELL_TO
        ]

    def _themes(self, *, strong: bool) -> list[Theme]:
        ranked = ranked_themes(self.bank, self.known)
        if strong:
            return [t for share, t in reversed(ranked) if share >= STRENGTH_FROM][:MOST_POINTS]
        return [t for share, t in ranked if share < IMPROVE_BELOW][:MOST_POINTS]

    def _points(self, *, strong: bool) -> Block:
        themes = self._themes(strong=strong)
        if not themes:
            what = "was strong enough throughout" if strong else "fell short often enough"
            return Paragraph((Text(f"No area of work {what} to name here."),))
        return Bullets(
            tuple(
                Paragraph((Text(self._choose(t.strength if strong else t.improve, t.name)),))
                for t in themes
            )
        )

    def _closing(self, recipients: Sequence[records.Recipient]) -> Iterator[Block]:
        i = self.inspection
        yield Paragraph(
            (
                Text(
                    f"We thank the staff of {self._team} for their help with this "
                    "inspection, and ask you to share these findings with them."
                ),
            )
        )
        lead = i.lead_inspector or "the lead inspector"
        contact = f" ({i.contact})" if i.contact else ""
        yield Paragraph(
            (Text(f"Questions about this inspection may be put to {lead}{contact}, who led it."),)
            if i.lead_inspector
            else (Text(f"Questions about this inspection may be put to {lead}{contact}."),)
        )
        if recipients:
            yield Heading("Copy list")
            yield Table(
                "Who receives a copy of this letter",
                ("Role", "Name"),
                tuple((r.role, r.name or "") for r in recipients),
            )
        yield Heading("Notes")
        for number, note in enumerate(_NOTES, start=1):
            yield Paragraph((Text(f"Note {number}: {note}"),))

    def _provenance(self) -> str:
        i = self.inspection
        made = (
            f"Draft made from the case judgements of inspection {i.inspection_id}, "
            f"edition {self.edition.name}, in the words of the {self.scale.title}."
        )
        questions = f"Questions: {self.edition.provenance}"
        return " ".join(part for part in (saying.origin(i), made, questions) if part)

    def _claim(self, question_id: str, text: str, form: Form) -> Claim:
        self.claimed[question_id] += 1
        known = self.known[question_id]
        key = f"{question_id}_{self.claimed[question_id]}"
        return Claim(key, text, question_id, form, known.met, known.relevant, known.sentences)


_STANDARDS = (
    (Fraction(85, 100), "Overall, the work we saw was of a high standard."),
    (Fraction(75, 100), "Overall, the work we saw was of a good standard."),
    (Fraction(65, 100), "Overall, the work we saw was of a fair standard."),
    (Fraction(50, 100), "Overall, the quality of the work we saw was uneven."),
    (Fraction(0), "Overall, the work we saw was not good enough."),
)
"""The summary's first sentence, by the least share of all judgements it stands for."""

_WHERE_NOT = ("Where this was not so", "Where it fell short", "Where we found gaps")

_CAUSES: Mapping[tuple[str, int], tuple[str, ...]] = {
    ("all", 1): ("{first}",),
    ("all", 2): ("{first}, or {second}",),
    ("chief", 1): ("the chief cause was that {first}", "it was chiefly because {first}"),
    ("chief", 2): (
        "it was chiefly because {first}, or {second}",
        "the chief cause was that {first}, or else {second}",
    ),
    ("among", 1): ("among the causes was that {first}", "it was in part because {first}"),
    ("among", 2): (
        "among the causes were that {first}, or {second}",
        "it was in part because {first}, or {second}",
    ),
}
"""How a cause is said, by how far it reaches and how many reasons are named."""

_NOTES = (
    (
        "The inspectorate is independent. It reports to Ministers and the public on how well work "
        "is done with people who have offended or are likely to."
    ),
    (
        "The questions on which this letter rests are set out, with the way in which they are "
        "counted, beside the published figures."
    ),
    "Anyone may ask the inspectorate for a paper copy of this letter.",
)
