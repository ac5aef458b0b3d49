"""Write a letter to a file, in the kind of document that the file's ending names."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from sqs.letter.html import write_html
from sqs.letter.markdown import write_markdown
from sqs.letter.value import Letter


class Writer(NamedTuple):
    """A kind of document: its media type and the function that makes its bytes."""

    media_type: str
    write: Callable[[Letter], bytes]


def write_letter(letter: Letter, path: Path) -> None:
    """Write the letter to the path, over whatever is there.

    Raises:
        ValueError: no kind of document has that ending.

    """
    path.write_bytes(writer_for(path).write(letter))


def writer_for(path: Path) -> Writer:
    """The writer that the path's ending names, in capitals or not.

    Raises:
        ValueError: no kind of document has that ending.

    """
    try:
        return WRITERS[path.suffix.lower()]
    except KeyError:
        *others, last = WRITERS
        found = f"ends in '{path.suffix}'" if path.suffix else "has no ending"
        raise ValueError(
            f"A letter is written to a file that ends in {', '.join(others)} or {last}; "
            f"'{path.name}' {found}."
        ) from None


def _docx(letter: Letter) -> bytes:
    from sqs.letter.word import write_docx  # here: few commands need python-docx

    return write_docx(letter)


def _pdf(letter: Letter) -> bytes:
    from sqs.letter.pdf import write_pdf  # here: few commands need typst

    return write_pdf(letter)


WRITERS: Final[Mapping[str, Writer]] = {
    ".md": Writer("text/markdown; charset=utf-8", lambda letter: write_markdown(letter).encode()),
    ".html": Writer("text/html; charset=utf-8", lambda letter: write_html(letter).encode()),
    ".docx": Writer(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx
    ),
    ".pdf": Writer("application/pdf", _pdf),
}
"""Every kind of document a letter can be, by the file's ending."""
