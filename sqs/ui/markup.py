"""Text and tables as safe markup: whatever an uploaded file says is shown, never obeyed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

# Everything Markdown, Streamlit's own directives (":red[…]") and formulas could take as a sign.
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@^=])")

# Those that are signs in the middle of a line; a point or a low line only where it would be one.
_SIGNS_INSIDE = re.compile(r"([\\`*\[\]<>~$&:^@]|\.(?=\w)|(?<!\w)_|_(?!\w))")

STYLE = f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
"""What the theme cannot say: our tables, notes, and headings in the size of a working page."""


def plain(text: str) -> str:
    """Text for a place that reads Markdown, so that it is shown as it stands."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def quoted(text: str) -> str:
    """Text in quotation marks for a widget's label, which reads Markdown and is read out raw."""
    shown = _SIGNS_INSIDE.sub(r"\\\1", " ".join(text.split()))
    return f"“{shown}”"


def note(text: str) -> str:
    """A paragraph in smaller, quieter type."""
    return f'<p class="sqs-note">{escape(text)}</p>'


def lead(text: str) -> str:
    """A paragraph under the page's heading."""
    return f'<p class="sqs-lead">{escape(text)}</p>'


def mark(text: str) -> str:
    """A paragraph that must not be missed: what this data is."""
    return f'<p class="sqs-mark">{escape(text)}</p>'


def bullets(texts: Iterable[str]) -> str:
    """A list of sentences."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `number` stands right, `long` texts get room before they wrap."""

    heading: str
    number: bool = False
    long: bool = False

    @property
    def style(self) -> str:
        """The class attribute of its cells, with a space before, or nothing."""
        names = [name for name, wanted in (("n", self.number), ("long", self.long)) if wanted]
        return f' class="{" ".join(names)}"' if names else ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table whose cells are kept, so that it can be shown and taken away."""

    caption: str
    columns: Sequence[Column | str]
    rows: Sequence[Sequence[str | int | None]]

    @property
    def headings(self) -> list[str]:
        """The columns' headings as plain text."""
        return [each.heading for each in _made(self.columns)]

    def __str__(self) -> str:
        """The table's markup."""
        return table(self.caption, self.columns, self.rows)


def table(
    caption: str, columns: Sequence[Column | str], rows: Iterable[Sequence[str | int | None]]
) -> str:
    """A real table whose first column names its rows; None is shown as an empty cell.

    It can be scrolled sideways by mouse and by keyboard where the page is narrow.
    """
    made = _made(columns)
    return _scrolled(caption, made, (_row(made, row) for row in rows))


def _made(columns: Sequence[Column | str]) -> list[Column]:
    return [each if isinstance(each, Column) else Column(each) for each in columns]


def _scrolled(caption: str, columns: Sequence[Column], rows: Iterable[str], more: str = "") -> str:
    head = "".join(f'<th scope="col"{each.style}>{escape(each.heading)}</th>' for each in columns)
    return _table(caption, head, "".join(f"<tr>{row}</tr>" for row in rows), more)


