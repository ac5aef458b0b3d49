"""The benchmark's made-up archive: what loading reports of it is exactly what was put into it."""

from collections import Counter

import pytest

from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.intake.rules import RULES
from sqs.store.database import Database
from tests.bench.archive import archive

ANSWERS = 5400


def receipt_of(tmp_path, form: str, *, bad: bool):
    made = archive(tmp_path, ANSWERS, bad=bad)
    files = [PackFile(path.name, path.read_bytes()) for path in made.pack(form)]
    with Database(tmp_path / "sqs.duckdb", create=True) as database:
        receipt = load(database, files)
    return receipt, made.truth(form)


@pytest.mark.parametrize("form", ["long", "wide"])
def test_a_clean_archive_is_loaded_whole(tmp_path, form):
    receipt, truth = receipt_of(tmp_path, form, bad=False)
    assert (receipt.status, truth) == ("loaded", [])
    assert receipt.tables == {"yots": 10, "inspections": 10, "cases": 200, "answers": ANSWERS}


@pytest.mark.parametrize("form", ["long", "wide"])
def test_every_bad_answer_is_found_on_its_line(tmp_path, form):
    receipt, truth = receipt_of(tmp_path, form, bad=True)
    assert receipt.status == "refused"
    assert sorted((p.file, p.line, p.rule) for p in receipt.problems) == truth
    assert receipt.problem_counts == Counter(rule for _, _, rule in truth)


def test_bad_answers_are_of_every_sort_a_row_of_answers_can_be(tmp_path):
    truth = archive(tmp_path, ANSWERS, bad=True).truth("long")
    assert {rule for _, _, rule in truth} == {
        "vocabulary", "required", "unknown_question", "unknown_case", "unknown_inspection",
        "duplicate", "routed_out", "must_answer", "reason_without_no", "unknown_reason",
        "missing_answer", "text_too_long", "column_count",
    } <= set(RULES)  # fmt: skip
    # 54 answers are bad; a row that names no known question, case or inspection leaves another out.
    assert len([line for file, line, _ in truth if file == "answers.csv"]) == 50
