"""Loading a national archive, against DuckDB merely reading it, and against other checkers.

Everything large runs in a fresh process and in turn. An archive with bad answers counts only if
what was reported of it is the truth.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.archive import QUESTIONS, Archive, archive
from tests.bench.timing import Measured, Ratio, by_turns, ratio_of

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
BACKGROUND = 1_000_000  # answers in the database that small packs are loaded into
PACK_MILLISECONDS = 25.0
NOT_HAD = Measured(float("nan"))


@dataclass(frozen=True)
class Options:
    """Where archives are kept, how large they are, how many rounds, which parts to run."""

    cache: Path
    answers: tuple[int, ...]
    rounds: int
    parts: tuple[str, ...]


def ratios(options: Options) -> Iterator[Ratio]:
    """The parts that were asked for, one ratio as soon as it is known."""
    options.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.cache) as scratch:
        for part in options.parts:
            yield from PARTS[part](options, Path(scratch))


# ---- processes -------------------------------------------------------------------------------


class _Runs:
    """Runs of one job, each in a fresh process.

    `result` is what the last said of itself; `wrong` is the first reason why the figures do not
    count, an end before the end among them: it is then not run again.
    """

    def __init__(self, python: Path, module: str, job: str, **arguments: object) -> None:
        self.command = [str(python), "-m", module, job]
        self.arguments = arguments
        self.result: dict[str, Any] = {}
        self.wrong = ""
        self.failed = False

    def __call__(self) -> Measured:
        if self.failed:
            return NOT_HAD
        done = subprocess.run(
            [*self.command, json.dumps(self.arguments)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        self.failed = done.returncode != 0
        if self.failed:
            last = done.stderr.strip().splitlines()[-1:] or [f"ended by signal {-done.returncode}"]
            self.wrong = last[0][:200]
            return NOT_HAD
        self.result = json.loads(done.stdout.splitlines()[-1])
        self.wrong = self.wrong or self.result.get("wrong", "")
        return Measured(self.result["milliseconds"], self.result["peak_mb"])


def _ours(job: str, **arguments: object) -> _Runs:
    return _Runs(Path(sys.executable), "tests.bench.fresh", job, **arguments)


def _loading(made: Archive, form: str, database: Path, *, dry_run: bool = False) -> _Runs:
    return _ours(
        "load_pack", files=[str(path) for path in made.pack(form)],
        truth=str(made.truth_file(form)), answers=made.answers, database=str(database),
        dry_run=dry_run,
    )  # fmt: skip


def _warm(path: Path) -> None:
    """Read the file once, so that no round reads it from a cold disk."""
    with path.open("rb") as stream:
        while stream.read(1 << 24):
            pass


def _size(answers: int) -> str:
    return f"{answers / 1e6:g} M"


def _said(answers: int, *, bad: bool) -> str:
    return f"{_size(answers)} {'1 % bad' if bad else 'clean'}"


# ---- parts -----------------------------------------------------------------------------------


def _against_reading(
    options: Options,
    scratch: Path,
    form: str,
    floor: Callable[[Archive, bool], _Runs],
    against: str,
    *,
    limit: float,
    peak_limit: float | None,
) -> Iterator[Ratio]:
    for answers in options.answers:
        for bad in (False, True):
            made = archive(options.cache, answers, bad=bad)
            _warm(made.answers_file(form))
            ours = _loading(made, form, scratch / "ours.duckdb")
            runs = {"floor": floor(made, bad), "ours": ours}
            measured = by_turns(runs, options.rounds)
            yield ratio_of(
                f"load {form} {_said(answers, bad=bad)}", measured["ours"],
                against, measured["floor"], limit=limit, peak_limit=peak_limit,
                wrong=_why_wrong(runs),
            )  # fmt: skip


def _why_wrong(runs: Mapping[str, _Runs]) -> str:
    return "; ".join(f"{name}: {run.wrong}" for name, run in runs.items() if run.wrong)


def _long(options: Options, scratch: Path) -> Iterator[Ratio]:
    """All rules, stored in a file, against DuckDB reading the answers into a file, unchecked."""
    return _against_reading(
        options, scratch, "long",
        lambda made, bad: _ours(
            "duckdb_file", path=str(made.answers_file("long")), bad=bad,
            database=str(scratch / "floor.duckdb"),
        ),
        "DuckDB reads it into a file", limit=1.3, peak_limit=500,
    )  # fmt: skip


def _wide(options: Options, scratch: Path) -> Iterator[Ratio]:
    """The same answers in wide form, against DuckDB reading that file into memory."""
    return _against_reading(
        options, scratch, "wide",
        lambda made, bad: _ours("duckdb_memory", path=str(made.answers_file("wide")), bad=bad),
        "DuckDB reads it into memory", limit=1.0, peak_limit=None,
    )  # fmt: skip


@dataclass(frozen=True)
class _Peer:
    """Another checker: the most our time may be of its, and the most answers it is given."""

    limit: float
    at_most: int | None = None


PEERS: Mapping[str, _Peer] = {
    "pandas_pandera": _Peer(1 / 3),
    "polars_pandera": _Peer(1.0),
    "dataframely": _Peer(1.0),
    "frictionless": _Peer(1 / 30, at_most=1_000_000),
}


def _check(options: Options, scratch: Path) -> Iterator[Ratio]:
    """A dry run against other checkers; none of them stores anything."""
    questions = scratch / "questions.json"
    questions.write_text(json.dumps([_as_json(q) for q in QUESTIONS]), encoding="utf-8")
    for answers in options.answers:
        for bad in (False, True):
            made = archive(options.cache, answers, bad=bad)
            _warm(made.answers_file("long"))
            ours = _loading(made, "long", scratch / "ours.duckdb", dry_run=True)
            runs = {"ours": ours}
            for name, peer in PEERS.items():
                if peer.at_most is None or answers <= peer.at_most:
                    runs[name] = _Runs(
                        PEERS_PYTHON, "tests.bench.peers", name, folder=str(made.folder / "long"),
                        questions=str(questions),
                    )  # fmt: skip
            measured = by_turns(runs, options.rounds)
            for name, run in runs.items():
                if name != "ours":
                    yield ratio_of(
                        f"check {_said(answers, bad=bad)}", measured["ours"],
                        name, measured[name], limit=PEERS[name].limit,
                        wrong=_why_wrong({"ours": ours, name: run}), note=_what_it_finds(run, made),
                    )  # fmt: skip


def _as_json(question: Any) -> dict[str, object]:
    return {
        "id": question.id,
        "parent": question.parent,
        "parent_answers": question.relevance.parent_answers,
        "must_be_answered": question.relevance.must_be_answered,
        "reasons": question.reasons,
    }


def _what_it_finds(peer: _Runs, made: Archive) -> str:
    """The memory of a peer's process, and how its counts stand to the truth."""
    if peer.failed:
        return ""
    truth = Counter(rule for _, _, rule in made.truth("long"))
    found: dict[str, int] = peer.result["found"]
    departing = ", ".join(
        f"{rule} {found.get(rule, 0)} of {truth[rule]}"
        for rule in sorted({*truth, *found})
        if found.get(rule, 0) != truth[rule]
    )
    return f"{peer.result['peak_mb']:.0f} MB; finds {departing or 'the truth'}"


def _pack(options: Options, scratch: Path) -> Iterator[Ratio]:
    """One inspection's pack in a warm process, into a small and into a large database."""
    background = min(BACKGROUND, max(options.answers))
    small, large = scratch / "small.duckdb", scratch / "large.duckdb"
    made = archive(options.cache, background, bad=False)
    filling = _loading(made, "long", large)
    filling()
    for holds, database in (("1 inspection", small), (f"{_size(background)} answers", large)):
        for whole, named in ((False, "pack of 810"), (True, "whole pack of 810")):
            run = _ours("small_packs", database=str(database), whole=whole, warm_ups=5, runs=30)
            measured = run()
            yield ratio_of(
                f"{named} into {holds}", [measured],
                f"{PACK_MILLISECONDS:g} ms", [Measured(PACK_MILLISECONDS)],
                limit=1.0, wrong=filling.wrong or run.wrong, note=run.result.get("note", ""),
            )  # fmt: skip


PARTS: Mapping[str, Callable[[Options, Path], Iterator[Ratio]]] = {
    "long": _long, "wide": _wide, "check": _check, "pack": _pack,
}  # fmt: skip
