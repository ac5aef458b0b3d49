"""One measure over all inspections: each beside the programme, and beside its own visit before.

Only what was asked with the same meaning is put together. A question that a later edition asks
otherwise, and a section whose questions are not all the same, make a programme of their own, and
the change since a visit in another edition counts the questions that both editions share.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import product

from sqs.criteria import Edition, Question, editions
from sqs.figures import differences, funnel
from sqs.figures.differences import Difference
from sqs.figures.funnel import Limits, Overdispersion, Position
from sqs.figures.records import query
from sqs.figures.shares import (
    NO_INTERVAL,
    Interval,
    question_interval,
    relevant_in_caseload,
    section_interval,
)
from sqs.store.database import Cursor

COLUMNS = (
    "yot", "inspection_id", "fieldwork_end", "met", "relevant", "share", "low", "high",
    "funnel_low95", "funnel_high95", "funnel_low998", "funnel_high998", "position",
    "previous_inspection_id", "change", "change_low", "change_high", "p_value",
)  # fmt: skip
"""The columns of `Compared.as_row`, in their order."""

Cell = str | int | float | None
Meaning = frozenset[tuple[str, str]]
"""Questions that are counted together: of each its id, and the edition it has its meaning from."""


class MeasureError(Exception):
    """What is asked for cannot be compared; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers yes, of answers yes or no."""

    met: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Change:
    """A measure at one visit and at the visit before, over the questions that both share.

    Attributes:
        now, before: the counts.
        difference: now less before; None where either has nothing relevant.
        is_section: whether judgements of several questions are pooled.
        beyond_chance: whether it passes Benjamini and Hochberg's step among all changes of its
            family: this measure's inspections in the period.

    """

    now: Counts
    before: Counts
    difference: Difference | None
    is_section: bool
    beyond_chance: bool = False

    @property
    def smallest_fall(self) -> int | None:
        """The most that could have been met now for a fall to show; None where none could.

        None for a section, too: its judgements are no independent cases.
        """
        if self.is_section:
            return None
        return differences.smallest_fall(self.before.met, self.before.relevant, self.now.relevant)

    @property
    def smallest_rise(self) -> int | None:
        """The fewest that must have been met now for a rise to show; None as for a fall."""
        if self.is_section:
            return None
        return differences.smallest_rise(self.before.met, self.before.relevant, self.now.relevant)


@dataclass(frozen=True, slots=True)
class Programme:
    """The inspections of the period that were asked the same, put together.

    `overdispersion` says whether they differ by more than chance.
    """

    met: int
    relevant: int
    inspections: int
    overdispersion: Overdispersion

    @property
    def share(self) -> Fraction | None:
        """The exact share; None where nothing is relevant."""
        return Fraction(self.met, self.relevant) if self.relevant else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One inspection's figure of the measure.

    Attributes:
        measure: a question_id or a section's key.
        asked: cases read, or case managers interviewed, who were asked.
        met, relevant: the counts, as `scores` has them.
        share, low, high, method: as in a Figure; None where nothing is relevant.
        previous_inspection_id: the team's visit before, whatever the period.
        breaks: whether the visit before was asked other questions, or this one otherwise.
        change: since the visit before; None without one, or where no question is shared.
        programme: what it is put beside.
        limits: the exact funnel at the programme's share; None where nothing is relevant.
        position: where the share lies in it.
        widened: the same in the funnel widened by the programme's overdispersion.
        stands: where words may say that it stands, by the same rule below and above, as widened.
        mark: what stands in place of the figures where they are withheld; its counts are then 0.

    """

    measure: str
    yot: str
    inspection_id: str
    fieldwork_end: date
    edition: str
    meaning: Meaning = field(repr=False)
    asked: int
    met: int
    relevant: int
    share: float | None
    low: float | None
    high: float | None
    method: str
    previous_inspection_id: str | None
    breaks: bool
    change: Change | None
    programme: Programme | None = None
    limits: Limits | None = None
    position: Position | None = None
    widened: Position | None = None
    stands: Position | None = None
    mark: str = ""

    def as_row(self) -> dict[str, Cell]:
        """The columns of COLUMNS; None is an empty cell."""
        limits = self.limits
        difference = self.change.difference if self.change else None
        return dict(
            zip(
                COLUMNS,
                (
                    self.yot, self.inspection_id, self.fieldwork_end.isoformat(),
                    self.met, self.relevant, self.share, self.low, self.high,
                    *(
                        (limits.low95, limits.high95, limits.low998, limits.high998)
                        if limits
                        else (None,) * 4
                    ),
                    self.position, self.previous_inspection_id,
                    *(
                        (difference.change, difference.low, difference.high, difference.p_value)
                        if difference
                        else (None,) * 4
                    ),
                ),
                strict=True,
            )
        )  # fmt: skip


