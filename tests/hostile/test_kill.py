"""A load that is killed or meets a full disk: all of it is there or nothing, and what was stays.

SQS_KILLS=20 SQS_INSPECTIONS=200 python -m pytest tests/hostile/test_kill.py
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from crowds import again, history
from packs import contents

from sqs.intake.loading import load
from sqs.store.database import Database

ROOT = Path(__file__).resolve().parents[2]

KILLS = int(os.environ.get("SQS_KILLS", "6"))
INSPECTIONS = tuple(f"again-{n}" for n in range(int(os.environ.get("SQS_INSPECTIONS", "15"))))


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> list[Path]:
    """The files of a pack that takes a while to load."""
    folder = tmp_path_factory.mktemp("large")
    files = again(*INSPECTIONS).files()
    for file in files:
        (folder / file.name).write_bytes(file.data)
    return [folder / file.name for file in files]


def started(files: list[Path], db: Path, **how: object) -> subprocess.Popen:
    command = [sys.executable, "-m", "sqs", "load", *files, "--db", db]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how
    )


def held_by(db: Path) -> dict[str, object]:
    """Everything in the file, without the times at which it came."""
    with Database(db) as database:
        found = {"history": history(database), **contents(database)}
    del found["uploads"], found["events"]
    return found


@pytest.fixture(scope="module")
def whole_run(template, large, tmp_path_factory) -> tuple[float, int, dict[str, object]]:
    """How long a load takes that nobody kills, by how much it lets the file grow, what is then."""
    db = tmp_path_factory.mktemp("whole") / "whole.duckdb"
    shutil.copy(template, db)
    began = time.monotonic()
    run = started(large, db)
    run.communicate()
    assert run.returncode == 0
    return time.monotonic() - began, size(db) - size(template), held_by(db)


def size(db: Path) -> int:
    """Bytes in the file and in the log beside it."""
    return sum(
        path.stat().st_size for path in (db, db.with_name(f"{db.name}.wal")) if path.exists()
    )


@pytest.mark.parametrize("number", range(KILLS))
def test_a_load_that_is_killed_leaves_all_or_nothing(template, large, whole_run, tmp_path, number):
    """Every other time it is killed while it writes, which is a small part of the whole."""
    takes, grows, after = whole_run
    random = Random(f"kill {number}")
    db = tmp_path / "killed.duckdb"
    shutil.copy(template, db)
    before, begins = held_by(db), size(db)
    writes = begins + (random.random() * grows if number % 2 else grows * 9)
    latest = time.monotonic() + random.uniform(0.1, 1) * takes * (4 if number % 2 else 1)

    run = started(large, db)
    while run.poll() is None and size(db) <= writes and time.monotonic() < latest:
        time.sleep(0.0005)
    run.kill()
    run.communicate()

    assert run.returncode in (-signal.SIGKILL, 0)
    left = held_by(db)
    assert left in ((after,) if run.returncode == 0 else (before, after))
    # And it can be loaded now, whichever it was.
    with Database(db) as database:
        receipt = load(database, again(*INSPECTIONS).files())
        assert receipt.status == ("unchanged" if left == after else "loaded")
    now = held_by(db)
    assert (now["cases"], now["remarks"]) == (after["cases"], after["remarks"])


def at_most(size: int) -> Callable[[], None]:
    """No file of the process may grow beyond so many bytes, as on a disk that is full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize(
    ("times_the_file", "more", "ends"),
    [(0, 0, {1}), (0, 50_000, {1}), (1, 50_000, {0, 1})],
    ids=["not a byte more", "full in the middle of the log", "full when the log is put away"],
)
def test_a_full_disk_is_a_sentence_and_loses_nothing(
    template, large, whole_run, tmp_path, times_the_file, more, ends
):
    """Where there is room for the log the upload is there, though the file itself cannot grow."""
    *_, after = whole_run
    db = tmp_path / "full.duckdb"
    shutil.copy(template, db)
    before = held_by(db)

    run = started(large, db, preexec_fn=at_most(times_the_file * size(template) + more))
    output, said = run.communicate()

    assert run.returncode in ends
    assert "Traceback" not in output + said
    assert held_by(db) == (before if run.returncode else after)
    if run.returncode:
        assert said.startswith("Error: ")
        assert said.rstrip().endswith(".")
    with Database(db) as database:
        assert load(database, again("one-more").files()).status == "loaded"


def test_a_full_disk_is_named(template, large, tmp_path):
    db = tmp_path / "full.duckdb"
    shutil.copy(template, db)
    _, said = started(large, db, preexec_fn=at_most(4096)).communicate()
    assert said.startswith(f"Error: {db} cannot be written")
