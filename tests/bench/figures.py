"""The queries of the pages, against DuckDB merely grouping the answers; all in one process.

The database of ten million answers is loaded as a pack. That of forty million is made up: as many
inspections as its answers are (74,074), their cases with answers drawn by chance, and counts and
roll-up of the right size that were not counted from them. Times are the processor's, of all threads
together, so that what else runs on the machine does not matter; a query is fetched to its end.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from sqs.figures.records import query
from sqs.figures.scores import question_table
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.intake.storing import store_counts
from sqs.intake.tables import TABLES
from sqs.store import rolling
from sqs.store.database import Cursor, Database
from tests.bench.archive import CASES_IN_INSPECTION, EDITION, QUESTIONS, TEAMS, archive
from tests.bench.intake import Options
from tests.bench.timing import Measured, Ratio, by_turns, in_turn, ratio_of, timed

MANY, MOST = 10_000_000, 40_000_000
MEASURE, SECTION = "rosh_plan", "protecting_the_public"
PAGE_MILLISECONDS = 10.0

# One row an answer, as narrow as it goes and in the order of the inspections: the best that
# counting answers can be.
_ANSWERS = """
create temp table narrow as
select c.part, c.case_number, n.number as question,
    (case
        when c.said_yes & n.bit <> 0 then 2
        when c.said_no & n.bit <> 0 then 1
        else 0
    end)::utinyint as answer
from recorded.cases as c
join question_numbers as n on (c.said_yes | c.said_no | c.said_not_relevant) & n.bit <> 0
order by c.part
"""
_COUNT = """
select part, question, count(*) filter (answer = 2) as met, count(*) filter (answer > 0) as relevant
from narrow group by part, question
"""


def ratios(options: Options) -> Iterator[Ratio]:
    """Every ratio as soon as it is known."""
    options.cache.mkdir(parents=True, exist_ok=True)
    rounds = options.rounds + 2
    with tempfile.TemporaryDirectory(dir=options.cache) as scratch:
        answers = min(MANY, max(options.answers))
        files = archive(options.cache, answers, bad=False).pack("wide")
        loaded = Path(scratch) / "loaded.duckdb"
        with Database(loaded, create=True, may_read=files) as database:
            load(database, [PackFile(path.name, path) for path in files])
            yield from _against_counting(database, f"{answers / 1e6:g} M", rounds)
            yield _upload(database, rounds)
        most = MOST if answers == MANY else 4 * answers
        with Database(Path(scratch) / "made.duckdb", create=True) as database:
            _make_counts(database, most // len(QUESTIONS) // CASES_IN_INSPECTION)
            yield from _against_the_clock(database, f"{most / 1e6:g} M", rounds)


def _against_counting(database: Database, size: str, rounds: int) -> Iterator[Ratio]:
    with database.reading() as cursor:
        cursor.execute(_ANSWERS)
        reads = _pages(cursor)
        runs = {
            "count": lambda: cursor.execute(_COUNT).to_arrow_table(),
            "all figures": lambda: question_table(cursor),
            **reads,
        }
        measured = by_turns(
            {name: timed(run, time.process_time) for name, run in runs.items()}, rounds
        )
    for name in ("all figures", *reads):
        yield ratio_of(
            f"{name}, {size}", measured[name], "count of the answers", measured["count"],
            limit=2.0 if name == "all figures" else 0.1,
        )  # fmt: skip


def _against_the_clock(database: Database, size: str, rounds: int) -> Iterator[Ratio]:
    with database.reading() as cursor:
        reads = {name: timed(read, time.process_time) for name, read in _pages(cursor).items()}
        measured = by_turns(reads, rounds)
    limit = [Measured(PAGE_MILLISECONDS)]
    for name, runs in measured.items():
        best = [min(runs, key=lambda run: run.milliseconds)]
        yield ratio_of(
            f"{name}, {size}", best, f"{PAGE_MILLISECONDS:g} ms", limit, limit=1.0,
            note="best of its rounds",
        )  # fmt: skip


def _pages(cursor: Cursor) -> Mapping[str, Callable[[], object]]:
    """The queries behind the reads of the pages that figures come from, in the pages' order."""
    ((inspection, team),) = cursor.execute(
        "select inspection_id, yot from inspections order by inspection_id limit 1 offset 99"
    ).fetchall()
    one = {"inspections": [inspection]}
    newest = [row[0] for row in _newest(cursor, [MEASURE])]
    section = [question.id for question in EDITION.section(SECTION).judged]
    return {
        "list of inspections": _reading(cursor, "inspections", {"inspection": None}),
        "an inspection and its team": _reading(cursor, "inspections", {"inspection": inspection}),
        "one inspection: questions": _reading(cursor, "question_counts", one),
        "one inspection: sections": _reading(cursor, "case_counts", one),
        "teams: a question": partial(_teams, cursor, [MEASURE]),
        "teams: a section": partial(_teams, cursor, section),
        "teams: heat map": _reading(cursor, "question_counts", {"inspections": newest}),
        "teams: every visit": partial(_every_visit, cursor),
        "a team: a section": partial(_one_team, cursor, team, section),
        "programme: questions": _reading(cursor, "team_counts", {"few": True}),
        "programme: months": partial(_months, cursor),
    }


