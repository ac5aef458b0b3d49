"""What is stored as counts is what the answers say, whatever was done to the uploads."""

import duckdb
from by_hand import counted
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import INSPECTION, bedfordshire, of_2016

from sqs.figures.scores import Figure, question_table, scores
from sqs.figures.small_counts import public_comparison, public_comparisons
from sqs.intake.history import redo, undo
from sqs.intake.loading import load
from sqs.store.database import Database

HEAD, *ANSWERS = bedfordshire().tables["answers"]
INTERVIEW_HEAD, *INTERVIEWS = bedfordshire().tables["interviews"]
CASES = sorted({row[1] for row in ANSWERS})
ALWAYS = "lor_plan"


def kept(database: Database) -> dict[str, tuple[int, int, int]]:
    """The counts that are stored of what is current, by question."""
    with database.reading() as cursor:
        rows = cursor.execute(
            "select question_id, met, relevant, not_relevant from recorded.metric as m "
            "join recorded.parts as p on p.part = m.part and p.is_current "
            "join question_numbers as n on n.number = m.question"
        ).fetchall()
    assert len({question for question, *_ in rows}) == len(rows)
    return {question: tuple(counts) for question, *counts in rows}


def by_hand(database: Database) -> dict[str, tuple[int, int, int]]:
    """The same, counted from the answers that people see."""
    with database.reading() as cursor:
        return counted(
            cursor.execute(
                "select case_id, question_id, answer::varchar from answers "
                "union all select interviewee, question_id, answer::varchar from interviews"
            ).fetchall()
        )


def altered(no_in: set[str], unmet: set[int], fewer: int):
    """Bedfordshire with other answers, other interviews, and some cases less."""
    gone = set(CASES[:fewer])
    pack = bedfordshire().without("quotes")
    answers = [
        (*row[:3], "no" if row[1] in no_in else "yes", "", row[5]) if row[2] == ALWAYS else row
        for row in ANSWERS
        if row[1] not in gone
    ]
    cases = [row for row in pack.tables["cases"] if row[1] not in gone]
    interviews = [(*row[:3], "no", "") if at in unmet else row for at, row in enumerate(INTERVIEWS)]
    return (
        pack.rows("cases", tuple(cases))
        .rows("answers", (HEAD, *answers))
        .rows("interviews", (INTERVIEW_HEAD, *interviews))
    )


PACKS = st.tuples(
    st.sets(st.sampled_from(CASES)), st.sets(st.integers(0, len(INTERVIEWS) - 1)),
    st.integers(0, 3),
)  # fmt: skip


@given(first=PACKS, second=PACKS)
@settings(max_examples=6)
def test_the_stored_counts_are_those_of_the_answers(tmp_path, first, second):
    path = tmp_path / "counts.duckdb"
    path.unlink(missing_ok=True)
    with Database(path, create=True) as database:
        assert kept(database) == by_hand(database) == {}
        assert load(database, altered(*first).files()).status == "loaded"
        assert kept(database) == by_hand(database)
        before = kept(database)

        receipt = load(database, altered(*second).files(), replace=True)
        after = kept(database)
        assert after == by_hand(database)
        if receipt.upload is not None:
            undo(database, receipt.upload)
            assert kept(database) == by_hand(database) == before
            redo(database, receipt.upload)
            assert kept(database) == by_hand(database) == after


WITHOUT_THE_ROLL_UP = (
    "drop table recorded.visits; drop table recorded.rolled_up; "
    "drop macro table recorded.touched_by; drop macro table recorded.visits_touched_by; "
    "drop macro table recorded.rolled_up_from; delete from sqs_schema where version >= 6"
)


def test_a_file_from_before_is_counted_when_it_is_opened(loaded):
    loaded.close()
    with duckdb.connect(str(loaded.path)) as file:
        file.execute(WITHOUT_THE_ROLL_UP)
        file.execute("drop view recorded.counted_cases; drop view recorded.counted_interviews")
        file.execute("drop table recorded.metric; delete from sqs_schema where version >= 5")

    with Database(loaded.path) as opened:
        assert kept(opened) == by_hand(opened)
        assert len(kept(opened)) == 37


def other_inspections():
    """Bedfordshire's cases at three more visits: one with few cases, one asked by sqs-2016."""
    packs = []
    for number, caseload in ((1, "150"), (2, "40"), (3, "")):
        pack = bedfordshire().only("yots", "inspections", "cases", "answers", "interviews")
        if number == 3:
            pack = of_2016(pack)
        for name in ("inspections", "cases", "answers", "interviews"):
            head, *rows = pack.tables[name]
            if number == 2 and name in ("cases", "answers"):
                rows = [row for row in rows if row[1] in CASES[:4]]
            pack = pack.rows(name, (head, *((f"visit-{number}", *row[1:]) for row in rows)))
        packs.append(
            pack.cell("inspections", 2, "caseload", caseload)
            .cell("inspections", 2, "fieldwork_start", f"201{number}-05-01")
            .cell("inspections", 2, "fieldwork_end", f"201{number}-05-03")
            .cell("inspections", 2, "publication_date", "")
        )
    return packs


def test_all_figures_at_once_are_those_of_each_inspection(loaded):
    for pack in other_inspections():
        assert load(loaded, pack.files()).problems == ()

    with loaded.reading() as cursor:
        together = {Figure(**row) for row in question_table(cursor).to_pylist()}
        alone = {
            figure
            for inspection_id in (INSPECTION, "visit-1", "visit-2", "visit-3")
            for figure in scores(cursor, [inspection_id])
            if figure.question_id
        }

    assert together == alone
    assert {figure.method for figure in together} == {"", "wilson", "hypergeometric"}


def test_many_comparisons_at_once_are_those_of_each_measure(loaded):
    for pack in other_inspections():
        assert load(loaded, pack.files()).problems == ()
    measures = ["protecting_the_child", "rosh_plan", "psr_alternatives", "policies"]

    with loaded.reading() as cursor:
        together = dict(public_comparisons(cursor, measures))
        assert together == {each: public_comparison(cursor, each) for each in measures}

    assert {row.mark for rows in together.values() for row in rows} >= {"", "[c]"}
