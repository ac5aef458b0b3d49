"""Rows and receipts as text: a table to read, CSV for a spreadsheet, JSON for a program."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqs.commands.terminal import printable
from sqs.open_data.cells import Cell, csv_text, plain

if TYPE_CHECKING:
    from sqs.intake.conflicts import Replaced
    from sqs.intake.loading import Receipt

SHOWN_OF_A_RULE = 20
"""Problems shown of each rule in the readable list; --format csv and json list more."""


def rows_as(form: str, columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> str:
    """The rows with exactly these columns, as `table`, `csv` or `json`."""
    cells = [[row[column] for column in columns] for row in rows]
    if form == "json":
        named = [dict(zip(columns, row, strict=True)) for row in cells]
        return as_json([{key: plain(cell) for key, cell in row.items()} for row in named])
    if form == "csv":
        return csv_text(columns, cells)
    return _table(columns, cells)


def as_json(value: object) -> str:
    """The value as indented JSON; letters beyond ASCII stay as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Columns in line, numbers to the right; fractions rounded to three places."""
    lines = [list(columns), *([_table_cell(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    right = [
        all(isinstance(cell, int | float | None) for cell in column) and bool(rows)
        for column in zip(*rows, strict=True)
    ] or [False] * len(columns)
    return "".join(
        "  ".join(
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def _table_cell(cell: Cell) -> str:
    found = plain(cell)
    if found is None:
        return ""
    if isinstance(found, float):
        return f"{found:.3f}"
    return printable("; ".join(found) if isinstance(found, list) else str(found))


def briefly(names: tuple[str, ...]) -> tuple[str, ...]:
    """The first three names, and how many more there are."""
    return names if len(names) <= 4 else (*names[:3], f"and {len(names) - 3} more")


def summary(receipt: "Receipt") -> str:
    """What became of the pack, in one sentence."""
    if receipt.status == "refused":
        total = sum(receipt.problem_counts.values())
        return f"{_several(total, 'problem')}; nothing was loaded."
    if receipt.status == "unchanged":
        return "All of it is there already; nothing was changed."
    if receipt.status == "checked":
        return "No problems found. This was a dry run: nothing was loaded."
    number = receipt.upload
    return f"Loaded as upload {number}. To take it back: python -m sqs undo {number}"


def receipt_as(form: str, receipt: "Receipt") -> str:
    """The receipt as JSON, its problems as CSV, or all of it as a page to read."""
    if form == "json":
        return as_json(receipt.as_json())
    if form == "csv":
        from sqs.intake.problems import Problem

        listed = receipt.as_json()["problems"]
        assert isinstance(listed, list)  # noqa: S101  as_json's own list, which types cannot say
        return rows_as("csv", tuple(Problem.__dataclass_fields__), listed)
    parts = [_problems_to_read(receipt)] if receipt.problems else []
    parts += _contents(receipt)
    return "\n".join([*parts, summary(receipt) + "\n"])


def would_change(replaced: "Sequence[Replaced]") -> str:
    """What replacing would change, and how it is done; to read after a receipt in conflict."""
    lines = [
        f"  {'team ' * each.team}{printable(each.subject)}: {each.sentence}\n"
        for each in replaced[:SHOWN_OF_A_RULE]
    ]
    if (more := len(replaced) - len(lines)) > 0:
        lines.append(f"  … and {more:,} more inspections or teams\n")
    return "".join(
        ["\nWould change:\n", *lines, "To replace what is loaded, load it with --replace.\n"]
    )


def _problems_to_read(receipt: "Receipt") -> str:
    """The problems under their rules, most basic rule first, each rule with how to mend it."""
    from sqs.intake.rules import RULES

    lines = []
    for name, rule in RULES.items():
        if not (times := receipt.problem_counts.get(name, 0)):
            continue
        often = "once" if times == 1 else f"{times:,} times"
        lines += [f"{rule.title} ({often}; rule {name})", f"  {rule.mend}"]
        shown = [found for found in receipt.problems if found.rule == name][:SHOWN_OF_A_RULE]
        lines += [f"  - {printable(found.message)}" for found in shown]
        if times > len(shown):
            lines.append(f"  - … and {times - len(shown):,} more (--format csv lists them)")
        lines.append("")
    return "\n".join(lines)


def _contents(receipt: "Receipt") -> list[str]:
    lines = []
    if receipt.inspections:
        some = ", ".join(receipt.inspections[:10])
        more = len(receipt.inspections) - 10
        lines.append(f"Inspections: {printable(some)}{f' and {more} more' * (more > 0)}\n")
    if receipt.tables:
        rows = ", ".join(f"{name} {count:,}" for name, count in receipt.tables.items())
        lines.append(f"Rows read: {rows}\n")
    if receipt.normalised:
        read = "; ".join(f"{what}: {times:,}" for what, times in receipt.normalised.items())
        lines.append(f"Put right while reading: {read}\n")
    if counts := receipt.flag_counts:
        texts = [_several(number, name.removesuffix("s")) for name, number in counts.items()]
        wait = " Such a quote is published only once somebody clears it there." * (
            "quotes" in counts
        )
        lines.append(f"May name somebody, see Load cases: {' and '.join(texts)}.{wait}\n")
    return ["".join(lines)] if lines else []


def _several(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