def compare(
    cursor: Cursor, measure: str, start: date | None = None, end: date | None = None
) -> list[Compared]:
    """A measure's figure at every inspection that was asked it, by team and date.

    Args:
        cursor: where to read.
        measure: a question_id or a section's key.
        start, end: the first and the last day on which fieldwork may have ended; None for any.

    Raises:
        MeasureError: where no edition judges that.

    """
    visits = _visits(cursor, "visits", {"yot": None})
    return placed(in_period(_rows(cursor, measure, visits, every=True), start, end))


def compare_newest(
    cursor: Cursor, measure: str, start: date | None = None, end: date | None = None
) -> list[Compared]:
    """The same of each team's newest inspection in the period that was asked it, and of no other.

    They make up the programme by themselves. Arguments, and what is raised, are those of `compare`.
    """
    given = {**listed(measure), "start": start, "end": end}
    visits = _visits(cursor, "newest_visits", given)
    rows = _rows(cursor, measure, visits, every=False)
    return placed(newest(in_period(rows, start, end)))


def compare_team(cursor: Cursor, measure: str, yot: str) -> list[Compared]:
    """The same of one team's inspections, which make up the programme by themselves."""
    visits = _visits(cursor, "visits", {"yot": yot})
    return placed(_rows(cursor, measure, visits, every=False))


def in_period(rows: Sequence[Compared], start: date | None, end: date | None) -> list[Compared]:
    """The rows whose fieldwork ended in a period; None for any first or last day."""
    return [
        row
        for row in rows
        if (start is None or row.fieldwork_end >= start)
        and (end is None or row.fieldwork_end <= end)
    ]


def newest(rows: Sequence[Compared]) -> list[Compared]:
    """The last row of each team; a team's come in their order."""
    return list({row.yot: row for row in rows}.values())


def placed(rows: Sequence[Compared]) -> list[Compared]:
    """The rows beside the programme that they themselves make up, their changes as one family."""
    alike: dict[Meaning, list[Compared]] = defaultdict(list)
    for row in rows:
        alike[row.meaning].append(row)
    programmes = {meaning: _programme(of) for meaning, of in alike.items()}
    beside = [_beside(row, programmes[row.meaning]) for row in rows]
    flags = iter(_flags([row.change for row in beside if row.change]))
    return [replace(row, change=next(flags)) if row.change else row for row in beside]


# ---- what is counted together


def asked_in(measure: str) -> dict[str, Meaning]:
    """What a measure means in each edition that has it.

    Raises:
        MeasureError: where no edition judges that.

    """
    return {edition: _meaning(questions) for edition, questions in _asked(measure).items()}


def listed(measure: str) -> dict[str, tuple[str, ...]]:
    """What queries are told of a measure: its questions in each edition that has it, side by side.

    Raises:
        MeasureError: where no edition judges that.

    """
    pairs = [(edition, each.id) for edition, asked in _asked(measure).items() for each in asked]
    names, questions = zip(*pairs, strict=True)
    return {"editions": names, "questions": questions}


def _asked(measure: str) -> dict[str, tuple[Question, ...]]:
    """The judged questions that the measure counts, by the name of each edition that has any."""
    known = editions().values()
    named = [e.question(measure) for e in known if e.holds(measure)]
    if named and all(question.fact for question in named):
        raise MeasureError(
            f"'{measure}' is a fact: it decides which questions apply and is never scored. "
            "Compare a judged question or a section."
        )
    asked = {edition.name: _judged(edition, measure) for edition in known}
    if not any(asked.values()):
        raise MeasureError(_unknown(measure))
    return {name: questions for name, questions in asked.items() if questions}


def _judged(edition: Edition, measure: str) -> tuple[Question, ...]:
    if edition.holds(measure):
        question = edition.question(measure)
        return () if question.fact else (question,)
    return next((s.judged for s in edition.sections if s.key == measure), ())


