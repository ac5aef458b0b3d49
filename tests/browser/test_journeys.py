"""What people come for: a board compares, an inspector loads, a lead inspector takes the letter."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from driving import settled
from packs import bedfordshire
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def choose(page: Page, label: str, option: str) -> None:
    # Long lists are drawn only as far as they are seen: typing narrows them.
    picker = page.get_by_role("combobox", name=label)
    picker.click()
    picker.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()


def title(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1, name=text, exact=True)).to_be_visible()
    settled(page)


def address_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def pack_on_disk(folder: Path, pack) -> list[str]:
    folder.mkdir()
    for file in pack.files():
        (folder / file.name).write_bytes(file.data)
    return [str(path) for path in sorted(folder.iterdir())]


def test_a_board_member_compares_teams_and_opens_a_section(visit, demonstration):
    page = visit(demonstration)
    title(page, "Short Quality Screening")
    go(page, "Teams compared")
    title(page, "1 of 25 teams is clearly below all 25 together")

    choose(page, "Question or section", "Plan to manage risk of harm")
    title(page, "None of the 25 teams differs clearly from all 25 together")
    comparison = page.get_by_role("table", name="Plan to manage risk of harm, teams in all regions")
    expect(comparison.get_by_role("row")).to_have_count(26)
    assert address_of(page)["measure"] == ["Plan to manage risk of harm"]
    # The picture itself: a dot a team, so that a chart that fails to draw cannot pass.
    chart = page.get_by_test_id("stVegaLiteChart").first
    expect(chart.locator("svg .mark-symbol path")).to_have_count(25)

    go(page, "Sections")
    title(page, "Reviews were weaker than first assessments and plans")
    choose(page, "Inspection", "Bedfordshire, November 2014")
    expect(page.get_by_text("Bedfordshire, 17 to 19 November 2014: 20 cases read")).to_be_visible()
    page.get_by_role("tab", name="Protecting the public").click()
    ledger = page.get_by_role("table", name="Protecting the public: cases by answer")
    expect(ledger.get_by_role("row", name="Plan to manage risk of harm")).to_contain_text("12")
    settled(page)

    go(page, "Teams compared")
    title(page, "None of the 25 teams differs clearly from all 25 together")


def test_a_board_member_asks_whether_they_are_weak_worse_or_better(visit, demonstration):
    page = visit(f"{demonstration}/Teams_compared")
    title(page, "1 of 25 teams is clearly below all 25 together")
    choose(page, "My team", "Chalkhaven (invented)")
    title(page, "Chalkhaven: 66 of 108, clearly below all 25 teams")
    page.get_by_role("tab", name="Every question").click()
    heat = page.get_by_role("table", name="Every question by teams")
    expect(heat.get_by_role("columnheader").nth(1)).to_have_text("Chalkhaven, your team")
    settled(page)
    go(page, "A team over time")
    title(page, "Ashcombe: nothing changed by more than chance")
    choose(page, "Team", "Chalkhaven (invented)")
    title(page, "Chalkhaven: 1 section and 1 question fell back by more than chance")
    page.get_by_role("link", name="See what changed").click()
    title(page, "Chalkhaven: 1 section and 1 question fell back by more than chance")
    assert address_of(page)["visit"] == ["6 July 2016"]


def test_the_boards_view_lasts_from_page_to_page(visit, demonstration):
    page = visit(f"{demonstration}/Sections")
    choose(page, "View", "Board’s view")
    expect(page.get_by_text("[c] stands for one to four cases")).to_be_visible()
    settled(page)
    go(page, "Teams compared")
    title(page, "1 of 24 teams is clearly below all 24 together")
    expect(page.get_by_text("[c] stands for one to four cases")).to_be_visible()
    links = page.get_by_test_id("stSidebar").get_by_role("link")
    expect(links.filter(has_text="Draft report")).to_have_count(0)


def test_a_link_shows_another_person_the_same_view(visit, demonstration):
    first = visit(f"{demonstration}/Sections")
    choose(first, "Inspection", "Bedfordshire, November 2014")
    expect(first.get_by_text("Bedfordshire, 17 to 19 November 2014: 20 cases")).to_be_visible()
    settled(first)
    second = visit(first.url)
    expect(second.get_by_text("Bedfordshire, 17 to 19 November 2014: 20 cases")).to_be_visible()
    go(second, "Draft report")
    title(second, "Draft letter: Bedfordshire")


def test_home_leads_to_the_inspection_pressed_whatever_was_chosen_before(visit, demonstration):
    page = visit(f"{demonstration}/Sections?inspection=Bedfordshire%2C+November+2014")
    expect(page.get_by_text("Bedfordshire, 17 to 19 November 2014: 20 cases")).to_be_visible()
    go(page, "Home")
    title(page, "Short Quality Screening")
    page.get_by_test_id("stMain").get_by_role("link", name="Draft report").first.click()
    title(page, "Draft letter: Ashcombe (invented)")


def test_the_browsers_back_button_leaves_a_working_page(visit, demonstration):
    page = visit(f"{demonstration}/Sections")
    choose(page, "Inspection", "Bedfordshire, November 2014")
    expect(page.get_by_text("Bedfordshire, 17 to 19 November 2014: 20 cases")).to_be_visible()
    go(page, "Draft report")
    title(page, "Draft letter: Bedfordshire")
    settled(page).go_back()
    on_sections = page.get_by_text("Bedfordshire, 17 to 19 November 2014: 20 cases")
    on_letter = page.get_by_role("heading", name="Draft letter: Bedfordshire")
    settled(page)
    expect(on_sections.or_(on_letter).first).to_be_visible()
    if on_letter.is_visible():
        # Entering a page may add its address twice, without the choice and with it, depending on
        # which of the two reaches the browser first. Back then takes a second step.
        page.go_back()
    expect(on_sections).to_be_visible()
    settled(page)
    expect(page.get_by_role("combobox", name="Inspection")).to_have_value(
        "Bedfordshire, November 2014"
    )


def test_an_inspector_mends_a_bad_pack_and_opens_the_inspection(visit, own, tmp_path):
    page = visit(f"{own}/Load_cases")
    bad = bedfordshire().cell("answers", 7, "answer", "Maybe")
    page.locator("input[type=file]").set_input_files(pack_on_disk(tmp_path / "bad", bad))
    expect(page.get_by_text("recipients.csv").first).to_be_visible()
    page.get_by_role("button", name="Check and load").click()
    expect(page.get_by_text("Not loaded: 1 problem. Nothing was changed.")).to_be_visible()
    row = page.get_by_role("table", name="answers.csv, line 7, answer, case BED14-01:")
    expect(row).to_contain_text("found 'Maybe'; use yes, no or not relevant.")
    expect(row.get_by_role("cell", name="Maybe found here")).to_be_visible()
    expect(row.get_by_role("rowheader", name="7", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing has been loaded yet.")).to_be_visible()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Problems as CSV").click()
    assert download.value.suggested_filename == "problems.csv"
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert saved[1].startswith("BED14-01,answers.csv,7,answer,vocabulary,")
    with page.expect_download() as download:
        page.get_by_role("button", name="Your answers.csv with a problem column").click()
    assert download.value.suggested_filename == "answers with problems.csv"
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].endswith(",note,problems")
    assert "found 'Maybe'" in lines[6]

    # The desk is still there after another page, and gone once the mended pack is loaded.
    go(page, "Home")
    title(page, "No inspection is loaded yet")
    go(page, "Load cases")
    title(page, "Load cases")
    expect(row).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        pack_on_disk(tmp_path / "good", bedfordshire())
    )
    expect(page.get_by_text("recipients.csv").first).to_be_visible()
    page.get_by_role("button", name="Check and load").click()
    expect(page.get_by_text("Loaded as upload 1: 687 rows.")).to_be_visible()
    settled(page)
    expect(row).to_have_count(0)
    expect(page.get_by_role("table", name="Uploads").get_by_role("row")).to_have_count(2)
    page.get_by_test_id("stMain").get_by_role("link", name="Draft report").click()
    title(page, "Draft letter: Bedfordshire")
    go(page, "Load cases")
    title(page, "Load cases")
    page.get_by_test_id("stMain").get_by_role("link", name="Sections").click()
    expect(page.get_by_text("Bedfordshire, 17 to 19 November 2014: 20 cases read")).to_be_visible()
    settled(page)
    go(page, "Home")
    expect(page.get_by_text("Loaded: 1 inspection of 1 team, 20 cases.")).to_be_visible()
    settled(page)


def test_a_conflict_is_replaced_then_undone_and_put_back(visit, own, tmp_path):
    def load(folder: str, pack) -> None:
        files = pack_on_disk(tmp_path / folder, pack)
        page.locator("input[type=file]").set_input_files(files)
        expect(page.get_by_text("recipients.csv").first).to_be_visible()
        page.get_by_role("button", name="Check and load").click()

    page = visit(f"{own}/Load_cases")
    page.get_by_role("textbox", name="Your name or initials, for the history").fill("S. McG.")
    load("first", bedfordshire())
    expect(page.get_by_text("Loaded as upload 1: 687 rows.")).to_be_visible()
    settled(page)
    load("second", bedfordshire().cell("answers", 9, "answer", "no"))
    expect(page.get_by_role("heading", name="What replacing would change")).to_be_visible()
    settled(page)
    change = page.get_by_role("table", name="Case: loaded beside the pack").get_by_role("row")
    expect(change.nth(1)).to_have_text("BED14-01lor_planyesno")
    letter = page.get_by_role("table", name="Sentences of the letter").get_by_role("row")
    expect(letter.nth(1)).to_contain_text("In the two cases where this was not so")
    expect(letter.nth(1)).to_contain_text("In the three cases where this was not so")

    page.get_by_text("Yes, replace what is loaded").click()
    page.get_by_role("button", name="Replace what is loaded").click()
    expect(page.get_by_text("Loaded as upload 2: 687 rows.")).to_be_visible()
    settled(page)
    page.get_by_text("Yes, take all of it back").click()
    page.get_by_role("button", name="Undo this upload").click()
    expect(page.get_by_text("Undone: upload 2 is taken back.")).to_be_visible()
    settled(page)
    newest = page.get_by_role("table", name="Uploads").get_by_role("row").nth(1)
    expect(newest).to_contain_text("by S. McG.")
    go(page, "Draft report")
    title(page, "Draft letter: Bedfordshire")
    expect(page.get_by_text("In the two cases where this was not so").first).to_be_visible()

    go(page, "Load cases")
    title(page, "Load cases")
    page.get_by_text("Yes, put all of it back").click()
    page.get_by_role("button", name="Put this upload back").click()
    expect(page.get_by_text("Upload 2 is back")).to_be_visible()
    settled(page)
    go(page, "Draft report")
    title(page, "Draft letter: Bedfordshire")
    expect(page.get_by_text("In the three cases where this was not so").first).to_be_visible()


def test_a_lead_inspector_opens_the_evidence_and_takes_the_letter(visit, demonstration):
    page = visit(f"{demonstration}/Draft_report?inspection=Bedfordshire%2C+November+2014")
    title(page, "Draft letter: Bedfordshire")
    claim = page.locator("button.claim[popovertarget^=evidence-rosh_plan_1]")
    evidence = page.locator(f"#{claim.get_attribute('popovertarget')}")
    expect(evidence).to_be_hidden()
    claim.click()
    expect(evidence).to_be_visible()
    expect(evidence).to_contain_text("14")
    page.keyboard.press("Escape")
    expect(evidence).to_be_hidden()

    beginnings = {"Word": (".docx", b"PK"), "PDF": (".pdf", b"%PDF-")}
    for kind, (ending, beginning) in beginnings.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download {kind}").click()
        assert download.value.suggested_filename == f"bedfordshire-2014-letter{ending}"
        assert Path(download.value.path()).read_bytes().startswith(beginning)
        settled(page)
