"""Other checkers on the same answers: `.venv-bench/bin/python -m tests.bench.peers NAME {...}`.

Each gets the tables as text and checks as many of our rules as it can. What a library has no rule
for (routing, reasons, what is asked of a case) is prepared for it by hand as columns of truth
values, and the time for that is counted. None of them stores anything, none tells a line, and none
but frictionless sees a row with too many or too few cells.
"""

import importlib
import json
import logging
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.bench.process import give_way_in_need, peak_mb

KEYS = ["inspection_id", "case_id", "question_id"]
CASE = KEYS[:2]
WORDS = ["yes", "no", "not relevant"]
LONGEST = 4000
FLAGS = (
    "unknown_inspection", "unknown_case", "unknown_question", "routed_out", "must_answer",
    "reason_without_no", "unknown_reason",
)  # fmt: skip

Found = dict[str, int]
Questions = list[dict[str, Any]]


def _unknown_reasons(combinations: list[tuple[str, str]], questions: Questions) -> list[bool]:
    """For each question_id and reasons that occur, whether a reason is none of the question's."""
    listed = {question["id"]: set(question["reasons"]) for question in questions}
    return [
        asked in listed and not set(said.split(";")) <= listed[asked]
        for asked, said in combinations
    ]


# ---- polars ----------------------------------------------------------------------------------


def _polars_frames(folder: Path, questions: Questions) -> tuple[Any, Any]:
    """Answers with the columns of FLAGS, and the cases with how many questions were answered."""
    import polars as pl

    def read(name: str) -> Any:
        return pl.read_csv(folder / name, infer_schema=False, truncate_ragged_lines=True)

    asked = pl.DataFrame(
        {
            "question_id": [q["id"] for q in questions],
            "parent": [q["parent"] or None for q in questions],
            "opens": [q["parent_answers"] for q in questions],
            "must": [q["must_be_answered"] for q in questions],
            "known_question": [True] * len(questions),
        }
    )
    answers, cases = read("answers.csv"), read("cases.csv").select(CASE)
    inspections = read("inspections.csv").select("inspection_id")
    reasons = answers.select("question_id", "reasons").drop_nulls().unique()
    reasons = reasons.with_columns(
        unlisted=pl.Series(_unknown_reasons(reasons.rows(), questions), dtype=pl.Boolean)
    )
    parents = answers.filter(pl.col("question_id").is_in([q["parent"] for q in questions]))
    parents = parents.select(
        *CASE, pl.col("question_id").alias("parent"), pl.col("answer").alias("parent_answer")
    ).unique([*CASE, "parent"])
    yes = pl.lit(True)
    frame = (
        answers.lazy()
        .join(inspections.lazy().with_columns(known_inspection=yes), "inspection_id", "left")
        .join(cases.unique().lazy().with_columns(known_case=yes), CASE, "left")
        .join(asked.lazy(), "question_id", "left")
        .join(parents.lazy(), [*CASE, "parent"], "left")
        .join(reasons.lazy(), ["question_id", "reasons"], "left")
    )
    judged = pl.col("answer").is_in(["yes", "no"])
    opens = pl.col("opens").list.contains(pl.col("parent_answer"))
    no_parent = pl.col("parent").is_null()
    flags = {
        "unknown_inspection": pl.col("known_inspection").is_null(),
        "unknown_case": pl.col("known_inspection") & pl.col("known_case").is_null(),
        "unknown_question": pl.col("known_question").is_null(),
        "routed_out": judged & ~no_parent & ~opens,
        "must_answer": (pl.col("answer") == "not relevant") & pl.col("must") & (no_parent | opens),
        "reason_without_no": pl.col("reasons").is_not_null() & (pl.col("answer") != "no"),
        "unknown_reason": pl.col("unlisted") & (pl.col("answer") == "no"),
    }
    frame = frame.select(
        *KEYS, "answer", "note", **{n: f.fill_null(value=False) for n, f in flags.items()}
    ).collect()
    known = frame.filter(~pl.col("unknown_question")).group_by(CASE)
    answered = cases.join(
        known.agg(pl.col("question_id").n_unique().alias("answered")), CASE, "left"
    )
    return frame, answered.with_columns(pl.col("answered").fill_null(0).cast(pl.Int64))


def polars_pandera(folder: Path, questions: Questions) -> Found:
    import pandera.polars as pa

    frame, cases = _polars_frames(folder, questions)
    return _pandera(pa, frame, cases, questions)