def _unknown(measure: str) -> str:
    from difflib import get_close_matches

    known = editions().values()
    ids = [q.id for e in known for s in e.sections for q in s.judged]
    keys = [s.key for e in known for s in e.sections]
    near = get_close_matches(measure, dict.fromkeys([*ids, *keys]), n=1, cutoff=0.5)
    return f"There is no question or section '{measure}'. " + (
        f"Did you mean {near[0]}?" if near else f"Sections are {', '.join(dict.fromkeys(keys))}."
    )


def _meaning(questions: Iterable[Question]) -> Meaning:
    return frozenset((question.id, question.since) for question in questions)


def _shared(edition: str, other: str, asked: Mapping[str, tuple[Question, ...]]) -> list[Question]:
    """The measure's questions in one edition that another edition of the measure shares."""
    meant = _meaning(asked[other])
    return [question for question in asked[edition] if (question.id, question.since) in meant]


def _shared_sets(
    asked: Mapping[str, tuple[Question, ...]],
) -> dict[tuple[str, Meaning], list[Question]]:
    """Of each edition its own questions, and those that it shares with each other edition."""
    sets = {}
    for edition, other in product(asked, repeat=2):
        if shared := _shared(edition, other, asked):
            sets[edition, _meaning(shared)] = shared
    return sets


# ---- counting


