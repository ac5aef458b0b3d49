"""Text from a case file as one line that every kind of document can hold."""

import re

_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are meant: they stay
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Marks that are no characters of their own: they turn the words after them round, or join pictures
# into ones that no font of ours can show.
INVISIBLE = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")


def one_line(text: str) -> str:
    """The text with runs of white space as one space and without what XML or a page forbids.

    A line break in a pasted quotation would otherwise end a paragraph in Markdown, and a control
    character would stop the Word writer.
    """
    return INVISIBLE.sub("", _UNWRITABLE.sub("", _SPACE.sub(" ", text)))
