"""A cursor a call, one writer, and a version that counts what was written."""

from concurrent.futures import ThreadPoolExecutor

import pytest


def test_the_version_counts_up_only_when_something_was_written(database):
    assert database.version() == 0
    with database.writing() as cursor:
        cursor.execute("create table t (a integer)")
    assert database.version() == 1
    with database.reading() as cursor:
        cursor.execute("select * from t").fetchall()
    assert database.version() == 1

    def write_half() -> None:
        with database.writing() as cursor:
            cursor.execute("insert into t values (1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()

    assert database.version() == 1
    with database.reading() as cursor:
        assert cursor.execute("select * from t").fetchall() == []


def test_a_reader_sees_one_state_from_first_to_last(database):
    with database.writing() as cursor:
        cursor.execute("create table t (a integer)")
    with database.reading() as reader:
        assert reader.execute("select count(*) from t").fetchone() == (0,)
        with database.writing() as writer:
            writer.execute("insert into t values (1)")
        assert reader.execute("select count(*) from t").fetchone() == (0,)
    with database.reading() as reader:
        assert reader.execute("select count(*) from t").fetchone() == (1,)


def test_threads_that_share_a_database_get_their_own_rows(database):
    """One connection for all threads gives some of them the rows of others."""

    def ask(thread: int) -> list[bool]:
        right = []
        for number in range(60):
            with database.reading() as cursor:
                mark = thread * 1000 + number
                rows = cursor.execute(
                    "select $m, i from range(300) as r(i)", {"m": mark}
                ).fetchall()
                right.append(rows == [(mark, i) for i in range(300)])
        return right

    with ThreadPoolExecutor(6) as threads:
        answers = [answer for some in threads.map(ask, range(6)) for answer in some]

    assert answers == [True] * 360


def test_writers_of_many_threads_wait_for_each_other(database):
    with database.writing() as cursor:
        cursor.execute("create table t (a integer)")
        cursor.execute("insert into t values (0)")

    def add(_: int) -> None:
        with database.writing() as cursor:
            (old,) = cursor.execute("select a from t").fetchone()
            cursor.execute("update t set a = ?", [old + 1])

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(add, range(30)))

    with database.reading() as cursor:
        assert cursor.execute("select a from t").fetchone() == (30,)
    assert database.version() == 31
