"""Opening the database file, and every way in which that can be refused."""

import errno
import fcntl
import os
import subprocess
import sys
import textwrap

import duckdb
import pytest

from sqs.store import migrations
from sqs.store.database import Database, DatabaseError
from sqs.store.intake_folder import KeptFiles


def refusal(path, *, create: bool = False) -> str:
    with pytest.raises(DatabaseError) as refused:
        Database(path, create=create)
    return str(refused.value)


def test_a_missing_file_is_named_with_what_to_do(tmp_path):
    path = tmp_path / "none.duckdb"

    assert refusal(path) == (
        f"{path} does not exist. Run 'python -m sqs demo' for a demonstration database, or load a "
        "pack to begin one."
    )
    assert not path.exists()


def test_a_missing_folder_is_not_made(tmp_path):
    folder = tmp_path / "none"

    assert refusal(folder / "x.duckdb", create=True) == (
        f"The folder {folder} does not exist. Make it, or choose another with --db."
    )
    assert not folder.exists()


def test_a_folder_is_no_database(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path} is a folder. Name the database file in it with --db."


@pytest.mark.parametrize("content", [b"inspection_id,role,name\n" * 500, b"x"])
def test_a_file_of_another_kind_is_left_as_it_was(tmp_path, content):
    path = tmp_path / "letter.txt"
    path.write_bytes(content)

    assert refusal(path) == (f"{path} is not a database of SQS. Choose another file with --db.")
    assert path.read_bytes() == content


@pytest.mark.parametrize("made", ["create table t (a integer)", "create view v as select 1 as a"])
def test_a_database_of_another_program_is_left_as_it_was(tmp_path, made):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute(made)

    assert refusal(path, create=True) == (
        f"{path} is not a database of SQS. Choose another file with --db."
    )
    with duckdb.connect(str(path)) as other:
        names = other.execute(
            "select table_name from duckdb_tables() union "
            "select view_name from duckdb_views() where not internal"
        ).fetchall()
    assert names == [(made.split()[2],)]


def test_a_newer_schema_is_refused(tmp_path):
    path = tmp_path / "newer.duckdb"
    Database(path, create=True).close()
    with duckdb.connect(str(path)) as newer:
        newer.execute("insert into sqs_schema values (999)")

    assert refusal(path) == (
        f"{path} was written by a newer version of SQS. Update SQS, or choose another file with "
        "--db."
    )


def test_a_file_in_use_is_refused_with_the_holder_named(tmp_path):
    path = tmp_path / "held.duckdb"
    Database(path, create=True).close()
    hold = textwrap.dedent(f"""
        import duckdb
        held = duckdb.connect({str(path)!r})
        print("held", flush=True)
        input()
    """)
    holder = subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout.readline() == "held\n"

        assert refusal(path) == (
            f"{path} is in use by another program (process {holder.pid}), most likely the app. "
            "Close it, then run this again."
        )
        holder.communicate("\n")
    Database(path).close()