@dataclass(frozen=True, slots=True)
class _Visit:
    """An inspection, and of each set of questions the (met, relevant) of each case."""

    inspection_id: str
    yot: str
    previous_inspection_id: str | None
    fieldwork_end: date
    edition: str
    caseload: int | None
    cases_part: int | None
    interviews_part: int | None
    cases: dict[Meaning, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def parts(self) -> list[int]:
        """Those with counts."""
        return [each for each in (self.cases_part, self.interviews_part) if each is not None]

    def counts(self, meaning: Meaning) -> Counts:
        cases = self.cases[meaning]
        return Counts(sum(met for met, _ in cases), sum(relevant for _, relevant in cases))

    def population(self, questions: Sequence[Question]) -> int | None:
        """The caseload; case managers are no sample of it."""
        return None if questions[0].relevant_when == "every_interview" else self.caseload


def _visits(cursor: Cursor, name: str, given: Mapping[str, object]) -> dict[str, _Visit]:
    """The visits that a named query lists, by their ids and in its order; none is counted yet.

    The one before each is the one listed before it of the same team.
    """
    found: dict[str, _Visit] = {}
    before: dict[str, str] = {}
    for inspection_id, yot, *more in cursor.execute(query(name), given).fetchall():
        found[inspection_id] = _Visit(inspection_id, yot, before.get(yot), *more)
        before[yot] = inspection_id
    return found


def _rows(
    cursor: Cursor, measure: str, visits: Mapping[str, _Visit], *, every: bool
) -> list[Compared]:
    """The visits that were asked the measure, beside no programme yet.

    Args:
        cursor, measure: as for `compare`.
        visits: with the visit before each that is asked for.
        every: whether they are all there are.

    """
    asked = _asked(measure)
    of_part = {part: visit for visit in visits.values() for part in visit.parts}
    parts = None if every else list(of_part)
    sets = _shared_sets(asked)
    if all(len(questions) == 1 for questions in sets.values()):
        _count_questions(cursor, sets, of_part, parts)
    else:
        _count_sets(cursor, sets, of_part, parts)
    return [
        _compared(measure, visit, visits, asked)
        for visit in visits.values()
        if visit.edition in asked and visit.cases[_meaning(asked[visit.edition])]
    ]


_Sets = Mapping[tuple[str, Meaning], Sequence[Question]]


def _count_questions(
    cursor: Cursor, sets: _Sets, of_part: Mapping[int, _Visit], parts: Sequence[int] | None
) -> None:
    """Count sets of one question each; `parts` None reads those of every inspection."""
    meant: dict[tuple[str, str], list[Meaning]] = defaultdict(list)
    for (edition, meaning), (question,) in sets.items():
        meant[edition, question.id].append(meaning)
    given = {"questions": list({key for _, key in meant}), "parts": parts}
    for part, key, met, relevant, not_relevant in cursor.execute(
        query("question_tallies"), given
    ).fetchall():
        visit = of_part[part]
        # Of one question, what a case can have is one of three things.
        tallies = [(1, 1)] * met + [(0, 1)] * (relevant - met) + [(0, 0)] * not_relevant
        for meaning in meant.get((visit.edition, key), ()):
            visit.cases[meaning].extend(tallies)


def _count_sets(
    cursor: Cursor, sets: _Sets, of_part: Mapping[int, _Visit], parts: Sequence[int] | None
) -> None:
    """The same of sets of any size, from the cases."""
    meanings = list(dict.fromkeys(meaning for _, meaning in sets))
    triples = [
        (edition, meanings.index(meaning), question.id)
        for (edition, meaning), questions in sets.items()
        for question in questions
    ]
    names, numbers, ids = zip(*triples, strict=True)
    given = {"editions": names, "sets": numbers, "questions": ids, "parts": parts}
    for part, number, met, relevant, times in cursor.execute(
        query("measure_tallies"), given
    ).fetchall():
        of_part[part].cases[meanings[number]].extend([(met, relevant)] * times)


def _compared(
    measure: str,
    visit: _Visit,
    visits: Mapping[str, _Visit],
    asked: Mapping[str, tuple[Question, ...]],
) -> Compared:
    questions = asked[visit.edition]
    meaning = _meaning(questions)
    counts = visit.counts(meaning)
    interval = _interval(measure, visit, questions)
    change, breaks = None, False
    if visit.previous_inspection_id is not None:
        before = visits[visit.previous_inspection_id]
        shared = _shared(visit.edition, before.edition, asked) if before.edition in asked else []
        breaks = before.edition not in asked or meaning != _meaning(asked[before.edition])
        if shared:
            change = _change(visit, before, shared, is_section=questions[0].id != measure)
    return Compared(
        measure, visit.yot, visit.inspection_id, visit.fieldwork_end, visit.edition, meaning,
        len(visit.cases[meaning]), counts.met, counts.relevant,
        counts.met / counts.relevant if counts.relevant else None,
        interval.low, interval.high, interval.method,
        visit.previous_inspection_id, breaks, change,
    )  # fmt: skip


def _interval(measure: str, visit: _Visit, questions: Sequence[Question]) -> Interval:
    meaning = _meaning(questions)
    counts, cases = visit.counts(meaning), visit.cases[meaning]
    if not counts.relevant:
        return NO_INTERVAL
    population = visit.population(questions)
    if questions[0].id == measure:
        of_caseload = relevant_in_caseload(population, counts.relevant, len(cases))
        return question_interval(counts.met, counts.relevant, of_caseload)
    return section_interval(cases, population)


def _change(now: _Visit, before: _Visit, shared: Sequence[Question], *, is_section: bool) -> Change:
    meaning = _meaning(shared)
    here, there = now.counts(meaning), before.counts(meaning)
    difference = (
        differences.between_sections(now.cases[meaning], before.cases[meaning])
        if is_section
        else differences.between((here.met, here.relevant), (there.met, there.relevant))
    )
    return Change(here, there, difference, is_section)


# ---- beside the programme


def _programme(rows: Sequence[Compared]) -> Programme:
    counted = [(row.met, row.relevant) for row in rows if row.relevant]
    return Programme(
        sum(met for met, _ in counted),
        sum(relevant for _, relevant in counted),
        len(counted),
        funnel.overdispersion(counted),
    )


def _beside(row: Compared, programme: Programme) -> Compared:
    share = programme.share
    if not row.relevant or share is None:
        return replace(row, programme=programme)
    own, tau2 = Fraction(row.met, row.relevant), programme.overdispersion.tau2
    limits = funnel.limits(share, row.relevant)
    return replace(
        row, programme=programme, limits=limits,
        position=funnel.position(own, limits),
        widened=funnel.position(own, funnel.limits(share, row.relevant, tau2)),
        stands=funnel.beyond_chance(row.met, row.relevant, share, tau2),
    )  # fmt: skip


def _flags(family: Sequence[Change]) -> list[Change]:
    """The changes of one family, each with whether it is beyond chance among them."""
    tested = [change.difference.p_value for change in family if change.difference]
    real = iter(differences.benjamini_hochberg(tested))
    return [
        replace(change, beyond_chance=bool(change.difference and next(real))) for change in family
    ]
