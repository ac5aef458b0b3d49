"""What is to be mended in a pack: by rule and by case, each problem over its row with the cell."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath

import streamlit as st

from sqs.intake.desk import (
    Row,
    as_zip,
    files_by_name,
    has_rows,
    problems_csv,
    rows_as_they_stand,
    with_problems,
)
from sqs.intake.loading import Receipt
from sqs.intake.packs import PackFile
from sqs.intake.problems import LISTED_AT_MOST, Problem
from sqs.intake.rules import RULES
from sqs.ui import markup
from sqs.ui.markup import Cell, Column

A_PAGE = 50
"""Problems shown at once."""

_CASES_COUNTED = 50
_BUTTONS = 8
_WHOLE_ROW = 8
_UNMARKED = 5
_NEAR = 3
_LONGEST = 120
_LONGEST_HEADING = 60

_NAMES_THE_ROW = ("case_id", "question_id", "interviewee", "yot", "role")
"""Headings by which people know a row; their cells show however wide the file is."""

BY_RULE, BY_CASE = "By rule", "By case"


@dataclass(frozen=True, slots=True)
class Listed:
    """A problem, and the cells of its row to show; None where no row can be shown."""

    problem: Problem
    cells: tuple[Cell | None, ...] | None


@dataclass(frozen=True, slots=True)
class Mending:
    """What a session holds of a refused pack; nothing here grows with the size of its files.

    Attributes:
        receipt: with all the problems.
        listed: those that are shown one by one.
        sheets: the files with problems, where they are small enough to be kept.
        number: of the check in its session; choices begin anew with each.

    """

    receipt: Receipt
    listed: tuple[Listed, ...]
    sheets: tuple[PackFile, ...]
    number: int


def prepare(
    receipt: Receipt,
    files: Sequence[PackFile],
    number: int,
    kept_bytes: int,
    keep: Callable[[], Path],
) -> Mending:
    """Look up the rows while the files are at hand, and keep the files only if they are small."""
    by_name = files_by_name(files, keep)
    problems = receipt.problems[:LISTED_AT_MOST]
    cells: dict[Problem, tuple[Cell | None, ...]] = {}
    for name in {found.file for found in problems} & by_name.keys():
        here = [found for found in problems if found.file == name]
        rows = rows_as_they_stand(by_name[name], {found.line for found in here if found.line})
        cells |= {found: _cells(rows[found.line], found) for found in here if found.line in rows}
    told_of = dict.fromkeys(found.file for found in receipt.problems)
    sheets = [by_name[name] for name in told_of if name in by_name and has_rows(by_name[name])]
    if sum(sheet.size for sheet in sheets) > kept_bytes:
        sheets = []
    listed = tuple(Listed(found, cells.get(found)) for found in problems)
    return Mending(receipt, listed, tuple(sheets), number)


def show(found: Mending) -> None:
    """The counts, the files to take away, and the problems one by one."""
    st.markdown(
        "What is loaded stays as it was. Mend your own files, then choose all files of the pack "
        "again above and check them again."
    )
    st.header("What to mend")
    by = st.segmented_control(
        "Look at the problems",
        (BY_RULE, BY_CASE),
        default=BY_RULE,
        required=True,
        key=f"by_{found.number}",
        persist_state="session",
    )
    st.html(_rules_table(found) if by == BY_RULE else _cases_table(found))
    _downloads(found)
    st.header("Each problem, with its row")
    total = sum(found.receipt.problem_counts.values())
    if total > len(found.listed):
        st.html(
            markup.note(
                f"The first {len(found.listed):,} of {total:,} problems are listed; mend these and "
                "check again."
            )
        )
    shown = _filtered(found)
    if not shown:
        st.markdown("No problem is of all the kinds chosen: choose *All* in one of them.")
    elif by == BY_RULE:
        _by_rule(found, shown)
    else:
        _by_case(found, shown)
    if len(shown) > A_PAGE:
        st.html(markup.note(f"{A_PAGE} problems at a time: choose the next ones above the list."))


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 problem", "2,000 problems"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _downloads(found: Mending) -> None:
    problems = found.receipt.problems
    with st.container(horizontal=True):
        st.download_button(
            "Problems as CSV",
            partial(problems_csv, problems),
            file_name="problems.csv",
            mime="text/csv",
            on_click="ignore",
        )
        if len(found.sheets) > _BUTTONS:
            st.download_button(
                "Your files with a problem column, zip",
                partial(_all_with_problems, found),
                file_name="files with problems.zip",
                mime="application/zip",
                on_click="ignore",
            )
            return
        for place, sheet in enumerate(found.sheets):
            st.download_button(
                f"Your {markup.plain(sheet.name)} with a problem column",
                partial(with_problems, sheet, problems),
                file_name=_with_problems_name(sheet),
                mime="text/csv",
                key=f"sheet_{found.number}_{place}",
                on_click="ignore",
            )
    if found.sheets:
        st.html(
            markup.note(
                "Your file with a problem column is for reading beside your own: a text that a "
                "spreadsheet would calculate has an apostrophe before it."
            )
        )


def _with_problems_name(sheet: PackFile) -> str:
    return f"{PurePosixPath(sheet.name).stem} with problems.csv"


def _all_with_problems(found: Mending) -> bytes:
    return as_zip(
        {
            f"{place} {_with_problems_name(sheet)}": with_problems(sheet, found.receipt.problems)
            for place, sheet in enumerate(found.sheets, start=1)
        }
    )


def _filtered(found: Mending) -> list[Listed]:
    """The problems of the kinds chosen; only what differs among them is asked for."""
    kinds = [
        (key, label, of, named, Counter(map(of, found.listed)))
        for key, label, of, named in (
            ("rule", "Problem", _rule, lambda rule: RULES[rule].title),
            ("file", "File", _file, str),
            ("case", "Case", _case, _case_named),
        )
    ]
    kinds = [kind for kind in kinds if len(kind[-1]) > 1]
    shown = list(found.listed)
    if not kinds:
        return shown
    for place, (key, label, of, named, counts) in zip(st.columns(len(kinds)), kinds, strict=True):
        with place:
            chosen = _choose(label, f"{key}_{found.number}", counts, named)
        shown = [each for each in shown if chosen is None or of(each) == chosen]
    return shown


def _choose(label: str, key: str, counts: Counter[str], named: Callable[[str], str]) -> str | None:
    """One of the counted, the most frequent first, or None for all."""
    options = counts.most_common()
    names = [f"All ({counts.total():,})", *(f"{named(each)} ({n:,})" for each, n in options)]
    chosen = st.selectbox(
        label, range(len(names)), format_func=names.__getitem__, key=key, persist_state="session"
    )
    return options[chosen - 1][0] if chosen else None


def _rule(each: Listed) -> str:
    return each.problem.rule


def _file(each: Listed) -> str:
    return each.problem.file


def _case(each: Listed) -> str:
    return each.problem.case or ""


def _case_named(case: str) -> str:
    return case or "No case"


def _rules_table(found: Mending) -> str:
    return markup.table(
        "Problems by rule, the most frequent first",
        ("Problem", Column("Times", number=True), "The rule", "How to mend it"),
        (
            (RULES[rule].title, f"{number:,}", RULES[rule].asks, RULES[rule].mend)
            for rule, number in Counter(found.receipt.problem_counts).most_common()
        ),
    )


def _cases_table(found: Mending) -> str:
    counts = Counter(map(_case, found.listed))
    more = len(counts) - _CASES_COUNTED
    return markup.table(
        "Problems by case, the most first"
        + (f"; {counted(more, 'more case')} below" if more > 0 else ""),
        ("Case", Column("Problems", number=True), Column("What", long=True)),
        (
            (_case_named(case), number, _what(found.listed, case))
            for case, number in counts.most_common(_CASES_COUNTED)
        ),
    )


def _by_rule(found: Mending, shown: Sequence[Listed]) -> None:
    order = [rule for rule, _ in Counter(map(_rule, found.listed)).most_common()]
    for rule, group in _page(found, shown, _rule, lambda each: (order.index(_rule(each)), "")):
        st.subheader(markup.plain(RULES[rule].title))
        st.html(markup.note(RULES[rule].mend))
        st.html("".join(_shown(each, "") for each in group))


def _by_case(found: Mending, shown: Sequence[Listed]) -> None:
    for case, group in _page(found, shown, _case, lambda each: (not _case(each), _case(each))):
        st.subheader(markup.plain(f"Case {case}" if case else "No case: headings and whole files"))
        st.html("".join(_shown(each, f" {RULES[_rule(each)].mend}") for each in group))


def _what(shown: Sequence[Listed], case: str) -> str:
    rules = Counter(_rule(each) for each in shown if _case(each) == case)
    return "; ".join(f"{RULES[rule].title} ({number})" for rule, number in rules.most_common())


def _page(
    found: Mending,
    shown: Sequence[Listed],
    of: Callable[[Listed], str],
    order: Callable[[Listed], tuple[int, str]],
) -> list[tuple[str, list[Listed]]]:
    """One page of the problems in that order, in groups."""
    ordered = sorted(shown, key=order)
    begins = list(range(0, len(ordered), A_PAGE))
    begin = 0
    if len(begins) > 1:
        begin = st.selectbox(
            "Problems shown",
            begins,
            format_func=lambda at: (
                f"{at + 1:,} to {min(at + A_PAGE, len(ordered)):,} of {len(ordered):,}"
            ),
            # Another choice of problems begins with its first page.
            key=f"page_{found.number}_{hash(tuple(each.problem for each in ordered))}",
            persist_state="session",
        )
    groups = groupby(ordered[begin : begin + A_PAGE], key=of)
    return [(key, list(group)) for key, group in groups]


def _shown(each: Listed, more: str) -> str:
    problem = each.problem
    where = [problem.file]
    if problem.line:
        where.append(f"line {problem.line:,}")
    if problem.column:
        where.append(problem.column)
    if problem.case and problem.column != "case_id":
        where.append(f"case {problem.case}")
    place = f"{', '.join(where)}:"
    sentence = f"found {problem.found}; {problem.allowed}.{more}"
    if each.cells is None or problem.line is None:
        return markup.problem(place, sentence)
    return markup.problem_row(place, sentence, problem.line, each.cells)


def _cells(row: Row, found: Problem) -> tuple[Cell | None, ...]:
    """The cells of a row that are shown: all of a narrow one, else those round the marked."""
    headings, cells = row
    width = max(len(headings), len(cells))
    marked = _marked(row, found)
    folded = [heading.strip().lower() for heading in headings]
    known_by = [at for at, heading in enumerate(folded) if heading in _NAMES_THE_ROW] or [0]
    around = {at + step for at in marked[:3] for step in (-1, 0, 1)} or set(range(_UNMARKED))
    kept = set(range(width)) if width <= _WHOLE_ROW else around | set(known_by)
    shown: list[Cell | None] = []
    for at in range(width):
        if at in kept:
            near = at in marked or at in known_by or (not marked and at < _NEAR)
            shown.append(_cell(row, at, marked=at in marked, near=near))
        elif not shown or shown[-1] is not None:
            shown.append(None)
    return tuple(shown)


def _cell(row: Row, at: int, *, marked: bool, near: bool) -> Cell:
    headings, cells = row
    heading = headings[at] if at < len(headings) else "no heading"
    text = cells[at] if at < len(cells) else "no cell"
    # Over the row of headings stand the letters alone.
    heading = "" if headings == cells else heading
    return Cell(_letter(at), _clip(heading, _LONGEST_HEADING), _clip(text, _LONGEST), marked, near)


def _marked(row: Row, found: Problem) -> list[int]:
    """The places of the cells that a problem is about."""
    headings, cells = row
    if found.rule == "column_count":
        fewer, more = sorted((len(headings), len(cells)))
        return list(range(fewer, more))
    if found.column is None:
        return []
    # A problem names a heading by its first 60 letters at most.
    column = found.column.lower()
    return [at for at, heading in enumerate(headings) if heading.strip().lower()[:60] == column]


def _clip(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _letter(at: int) -> str:
    """The letter that a spreadsheet gives that column: A for 0, AA for 26."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
