"""What a person waits for at the shell, where every command starts from nothing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bench.timing import Ratio, in_turn
from tests.packs import Pack, bedfordshire

MORE_CASES = 10
"""With Bedfordshire's 20 cases of 27 answers each: a pack of 810 answers."""

ALLOWED = 300.0
"""Milliseconds that `load` may take beyond `import duckdb`."""


_COMPILED = tempfile.TemporaryDirectory()
"""Python's compiled modules, kept from run to run as they are where a program is installed."""


def _python(*words: str) -> Callable[[], object]:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": _COMPILED.name}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, *words]
    return lambda: subprocess.run(command, env=environment, capture_output=True, check=True)


def _pack() -> Pack:
    pack = bedfordshire()
    for name in ("cases", "answers"):
        heading, *rows = pack.tables[name]
        at = heading.index("case_id")
        cases = list(dict.fromkeys(row[at] for row in rows))[:MORE_CASES]
        pack = pack.add(
            name,
            *((*row[:at], f"{row[at]}-B", *row[at + 1 :]) for row in rows if row[at] in cases),
        )
    return pack


def _load() -> Ratio:
    """`load` into a new database: what it takes beyond `import duckdb`."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "sqs.duckdb"
        files = [Path(folder) / file.name for file in _pack().files()]
        for path, file in zip(files, _pack().files(), strict=True):
            path.write_bytes(file.data)
        load = _python("-m", "sqs", "load", *map(str, files), "--db", str(database))

        def anew() -> None:
            database.unlink(missing_ok=True)
            load()

        timed = in_turn("load", anew, "duckdb", _python("-c", "import duckdb"), limit=1.0)
    beyond = timed.milliseconds - timed.floor
    return replace(
        timed,
        what="load 810 answers",
        against=f"{ALLOWED:.0f} ms over import duckdb",
        milliseconds=beyond,
        floor=ALLOWED,
        ratio=beyond / ALLOWED,
    )


def ratios() -> list[Ratio]:
    """`--help` against an empty Python; `load` of a pack beyond its largest import."""
    return [
        in_turn(
            "python -m sqs --help",
            _python("-m", "sqs", "--help"),
            "python -c pass",
            _python("-c", "pass"),
            limit=2.5,
        ),
        _load(),
    ]
