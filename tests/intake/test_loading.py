"""Packs into the store and out again: all or nothing, unchanged, conflict, replace, undo."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import INSPECTION, bedfordshire, contents, current

from sqs.intake import checking, storing
from sqs.intake.history import UndoError, undo, uploads
from sqs.intake.loading import load
from sqs.intake.looks import looks
from sqs.intake.packs import PackFile
from sqs.intake.problems import LISTED_AT_MOST, IntakeError

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


@pytest.mark.parametrize(
    ("change", "looked_up", "rules"),
    [
        (lambda pack: pack, False, []),
        (lambda pack: pack.wide(), False, []),
        (lambda pack: pack.only("yots", "inspections", "cases", "answers"), False, []),
        (lambda pack: pack.without("yots"), True, []),
        (lambda pack: pack.without("yots", "inspections"), True, []),
        (lambda pack: pack.without("answers"), True, []),
        (lambda pack: pack.without("cases"), True, []),
        (lambda pack: pack.only("quotes"), True, []),
        (lambda pack: pack.only("yots"), True, []),
        (
            lambda pack: pack.add("recipients", ("luton-2015", "Clerk", "")),
            True,
            ["unknown_inspection"],
        ),
        (lambda pack: pack.cell("inspections", 2, "yot", "luton"), True, ["unknown_yot"]),
    ],
)
def test_what_is_loaded_is_looked_up_for_a_pack_that_refers_to_it(
    loaded, pack, monkeypatch, change, looked_up, rules
):
    asked = []

    def spied(present, *, whole):
        asked.append(not whole)
        return looks(present, whole=whole)

    monkeypatch.setattr(checking, "looks", spied)

    receipt = load(loaded, change(pack).files(), dry_run=True, replace=True)

    assert asked == [looked_up]
    assert list(receipt.problem_counts) == rules


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
    broken = storing.INSERTS | {"recipients": "insert into no_such_table select $upload, $kind"}
    monkeypatch.setattr(storing, "INSERTS", broken)

    with pytest.raises(Exception, match="no_such_table"):
        load(database, pack.files())

    assert contents(database) == before
    monkeypatch.undo()
    assert load(database, pack.files()).upload == 1


def test_a_fault_while_checking_leaves_nothing(loaded, pack, monkeypatch):
    before = contents(loaded)
    monkeypatch.setattr("sqs.intake.checking.checks", lambda: {"x": "selec 1"})

    with pytest.raises(IntakeError):
        load(loaded, pack.cell("cases", 2, "sex", "x" * 4001).files(), replace=True)

    assert contents(loaded) == before


def test_problems_are_counted_whole_and_listed_to_a_thousand(empty, pack):
    many = pack.add("recipients", *[(INSPECTION, "", "x")] * (LISTED_AT_MOST + 5))

    receipt = load(empty, many.files(), dry_run=True)

    assert receipt.problem_counts["required"] == LISTED_AT_MOST + 5
    assert len(receipt.as_json()["problems"]) == LISTED_AT_MOST


def test_the_same_again_is_unchanged_in_whatever_order(loaded, pack):
    """But for the copy list, whose order is the letter's."""
    before = contents(loaded)
    shuffled = pack
    for seed, (name, rows) in enumerate(pack.without("recipients").tables.items()):
        mixed = list(rows[1:])
        random.Random(seed).shuffle(mixed)
        shuffled = shuffled.rows(name, (rows[0], *mixed))
    shuffled = shuffled.column("answers", "answer", 0).column("cases", "case_id", 4)

    receipt = load(loaded, list(reversed(shuffled.files())))

    assert (receipt.status, receipt.upload, receipt.tables) == ("unchanged", None, PLAIN)
    assert contents(loaded) == before


def test_a_copy_list_in_another_order_is_other_content(loaded, pack):
    head, first, *others = pack.tables["recipients"]
    turned = pack.rows("recipients", (head, *others, first))

    assert load(loaded, turned.files()).problem_counts == {"conflict": 1}
    assert load(loaded, turned.files(), replace=True).status == "loaded"
    with loaded.reading() as cursor:
        stored = cursor.execute("select role, name from recipients order by position").fetchall()
    assert stored == [row[1:] for row in (*others, first)]
    assert load(loaded, turned.files()).status == "unchanged"


