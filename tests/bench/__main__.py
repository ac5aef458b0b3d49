"""`make bench`: every benchmark, one line a ratio. It judges, but stops nothing."""

import sys

from tests.bench import cold_start, letters

MODULES = {"cold_start": cold_start, "letters": letters}


def main(wanted: list[str]) -> None:
    """Run the named benchmarks, or all."""
    print(f"{'what':<34} {'against':<30} {'ms':>8} {'floor ms':>9} {'ratio':>6} {'at most':>8}")
    for name in wanted or MODULES:
        for row in MODULES[name].ratios():
            verdict = "" if row.ratio <= row.limit else "  over"
            print(
                f"{row.what:<34} {row.against:<30} {row.milliseconds:>8.1f} {row.floor:>9.1f} "
                f"{row.ratio:>6.2f} {row.limit:>8.2f}{verdict}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
