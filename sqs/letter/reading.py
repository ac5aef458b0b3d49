"""A letter's Markdown, as it was written here and as people edit it, read back into the value.

Nothing that people write can fail: what is no sign of ours, or a sign gone wrong (a link that is
not closed, a question nobody asks, HTML), stays as the plain words it looks like, so that it shows
in every document. What is read and written again is what was read.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqs.letter.basis import Basis
from sqs.letter.forms import form_of
from sqs.letter.plain import one_line
from sqs.letter.value import (
    Block,
    Bullets,
    Claim,
    Footnote,
    Heading,
    Letter,
    Paragraph,
    Run,
    Table,
    Text,
)

UNTITLED = "Letter without a title"
"""The title of a letter whose first-level heading was deleted; no document can do without one."""

DEEPEST_HEADING = 3

# A link ends where a paragraph does. Escaped signs are passed over whole.
_LINK = re.compile(
    r"\\.|\[(?P<words>(?:\\[^\n]|[^\\\[\]\n]|\n(?![ \t]*\n))+)\]"
    r"\(claim:(?P<question>[A-Za-z0-9_]+)\)"
)
_MARK = re.compile("\0(\\d+)\0")  # a link that was found, by its place among all

_ADDRESS = re.compile(r"\*\*((?:\\.|[^\\*])+?):\*\*[ \t]*(.*)")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(?:(\d+)\.[ \t]+)?(.*?))?[ \t]*")
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.(?:[ \t]+(.*)|)")
_NEW_NUMBERED = re.compile(r"\d+(?:\.\d+)+\.[ \t]")
_BULLET = re.compile(r"[-*+](?:[ \t]+(.*)|)")
_DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
_REFERENCE = re.compile(r"\\.|\[\^([^\]\s]+)\]")
_PROVENANCE = re.compile(r"\*(?!\*)((?:\\.|[^\\*])+)\*")
_RULE = re.compile(r":?-+:?")
_CELL_END = re.compile(r"((?:\\.|[^\\|])*)\|")

_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    "|\0(?P<mark>\\d+)\0"
    r"|\[\^(?P<note>[^\]\s]+)\]"
    r"|\*{2,}"
    r"|\*(?!\s)(?P<starred>(?:\\.|[^\\*])*?)(?<!\s)\*(?!\*)"
    r"|(?<!\w)_(?![\s_])(?P<lined>(?:\\.|[^\\_])*?)(?<!\s)_(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim where it stands in the Markdown.

    Attributes:
        claim: the claim as it was read.
        place: its paragraph's number, or the heading over it where it has none.
        start, end: of the whole link in the Markdown, in characters.

    """

    claim: Claim
    place: str
    start: int
    end: int


def read_markdown(text: str, basis: Basis) -> Letter:
    """The letter that some Markdown says, its claims with the figures and evidence they have now.

    Args:
        text: the Markdown; anything at all.
        basis: whose letter it is, and what the data say.

    """
    return _Reader(text, basis).letter()


def marks(text: str, basis: Basis) -> list[Mark]:
    """Every claim of the letter in reading order, with its place in the Markdown."""
    reader = _Reader(text, basis)
    claims = (
        (paragraph.number or heading, run)
        for heading, paragraph in reader.letter().placed()
        for run in paragraph.runs
        if isinstance(run, Claim)
    )
    # `read` is full once the letter was read.
    found = list(claims)
    return [
        Mark(claim, place, *span) for (place, claim), span in zip(found, reader.read, strict=True)
    ]