def free(folder) -> bool:
    """Whether another program could lock the folder now."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(opened)
    return True


@pytest.mark.parametrize(
    ("found", "alone"), [("nothing", True), ("an empty file", True), ("a database", False)]
)
def test_one_program_at_a_time_begins_a_file(tmp_path, monkeypatch, found, alone):
    """It has the folder to itself then. An empty file is what others see of one just begun."""
    path = tmp_path / "new.duckdb"
    if found == "an empty file":
        path.touch()
    if found == "a database":
        Database(path, create=True).close()
    connect = duckdb.connect
    were_alone = []

    def watched(*args, **settings):
        were_alone.append(not free(tmp_path))
        return connect(*args, **settings)

    monkeypatch.setattr(duckdb, "connect", watched)
    if found == "an empty file":
        assert "is not a database of SQS" in refusal(path, create=True)
    else:
        Database(path, create=True).close()

    assert were_alone == [alone]
    assert free(tmp_path)


def test_a_file_is_begun_in_a_folder_that_cannot_be_locked(tmp_path, monkeypatch):
    def cannot(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", cannot)
    with Database(tmp_path / "new.duckdb", create=True) as database:
        assert database.version() == 0


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "select * from '{file}'",
        "copy (select 1) to '{file}'",
        "attach '{file}' as other",
        "install httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '99GB'",
    ],
)
def test_no_statement_reaches_out_or_changes_the_settings(database, tmp_path, sql):
    file = tmp_path / "outside.csv"
    file.write_text("a\n1\n")

    with database.reading() as cursor, pytest.raises(duckdb.Error, match=r"(?i)disabled|locked"):
        cursor.execute(sql.format(file=file))

    assert file.read_text() == "a\n1\n"


def test_a_name_that_is_no_table_is_not_looked_for_in_python(database):
    import pandas as pd

    frame = pd.DataFrame({"a": [1]})

    with database.reading() as cursor, pytest.raises(duckdb.CatalogException):
        cursor.execute("select * from frame")
    assert len(frame) == 1


def test_a_migration_that_fails_leaves_the_version_before(tmp_path, monkeypatch):
    path = tmp_path / "x.duckdb"
    Database(path, create=True).close()
    files = migrations.schema_files()
    monkeypatch.setattr(
        migrations,
        "schema_files",
        lambda: files | {998: "create table fine (a integer)", 999: "create table half (a integer);"
                         "insert into no_such_table values (1)"},
    )  # fmt: skip

    with pytest.raises(duckdb.CatalogException, match="no_such_table"):
        Database(path)

    with duckdb.connect(str(path)) as found:
        versions = found.execute("select version from sqs_schema order by 1").fetchall()
        tables = found.execute(
            "select table_name from duckdb_tables() where table_name in ('fine', 'half')"
        ).fetchall()
    assert versions == [(number,) for number in files] + [(998,)]
    assert tables == [("fine",)]


def test_opening_again_changes_nothing(tmp_path):
    path = tmp_path / "x.duckdb"
    tables = (
        "select 'schema' as t, version::varchar as v from sqs_schema union all "
        "select 'state', data_version::varchar from store_state union all "
        "select 'number', number || question_id from question_numbers union all "
        "select 'edition', edition || number || section || position || judged "
        "from edition_questions order by all"
    )
    found = []
    for _ in range(2):
        with Database(path, create=True) as database, database.reading() as cursor:
            found.append(cursor.execute(tables).fetchall())

    assert found[0] == found[1]
    assert len([row for row in found[0] if row[0] == "edition"]) == 37 + 38


@pytest.mark.parametrize(
    "setting", ["memory_limit = '2GB'", "allowed_configs = ['memory_limit']", "threads = 8"]
)
def test_a_cursor_may_ask_how_far_it_is_and_change_no_other_setting(database, setting):
    with database.reading() as cursor:
        cursor.execute("set enable_progress_bar_print = false")
        cursor.execute("set enable_progress_bar = true")
    with (
        pytest.raises(duckdb.InvalidInputException, match="locked"),
        database.reading() as cursor,
    ):
        cursor.execute(f"set {setting}")


def test_files_beside_the_database_may_be_read_where_they_lie(database, tmp_path):
    inside = database.intake / "kept" / "1"
    assert database.may_read(inside)
    assert not database.may_read(tmp_path / "1.csv")
    named = tmp_path / "named.csv"
    with Database(tmp_path / "other.duckdb", create=True, may_read=[named]) as other:
        assert other.may_read(named)
        assert not other.may_read(inside)


def test_kept_files_are_gone_when_nobody_keeps_them_and_are_no_load_cut_off(tmp_path):
    path = tmp_path / "x.duckdb"
    with Database(path, create=True) as database:
        kept, left = KeptFiles(database.intake), KeptFiles(database.intake)
        files = [kept.new_path(), kept.new_path(), left.new_path()]
        assert len(set(files)) == 3
        for file in files:
            file.write_bytes(b"x")
        kept.remove()
        assert [file.exists() for file in files] == [False, False, True]
    with Database(path) as database:
        assert database.cut_off == []
        assert not files[2].exists()
        last = KeptFiles(database.intake)
        last.new_path().write_bytes(b"x")
        del last
        assert not database.intake.exists()
