"""Where words go: data to standard output, sentences to standard error, progress to people only."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class OutputError(Exception):
    """The output cannot be written, on a full disk for one; the message is a sentence."""


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
        if sys.stdout.isatty():
            sys.stdout.write(text)
        else:
            sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except OSError as error:
        # Else Python complains too, when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Whoever reads from a pipe (head, less) may have seen enough.
        if not isinstance(error, BrokenPipeError):
            raise OutputError(f"The output cannot be written ({error.strerror}).") from error


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Say what is being done while it is, on a terminal only."""
    shown = sys.stderr.isatty()
    if shown:
        sys.stderr.write(f"{doing} …")
        sys.stderr.flush()
    try:
        yield
    finally:
        if shown:
            sys.stderr.write("\r\033[K")


def is_interrupt(error: BaseException) -> bool:
    """Whether it is Ctrl-C, which DuckDB reports as an error of its own."""
    return isinstance(error, KeyboardInterrupt) or str(error) == "Query interrupted"
