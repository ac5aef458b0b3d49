import re

import pytest

from sqs.letter.html import letter_body, write_html


def test_a_claim_is_a_button_for_the_evidence_that_follows_its_paragraph(letter):
    assert (
        '<button type="button" class="claim" popovertarget="evidence-lor_plan">12 [out] of 14'
        "</button> plans were sound; "
        '<button type="button" class="claim" popovertarget="evidence-lor_plan_rest">the two'
        "</button> were not.</p>\n"
        '<div popover id="evidence-lor_plan" class="evidence" role="note"'
        ' aria-label="Evidence for: 12 [out] of 14"><p>12 met.</p></div>\n'
        '<div popover id="evidence-lor_plan_rest" class="evidence" role="note"'
        ' aria-label="Evidence for: the two"><p>2 not.</p></div>\n'
    ) in write_html(letter)


def test_a_claim_without_evidence_is_plain_words(letter):
    assert "</sup> was 34.2% overall.</p>" in write_html(letter)


def test_text_is_never_markup(letter):
    page = write_html(letter)
    assert "<i>#evil[x] $x$ *b* _u_ &lt;script&gt;alert(1)&lt;/script&gt; ] | &amp; `c`" in page
    assert "<p>Not met: &lt;B07&gt; &amp; C12.</p>" in page
    assert "<script" not in page


def test_nothing_is_fetched_and_no_script_may_run(letter):
    page = write_html(letter)
    assert re.findall(r"""https?:|//\w|src=|url\(|@import|\son\w+=""", page) == []
    assert "content=\"default-src 'none'; style-src 'unsafe-inline';" in page


def test_inside_another_page_the_title_is_a_second_heading(letter):
    tags = re.findall(r"<(h\d)", letter_body(letter, title_level=2))
    assert tags == ["h2", "h3", "h3", "h3", "h3"]
    assert re.findall(r"<(h\d)", letter_body(letter)) == ["h1", "h2", "h2", "h2", "h2"]


def test_the_part_for_another_page_brings_its_style_and_no_second_main(letter):
    body = letter_body(letter)
    assert body.startswith("<style>\n")
    assert "<main" not in body
    style = re.sub(r"/\*.*?\*/", "", body[: body.index("</style>")], flags=re.DOTALL)
    selectors = re.findall(r"^ *([^@{}\n]+?)(?: \{|,$)", style, flags=re.MULTILINE)
    assert len(selectors) > 30
    assert [selector for selector in selectors if not selector.startswith(".letter")] == []


@pytest.fixture(scope="module")
def page(letter, chromium, tmp_path_factory):
    """The letter on a telephone."""
    path = tmp_path_factory.mktemp("page") / "letter.html"
    path.write_text(write_html(letter), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 400, "height": 800})
    page.goto(path.as_uri())
    yield page
    page.close()


@pytest.mark.browser
class TestInABrowser:
    def test_axe_finds_nothing_with_evidence_shut_or_open(self, page):
        from axe_playwright_python.sync_playwright import Axe

        for _ in range(2):
            found = Axe().run(page).response
            assert [rule["id"] for rule in found["violations"]] == []
            assert len(found["passes"]) > 20
            page.locator(".claim").first.click()
        page.keyboard.press("Escape")

    def test_the_keyboard_opens_and_shuts_the_evidence(self, page):
        claim = page.get_by_role("button", name="the great majority")
        evidence = page.get_by_role("note", name="Evidence for: the great majority")
        assert not evidence.is_visible()
        claim.press("Enter")
        assert evidence.inner_text().split("\n\n") == [
            "18 of 20 cases met this.",
            "Not met: <B07> & C12.",
        ]
        box = evidence.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 400
        page.keyboard.press("Escape")
        assert not evidence.is_visible()

    def test_a_claim_is_tall_enough_to_hit_and_the_page_as_narrow_as_a_telephone(self, page):
        heights = page.locator(".claim").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert len(heights) == 3
        assert min(heights) >= 24
        assert page.evaluate("document.documentElement.scrollWidth") == 400

    def test_a_footnote_leads_there_and_back(self, page):
        page.get_by_label("Footnote 2", exact=True).click()
        assert page.url.endswith("#note-2")
        assert page.locator(":target").inner_text() == "They said so. ↩"
        page.get_by_label("Back to footnote 2 in the text").click()
        assert page.locator(":target").get_attribute("id") == "note-2-back"

    def test_copied_words_are_the_letter(self, page):
        copied = (
            page.locator(".numbered")
            .nth(1)
            .evaluate(
                "one => { getSelection().selectAllChildren(one); return getSelection().toString() }"
            )
        )
        assert copied == "1.2. 12 [out] of 14 plans were sound; the two were not."
