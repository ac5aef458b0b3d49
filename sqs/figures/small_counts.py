"""What may leave the inspectorate, and what is withheld: all that is public passes through here.

Findings about a team's work are shown from five relevant cases on. [c] stands for one to four, and
for whatever would give such a count away; [z] stands for none. What was not asked is neither: its
cell is empty, or there is no row.

Withholding a count is not enough where others lead back to it:

- a section's total less its other questions is the question withheld: the section is withheld with
  it, so that a section shown is no more than the sum of questions shown;
- cases less relevant is not_relevant, and the share, its limits and its words each tell met and
  relevant: the whole row is withheld;
- a change tells the share of the visit before: it is withheld where either visit is;
- the funnel tells the programme's exact share, and with it any one inspection that the others
  leave over: the programme is that of the inspections shown.

So what is published does not depend on what is withheld, beyond its being from one to four.

A cut by an attribute of children is never made for one team. It is pooled over at least three, real
and invented teams apart; at least ten were met and ten were not; both are rounded to five before
any share; and where one value is withheld, the smallest other is too, so that the total of all does
not give it away.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqs.criteria import editions
from sqs.figures.comparing import COLUMNS, Cell, Compared, compare, placed
from sqs.figures.records import FactCount, Inspection, ReasonCount, inspections, query
from sqs.figures.scores import Figure
from sqs.store.database import Cursor

Mark = Literal["", "[c]", "[z]"]

WITHHELD: Mark = "[c]"
NOTHING: Mark = "[z]"

LEAST_RELEVANT = 5
"""A finding about a team's work is shown from so many relevant cases on."""

LEAST_TEAMS = 3
LEAST_IN_A_CELL = 10
ROUNDED_TO = 5

OF_FIGURE = ("met", "relevant", "not_relevant", "share", "low", "high", "method", "phrase")
"""What a mark stands for in a figure's row."""

_OF_INSPECTION, _OF_CHANGE = COLUMNS[3:13], COLUMNS[14:]
"""The same in a comparison's: the inspection's own figures, and what changed since the last."""


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A row as it may be published.

    `withheld` names the columns that are, as [c]; `mark` stands in its own figures.
    """

    cells: dict[str, Cell]
    mark: Mark
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A judged question among the children of whom one thing is true, over all teams.

    Attributes:
        question_id, meaning: the question, and the edition that it has its meaning from.
        invented: whether the teams are; real and invented ones are never put together.
        attribute, value: what is true of the children: "sex", "female".
        met, relevant: rounded to five; None where withheld.
        share: of the rounded counts; None where withheld.

    """

    question_id: str
    meaning: str
    invented: bool
    attribute: str
    value: str
    met: int | None
    relevant: int | None
    share: float | None


def mark_of(relevant: int) -> Mark:
    """What stands for so many relevant cases; empty where they may be shown."""
    if relevant >= LEAST_RELEVANT:
        return ""
    return WITHHELD if relevant else NOTHING


def marks(figures: Sequence[Figure]) -> list[Mark]:
    """What stands for each of the figures, which are all those of their inspections."""
    of_section: dict[tuple[str, str], list[int]] = defaultdict(list)
    for figure in figures:
        if figure.question_id:
            of_section[figure.inspection_id, figure.section].append(figure.relevant)
    return [
        mark_of(figure.relevant)
        if figure.question_id
        else _together(of_section[figure.inspection_id, figure.section])
        for figure in figures
    ]


def hidden(
    cells: Mapping[str, Cell], mark: Mark, columns: Iterable[str] = OF_FIGURE
) -> dict[str, Cell]:
    """The row with the mark, if there is one, in every one of those columns."""
    return {**cells, **(dict.fromkeys(columns, mark) if mark else {})}


def public_comparison(
    cursor: Cursor, measure: str, start: date | None = None, end: date | None = None
) -> list[PublicRow]:
    """A measure over all inspections as it may be published; arguments as for `compare`.

    Raises:
        MeasureError: where no edition judges that.

    """
    marked = _marked(_relevant(cursor), measure)
    return _published(compare(cursor, measure, start, end), marked)


def public_comparisons(
    cursor: Cursor, measures: Iterable[str]
) -> Iterator[tuple[str, list[PublicRow]]]:
    """The same of many measures, one after another; what is withheld is looked up once."""
    counted = _relevant(cursor)
    for measure in measures:
        yield measure, _published(compare(cursor, measure), _marked(counted, measure))


def _published(rows: Sequence[Compared], marked: Mapping[str, Mark]) -> list[PublicRow]:
    shown = placed([row for row in rows if marked[row.inspection_id] != WITHHELD])
    beside = {row.inspection_id: row for row in shown}
    return [_public(beside.get(row.inspection_id, row), marked) for row in rows]


def _public(row: Compared, marked: Mapping[str, Mark]) -> PublicRow:
    mark = marked[row.inspection_id]
    of_change: Mark = ""
    if row.change and row.previous_inspection_id:
        of_both = {mark, marked[row.previous_inspection_id]}
        of_change = next((m for m in (WITHHELD, NOTHING) if m in of_both), "")
    cells = hidden(hidden(row.as_row(), mark, _OF_INSPECTION), of_change, _OF_CHANGE)
    withheld = tuple(column for column, cell in cells.items() if cell == WITHHELD)
    return PublicRow(cells, mark, withheld)


# ---- the same for the board's view of the pages


