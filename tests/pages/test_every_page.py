"""What holds for every page: it renders, says what is missing, and never shows a traceback."""

import io

import pyarrow as pa
import pytest

from sqs.figures import records
from sqs.store.database import Database
from sqs.ui.page import MENU

PAGES = {
    "": "Short Quality Screening",
    "1_Teams_compared": "1 of 25 teams is clearly below all 25 together",
    "2_A_team_over_time": "Ashcombe: nothing changed by more than chance",
    "3_Sections": "Reviews were weaker than first assessments and plans",
    "4_The_programme": (
        "Reviews are weaker than first assessments and plans: 64% met, against 86%"
    ),
    "5_Reoffending": "Ashcombe: 28.2% reoffended, below the 38.0% of England and Wales",
    "6_Draft_report": "Draft letter: Ashcombe (invented)",
    "7_Load_cases": "Load cases",
    "8_How_we_count": "How we count",
}
EMPTY = {
    "": "No inspection is loaded yet",
    "1_Teams_compared": "There are no teams to compare yet",
    "2_A_team_over_time": "There is no team to show over time yet",
    "3_Sections": "There is no inspection to show yet",
    "4_The_programme": "There is no programme to show yet",
    "5_Reoffending": "No reoffending rate is loaded yet",
    "6_Draft_report": "There is no letter to draft yet",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_the_sample(app, page):
    app.open(page)
    assert app.titles == [PAGES[page]]
    assert app.errors == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_the_whole_menu(app, page):
    app.open(page)
    links = [link.proto.label for link in app.at.sidebar.get("page_link")]
    assert links == [label for _, label in MENU]
    assert len(links) == 9


@pytest.mark.parametrize("page", EMPTY)
def test_an_empty_database_says_how_to_begin(bare, page):
    bare.open(page)
    assert bare.titles == [EMPTY[page]]
    assert "To begin, load an inspection pack" in bare.text
    assert "python -m sqs demo" in bare.text
    assert bare.errors == []


def test_a_pack_can_be_loaded_into_an_empty_database(bare):
    bare.open("7_Load_cases")
    assert "Nothing has been loaded yet." in bare.text
    assert len(bare.at.file_uploader) == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_database_that_cannot_be_opened_is_one_sentence(unopenable, page, tmp_path):
    unopenable.open(page)
    assert unopenable.titles == ["The data cannot be opened"]
    assert unopenable.errors == [
        f"{tmp_path / 'letter.duckdb'} is not a database of SQS. Choose another file with --db."
    ]


@pytest.mark.parametrize("page", [page for page in EMPTY if page != "5_Reoffending"])
def test_a_fault_of_ours_shows_no_case_data(app, page, monkeypatch, caplog):
    def broken(cursor: object) -> None:  # noqa: ARG001
        raise RuntimeError("BED14-01 not met")

    monkeypatch.setattr(records, "inspections", broken)
    app.open(page)
    assert len(app.errors) == 1
    assert app.errors[0].startswith("This page could not be shown because of a fault in the app.")
    assert "BED14-01" not in app.errors[0] + app.text
    assert "BED14-01" in caplog.text  # whoever looks after the app can find it


@pytest.mark.parametrize(
    ("page", "charts"),
    [
        ("1_Teams_compared", 1), ("2_A_team_over_time", 3), ("3_Sections", 2),
        ("4_The_programme", 0), ("", 0), ("8_How_we_count", 0),
    ],
)  # fmt: skip
def test_every_chart_has_a_sentence_and_its_numbers_in_a_table(app, page, charts):
    app.open(page)
    elements = app.at.get("vega_lite_chart")
    assert len(elements) == charts
    first_columns = [{row[0] for row in app.table(caption)[1:]} for caption in app.captions]
    for element in elements:
        assert element.proto.alt.endswith(".")
        assert any(sign in element.proto.alt for sign in (" of ", "beyond chance"))
        drawn = pa.ipc.open_stream(io.BytesIO(element.proto.datasets[0].data.data)).read_all()
        labels = set(drawn.column("label").to_pylist())
        assert labels in first_columns, "no table has the chart's rows"


def test_a_fault_while_opening_is_one_sentence_too(app, monkeypatch, caplog):
    def broken(database: object) -> None:  # noqa: ARG001
        raise RuntimeError("BED14-01 not met")

    monkeypatch.setattr(Database, "version", broken)
    app.open("3_Sections")
    assert app.titles == ["The data cannot be opened"]
    assert app.errors[0].startswith("This page could not be shown because of a fault in the app.")
    assert "BED14-01" in caplog.text
