"""What is withheld, and that nothing published leads back to it."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from packs import INSPECTION, Pack, bedfordshire

from sqs.figures.comparing import COLUMNS, Compared, compare
from sqs.figures.records import FactCount, inspections, reasons
from sqs.figures.scores import Figure, scores
from sqs.figures.small_counts import (
    OF_FIGURE,
    child_cuts,
    cuts,
    hidden,
    mark_of,
    marks,
    public_comparison,
    shown_comparison,
    shown_facts,
    shown_figures,
    shown_inspections,
    shown_reasons,
)
from sqs.intake.loading import load
from sqs.store.database import Database


@pytest.mark.parametrize(
    ("relevant", "mark"), [(0, "[z]"), (1, "[c]"), (4, "[c]"), (5, ""), (20, "")]
)
def test_one_to_four_and_none_have_their_marks(relevant, mark):
    assert mark_of(relevant) == mark


def figure(section: str, question: str, met: int, relevant: int) -> Figure:
    share = met / relevant if relevant else None
    return Figure("i", "sqs-2014", section, question, 20, met, relevant, 20 - relevant,
                  share, share, share, "wilson" if relevant else "")  # fmt: skip


# section: the relevant cases of its questions, and what stands for each and for the section
SECTIONS = """
    5 6 20      | ..   ..  ..   | ..
    0 6         | [z]  ..       | ..
    4 6         | [c]  ..       | [c]
    4 3 20      | [c]  [c] ..   | [c]
    0 0         | [z]  [z]      | [z]
    0 1         | [z]  [c]      | [c]
