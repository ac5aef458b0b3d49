"""Keeping what the pages read in step with the parts that are current: visits, and the roll-up.

Whoever changes which parts are current calls `adjust` in the same transaction. What the tables hold
is said where they are made, in schema/006_roll_up.sql.
"""

import duckdb

_MERGE = """
merge into recorded.rolled_up as r
using (
    select edition, measure, yot, month, few, $sign * inspections as inspections,
        $sign * met as met, $sign * relevant as relevant, $sign * not_relevant as not_relevant
    from recorded.rolled_up_from($upload)
) as d
on r.edition = d.edition and r.measure = d.measure and r.few = d.few
    and r.yot is not distinct from d.yot and r.month is not distinct from d.month
when matched and r.relevant + d.relevant + r.not_relevant + d.not_relevant = 0 then delete
when matched then update set
    inspections = r.inspections + d.inspections, met = r.met + d.met,
    relevant = r.relevant + d.relevant, not_relevant = r.not_relevant + d.not_relevant
when not matched then insert by name
"""


def adjust(cursor: duckdb.DuckDBPyConnection, upload: int, *, seen: bool) -> None:
    """Make visits and roll-up say what the current parts do, of the inspections of one upload.

    Args:
        cursor: the transaction in which parts became current or stopped being so; what they count
            to is stored already.
        upload: the one whose inspections are concerned.
        seen: whether any of them may have been there before.

    """
    if seen:
        cursor.execute(_MERGE, {"upload": upload, "sign": -1})
        cursor.execute(
            "delete from recorded.visits where inspection_id in "
            "(select inspection_id from recorded.touched_by(?))",
            [upload],
        )
    cursor.execute(
        "insert into recorded.visits select * from recorded.visits_touched_by(?)", [upload]
    )
    cursor.execute(_MERGE, {"upload": upload, "sign": 1})


def roll_up(cursor: duckdb.DuckDBPyConnection) -> None:
    """Roll all visits up anew: what a question belongs to, or is asked by, has changed."""
    cursor.execute("delete from recorded.rolled_up")
    cursor.execute("insert into recorded.rolled_up select * from recorded.rolled_up_from(null)")
