"""Which table a file is, by its headings; near misses, and what they were said to mean."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from sqs.criteria import editions
from sqs.intake.problems import Problem, problem
from sqs.intake.tables import TABLES, Table
from sqs.store.database import Database

LEFT_OUT = ""
"""What a heading means whose column is to be left out."""

MOST_COLUMNS = 1000
"""More columns than any file of a pack has, blank ones at the end included."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A heading that is none of the table's, and the one it may stand for ('' where none is near).

    Attributes:
        file: the file in which it stands.
        found: the heading as it stands there.
        means: the heading of the table it most resembles.
        allowed: every heading it could be: those the file lacks.

    """

    file: str
    found: str
    means: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each heading of a recognised file stands, as cell positions.

    Attributes:
        table: which table it is.
        plain: the table's own headings.
        wide: question columns of a wide file, and their reasons.
        width: how many cells a row has.
        left_out: columns that are passed over.

    """

    table: Table
    plain: Mapping[str, int]
    wide: Mapping[str, int]
    width: int
    left_out: int = 0

    @property
    def places(self) -> Mapping[str, int]:
        """Every heading that is read, with its place."""
        return {**self.plain, **self.wide}

    def first_cells(self, record: Sequence[str]) -> dict[str, str]:
        """What a row of too many or too few cells most likely has under the first headings."""
        return {h: record[at].strip() for h, at in self.plain.items() if at < len(record)}


@dataclass(slots=True)
class Recognised:
    """What became of a heading row: its layout, or problems and guesses.

    `lacking` names the tables whose rows cannot be read for it; "" for a file of no known table.
    """

    layout: Layout | None = None
    problems: list[Problem] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    lacking: tuple[str, ...] = ()


def recognise(
    name: str, headings: Sequence[str], line: int, meanings: Mapping[str, str]
) -> Recognised:
    """Recognise the table by its headings.

    Args:
        name: the file's name, for problems.
        headings: the cells of the heading row.
        line: the line on which it stands.
        meanings: what headings that are not ours were said to mean, by `folded` heading.

    """
    found = [heading.strip() for heading in headings]
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        what = f"{len(found):,} columns"
        allowed = f"a file has at most {MOST_COLUMNS:,}; delete those that are no part of the table"
        wrong = problem("heading_unknown", name, what, allowed, line=line)
        return Recognised(problems=[wrong], lacking=("",))
    read = [_ours(heading, meanings) for heading in found]
    table = _closest(read)
    if table is None:
        first = ", ".join(heading[:40] for heading in found[:8])
        wrong = problem(
            "heading_unknown", name, f"the headings {first}",
            f"begin the file with the headings of one of the tables {', '.join(TABLES)}", line=line,
        )  # fmt: skip
        return Recognised(problems=[wrong], lacking=("",))
    ours = set(table.headings) | (_wide_headings() if table.name == "cases" else set())
    out = Recognised()
    _unknown(name, found, read, table, ours, line, out)
    needed = [*table.headings, *(h.removesuffix(".reasons") for h in read if _is_wide(h, table))]
    for heading in dict.fromkeys(needed):
        if heading not in read:
            out.problems.append(
                problem(
                    "heading_missing", name, f"no heading '{heading}'",
                    f"{table.name} has {', '.join(table.headings)}"
                    if heading in table.headings
                    else f"give the answers beside their reasons, or delete {heading}.reasons",
                    line=line, column=heading,
                )
            )  # fmt: skip
    if out.problems:
        out.lacking = ("cases", "answers") if table.name == "cases" else (table.name,)
        return out
    places = {heading: at for at, heading in enumerate(read) if heading != LEFT_OUT}
    out.layout = Layout(
        table,
        {heading: places[heading] for heading in table.headings},
        {heading: at for heading, at in places.items() if heading not in table.headings},
        len(found),
        read.count(LEFT_OUT),
    )
    return out


def is_heading(cell: str) -> bool:
    """Whether a cell is one of our headings, in whatever case and with whatever round it."""
    return cell.strip().strip('"').strip().lower() in _every_heading()


def folded(heading: str) -> str:
    """A heading without the difference of case, spaces and signs: "Case-ID " is case_id."""
    return re.sub(r"[^a-z0-9.]+", "_", heading.lower()).strip("_.")


