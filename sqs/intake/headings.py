"""Which table a file is, by its headings; near misses, and what they were said to mean."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from sqs.criteria import editions
from sqs.intake.problems import Problem, problem
from sqs.intake.tables import TABLES, Table
from sqs.store.database import Database

LEFT_OUT = ""
"""What a heading means whose column is to be left out."""

PROBLEM_COLUMN = "problems"
"""The heading of the column that we add to a file with problems; sent back, it is left out."""

MOST_COLUMNS = 1000
"""More columns than any file of a pack has, blank ones at the end included."""

Meanings = Mapping[tuple[str, str], str]
"""What headings that are not ours were said to mean, by table and `folded` heading: a "Comment"
may be the note of an answer and the text of a quote."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Guess:
    """A heading that is none of the table's, and the one it may stand for ('' where none is near).

    Attributes:
        file: the file in which it stands.
        table: the table that the file is.
        found: the heading as it stands there.
        means: the heading of the table it most resembles.
        allowed: every heading it could be: those the file lacks.

    """

    file: str
    table: str
    found: str
    means: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A heading that was read as what it was said to mean; `means` is '' where it was left out."""

    file: str
    found: str
    means: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each heading of a recognised file stands, as cell positions.

    Attributes:
        table: which table it is.
        plain: the table's own headings.
        wide: question columns of a wide file, and their reasons.
        width: how many cells a row has.
        blank: columns without a heading, whose cells must be blank too.
        read_as: the headings that are not ours, with what they were said to mean.
        problem_columns: how many problem columns of ours are passed over.

    """

    table: Table
    plain: Mapping[str, int]
    wide: Mapping[str, int]
    width: int
    blank: tuple[int, ...] = ()
    read_as: tuple[ReadAs, ...] = ()
    problem_columns: int = 0

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


def recognise(name: str, headings: Sequence[str], line: int, meanings: Meanings) -> Recognised:
    """Recognise the table by its headings.

    Args:
        name: the file's name, for problems.
        headings: the cells of the heading row.
        line: the line on which it stands.
        meanings: what headings that are not ours were said to mean.

    """
    found = [heading.strip() for heading in headings]
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        what = f"{len(found):,} columns"
        allowed = f"a file has at most {MOST_COLUMNS:,}; delete those that are no part of the table"
        wrong = problem("heading_unknown", name, what, allowed, line=line)
        return Recognised(problems=[wrong], lacking=("",))
    table = _closest(found, meanings)
    if table is None:
        first = ", ".join(heading[:40] for heading in found[:8])
        wrong = problem(
            "heading_unknown", name, f"the headings {first}",
            f"begin the file with the headings of one of the tables {', '.join(TABLES)}", line=line,
        )  # fmt: skip
        return Recognised(problems=[wrong], lacking=("",))
    read = _read(found, table, meanings)
    out = Recognised()
    _unknown(name, found, read, table, line, out)
    have = set(read)
    needed = [*table.headings, *(h.removesuffix(".reasons") for h in read if h and _is_wide(h))]
    for heading in dict.fromkeys(needed):
        if heading not in have:
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
    places = {heading: at for at, heading in enumerate(read) if heading}
    out.layout = Layout(
        table,
        {heading: places[heading] for heading in table.headings},
        {heading: at for heading, at in places.items() if heading not in table.headings},
        len(found),
        tuple(at for at, heading in enumerate(found) if not heading),
        tuple(
            ReadAs(name, heading, ours)
            for heading, ours in zip(found, read, strict=True)
            if ours is not None and heading and not _is_ours(heading, ours)
        ),
        sum(map(_is_problem_column, found)),
    )
    return out


def is_heading(cell: str) -> bool:
    """Whether a cell is one of our headings, in whatever case and with whatever round it."""
    return cell.strip().strip('"').strip().lower() in _every_heading()


def folded(heading: str) -> str:
    """A heading without the difference of case, spaces and signs: "Case-ID " is case_id.

    What runs on beyond 200 letters is no heading, and is not looked at.
    """
    text = unicodedata.normalize("NFKC", heading[:200]).casefold()
    # A heading of signs alone is told from others by those.
    return re.sub(r"(?:[^\w.]|_)+", "_", text).strip("_.") or text.strip()


def _read(found: Sequence[str], table: Table, meanings: Meanings) -> list[str | None]:
    """Each heading as it is read: one of ours, LEFT_OUT, or None where it is not known.

    Case makes no difference to our own. One that was said to mean a heading the file has itself is
    not known: it may not take the place of the real one.
    """
    ours = _headings_of(table)
    own = {heading.lower() for heading in found} & ours

    def read(heading: str) -> str | None:
        if heading.lower() in ours:
            return heading.lower()
        if not heading or _is_problem_column(heading):
            return LEFT_OUT
        means = meanings.get((table.name, folded(heading)))
        return means if means == LEFT_OUT or means in ours - own else None

    return [read(heading) for heading in found]


def _is_ours(heading: str, ours: str) -> bool:
    return heading.lower() == ours or _is_problem_column(heading)


def _is_problem_column(heading: str) -> bool:
    """Whether we added the column; sentences on the whole file stand behind its heading."""
    return heading == PROBLEM_COLUMN or heading.startswith(f"{PROBLEM_COLUMN} | ")


def _headings_of(table: Table) -> frozenset[str]:
    own = frozenset(table.headings)
    return own | _wide_headings() if table.name == "cases" else own


@functools.cache
def _every_heading() -> frozenset[str]:
    return frozenset().union(*map(_headings_of, TABLES.values()))


