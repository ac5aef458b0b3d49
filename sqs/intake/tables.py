"""The tables of an inspection pack: headings, what each column may hold, what makes a row one.

This is the one place that knows the pack's headings; reading, rules, loading, templates and the
pages all ask it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["reference", "text", "date", "whole", "rate", "judgement", "word"]
"""What a cell holds. `word` is one of the column's words; `judgement` yes, no or not relevant."""

LONGEST: Mapping[str, int] = {"reference": 64, "text": 4000}
"""The most characters a cell of that kind may have."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years a date may lie in: 0214 is a slip of the hand."""

YES_NO = ("yes", "no")

JUDGEMENTS: Mapping[str, tuple[str, ...]] = {
    "yes": ("yes", "y", "true", "1", "1.0"),
    "no": ("no", "n", "false", "0", "0.0"),
    "not relevant": (
        "not relevant", "n/a", "na", "not applicable", "n.a.", "n\\a", "nr", "not_relevant",
        "not-relevant", "#n/a",
    ),
}  # fmt: skip
"""Spellings read as each answer, in lower case and with spaces trimmed."""


@dataclass(frozen=True, slots=True)
class Column:
    """One heading of a table.

    Attributes:
        name: the heading.
        kind: what a cell holds.
        required: whether a cell may not be blank (the heading itself always must be there).
        words: what a `word` may be.
        between: for numbers, the least and the most.

    """

    name: str
    kind: Kind = "text"
    required: bool = False
    words: tuple[str, ...] = ()
    between: tuple[float, float] = (0, 0)

    @property
    def allowed(self) -> str:
        """What may stand in a cell, as the end of a sentence."""
        if self.kind == "date":
            return (
                "write the date as 2014-11-17 or 17/11/2014, "
                f"in a year from {FIRST_YEAR} to {LAST_YEAR}"
            )
        if self.kind == "judgement":
            return "use yes, no or not relevant"
        if self.kind == "word":
            return f"use {', '.join(self.words[:-1])} or {self.words[-1]}"
        if self.kind in ("whole", "rate"):
            low, high = self.between
            what = "a whole number" if self.kind == "whole" else "a number"
            return f"use {what} from {low:g} to {high:g}"
        return f"use at most {LONGEST[self.kind]:,} characters"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the pack; `key` is what makes a row the same row again."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, in the order of the contract."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that heading; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _reference(name: str) -> Column:
    return Column(name, "reference", required=True)


_RISK = ("low", "medium", "high", "very_high", "not_assessed")

YOTS = Table(
    "yots",
    (
        _reference("yot"),
        Column("name", required=True),
        Column("region"),
        Column("country", "word", words=("England", "Wales")),
        Column("family"),
        Column("valid_from", "date"),
        Column("valid_to", "date"),
    ),
    ("yot", "valid_from"),
)
INSPECTIONS = Table(
    "inspections",
    (
        _reference("inspection_id"),
        _reference("yot"),
        Column("fieldwork_start", "date", required=True),
        Column("fieldwork_end", "date", required=True),
        Column("publication_date", "date"),
        _reference("edition"),
        Column("caseload", "whole", between=(1, 100_000)),
        Column("addressee"),
        Column("addressee_post"),
        Column("sender"),
        Column("sender_post"),
        Column("lead_inspector"),
        Column("contact"),
    ),
    ("inspection_id",),
)
CASES = Table(
    "cases",
    (
        _reference("inspection_id"),
        _reference("case_id"),
        Column("order_type"),
        Column("custody", "word", words=YES_NO),
        Column("sex"),
        Column("age", "whole", between=(8, 21)),
        Column("ethnicity"),
        Column("looked_after", "word", words=YES_NO),
        Column("risk_of_harm", "word", words=_RISK),
        Column("vulnerability", "word", words=_RISK),
        Column("start_date", "date"),
        Column("case_manager", "reference"),
        Column("inspector", "reference"),
    ),
    ("inspection_id", "case_id"),
)
ANSWERS = Table(
    "answers",
    (
        _reference("inspection_id"),
        _reference("case_id"),
        _reference("question_id"),
        Column("answer", "judgement", required=True),
        Column("reasons"),
        Column("note"),
    ),
    ("inspection_id", "case_id", "question_id"),
)
SECOND_READS = Table(
    "second_reads",
    (*ANSWERS.columns, _reference("inspector")),
    ("inspection_id", "case_id", "question_id", "inspector"),
)
INTERVIEWS = Table(
    "interviews",
    (
        _reference("inspection_id"),
        _reference("interviewee"),
        _reference("question_id"),
        Column("answer", "judgement", required=True),
        Column("note"),
    ),
    ("inspection_id", "interviewee", "question_id"),
)
QUOTES = Table(
    "quotes",
    (
        _reference("inspection_id"),
        _reference("case_id"),
        _reference("question_id"),
        Column("text", required=True),
        Column("cleared", "word", words=YES_NO, required=True),
    ),
    ("inspection_id", "case_id", "question_id", "text"),
)
REOFFENDING = Table(
    "reoffending",
    (
        _reference("yot"),
        Column("cohort_start", "date", required=True),
        Column("cohort_end", "date", required=True),
        Column("method", "word", words=("12m", "3m"), required=True),
        Column("rate", "rate", between=(0, 100), required=True),
        Column("compared_with_previous", "word", words=("better", "worse", "same")),
        Column("published", "date"),
        Column("source"),
    ),
    ("yot", "cohort_start", "cohort_end", "method"),
)
RECIPIENTS = Table(
    "recipients",
    (_reference("inspection_id"), Column("role", required=True), Column("name")),
    ("inspection_id", "role", "name"),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        YOTS, INSPECTIONS, CASES, ANSWERS, SECOND_READS, INTERVIEWS, QUOTES, REOFFENDING,
        RECIPIENTS,
    )
}  # fmt: skip
"""Every table by name, in the order in which they are checked and loaded."""