def dataframely(folder: Path, questions: Questions) -> Found:
    import dataframely as dy
    import polars as pl

    known = [question["id"] for question in questions]

    class Answers(dy.Schema):
        inspection_id = dy.String(primary_key=True)
        case_id = dy.String(primary_key=True)
        question_id = dy.String(primary_key=True, check={"unknown": lambda c: c.is_in(known)})
        answer = dy.String(nullable=False, check={"vocabulary": lambda c: c.is_in(WORDS)})
        note = dy.String(nullable=True, max_length=LONGEST)
        unknown_inspection = dy.Bool(nullable=False, check=lambda c: ~c)
        unknown_case = dy.Bool(nullable=False, check=lambda c: ~c)
        routed_out = dy.Bool(nullable=False, check=lambda c: ~c)
        must_answer = dy.Bool(nullable=False, check=lambda c: ~c)
        reason_without_no = dy.Bool(nullable=False, check=lambda c: ~c)
        unknown_reason = dy.Bool(nullable=False, check=lambda c: ~c)

    class Cases(dy.Schema):
        inspection_id = dy.String(primary_key=True)
        case_id = dy.String(primary_key=True)
        answered = dy.Int64(nullable=False, check=lambda c: pl.lit(len(known)) == c)

    frame, cases = _polars_frames(folder, questions)
    found: Counter[str] = Counter()
    names = {
        "primary_key": "duplicate", "answer|nullability": "required",
        "answer|check__vocabulary": "vocabulary", "note|max_length": "text_too_long",
        "question_id|check__unknown": "unknown_question", "answered|check": "missing_answer",
    }  # fmt: skip
    for schema, rows in ((Answers, frame), (Cases, cases)):
        for rule, times in schema.filter(rows)[1].counts().items():
            found[names.get(rule, rule.split("|")[0])] += times
    return dict(found)


# ---- pandas ----------------------------------------------------------------------------------


def _pandas_frames(folder: Path, questions: Questions) -> tuple[Any, Any]:
    """The same frames as for polars."""
    import pandas as pd

    def read(name: str, columns: list[str] | None = None) -> Any:
        return pd.read_csv(
            folder / name, dtype="str", keep_default_na=False, na_values=[""],
            on_bad_lines="skip", usecols=columns,
        )  # fmt: skip

    answers, cases = read("answers.csv"), read("cases.csv", CASE)
    inspections = read("inspections.csv", ["inspection_id"])["inspection_id"]
    by_id = {question["id"]: question for question in questions}
    parent = answers["question_id"].map({i: q["parent"] or None for i, q in by_id.items()})
    must = answers["question_id"].map({i: q["must_be_answered"] for i, q in by_id.items()})
    parents = answers.loc[
        answers["question_id"].isin(set(parent.dropna())), [*KEYS, "answer"]
    ].drop_duplicates(KEYS)
    parents.columns = [*CASE, "parent", "parent_answer"]
    frame = answers.assign(parent=parent).merge(parents, "left", [*CASE, "parent"])
    frame = frame.merge(cases.drop_duplicates().assign(known_case=True), "left", CASE)
    pairs = {
        (child, said) for child, question in by_id.items() for said in question["parent_answers"]
    }
    opens = pd.Series(False, index=frame.index)
    for child, said in pairs:
        opens |= (frame["question_id"] == child) & (frame["parent_answer"] == said)
    has_parent, answer = frame["parent"].notna(), frame["answer"]
    reasoned = frame.loc[frame["reasons"].notna(), ["question_id", "reasons"]]
    combinations = reasoned.drop_duplicates()
    rows = list(combinations.itertuples(index=False, name=None))
    unlisted = dict(zip(rows, _unknown_reasons(rows, questions), strict=True))
    unknown_reason = pd.Series(False, index=frame.index)
    unknown_reason[reasoned.index] = [
        unlisted[row] for row in reasoned.itertuples(index=False, name=None)
    ]
    known_inspection = frame["inspection_id"].isin(inspections)
    frame = frame.assign(
        unknown_inspection=~known_inspection,
        unknown_case=known_inspection & frame["known_case"].isna(),
        unknown_question=~frame["question_id"].isin(list(by_id)),
        routed_out=answer.isin(["yes", "no"]) & has_parent & ~opens,
        must_answer=(answer == "not relevant") & (must == True) & (~has_parent | opens),  # noqa: E712
        reason_without_no=frame["reasons"].notna() & answer.notna() & (answer != "no"),
        unknown_reason=unknown_reason & (answer == "no"),
    )[[*KEYS, "answer", "note", *FLAGS]]
    known = frame[~frame["unknown_question"]].drop_duplicates(KEYS)
    answered = known.groupby(CASE, sort=False).size().rename("answered").reset_index()
    cases = cases.merge(answered, "left", CASE)
    return frame, cases.assign(answered=cases["answered"].fillna(0).astype("int64"))


def pandas_pandera(folder: Path, questions: Questions) -> Found:
    import pandera.pandas as pa

    frame, cases = _pandas_frames(folder, questions)
    return _pandera(pa, frame, cases, questions)


