"""The figures of an inspection: a row a question and a row a section, each with its provenance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqs.criteria import editions
from sqs.figures.records import query
from sqs.figures.shares import (
    Interval,
    question_interval,
    section_interval,
)
from sqs.store.database import Cursor

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and where it comes from.

    Attributes:
        question_id: empty for a section's pooled figure.
        asked: cases read, or case managers interviewed.
        met, relevant, not_relevant: answers yes; yes or no; not relevant.
        share, low, high: fractions from 0 to 1 at 95 %; None where nothing is relevant.
        method: wilson, hypergeometric or korn-graubard; empty where there is no share.
        mark: what stands in place of the figure where it is withheld; its counts are then 0.

    """

    inspection_id: str
    edition: str
    section: str
    question_id: str
    asked: int
    met: int
    relevant: int
    not_relevant: int
    share: float | None
    low: float | None
    high: float | None
    method: str
    mark: str = ""

    @property
    def not_met(self) -> int:
        """Answers no."""
        return self.relevant - self.met

    def as_row(self) -> dict[str, str | int | float | None]:
        """The figure as a flat row, in the order of the attributes."""
        return asdict(self)


def scores(cursor: Cursor, inspection_ids: Sequence[str] | None = None) -> list[Figure]:
    """Every judged question and every section of the inspections, in the order of their editions.

    Args:
        cursor: where to read.
        inspection_ids: the inspections wanted; None for all.

    """
    wanted = {"inspections": None if inspection_ids is None else list(inspection_ids)}
    if inspection_ids is None:
        questions = [Figure(**row) for row in question_table(cursor).to_pylist()]
    else:
        questions = question_figures(cursor, inspection_ids)
    clusters: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for inspection_id, section, _, met, relevant in cursor.execute(
        query("case_counts"), wanted
    ).fetchall():
        clusters[inspection_id, section].append((met, relevant))
    caseloads = dict(cursor.execute("select inspection_id, caseload from inspections").fetchall())
    by_section: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in questions:
        by_section[figure.inspection_id, figure.section].append(figure)
    pooled = [
        _section(figures, clusters[key], caseloads[key[0]]) for key, figures in by_section.items()
    ]
    return sorted([*questions, *pooled], key=_order)


def question_figures(cursor: Cursor, inspection_ids: Sequence[str]) -> list[Figure]:
    """The same of judged questions alone, in no order."""
    wanted = {"inspections": list(inspection_ids)}
    return [_question(*row) for row in cursor.execute(query("question_counts"), wanted).fetchall()]


def counts(cursor: Cursor, inspection_id: str) -> Mapping[str, tuple[int, int]]:
    """Met and relevant of one inspection's judged questions, without their intervals."""
    rows = cursor.execute(query("question_counts"), {"inspections": [inspection_id]}).fetchall()
    return {question: (met, relevant) for _, _, _, question, _, _, met, relevant, _ in rows}


def question_table(cursor: Cursor) -> "pa.Table":
    """Every judged question of every inspection with its interval, a row each, in no order.

    The columns are a Figure's. There are few distinct counts, however many inspections there are,
    and each is solved once.
    """
    every = query("question_counts")
    cursor.execute(f"create or replace temp table counted as {every}", {"inspections": None})
    distinct = cursor.execute("select distinct met, relevant, of_caseload from counted").fetchall()
    intervals = [question_interval(*of) for of in distinct]
    solved = [
        (*of, each.low, each.high, each.method)
        for of, each in zip(distinct, intervals, strict=True)
    ]
    names = ("met", "relevant", "of_caseload", "low", "high", "method")
    columns = [list(column) for column in zip(*solved, strict=True)] or [[]] * len(names)
    return cursor.execute(
        query("question_figures"), dict(zip(names, columns, strict=True))
    ).to_arrow_table()


def _question(
    inspection_id: str,
    edition: str,
    section: str,
    question_id: str,
    asked: int,
    of_caseload: int | None,
    met: int,
    relevant: int,
    not_relevant: int,
) -> Figure:
    interval = question_interval(met, relevant, of_caseload)
    return _figure(
        inspection_id, edition, section, question_id, asked, met, relevant, not_relevant, interval
    )


def _section(
    figures: Sequence[Figure], clusters: Sequence[tuple[int, int]], caseload: int | None
) -> Figure:
    first = figures[0]
    # Case managers are no sample of the caseload.
    population = None if first.section == "interviews" else caseload
    return _figure(
        first.inspection_id,
        first.edition,
        first.section,
        "",
        first.asked,
        sum(figure.met for figure in figures),
        sum(figure.relevant for figure in figures),
        sum(figure.not_relevant for figure in figures),
        section_interval(clusters, population),
    )


def _figure(
    inspection_id: str,
    edition: str,
    section: str,
    question_id: str,
    asked: int,
    met: int,
    relevant: int,
    not_relevant: int,
    interval: Interval,
) -> Figure:
    share = met / relevant if relevant else None
    return Figure(
        inspection_id, edition, section, question_id, asked, met, relevant, not_relevant,
        share, interval.low, interval.high, interval.method,
    )  # fmt: skip


def _order(figure: Figure) -> tuple[str, int, int]:
    """Inspection, then section, then its questions in their order and the section itself last."""
    sections = editions()[figure.edition].sections
    place = next(n for n, section in enumerate(sections) if section.key == figure.section)
    ids = [question.id for question in sections[place].questions]
    return (
        figure.inspection_id,
        place,
        ids.index(figure.question_id) if figure.question_id else len(ids),
    )


def by_measure(figures: Sequence[Figure]) -> Mapping[str, Figure]:
    """One inspection's figures by question_id, and by section key for the pooled ones."""
    return {figure.question_id or figure.section: figure for figure in figures}
