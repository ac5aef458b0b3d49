"""What the intake benchmark runs in a process of its own: `python -m tests.bench.fresh JOB {...}`.

Each job prints one line of JSON. Times are taken inside, after the imports; memory is the peak of
the whole process.
"""

import csv
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from tests.bench.process import give_way_in_need, peak_mb

THREADS = "2"


def _read_sql(path: str, bad: bool) -> str:
    """SQL that reads a file as text and checks nothing; ragged rows are passed over."""
    with Path(path).open(encoding="utf-8") as stream:
        headings = stream.readline().strip().split(",")
    columns = ", ".join(f"'{heading}': 'varchar'" for heading in headings)
    return (
        f"create table answers as select * from read_csv('{path}', auto_detect = false, "
        f"header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}}, "
        f"ignore_errors = {bad})"
    )


def _remove(database: str) -> None:
    for path in (database, f"{database}.wal"):
        Path(path).unlink(missing_ok=True)


def duckdb_file(path: str, database: str, bad: bool) -> dict[str, Any]:
    """DuckDB alone: the file as text into a table of a new database file."""
    _remove(database)
    start = time.perf_counter()
    connection = duckdb.connect(database, config={"threads": THREADS})
    connection.execute(_read_sql(path, bad))
    connection.execute("checkpoint")
    connection.close()
    return {"milliseconds": (time.perf_counter() - start) * 1000}


def duckdb_memory(path: str, bad: bool) -> dict[str, Any]:
    """DuckDB alone: the file as text into a table in memory."""
    start = time.perf_counter()
    connection = duckdb.connect(":memory:", config={"threads": THREADS})
    connection.execute(_read_sql(path, bad))
    connection.close()
    return {"milliseconds": (time.perf_counter() - start) * 1000}


def load_pack(
    files: list[str], truth: str, answers: int, database: str, dry_run: bool
) -> dict[str, Any]:
    """Ours: open a new database, load the pack, close; then compare with the truth.

    Args:
        files: the pack's files.
        truth: the file with every problem of the pack, in order: file, line, rule.
        answers: how many answers a clean pack holds.
        database: a new file.
        dry_run: check only.

    """
    from sqs.__main__ import WithoutPandas
    from sqs.intake.loading import load
    from sqs.intake.packs import PackFile
    from sqs.store.database import Database

    sys.meta_path.insert(0, WithoutPandas())  # as on the command line
    paths = [Path(file) for file in files]
    _remove(database)
    start = time.perf_counter()
    with Database(Path(database), create=True, may_read=paths) as opened:
        receipt = load(opened, [PackFile(path.name, path) for path in paths], dry_run=dry_run)
    result = {"milliseconds": (time.perf_counter() - start) * 1000, "peak_mb": peak_mb()}
    with Path(truth).open(encoding="utf-8", newline="") as stream:
        problems = [(file, int(line), rule) for file, line, rule in csv.reader(stream)]
    wrong = _wrong(receipt, problems, dry_run)
    if receipt.status == "loaded":
        with Database(Path(database)) as opened, opened.reading() as cursor:
            ((stored,),) = cursor.execute("select count(*) from answers").fetchall()
        if stored != answers:
            wrong = f"{stored} answers stored of {answers}"
    return result | {"wrong": wrong}


def _wrong(receipt: Any, truth: list[tuple[str, int, str]], dry_run: bool) -> str:
    """Where the receipt departs from the truth, or nothing."""
    from sqs.intake.problems import LISTED_AT_MOST

    expected = "refused" if truth else "checked" if dry_run else "loaded"
    if receipt.status != expected:
        first = receipt.problems[0].message if receipt.problems else ""
        return f"{receipt.status}, not {expected} {first}".strip()
    counts = Counter(rule for _, _, rule in truth)
    if receipt.problem_counts != counts:
        departing = {
            rule: (receipt.problem_counts.get(rule, 0), counts[rule])
            for rule in sorted({*receipt.problem_counts, *counts})
            if receipt.problem_counts.get(rule, 0) != counts[rule]
        }
        return f"counts (found, truth) {departing}"
    listed = [(p.file, p.line, p.rule) for p in receipt.problems]
    if len(listed) < min(LISTED_AT_MOST, len(truth)):
        return f"{len(listed)} problems listed of {len(truth)}"
    for found, true in zip(listed, truth, strict=False):
        if found != true:
            return f"listed {found}, truth {true}"
    return ""


def small_packs(database: str, whole: bool, warm_ups: int, runs: int) -> dict[str, Any]:
    """Ours: packs of one inspection, one after another, into an open database; their median."""
    from sqs.intake.loading import load
    from sqs.store.database import Database
    from tests.bench.archive import small_pack

    times, wrong = [], ""
    with Database(Path(database), create=True) as opened:
        with opened.reading() as cursor:
            ((before,),) = cursor.execute("select count(*) from inspections").fetchall()
        for number in range(before, before + warm_ups + runs):
            files = small_pack(number, whole=whole)
            start = time.perf_counter()
            receipt = load(opened, files)
            times.append((time.perf_counter() - start) * 1000)
            wrong = wrong or _wrong(receipt, [], dry_run=False)
    counted = times[warm_ups:]
    return {
        "milliseconds": statistics.median(counted),
        "wrong": wrong,
        "note": f"{min(counted):.1f} to {max(counted):.1f} ms",
    }


JOBS: Mapping[str, Callable[..., dict[str, Any]]] = {
    job.__name__: job for job in (duckdb_file, duckdb_memory, load_pack, small_packs)
}


if __name__ == "__main__":
    give_way_in_need()
    result = JOBS[sys.argv[1]](**json.loads(sys.argv[2]))
    print(json.dumps({"peak_mb": peak_mb(), **result}))