def _table(caption: str, head: str, body: str, more: str) -> str:
    return (
        f'<div class="sqs-scroll{more}" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="sqs-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(columns: Sequence[Column], row: Sequence[str | int | None]) -> str:
    cells = []
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        text = "" if value is None else escape(str(value))
        tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
        cells.append(f"<{tag}{scope}{column.style}>{text}</{tag}>")
    return "".join(cells)


def flagged(place: str, text: str, words: Sequence[str], looks: str) -> str:
    """A text with those words marked in it, under its place; `looks` says what they look like."""
    parts = re.split(
        "(" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")", text
    )
    body = "".join(
        f"<mark>{escape(part)}</mark>" if at % 2 else escape(part) for at, part in enumerate(parts)
    )
    return (
        f'<div class="sqs-flagged"><p><b>{escape(place)}</b></p><blockquote>{body}</blockquote>'
        f"<p>{escape(looks)}</p></div>"
    )


def side_by_side(
    caption: str,
    columns: Sequence[Column | str],
    rows: Iterable[tuple[Sequence[str], str | None, str | None]],
) -> str:
    """A table of texts before and after, the words in which they differ marked.

    Args:
        caption: what the table holds.
        columns: headings; the last two are those of before and after.
        rows: what names a row, and its two texts; None where there is nothing.

    """
    made = _made(columns)
    return _scrolled(caption, made, (_sides(made, *row) for row in rows), " sqs-sides")


def _sides(
    columns: Sequence[Column], names: Sequence[str], before: str | None, after: str | None
) -> str:
    sides = zip(columns[-2:], _marked(before, after), strict=True)
    # A question_id breaks between its words.
    named = _row(columns[:-2], names).replace("_", "_<wbr>")
    return named + "".join(f"<td{c.style}>{text}</td>" for c, text in sides)


_NOTHING = '<span class="nothing">nothing</span>'
_AROUND = 12
_LONGEST_SAME = 60
"""So many words that two long texts have in common are left out but for those round a change."""


def _marked(before: str | None, after: str | None) -> tuple[str, str]:
    """Two texts with the words marked in which they differ, and long stretches alike shortened."""
    if not before or not after:
        return escape(before or "") or _NOTHING, escape(after or "") or _NOTHING
    old, new = before.split(), after.split()
    sides: tuple[list[str], list[str]] = ([], [])
    for what, begin, end, new_begin, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        for side, tag, words in (
            (sides[0], "del", old[begin:end]),
            (sides[1], "ins", new[new_begin:new_end]),
        ):
            text = escape(" ".join(_shortened(words) if what == "equal" else words))
            if text:
                side.append(text if what == "equal" else f"<{tag}>{text}</{tag}>")
    return " ".join(sides[0]), " ".join(sides[1])


def _shortened(words: list[str]) -> list[str]:
    if len(words) <= _LONGEST_SAME:
        return words
    return [*words[:_AROUND], "…", *words[-_AROUND:]]


@dataclass(frozen=True, slots=True)
class Shade:
    """A cell of a heat map: its text, and its shade from 0 (dark) to 4 (light); None for none."""

    text: str
    shade: int | None = None


def heat(
    caption: str, corner: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Shade]]]
) -> str:
    """A table of shaded cells under headings that stand upright; its first column stays in sight.

    Args:
        caption: what the table holds, and what the shades mean.
        corner: the heading of the column that names the rows.
        columns: the headings.
        rows: the name of each, and a cell a column.

    """
    head = f'<th scope="col">{escape(corner)}</th>' + "".join(
        f'<th scope="col"><span>{escape(each)}</span></th>' for each in columns
    )
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(_shaded(cell) for cell, _ in zip(cells, columns, strict=True))
        + "</tr>"
        for name, cells in rows
    )
    return _table(caption, head, body, " sqs-heat")


def _shaded(cell: Shade) -> str:
    shade = "" if cell.shade is None else f' class="shade-{cell.shade}"'
    return f"<td{shade}>{escape(cell.text)}</td>"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row as it stands in a file.

    Attributes:
        letter: its column's letter in a spreadsheet.
        heading: its column's heading.
        text: what stands in it.
        marked: whether it is the one that a problem is about.
        near: whether it still shows where the screen is narrow.

    """

    letter: str
    heading: str
    text: str
    marked: bool = False
    near: bool = True


def problem(place: str, sentence: str) -> str:
    """A problem that no row can be shown for: where it is, and what to do."""
    return f'<p class="sqs-problem"><b>{escape(place)}</b> {escape(sentence)}</p>'


def problem_row(place: str, sentence: str, line: int, cells: Sequence[Cell | None]) -> str:
    """A problem over the row it is about, as a real table with the cell marked.

    Args:
        place: where it is.
        sentence: what was found and what to do.
        line: the line of the row.
        cells: of the row; None where columns are left out.

    """
    head = "".join(map(_heading_cell, cells))
    body = "".join(map(_row_cell, cells))
    return (
        '<table class="sqs-table sqs-row">'
        f"<caption><b>{escape(place)}</b> {escape(sentence)}</caption>"
        f'<thead><tr><th scope="col" class="n">Line</th>{head}</tr></thead>'
        f'<tbody><tr><th scope="row" class="n">{line}</th>{body}</tr></tbody></table>'
    )


def _heading_cell(cell: Cell | None) -> str:
    if cell is None:
        return '<th scope="col" class="far">…</th>'
    # A long heading breaks between its words.
    heading = escape(cell.heading).replace("_", "_<wbr>").replace(".", ".<wbr>")
    return f'<th scope="col"{_near(cell)}><span class="letter">{cell.letter}</span> {heading}</th>'


def _row_cell(cell: Cell | None) -> str:
    if cell is None:
        return '<td class="gap far">…</td>'
    if not cell.marked:
        return f"<td{_near(cell)}>{escape(cell.text)}</td>"
    # Not by colour alone, nor by signs that are read out as "triangle".
    return (
        '<td class="here"><span aria-hidden="true">▶</span> '
        f'<b>{escape(cell.text) or "blank"}</b> <span aria-hidden="true">◀</span>'
        "<small>found here</small></td>"
    )


def _near(cell: Cell) -> str:
    return "" if cell.near else ' class="far"'
