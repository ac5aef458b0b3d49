"""Whatever is done to a pack: a receipt or problems, no exception, and nothing silently changed.

SQS_MUTATIONS=10000 python -m pytest tests/hostile/test_mutations.py -k spoilt
"""

import os
import shutil
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import spoilt
from packs import INSPECTION, Pack, bedfordshire, contents, read_twice, text_of
from promises import kept

from sqs.criteria import editions
from sqs.intake import checking
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.store.database import Database

MUTATIONS = int(os.environ.get("SQS_MUTATIONS", "40"))
"""How many packs are spoilt, half of them long, half wide."""


@pytest.mark.parametrize("form", ["long", "wide"])
def test_a_spoilt_pack_is_read_right_or_refused(template, tmp_path, form):
    pack = read_twice() if form == "long" else bedfordshire().wide()
    came_to: Counter[str] = Counter()
    path = tmp_path / "spoilt.duckdb"
    shutil.copy(template, path)
    database = Database(path)
    for number in range(MUTATIONS // 2):
        files = spoilt(pack, Random(f"{form} {number}"))
        try:
            status = kept(database, files).status
        except Exception as error:
            error.add_note(f"with the files of spoilt(pack, Random('{form} {number}'))")
            raise
        came_to[status] += 1
        if status == "loaded":
            database.close()
            shutil.copy(template, path)
            database = Database(path)
    database.close()
    # Else nothing much was tried.
    assert min(came_to["loaded"] + came_to["unchanged"], came_to["refused"]) > MUTATIONS // 20


@pytest.mark.parametrize("form", ["long", "wide"])
def test_checks_that_are_left_out_would_have_found_nothing(holding, monkeypatch, form):
    pack = read_twice() if form == "long" else bedfordshire().wide()
    for number in range(6):
        files = spoilt(pack, Random(f"left out {form} {number}"))
        told = load(holding, files, dry_run=True)
        with monkeypatch.context() as every:
            every.setattr(checking._Pack, "may_show", lambda *_: True)
            assert load(holding, files, dry_run=True) == told


@given(
    random=st.randoms(use_true_random=False),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    wide=st.booleans(),
)
@settings(max_examples=6)
def test_a_pack_is_the_same_however_it_is_written(holding, random, delimiter, end, encoding, wide):
    """Any delimiter, line end, encoding, order of rows and columns, long or wide."""
    pack = bedfordshire().wide() if wide else bedfordshire()
    for name, (head, *rows) in pack.tables.items():
        if name != "recipients":  # a copy list has an order
            random.shuffle(rows)
        order = random.sample(range(len(head)), len(head))
        pack = pack.rows(name, tuple(tuple(row[at] for at in order) for row in (head, *rows)))
    before = contents(holding)

    receipt = load(holding, pack.files(delimiter=delimiter, end=end, encoding=encoding))

    assert receipt.problems == ()
    assert receipt.status == "unchanged"
    assert contents(holding) == before


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=30
).map(str.strip)
QUESTIONS = editions()["sqs-2014"].case_questions


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Another Bedfordshire: cases, answers, notes and a copy list of any content allowed."""
    pack = bedfordshire()
    count = draw(st.integers(1, 4))
    cases = [
        (INSPECTION, f"R{n}-{draw(st.integers(0, 99))}", draw(TEXTS), *row[3:])
        for n, row in enumerate(pack.tables["cases"][1 : 1 + count])
    ]
    answers = []
    for case in cases:
        given: dict[str, str] = {}
        for question in QUESTIONS:
            allowed = ["yes", "no"]
            if question.parent and given[question.parent] not in question.relevance.parent_answers:
                allowed = ["not relevant"]
            elif not question.relevance.must_be_answered:
                allowed.append("not relevant")
            given[question.id] = draw(st.sampled_from(allowed))
            reasons = ";".join(question.reasons) if given[question.id] == "no" else ""
            answers.append((*case[:2], question.id, given[question.id], reasons, draw(TEXTS)))
    copies = draw(st.lists(st.tuples(TEXTS.filter(bool), TEXTS), unique=True, max_size=5))
    heads = {name: pack.tables[name][:1] for name in ("cases", "answers", "recipients")}
    return Pack(
        {
            "yots": pack.tables["yots"],
            "inspections": pack.tables["inspections"],
            "cases": (*heads["cases"], *cases),
            "answers": (*heads["answers"], *answers),
            "recipients": (*heads["recipients"], *((INSPECTION, *row) for row in copies)),
        }
    )


@given(
    pack=packs(),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([0, 1]),
)
@settings(max_examples=6)
def test_what_is_written_is_stored(tmp_path_factory, pack, delimiter, end, encoding, quoting):
    files = [
        PackFile(f"{name}.csv", text_of(rows, delimiter, end, quoting).encode(encoding))
        for name, rows in pack.tables.items()
    ]
    path = tmp_path_factory.mktemp("written") / "written.duckdb"

    with Database(path, create=True) as database:
        receipt = load(database, files)

        assert receipt.problems == ()
        assert receipt.tables == {n: len(rows) - 1 for n, rows in pack.tables.items() if rows[1:]}
        for name in ("cases", "answers", "recipients"):
            head, *rows = pack.tables[name]
            assert as_stored(database, name, head) == sorted(rows)
        # A wide sheet has no place for notes.
        noted = [(*row[:5], "") for row in pack.tables["answers"][1:]]
        bare = pack.rows("answers", (pack.tables["answers"][0], *noted))
        assert load(database, bare.files(), replace=True).problems == ()
        assert load(database, bare.wide().files()).status == "unchanged"


def as_stored(database: Database, view: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    with database.reading() as cursor:
        rows = cursor.execute(f"select {', '.join(columns)} from {view}").fetchall()
    return sorted(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
