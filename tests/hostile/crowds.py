"""Packs of many inspections, made of the Bedfordshire pack under other references."""

from packs import Pack, bedfordshire

from sqs.intake.history import uploads
from sqs.store.database import Database

OF_AN_INSPECTION = ("inspections", "cases", "answers", "interviews", "quotes", "recipients")


def again(*inspection_ids: str) -> Pack:
    """The same inspection under each of these references; its team must be loaded already."""
    tables = {}
    for name in OF_AN_INSPECTION:
        head, *rows = bedfordshire().tables[name]
        tables[name] = (head, *((one, *row[1:]) for one in inspection_ids for row in rows))
    return Pack(tables)


def whole(database: Database, inspection_id: str) -> bool:
    """Whether every row of the inspection is there once; False where none is.

    Raises:
        AssertionError: where a part of it is there, or more than all.

    """
    expected = {name: len(bedfordshire().tables[name]) - 1 for name in OF_AN_INSPECTION}
    with database.reading() as cursor:
        found = {
            name: cursor.execute(
                f"select count(*) from {name} where inspection_id = ?", [inspection_id]
            ).fetchall()[0][0]
            for name in OF_AN_INSPECTION
        }
    assert found in (expected, dict.fromkeys(OF_AN_INSPECTION, 0))
    return found == expected


def history(database: Database) -> list[tuple[int, str, int, tuple[str, ...]]]:
    """The uploads, oldest first, without their times."""
    return sorted((u.upload, u.status, u.rows, u.scopes) for u in uploads(database))
