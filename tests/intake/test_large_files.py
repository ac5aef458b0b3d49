"""Large files are read where they lie by DuckDB itself: to the same rows, problems and lines."""

import csv
import io
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import Pack, bedfordshire, text_of
from test_rules import altered

from sqs.intake import cells, lines, odd_rows, reading, staging
from sqs.intake.answer_sets import asked, cases_coming_in
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.intake.reading import Spool, read_pack
from sqs.intake.tables import TABLES
from sqs.store.database import Database


@pytest.fixture(scope="module")
def wide_open(tmp_path_factory) -> Iterator[Database]:
    """An empty database whose SQL may read any file; only for dry runs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sqs.store.database._shut_off", lambda *_: None)
        opened = Database(tmp_path_factory.mktemp("wide open") / "x.duckdb", create=True)
    with opened:
        yield opened
        assert opened.version() == 0


@pytest.fixture
def desk(empty, wide_open, tmp_path, monkeypatch):
    """Loads a pack twice, from memory and from files that lie on disk, and gives both receipts."""

    def both(pack: Pack):
        files = pack.files()
        laid = [PackFile(file.name, tmp_path / file.name) for file in files]
        for file, on_disk in zip(files, laid, strict=True):
            on_disk.data.write_bytes(file.data)
        small = load(empty, files, dry_run=True)
        with monkeypatch.context() as large:
            large.setattr(reading, "DIRECT_FROM", 0)
            large.setattr(Database, "may_read", lambda self, path: True)  # noqa: ARG005
            assert all(
                source.direct
                for source in read_pack(laid, Spool(tmp_path), may_read=lambda _: True).sources
                if source.table.name == "recipients"
            )
            direct = load(wide_open, laid, dry_run=True)
        return small, direct

    return both


ALTERATIONS = (
    "answers 9 answer = Maybe",
    "answers 9 answer = Y & answers 12 answer = ·no·",
    "answers 9 answer =",
    "answers 14 delete",
    "answers 9 copy",
    "answers 3 answer = yes",
    "answers 9 answer = n/a",
    "answers 18 reasons = lazy",
    "answers 18 reasons = not_done;other",
    "answers 9 reasons = not_done",
    "answers 9 question_id = lor_plans",
    "answers 9 case_id = BED14-99",
    "answers 9 case_id = ·BED14-99",
    "answers 9 case_id = ·",
    "answers 9 inspection_id = elsewhere",
    "answers add bedfordshire-2014,BED14-01",
    "answers 9 note = {4001}",
    "cases 3 copy",
    "cases 2 start_date = 18/08/2014",
    "cases 2 age = 7",
    "cases 2 case_manager = Anne·Smith",
    "interviews 2 answer = n/a",
    "recipients 3 inspection_id = bedford",
    "second_reads 3 answer = maybe & second_reads 7 reasons = other",
    "yots 2 country = Scotland",
)


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_a_file_read_where_it_lies_comes_to_the_same(desk, alteration):
    small, direct = desk(altered(alteration))

    assert direct == small


@pytest.mark.parametrize(
    "alteration", [ALTERATIONS[0], ALTERATIONS[2], ALTERATIONS[5], "yots 2 copy"]
)
def test_a_wide_file_too(desk, alteration):
    small, direct = desk(altered(alteration).wide())

    assert direct == small


def test_a_wide_answer_is_told_of_as_it_stands(desk):
    small, direct = desk(altered("answers 3 answer = Y & answers 9 answer = ·maybe").wide())

    assert [p.found for p in direct.problems] == ["'maybe'", "'Y' to psr_quality"]
    assert direct == small


def test_line_breaks_in_cells_and_blank_lines_are_counted(desk, pack):
    noted = pack.cell("answers", 3, "note", "two\nlines\n\nand a third").cell(
        "answers", 9, "answer", "?"
    )

    small, direct = desk(noted)

    assert [p.line for p in direct.problems] == [12]
    assert direct == small


CELL = st.text(st.sampled_from('a, ;"\n'), max_size=4)


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12),
    blank=st.integers(0, 2),
    end=st.sampled_from(["\n", "\r\n"]),
    chunk=st.integers(1, 40),
)
def test_a_record_has_the_line_on_which_it_begins(tmp_path, monkeypatch, rows, blank, end, chunk):
    monkeypatch.setattr(lines, "_CHUNK", chunk)
    text = text_of((("x", "y", "z"), *rows), end=end) + end * blank
    path = tmp_path / "r.csv"
    path.write_bytes(text.encode())
    reader = csv.reader(io.StringIO(text, newline=""))
    expected, begins = [], 1
    for row in reader:
        if row:
            expected.append(begins)
        begins = reader.line_num + 1

    found = lines.lines_of(path, np.arange(len(expected)))

    assert found.tolist() == expected


def test_rows_are_numbered_past_those_that_are_passed_over():
    read = lines.records_read(np.arange(1, 6), np.array([1, 4, 5]))

    assert read.tolist() == [2, 3, 6, 7, 8]


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("form", ["long", "wide"])
def test_staged_rows_keep_the_order_of_their_file(database, tmp_path, form, careful):
    """DuckDB says of its plan whether it does: lines are counted by it."""
    pack = bedfordshire() if form == "long" else bedfordshire().wide()
    found = read_pack(pack.files(), Spool(tmp_path))
    kinds = {}
    with database.reading() as cursor:
        questions = asked(cursor)
        for table in TABLES.values():
            sources = found.of(table.name)
            if table.name == "answers" or not sources:
                continue
            rows = staging.Incoming(staging.rows_of(sources, table))
            if table.name == "cases":
                rows = cases_coming_in(sources, questions, careful=careful)
            sql = (staging._carefully if careful else staging._plainly)(table, rows)
            kinds[table.name] = "BATCH_CREATE_TABLE_AS" in str(
                _plan(tmp_path, sql, staging.paths(sources))
            )
    assert kinds == dict.fromkeys(kinds, True)
    assert "cases" in kinds


def test_rows_kept_of_a_file_of_answers_stand_in_its_order(database, tmp_path):
    found = read_pack(bedfordshire().files(), Spool(tmp_path))
    (source,) = found.of("answers")
    with database.reading() as cursor:
        sql = odd_rows.rows_to_keep(source, asked(cursor), padded=True)

    assert "BATCH_CREATE_TABLE_AS" in str(_plan(tmp_path, sql, staging.paths([source])))


def _plan(folder, sql: str, parameters) -> list:
    import duckdb

    with duckdb.connect(str(folder / "plan.duckdb")) as connection:
        return connection.execute(f"explain create temp table t as {sql}", parameters).fetchall()


@given(row=st.lists(st.none() | st.text(st.sampled_from("a \t\u00a0\n"), max_size=3), min_size=1))
def test_a_row_is_neat_where_trimming_would_change_none_of_its_cells(empty, row):
    names = [f"c{at}" for at in range(len(row))]
    trimmed = " and ".join(f"{name} is not distinct from {cells.trimmed(name)}" for name in names)
    given_ = ", ".join(f"${name}::varchar as {name}" for name in names)
    with empty.reading() as cursor:
        ((neat, same),) = cursor.execute(
            f"select {cells.neat(names)}, {trimmed} from (select {given_})",
            dict(zip(names, row, strict=True)),
        ).fetchall()

    assert neat == same


KINDS = [column for table in TABLES.values() for column in table.columns]


@given(
    column=st.sampled_from(KINDS),
    cell=st.one_of(
        st.text(max_size=6),
        st.dates().map(str),
        st.integers(-5, 200).map(str),
        st.floats(-5, 200).map(str),
        st.sampled_from(["yes", "no", "Yes", "not relevant", "low", "very_high", "12m", "England"]),
    ),
)
def test_what_is_read_plainly_is_read_the_same_with_care(empty, column, cell):
    if "\0" in cell:
        return
    value, conditions = cells.plain(column)
    checked = ", ".join(conditions)
    with empty.reading() as cursor:
        ((plain, careful, sound),) = cursor.execute(
            f"select ({value})::varchar, ({cells.careful(column)})::varchar, "
            f'not list_contains([{checked}], false) from (select $cell as "{column.name}")',
            {"cell": cell},
        ).fetchall()
    if sound:
        assert plain == careful
