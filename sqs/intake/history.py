"""The history of uploads, and the ways back: taking one upload back, and putting it back again."""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqs.store import rolling
from sqs.store.database import Cursor, Database, value


class UndoError(Exception):
    """An upload cannot be taken back, or put back; the message is one sentence that says why."""


def account() -> str:
    """The account's name; a container may run under a number that has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """What was done with an upload: loaded, undone or put back; `at` is UTC."""

    done: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of an upload: its name as given, its bytes, and their SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Upload:
    """One line of the history.

    Attributes:
        upload: its number.
        status: ok or undone.
        loaded_at: UTC.
        loaded_by: who loaded it.
        uploaded: its files.
        rows: how many it brought.
        scopes: inspection_ids of which it brought anything.
        content: SHA-256 of what it says, however its files were written.
        events: what was done with it, the first first.

    """

    upload: int
    status: str
    loaded_at: datetime
    loaded_by: str
    uploaded: tuple[UploadedFile, ...]
    rows: int
    scopes: tuple[str, ...]
    content: str
    events: tuple[Event, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(file.name for file in self.uploaded)


def uploads(database: Database) -> list[Upload]:
    """Every upload, newest first; times are UTC."""
    with database.reading() as cursor:
        rows = cursor.execute(
            "select u.upload, u.status, u.loaded_at, u.loaded_by, u.files, u.tables, "
            "p.scopes, u.content, e.events "
            "from recorded.uploads as u left join ("
            "select upload, list(distinct scope order by scope) as scopes from recorded.parts "
            "where kind not in ('yots', 'reoffending') group by upload) as p using (upload) "
            "join (select upload, list([done, done_at::varchar, done_by] order by rowid) as events "
            "from recorded.events group by upload) as e using (upload) order by u.upload desc"
        ).fetchall()
    return [
        Upload(
            number, status, at, by,
            tuple(UploadedFile(**file) for file in json.loads(files)),
            sum(json.loads(tables).values()),
            tuple(scopes or ()),
            content,
            tuple(Event(done, datetime.fromisoformat(when), who) for done, when, who in events),
        )
        for number, status, at, by, files, tables, scopes, content, events in rows
    ]  # fmt: skip


def undo(database: Database, upload: int, by: str | None = None) -> Upload:
    """Take one upload back: what was current before it is current again.

    Args:
        database: where.
        upload: the upload's number.
        by: who takes it back; the account's name if not given.

    Returns:
        the upload as it now stands in the history.

    Raises:
        UndoError: where there is no such upload, it is undone already, or other loaded rows rely
            on what it brought.

    """
    with _changing(database, upload, "undone", by) as cursor:
        if why := _out_of_joint(cursor):
            raise UndoError(
                f"Upload {upload} stays, because {why}. Undo the later upload first; "
                "nothing was changed."
            )
    return _line(database, upload)


def redo(database: Database, upload: int, by: str | None = None) -> Upload:
    """Put an undone upload back: what it brought is current again, unless later uploads changed it.

    Args:
        database: where.
        upload: the upload's number.
        by: who puts it back; the account's name if not given.

    Returns:
        the upload as it now stands in the history.

    Raises:
        UndoError: where there is no such upload, it is not undone, or it does not fit what is
            loaded now.

    """
    with _changing(database, upload, "put back", by) as cursor:
        if why := _out_of_joint(cursor):
            raise UndoError(
                f"Upload {upload} stays undone, because {why}. Load its files again instead; "
                "nothing was changed."
            )
    return _line(database, upload)


def _line(database: Database, upload: int) -> Upload:
    return next(line for line in uploads(database) if line.upload == upload)


_STATUS = {"undone": "undone", "put back": "ok"}


@contextmanager
def _changing(database: Database, upload: int, done: str, by: str | None) -> Iterator[Cursor]:
    """Change an upload's state and make current what then is; the caller checks that it fits."""
    with database.writing() as cursor:
        status = value(cursor, "select status from recorded.uploads where upload = ?", [upload])
        if status is None:
            raise UndoError(f"There is no upload {upload}. 'uploads' lists them.")
        if status == _STATUS[done]:
            state = "undone already" if status == "undone" else "not undone"
            raise UndoError(f"Upload {upload} is {state}; nothing was changed.")
        cursor.execute(
            "update recorded.uploads set status = ? where upload = ?", [_STATUS[done], upload]
        )
        cursor.execute(_MAKE_NEWEST_CURRENT, [upload])
        rolling.adjust(cursor, upload, seen=True)
        cursor.execute(
            "insert into recorded.events values (?, ?, ?, ?)",
            [upload, done, datetime.now(UTC).replace(tzinfo=None), by or account()],
        )
        yield cursor


_MAKE_NEWEST_CURRENT = """
with newest as (
    select p.kind, p.scope, max(p.part) filter (u.status = 'ok') as part
    from recorded.parts as p join recorded.uploads as u using (upload)
    where (p.kind, p.scope) in (select (kind, scope) from recorded.parts where upload = ?)
    group by p.kind, p.scope
)
update recorded.parts as p
set is_current = (p.part = coalesce(n.part, -1))
from newest as n
where n.kind = p.kind and n.scope = p.scope
    and p.is_current <> (p.part = coalesce(n.part, -1))
"""


def _out_of_joint(cursor: Cursor) -> str | None:
    """What is wrong with the first current row that does not fit the others, or None."""
    found: str | None = value(
        cursor,
        "select 'inspection ' || inspection_id || ' belongs to the team ' || yot from inspections "
        "where yot not in (select yot from yots) "
        "union all "
        "select 'the ' || replace(kind, '_', ' ') || ' of ' || scope "
        "|| ' belong to that inspection' "
        "from recorded.parts where is_current and kind in "
        "('cases', 'second_reads', 'interviews', 'quotes', 'recipients') "
        "and scope not in (select inspection_id from inspections) "
        "union all "
        "select 'a quote of ' || inspection_id || ' is about the case ' || case_id from quotes "
        "where (inspection_id, case_id) not in (select (inspection_id, case_id) from cases) "
        "union all "
        "select 'a second read of ' || inspection_id || ' is about the case ' || case_id "
        "from second_reads "
        "where (inspection_id, case_id) not in (select (inspection_id, case_id) from cases) "
        "union all "
        "select r.inspector || ' would have read the case ' || case_id || ' of ' || inspection_id "
        "|| ' both times' from second_reads as r join cases as c using (inspection_id, case_id) "
        "where r.inspector = c.inspector "
        "union all "
        "select 'a reoffending rate belongs to the team ' || yot from reoffending "
        "where yot <> 'england-and-wales' and yot not in (select yot from yots) "
        "union all "
        "select inspection_id || ' would have ' || count(*) || ' cases for a caseload of ' "
        "|| caseload from inspections join cases using (inspection_id) "
        "group by inspection_id, caseload having count(*) > caseload "
        "limit 1",
    )
    return found
