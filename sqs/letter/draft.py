"""From figures to the letter as a value: which paragraphs, which claims, which words.

The drafter writes nothing that it has no figure for: a question without a relevant answer is passed
over, a strength or an area for improvement sums up paragraphs of the same letter, and a quotation
stands only beside work that was done well enough.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqs.criteria import Edition, Question, editions
from sqs.figures import records
from sqs.figures.scores import Figure, by_measure, scores
from sqs.letter.phrasing import phrase
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

STRENGTH_FROM = Fraction(85, 100)
IMPROVE_BELOW = Fraction(70, 100)
LEAST_JUDGEMENTS = 5
"""A theme is summed up from this many judgements; fewer carry no general statement."""

QUOTES_IN_SECTION = 2

SHORTFALLS_COUNTED = 3
"""Up to this many shortfalls are counted in the sentence on their cause."""


def draft(cursor: Cursor, inspection_id: str, scale: str = HOUSE_SCALE) -> Letter:
    """The draft letter of one inspection.

    Args:
        cursor: where to read; one cursor, so that the letter rests on one state of the data.
        inspection_id: which inspection.
        scale: name of the proportion scale to write in.

    Raises:
        UnknownInspectionError: where it is not loaded.
        KeyError: where there is no such scale.

    """
    inspection = records.inspection(cursor, inspection_id)
    reasons: dict[str, list[records.ReasonCount]] = defaultdict(list)
    for count in records.reasons(cursor, inspection_id):
        reasons[count.question_id].append(count)
    drafter = _Drafter(
        inspection,
        editions()[inspection.edition],
        bank(inspection.edition),
        scales()[scale],
        by_measure(scores(cursor, [inspection_id])),
        reasons,
        records.quotes(cursor, inspection_id),
        records.rate_at_fieldwork(cursor, inspection_id),
    )
    return drafter.letter(records.recipients(cursor, inspection_id))


def day(when: date) -> str:
    """The date as a letter writes it: "17 November 2014"."""
    return f"{when.day} {when:%B %Y}"


def _period(start: date, end: date) -> str:
    if start == end:
        return f"on {day(start)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"from {start.day} to {day(end)}"
    return f"from {start.day} {start:%B} to {day(end)}"


@dataclass(slots=True)
class _Drafter:
    """One letter in the making; `used` counts claims by question, for their keys."""

    inspection: records.Inspection
    edition: Edition
    bank: SentenceBank
    scale: Scale
    figures: Mapping[str, Figure]
    reasons: Mapping[str, Sequence[records.ReasonCount]]
    quotes: Sequence[records.Quote]
    rate: records.Rate | None
    used: dict[str, int] = field(default_factory=dict)

    def letter(self, recipients: Sequence[records.Recipient]) -> Letter:
        return Letter(
            self.inspection.inspection_id,
            self.edition.name,
            self.scale.name,
            f"Short Quality Screening of youth offending work in {self.inspection.name}",
            self._address(),
            tuple(self._blocks(recipients)),
            self._provenance(),
        )

    def _choose(self, wordings: Sequence[str], *names: str) -> str:
        return choose(wordings, self.inspection.inspection_id, *names)

    def _address(self) -> tuple[tuple[str, str], ...]:
        i = self.inspection
        to = ", ".join(part for part in (i.addressee, i.addressee_post) if part)
        sender = ", ".join(part for part in (i.sender, i.sender_post) if part)
        published = day(i.publication_date) if i.publication_date else "not yet set"
        return (
            ("To", to or f"The Chair of the {i.name} Management Board"),
            ("Copy to", "See the copy list at the end"),
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
        yield self._points(
            self._themes(strong=True), "No area of work was strong enough throughout to name here."
        )
        yield Heading("Areas requiring improvement")
        yield self._points(
            self._themes(strong=False), "No area of work fell short often enough to name here."
        )
        yield from self._closing(recipients)

    def _opening(self) -> str:
        i = self.inspection
        return (
            f"We carried out this inspection {_period(i.fieldwork_start, i.fieldwork_end)}, as "
            "part of the inspectorate's programme of inspecting youth offending work. This letter "
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
        yield self._claim(
            "cases", words, "count", cases, cases, (f"{cases} cases were read in this inspection.",)
        )
        yield Text(
            f" of children and young people under the supervision of the {self.inspection.name} "
            "youth offending team who had offended. Wherever we could, we read each case together "
            "with its case manager, so that they could learn from it too."
        )

    def _reoffending(self) -> Iterator[Run]:
        rate, name = self.rate, self.inspection.name
        if rate is None:
            yield Text(
                f"No reoffending rate for {name} had been published by the time of the inspection."
            )
            return
        cohort = f"{rate.cohort_start:%B %Y} to {rate.cohort_end:%B %Y}"
        yield Text(f"The reoffending rate published for {name} was ")
        origin = f"Source: {rate.source or 'not stated'}."
        source = (f"Published rate for the cohort of {cohort}: {rate.rate:.1f}%. {origin}",)
        yield self._claim("reoffending_rate", f"{rate.rate:.1f}%", "rate", None, None, source)
        yield Footnote(
            f"Published on {day(rate.published)}: the share of children and young people proven "
            f"to have offended again within a year, for the cohort of {cohort}. {origin}"
        )
        compared = self._comparisons(rate, source)
        if compared:
            yield Text(". This was ")
            for place, runs in enumerate(compared):
                if place:
                    yield Text(" and ")
                yield from runs
        yield Text(".")

    def _comparisons(self, rate: records.Rate, source: tuple[str, ...]) -> list[tuple[Run, ...]]:
        compared: list[tuple[Run, ...]] = []
        if rate.compared_with_previous:
            than = {"same": "the same as"}.get(
                rate.compared_with_previous, f"{rate.compared_with_previous} than"
            )
            key, verdict = "reoffending_rate_previous", f"{than} the previous year"
            better = (*source, "A lower rate is better.")
            compared.append((self._claim(key, verdict, "comparison", None, None, better),))
        if rate.national_rate is not None:
            than = "the same as"
            if rate.rate != rate.national_rate:
                than = "better than" if rate.rate < rate.national_rate else "worse than"
            key, average = "reoffending_rate_national", f"{rate.national_rate:.1f}%"
            beside = (*source, f"England and Wales, the same cohort: {average}.")
            verdict = f"{than} the England and Wales average"
            compared.append(
                (
                    self._claim(key, verdict, "comparison", None, None, beside),
                    Text(" of "),
                    self._claim(key, average, "rate", None, None, beside),
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
        standard = next(
            words
            for least, words in (
                (Fraction(85, 100), "Overall, the work we saw was of a high standard."),
                (Fraction(75, 100), "Overall, the work we saw was of a good standard."),
                (Fraction(65, 100), "Overall, the work we saw was of a fair standard."),
                (Fraction(50, 100), "Overall, the quality of the work we saw was uneven."),
                (Fraction(0), "Overall, the work we saw was not good enough."),
            )
            if share >= least
        )
        sentences = [standard]
        ranked = self._ranked_themes()
        if strong := self._themes(strong=True):
            sentences.append(f"It was strongest in {_listed([t.noun for t in strong[:2]])}.")
        if weak := self._themes(strong=False):
            sentences.append(f"What most needs to improve is {weak[0].noun}.")
        elif ranked:
            sentences.append(f"There is most room to improve in {ranked[0][1].noun}.")
        if previous := self.inspection.previous_fieldwork_end:
            sentences.append(f"We last inspected this team in {previous:%B %Y}.")
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
        """Lead, finding with its figure, a remark where it was high or low, and the cause."""
        names = (sentences.question, sentences.paragraph)
        if lead := self._choose(sentences.lead, *names):
            yield Text(f"{lead} ")
        before, after = SHARE.split(self._choose(sentences.says, *names))
        claim, rest = self._share_claim(sentences, figure, opens=not before)
        yield Text(before)
        yield claim
        yield Text(rest + after)
        share = Fraction(figure.met, figure.relevant)
        remarks = sentences.high if share >= Fraction(3, 4) else ()
        remarks = sentences.low if share <= Fraction(1, 2) else remarks
        if remark := self._choose(remarks, *names):
            yield Text(f" {remark}")
        question = self.edition.question(sentences.question)
        if sentences.paragraph == question.letter[0]:  # a cause is given once
            yield from self._cause(figure, question)

    def _share_claim(
        self, sentences: Sentences, figure: Figure, *, opens: bool
    ) -> tuple[Claim, str]:
        question = self.edition.question(sentences.question)
        noun = sentences.noun or (
            "case managers"
            if question.section == "interviews"
            else "cases"
            if figure.relevant == figure.asked
            else "relevant cases"
        )
        # A letter that always chose words, or always counts, would read as a form filled in.
        # No sentence begins with a figure.
        counts = not opens and bool(self._choose(("", "counts"), question.id, sentences.paragraph))
        said = phrase(figure, self.scale, noun, counts=counts)
        words = said.claim[0].upper() + said.claim[1:] if opens else said.claim
        claim = self._claim(
            question.id, words, said.form, figure.met, figure.relevant,
            self._evidence(figure, question),
        )  # fmt: skip
        return claim, said.rest

    def _evidence(self, figure: Figure, question: Question) -> tuple[str, ...]:
        who = "case managers" if question.section == "interviews" else "cases"
        lines = [
            f"{question.asks}",
            (
                f"Yes in {figure.met} of {figure.relevant} relevant {who}, no in {figure.not_met}; "
                f"not relevant in {figure.not_relevant}."
            ),
        ]
        if figure.low is not None and figure.high is not None:
            lines.append(
                f"Of all relevant {who}, between {figure.low:.0%} and {figure.high:.0%} "
                "(95% interval)."
            )
        causes = [
            f"{self.edition.reasons[count.reason].title if count.reason else 'no reason given'} "
            f"({count.cases})"
            for count in self.reasons.get(question.id, ())
        ]
        if causes:
            lines.append(f"Reasons where it was no: {', '.join(causes)}.")
        return tuple(lines)

    def _cause(self, figure: Figure, question: Question) -> Iterator[Run]:
        """Why it was no where it was no, from the reasons given; nothing where none was."""
        named = [c for c in self.reasons.get(question.id, ()) if c.reason not in (None, "other")]
        if not named or question.section == "interviews":
            return
        short = figure.not_met
        first, second = self._clauses(question, named, short)
        names = (question.id, "cause")
        yield Text(" ")
        if short <= SHORTFALLS_COUNTED:
            words = "the one" if short == 1 else f"the {number_words(short)}"
            yield Text("In ")
            yield self._claim(
                question.id, words, "complement", figure.met, figure.relevant,
                self._evidence(figure, question),
            )  # fmt: skip
            fell = self._choose(("where this was not so", "that fell short"), *names)
            because = first + second if short > 1 else first
            yield Text(f" {'case' if short == 1 else 'cases'} {fell}, {because}.")
        elif second and named[0].cases > named[1].cases:
            yield Text(f"{self._choose(_CHIEFLY, *names).format(first=first, second=second)}.")
        else:
            yield Text(f"{self._choose(_WHERE_NOT, *names)}, {first}{second}.")

    def _clauses(
        self, question: Question, named: Sequence[records.ReasonCount], short: int
    ) -> tuple[str, str]:
        """The commonest cause, and the next: ("reviews had been missing", ", or had not ...")."""
        thing = question.thing
        if question.plural and short == 1:
            thing = f"the {thing.removesuffix('s')}"
        templates = [self.edition.reasons[c.reason or "other"].because for c in named[:2]]
        first = templates[0].format(thing=thing)
        if len(templates) == 1:
            return first, ""
        if all(template.startswith("{thing} ") for template in templates):
            return first, f", or {templates[1].removeprefix('{thing} ')}"
        return first, f", or {templates[1].format(thing=thing)}"

    def _quotation(self, paragraph: str) -> list[Run]:
        """A cleared note about work of this paragraph that was, on the whole, done well enough."""
        for sentences in self.bank.of_paragraph(paragraph):
            figure = self.figures.get(sentences.question)
            if figure is None or 2 * figure.met <= figure.relevant:
                continue
            texts = [q.text for q in self.quotes if q.question_id == sentences.question]
            if texts:
                intro = self._choose((" An inspector noted: ", " One inspector wrote: "), paragraph)
                return [Text(intro), Text(f"“{self._choose(texts, paragraph)}”", italic=True)]
        return []

    def _interviews(self) -> list[Run]:
        runs: list[Run] = []
        for sentences in self.bank.of_paragraph("Operational management"):
            figure = self.figures.get(sentences.question)
            if figure is None or not figure.relevant:
                continue
            if runs:
                runs.append(Text(" "))
            runs += self._finding(sentences, figure)
            if sentences.question == "oversight_effective" and self._files_disagree(figure):
                runs.append(
                    Text(
                        " The cases we read did not bear this out: there, oversight often left "
                        "shortfalls as they were."
                    )
                )
        return runs

    def _files_disagree(self, staff: Figure) -> bool:
        """Whether most staff find oversight effective and at most three-fifths of cases do."""
        files = [self.figures.get(key) for key in ("rosh_oversight", "sv_oversight")]
        met = sum(f.met for f in files if f)
        relevant = sum(f.relevant for f in files if f)
        return (
            relevant >= LEAST_JUDGEMENTS
            and 4 * staff.met >= 3 * staff.relevant
            and 5 * met <= 3 * relevant
        )

    def _ranked_themes(self) -> list[tuple[Fraction, Theme]]:
        """Themes with enough judgements, the weakest first."""
        ranked = []
        for theme in self.bank.themes:
            figures = [f for q in theme.questions if (f := self.figures.get(q))]
            relevant = sum(f.relevant for f in figures)
            if relevant >= LEAST_JUDGEMENTS:
                ranked.append((Fraction(sum(f.met for f in figures), relevant), theme))
        return sorted(ranked, key=lambda pair: pair[0])

    def _themes(self, *, strong: bool) -> list[Theme]:
        ranked = self._ranked_themes()
        if strong:
            return [t for share, t in reversed(ranked) if share >= STRENGTH_FROM][:MOST_POINTS]
        return [t for share, t in ranked if share < IMPROVE_BELOW][:MOST_POINTS]

    def _points(self, themes: Sequence[Theme], nothing: str) -> Block:
        if not themes:
            return Paragraph((Text(nothing),))
        strong = themes[0] in self._themes(strong=True)
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
                    f"We thank the staff of the {i.name} youth offending team for their help with "
                    "this inspection, and ask you to share these findings with them."
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
        invented = "The team is invented, for demonstration. " if i.invented else ""
        return (
            f"{invented}Draft made from the case judgements of inspection {i.inspection_id}, "
            f"edition {self.edition.name}, in the words of the {self.scale.title}. "
            f"{self.edition.provenance}"
        )

    def _claim(
        self,
        question_id: str,
        text: str,
        form: Form,
        met: int | None,
        relevant: int | None,
        evidence: tuple[str, ...],
    ) -> Claim:
        self.used[question_id] = self.used.get(question_id, 0) + 1
        key = f"{question_id}_{self.used[question_id]}"
        return Claim(key, text, question_id, form, met, relevant, evidence)


_WHERE_NOT = ("Where this was not so", "Where it fell short", "Where we found gaps")

_CHIEFLY = (
    "Where this was not so, it was chiefly because {first}{second}",
    "Where it fell short, the commonest cause was that {first}",
    "The chief cause of the shortfalls was that {first}",
    "Where we found gaps, it was chiefly because {first}{second}",
)

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


def _listed(nouns: Sequence[str]) -> str:
    """Nouns in a row: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(nouns[:-1]), nouns[-1]] if len(nouns) > 1 else nouns)
