"""What would change if a pack were put in the place of what is loaded, found by doing it and
undoing it: the pack is stored in a transaction that is never committed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal, get_args

from sqs.intake.answer_sets import SAID
from sqs.intake.cells import quoted
from sqs.intake.headings import Meanings
from sqs.intake.loading import Progress, Receipt, as_checked, begun, check_and_store
from sqs.intake.packs import PackFile
from sqs.intake.tables import TABLES
from sqs.store.database import Cursor, Database

Done = Literal["added", "removed", "changed"]

SUBJECTS_LISTED = 10
"""Inspections and teams whose changes are listed one by one."""

CHANGES_LISTED = 200
"""Changes listed one by one, of all these together."""


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of one kind: how many would be added, removed and changed."""

    added: int = 0
    removed: int = 0
    changed: int = 0

    @property
    def rows(self) -> int:
        """All of them together."""
        return self.added + self.removed + self.changed

    def said(self, kind: str) -> str:
        """In words, the kind named once: "2 cases added, 1 removed, 3 changed"."""
        parts: list[str] = []
        for done in get_args(Done):
            if number := getattr(self, done):
                noun = f" {_NOUNS[kind][number != 1]}" if not parts else ""
                parts.append(f"{number:,}{noun} {done}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that would be added or removed, or one cell that would be another.

    Attributes:
        kind: its table; answers are cells of their case.
        row: what names the row there: a case_id, a role and a name.
        done: added, removed or changed.
        column: the heading of a changed cell, as a wide pack has it: a question_id for an answer,
            `<question_id>.reasons` and `<question_id>.note` for what was written beside it; empty
            where the whole row comes or goes.
        before: the cell as it is loaded, or the row in short; None where nothing is loaded.
        after: the same of the pack; None where it has nothing.

    """

    kind: str
    row: str
    done: Done
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """What would change of one inspection or team of which other content is loaded.

    Attributes:
        subject: the inspection_id, or the team's yot.
        team: whether it is a team (its rows, its reoffending rates).
        counts: by kind of rows, those kinds of which anything would change.
        changes: the first of them.

    """

    subject: str
    team: bool
    counts: Mapping[str, Count]
    changes: tuple[Change, ...]

    @property
    def sentence(self) -> str:
        """The counts in words: "3 cases changed; 1 quote removed"."""
        return "; ".join(count.said(kind) for kind, count in self.counts.items())


_NOUNS = {
    "yots": ("row of the team", "rows of the team"),
    "inspections": ("row of the inspection", "rows of the inspection"),
    "cases": ("case", "cases"),
    "second_reads": ("second read", "second reads"),
    "interviews": ("interview answer", "interview answers"),
    "quotes": ("quote", "quotes"),
    "reoffending": ("reoffending rate", "reoffending rates"),
    "recipients": ("line of the copy list", "lines of the copy list"),
}
"""One row of each kind, and several."""


class _RehearsedError(Exception):
    """Ends the transaction of a rehearsal."""


@contextmanager
def rehearse(
    database: Database,
    files: Sequence[PackFile],
    *,
    meanings: Meanings | None = None,
    by: str | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Receipt, Cursor, tuple[Replaced, ...]]]:
    """Put a pack in the place of what is loaded, and take it back when the block ends.

    Nothing is ever stored. Other writers wait for the block to end; readers see what is loaded.

    Args:
        database: where.
        files: the pack's files, or zips of them.
        meanings: what headings that are not ours mean, by their folded form.
        by: who asks; the account's name if not given.
        progress: is told what is being done.

    Yields:
        the receipt of a check (checked, unchanged, or refused where replacing would be), a cursor
        that sees the data as they would be, and what would change: inspections first, each in the
        order of their names; empty where nothing loaded would be replaced.

    Raises:
        IntakeError, StoppedError: as `load` does.

    """
    with suppress(_RehearsedError), begun(database, files, by, meanings, progress) as pack:
        receipt = check_and_store(pack, replace=True)
        found: tuple[Replaced, ...] = ()
        if receipt.upload is not None:
            pack.tell("Comparing")
            found = _replaced(pack.cursor, receipt.upload)
            receipt = as_checked(receipt)
        yield receipt, pack.cursor, found
        raise _RehearsedError


def _replaced(cursor: Cursor, upload: int) -> tuple[Replaced, ...]:
    """What an upload replaced, just after it was stored: `compared` still tells what was before."""
    cursor.execute(_REPLACING, {"upload": upload})
    kinds = cursor.execute("select distinct kind from replacing").fetchall()
    differing = " union all ".join(_differing(cursor, kind) for (kind,) in kinds)
    if not differing:
        return ()
    counts: dict[tuple[bool, str], dict[str, Count]] = {}
    for team, subject, kind, *numbers in cursor.execute(
        f"with differing as ({differing}) select team, subject, kind, "
        "count(*) filter (done = 'added'), count(*) filter (done = 'removed'), "
        "count(*) filter (done = 'changed') from differing group by all "
        "order by team, subject, kind"
    ).fetchall():
        counts.setdefault((team, subject), {})[kind] = Count(*numbers)
    cursor.execute(
        "delete from replacing where (team, subject) not in "
        "(select distinct (team, subject) from replacing order by all limit $most)",
        {"most": SUBJECTS_LISTED},
    )
    changes: dict[tuple[bool, str], list[Change]] = {key: [] for key in counts}
    # Each of them gets its first changes: one that changes throughout hides no other.
    for team, subject, *change in cursor.execute(
        f"with differing as ({differing}), cells as (select team, subject, kind, key, done, "
        "unnest(cells, recursive := true) from differing), placed as (select *, row_number() over "
        '(partition by team, subject order by kind, key, "column") as place from cells '
        f"order by place, team, subject limit {CHANGES_LISTED}) "
        "select team, subject, kind, array_to_string(key, ', '), done, \"column\", before, after "
        "from placed order by team, subject, place"
    ).fetchall():
        changes[team, subject].append(Change(*change))
    return tuple(
        Replaced(subject, team, counts[team, subject], tuple(changes[team, subject]))
        for team, subject in counts
    )


_REPLACING = """
create or replace temp table replacing as
with parts as (
    select c.kind, c.scope, c.kind in ('yots', 'reoffending') as team,
        -- A cohort's scope is the team, its beginning, its end and its method.
        if(c.kind = 'reoffending', regexp_replace(c.scope, '([|][^|]*){3}$', ''), c.scope)
            as subject,
        c.part_before as part_before, p.part as part_after
    from compared as c
    join recorded.parts as p on p.upload = $upload and p.kind = c.kind and p.scope = c.scope
    where not c.same
)
from parts where (team, subject) in (
    select (team, subject) from parts where part_before is not null
)
"""
"""Each part that differs, of inspections and teams of which at least one part is replaced."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the rows of a kind are compared.

    Attributes:
        key: SQL of what makes a row the same row.
        values: SQL of its other cells, by heading.
        short: SQL of the row in short.
        more: SQL that joins what these need; {other} is the part on the other side.

    """

    key: tuple[str, ...]
    values: Mapping[str, str]
    short: str
    more: str = ""


def _plain(kind: str, key: Sequence[str], more: str = "", **values: str) -> _Kind:
    """A kind whose other columns are compared as they stand, but for those given."""
    names = [h for h in TABLES[kind].headings if h not in (*key, "inspection_id", "question_id")]
    compared = {name: values.get(name, f'r."{name}"') for name in names}
    short = f"concat_ws(', ', {', '.join(compared.values())})"
    named = tuple(values.get(name, f'r."{name}"') for name in key)
    return _Kind(named, compared, short, more)


_QUESTION = "join question_numbers as q on q.number = r.question"

_KINDS = {
    "yots": _plain("yots", ["yot", "valid_from"]),
    "inspections": _Kind(
        ("r.inspection_id",),
        {h: f'r."{h}"' for h in TABLES["inspections"].headings[1:]},
        "concat_ws(', ', r.yot, r.fieldwork_start, r.fieldwork_end)",
    ),
    "second_reads": _plain(
        "second_reads", ["case_id", "question", "inspector"], _QUESTION, question="q.question_id"
    ),
    "interviews": _plain(
        "interviews", ["interviewee", "question"], _QUESTION, question="q.question_id"
    ),
    "quotes": _plain(
        "quotes", ["case_id", "question", "text"], _QUESTION, question="q.question_id",
        cleared="if(r.cleared, 'yes', 'no')",
    ),
    "reoffending": _plain("reoffending", ["yot", "cohort_start", "cohort_end", "method"]),
    # Those who stay have changed places only where their order among themselves is another.
    "recipients": _Kind(
        ("r.role", "r.name"),
        {"place": "count(o.part) over (partition by r.part order by r.position)"},
        "'place ' || r.position",
        "left join recorded.recipients as o "
        "on o.part = {other} and o.role = r.role and o.name is not distinct from r.name",
    ),
}  # fmt: skip


def _differing(cursor: Cursor, kind: str) -> str:
    """The SQL of a kind's rows that differ: team, subject, kind, key, done, cells."""
    if kind == "cases":
        return _differing_cases(cursor)
    how = _KINDS[kind]
    key = ", ".join(f"({sql})::varchar" for sql in how.key)
    before, after = (
        f"select p.scope, [{key}] as key, {how.short} as short, "
        + ", ".join(f'({sql})::varchar as "{name}"' for name, sql in how.values.items())
        + f" from replacing as p join recorded.{kind} as r on r.part = p.{side} "
        f"{how.more.format(other=f'p.{other}')} where p.kind = '{kind}'"
        for side, other in (("part_before", "part_after"), ("part_after", "part_before"))
    )
    return _joined(kind, before, after, _cells_of(how.values))


def _cells_of(names: Sequence[str] | Mapping[str, str]) -> str:
    """The SQL of the cells under these headings that differ."""
    listed = ", ".join(
        f"{{'column': {quoted(name)}, 'before': b.\"{name}\", 'after': a.\"{name}\"}}"
        for name in names
    )
    return f"list_filter([{listed}], lambda cell: cell.before is distinct from cell.after)"


def _joined(kind: str, before: str, after: str, cells: str, more: str = "") -> str:
    """The SQL of rows before beside rows after, those alike left out."""
    return (
        "select p.team, p.subject, p.kind, d.key, d.done, d.cells from ("
        "select scope, key, "
        "case when b.short is null then 'added' when a.short is null then 'removed' "
        "else 'changed' end as done, "
        "if(b.short is null or a.short is null, "
        "[{'column': '', 'before': b.short, 'after': a.short}], "
        f"{cells}) as cells "
        f"from ({before}) as b full join ({after}) as a using (scope, key) {more}) as d "
        f"join replacing as p on p.kind = '{kind}' and p.scope = d.scope where len(d.cells) > 0"
    )


_HEADINGS = TABLES["cases"].headings[2:]


def _differing_cases(cursor: Cursor) -> str:
    """The same for cases, whose answers are compared as sets of questions."""
    before, after = (
        "select p.scope, [r.case_id] as key, "
        "concat(bit_count(said_yes), ' yes, ', bit_count(said_no), ' no, ', "
        "bit_count(said_not_relevant), ' not relevant') as short, "
        + ", ".join(f'r."{name}"::varchar as "{name}"' for name in _HEADINGS)
        + f", {', '.join(SAID)} from replacing as p join recorded.cases as r on r.part = p.{side} "
        "where p.kind = 'cases'"
        for side in ("part_before", "part_after")
    )
    questions = ", ".join(
        f"{{'id': {quoted(question_id)}, 'bit': {bit}::ubigint}}"
        for question_id, bit in cursor.execute(
            "select question_id, bit from question_numbers order by number"
        ).fetchall()
    )
    differ = " | ".join(f"xor(b.{name}, a.{name})" for name in SAID)
    said = (
        "case when {0}.said_yes & q.bit <> 0 then 'yes' when {0}.said_no & q.bit <> 0 then 'no' "
        "when {0}.said_not_relevant & q.bit <> 0 then 'not relevant' end"
    )
    answers = (
        f"if(({differ}) = 0, [], list_transform(list_filter([{questions}], "
        f"lambda q: ({differ}) & q.bit <> 0), lambda q: {{'column': q.id, "
        f"'before': {said.format('b')}, 'after': {said.format('a')}}}))"
    )
    cells = f"list_concat({_cells_of(_HEADINGS)}, {answers}, coalesce(w.cells, []))"
    return _joined("cases", before, after, cells, f"left join ({_REMARKS}) as w using (scope, key)")


def _remarks(side: str) -> str:
    return (
        "select p.scope, [c.case_id] as key, q.question_id, r.reasons, r.note "
        "from replacing as p join recorded.remarks as r on r.part = p." + side + " "
        "join recorded.cases as c on c.part = r.part and c.case_number = r.case_number "
        f"{_QUESTION} where p.kind = 'cases'"
    )


_REMARKS = (
    "select scope, key, list({'column': question_id || cell.ending, 'before': cell.before, "
    "'after': cell.after} order by question_id, cell.ending) as cells from ("
    "select scope, key, question_id, unnest(["
    "{'ending': '.reasons', 'before': b.reasons, 'after': a.reasons}, "
    "{'ending': '.note', 'before': b.note, 'after': a.note}]) as cell "
    f"from ({_remarks('part_before')}) as b full join ({_remarks('part_after')}) as a "
    "using (scope, key, question_id)) where cell.before is distinct from cell.after "
    "group by scope, key"
)
"""What was written beside the answers of each case, where it differs."""