"""


@pytest.mark.parametrize("line", SECTIONS.strip().splitlines())
def test_a_section_is_withheld_with_any_of_its_questions(line):
    counts, questions, section = (part.split() for part in line.split("|"))
    relevant = [int(count) for count in counts]
    figures = [figure("s", f"q{n}", 0, count) for n, count in enumerate(relevant)]

    found = marks([*figures, figure("s", "", 0, sum(relevant)), figure("t", "q", 5, 5)])

    assert [mark or ".." for mark in found] == [*questions, *section, ".."]


def test_a_mark_stands_in_every_column_that_could_tell():
    row = {**figure("s", "q", 1, 3).as_row(), "phrase": "one out of three"}

    assert hidden(row, "") == row
    shown = hidden(row, "[c]")
    assert {shown[column] for column in OF_FIGURE} == {"[c]"}
    assert [shown[c] for c in ("inspection_id", "edition", "section", "question_id")] == [
        "i", "sqs-2014", "s", "q",
    ]  # fmt: skip


# ---- what is published does not depend on what is withheld


COUNT = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SMALL = st.integers(1, 4).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def published(counts: dict[str, tuple[int, int]]) -> list[dict]:
    """The public rows of one section, from the (met, relevant) of its questions."""
    total = tuple(map(sum, zip(*counts.values(), strict=True)))
    figures = [figure("s", question, *pair) for question, pair in counts.items()]
    figures.append(figure("s", "", *total))
    return [
        {key: cell for key, cell in hidden(each.as_row(), mark).items() if key != "asked"}
        for each, mark in zip(figures, marks(figures), strict=True)
    ]


@given(st.dictionaries(st.sampled_from("abcde"), COUNT, min_size=1), st.data())
def test_other_small_counts_would_give_the_same_rows(counts, data):
    small = [question for question, (_, relevant) in counts.items() if 1 <= relevant <= 4]
    assume(small)
    others = {question: data.draw(SMALL) for question in small}

    assert published(counts) == published({**counts, **others})


def with_answers(pack: Pack, question: str, met: int, relevant: int) -> Pack:
    """The pack with so many yes and no to a question that may be not relevant."""
    seen = 0
    rows = []
    for row in pack.tables["answers"][1:]:
        if row[2] == question:
            answer = "yes" if seen < met else "no" if seen < relevant else "not relevant"
            row = (*row[:3], answer, "", "")
            seen += 1
        rows.append(row)
    return pack.rows("answers", (pack.tables["answers"][0], *rows))


def visit(number: int, met: int, relevant: int, *, months: int = 0) -> Pack:
    """Bedfordshire's cases as another team's visit with so many victims kept safe."""
    pack = with_answers(bedfordshire(), "victim_safety", met, relevant).only(
        "yots", "inspections", "cases", "answers"
    )
    tables = {}
    for name, (head, *rows) in pack.tables.items():
        at = {heading: place for place, heading in enumerate(head)}
        changed = []
        for row in rows:
            cells = list(row)
            if "inspection_id" in at:
                cells[at["inspection_id"]] = f"v{number}-{months}"
            if "yot" in at:
                cells[at["yot"]] = f"t{number}"
            if "fieldwork_end" in at:
                year = 2014 + months // 12
                cells[at["fieldwork_start"]] = cells[at["fieldwork_end"]] = f"{year}-11-19"
                cells[at["publication_date"]] = ""
            changed.append(tuple(cells))
        tables[name] = (head, *(changed[:1] if name == "yots" else changed))
    return Pack(tables)


def compared(tmp_path, visits: list[Pack], measure: str) -> list[dict]:
    with Database(tmp_path / "x.duckdb", create=True) as database:
        for pack in visits:
            receipt = load(database, pack.files(), replace=True)
            assert receipt.problems == ()
        with database.reading() as cursor:
            rows = [row.cells for row in public_comparison(cursor, measure)]
    (tmp_path / "x.duckdb").unlink()
    return rows


def visits(met: int, relevant: int) -> list[Pack]:
    """Three teams, the first at three visits, the second of which has the counts given."""
    return [
        visit(1, 6, 9), visit(1, met, relevant, months=12), visit(1, 9, 9, months=24),
        visit(2, 7, 10), visit(3, 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("measure", ["victim_safety", "protecting_the_public"])
def test_no_comparison_depends_on_what_is_withheld(tmp_path, measure):
    one, other = (compared(tmp_path, visits(*counts), measure) for counts in ((0, 1), (4, 4)))

    assert one == other
    rows = {row["inspection_id"]: row for row in one}
    small, after = rows["v1-12"], rows["v1-24"]
    own, change = COLUMNS[3:13], COLUMNS[14:]
    assert {small[column] for column in (*own, *change)} == {"[c]"}
    assert small["previous_inspection_id"] == "v1-0"
    assert {after[column] for column in change} == {"[c]"}
    assert isinstance(after["share"], float)
    assert isinstance(after["funnel_low95"], float)
    assert {rows["v1-0"][column] for column in change} == {None}


def test_none_is_neither_small_nor_missing(tmp_path):
    rows = compared(tmp_path, visits(5, 5), "victim_safety")
    none = next(row for row in rows if row["inspection_id"] == "v3-0")

    assert {none[column] for column in COLUMNS[3:13]} == {"[z]"}
    assert {none[column] for column in COLUMNS[14:]} == {None}
    assert not any(cell == "[c]" for row in rows for cell in row.values())


# ---- the board's view


@given(st.dictionaries(st.sampled_from("abcde"), COUNT, min_size=1), st.data())
def test_the_board_sees_the_same_whatever_is_withheld(counts, data):
    def seen(of: dict[str, tuple[int, int]]) -> list[Figure]:
        total = tuple(map(sum, zip(*of.values(), strict=True)))
        listed = [figure("s", question, *pair) for question, pair in of.items()]
        return shown_figures([*listed, figure("s", "", *total)])

    small = [question for question, (_, relevant) in counts.items() if 1 <= relevant <= 4]
    others = {question: data.draw(SMALL) for question in small}
    found = seen(counts)
    assert found == seen({**counts, **others})
    for each in found:
        assert each.relevant >= 5 if not each.mark else each.relevant == each.met == each.asked == 0


@pytest.mark.parametrize("measure", ["victim_safety", "protecting_the_public"])
def test_no_comparison_that_the_board_sees_depends_on_what_is_withheld(tmp_path, measure):
    def seen(met: int, relevant: int) -> list[Compared]:
        with Database(tmp_path / "x.duckdb", create=True) as database:
            for pack in visits(met, relevant):
                assert load(database, pack.files(), replace=True).problems == ()
            with database.reading() as cursor:
                rows = shown_comparison(cursor, compare(cursor, measure))
        (tmp_path / "x.duckdb").unlink()
        return rows

    one, other = seen(0, 1), seen(4, 4)
    assert one == other
    rows = {row.inspection_id: row for row in one}
    small, after = rows["v1-12"], rows["v1-24"]
    assert (small.mark, small.met, small.relevant, small.share) == ("[c]", 0, 0, None)
    assert (small.stands, small.limits, small.change, after.change) == (None, None, None, None)
    assert after.programme.inspections == (3 if measure == "victim_safety" else 4)
    assert after.programme.relevant == sum(row.relevant for row in one)


def test_small_numbers_of_people_reasons_and_facts_are_left_out(holding):
    with holding.reading() as cursor:
        (known,) = inspections(cursor)
        figures = scores(cursor, [INSPECTION])
        found = reasons(cursor, INSPECTION)
    (shown,) = shown_inspections([replace(known, cases=4, case_managers=3, caseload=None)])
    assert (shown.cases, shown.case_managers, shown.caseload) == (0, 0, None)
    assert shown_inspections([known]) == [known]
    assert shown_facts([FactCount("a", 4, 7), FactCount("b", 7, 1), FactCount("c", 0, 20)]) == [
        FactCount("c", 0, 20)
    ]
    not_met = {each.question_id: each.not_met for each in figures}
    kept = {each.question_id for each in shown_reasons(found, figures)}
    assert kept == {each.question_id for each in found if not_met.get(each.question_id, 0) >= 5}
    assert kept < {each.question_id for each in found}


# ---- children

# value, met, relevant, teams of each value of an attribute, and what is shown of it
CUTS = {
    "all large enough": [
        ("female", 32, 58, 3, (30, 55)), ("male", 148, 201, 9, (150, 205)),
    ],
    "two teams": [
        ("12", 30, 60, 2, None), ("13", 40, 80, 5, None), ("14", 60, 90, 5, (60, 90)),
    ],
    "nine met": [
        ("asian", 9, 60, 5, None), ("black", 31, 61, 5, None), ("white", 70, 99, 5, (70, 100)),
    ],
    "nine not met": [("no", 51, 60, 5, None), ("yes", 30, 61, 5, None)],
    "two withheld cover each other": [
        ("a", 1, 2, 1, None), ("b", 3, 9, 2, None), ("c", 10, 20, 3, (10, 20)),
    ],
    "nothing else to withhold": [("not recorded", 3, 9, 2, None)],
}  # fmt: skip


@pytest.mark.parametrize("title", CUTS)
def test_cuts_by_what_is_true_of_children(title):
    given_ = [cut[:4] for cut in CUTS[title]]

    found = cuts(given_)

    assert [each[0] for each in found] == [cut[0] for cut in CUTS[title]]
    for (_, met, relevant, share), (*_, shown) in zip(found, CUTS[title], strict=True):
        assert (met, relevant) == (shown or (None, None))
        assert share == (met / relevant if shown else None)


VALUES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 6)).filter(
        lambda value: value[0] + value[1]
    ),
    min_size=2, max_size=5,
)  # fmt: skip


@given(VALUES)
def test_no_total_gives_a_withheld_cell_away(drawn):
    values = [(f"v{n}", met, met + unmet, teams) for n, (met, unmet, teams) in enumerate(drawn)]

    found = cuts(values)

    withheld = [each for each in found if each[1] is None]
    assert len(withheld) != 1
    for (value, met, relevant, _), (_, exact, all_, teams) in zip(found, values, strict=True):
        if met is not None:
            assert teams >= 3, value
            assert exact >= 10
            assert all_ - exact >= 10
            assert met % 5 == relevant % 5 == 0
            assert abs(met - exact) <= 2


@pytest.fixture(scope="module")
def four_teams(tmp_path_factory):
    """Three real teams and an invented one, all with Bedfordshire's cases."""
    with Database(tmp_path_factory.mktemp("four") / "x.duckdb", create=True) as database:
        for number in range(1, 5):
            pack = visit(number, 10, 20)
            if number == 4:
                pack = pack.cell("yots", 2, "name", "Team (invented)")
            assert load(database, pack.files()).problems == ()
        yield database


