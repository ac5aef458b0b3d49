"""Charts: what is drawn, from which numbers, and what is said of it."""

import json

import pytest

from sqs import charts
from sqs.charts import Change, Curve, Dot, Ledger, Month, Pair, Point, RatePoint
from sqs.charts.pictures import picture
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
        "12 of 14 (86%). All 2 teams together: 17 of 22 (77%)."
    )


def test_a_comparison_draws_counts_intervals_and_the_share_of_all():
    chart = charts.comparison([HIGH, LOW], Pool(17, 22, 2), "teams", chosen="Coldmoor")
    assert marks(chart) == ["rule", "point", "text", "point", "rule", "text"]
    assert chart.data.to_pylist() == [
        {
            "label": "Ashcombe", "share": 12 / 14, "low": 0.6006, "high": 0.9599,
            "told": "12 of 14", "interval": "60% to 96%", "middle": 17 / 22,
            "middle_text": "All 2 teams 77%", "chosen": False,
            "said": "Ashcombe: 12 of 14 (86%), 95% interval 60% to 96%",
        },
        {
            "label": "Coldmoor", "share": 5 / 8, "low": 0.3057, "high": 0.8632,
            "told": "5 of 8", "interval": "31% to 86%", "middle": 17 / 22,
            "middle_text": "All 2 teams 77%", "chosen": True,
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


POINTS = [
    Point("Ashcombe", 12, 14, "within", chosen=True),
    Point("Coldmoor", 3, 14, "below_998"),
    Point("Fenholme", 0, 0, "within"),
]
CURVE = [Curve(14, 0.2522, 0.4086, 0.8966, 0.9895), Curve(20, 0.3363, 0.4627, 0.8688, 0.9485)]
CHANGES = [
    Change("Plans", (16, 20), (8, 20), -0.4, -0.61, -0.1, real=True),
    Change("Reviews", (9, 14), (9, 13), 0.049, -0.29, 0.38, real=False),
]
PAIRS = [Pair("Reoffending", Dot("first", 12, 14, 0.6, 0.96), Dot("review", 5, 8, 0.31, 0.86))]
MONTHS = [
    Month("Nov 2014", 12, 14, 0.4, 1.0),
    Month("Dec 2014", 2, 14, 0.4, 1.0),
    Month("Jan 2015", 0, 0),
]
RATES = [RatePoint("Oct 2011 to Sep 2012", 34.2, 35.4), RatePoint("Apr 2013 to Mar 2014", 36, None)]


def test_a_funnel_names_who_lies_outside():
    chart = charts.funnel(POINTS, CURVE, 0.7, "teams")
    assert chart.sentence == (
        "2 teams against limits round 70%: 1 within the limits; below the 99.8% limit: Coldmoor."
    )
    points = [row for row in chart.data.to_pylist() if row["kind"] == "point"]
    assert [(p["label"], p["name"], p["outside"], p["said"]) for p in points] == [
        ("Ashcombe", "Ashcombe", False, "Ashcombe: 12 of 14 (86%), within the limits"),
        ("Coldmoor", "Coldmoor", True, "Coldmoor: 3 of 14 (21%), below the 99.8% limit"),
    ]
    limits = [row for row in chart.data.to_pylist() if row["kind"] == "limit"]
    assert [(row["relevant"], row["low95"], row["high998"]) for row in limits] == [
        (14, 0.4086, 0.9895),
        (20, 0.4627, 0.9485),
    ]
    assert charts.funnel(POINTS[2:], CURVE, 0.7, "teams").sentence == (
        "No teams with a relevant answer."
    )


def test_changes_say_which_are_real():
    chart = charts.differences(CHANGES)
    assert chart.sentence == ("2 questions at two visits; changed beyond chance: Plans −40 points.")
    assert [(row["label"], row["told"], row["interval"]) for row in chart.data.to_pylist()] == [
        ("Real change: Plans", "16 of 20, then 8 of 20", "−61 to −10"),
        ("Reviews", "9 of 14, then 9 of 13", "−29 to +38"),
    ]
    assert charts.differences(CHANGES[1:]).sentence == (
        "1 question at two visits: none changed beyond chance."
    )
    assert charts.differences([]).sentence == "No question was relevant at both visits."


def test_pairs_leave_out_a_row_with_one_side_alone():
    chart = charts.pairs([*PAIRS, Pair("Harm", HIGH, NONE)])
    assert chart.sentence == "Reoffending: first 12 of 14 (86%), review 5 of 8 (63%)."
    assert chart.data.column("side").to_pylist() == ["first", "review"]


def test_months_outside_their_limits_are_named():
    chart = charts.programme(MONTHS, 0.5)
    assert chart.data.column("outside").to_pylist() == [False, True]
    assert chart.sentence == (
        "Pooled shares, from Nov 2014 to Dec 2014, with the limits of chance; outside the limits: "
        "Dec 2014."
    )
    assert charts.programme([Month("Nov 2014", 1, 2)], 0.5).sentence == (
        "Pooled shares, Nov 2014; too few points for limits."
    )


def test_a_rate_without_a_national_one_stands_alone():
    chart = charts.rates(RATES, "Bedfordshire")
    assert [(row["who"], row["told"]) for row in chart.data.to_pylist()] == [
        ("Bedfordshire", "34.2%"),
        ("England and Wales", "E&W 35.4%"),
        ("Bedfordshire", "36.0%"),
    ]
    assert chart.data.column("higher").to_pylist() == [False, True, True]
    assert chart.sentence == (
        "Bedfordshire: Oct 2011 to Sep 2012 34.2%, England and Wales 35.4%; "
        "Apr 2013 to Mar 2014 36.0%."
    )


EVERY_KIND = {
    "funnel": lambda: charts.funnel(POINTS, CURVE, 0.7, "teams"),
    "differences": lambda: charts.differences(CHANGES),
    "pairs": lambda: charts.pairs(PAIRS),
    "programme": lambda: charts.programme(MONTHS, 0.5),
    "rates": lambda: charts.rates(RATES, "Bedfordshire"),
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


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_picture_to_take_away_holds_its_title_and_draws(kind):
    chart = EVERY_KIND[kind]()
    svg = picture(chart, "svg", "Plans fell back", "Share met, two visits").decode()
    assert svg.startswith("<svg")
    assert "Plans fell back" in svg
    assert "Share met, two visits" in svg
    assert picture(chart, "png", "Plans fell back", "").startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["comparison", "shares", "over_time", "differences"])
def test_an_interval_is_always_drawn(kind):
    layers = EVERY_KIND[kind]().spec["layer"]
    drawn = [
        layer["encoding"]
        for layer in layers
        if layer["mark"]["type"] == "rule" and "low" in json.dumps(layer["encoding"])
    ]
    assert len(drawn) == 1
    assert "high" in json.dumps(drawn[0])
