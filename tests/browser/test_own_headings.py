"""Headings of the team's own: matched once on the page, and from then on read as ours."""

import re

import pytest
from driving import settled
from packs import bedfordshire
from playwright.sync_api import Page, expect
from test_access import grave
from test_journeys import choose, pack_on_disk

from sqs.ui import desk

pytestmark = pytest.mark.browser


def near_misses():
    """A case_id and a question_id headed otherwise, a note of the team's own, odd letters."""
    pack = bedfordshire().cell("answers", 1, "case_id", "Case No.")
    rows = pack.cell("answers", 1, "question_id", "Question").tables["answers"]
    own = (*rows[0], "Read on the second day"), *((*row, "no") for row in rows[1:])
    return pack.rows("answers", tuple(own))


def upload(page: Page, files: list, button: str) -> None:
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("yots.csv").first).to_be_visible()
    page.get_by_role("button", name=button).click()


def test_headings_are_matched_once_and_then_remembered(visit, own, tmp_path):
    page = visit(f"{own}/Load_cases")
    files = pack_on_disk(tmp_path / "pack", near_misses())
    upload(page, files, "Check and load")
    expect(page.get_by_text("Not loaded: 5 problems. Nothing was changed.")).to_be_visible()
    expect(page.get_by_role("combobox", name="“Case No.” stands for")).to_have_value("case_id")
    expect(page.get_by_role("combobox", name="“Question” stands for")).to_have_value("question_id")
    assert grave(settled(page)) == []
    choose(page, "“Read on the second day” stands for", "Leave this column out")
    page.get_by_role("button", name="Use these headings and check again").click()
    expect(page.get_by_text("Checked: no problems in 687 rows.")).to_be_visible()
    read_as = page.get_by_role("table", name="Headings read as others")
    expect(read_as.get_by_role("row")).to_have_count(4)
    page.get_by_text("Headings remembered").click()
    expect(page.get_by_role("combobox", name="Heading to forget")).to_be_visible()
    assert grave(settled(page)) == []
    page.get_by_role("button", name="Load what was checked").click()
    expect(page.get_by_text("Loaded as upload 1: 687 rows.")).to_be_visible()
    settled(page)

    # Somebody else, afterwards: nothing is asked, and what was read as what is told.
    other = visit(f"{own}/Load_cases")
    upload(other, files, "Check and load")
    expect(other.get_by_text("All 687 rows were loaded before.")).to_be_visible()
    expect(other.get_by_role("table", name="Headings read as others")).to_be_visible()
    settled(other)


def test_matching_headings_fits_a_narrow_screen(visit, bare, tmp_path):
    page = visit(f"{bare}/Load_cases", width=400)
    upload(page, pack_on_disk(tmp_path / "pack", near_misses()), "Check only")
    expect(page.get_by_role("combobox", name="“Case No.” stands for")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("element => element.scrollWidth") == 400
    assert grave(settled(page)) == []


def test_a_large_pack_can_be_stopped_and_outlives_a_look_at_another_page(visit, own, tmp_path):
    row = "bedfordshire-2014,Somebody to be told,“A person”\n"
    many = 40 * desk.AT_ONCE_BELOW // len(row)
    large = tmp_path / "recipients.csv"
    large.write_bytes(f"inspection_id,role,name\n{row * many}".encode("cp1252"))
    small = [p for p in pack_on_disk(tmp_path / "pack", bedfordshire()) if "recip" not in p]
    page = visit(f"{own}/Load_cases")

    upload(page, [str(large), *small], "Check and load")
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    # How far it is by now is a matter of the machine.
    expect(page.get_by_text(re.compile("^(Beginning|Reading) "))).to_be_visible()
    assert grave(page) == []
    links = page.get_by_test_id("stSidebar")
    links.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("heading", name="No inspection is loaded yet")).to_be_visible()
    links.get_by_role("link", name="Load cases", exact=True).click()
    stop.click()
    expect(page.get_by_text("Stopped; nothing was loaded.")).to_be_visible()
    expect(page.get_by_text("Nothing has been loaded yet.")).to_be_visible()
    settled(page)
