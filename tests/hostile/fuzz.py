"""A fuzzer on the upload desk: `make fuzz`, or for a minute `make fuzz SECONDS=60`.

It begins with the corpus and the Bedfordshire pack, and changes bytes so as to reach lines of
sqs.intake that were not reached before. An input is one file, loaded beside what is loaded already;
what must hold is what promises.kept asks. Everything runs in a folder that is thrown away.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sqs.intake"]):
    import sqs.intake.loading
    import sqs.intake.reading

from corpus import CORPUS, held
from packs import zipped
from promises import kept

from sqs.intake.packs import PackFile
from sqs.store.database import Database

LARGEST = 40_000
"""Bytes of an input: what is far larger tests patience alone."""

NAMES = ("r.csv", "p.zip")
"""The first byte of an input says which of them it is called; the others are the file."""


class Desk:
    """A database that holds the corpus's inspection, made anew after whatever changed it."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self.folder = folder
        with Database(folder / "template.duckdb", create=True) as database:
            assert sqs.intake.loading.load(database, held().files()).status == "loaded"
        self.came_to = dict.fromkeys(("refused", "unchanged", "loaded"), 0)
        self.began = time.monotonic()
        self.seconds = seconds
        self._open()

    def _open(self) -> None:
        path = self.folder / "desk.duckdb"
        shutil.copy(self.folder / "template.duckdb", path)
        self.database = Database(path)

    def takes(self, data: bytes) -> None:
        """Load one input; whatever is raised here is what the fuzzer looks for."""
        if time.monotonic() - self.began > self.seconds:
            self._end()
        if not data:
            return
        status = kept(self.database, [PackFile(NAMES[data[0] % 2], data[1:])]).status
        self.came_to[status] += 1
        if status == "loaded":
            self.database.close()
            self._open()

    def _end(self) -> None:
        """Say what was tried, and stop: libFuzzer's own end waits for DuckDB's threads for good."""
        tried = sum(self.came_to.values())
        each = ", ".join(f"{status} {times:,}" for status, times in self.came_to.items())
        took = time.monotonic() - self.began
        print(f"{tried:,} inputs tried in {took:.0f} s, none broke a promise: {each}.", flush=True)
        self.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        os._exit(0)


def seeds(folder: Path) -> None:
    """The files of the corpus and of the whole pack, as inputs."""
    files = [file for entry in CORPUS for file in entry.make() if "MB" not in entry.name]
    files += [*held().files(), *held().wide().files(), zipped(held().files())]
    for number, file in enumerate(files):
        if len(file.data) < LARGEST:
            first = bytes([file.name.endswith(".zip")])
            (folder / f"{number:05}").write_bytes(first + file.data)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="sqs-fuzz-"))
    (folder / "seeds").mkdir()
    seeds(folder / "seeds")
    desk = Desk(folder, int(os.environ.get("SECONDS") or 600))
    # An input that breaks a promise is kept in the folder where this was called.
    options = [f"-max_len={LARGEST}", "-timeout=60", "-artifact_prefix=fuzz-"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(folder / "seeds")], desk.takes)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
