"""Bringing a database file to the schema this version of SQS knows."""

import re
from collections.abc import Mapping
from importlib import resources

import duckdb

from sqs.criteria import Edition

_FILE = re.compile(r"(\d{3})_\w+\.sql")


class NewerSchemaError(Exception):
    """The file was written by a newer SQS than this one."""


class ForeignFileError(Exception):
    """The file is a DuckDB database, but not one of SQS."""


def schema_files() -> dict[int, str]:
    """The text of each schema file by its number, in order."""
    folder = resources.files("sqs.store") / "schema"
    numbered = ((_FILE.fullmatch(file.name), file) for file in folder.iterdir())
    found = {int(name[1]): file.read_text(encoding="utf-8") for name, file in numbered if name}
    return dict(sorted(found.items()))


def migrate(cursor: duckdb.DuckDBPyConnection) -> None:
    """Apply what is missing. A schema file and the note that it ran share one transaction.

    Raises:
        NewerSchemaError, ForeignFileError: before anything is changed.

    """
    files = schema_files()
    applied = _applied(cursor)
    if applied > max(files):
        raise NewerSchemaError
    for number, sql in files.items():
        if number > applied:
            cursor.begin()
            try:
                cursor.execute("create table if not exists sqs_schema (version integer)")
                cursor.execute(sql)
                cursor.execute("insert into sqs_schema values (?)", [number])
                cursor.commit()
            except BaseException:
                cursor.rollback()
                raise


def _applied(cursor: duckdb.DuckDBPyConnection) -> int:
    tables = {
        name
        for (name,) in cursor.execute(
            "select table_name from duckdb_tables() "
            "union all select view_name from duckdb_views() where not internal"
        ).fetchall()
    }
    if "sqs_schema" in tables:
        ((version,),) = cursor.execute(
            "select coalesce(max(version), 0) from sqs_schema"
        ).fetchall()
        return int(version)
    if tables:
        raise ForeignFileError
    return 0


def record_editions(cursor: duckdb.DuckDBPyConnection, editions: Mapping[str, Edition]) -> None:
    """Make the question tables say what the criteria files say; question numbers are kept."""
    rows = [
        (edition.name, question.id, section.key, position, not question.fact)
        for edition in editions.values()
        for section in edition.sections
        for position, question in enumerate(section.questions, start=1)
    ]
    known = cursor.execute(
        "select edition, question_id, section, position, judged "
        "from edition_questions join question_numbers using (number)"
    ).fetchall()
    if sorted(known) == sorted(rows):
        return
    numbers = dict(cursor.execute("select question_id, number from question_numbers").fetchall())
    for _, question_id, *_ in rows:
        if question_id not in numbers:
            numbers[question_id] = len(numbers) + 1
            cursor.execute(
                "insert into question_numbers values (?, ?)", [numbers[question_id], question_id]
            )
    cursor.execute("delete from edition_questions")
    cursor.executemany(
        "insert into edition_questions values (?, ?, ?, ?, ?)",
        [
            (edition, numbers[question_id], section, position, judged)
            for edition, question_id, section, position, judged in rows
        ],
    )
