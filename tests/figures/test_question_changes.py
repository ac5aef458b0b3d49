"""What is said of two visits: what could have been seen, what changed, and a break of editions."""

from dataclasses import replace

import pytest
from test_insights import figure

from sqs.criteria import editions
from sqs.figures import changes
from sqs.figures.changes import QuestionChange, SectionChange
from sqs.figures.comparing import Change, Counts
from sqs.figures.differences import Difference, between_sections
from sqs.figures.records import inspections

EDITION = editions()["sqs-2014"]


def change(before: tuple[int, int], now: tuple[int, int]) -> QuestionChange:
    (found,) = changes.changes(
        [figure("lor_plan", *now)], [figure("lor_plan", *before)], EDITION, EDITION
    )
    return found


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((12, 14), (9, 14), "From 12 of 14, a fall to 6 of 14 would show; a rise could not."),
        ((2, 14), (9, 14), "From 2 of 14, a rise to 8 of 14 would show; a fall could not."),
        ((10, 20), (9, 20), "From 10 of 20, a fall to 3 of 20 or a rise to 17 of 20 would show."),
        ((2, 3), (1, 3), "From 2 of 3, no change could show with 3 now."),
    ],
)
def test_what_could_have_been_seen_is_said_before_what_was(before, now, said):
    assert changes.could_see(change(before, now)) == said


def test_in_how_many_questions_a_change_could_have_shown():
    listed = [change((12, 14), (9, 14)), change((10, 20), (9, 20)), change((2, 3), (1, 3))]
    assert changes.could_see_of(listed) == (
        "What so few cases could show: of 3 questions asked at both visits, a fall in 2 and a "
        "rise in 1. A smaller change may be real and still go unseen."
    )
    assert changes.could_see_of([]).startswith("No question was relevant at both visits")


UP, DOWN = change((4, 20), (16, 20)), change((16, 20), (4, 20))
NEITHER = change((10, 20), (11, 20))


def section(place: int, difference: float, *, real: bool = True) -> SectionChange:
    return SectionChange(
        EDITION.sections[place], (1, 2), (1, 2), Difference(difference, 0, 0, 0.01), real
    )


@pytest.mark.parametrize(
    ("questions", "sections", "title"),
    [
        ([NEITHER], [section(0, 0.2, real=False)], "A: nothing changed by more than chance"),
        ([DOWN, UP, UP], [], "A: 2 questions improved, 1 question fell back by more than chance"),
        ([DOWN], [section(0, -0.3), section(1, 0.3)],
         "A: 1 section improved, 1 section and 1 question fell back by more than chance"),
    ],
)  # fmt: skip
def test_the_heading_counts_what_changed_beyond_chance(questions, sections, title):
    assert changes.finding("A", questions, sections) == title


def test_the_largest_changes_come_first():
    smaller = replace(UP, difference=replace(UP.difference, change=0.4))
    assert changes.improved([DOWN, NEITHER, smaller, UP]) == [UP, smaller]
    assert changes.fell_back([DOWN, NEITHER, UP]) == [DOWN]


def test_sections_are_a_family_of_their_own():
    def found(now: int) -> Change:
        clusters = [(now, 5)] * 20, [(4, 5)] * 20
        return Change(
            Counts(20 * now, 100), Counts(80, 100), between_sections(*clusters), is_section=True
        )

    clear, still = found(1), found(4)
    assert clear.difference.p_value < 0.01
    keys = [each.key for each in EDITION.sections]
    listed = changes.section_changes({keys[2]: clear, keys[0]: still}, EDITION)
    assert [(each.section.key, each.now, each.real) for each in listed] == [
        (keys[0], (80, 100), False),
        (keys[2], (20, 100), True),
    ]
    nothing = Change(Counts(0, 0), Counts(80, 100), None, is_section=True)
    assert changes.section_changes({keys[0]: nothing}, EDITION) == []


def test_a_break_of_editions_counts_what_is_still_compared(loaded):
    with loaded.reading() as cursor:
        (before,) = inspections(cursor)
    assert changes.edition_break(before, before) == ""
    now = replace(before, edition="sqs-2016")
    assert changes.edition_break(now, before) == (
        "The questions changed between the two visits: Short Quality Screening 2014, then Short "
        "Quality Screening 2016 (invented). 32 of the 35 questions now asked mean the same in "
        "both; only those are compared."
    )
