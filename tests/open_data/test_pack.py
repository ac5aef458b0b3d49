"""The open-data pack: files that describe themselves, and that hold nothing they should not."""

import csv
import io
import json
from datetime import date
from hashlib import sha256

import pytest
from packs import bedfordshire, of_2016

from sqs.figures.comparing import COLUMNS
from sqs.intake.loading import load
from sqs.open_data.cells import csv_text
from sqs.open_data.package import files
from sqs.store.database import Database

NAMES = [
    "inspections", "figures", "comparisons", "reoffending", "questions", "children", "provenance",
    "withheld",
]  # fmt: skip


def another(pack, number: int):
    """The pack as an inspection of another team, in 2016 and in that edition."""
    rows = {}
    for name, (head, *body) in of_2016(pack).tables.items():
        text = json.dumps(body).replace("bedfordshire-2014", f"elsewhere-{number}")
        text = text.replace('"bedfordshire"', f'"elsewhere-{number}"').replace(
            "Bedfordshire", "=1+1 (invented)"
        )
        rows[name] = (head, *map(tuple, json.loads(text)))
    return type(pack)(rows).cell("inspections", 2, "caseload", "90")


def exported(path, packs) -> dict[str, bytes]:
    with Database(path, create=True) as database:
        for pack in packs:
            assert load(database, pack.files()).problems == ()
        with database.reading() as cursor:
            return files(cursor)


@pytest.fixture(scope="module")
def packs():
    first = bedfordshire()
    for line, row in enumerate(first.tables["answers"], 1):
        if row[2] == "victim_safety" and row[3] == "yes":
            first = first.cell("answers", line, "answer", "not relevant")
    return [
        first.without("reoffending"),
        another(bedfordshire().only("yots", "inspections", "cases", "answers"), 1),
        bedfordshire().only("reoffending"),
    ]


@pytest.fixture(scope="module")
def pack(packs, tmp_path_factory):
    return exported(tmp_path_factory.mktemp("pack") / "x.duckdb", packs)


def rows(pack, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pack[f"{name}.csv"].decode())))


def described(pack) -> dict:
    return json.loads(pack["datapackage.json"])


READS = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def test_the_descriptor_has_what_a_data_package_needs(pack):
    package = described(pack)

    assert package["profile"] == "tabular-data-package"
    assert package["name"] == "short-quality-screening"
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    assert [each["title"] for each in package["sources"]]
    assert [(e["name"], e["extends"]) for e in package["editions"]] == [
        ("sqs-2014", None), ("sqs-2016", "sqs-2014"),
    ]  # fmt: skip
    assert [each["name"] for each in package["resources"]] == NAMES
    assert set(pack) == {"datapackage.json", *(f"{name}.csv" for name in NAMES)}


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_as_described(pack, name):
    (resource,) = [each for each in described(pack)["resources"] if each["name"] == name]
    content = pack[resource["path"]]

    assert resource["profile"] == "tabular-data-resource"
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
    schema = resource["schema"]
    assert schema["missingValues"] == ["", "[c]", "[z]"]
    heading = content.decode().splitlines()[0].split(",")
    assert heading == [field["name"] for field in schema["fields"]]
    assert all(field["description"] for field in schema["fields"])
    found = rows(pack, name)
    assert found
    for field in schema["fields"]:
        for row in found:
            if row[field["name"]] not in schema["missingValues"]:
                READS[field["type"]](row[field["name"]])
    key = schema.get("primaryKey")
    if key:
        keys = [tuple(row[column] for column in key) for row in found]
        assert len(set(keys)) == len(keys)
        assert all(cell for each in keys for cell in each)
    for foreign in schema["foreignKeys"]:
        reference = foreign["reference"]
        there = {row[reference["fields"]] for row in rows(pack, reference["resource"])}
        assert {row[foreign["fields"]] for row in found} <= there


def test_the_same_data_give_the_same_bytes_however_they_were_loaded(pack, packs, tmp_path):
    assert exported(tmp_path / "x.duckdb", packs[1::-1]) == exported(
        tmp_path / "y.duckdb", packs[:2]
    )
    assert exported(tmp_path / "z.duckdb", packs) == pack


def test_comparisons_have_the_agreed_columns_and_every_measure(pack):
    found = rows(pack, "comparisons")

    assert tuple(found[0])[2:] == COLUMNS
    assert len({row["measure"] for row in found}) == 5 + 36
    shared = [row for row in found if row["measure"] == "rosh_plan"]
    assert [row["inspection_id"] for row in shared] == ["bedfordshire-2014", "elsewhere-1"]


def test_what_is_withheld_is_logged_and_nowhere_else(pack):
    logged = {(row["table"], row["subject"], row["measure"]) for row in rows(pack, "withheld")}
    marked = {
        ("figures", row["inspection_id"], row["question_id"] or row["section"])
        for row in rows(pack, "figures")
        if row["relevant"] == "[c]"
    }

    assert marked == {
        ("figures", "bedfordshire-2014", "victim_safety"),
        ("figures", "bedfordshire-2014", "protecting_the_public"),
    }
    assert {each for each in logged if each[0] == "figures"} == marked
    assert {each for each in logged if each[0] == "comparisons"} == {
        ("comparisons", *each[1:]) for each in marked
    }
    children = [row for row in rows(pack, "children") if row["relevant"] == "[c]"]
    assert len(children) == len(
        [each for each in rows(pack, "withheld") if each["table"] == "children"]
    )
    assert len(children) == len(rows(pack, "children"))  # two teams are too few


def test_invented_teams_are_marked_and_people_are_left_out(pack):
    assert {row["inspection_id"]: row["invented"] for row in rows(pack, "inspections")} == {
        "bedfordshire-2014": "false", "elsewhere-1": "true",
    }  # fmt: skip
    letter = dict(zip(*bedfordshire().tables["inspections"], strict=True))
    whole = b"".join(pack.values()).decode()
    for heading in ("addressee", "sender", "lead_inspector"):
        assert letter[heading], heading
        assert letter[heading] not in whole, heading
    for case in bedfordshire().tables["cases"][1:]:
        assert case[1] not in whole


def test_where_the_data_come_from_is_said(pack):
    said = {row["subject"]: row["says"] for row in rows(pack, "provenance")}

    assert said["bedfordshire-2014"].startswith("The totals are those of the published letter")
    assert said["elsewhere-1"].startswith("Invented team, for demonstration.")
    assert said["sqs-2016"].startswith("Invented by us")


def test_no_cell_is_a_formula(pack):
    (row,) = [row for row in rows(pack, "inspections") if row["inspection_id"] == "elsewhere-1"]

    assert row["name"] == "'=1+1 (invented)"
    text = csv_text(("a", "b"), [("@x", -0.5), ("\t=x", True), (("-1", "c"), None), ("+", 3)])
    assert text == "a,b\n'@x,-0.5\n'\t=x,true\n'-1; c,\n'+,3\n"
