"""The tables of the open-data pack: what each holds, column by column, and its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqs.criteria import editions
from sqs.figures import comparing, saying, small_counts
from sqs.figures.records import INVENTED as INVENTED_NAME
from sqs.figures.records import Inspection, inspections, query
from sqs.figures.scores import scores
from sqs.figures.small_counts import WITHHELD, hidden, marks, public_comparisons
from sqs.letter.wording import HOUSE_SCALE, scales
from sqs.open_data.cells import Cell
from sqs.store.database import Cursor

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in Table Schema's words, and what it holds."""

    name: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its rows.

    Attributes:
        name: of the file, without its ending.
        title, says: what it is.
        columns: in their order.
        key: the columns that tell rows apart, where none of them may be empty.
        refers: a column, and the table and column that it is a key of.
        rows: in their order.

    """

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld in a row, for the log."""

    table: str
    subject: str
    measure: str
    columns: tuple[str, ...]
    why: str


def tables(cursor: Cursor) -> list[Table]:
    """Every table, of one state of the data."""
    known = sorted(inspections(cursor), key=lambda each: (each.yot, each.fieldwork_end))
    log: list[Withheld] = []
    return [
        _inspections(known, log),
        _figures(cursor, known, log),
        _comparisons(cursor, known, log),
        _reoffending(cursor),
        _questions(),
        _children(cursor, log),
        _provenance(cursor, known),
        _log(log),
    ]


INSPECTION = Column("inspection_id", "string", "Which inspection.")
YOT = Column("yot", "string", "Which team.")
INVENTED = Column("invented", "boolean", "Whether the team is made up for demonstration.")
EDITION = Column("edition", "string", "The question set that was used.")
MET = Column("met", "integer", "Answers yes.")
RELEVANT = Column("relevant", "integer", "Answers yes or no.")
SHARE = Column("share", "number", "met / relevant, a fraction from 0 to 1.")
LOW = Column("low", "number", "The lower limit of the share at 95 %.")
HIGH = Column("high", "number", "The upper limit of the share at 95 %.")
_SMALL = "It rests on one to four cases, or would give such a count away."


def _inspections(known: Sequence[Inspection], log: list[Withheld]) -> Table:
    columns = (
        INSPECTION,
        YOT,
        Column("name", "string", "The team's name at the time of fieldwork."),
        INVENTED,
        Column("region", "string", "Its region."),
        Column("country", "string", "England or Wales."),
        Column("family", "string", "Teams with much the same circumstances."),
        Column("fieldwork_start", "date", "The first day of fieldwork."),
        Column("fieldwork_end", "date", "The last day of fieldwork."),
        Column("publication_date", "date", "When the letter was published."),
        EDITION,
        Column("caseload", "integer", "Cases on the team's books, where known."),
        Column("cases", "integer", "Cases read."),
        Column("case_managers", "integer", "Case managers interviewed."),
        Column("previous_inspection_id", "string", "The same team's visit before."),
    )
    rows = []
    for each in known:
        cells = {column.name: _cell(getattr(each, column.name)) for column in columns}
        for name in ("caseload", "cases", "case_managers"):
            count = getattr(each, name)
            if count is not None and small_counts.mark_of(count) == WITHHELD:
                cells[name] = WITHHELD
        gone = tuple(name for name, cell in cells.items() if cell == WITHHELD)
        if gone:
            log.append(Withheld("inspections", each.inspection_id, "", gone, _SMALL))
        rows.append(tuple(cells.values()))
    return Table(
        "inspections", "Inspections", "One row an inspection.",
        columns, ("inspection_id",), (), tuple(rows),
    )  # fmt: skip


