"""Second reads in the store: told apart from answers, never counted, replaced, undone, put back."""

import pytest
from packs import INSPECTION, SECOND_READS, contents, current, read_twice

from sqs.figures.scores import scores
from sqs.intake.conflicts import Change, Count, rehearse
from sqs.intake.flags import Flag
from sqs.intake.history import UndoError, redo, undo, uploads
from sqs.intake.loading import load
from sqs.store.database import Database

ALONE = read_twice().only("second_reads")


def held(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as cursor:
        return cursor.execute(
            "select case_id, question_id, answer::varchar, reasons, note, inspector "
            "from second_reads order by all"
        ).fetchall()


HELD = [
    ("BED14-01", "compliance", "no", None, None, "I2"),
    ("BED14-01", "lor_plan", "no", "not_done", None, "I2"),
    ("BED14-01", "noncompliance_response", "yes", None, None, "I2"),
    ("BED14-01", "psr_prepared", "no", None, None, "I2"),
    ("BED14-01", "rosh_plan", "not relevant", None, None, "I2"),
    ("BED14-02", "lor_plan", "yes", None, "Seen in the file.", "I1"),
]


def test_second_reads_are_stored_beside_the_answers_and_count_nowhere(loaded):
    with loaded.reading() as cursor:
        before, said = scores(cursor), cursor.execute("from answers order by all").fetchall()

    receipt = load(loaded, ALONE.files())

    assert (receipt.status, receipt.tables, receipt.inspections) == (
        "loaded", {"second_reads": 6}, (INSPECTION,),
    )  # fmt: skip
    assert held(loaded) == HELD
    with loaded.reading() as cursor:
        assert scores(cursor) == before
        assert cursor.execute("from answers order by all").fetchall() == said


def test_a_pack_with_them_is_loaded_at_once_and_then_unchanged(database):
    assert load(database, read_twice().files()).status == "loaded"
    assert held(database) == HELD
    spelled = (
        read_twice().cell("second_reads", 3, "reasons", "Not_done ; ")
        .cell("second_reads", 3, "answer", " N")
    )  # fmt: skip
    assert load(database, spelled.files()).status == "unchanged"
    other = ALONE.cell("second_reads", 3, "reasons", "other")
    refused = load(database, other.files())
    assert [p.message for p in refused.problems] == [
        (
            "second_reads.csv, line 2: found other second_reads for bedfordshire-2014 than upload "
            "1 brought; load the same content, or replace what is loaded."
        )
    ]


@pytest.mark.parametrize(
    ("changed", "count", "change"),
    [
        (
            ALONE.cell("second_reads", 3, "answer", "yes").cell("second_reads", 3, "reasons", ""),
            Count(changed=1),
            [("changed", "answer", "no", "yes"), ("changed", "reasons", "not_done", None)],
        ),
        (ALONE.without_line("second_reads", 3), Count(removed=1),
         [("removed", "", "no, not_done", None)]),
    ],
)  # fmt: skip
def test_what_replacing_would_change_is_told(loaded, changed, count, change):
    load(loaded, ALONE.files())
    before = contents(loaded)

    with rehearse(loaded, changed.files()) as (_, _, (found,)):
        assert found.counts == {"second_reads": count}
        assert list(found.changes) == [
            Change("second_reads", "BED14-01, lor_plan, I2", *each) for each in change
        ]
    assert contents(loaded) == before


def test_the_newest_are_current_until_they_are_undone_and_put_back(loaded):
    load(loaded, ALONE.files())
    first = current(loaded)
    load(loaded, ALONE.without_line("second_reads", 3).files(), replace=True)
    second = current(loaded)
    assert second != first

    undo(loaded, 3)
    assert current(loaded) == first
    undo(loaded, 2)
    assert held(loaded) == []
    redo(loaded, 3)
    assert current(loaded) == second
    assert uploads(loaded)[0].scopes == (INSPECTION,)


def test_their_inspection_and_its_cases_cannot_be_undone_under_them(loaded):
    load(loaded, ALONE.files())
    with pytest.raises(UndoError, match="because the second reads of bedfordshire-2014 belong to"):
        undo(loaded, 1)


def test_cases_cannot_be_undone_to_others_that_do_not_fit_them(loaded, pack):
    kept = pack.only("cases", "answers")
    without = kept.rows("cases", (*pack.tables["cases"][:1], *pack.tables["cases"][2:])).rows(
        "answers", tuple(row for row in pack.tables["answers"] if row[1] != "BED14-01")
    )
    undo(loaded, 1)
    load(loaded, pack.without("quotes", "cases", "answers").files())
    load(loaded, without.files())
    load(loaded, kept.files(), replace=True)
    load(loaded, ALONE.files())

    with pytest.raises(
        UndoError, match="because a second read of bedfordshire-2014 is about the case BED14-01"
    ):
        undo(loaded, 4)

    undo(loaded, 5)
    load(loaded, kept.cell("cases", 2, "inspector", "I2").files(), replace=True)
    load(loaded, kept.files(), replace=True)
    load(loaded, ALONE.files())
    with pytest.raises(
        UndoError, match="because I2 would have read the case BED14-01 of bedfordshire-2014 both t"
    ):
        undo(loaded, 7)


@pytest.mark.parametrize(
    ("spoil", "line", "sentence"),
    [
        (
            lambda pack: pack.without_line("cases", 2).rows(
                "answers", tuple(row for row in pack.tables["answers"] if row[1] != "BED14-01")
            ),
            2,
            (
                "cases.csv, line 2 (case BED14-01): found no case BED14-01 in bedfordshire-2014, "
                "though a loaded second read is about it; keep the case, or add a second_reads "
                "file without it to the pack; to replace the cases alone is refused."
            ),
        ),
        (
            lambda pack: pack.cell("cases", 3, "inspector", "I1"),
            3,
            (
                "cases.csv, line 3, inspector (case BED14-02): found 'I1', of whom a second read "
                "of this case is loaded; keep the inspector, or add a second_reads file without "
                "it to the pack; to replace the cases alone is refused."
            ),
        ),
    ],
)  # fmt: skip
def test_cases_that_second_reads_are_about_are_not_replaced_without_them(
    loaded, pack, spoil, line, sentence
):
    load(loaded, ALONE.files())
    before = contents(loaded)

    receipt = load(loaded, spoil(pack.only("cases", "answers")).files(), replace=True)

    assert [(p.rule, p.line, p.message) for p in receipt.problems] == [("conflict", line, sentence)]
    assert contents(loaded) == before
    others = (SECOND_READS[0], (INSPECTION, "BED14-05", "lor_plan", "yes", "", "", "I9"))
    both = spoil(pack.only("cases", "answers", "quotes")).rows("second_reads", others)
    assert load(loaded, both.files(), replace=True).status == "loaded"


def test_their_notes_are_looked_through_for_people(loaded):
    noted = ALONE.cell("second_reads", 7, "note", "Ring 07700 900123.")

    receipt = load(loaded, noted.files())

    assert receipt.flags == (
        Flag("second_reads", INSPECTION, "BED14-02", "lor_plan", "a phone number", "07700 900123"),
    )
    assert receipt.flag_counts == {"notes": 1}
