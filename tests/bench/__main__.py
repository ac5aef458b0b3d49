"""`make bench`: every benchmark, one line a ratio. It judges, but stops nothing.

`make bench ARGS="intake --quick"` runs one of them, on little data.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tests.bench import claims, cold_start, figures, intake, letters, pages
from tests.bench.timing import Ratio

MODULES: Mapping[str, Callable[[intake.Options], Iterable[Ratio]]] = {
    "cold_start": lambda _: cold_start.ratios(),
    "letters": letters.ratios,
    "claims": lambda _: claims.ratios(),
    "intake": intake.ratios,
    "figures": figures.ratios,
    "pages": pages.ratios,
}


def _asked() -> tuple[list[str], intake.Options]:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "wanted", nargs="*", metavar="NAME", help=f"{', '.join(MODULES)}; all if none is named"
    )
    group = parser.add_argument_group("intake and figures")
    group.add_argument("--quick", action="store_true", help="100,000 answers, one round")
    group.add_argument(
        "--answers", type=int, action="append", help="so many, may be repeated (1 and 10 million)"
    )
    group.add_argument("--rounds", type=int, help="rounds of each (3)")
    group.add_argument(
        "--part", action="append", choices=[*intake.PARTS], help="only that part, may be repeated"
    )
    group.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "sqs-bench",
        help="the folder where made-up archives are kept, 2 GB at 10 million (%(default)s)",
    )
    asked = parser.parse_args()
    if unknown := [name for name in asked.wanted if name not in MODULES]:
        parser.error(f"found {unknown[0]}; use {', '.join(MODULES)}")
    return asked.wanted, intake.Options(
        cache=asked.cache,
        answers=tuple(asked.answers or ([100_000] if asked.quick else [1_000_000, 10_000_000])),
        rounds=asked.rounds or (1 if asked.quick else 3),
        parts=tuple(asked.part or intake.PARTS),
    )


def _megabytes(size: float | None) -> str:
    return "" if size is None else f"{size:.0f}"


def main() -> None:
    """Run the named benchmarks, or all."""
    wanted, options = _asked()
    print(
        f"{'what':<38} {'against':<32} {'ms':>9} {'floor ms':>9} {'ratio':>7} {'at most':>8} "
        f"{'MB':>5} {'at most':>8}"
    )
    for name in wanted or MODULES:
        for row in MODULES[name](options):
            verdict = f"WRONG: {row.wrong}" if row.wrong else "over" if row.over else ""
            words = "; ".join(filter(None, (verdict, row.note)))
            print(
                f"{row.what:<38} {row.against:<32} {row.milliseconds:>9.1f} {row.floor:>9.1f} "
                f"{row.ratio:>7.3f} {row.limit:>8.3f} {_megabytes(row.peak_mb):>5} "
                f"{_megabytes(row.peak_limit):>8}  {words}".rstrip(),
                flush=True,
            )


if __name__ == "__main__":
    main()
