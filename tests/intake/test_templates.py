"""What people fill in: the empty tables, and an example that is loaded as it stands."""

import pytest

from sqs.figures.records import inspections
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.intake.tables import TABLES
from sqs.intake.templates import empty_table, filled_table, tables_of, template_zip

BOM = b"\xef\xbb\xbf"
ROWS = {
    "yots": 1, "inspections": 1, "cases": 2, "answers": 54, "second_reads": 2, "interviews": 10,
    "quotes": 1, "reoffending": 1, "recipients": 1,
}  # fmt: skip


def example(form: str) -> list[PackFile]:
    return [PackFile(f"{name}.csv", filled_table(name, form)) for name in tables_of(form)]


def test_an_empty_table_holds_the_headings_and_nothing_else():
    assert empty_table("recipients") == BOM + b"inspection_id,role,name\r\n"


def test_a_wide_table_has_a_column_a_question_and_reasons_beside_each_judgement():
    (line,) = empty_table("cases", "wide").decode("utf-8-sig").splitlines()
    assert line.startswith(
        "inspection_id,case_id,order_type,custody,sex,age,ethnicity,looked_after,risk_of_harm,"
        "vulnerability,start_date,case_manager,inspector,"
        "psr_prepared,psr_quality,psr_quality.reasons,psr_alternatives,"
    )
    assert line.endswith(",compliance,noncompliance_response,noncompliance_response.reasons")
    assert len(line.split(",")) == 13 + 3 + 2 * 24
    assert "answers" not in tables_of("wide")


def test_a_filled_table_shows_how_a_row_is_written():
    lines = filled_table("answers").decode("utf-8-sig").splitlines()
    assert lines[0] == "inspection_id,case_id,question_id,answer,reasons,note"
    assert lines[1] == "example-town-2014,EXA14-01,psr_prepared,yes,,"
    assert (
        "example-town-2014,EXA14-02,lor_assessment,no,not_timely;insufficient_evidence,"
        '"What was missed, in your words (invented)"' in lines
    )
    assert "example-town-2014,EXA14-01,noncompliance_response,not relevant,," in lines


@pytest.mark.parametrize("form", ["long", "wide"])
def test_the_example_passes_every_check_and_says_that_it_is_invented(database, form):
    done = load(database, example(form))
    assert (done.status, done.problems, done.normalised) == ("loaded", (), {})
    assert done.tables == ROWS
    with database.reading() as cursor:
        (inspection,) = inspections(cursor)
    assert inspection.name == "Example Town (invented)"
    assert inspection.invented


def test_both_forms_say_the_same(database):
    # But for the notes, for which a wide file has no room.
    done = load(database, example("long"))
    assert done.status == "loaded"
    tables = {name: filled_table(name) for name in TABLES}
    tables["answers"] = tables["answers"].replace(
        b'"What was missed, in your words (invented)"', b""
    )
    files = [PackFile(f"{name}.csv", data) for name, data in tables.items()]
    assert load(database, files, replace=True).status == "loaded"
    assert load(database, example("wide")).status == "unchanged"


@pytest.mark.parametrize("form", ["long", "wide"])
def test_the_zip_may_be_loaded_as_it_is(database, form):
    done = load(database, [PackFile(f"template ({form}).zip", template_zip(form))])
    assert (done.status, done.tables) == ("loaded", ROWS)
