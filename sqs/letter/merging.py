"""Two people's edits of one letter put together, paragraph by paragraph.

What one of them changed is taken; where both changed the same paragraph differently, neither text
is chosen: both are handed back.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.6
"""From this share of common characters on, a paragraph is another one changed."""

_MOST_COMPARED = 400
"""Pairs of paragraphs looked at for likeness in one place; more are taken as one change."""

_GAP = re.compile(r"\n(?:[ \t]*\n)+")
_NUMBER = re.compile(r"(\d+(?:\.\d+)+)\.(?:\s|\Z)")
_HEADING = re.compile(r"#{1,6}\s+(?:\d+\.\s+)?(.*)")


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """A paragraph, heading, list or table of the Markdown, as it is written there.

    Attributes:
        place: its number; else the heading over it, with " (2)" for the second under it; the words
            of a heading itself; "Address" above the first heading.
        text: without the empty lines around it.
        start, end: where it stands in the Markdown.
        heading: whether it is one.

    """

    place: str
    text: str
    start: int
    end: int
    heading: bool = False


def paragraphs(text: str) -> list[SourceParagraph]:
    """The Markdown's paragraphs in order, each with a place of its own in most letters."""
    found: list[SourceParagraph] = []
    over, under = "Address", 0
    for start, end in _spans(text):
        words = text[start:end].rstrip()
        first = words.lstrip()
        start += len(words) - len(first)
        if heading := _HEADING.match(first):
            over, under = heading[1].strip(), 0
            found.append(SourceParagraph(over, first, start, start + len(first), heading=True))
        elif number := _NUMBER.match(first):
            found.append(SourceParagraph(number[1], first, start, start + len(first)))
        elif first:
            under += 1
            place = over if under == 1 else f"{over} ({under})"
            found.append(SourceParagraph(place, first, start, start + len(first)))
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for gap in _GAP.finditer(text):
        yield begin, gap.start()
        begin = gap.end()
    yield begin, len(text)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paragraph that two people changed; an empty text is one that was taken out.

    Attributes:
        place: its place in the text both began from.
        base: what both began from.
        mine: what the one who saves now made of it.
        theirs: what was saved meanwhile.

    """

    place: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Two edits in one text; in it, each paragraph in conflict reads as `theirs` has it."""

    text: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """Paragraphs `start` to `end` of the base became `new`; an insertion where start is end."""

    start: int
    end: int
    new: tuple[str, ...]
    mine: bool


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Put two edits of one text together.

    Args:
        base: what both began from.
        mine: the edit that is being saved.
        theirs: the edit that was saved meanwhile.

    """
    began = paragraphs(base)
    old = [each.text for each in began]
    changes = [
        *_changes(old, [each.text for each in paragraphs(theirs)], mine=False),
        *_changes(old, [each.text for each in paragraphs(mine)], mine=True),
    ]
    merged: list[str] = []
    conflicts: list[Conflict] = []
    done = 0
    for group in _groups(changes):
        start, end = group[0].start, max(change.end for change in group)
        merged += old[done:start]
        done = end
        inserted = start == end
        ours = _applied(old, start, end, [change for change in group if change.mine])
        others = _applied(old, start, end, [change for change in group if not change.mine])
        sides = {change.mine for change in group}
        if len(sides) == 1 or ours == others:
            merged += ours if sides == {True} else others
        elif inserted:
            merged += [*others, *ours]
        else:
            merged += others
            conflicts.append(
                Conflict(began[start].place, *(map(_joined, (old[start:end], ours, others))))
            )
    merged += old[done:]
    return Merged(_joined(merged) + "\n", tuple(conflicts))


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(texts)


def _changes(old: Sequence[str], new: Sequence[str], *, mine: bool) -> Iterator[_Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            continue
        at, new_at = start, new_start
        for here, there in [*_pairs(old, new, (start, end), (new_start, new_end)), (end, new_end)]:
            if at < here or new_at < there:
                yield _Change(at, here, tuple(new[new_at:there]), mine)
            if here < end:
                yield _Change(here, here + 1, (new[there],), mine)
            at, new_at = here + 1, there + 1


def _pairs(
    old: Sequence[str], new: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Paragraphs of two stretches that are one and the same, changed."""
    if here[1] - here[0] == there[1] - there[0]:
        yield from zip(range(*here), range(*there), strict=True)
        return
    if (here[1] - here[0]) * (there[1] - there[0]) > _MOST_COMPARED:
        return
    begin = there[0]
    for place in range(*here):
        for candidate in range(begin, there[1]):
            matcher = SequenceMatcher(None, old[place], new[candidate], autojunk=False)
            if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                yield place, candidate
                begin = candidate + 1
                break


def _groups(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Changes that touch the same paragraphs, together; in the order of the base."""
    group: list[_Change] = []
    for change in sorted(changes, key=lambda each: (each.start, each.end)):
        if group:
            start, end = group[0].start, max(each.end for each in group)
            inserted_together = start == end == change.start == change.end
            if change.start < end or inserted_together:
                group.append(change)
                continue
            yield group
        group = [change]
    if group:
        yield group


def _applied(old: Sequence[str], start: int, end: int, changes: Sequence[_Change]) -> list[str]:
    made: list[str] = []
    at = start
    for change in changes:
        made += [*old[at : change.start], *change.new]
        at = change.end
    return made + list(old[at:end])