def shown_figures(figures: Sequence[Figure]) -> list[Figure]:
    """The figures, those withheld or of nothing without their counts and with their mark.

    Args:
        figures: all those of their inspections.

    """
    return [
        replace(
            figure, asked=0, met=0, relevant=0, not_relevant=0, share=None, low=None, high=None,
            method="", mark=mark,
        )
        if mark
        else figure
        for figure, mark in zip(figures, marks(figures), strict=True)
    ]  # fmt: skip


def shown_comparison(cursor: Cursor, rows: Sequence[Compared]) -> list[Compared]:
    """A measure's rows, what is withheld without its counts and with its mark.

    They make up the programme by themselves.

    Args:
        cursor: where they were read.
        rows: as `compare` gives them, of all inspections or of some.

    """
    ids = {row.inspection_id for row in rows} | {row.previous_inspection_id or "" for row in rows}
    marked = _marked(_relevant(cursor, ids), rows[0].measure) if rows else {}
    return placed([_emptied(row, marked) for row in rows])


def _emptied(row: Compared, marked: Mapping[str, Mark]) -> Compared:
    if row.previous_inspection_id and marked[row.previous_inspection_id]:
        row = replace(row, change=None)
    mark = marked[row.inspection_id]
    if not mark:
        return row
    return replace(
        row, asked=0, met=0, relevant=0, share=None, low=None, high=None, method="", change=None,
        limits=None, position=None, widened=None, stands=None, mark=mark,
    )  # fmt: skip


def shown_inspections(known: Sequence[Inspection]) -> list[Inspection]:
    """The inspections without numbers of cases or case managers from one to four."""

    def shown(count: int) -> int:
        return 0 if mark_of(count) else count

    return [
        replace(
            each,
            cases=shown(each.cases),
            case_managers=shown(each.case_managers),
            caseload=shown(each.caseload or 0) or None,
        )
        for each in known
    ]


def shown_reasons(reasons: Sequence[ReasonCount], figures: Sequence[Figure]) -> list[ReasonCount]:
    """Reasons of the questions not met in five cases or more; figures are the inspection's."""
    enough = {f.question_id for f in shown_figures(figures) if not mark_of(f.not_met)}
    return [each for each in reasons if each.question_id in enough]


def shown_facts(facts: Sequence[FactCount]) -> list[FactCount]:
    """Facts of which neither yes nor no holds one to four: each is how many cases others count."""
    return [each for each in facts if WITHHELD not in (mark_of(each.yes), mark_of(each.no))]


_Relevant = Mapping[str, Mapping[str, Sequence[int]]]
"""Of each inspection, of each question and section: the relevant cases of each question in it."""


def _relevant(cursor: Cursor, inspection_ids: Iterable[str] | None = None) -> _Relevant:
    counted: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    wanted = None if inspection_ids is None else list(inspection_ids)
    for inspection_id, _, section, question_id, *_, relevant, _ in cursor.execute(
        query("question_counts"), {"inspections": wanted}
    ).fetchall():
        for measure in (section, question_id):
            counted[inspection_id][measure].append(relevant)
    return counted


def _marked(counted: _Relevant, measure: str) -> Mapping[str, Mark]:
    """What stands for a question or section of each inspection; nothing where it was not asked."""
    return defaultdict(
        lambda: "",
        {
            inspection_id: _together(of[measure])
            for inspection_id, of in counted.items()
            if measure in of
        },
    )


def _together(relevant: Sequence[int]) -> Mark:
    """What stands for the sum of some questions' relevant cases."""
    if any(mark_of(count) == WITHHELD for count in relevant):
        return WITHHELD
    return mark_of(sum(relevant))


# ---- cuts by an attribute of children


def child_cuts(cursor: Cursor) -> list[Cut]:
    """Every judged question by sex, age, ethnicity, care status and order, over all teams."""
    judged = [
        (edition.name, question.id, question.since)
        for edition in editions().values()
        for section in edition.sections
        for question in section.judged
    ]
    names, questions, meanings = zip(*judged, strict=True)
    counted = cursor.execute(
        query("attribute_counts"),
        {
            "editions": names, "questions": questions, "meanings": meanings,
            "invented": sorted({each.yot for each in inspections(cursor) if each.invented}),
        },
    ).fetchall()  # fmt: skip
    groups: dict[tuple[str, str, bool, str], list[tuple[str, int, int, int]]] = defaultdict(list)
    for question, meaning, invented, attribute, *value in counted:
        groups[question, meaning, invented, attribute].append(tuple(value))
    return [Cut(*group, *cut) for group, values in groups.items() for cut in cuts(values)]


def cuts(
    values: Sequence[tuple[str, int, int, int]],
) -> list[tuple[str, int | None, int | None, float | None]]:
    """The values of one attribute as they may be published.

    Args:
        values: (value, met, relevant, teams) of each.

    Returns:
        (value, met, relevant, share) of each; None where withheld.

    """
    withheld = {
        value
        for value, met, relevant, teams in values
        if teams < LEAST_TEAMS or min(met, relevant - met) < LEAST_IN_A_CELL
    }
    if len(withheld) == 1 and len(values) > 1:
        _, other = min(
            (relevant, value) for value, _, relevant, _ in values if value not in withheld
        )
        withheld.add(other)
    return [
        (value, None, None, None) if value in withheld else (value, *_rounded(met, relevant - met))
        for value, met, relevant, _ in values
    ]


def _rounded(met: int, unmet: int) -> tuple[int, int, float]:
    """Met, relevant and the share, out of both counts rounded to five."""
    shown, rest = (
        ROUNDED_TO * ((2 * count + ROUNDED_TO) // (2 * ROUNDED_TO)) for count in (met, unmet)
    )
    return shown, shown + rest, shown / (shown + rest)