def _pandera(pa: Any, frame: Any, cases: Any, questions: Questions) -> Found:
    """Validate with pandera and count its failure cases by our rules."""
    flags = {
        flag: pa.Column(bool, pa.Check.equal_to(False))
        for flag in FLAGS
        if flag != "unknown_question"
    }
    answers = pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in CASE},
            "question_id": pa.Column(str, pa.Check.isin([q["id"] for q in questions])),
            "answer": pa.Column(str, pa.Check.isin(WORDS)),
            "note": pa.Column(str, pa.Check.str_length(max_value=LONGEST), nullable=True),
            **flags,
        },
        unique=KEYS,
        report_duplicates="exclude_first",
    )
    sample = pa.DataFrameSchema(
        {"answered": pa.Column("int64" if "pandas" in pa.__name__ else int,
                               pa.Check.equal_to(len(questions)))}
    )  # fmt: skip
    found: Counter[str] = Counter()
    for schema, rows in ((answers, frame), (sample, cases)):
        try:
            schema.validate(rows, lazy=True)
        except pa.errors.SchemaErrors as errors:
            for error in errors.schema_errors:
                rule = _rule(str(error.check), str(error.schema.name or ""))
                failures = error.failure_cases
                # pandas tells a duplicate once for each column of the key.
                found[rule] += failures["index"].nunique() if "index" in failures else len(failures)
    return dict(found)


def _rule(check: str, column: str) -> str:
    if "unique" in check:
        return "duplicate"
    if "nullable" in check:
        return "required"
    return {
        "question_id": "unknown_question", "answer": "vocabulary", "note": "text_too_long",
        "answered": "missing_answer",
    }.get(column, column)  # fmt: skip


# ---- frictionless ----------------------------------------------------------------------------


def frictionless(folder: Path, questions: Questions) -> Found:
    """Row rules, keys and references; no routing, no missing answers."""
    from frictionless import Checklist, Package, system

    codes = "|".join(sorted({code for question in questions for code in question["reasons"]}))
    needed = {"required": True}

    def text(name: str, **constraints: object) -> dict[str, object]:
        return {"name": name, "type": "string", "constraints": constraints}

    answers = {
        "fields": [
            text("inspection_id", **needed),
            text("case_id", **needed),
            text("question_id", enum=[question["id"] for question in questions], **needed),
            text("answer", enum=WORDS, **needed),
            text("reasons", pattern=f"({codes})(;({codes}))*"),
            text("note", maxLength=LONGEST),
        ],
        "primaryKey": KEYS,
        "foreignKeys": [
            {"fields": CASE, "reference": {"resource": "cases", "fields": CASE}}
        ],
    }  # fmt: skip
    headings = (folder / "cases.csv").open(encoding="utf-8").readline().strip().split(",")
    resources = [
        {"name": "answers", "path": "answers.csv", "schema": answers},
        {
            "name": "cases", "path": "cases.csv",
            "schema": {"fields": [text(heading) for heading in headings], "primaryKey": CASE},
        },
    ]  # fmt: skip
    with system.use_context(trusted=True):
        package = Package.from_descriptor({"name": "pack", "resources": resources},
                                          basepath=str(folder))  # fmt: skip
        report = package.validate(Checklist(), limit_errors=10_000_000, limit_rows=None)
    found: Counter[str] = Counter()
    for task in report.tasks:
        for error in task.errors:
            found[_FRICTIONLESS.get(_kind(error), _kind(error))] += 1
    return dict(found)


def _kind(error: Any) -> str:
    field = getattr(error, "field_name", "")
    note = error.note.split('"')[1] if error.type == "constraint-error" else ""
    return f"{error.type} {field} {note}".strip()


_FRICTIONLESS: Mapping[str, str] = {
    "extra-cell": "column_count",
    "missing-cell note": "column_count",
    "primary-key": "duplicate",
    "foreign-key": "unknown_case",
    "constraint-error answer enum": "vocabulary",
    "constraint-error answer required": "required",
    "constraint-error note maxLength": "text_too_long",
    "constraint-error question_id enum": "unknown_question",
    "constraint-error reasons pattern": "unknown_reason",
}

PEERS: Mapping[Callable[[Path, Questions], Found], tuple[str, ...]] = {
    pandas_pandera: ("pandas", "pyarrow", "pandera.pandas"),
    polars_pandera: ("polars", "pandera.polars"),
    dataframely: ("polars", "dataframely"),
    frictionless: ("frictionless",),
}
"""Each peer, and what it imports: before the clock starts, as with ours."""


if __name__ == "__main__":
    give_way_in_need()
    warnings.simplefilter("ignore")
    logging.disable()
    name, asked = sys.argv[1], json.loads(sys.argv[2])
    told = json.loads(Path(asked["questions"]).read_text(encoding="utf-8"))
    ((peer, libraries),) = [(p, needs) for p, needs in PEERS.items() if p.__name__ == name]
    for library in libraries:
        importlib.import_module(library)
    start = time.perf_counter()
    counts = peer(Path(asked["folder"]), told)
    milliseconds = (time.perf_counter() - start) * 1000
    print(json.dumps({"milliseconds": milliseconds, "found": counts, "peak_mb": peak_mb()}))
