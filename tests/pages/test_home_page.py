"""Home: the newest inspections, what a board should hear of them, and what needs attention."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_home_counts_what_is_loaded(app):
    app.open()
    assert (
        "Loaded: 72 inspections of 25 teams, 1,754 cases. The newest fieldwork ended on "
        "15 March 2017." in app.text
    )


def test_home_names_the_weakest_section_with_its_counts(app):
    app.open()
    assert "**Ashcombe (invented)** 13 to 15 March 2017, 24 cases" in app.text
    assert (
        "Weakest section: Protecting the child or young person 59 of 87 judgements met (68%)"
        in app.text
    )


def test_home_lists_what_needs_attention_by_a_rule_it_states(app):
    app.open()
    assert "the upper end of its 95% interval lies below the share of all inspections" in app.text
    assert app.table("Questions of the 6 newest inspections")[1:] == [
        ["Kingsmoor and Velbury (invented), February 2017", "Skills for a diverse community",
         "9 of 12", "47% to 91%", "92%"],
        ["Ravenfell (invented), February 2017", "Review of the risk of harm plan",
         "1 of 8", "2% to 48%", "64%"],
    ]  # fmt: skip


def test_each_inspection_links_to_its_own_pages(app):
    app.open()
    links = [
        (link.proto.label, link.proto.query_string)
        for link in app.at.main.get("page_link")
        if link.proto.label in ("Sections", "Draft report")
    ]  # fmt: skip
    assert len(links) == 12
    assert links[:2] == [
        ("Sections", "inspection=Ashcombe+%28invented%29%2C+March+2017"),
        ("Draft report", "inspection=Ashcombe+%28invented%29%2C+March+2017"),
    ]


def test_home_says_what_passed_its_test_with_a_question_and_a_link(app):
    app.open()
    assert (
        "**Kingsmoor and Velbury (invented), February 2017** 12 of 12 case managers answered yes "
        "to “Oversight seen as effective”; the cases read bear it out in 24 of 48 judgements."
        in app.text
    )
    assert "To ask at the next board meeting: *On “Oversight seen as effective”, why do" in app.text
    links = [
        (link.proto.page, link.proto.query_string)
        for link in app.at.main.get("page_link")
        if link.proto.label == "See the questions"
    ]
    assert len(links) == 5  # nothing of Wexbridge passed its test
    address = "inspection=Kingsmoor+and+Velbury+%28invented%29%2C+February+2017"
    assert ("Sections", f"{address}&section=Protecting+the+public") in links


def test_home_does_not_load_what_draws():
    """Altair takes a second to import, and Home draws no chart."""
    home = (ROOT / "app.py").read_text(encoding="utf-8").split("\nwith open_page")[0]
    printed = subprocess.run(
        [sys.executable, "-c", f"{home}\nimport sys\nprint('altair' in sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert printed == "False\n"
