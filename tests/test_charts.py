"""Charts: what is drawn, from which numbers, and what is said of it."""

import json

import pytest

from sqs import charts
from sqs.charts import Dot, Ledger
from sqs.figures.findings import Pool

HIGH = Dot("Ashcombe", met=12, relevant=14, low=0.6006, high=0.9599)
LOW = Dot("Coldmoor", met=5, relevant=8, low=0.3057, high=0.8632)
NONE = Dot("Fenholme", met=0, relevant=0, low=None, high=None)


def marks(chart: charts.Chart) -> list[str]:
    return [layer["mark"]["type"] for layer in chart.spec["layer"]]


def test_a_comparison_says_the_ends_and_the_share_of_all():
    chart = charts.comparison([HIGH, LOW], Pool(17, 22, 2), "teams")
    assert chart.sentence == (
        "2 teams, each a dot with its 95% interval: from Coldmoor, 5 of 8 (63%), to Ashcombe, "
        "12 of 14 (86%). All inspections together: 17 of 22 (77%)."
    )


def test_a_comparison_draws_counts_intervals_and_the_share_of_all():
    chart = charts.comparison([HIGH, LOW], Pool(17, 22, 2), "teams")
    assert marks(chart) == ["rule", "point", "text", "rule", "text"]
    assert chart.data.to_pylist() == [
        {
            "label": "Ashcombe", "share": 12 / 14, "low": 0.6006, "high": 0.9599,
            "told": "12 of 14", "interval": "60% to 96%", "middle": 17 / 22,
            "middle_text": "All inspections 77%",
            "said": "Ashcombe: 12 of 14 (86%), 95% interval 60% to 96%",
        },
        {
            "label": "Coldmoor", "share": 5 / 8, "low": 0.3057, "high": 0.8632,
            "told": "5 of 8", "interval": "31% to 86%", "middle": 17 / 22,
            "middle_text": "All inspections 77%",
            "said": "Coldmoor: 5 of 8 (63%), 95% interval 31% to 86%",
        },
    ]  # fmt: skip


def test_nothing_relevant_is_no_dot():
    chart = charts.comparison([HIGH, NONE], None, "teams")
    assert chart.data.column("label").to_pylist() == ["Ashcombe"]
    empty = charts.comparison([NONE], None, "teams")
    assert empty.data.num_rows == 0
    assert empty.sentence == "No teams with a relevant answer."


def test_teams_stand_in_the_order_given():
    chart = charts.comparison([LOW, HIGH], None, "teams")
    assert chart.data.column("label").to_pylist() == ["Coldmoor", "Ashcombe"]
    assert chart.spec["layer"][0]["encoding"]["y"]["sort"] is None


@pytest.mark.parametrize(("visits", "line"), [(1, False), (4, False), (5, True)])
def test_a_line_is_drawn_from_five_visits_on(visits, line):
    dots = [Dot(f"Visit {n}", 8, 10, 0.5, 0.9) for n in range(visits)]
    assert ("line" in marks(charts.over_time(dots))) is line


def test_a_ledger_counts_every_answer():
    chart = charts.ledger([Ledger("Plan", 11, 3, 6), Ledger("Review", 0, 0, 20)])
    rows = [
        (row["label"], row["answer"], row["number"], row["start"], row["end"], row["total"])
        for row in chart.data.to_pylist()
    ]
    assert rows == [
        ("Plan", "met", 11, 0, 11, "11 of 14"),
        ("Plan", "not met", 3, 11, 14, "11 of 14"),
        ("Plan", "not relevant", 6, 14, 20, "11 of 14"),
        ("Review", "met", 0, 0, 0, "none relevant"),
        ("Review", "not met", 0, 0, 0, "none relevant"),
        ("Review", "not relevant", 20, 0, 20, "none relevant"),
    ]
    assert chart.sentence == (
        "2 questions, each a bar of answers met, not met and not relevant: lowest Plan, 11 of 14; "
        "highest Plan, 11 of 14."
    )


def test_a_ledger_without_a_relevant_answer_says_so():
    chart = charts.ledger([Ledger("Review", 0, 0, 20)])
    assert chart.sentence == "No question was relevant in this sample."


def test_colours_come_in_the_order_of_the_palette_and_never_alone():
    spec = charts.ledger([Ledger("Plan", 11, 3, 6)]).spec
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["range"][:2] == list(charts.PALETTE[:2]) == ["#12436D", "#28A197"]
    assert spec["layer"][0]["encoding"]["color"]["legend"] is None
    assert spec["layer"][1]["encoding"]["text"]["field"] == "words"


EVERY_KIND = {
    "comparison": lambda: charts.comparison([HIGH, LOW], Pool(17, 22), "teams"),
    "shares": lambda: charts.shares([HIGH, LOW]),
    "over_time": lambda: charts.over_time([HIGH, LOW]),
    "ledger": lambda: charts.ledger([Ledger("Plan", 11, 3, 6)]),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_specification_is_built_once_and_asks_for_named_data(kind):
    first, second = EVERY_KIND[kind](), EVERY_KIND[kind]()
    assert first.spec is second.spec
    names = {layer["data"]["name"] for layer in first.spec["layer"] if "data" in layer}
    assert (names or {first.spec["data"]["name"]}) == {"rows"}
    assert list(first.as_vega_lite()["datasets"]) == ["rows"]
    assert "datasets" not in first.spec
    assert "title" not in first.spec  # titles stand outside the picture


@pytest.mark.parametrize("kind", ["comparison", "shares", "over_time"])
def test_an_interval_is_always_drawn(kind):
    layers = EVERY_KIND[kind]().spec["layer"]
    drawn = [
        layer["encoding"]
        for layer in layers
        if layer["mark"]["type"] == "rule" and "low" in json.dumps(layer["encoding"])
    ]
    assert len(drawn) == 1
    assert "high" in json.dumps(drawn[0])