@functools.cache
def _wide_headings() -> frozenset[str]:
    return frozenset(_question_columns())


def _question_columns() -> list[str]:
    """The question columns of a wide file and their reasons, as the editions order them."""
    ids = dict.fromkeys(q.id for edition in editions().values() for q in edition.case_questions)
    return [heading for each in ids for heading in (each, f"{each}.reasons")]


def _is_wide(heading: str) -> bool:
    return heading in _wide_headings()


def _unknown(
    name: str, found: Sequence[str], read: Sequence[str | None], table: Table, line: int,
    out: Recognised,
) -> None:  # fmt: skip
    """Problems, with guesses, for headings that are none of the table's or stand twice."""
    times = Counter(read)
    every = [*table.headings, *(_question_columns() if table.name == "cases" else ())]
    free = tuple(heading for heading in every if heading not in times)
    near: dict[str, str] = {}
    for heading, ours in zip(found, read, strict=True):
        if ours is None:
            if heading not in near:
                near[heading] = _near(heading, free)
                guess = Guess(name, table.name, heading, near[heading], free)
                out.guesses.append(guess)
            what = (
                f"did you mean {near[heading]}"
                if near[heading]
                else f"{table.name} has {', '.join(table.headings)}"
            )
            out.problems.append(
                problem(
                    "heading_unknown", name, f"'{heading[:_SHOWN]}'", what,
                    line=line, column=heading[:_SHOWN],
                )
            )  # fmt: skip
        elif ours != LEFT_OUT and times[ours] > 1:
            what, allowed = f"'{heading}' {times[ours]} times", "keep each heading once"
            if not _is_ours(heading, ours):
                what = f"'{heading[:_SHOWN]}', which was said to mean {ours}, beside another"
                allowed = "keep each heading once, or forget what this one was said to mean"
            out.problems.append(
                problem("heading_repeated", name, what, allowed, line=line, column=heading[:_SHOWN])
            )


def _near(heading: str, allowed: Collection[str]) -> str:
    """The heading that this one most likely stands for, or ''."""
    fold = folded(heading)
    by_fold = {each.replace(".", "_"): each for each in allowed}
    for known in (fold.replace(".", "_"), *_OTHER_WORDS.get(fold, ())):
        if known in by_fold:
            return by_fold[known]
    close = get_close_matches(fold[:_SHOWN], allowed, n=1, cutoff=0.7)
    return close[0] if close else ""


_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "case": ("case_id",), "case_ref": ("case_id",), "case_reference": ("case_id",),
    "case_no": ("case_id",), "case_number": ("case_id",), "inspection": ("inspection_id",),
    "inspection_ref": ("inspection_id",), "question": ("question_id",), "response": ("answer",),
    "judgement": ("answer",), "reason": ("reasons",), "comment": ("note", "text"),
    "comments": ("note", "text"), "notes": ("note",), "team": ("yot", "name"), "yos": ("yot",),
    "gender": ("sex",), "order": ("order_type",), "rosh": ("risk_of_harm",),
    "lac": ("looked_after",), "quote": ("text",), "worker": ("case_manager",),
}  # fmt: skip
"""What people head a column with who have not seen our headings."""


def _closest(found: Sequence[str], meanings: Meanings) -> Table | None:
    """The table that shares most headings with the file, where it shares half of them or more."""
    folds = {heading.lower(): folded(heading) for heading in found if heading}

    def shared(table: Table) -> set[str]:
        ours = set(table.headings)
        said = {meanings.get((table.name, fold), LEFT_OUT) for fold in folds.values()}
        other = {word for fold in folds.values() for word in _OTHER_WORDS.get(fold, ())}
        return (said | other | folds.keys() | set(folds.values())) & ours

    def fit(table: Table) -> tuple[int, int]:
        return len(shared(table)), -len(table.headings)

    wide = not _wide_headings().isdisjoint({*folds, *folds.values()})
    best = TABLES["cases"] if wide else max(TABLES.values(), key=fit)
    return best if 2 * len(shared(best)) >= len(best.headings) else None


@dataclass(frozen=True, slots=True)
class Remembered:
    """A heading as it was found in a table, and what it was said to mean ('': to be left out)."""

    table: str
    found: str
    means: str


def remembered(database: Database) -> list[Remembered]:
    """Every heading that was said to mean something, by table."""
    with database.reading() as cursor:
        rows = cursor.execute(
            "select table_name, found, means from heading_meanings order by table_name, folded"
        ).fetchall()
    return [Remembered(*row) for row in rows]


def meanings(database: Database) -> Meanings:
    """What headings that are not ours were said to mean."""
    return {(each.table, folded(each.found)): each.means for each in remembered(database)}


def remember(database: Database, said: Sequence[Remembered]) -> None:
    """Keep what headings mean for the next upload; later words take the place of earlier ones.

    Raises:
        ValueError: where a meaning is no heading of its table.

    """
    for each in said:
        if each.means != LEFT_OUT and each.means not in _headings_of(TABLES[each.table]):
            raise ValueError(f"'{each.means}' is no heading of {each.table}.")
    with database.writing() as cursor:
        for each in said:
            cursor.execute(
                "insert or replace into heading_meanings values (?, ?, ?, ?)",
                [each.table, folded(each.found), each.found, each.means],
            )


def forget(database: Database, each: Remembered) -> None:
    """No longer read that heading as anything else; nothing where it was forgotten before."""
    with database.writing() as cursor:
        cursor.execute(
            "delete from heading_meanings where table_name = ? and folded = ?",
            [each.table, folded(each.found)],
        )
