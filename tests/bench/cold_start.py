"""What a person waits for at the shell."""

import subprocess
import sys
from collections.abc import Callable

from tests.bench.timing import Ratio, in_turn


def _python(*words: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *words], capture_output=True, check=True)


def ratios() -> list[Ratio]:
    """`--help` against an empty Python."""
    return [
        in_turn(
            "python -m sqs --help",
            _python("-m", "sqs", "--help"),
            "python -c pass",
            _python("-c", "pass"),
            limit=4.0,
        )
    ]