def _ours(heading: str, meanings: Mapping[str, str]) -> str:
    """The heading as it is read: case makes no difference, and what was remembered counts."""
    low = heading.lower()
    if low in _every_heading():
        return low
    return meanings.get(folded(heading), low or heading)


@functools.cache
def _every_heading() -> frozenset[str]:
    return frozenset(h for table in TABLES.values() for h in table.headings) | _wide_headings()


def _is_wide(heading: str, table: Table) -> bool:
    return table.name == "cases" and heading in _wide_headings()


def _unknown(
    name: str, found: Sequence[str], read: Sequence[str], table: Table, allowed: set[str],
    line: int, out: Recognised,
) -> None:  # fmt: skip
    """Problems, with guesses, for headings that are none of the table's or stand twice."""
    free = tuple(heading for heading in table.headings if heading not in read)
    for heading, ours in zip(found, read, strict=True):
        if ours == LEFT_OUT and heading:
            continue
        if ours not in allowed:
            near = _near(heading, allowed - set(read))
            what = (
                f"did you mean {near}" if near else f"{table.name} has {', '.join(table.headings)}"
            )
            out.guesses.append(Guess(name, heading, near, free))
            out.problems.append(
                problem(
                    "heading_unknown", name, f"'{heading[:60]}'", what,
                    line=line, column=heading[:60] or None,
                )
            )  # fmt: skip
        elif read.count(ours) > 1:
            out.problems.append(
                problem(
                    "heading_repeated", name, f"'{heading}' {read.count(ours)} times",
                    "keep each heading once", line=line, column=heading,
                )
            )  # fmt: skip


def _near(heading: str, allowed: set[str]) -> str:
    """The heading that this one most likely stands for, or ''."""
    fold = folded(heading)
    if (known := _OTHER_WORDS.get(fold)) in allowed:
        return known
    by_fold = {each.replace(".", "_"): each for each in allowed}
    if fold in by_fold:
        return by_fold[fold]
    close = get_close_matches(fold, allowed, n=1, cutoff=0.7)
    return close[0] if close else ""


_OTHER_WORDS = {
    "case": "case_id", "case_ref": "case_id", "case_reference": "case_id", "case_no": "case_id",
    "inspection": "inspection_id", "question": "question_id", "response": "answer",
    "judgement": "answer", "reason": "reasons", "comment": "note", "comments": "note",
    "notes": "note", "team": "yot", "yos": "yot", "gender": "sex", "order": "order_type",
    "rosh": "risk_of_harm", "lac": "looked_after", "quote": "text", "worker": "case_manager",
}  # fmt: skip
"""What people head a column with who have not seen our headings."""


@functools.cache
def _wide_headings() -> frozenset[str]:
    ids = {q.id for edition in editions().values() for q in edition.case_questions}
    return frozenset(ids | {f"{question_id}.reasons" for question_id in ids})


def _closest(read: Sequence[str]) -> Table | None:
    """The table that shares most headings with the file, where it shares half of them or more."""
    have = {_near_or_same(heading) for heading in read}
    wide = bool(have & _wide_headings())

    def fit(table: Table) -> tuple[int, int]:
        return len(have & set(table.headings)), -len(table.headings)

    best = TABLES["cases"] if wide else max(TABLES.values(), key=fit)
    return best if 2 * len(have & set(best.headings)) >= len(best.headings) else None


def _near_or_same(heading: str) -> str:
    fold = folded(heading)
    if heading in _every_heading():
        return heading
    return fold if fold in _every_heading() else _OTHER_WORDS.get(fold, fold)


def remembered(database: Database) -> Mapping[str, str]:
    """What headings that are not ours were said to mean, by their folded form."""
    with database.reading() as cursor:
        rows = cursor.execute("select found, means from heading_meanings").fetchall()
    return dict(rows)


def remember(database: Database, meanings: Mapping[str, str]) -> None:
    """Keep what headings mean for the next upload; later words take the place of earlier ones.

    Args:
        database: where.
        meanings: by heading as it was found: one of our headings, or '' to leave the column out.

    Raises:
        ValueError: where a meaning is no heading of a pack.

    """
    for found, means in meanings.items():
        if means != LEFT_OUT and means not in _every_heading():
            raise ValueError(f"'{means}' is no heading of a pack, so '{found}' cannot mean it.")
    with database.writing() as cursor:
        for found, means in meanings.items():
            cursor.execute(
                "insert or replace into heading_meanings values (?, ?)", [folded(found), means]
            )
