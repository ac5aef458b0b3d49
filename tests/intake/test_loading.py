"""Packs into the store and out again: all or nothing, unchanged, conflict, replace, undo."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import INSPECTION, bedfordshire, contents, current

from sqs.intake import loading
from sqs.intake.loading import UndoError, load, undo, uploads
from sqs.intake.problems import LISTED_AT_MOST, IntakeError
from sqs.intake.reading import PackFile

PLAIN = {"answers": 540, "cases": 20, "inspections": 1, "interviews": 100, "quotes": 5,
         "recipients": 18, "reoffending": 2, "yots": 1}  # fmt: skip


def test_a_load_brings_every_row_and_says_so(database, pack):
    receipt = load(database, pack.files(), by="inspector 1")

    assert receipt.as_json() == {
        "status": "loaded", "upload": 1, "tables": PLAIN, "normalised": {}, "problems": [],
        "problem_counts": {},
    }  # fmt: skip
    assert receipt.inspections == (INSPECTION,)
    assert database.version() == 1
    with database.reading() as cursor:
        for table, rows in pack.tables.items():
            named = ", ".join(f'"{heading}"' for heading in rows[0])
            found = cursor.execute(f"select {named} from {table}").fetchall()
            assert sorted(map(_as_written, found)) == sorted(rows[1:]), table
    (upload,) = uploads(database)
    assert (upload.upload, upload.status, upload.loaded_by, upload.rows, upload.scopes) == (
        1, "ok", "inspector 1", 687, (INSPECTION,),
    )  # fmt: skip
    assert upload.files == tuple(f"{name}.csv" for name in pack.tables)


def _as_written(row: tuple[object, ...]) -> tuple[str, ...]:
    words = {None: "", True: "yes", False: "no"}
    return tuple(
        words[cell] if cell is None or isinstance(cell, bool) else str(cell) for cell in row
    )


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    "bad",
    [
        lambda pack: pack.cell("answers", 541, "answer", "?"),
        lambda pack: pack.without("yots").cell("inspections", 2, "yot", "elsewhere"),
        lambda pack: pack.cell("recipients", 19, "role", ""),
        lambda pack: pack.column("interviews", "note"),
    ],
)
def test_nothing_changes_where_anything_is_wrong(loaded, pack, bad, replace):
    before = contents(loaded)

    receipt = load(loaded, bad(pack).files(), replace=replace)

    assert receipt.status == "refused"
    assert receipt.upload is None
    assert contents(loaded) == before


def test_a_dry_run_changes_nothing(database, pack):
    before = contents(database)

    assert load(database, pack.files(), dry_run=True).status == "checked"
    assert contents(database) == before


def test_a_fault_while_storing_leaves_nothing(database, pack, monkeypatch):
    before = contents(database)
    broken = loading._INSERTS | {"recipients": "insert into no_such_table select $upload, $kind"}
    monkeypatch.setattr(loading, "_INSERTS", broken)

    with pytest.raises(Exception, match="no_such_table"):
        load(database, pack.files())

    assert contents(database) == before
    monkeypatch.undo()
    assert load(database, pack.files()).upload == 1


def test_a_fault_while_checking_leaves_nothing(loaded, pack, monkeypatch):
    before = contents(loaded)
    monkeypatch.setattr("sqs.intake.rules._checks", lambda: {"x": "selec 1"})

    with pytest.raises(IntakeError):
        load(loaded, pack.cell("cases", 2, "sex", "female").files(), replace=True)

    assert contents(loaded) == before


def test_problems_are_counted_whole_and_listed_to_a_thousand(empty, pack):
    many = pack.add("recipients", *[(INSPECTION, "", "x")] * (LISTED_AT_MOST + 5))

    receipt = load(empty, many.files(), dry_run=True)

    assert receipt.problem_counts["required"] == LISTED_AT_MOST + 5
    assert len(receipt.as_json()["problems"]) == LISTED_AT_MOST


def test_the_same_again_is_unchanged_in_whatever_order(loaded, pack):
    before = contents(loaded)
    shuffled = pack
    for seed, (name, rows) in enumerate(pack.tables.items()):
        mixed = list(rows[1:])
        random.Random(seed).shuffle(mixed)
        shuffled = shuffled.rows(name, (rows[0], *mixed))
    shuffled = shuffled.column("answers", "answer", 0).column("cases", "case_id", 4)

    receipt = load(loaded, list(reversed(shuffled.files())))

    assert (receipt.status, receipt.upload, receipt.tables) == ("unchanged", None, PLAIN)
    assert contents(loaded) == before


@pytest.mark.parametrize("spelled", ["not_after_change;", " NOT_AFTER_CHANGE ;; "])
def test_reasons_spelled_another_way_are_the_same_content(loaded, pack, spelled):
    same = pack.cell("answers", 18, "reasons", spelled)

    assert load(loaded, same.files()).status == "unchanged"


def test_an_empty_reason_is_not_stored(database, pack):
    load(database, pack.cell("answers", 18, "reasons", "Not_Done; ;other;").files())

    with database.reading() as cursor:
        stored = cursor.execute(
            "select reasons from answers where case_id = 'BED14-01' "
            "and question_id = 'sv_assessment_review'"
        ).fetchall()
    assert stored == [("not_done;other",)]


def test_other_content_is_a_conflict_until_it_replaces_and_undo_restores_it(loaded, pack):
    before, seen = contents(loaded), current(loaded)
    other = pack.cell("answers", 9, "answer", "no").cell("yots", 2, "name", "Bedford")

    refused = load(loaded, other.files())
    assert refused.status == "refused"
    assert [p.message for p in refused.problems] == [
        (
            "yots.csv, line 2: found other yots for bedfordshire 2009-04-01 than upload 1 brought; "
            "load the same content, or replace what is loaded (--replace)."
        ),
        (
            "cases.csv, line 2: found other cases for bedfordshire-2014 than upload 1 brought; "
            "load the same content, or replace what is loaded (--replace)."
        ),
    ]
    assert contents(loaded) == before

    replaced = load(loaded, other.files(), replace=True)
    assert (replaced.status, replaced.upload) == ("loaded", 2)
    assert loaded.version() == 2
    assert _answer(loaded, "BED14-01", "lor_plan") == "no"
    after = current(loaded)
    assert [view for view in seen if after[view] != seen[view]] == ["yots", "answers"]

    assert undo(loaded, 2).status == "undone"
    assert loaded.version() == 3
    assert current(loaded) == seen
    assert [(u.upload, u.status) for u in uploads(loaded)] == [(2, "undone"), (1, "ok")]

    assert load(loaded, other.files(), replace=True).upload == 3
    assert current(loaded) == after


def _answer(database, case: str, question: str) -> str:
    with database.reading() as cursor:
        (found,) = cursor.execute(
            "select answer from answers where case_id = ? and question_id = ?", [case, question]
        ).fetchone()
    return found


def test_undoing_an_earlier_upload_leaves_a_later_one_current(loaded, pack):
    load(loaded, pack.cell("answers", 9, "answer", "no").files(), replace=True)
    after = current(loaded)
    # Only the answers changed, so the team, the inspection and the rest still rest on upload 1.
    with pytest.raises(UndoError, match="belong to that inspection"):
        undo(loaded, 1)
    assert current(loaded) == after
    load(loaded, pack.cell("answers", 10, "answer", "no").files(), replace=True)
    latest = current(loaded)

    undo(loaded, 2)

    assert current(loaded) == latest
    undo(loaded, 3)
    assert _answer(loaded, "BED14-01", "lor_plan") == "yes"
    assert _answer(loaded, "BED14-01", "lor_plan_review") == "yes"


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (
            ("yots",),
            ("inspections",),
            "inspection bedfordshire-2014 belongs to the team bedfordshire",
        ),
        (
            ("yots",),
            ("reoffending",),
            "a reoffending rate belongs to the team bedfordshire",
        ),
        (
            ("yots", "inspections"),
            ("cases", "answers"),
            "the cases of bedfordshire-2014 belong to that inspection",
        ),
        (
            ("yots", "inspections"),
            ("recipients",),
            "the recipients of bedfordshire-2014 belong to that inspection",
        ),
    ],
)
def test_an_upload_others_rely_on_stays(database, pack, first, second, why):
    load(database, pack.only(*first).files())
    load(database, pack.only(*second).files())
    before = contents(database)

    with pytest.raises(UndoError) as refused:
        undo(database, 1)

    assert str(refused.value) == (
        f"Upload 1 stays, because {why}. Undo the later upload first; nothing was changed."
    )
    assert contents(database) == before
    undo(database, 2)
    assert undo(database, 1).status == "undone"


def test_a_replacement_keeps_what_others_rely_on(loaded, pack):
    """A quote is about case BED14-02; cases without it cannot take the place of those loaded."""
    fewer = pack.only("cases", "answers").without_line("cases", 3)
    for _ in range(27):
        fewer = fewer.without_line("answers", 29)
    before = contents(loaded)

    receipt = load(loaded, fewer.files(), replace=True)

    assert [p.message for p in receipt.problems] == [
        (
            "the pack: found that a quote of bedfordshire-2014 is about the case BED14-02; keep "
            "what other loaded rows rely on, or load those anew in the same pack."
        )
    ]
    assert contents(loaded) == before


def test_an_undo_that_cannot_be_is_told(loaded):
    with pytest.raises(UndoError, match=r"^There is no upload 7\. 'uploads' lists them\.$"):
        undo(loaded, 7)
    undo(loaded, 1)
    with pytest.raises(UndoError, match=r"^Upload 1 is undone already; nothing was changed\.$"):
        undo(loaded, 1)
    assert loaded.version() == 2


def test_a_pack_may_come_in_parts_each_checked_with_what_is_there(database, pack):
    parts = [
        ("yots",), ("reoffending",), ("inspections",), ("cases", "answers"), ("interviews",),
        ("quotes", "recipients"),
    ]  # fmt: skip
    for number, names in enumerate(parts, 1):
        receipt = load(database, pack.only(*names).files())
        assert (receipt.status, receipt.upload) == ("loaded", number), receipt.problems
    assert load(database, pack.files()).status == "unchanged"


def test_answers_alone_are_checked_against_the_cases_loaded(loaded, pack):
    better = (
        pack.only("answers").cell("answers", 18, "answer", "yes").cell("answers", 18, "reasons", "")
    )
    assert load(loaded, better.files(), replace=True).status == "loaded"
    assert _answer(loaded, "BED14-01", "sv_assessment_review") == "yes"
    assert _answer(loaded, "BED14-20", "lor_plan") == "yes"

    short = better.without_line("answers", 541)
    receipt = load(loaded, short.files(), replace=True)
    assert [p.message for p in receipt.problems] == [
        (
            "answers.csv, noncompliance_response (case BED14-20): found no answer to "
            "noncompliance_response; answer every question for every case: yes, no or not relevant."
        )
    ]


def test_an_account_without_a_name_can_load(database, pack, monkeypatch):
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", nobody)

    load(database, pack.only("yots").files())

    assert uploads(database)[0].loaded_by == "unknown"


MUTANTS = st.lists(
    st.tuples(
        st.sampled_from(sorted(bedfordshire().tables)),
        st.integers(1, 10_000),
        st.integers(0, 20),
        st.one_of(
            st.sampled_from(["", "yes", "no", "not relevant", "sqs-2014", "999", '"', "\n", "\0"]),
            st.text(max_size=6),
        ),
    ),
    min_size=1,
    max_size=3,
)


@given(mutations=MUTANTS, cut=st.integers(0, 2000))
@settings(max_examples=25)
def test_a_mutated_pack_is_refused_in_sentences_or_sound(empty, mutations, cut):
    """Whatever is done to it, a pack gives sentences or passes every check; never a traceback."""
    pack = bedfordshire()
    for table, line, column, value in mutations:
        rows = pack.tables[table]
        row = rows[(line - 1) % len(rows)]
        at = column % len(row)
        pack = pack.row(table, (line - 1) % len(rows) + 1, (*row[:at], value, *row[at + 1 :]))
    files = [
        PackFile(f.name, f.data[: len(f.data) - cut % 50] if cut % 7 == 0 else f.data)
        for f in pack.files()
    ]

    receipt = load(empty, files, dry_run=True)

    assert receipt.status in ("checked", "refused")
    assert (receipt.status == "refused") == bool(receipt.problems)
    assert all(p.message.endswith(".") for p in receipt.problems)
    assert empty.version() == 0