def test_a_team_is_replaced_with_all_its_rows(loaded, pack):
    """A mended date is not a second row of the team."""
    mended = pack.only("yots").cell("yots", 2, "valid_from", "2009-05-01")
    now = ("bedfordshire", "Bedford", "East of England", "England", "", "2015-04-01", "")
    renamed = mended.add("yots", now)

    for written in (mended, renamed, mended):
        assert load(loaded, written.files()).problem_counts == {"conflict": 1}
        assert load(loaded, written.files(), replace=True).status == "loaded"
        with loaded.reading() as cursor:
            found = cursor.execute("select * from yots order by valid_from").fetchall()
        assert [_as_written(row) for row in found] == list(written.tables["yots"][1:])


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
            "yots.csv, line 2: found other yots for bedfordshire than upload 1 brought; load "
            "the same content, or replace what is loaded."
        ),
        (
            "cases.csv, line 2: found other cases for bedfordshire-2014 than upload 1 brought; "
            "load the same content, or replace what is loaded."
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


def _without_case(pack, case: str):
    names = ("cases", "answers")
    kept = {name: tuple(r for r in pack.tables[name] if r[1] != case) for name in names}
    return pack.only(*names).rows("cases", kept["cases"]).rows("answers", kept["answers"])


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_replacement_keeps_the_cases_that_loaded_quotes_are_about(loaded, pack, dry_run):
    fewer = _without_case(_without_case(pack, "BED14-02"), "BED14-16")
    before = contents(loaded)

    receipt = load(loaded, fewer.files(), replace=True, dry_run=dry_run)

    assert [(p.rule, p.file, p.line, p.case) for p in receipt.problems] == [
        ("conflict", "cases.csv", 2, "BED14-02"),
        ("conflict", "cases.csv", 2, "BED14-16"),
    ]
    assert receipt.problems[0].message == (
        "cases.csv, line 2 (case BED14-02): found no case BED14-02 in bedfordshire-2014, though a "
        "loaded quote is about it; keep the case, or add a quotes file without it to the pack; to "
        "replace the cases alone is refused."
    )
    assert contents(loaded) == before

    kept = tuple(r for r in pack.tables["quotes"] if r[1] not in ("BED14-02", "BED14-16"))
    both = fewer.rows("quotes", kept)
    status = load(loaded, both.files(), replace=True, dry_run=dry_run).status
    assert status == ("checked" if dry_run else "loaded")
    assert (contents(loaded) == before) == dry_run


def test_a_conflict_is_told_where_the_packs_own_rows_are(loaded, pack):
    other = pack.only("answers").cell("answers", 9, "answer", "no")

    receipt = load(loaded, other.files())

    assert [p.message for p in receipt.problems] == [
        (
            "answers.csv, line 2: found other answers for bedfordshire-2014 than upload 1 brought; "
            "load the same content, or replace what is loaded."
        )
    ]


def test_an_undo_never_leaves_more_cases_than_the_caseload(database, pack):
    few = pack.only("yots", "inspections").cell("inspections", 2, "caseload", "19")
    many = pack.only("inspections").cell("inspections", 2, "caseload", "20")
    assert load(database, few.files()).upload == 1
    assert load(database, many.files(), replace=True).upload == 2
    assert load(database, pack.only("cases", "answers").files()).upload == 3
    before = contents(database)

    with pytest.raises(UndoError) as refused:
        undo(database, 2)

    assert str(refused.value) == (
        "Upload 2 stays, because bedfordshire-2014 would have 20 cases for a caseload of 19. Undo "
        "the later upload first; nothing was changed."
    )
    assert contents(database) == before
    undo(database, 3)
    undo(database, 2)


def test_an_upload_of_answers_alone_names_its_inspection(loaded, pack):
    load(loaded, pack.only("answers").cell("answers", 9, "answer", "no").files(), replace=True)
    load(loaded, pack.only("yots").cell("yots", 2, "name", "Bedford").files(), replace=True)

    assert [line.scopes for line in uploads(loaded)] == [(), (INSPECTION,), (INSPECTION,)]


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


def test_rows_beyond_count_are_counted_but_not_kept(empty, pack, monkeypatch):
    """A file of millions of broken rows must not fill the memory; nor is any of them forgotten."""
    monkeypatch.setattr("sqs.intake.reading.KEPT_AT_MOST", 3)
    broken = pack.add("answers", *[(INSPECTION, "BED14-01", "lor_plan")] * 5)

    receipt = load(empty, broken.files(), dry_run=True)

    assert receipt.problem_counts == {"column_count": 5}
    assert [p.line for p in receipt.problems] == [542, 543, 544]