def _figures(cursor: Cursor, known: Sequence[Inspection], log: list[Withheld]) -> Table:
    columns = (
        INSPECTION,
        YOT,
        INVENTED,
        Column("section", "string", "The key of the section."),
        Column("question_id", "string", "The question; empty for the section as a whole."),
        MET,
        RELEVANT,
        Column("not_relevant", "integer", "Answers 'not relevant'."),
        SHARE,
        LOW,
        HIGH,
        Column("method", "string", "The interval: wilson, hypergeometric or korn-graubard."),
        Column("phrase", "string", "The share in the words of the house scale."),
        EDITION,
    )
    scale = scales()[HOUSE_SCALE]
    of = {each.inspection_id: each for each in known}
    found = scores(cursor)
    rows = []
    for figure, mark in zip(found, marks(found), strict=True):
        inspection = of[figure.inspection_id]
        cells = hidden(
            {
                **figure.as_row(),
                "yot": inspection.yot,
                "invented": inspection.invented,
                "phrase": scale.phrase(figure.met, figure.relevant),
            },
            mark,
        )
        if mark == WITHHELD:
            measure = figure.question_id or figure.section
            log.append(
                Withheld("figures", figure.inspection_id, measure, small_counts.OF_FIGURE, _SMALL)
            )
        rows.append(tuple(cells[column.name] for column in columns))
    return Table(
        "figures", "Figures by question and section",
        "One row an inspection and judged question, and one a section. Short Quality Screening "
        "gave sections no scores: those rows are ours.",
        columns, (),
        (("inspection_id", "inspections", "inspection_id"),), tuple(rows),
    )  # fmt: skip


_COMPARED = {
    "yot": YOT,
    "inspection_id": INSPECTION,
    "fieldwork_end": Column("fieldwork_end", "date", "The last day of fieldwork."),
    "met": MET,
    "relevant": RELEVANT,
    "share": SHARE,
    "low": LOW,
    "high": HIGH,
    **{
        f"funnel_{side}{level}": Column(
            f"funnel_{side}{level}", "number",
            f"The {side}er limit of what chance alone would give around the share of all "
            f"inspections shown, at {'95' if level == '95' else '99.8'} %.",
        )
        for level in ("95", "998")
        for side in ("low", "high")
    },
    "position": Column(
        "position", "string", "below_998, below_95, within, above_95 or above_998 of those limits."
    ),
    "previous_inspection_id": Column(
        "previous_inspection_id", "string", "The same team's visit before."
    ),
    "change": Column(
        "change", "number", "The share less that of the visit before, over shared questions."
    ),
    "change_low": Column("change_low", "number", "Its lower limit at 95 %."),
    "change_high": Column("change_high", "number", "Its upper limit at 95 %."),
    "p_value": Column("p_value", "number", "How often chance alone does as much."),
}  # fmt: skip


def _comparisons(cursor: Cursor, known: Sequence[Inspection], log: list[Withheld]) -> Table:
    columns = (
        Column("measure", "string", "A question_id or the key of a section."),
        INVENTED,
        *(_COMPARED[name] for name in comparing.COLUMNS),
    )
    invented = {each.inspection_id: each.invented for each in known}
    rows: list[Row] = []
    for measure, compared in public_comparisons(cursor, _measures()):
        for row in compared:
            cells = row.cells
            inspection_id = str(cells["inspection_id"])
            rows.append((measure, invented[inspection_id], *cells.values()))
            if row.withheld:
                log.append(Withheld("comparisons", inspection_id, measure, row.withheld, _SMALL))
    return Table(
        "comparisons", "Inspections compared",
        "One row a measure and inspection: beside all inspections shown, and beside the same "
        "team's visit before.",
        columns, ("measure", "inspection_id"),
        (("inspection_id", "inspections", "inspection_id"),), tuple(rows),
    )  # fmt: skip


def _measures() -> Iterator[str]:
    """Every section and judged question of any edition, once each."""
    sections = [section for edition in editions().values() for section in edition.sections]
    yield from dict.fromkeys(section.key for section in sections)
    yield from dict.fromkeys(q.id for section in sections for q in section.judged)


def _reoffending(cursor: Cursor) -> Table:
    columns = (
        Column("yot", "string", "Which team, or england-and-wales."),
        INVENTED,
        Column("cohort_start", "date", "The first day of the cohort."),
        Column("cohort_end", "date", "Its last day."),
        Column("method", "string", "12m or 3m cohorts; rates compare within one method only."),
        Column(
            "rate", "number", "Children proven to have reoffended, in per cent; lower is better."
        ),
        Column("compared_with_previous", "string", "better, same or worse than the year before."),
        Column("published", "date", "The day of release."),
        Column("source", "string", "Where it was published."),
    )
    names = cursor.execute("select yot, name from yots").fetchall()
    made_up = {yot for yot, name in names if name.endswith(INVENTED_NAME)}
    found = cursor.execute(query("all_rates")).fetchall()
    rows = tuple((yot, yot in made_up, *map(_cell, rest)) for yot, *rest in found)
    return Table(
        "reoffending", "Reoffending rates",
        "One row a team, cohort and method: published rates of proven reoffending.",
        columns, ("yot", "cohort_start", "cohort_end", "method"), (), rows,
    )  # fmt: skip


