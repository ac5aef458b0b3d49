"""The lead inspector writes: a wrong figure is shown and mended, new data arrive, it goes out."""

import re
from collections.abc import Iterator

import pytest
from driving import serving, settled
from packs import bedfordshire
from playwright.sync_api import Page, expect
from test_access import grave

from sqs.intake.loading import load
from sqs.store.database import Database

pytestmark = pytest.mark.browser

WRONG = " The plan to manage risk of harm was good enough in [9 out of 14](claim:rosh_plan) cases."


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    settled(page)


def move(page: Page, to: str) -> None:
    picker = page.get_by_role("combobox", name="Move it to")
    picker.click()
    page.get_by_role("option", name=to, exact=True).click()
    settled(page)
    if to == "published":
        page.get_by_text("Yes, publish it.").click()
    page.get_by_role("button", name="Move the letter").click()


def arrived(page: Page, stage: str) -> None:
    expect(page.get_by_text(f"The letter is now at the stage {stage}.")).to_be_visible()
    settled(page)


@pytest.fixture
def own_page(visit, tmp_path) -> Iterator[Page]:
    """The letter on Bedfordshire, just begun, in a database of the test's own."""
    path = tmp_path / "sqs.duckdb"
    with Database(path, create=True) as database:
        assert load(database, bedfordshire().files(), by="test").status == "loaded"
    with serving(path) as address:
        page = visit(f"{address}/Draft_report")
        page.get_by_label("Your name or initials").fill("Inspector A")
        page.get_by_role("button", name="Begin the letter from this draft").click()
        expect(page.get_by_text("All 54 claims are borne out by the data.")).to_be_visible()
        yield settled(page)


def test_a_wrong_figure_is_seen_while_typing_and_keeps_the_letter_back(own_page):
    page = own_page
    text = page.get_by_role("textbox", name="Text of")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(WRONG)
    # Nothing was pressed: a pause in typing is enough, and the cursor stays in the text.
    expect(page.get_by_role("button", name="9 out of 14 not so")).to_be_visible()
    expect(page.get_by_text("1 of 55 claims is not borne out")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    settled(page)
    assert grave(page) == []

    tab(page, "Stages")
    for to in ("quality check", "factual accuracy"):
        move(page, to)
        arrived(page, to)
    move(page, "signed off")
    expect(page.get_by_text("The letter cannot be signed off yet.")).to_be_visible()
    settled(page)

    tab(page, "Write")
    # For a moment the text is there and empty.
    expect(text).to_have_value(re.compile(re.escape("9 out of 14")))
    text.fill(text.input_value().replace("9 out of 14", "12 out of 14"))
    expect(page.get_by_text("All 55 claims are borne out by the data.")).to_be_visible()
    settled(page)
    tab(page, "Stages")
    for to in ("signed off", "published"):
        move(page, to)
        arrived(page, to)
    expect(page.get_by_text("Nothing in it can be changed any more.")).to_be_visible()
    assert grave(settled(page)) == []


def test_new_data_make_a_claim_stale_and_it_is_updated(own_page):
    page = own_page
    pack = bedfordshire()
    rows = pack.tables["answers"]
    line = next(
        n for n, row in enumerate(rows, start=1) if row[2] == "rosh_plan" and row[3] == "no"
    )
    pack = pack.cell("answers", line, "answer", "yes").cell("answers", line, "reasons", "")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Load cases").click()
    settled(page)
    page.locator("input[type=file]").set_input_files(
        [{"name": f.name, "mimeType": "text/csv", "buffer": f.data} for f in pack.files()]
    )
    expect(page.get_by_text("recipients.csv").first).to_be_visible()
    page.get_by_role("button", name="Check and load").click()
    expect(page.get_by_role("heading", name="What replacing would change")).to_be_visible()
    settled(page)
    page.get_by_text("Yes, replace what is loaded").click()
    page.get_by_role("button", name="Replace what is loaded").click()
    expect(page.get_by_text("Loaded as upload 2")).to_be_visible()
    settled(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Draft report").click()
    expect(page.get_by_text("1 of 54 claims is not borne out by the data.")).to_be_visible()
    settled(page)
    tab(page, "Changed figures")
    assert grave(page) == []
    page.get_by_role("button", name="“the two” to “the one”").click()
    expect(page.get_by_text("All 54 claims are borne out by the data.")).to_be_visible()
