"""The roll-up: what the answers say by hand, whatever was loaded, replaced, undone and put back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

import duckdb
from by_hand import counted
from hypothesis import given, settings
from hypothesis import strategies as st
from test_comparing import ANSWER, DRAWN, EDITIONS, SECTION, Visit, packed
from test_metric import WITHOUT_THE_ROLL_UP

from sqs.figures.comparing import Compared, compare, compare_newest, compare_team, placed
from sqs.figures.everywhere import MonthCounts, TeamCounts, pools, team_counts, trend
from sqs.figures.findings import Pool
from sqs.figures.scores import Figure, question_figures, scores
from sqs.figures.small_counts import mark_of, shown_comparison, shown_figures
from sqs.intake.history import UndoError, redo, undo
from sqs.intake.loading import load
from sqs.store.database import Database

ROLLED_UP = "edition, measure, yot, month, few, inspections, met, relevant, not_relevant"

# The same cases over again, so that questions have four relevant, five and more.
CASES = st.builds(
    lambda cases, times: tuple(cases) * times,
    st.lists(st.tuples(*[ANSWER] * len(DRAWN)), min_size=1, max_size=2), st.sampled_from([1, 2, 5]),
)  # fmt: skip
VISIT = st.builds(
    Visit, st.sampled_from(["ash", "elm", "oak"]), st.sampled_from([1, 2, 13, 30]),
    st.sampled_from(list(EDITIONS)), CASES,
)  # fmt: skip
VISITS = st.lists(VISIT, min_size=1, max_size=5, unique_by=lambda visit: visit.id)


def kept(database: Database) -> set[tuple]:
    """The roll-up as it is stored."""
    with database.reading() as cursor:
        rows = cursor.execute(f"select {ROLLED_UP} from recorded.rolled_up").fetchall()
    assert len(set(rows)) == len(rows)
    return set(rows)


def by_hand(database: Database) -> set[tuple]:
    """The same, counted from the answers that people see."""
    with database.reading() as cursor:
        visits = cursor.execute(
            "select inspection_id, yot, edition, fieldwork_end from inspections"
        ).fetchall()
        answers: dict[str, list] = defaultdict(list)
        for inspection_id, *answer in cursor.execute(
            "select inspection_id, case_id, question_id, answer::varchar from answers union all "
            "select inspection_id, interviewee, question_id, answer::varchar from interviews"
        ).fetchall():
            answers[inspection_id].append(answer)
    sums: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(key: tuple, met: int, relevant: int, not_relevant: int) -> None:
        of = (relevant > 0, met, relevant, not_relevant)
        sums[key] = [a + b for a, b in zip(sums[key], of, strict=True)]

    for inspection_id, yot, edition, day in visits:
        counts = counted(answers[inspection_id])
        for section in EDITIONS[edition].sections:
            judged = {q.id: counts[q.id] for q in section.judged if q.id in counts}
            small = {key: mark_of(relevant) == "[c]" for key, (_, relevant, _) in judged.items()}
            for key, of in judged.items():
                add((edition, key, yot, None, small[key]), *of)
                add((edition, key, None, day.replace(day=1), small[key]), *of)
            if judged:
                together = map(sum, zip(*judged.values(), strict=True))
                few = any(small.values())
                add((edition, section.key, None, day.replace(day=1), few), *together)
    return {(*key, *of) for key, of in sums.items()}


def listed(database: Database) -> tuple[list[tuple], list[tuple]]:
    """The visits as they are stored, and as they follow from what people see."""
    with database.reading() as cursor:
        stored = cursor.execute(
            "select inspection_id, yot, fieldwork_end, edition, cases "
            "from recorded.visits order by 1"
        ).fetchall()
        seen = cursor.execute(
            "select inspection_id, yot, fieldwork_end, edition, "
            "(select count(*) from cases as c where c.inspection_id = i.inspection_id) "
            "from inspections as i order by 1"
        ).fetchall()
    return stored, seen


# Loads replace; a visit of the same month is the same inspection, and may have another edition or,
# where "anew" says so, be another team's.
DONE = st.lists(
    st.one_of(
        st.tuples(st.just("load"), VISITS, st.booleans()),
        st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 3)),
    ),
    min_size=2, max_size=5,
)  # fmt: skip


@given(DONE)
@settings(max_examples=12)
def test_the_roll_up_is_the_answers_counted_by_hand_after_anything(tmp_path, done):
    path = tmp_path / "rolled.duckdb"
    path.unlink(missing_ok=True)
    with Database(path, create=True) as database:
        for what, *of in done:
            if what == "load":
                visits, moved = of
                pack = packed(visits)
                if moved:
                    pack = pack.cell("inspections", 2, "yot", visits[-1].team)
                assert load(database, pack.files(), replace=True).status != "refused"
            else:
                with suppress(UndoError):
                    (undo if what == "undo" else redo)(database, *of)
            assert kept(database) == by_hand(database)
            stored, seen = listed(database)
            assert stored == seen


def test_a_part_loaded_alone_is_added_to_its_inspection(database, pack):
    for tables in (("yots", "inspections"), ("interviews",), ("cases", "answers"), ("recipients",)):
        assert load(database, pack.only(*tables).files()).status == "loaded"
        assert kept(database) == by_hand(database)
    assert ("sqs-2014", "lor_plan", "bedfordshire", None, False, 1, 18, 20, 0) in kept(database)


def test_a_file_from_before_is_rolled_up_when_it_is_opened(loaded):
    loaded.close()
    with duckdb.connect(str(loaded.path)) as file:
        before = file.execute(f"select {ROLLED_UP} from recorded.rolled_up").fetchall()
        file.execute(WITHOUT_THE_ROLL_UP)

    with Database(loaded.path) as opened:
        assert kept(opened) == set(before)
        assert len(before) == 2 * 34 + 5


def test_questions_that_move_are_rolled_up_anew(loaded):
    before = kept(loaded)
    loaded.close()
    with duckdb.connect(str(loaded.path)) as file:
        file.execute("update edition_questions set section = 'another' where number % 2 = 0")
        file.execute("delete from recorded.rolled_up where yot is null")

    with Database(loaded.path) as opened:
        assert kept(opened) == before


# ---- what is read of it


def of_teams(figures: Iterable[Figure]) -> set[TeamCounts]:
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in figures:
        if each.question_id and each.relevant:
            key = each.edition, each.question_id, each.inspection_id.split("-")[0]
            sums[key] = [
                a + b for a, b in zip(sums[key], (each.met, each.relevant, 1), strict=True)
            ]
    return {TeamCounts(*key, *of) for key, of in sums.items()}


def of_months(rows: Iterable[Compared]) -> set[MonthCounts]:
    sums: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        if row.relevant:
            key = row.edition, row.fieldwork_end.replace(day=1)
            sums[key] = [a + b for a, b in zip(sums[key], (row.met, row.relevant, 1), strict=True)]
    return {MonthCounts(month, *of) for (_, month), of in sums.items()}


def most_alike(rows: Sequence[Compared]) -> list[Compared]:
    by_edition = sorted(rows, key=lambda row: row.edition)
    alike = [[row for row in rows if row.meaning == each.meaning] for each in by_edition]
    return max(alike, key=lambda of: (len(of), max(row.fieldwork_end for row in of)), default=[])


@given(
    VISITS, st.sampled_from([*DRAWN, SECTION]),
    st.sampled_from([(None, None), (date(2012, 3, 1), date(2013, 12, 31))]),
)  # fmt: skip
@settings(max_examples=15)
def test_what_is_read_in_part_is_what_all_of_it_says(tmp_path, visits, measure, period):
    path = tmp_path / "read.duckdb"
    path.unlink(missing_ok=True)
    with Database(path, create=True) as database:
        assert load(database, packed(visits).files()).problems == ()
        with database.reading() as cursor:
            every = compare(cursor, measure)
            within = compare(cursor, measure, *period)
            newest = {row.yot: row for row in within}
            assert compare_newest(cursor, measure, *period) == placed(list(newest.values()))
            for team in ("ash", "elm"):
                own = [row for row in every if row.yot == team]
                assert compare_team(cursor, measure, team) == placed(own)

            figures = scores(cursor)
            boards = shown_comparison(cursor, every)
            assert set(team_counts(cursor, few=True)) == of_teams(figures)
            assert set(team_counts(cursor, few=False)) == of_teams(shown_figures(figures))
            ids = [visit.id for visit in visits[:2]]
            assert set(question_figures(cursor, ids)) == {
                each for each in figures if each.question_id and each.inspection_id in ids
            }
            alike = most_alike(every)
            for few, rows in ((True, alike), (False, most_alike(boards))):
                found = trend(cursor, measure, few=few)
                assert set(found.months) == of_months(rows)
                assert (found.asked, found.others) == (len(alike), len(every) - len(alike))


def test_pools_put_teams_together_within_an_edition():
    counts = [
        TeamCounts("sqs-2014", "rosh_plan", "ash", 1, 8, 1),
        TeamCounts("sqs-2014", "rosh_plan", "elm", 9, 12, 2),
        TeamCounts("sqs-2016", "rosh_plan", "ash", 5, 5, 1),
    ]
    assert pools(counts, "sqs-2014") == {"rosh_plan": Pool(10, 20, 3)}