def _questions() -> Table:
    columns = (
        EDITION,
        Column("section", "string", "The key of its section."),
        Column("section_title", "string", "The section's title."),
        Column("question_id", "string", "The question."),
        Column("title", "string", "Its short name."),
        Column("asks", "string", "The question in full."),
        Column("fact", "boolean", "Whether it decides which questions apply and is never scored."),
        Column("relevant_to", "string", "The cases it is relevant to."),
        Column("relevant_when", "string", "The rule behind that."),
        Column("parent", "string", "The question whose answer the rule looks at."),
        Column("counts", "string", "What is counted."),
        Column("means_since", "string", "The edition from which its answers are comparable."),
    )
    rows = tuple(
        (
            edition.name, section.key, section.title, q.id, q.title, q.asks, q.fact,
            q.relevant_text, q.relevant_when, q.parent, f"{q.unit}s", q.since,
        )
        for edition in editions().values()
        for section in edition.sections
        for q in section.questions
    )  # fmt: skip
    return Table(
        "questions", "Questions",
        "One row an edition and question: the criteria that the answers are by.",
        columns, ("edition", "question_id"), (), rows,
    )  # fmt: skip


def _children(cursor: Cursor, log: list[Withheld]) -> Table:
    columns = (
        Column("question_id", "string", "The question."),
        Column("meaning", "string", "The edition that it has its meaning from."),
        INVENTED,
        Column("attribute", "string", "sex, age, ethnicity, looked_after or order_type."),
        Column("value", "string", "What is true of the children counted."),
        Column("met", "integer", "Answers yes, rounded to five."),
        Column("relevant", "integer", "Answers yes and no, each rounded to five."),
        Column("share", "number", "met / relevant, of the rounded counts."),
    )
    rows = []
    for cut in small_counts.child_cuts(cursor):
        cells = asdict(cut)
        if cut.relevant is None:
            cells = hidden(cells, WITHHELD, ("met", "relevant", "share"))
            log.append(
                Withheld(
                    "children", f"{cut.attribute}: {cut.value}{' (invented)' * cut.invented}",
                    cut.question_id, ("met", "relevant", "share"),
                    "Fewer than three teams, fewer than ten in a cell, or it would give such away.",
                )
            )  # fmt: skip
        rows.append(tuple(cells[column.name] for column in columns))
    return Table(
        "children", "Questions by what is true of the child",
        "One row a question, attribute and value, over at least three teams; rounded to five. Real "
        "and invented teams are never put together.",
        columns, ("question_id", "meaning", "invented", "attribute", "value"), (), tuple(rows),
    )  # fmt: skip


def _provenance(cursor: Cursor, known: Sequence[Inspection]) -> Table:
    columns = (
        Column("subject", "string", "What it is about: an inspection_id, an edition or a source."),
        Column("says", "string", "Where it comes from."),
    )
    sources = cursor.execute(
        "select distinct source from reoffending where source is not null order by source"
    ).fetchall()
    rows = (
        *((edition.name, edition.provenance) for edition in editions().values()),
        *(
            (each.inspection_id, saying.origin(each) or "As its inspectors loaded it.")
            for each in known
        ),
        *(("reoffending", source) for (source,) in sources),
    )
    return Table(
        "provenance", "Where it comes from", "One row an edition, inspection and source of rates.",
        columns, ("subject", "says"), (), rows,
    )  # fmt: skip


def _log(log: Sequence[Withheld]) -> Table:
    columns = (
        Column("table", "string", "The table."),
        Column("subject", "string", "The inspection_id, or the children."),
        Column("measure", "string", "The question or section; empty where none."),
        Column("columns", "string", "The columns in which [c] stands."),
        Column("why", "string", "The rule."),
    )
    rows = tuple((each.table, each.subject, each.measure, each.columns, each.why) for each in log)
    return Table(
        "withheld", "What is withheld", "One row a row in which anything is withheld.",
        columns, (), (), rows,
    )  # fmt: skip


def _cell(found: object) -> Cell:
    """A date as ISO; everything else as it is."""
    return found.isoformat() if isinstance(found, date) else found  # type: ignore[return-value]