def test_the_sql_pools_teams_and_keeps_the_invented_apart(four_teams):
    with four_teams.reading() as cursor:
        found = [cut for cut in child_cuts(cursor) if cut.question_id == "victim_safety"]
        by_hand = cursor.execute(
            "select c.sex, count(*) filter (answer = 'yes'), count(*) from answers "
            "join cases as c using (inspection_id, case_id) where question_id = 'victim_safety' "
            "and answer <> 'not relevant' and inspection_id <> 'v4-0' group by c.sex order by c.sex"
        ).fetchall()

    assert {cut.meaning for cut in found} == {"sqs-2014"}
    assert {cut.attribute for cut in found} == {
        "sex", "age", "ethnicity", "looked_after", "order_type",
    }  # fmt: skip
    assert all(cut.relevant is None for cut in found if cut.invented)
    real = [cut for cut in found if cut.attribute == "sex" and not cut.invented]
    expected = cuts([(sex, met, relevant, 3) for sex, met, relevant in by_hand])
    assert [(cut.value, cut.met, cut.relevant, cut.share) for cut in real] == expected


@pytest.mark.parametrize("relevant", [1, 4])
def test_marks_are_those_of_whole_inspections(holding, relevant):
    with holding.reading() as cursor:
        figures = scores(cursor, [INSPECTION])
    small = [
        replace(each, relevant=relevant, met=0) if each.question_id == "rosh_plan" else each
        for each in figures
    ]

    told = {
        each.question_id or each.section
        for each, mark in zip(small, marks(small), strict=True)
        if mark == "[c]"
    }

    assert set(marks(figures)) == {""}
    assert told == {"rosh_plan", "protecting_the_public"}
