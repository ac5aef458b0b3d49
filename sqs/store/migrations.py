"""Bringing a database file to the schema this version of SQS knows."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import resources

import duckdb

from sqs.criteria import Edition
from sqs.store.rolling import roll_up

_FILE = re.compile(r"(\d{3})_\w+\.sql")


class NewerSchemaError(Exception):
    """The file was written by a newer SQS than this one."""


class ForeignFileError(Exception):
    """The file is a DuckDB database, but not one of SQS."""


class TooManyQuestionsError(Exception):
    """The criteria files ask more questions than answers can be stored of."""


MOST_QUESTIONS = 63
"""Questions of all editions together, ever: a case's answers are bits of a 64-bit number."""


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
    """Make the question tables say what the criteria files say; question numbers are kept.

    Raises:
        TooManyQuestionsError: where more questions were ever asked than a number of bits can hold.

    """
    numbers = dict(cursor.execute("select question_id, number from question_numbers").fetchall())
    asked = {question.id for edition in editions.values() for question in edition.questions}
    new = sorted(asked - set(numbers), key=_place(editions))
    if len(numbers) + len(new) > MOST_QUESTIONS:
        raise TooManyQuestionsError
    numbers |= {question_id: len(numbers) + n for n, question_id in enumerate(new, start=1)}
    rows = [
        (
            edition.name,
            numbers[question.id],
            1 << numbers[question.id],
            section.key,
            position,
            question.relevant_when == "every_interview",
            not question.fact,
            question.parent,
            *(
                1 << numbers[question.parent] if answer in question.relevance.parent_answers else 0
                for answer in ("yes", "no")
            ),
            question.relevance.must_be_answered,
            list(question.reasons),
        )
        for edition in editions.values()
        for section in edition.sections
        for position, question in enumerate(section.questions, start=1)
    ]
    known = cursor.execute("select * from edition_questions").fetchall()
    names = [name for name, *_ in cursor.description or ()]
    if sorted(known) == sorted(rows):
        return
    if new:
        added = [
            {"number": numbers[id_], "question_id": id_, "bit": 1 << numbers[id_]} for id_ in new
        ]
        _insert(cursor, "question_numbers", added)
    cursor.execute("delete from edition_questions")
    if rows:
        named = [dict(zip(names, row, strict=True)) for row in rows]
        _insert(cursor, "edition_questions", named)
    roll_up(cursor)


def _insert(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]
) -> None:
    """Add rows in one statement and as one value.

    DuckDB takes long over many statements, and over each value: it looks whether it is pandas'.
    """
    kinds = {name: ["VARCHAR"] if isinstance(v, list) else "VARCHAR" for name, v in rows[0].items()}
    cursor.execute(
        f"insert into {table} by name "
        f"select unnest(from_json(?, '{json.dumps([kinds])}'), max_depth := 2)",
        [json.dumps(rows)],
    )


def _place(editions: Mapping[str, Edition]) -> Callable[[str], tuple[int, int]]:
    """The order in which new questions get their numbers: that of the files."""
    places: dict[str, tuple[int, int]] = {}
    for nth, edition in enumerate(editions.values()):
        for position, question in enumerate(edition.questions):
            places.setdefault(question.id, (nth, position))
    return places.__getitem__
