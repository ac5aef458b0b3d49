"""Text and tables as safe markup: whatever an uploaded file says is shown, never obeyed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

# Everything Markdown, Streamlit's own directives (":red[…]") and formulas could take as a sign.
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@^=])")

STYLE = f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
"""What the theme cannot say: our tables, notes, and headings in the size of a working page."""


def plain(text: str) -> str:
    """Text for a place that reads Markdown, so that it is shown as it stands."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def note(text: str) -> str:
    """A paragraph in smaller, quieter type."""
    return f'<p class="sqs-note">{escape(text)}</p>'


def lead(text: str) -> str:
    """A paragraph under the page's heading."""
    return f'<p class="sqs-lead">{escape(text)}</p>'


def mark(text: str) -> str:
    """A paragraph that must not be missed: what this data is."""
    return f'<p class="sqs-mark">{escape(text)}</p>'


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


def table(
    caption: str, columns: Sequence[Column | str], rows: Iterable[Sequence[str | int | None]]
) -> str:
    """A real table whose first column names its rows; None is shown as an empty cell.

    It can be scrolled sideways by mouse and by keyboard where the page is narrow.
    """
    made = [each if isinstance(each, Column) else Column(each) for each in columns]
    head = "".join(f'<th scope="col"{each.style}>{escape(each.heading)}</th>' for each in made)
    body = "".join(f"<tr>{_row(made, row)}</tr>" for row in rows)
    return (
        f'<div class="sqs-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
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