@dataclass(slots=True)
class _Reader:
    """One letter being read; `read` holds where each claim stands, in the order of reading."""

    text: str
    basis: Basis
    read: list[tuple[int, int]] = field(default_factory=list)
    _links: list[re.Match[str]] = field(default_factory=list)
    _claimed: Counter[str] = field(default_factory=Counter)
    _notes: dict[str, str] = field(default_factory=dict)

    def letter(self) -> Letter:
        address: list[tuple[str, str]] = []
        title = ""
        raw = list(_chunks(self._marked().split("\n")))
        notes = {c.label: c for c in reversed(raw) if c.kind == "note"}  # the first of a label
        self._notes = {label: chunk.text for label, chunk in notes.items()}
        referred = {
            found[1]
            for chunk in raw
            if chunk.kind in ("paragraph", "bullet")
            for found in _REFERENCE.finditer(chunk.text)
        }
        chunks = [
            c for c in raw if c.kind != "note" or c.label not in referred or c is not notes[c.label]
        ]
        provenance = ""
        if chunks and chunks[-1].kind == "paragraph":
            found = _PROVENANCE.fullmatch(chunks[-1].text)
            if found and not _MARK.search(found[1]):
                provenance = self._plain(found[1])
                chunks.pop()
        blocks: list[Block] = []
        level = 1
        for chunk in chunks:
            line = _ADDRESS.fullmatch(chunk.text) if chunk.kind == "paragraph" else None
            if line and not title and not blocks:
                address.append((self._plain(line[1]), self._plain(line[2])))
            elif chunk.kind == "heading" and chunk.level == 1 and not title:
                title = self._plain(chunk.whole)
            elif chunk.kind == "heading":
                # No document takes a heading that skips a level.
                level = min(max(chunk.level, 2), level + 1, DEEPEST_HEADING)
                blocks.append(Heading(self._plain(chunk.text), level, chunk.label))
            elif chunk.kind == "table":
                blocks.append(self._table(chunk.rows, blocks))
            elif chunk.kind == "bullet":
                item = Paragraph(tuple(self._runs(chunk.text)))
                last = blocks[-1] if blocks and chunk.goes_on else None
                if isinstance(last, Bullets):
                    blocks[-1] = Bullets((*last.items, item))
                else:
                    blocks.append(Bullets((item,)))
            elif chunk.kind == "note":
                blocks.append(Paragraph((Text(self._plain(chunk.whole)),)))
            elif _says_anything(paragraph := self._paragraph(chunk.text)):
                blocks.append(paragraph)
        return Letter(
            self.basis.inspection_id,
            self.basis.edition,
            self.basis.scale,
            title or UNTITLED,
            tuple(address),
            tuple(blocks),
            provenance,
        )

    def _marked(self) -> str:
        """The text with each claim's link replaced by its place among all of them."""
        self._links = []

        def mark(found: re.Match[str]) -> str:
            if found["question"] is None or not self.basis.speaks_of(found["question"]):
                return found[0]
            self._links.append(found)
            return f"\0{len(self._links) - 1}\0"

        # One character for one, so that the places of the links stay those of the text.
        return _LINK.sub(mark, self.text.replace("\0", "\ufffd").replace("\r", " "))

    def _paragraph(self, text: str) -> Paragraph:
        numbered = _NUMBERED.fullmatch(text)
        number, words = (numbered[1], numbered[2] or "") if numbered else ("", text)
        return Paragraph(tuple(self._runs(words)), number)

    def _runs(self, text: str) -> Iterator[Run]:
        """The runs of a paragraph, words of the same kind side by side as one."""
        waiting, leaning = "", False
        for run in self._pieces(text, italic=False):
            if isinstance(run, Text):
                if run.italic != leaning and waiting:
                    yield Text(waiting, leaning)
                    waiting = ""
                leaning = run.italic
                waiting += run.text
                continue
            if waiting:
                yield Text(waiting, leaning)
                waiting = ""
            yield run
        if waiting:
            yield Text(waiting, leaning)

    def _pieces(self, text: str, *, italic: bool) -> Iterator[Run]:
        end = 0
        for found in _INLINE.finditer(text):
            if found.start() > end:
                yield Text(one_line(text[end : found.start()]), italic)
            end = found.end()
            inner = found["starred"] or found["lined"]
            if found["escaped"]:
                yield Text(found["escaped"], italic)
            elif found["mark"]:
                yield self._claim(int(found["mark"]))
            elif found["note"] in self._notes:
                yield Footnote(self._plain(self._notes[found["note"]]))
            elif inner and not italic:
                yield from self._pieces(inner, italic=True)
            else:
                yield Text(one_line(found[0]), italic)
        if end < len(text):
            yield Text(one_line(text[end:]), italic)

    def _claim(self, place: int) -> Claim:
        link = self._links[place]
        self.read.append(link.span())
        question_id, words = link["question"], _unescaped(link["words"])
        self._claimed[question_id] += 1
        known = self.basis.known.get(question_id)
        return Claim(
            f"{question_id}_{self._claimed[question_id]}",
            words,
            question_id,
            form_of(words, question_id, known.relevant if known else None),
            known.met if known else None,
            known.relevant if known else None,
            known.sentences if known else (),
        )

    def _plain(self, text: str) -> str:
        """Words of a place that holds no claims: a link in it stays as it was written."""
        return _unescaped(_MARK.sub(lambda found: self._links[int(found[1])][0], text)).strip()

    def _table(self, rows: Sequence[str], blocks: list[Block]) -> Table:
        """The table; the plain paragraph before it, which it takes out of the blocks, says of what.

        Cells beyond those of the heading row join the last: nobody's words are lost.
        """
        caption = ""
        last = blocks[-1] if blocks else None
        if isinstance(last, Paragraph) and not last.number and len(last.runs) == 1:
            (run,) = last.runs
            if isinstance(run, Text) and not run.italic:
                caption = run.text
                blocks.pop()
        headings, _, *others = ([self._plain(cell) for cell in _cells(row)] for row in rows)
        width = len(headings)
        filled = []
        for cells in others:
            *first, rest = [*cells[: width - 1], " | ".join(cells[width - 1 :])]
            filled.append((*first, *[""] * (width - 1 - len(first)), rest))
        return Table(caption, tuple(headings), tuple(filled))


