"""Where words go: data to standard output, sentences to standard error, progress to people only."""

import os
import sys
from time import monotonic

BETWEEN_DRAWINGS = 0.1
"""The least number of seconds between two drawings of a line of progress."""


class OutputError(Exception):
    """The output cannot be written, on a full disk for one; the message is a sentence."""


class StoppedError(Exception):
    """Ctrl-C ended a command; the message says what that means for the data."""


def printable(text: str) -> str:
    """The text in one line a terminal can show: what a file holds must not steer the screen."""
    return "".join(mark if mark.isprintable() else "�" for mark in text)


def say(sentence: str) -> None:
    """Print to standard error what is no data."""
    sys.stderr.write(f"{printable(sentence)}\n")


def write(text: str) -> None:
    """Print data to standard output: UTF-8 for files and pipes, the terminal's own for people.

    Raises:
        OutputError: where it cannot be written.

    """
    try:
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.flush()
    except OSError as error:
        # Else Python complains too, when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Whoever reads from a pipe (head, less) may have seen enough.
        if not isinstance(error, BrokenPipeError):
            raise OutputError(f"The output cannot be written ({error.strerror}).") from error


class Progress:
    """A line on a terminal that says what is being done, while it is; nothing where no one looks.

    `show` may be called from the thread that does it.
    """

    def __init__(self, doing: str) -> None:
        """Begin with what is done first, of which nothing is known yet."""
        self._doing = doing
        self._shown = sys.stderr.isatty()
        self._drawn_at = 0.0

    def __enter__(self) -> "Progress":
        """Draw the line."""
        if self._shown:
            self._draw(self._doing)
        return self

    def show(self, doing: str, part: float | None) -> None:
        """Draw the line anew, but not more often than an eye can follow.

        Args:
            doing: what is being done now.
            part: how much of it is done, from 0 to 1; None where nobody knows.

        """
        if self._shown and monotonic() - self._drawn_at >= BETWEEN_DRAWINGS:
            self._draw(doing if part is None else f"{part:4.0%} {doing}")

    def _draw(self, line: str) -> None:
        from shutil import get_terminal_size

        # A line that wraps would not be cleared whole.
        fits = printable(f"{line} …")[: get_terminal_size().columns - 1]
        sys.stderr.write(f"\r{fits}\033[K")
        sys.stderr.flush()
        self._drawn_at = monotonic()

    def __exit__(self, *_: object) -> None:
        """Clear the line, for good."""
        if self._shown:
            self._shown = False
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def is_interrupt(error: BaseException) -> bool:
    """Whether it is Ctrl-C, also as DuckDB reports it: from a query, or from an import it does."""
    return (
        isinstance(error, KeyboardInterrupt)
        or str(error) == "Query interrupted"
        or "\nKeyboardInterrupt:" in str(error)
    )
