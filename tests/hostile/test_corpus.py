"""Every bad or odd file comes to what its entry says: read to the letter, or refused."""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from corpus import CORPUS, PENDING, Hostile, answered
from packs import contents

from sqs.intake.loading import load
from sqs.intake.rules import RULES

ROOT = Path(__file__).resolve().parents[2]

LONGEST = 10.0
"""Seconds of the processor that any entry may take; most take a hundredth of it."""


def params(status: str) -> list:
    return [
        pytest.param(
            entry,
            id=entry.name,
            marks=[
                pytest.mark.xfail(reason=PENDING[name]) for name in PENDING if name == entry.name
            ],
        )
        for entry in CORPUS
        if entry.status == status
    ]


@pytest.mark.parametrize("entry", params("refused"))
def test_refused_for_exactly_its_problems(lasting, entry: Hostile):
    files = entry.make()
    before = contents(lasting)
    began = time.process_time()

    receipt = load(lasting, files)

    assert time.process_time() - began < LONGEST
    assert contents(lasting) == before
    assert {(p.rule, p.file, p.line, p.column) for p in receipt.problems} == entry.problems
    assert (receipt.status, receipt.upload) == ("refused", None)
    assert receipt.problem_counts == Counter(p.rule for p in receipt.problems)
    assert receipt.problem_counts.keys() <= RULES.keys()
    assert [p.message for p in receipt.problems if not p.message.endswith(".")] == []


@pytest.mark.parametrize("entry", params("unchanged"))
def test_read_to_the_letter(lasting, entry: Hostile):
    """It is what is loaded already: a letter more or less would be a conflict."""
    files = entry.make()
    before = contents(lasting)
    began = time.process_time()

    receipt = load(lasting, files)

    assert time.process_time() - began < LONGEST
    assert contents(lasting) == before
    assert receipt.problems == ()
    assert (receipt.status, receipt.upload) == ("unchanged", None)
    assert receipt.normalised == entry.noted


@pytest.mark.parametrize("entry", params("loaded"))
def test_stored_to_the_letter(own, entry: Hostile):
    view, column, cells = entry.stored
    before = cells_of(own, view, column)

    receipt = load(own, entry.make(), replace=True)

    assert receipt.problems == ()
    assert (receipt.status, receipt.upload) == ("loaded", 2)
    assert receipt.normalised == entry.noted
    after = cells_of(own, view, column)
    assert (after - before) | (after & cells) == cells


def cells_of(database, view: str, column: str) -> set[str]:
    with database.reading() as cursor:
        return {cell for (cell,) in cursor.execute(f"select {column} from {view}").fetchall()}


def test_the_table_names_each_entry_once_and_pending_names_entries():
    names = [entry.name for entry in CORPUS]
    assert len(names) == len(set(names))
    assert PENDING.keys() <= set(names)
    assert {entry.status for entry in CORPUS} == {"refused", "unchanged", "loaded"}


def test_a_sentence_shows_what_cannot_be_seen(lasting):
    """found 'yes'; use yes, no or not relevant: a person would not see what is wrong."""
    receipt = load(lasting, answered(["yes\u200b", "yes\u202e", "no\x07", "no\u00ad"])())
    assert len(receipt.problems) == 4
    assert [p.message for p in receipt.problems if not p.message.isprintable()] == []


HEAVY = (
    "2 GB of zeros in 2 MB",
    "200 members in one place",
    "a million blank rows",
    "10,000 columns",
    "a mark never closed above 2 MB",
)
BOMB = "a bomb that says it is small"


@pytest.mark.parametrize(
    "names",
    [HEAVY, (BOMB,)],
)
def test_what_is_far_too_much_is_refused_in_little_memory(tmp_path, names):
    files = []
    for entry in (entry for entry in CORPUS if entry.name in names):
        (file,) = entry.make()
        path = tmp_path / f"{len(files)}{Path(file.name).suffix}"
        path.write_bytes(file.data)
        files.append(path)
    assert len(files) == len(names)

    most, exit_status, said = peak_megabytes(
        [sys.executable, "-m", "sqs", "load", *files, "--db", tmp_path / "new.duckdb"]
    )

    assert exit_status == 1
    assert "Traceback" not in said
    assert most < 500


def peak_megabytes(command: list) -> tuple[float, int, str]:
    """The most memory that a command held, its exit status, and what it said."""
    program = (
        "import resource, subprocess, sys\n"
        "run = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, run.returncode)\n"
        "print(run.stdout, run.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    first, said = ran.stdout.split("\n", 1)
    kilobytes, exit_status = map(int, first.split())
    return kilobytes / 1024, exit_status, said
