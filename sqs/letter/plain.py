"""Text from a case file as one line that every kind of document can hold."""

import re

_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are meant: they stay
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def one_line(text: str) -> str:
    """The text with runs of white space as one space and without characters XML forbids.

    A line break in a pasted quotation would otherwise end a paragraph in Markdown, and a control
    character would stop the Word writer.
    """
    return _UNWRITABLE.sub("", _SPACE.sub(" ", text))
