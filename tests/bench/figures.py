"""Figures from the stored counts, against DuckDB merely grouping the answers; all in one process.

The database of ten million answers is loaded as a pack. That of forty million has its counts and no
answers: they are made up, and the queries of the pages read nothing else.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from pathlib import Path

from sqs.figures.records import query
from sqs.figures.scores import question_table
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.intake.storing import store_counts
from sqs.intake.tables import TABLES
from sqs.store.database import Cursor, Database
from tests.bench.archive import CASES_IN_INSPECTION, EDITION, QUESTIONS, TEAMS, archive
from tests.bench.intake import Options
from tests.bench.timing import Measured, Ratio, by_turns, in_turn, ratio_of, timed

MANY, MOST = 10_000_000, 40_000_000
MEASURE = "rosh_plan"
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
        measured = by_turns(
            {
                "count": timed(lambda: cursor.execute(_COUNT).to_arrow_table()),
                "figures": timed(lambda: question_table(cursor)),
                **{name: timed(read) for name, read in reads.items()},
            },
            rounds,
        )
    for name in ("figures", *reads):
        yield ratio_of(
            f"{'all figures' if name == 'figures' else name}, {size}", measured[name],
            "count of the answers", measured["count"], limit=2.0 if name == "figures" else 0.1,
        )  # fmt: skip


def _against_the_clock(database: Database, size: str, rounds: int) -> Iterator[Ratio]:
    with database.reading() as cursor:
        reads = _pages(cursor)
        measured = by_turns({name: timed(read) for name, read in reads.items()}, rounds)
    limit = [Measured(PAGE_MILLISECONDS)] * rounds
    for name, runs in measured.items():
        yield ratio_of(
            f"{name}, {size}", runs, f"{PAGE_MILLISECONDS:g} ms", limit, limit=1.0
        )  # fmt: skip


def _pages(cursor: Cursor) -> Mapping[str, Callable[[], object]]:
    """The queries behind the reads of the pages that figures come from, each fetched to its end."""
    ((inspection,),) = cursor.execute(
        "select inspection_id from inspections order by inspection_id limit 1 offset 99"
    ).fetchall()
    one = {"editions": [EDITION.name], "sets": [0], "questions": [MEASURE]}
    given: Mapping[str, tuple[str, object]] = {
        "one inspection": ("question_counts", {"inspections": [inspection]}),
        "one measure over teams": ("question_tallies", one),
        "inspections": ("inspections", None),
        "pools, programme": ("question_counts", {"inspections": None}),
    }
    return {name: partial(_fetched, cursor, *read) for name, read in given.items()}


def _fetched(cursor: Cursor, name: str, given: object) -> object:
    return cursor.execute(query(name), given).fetchall()


def _upload(database: Database, rounds: int) -> Ratio:
    """The cases of one inspection stored and counted, against the cases merely stored."""
    with database.reading() as cursor:
        ((last,),) = cursor.execute("select max(part) from recorded.parts").fetchall()
    parts = count(last + 1)

    def stored(*, counted: bool) -> None:
        with database.writing() as cursor:
            part = next(parts)
            cursor.execute(
                "insert into recorded.cases select ?, * exclude (part) from recorded.cases "
                "where part = ?", [part, last],
            )  # fmt: skip
            if counted:
                store_counts(cursor, [TABLES["cases"]], part - 1)

    return in_turn(
        "an inspection stored and counted", lambda: stored(counted=True),
        "merely stored", lambda: stored(counted=False), limit=3.0, rounds=5 * rounds,
    )  # fmt: skip


def _make_counts(database: Database, inspections: int) -> None:
    """Counts of so many inspections by sqs-2014, without the answers; the same every time."""
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
insert into recorded.metric
select 3 + 2 * i, q.number, {CASES_IN_INSPECTION}, hash(i, q.number) % 13,
    12 + hash(q.number, i) % 9, 8 - hash(q.number, i) % 9
from range($inspections) as r (i)
cross join (
    select number from edition_questions where edition = '{EDITION.name}' and not interview
) as q
order by i, q.number
"""