def _says_anything(paragraph: Paragraph) -> bool:
    """Whether there is more in it than what no document shows."""
    return bool(paragraph.number) or any(
        not isinstance(run, Text) or run.text.strip() for run in paragraph.runs
    )


@dataclass(slots=True)
class _Chunk:
    """Lines that belong together.

    `label` is a heading's number or a note's label; `goes_on` is whether a point follows another
    without an empty line between them; `whole` is the text as it was written.
    """

    kind: str
    text: str = ""
    level: int = 0
    label: str = ""
    whole: str = ""
    goes_on: bool = False
    rows: list[str] = field(default_factory=list)


def _chunks(lines: Sequence[str]) -> Iterator[_Chunk]:
    """Headings, points, tables, notes and paragraphs, in order; a paragraph may span lines."""
    current: _Chunk | None = None
    after_point = False
    for place, raw in enumerate(lines):
        line = raw.strip()
        if not line:
            if current:
                yield current
            current, after_point = None, False
            continue
        begun = _begun(line, lines[place + 1].strip() if place + 1 < len(lines) else "", current)
        if begun is None and current is not None:
            if current.kind == "table":
                current.rows.append(line)
            else:
                current.text += f" {line}"
                current.whole += f" {line}"
            continue
        if current:
            yield current
            after_point = current.kind == "bullet"
        current = begun or _Chunk("paragraph", line, whole=line)
        current.goes_on = after_point
        if current.kind == "heading":
            yield current
            current, after_point = None, False
    if current:
        yield current


def _begun(line: str, following: str, current: _Chunk | None) -> _Chunk | None:
    """What the line begins; None where it goes on with what was begun, or begins a paragraph."""
    if current is not None and current.kind == "table":
        if line.startswith("|"):
            return None
        return _begun(line, following, None) or _Chunk("paragraph", line, whole=line)
    if heading := _HEADING.fullmatch(line):
        words = heading[3] or ""
        number = heading[2] or ""
        whole = f"{number}. {words}" if number else words
        return _Chunk("heading", words, len(heading[1]), number, whole)
    if bullet := _BULLET.fullmatch(line):
        return _Chunk("bullet", bullet[1] or "", whole=line)
    if note := _DEFINITION.fullmatch(line):
        return _Chunk("note", note[2], label=note[1], whole=line)
    rule = _cells(following) if line.startswith("|") and following.startswith("|") else []
    if rule and all(_RULE.fullmatch(cell) for cell in rule):
        return _Chunk("table", rows=[line])
    if current is not None and (_NEW_NUMBERED.match(line) or _ADDRESS.fullmatch(line)):
        return _Chunk("paragraph", line, whole=line)
    return None


def _cells(row: str) -> list[str]:
    """The cells of a table's row, without the bars."""
    inner = row.strip().removeprefix("|")
    if not inner.endswith("|") or inner.endswith("\\|"):
        inner += "|"
    return [found[1].strip() for found in _CELL_END.finditer(inner)]


def _unescaped(text: str) -> str:
    return one_line(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))
