"""Everybody can use it: axe on every page and state, the keyboard alone, and a narrow screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving import settled
from packs import bedfordshire
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAGES = (
    "", "Teams_compared", "A_team_over_time", "Sections", "The_programme", "Reoffending",
    "Draft_report", "Load_cases", "How_we_count",
)  # fmt: skip
PARTS = (
    "Teams_compared?show=Funnel",
    "Teams_compared?show=Places+they+may+hold",
    "Teams_compared?show=Every+question",
    "A_team_over_time?team=Thornmere+%28invented%29",
    "The_programme?look=Over+time",
    "The_programme?look=First+work+and+reviews",
    "Sections?section=Protecting+the+public",
    "How_we_count?part=Departures+and+why",
    "How_we_count?part=Intervals",
)
"""What a page shows only when its tab is opened."""


def grave(page: Page) -> list[tuple[str, str]]:
    """What axe finds serious or critical: the rule and the first element."""
    violations = Axe().run(page).response["violations"]
    return [
        (each["id"], each["nodes"][0]["html"])
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]


def drawn(page: Page) -> Page:
    """Wait for the charts, which are drawn after the app's own run."""
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        expect(chart.locator("svg, canvas").first).to_be_visible()
    return settled(page)


@pytest.mark.parametrize("name", [*PAGES, *PARTS])
def test_axe_finds_nothing_grave_with_data(visit, demonstration, name):
    assert grave(drawn(visit(f"{demonstration}/{name}"))) == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_grave_without_data(visit, bare, name):
    assert grave(visit(f"{bare}/{name}")) == []


def refused(page: Page) -> Page:
    """Upload a wide pack with 61 problems and wait for the desk."""
    bad = bedfordshire().wide()
    for line in range(2, 22):
        for heading in ("sv_plan", "noncompliance_response", "engagement_planning"):
            bad = bad.cell("cases", line, heading, "Maybe")
    bad = bad.row("recipients", 4, ("bedfordshire-2014", "Chair"))
    page.locator("input[type=file]").set_input_files(
        [{"name": f.name, "mimeType": "text/csv", "buffer": f.data} for f in bad.files()]
    )
    expect(page.get_by_text("recipients.csv").first).to_be_visible()
    page.get_by_role("button", name="Check and load").click()
    expect(page.get_by_text("Not loaded: 61 problems. Nothing was changed.")).to_be_visible()
    return settled(page)


def test_axe_finds_nothing_grave_after_a_refused_upload(visit, bare):
    page = refused(visit(f"{bare}/Load_cases"))
    assert grave(page) == []
    page.get_by_role("radio", name="By case").click()
    expect(page.get_by_role("heading", name="Case BED14-01")).to_be_visible()
    assert grave(settled(page)) == []


def test_the_problem_desk_is_never_wider_than_a_narrow_screen(visit, bare):
    page = refused(visit(f"{bare}/Load_cases", width=400))
    row = page.get_by_role("table", name="cases.csv, line 2, noncompliance_response")
    expect(row.get_by_role("cell", name="Maybe found here")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("element => element.scrollWidth") == 400


def in_conflict(page: Page) -> Page:
    """Load a pack, then another in conflict with it, and wait for what replacing would change."""
    other = bedfordshire().cell("yots", 2, "name", "Bedford").cell("answers", 9, "answer", "no")
    for pack, told in ((bedfordshire(), "Loaded as upload 1"), (other, "Not loaded: 2 problems")):
        page.locator("input[type=file]").set_input_files(
            [{"name": f.name, "mimeType": "text/csv", "buffer": f.data} for f in pack.files()]
        )
        expect(page.get_by_text("recipients.csv").first).to_be_visible()
        page.get_by_role("button", name="Check and load").click()
        expect(page.get_by_text(told)).to_be_visible()
        settled(page)
    page.get_by_text("Files and fingerprints").click()
    return settled(page)


def test_a_conflict_side_by_side_is_for_everybody(visit, own):
    page = in_conflict(visit(f"{own}/Load_cases", width=400))
    main = page.get_by_test_id("stMain")
    for width in (400, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert grave(settled(page)) == []
        assert main.evaluate("element => element.scrollWidth - element.clientWidth") == 0


def test_axe_finds_nothing_grave_where_evidence_is_open(visit, demonstration):
    page = visit(f"{demonstration}/Draft_report")
    page.locator("button.claim").first.click()
    assert grave(settled(page)) == []


def test_the_keyboard_reaches_the_filters_and_changes_them(visit, demonstration):
    page = visit(f"{demonstration}/Teams_compared")
    picker = page.get_by_role("combobox", name="Question or section")
    for _ in range(20):
        page.keyboard.press("Tab")
        if picker.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail("twenty presses of Tab did not reach the first filter")
    page.keyboard.type("Plan to manage risk of harm")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "None of the 25 teams differs clearly from all 25 together"
    )
    settled(page)


def test_the_keyboard_reaches_the_heat_map_and_moves_it(visit, demonstration):
    page = visit(f"{demonstration}/Teams_compared?show=Every+question", width=400)
    heat = page.get_by_role("region", name="Every question by teams")
    page.get_by_role("tab", name="Every question").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        if heat.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail("five presses of Tab did not reach the heat map")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('.sqs-heat').scrollLeft > 0"
    )  # and its first column stays in sight
    first = heat.get_by_role("rowheader").first.bounding_box()
    assert first["x"] >= 0


@pytest.mark.parametrize("name", [*PAGES, *PARTS])
def test_a_narrow_page_is_never_wider_than_its_screen(visit, demonstration, name):
    page = drawn(visit(f"{demonstration}/{name}", width=400))
    width = page.evaluate("document.documentElement.scrollWidth")
    main = page.get_by_test_id("stMain").evaluate("element => element.scrollWidth")
    assert (width, main) == (400, 400)


def test_every_chart_says_what_it_shows(visit, demonstration):
    page = drawn(visit(f"{demonstration}/Teams_compared"))
    first = page.get_by_test_id("stVegaLiteChart").first
    # The label comes when the chart is drawn, a moment after the page has settled.
    expect(first).to_have_attribute(
        "aria-label", re.compile("^25 teams, each a dot with its 95% interval")
    )
    # Read out one by one: the dots and nothing else.
    marks = first.locator("[aria-roledescription=point]")
    expect(marks).to_have_count(25)
    expect(marks.first).to_have_attribute(
        "aria-label", "Downsmarsh: 127 of 141 (90%), 95% interval 84% to 94%"
    )