def _rows(cursor: Cursor, name: str, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
    return cursor.execute(query(name), given).fetchall()


def _reading(cursor: Cursor, name: str, given: Mapping[str, object]) -> Callable[[], object]:
    return partial(_rows, cursor, name, given)


def _newest(cursor: Cursor, questions: Sequence[str]) -> list[tuple[Any, ...]]:
    given = _asked(questions) | {"start": None, "end": None}
    return _rows(cursor, "newest_visits", given)


def _asked(questions: Sequence[str]) -> dict[str, object]:
    return {"editions": [EDITION.name] * len(questions), "questions": list(questions)}


def _tallies(
    cursor: Cursor, questions: Sequence[str], visits: Sequence[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    parts = [part for *_, of_cases, of_interviews in visits for part in (of_cases, of_interviews)]
    given = {"parts": [part for part in parts if part is not None]}
    if len(questions) == 1:
        return _rows(cursor, "question_tallies", given | {"questions": list(questions)})
    sets = {"sets": [0] * len(questions)}
    return _rows(cursor, "measure_tallies", given | _asked(questions) | sets)


def _teams(cursor: Cursor, questions: Sequence[str]) -> object:
    return _tallies(cursor, questions, _newest(cursor, questions))


def _one_team(cursor: Cursor, team: str, questions: Sequence[str]) -> object:
    return _tallies(cursor, questions, _rows(cursor, "visits", {"yot": team}))


def _every_visit(cursor: Cursor) -> object:
    visits = _rows(cursor, "visits", {"yot": None})
    given = {"questions": [MEASURE], "parts": None}
    return visits, _rows(cursor, "question_tallies", given)


def _months(cursor: Cursor) -> object:
    asked = _rows(cursor, "times_asked", _asked([MEASURE]))
    return asked, _rows(cursor, "month_counts", {"measure": MEASURE, "few": True})


def _upload(database: Database, rounds: int) -> Ratio:
    """An inspection with its cases stored, counted and rolled up, against it merely stored."""
    with database.reading() as cursor:
        ((model, last, part, upload),) = cursor.execute(
            "select max(part) filter (kind = 'inspections'), max(part) filter (kind = 'cases'), "
            "max(part), max(upload) from recorded.parts"
        ).fetchall()
    uploads, parts = count(upload + 1), count(part + 1, 2)

    def stored(*, counted: bool) -> None:
        upload, part = next(uploads), next(parts)
        given = {"upload": upload, "part": part, "model": model, "last": last}
        with database.writing() as cursor:
            for statement in _STORED.split(";"):
                named = {name: each for name, each in given.items() if f"${name}" in statement}
                cursor.execute(statement, named)
            if counted:
                store_counts(cursor, [TABLES["cases"]], part - 1)
                rolling.adjust(cursor, upload, seen=False)

    return in_turn(
        "an inspection stored and rolled up", lambda: stored(counted=True),
        "merely stored", lambda: stored(counted=False), limit=3.0, rounds=5 * rounds,
        clock=time.process_time,
    )  # fmt: skip


_STORED = """
insert into recorded.parts
select $part + n, $upload, ['inspections', 'cases'][n + 1], 'upload ' || $upload, '', true
from range(2) as r (n);
insert into recorded.inspections
select $part, 'upload ' || $upload, * exclude (part, inspection_id)
from recorded.inspections where part = $model;
insert into recorded.cases
select $part + 1, * exclude (part) from recorded.cases where part = $last
"""


def _make_counts(database: Database, inspections: int) -> None:
    """So many inspections by sqs-2014, made up; the same every time."""
    with database.writing() as cursor:
        for statement in _MADE.split(";"):
            cursor.execute(statement, {"inspections": inspections} if "$" in statement else None)


_MADE = f"""
insert into recorded.parts select 1, 1, 'yots', 'teams', '', true;
insert into recorded.yots select 1, 'team' || t, 'Team ' || t, null, 'England', null, null, null
from range({TEAMS}) as r (t);
insert into recorded.parts select 2 + 2 * i, 1, 'inspections', 'i' || i, '', true
from range($inspections) as r (i);
insert into recorded.parts select 3 + 2 * i, 1, 'cases', 'i' || i, '', true
from range($inspections) as r (i);
insert into recorded.inspections
select 2 + 2 * i, 'i' || i, 'team' || i % {TEAMS}, date '1990-01-01' + (i // 8)::integer,
    date '1990-01-03' + (i // 8)::integer, null, '{EDITION.name}', null, null, null, null, null,
    null, null
from range($inspections) as r (i);
insert into recorded.cases
select 3 + 2 * i, n, 'c' || n, null, null, null, null, null, null, null, null, null, null, null,
    hash(i, n) & s.bits, ~hash(i, n) & hash(n, i) & s.bits, ~hash(i, n) & ~hash(n, i) & s.bits
from range($inspections) as r (i)
cross join range(1, {CASES_IN_INSPECTION} + 1) as c (n)
cross join (
    select bit_or(bit) as bits from edition_questions
    where edition = '{EDITION.name}' and not interview
) as s
order by i, n;
insert into recorded.metric
select 3 + 2 * i, q.number, {CASES_IN_INSPECTION}, hash(i, q.number) % 13,
    12 + hash(q.number, i) % 9, 8 - hash(q.number, i) % 9
from range($inspections) as r (i)
cross join (
    select number from edition_questions where edition = '{EDITION.name}' and not interview
) as q
order by i, q.number;
insert into recorded.visits select * from recorded.visits_touched_by(null);
insert into recorded.rolled_up select * from recorded.rolled_up_from(null)
"""
