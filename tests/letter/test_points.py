"""Strengths and areas for improvement held against the body; contrasts between figures."""

import pytest
from packs import INSPECTION

from sqs import settings
from sqs.criteria import CriteriaError, editions
from sqs.letter.basis import Basis, Known, basis
from sqs.letter.draft import draft
from sqs.letter.judged import by_key, judged
from sqs.letter.points import Contrast, Point, contrasts, not_borne_out, points
from sqs.letter.reading import read_markdown
from sqs.letter.sentences import bank, read_bank

# The points of the published letter and others in its manner, and the questions each is about.
REVIEWS = (
    "lor_assessment_review lor_plan_review rosh_assessment_review rosh_plan_review "
    "sv_assessment_review sv_plan_review"
)
ABOUT = {
    "Pre-Sentence Reports (PSRs) and reports to the panels that oversee Referral Orders were of a "
    "very high standard.": "psr_quality panel_report_quality",
    "Children and young people, along with their parents/carers were actively involved in their "
    "assessments and plans.": "engagement_assessment engagement_planning",
    "Initial assessments and plans were generally good, and indicated that practitioners possessed "
    "relevant skills.": "lor_assessment lor_plan rosh_assessment rosh_plan sv_assessment sv_plan",
    "Case managers should be more attentive to changes in circumstances so that reviews of "
    "assessments and plans are reviewed when required.": REVIEWS,
    "Management oversight should ensure the timeliness and quality of reviews.": (
        "rosh_oversight sv_oversight"
    ),
    "Reviews of safeguarding plans should be on time.": "sv_plan_review",
    "Reviews should be on time.": REVIEWS,
    "The safety of victims should be planned for.": "victim_safety",
    "Training in speech and language needs to reach everybody.": "speech_language_training",
    "Some [12 out of 14](claim:rosh_plan) plans.": "rosh_plan",
    "The office was well kept.": "",
}


@pytest.mark.parametrize(("bullet", "questions"), ABOUT.items())
def test_what_a_bullet_is_about(bullet, questions):
    rests_on = Basis("i", "sqs-2014", "sqs", {})
    (point,) = points(read_markdown(f"# T\n\n## Key strengths\n\n- {bullet}", rests_on), rests_on)
    assert point.questions == tuple(questions.split())


def test_drafted_points_are_tied_to_their_paragraphs_and_borne_out(holding):
    with holding.reading() as cursor:
        letter, rests_on = draft(cursor, INSPECTION), basis(cursor, INSPECTION)
    found = points(letter, rests_on)
    assert [(p.strong, p.places, p.met, p.relevant) for p in found] == [
        (True, ("1.1",), 21, 21),
        (True, ("4.2", "1.4"), 39, 40),
        (True, ("1.2", "2.1", "3.1"), 53, 60),
        (False, ("2.5", "3.5"), 13, 27),
        (False, ("1.3", "1.5", "2.3", "3.2", "3.4"), 48, 69),
    ]
    assert found[3] == Point(
        "Areas requiring improvement",
        "Managers should check risk of harm and safeguarding work early enough to change it.",
        False, ("rosh_oversight", "sv_oversight"), ("2.5", "3.5"), 13, 27,
    )  # fmt: skip
    assert not_borne_out(letter, rests_on) == []


BODY = """# T

1.2. Assessments were good in [all](claim:lor_assessment) cases, plans in
[12 out of 20](claim:lor_plan) cases.

2.1. Assessments of risk of harm were good in [three out of four](claim:rosh_assessment) cases.

## {heading}

- {bullet}
"""
KNOWN = {
    "lor_assessment": Known("lor_assessment", 20, 20),
    "lor_plan": Known("lor_plan", 12, 20),
    "rosh_assessment": Known("rosh_assessment", 3, 4),
    "sv_plan": Known("sv_plan", 20, 20),
}
STRONG, WEAK = "Key strengths", "Areas requiring improvement"
BORNE_OUT = [
    (STRONG, "Reoffending was assessed well.", ""),
    (
        STRONG,
        "Plans to reduce reoffending were good.",
        (
            "is no strength by the figures: 12 of 20 judgements were met (60%; 1.2), and strengths "
            "are named from 85%."
        ),
    ),
    (WEAK, "Plans to reduce reoffending should be better.", ""),
    (
        WEAK,
        "Assessments of reoffending should be better.",
        (
            "is no weakness by the figures: 20 of 20 judgements were met (100%; 1.2), and areas "
            "are named below 70%."
        ),
    ),
    (WEAK, "Plans should be better.", ""),  # one question of several is weak enough
    (
        STRONG,
        "The risk of harm was assessed well.",
        "rests on 4 judgements (2.1); 5 are the fewest for a general statement.",
    ),
    (
        STRONG,
        "Safeguarding was planned for well.",
        (
            "sums up 'Plan to manage safeguarding and vulnerability', and no paragraph of "
            "the letter gives a figure on that."
        ),
    ),
    (
        STRONG,
        "The office was well kept.",
        (
            "names nothing that the letter could give a figure on. Say what it sums up, or take it "
            "out."
        ),
    ),
    ("Other matters", "The office was well kept.", ""),
]


@pytest.mark.parametrize(("heading", "bullet", "why"), BORNE_OUT)
def test_a_bullet_says_what_the_body_says(heading, bullet, why):
    rests_on = Basis("i", "sqs-2014", "sqs", KNOWN)
    letter = read_markdown(BODY.format(heading=heading, bullet=bullet), rests_on)
    assert not_borne_out(letter, rests_on) == ([f"{heading}: '{bullet}' {why}"] if why else [])


def test_what_was_said_and_what_the_cases_show_is_offered_with_both_figures(holding):
    with holding.reading() as cursor:
        letter, rests_on = draft(cursor, INSPECTION), basis(cursor, INSPECTION)
    found = contrasts(letter, rests_on)
    assert [(each.well, each.fell, each.place) for each in found] == [
        ("oversight_effective", "rosh_oversight", "Operational management"),
        ("oversight_effective", "sv_oversight", "Operational management"),
    ]
    assert found[1] == Contrast(
        "oversight_effective",
        "sv_oversight",
        "Operational management",
        "[Nine out of ten](claim:oversight_effective) case managers found management oversight "
        "effective, but in the cases we read oversight of safeguarding and vulnerability work had "
        "been effective in [6 out of 14](claim:sv_oversight) relevant cases.",
    )
    # Taken up, it is true, and is not offered again.
    taken = read_markdown(f"# T\n\n3.5. {found[1].markdown}", rests_on)
    states = [claim.state for claim in by_key(taken, judged(taken, rests_on)).values()]
    assert states == ["matched", "matched"]
    assert found[1] not in contrasts(taken, rests_on)


@pytest.mark.parametrize("counts", [((14, 20), (6, 20)), ((15, 20), (13, 20)), ((4, 4), (0, 20))])
def test_figures_that_lie_near_each_other_or_are_few_are_no_contrast(counts):
    known = {
        "sv_assessment": Known("sv_assessment", *counts[0]),
        "sv_plan": Known("sv_plan", *counts[1]),
    }
    rests_on = Basis("i", "sqs-2014", "sqs", known)
    assert contrasts(read_markdown("# T", rests_on), rests_on) == []


def test_every_contrast_that_is_offered_is_true():
    """Sentence by sentence, as the claims engine reads it without its links."""
    known = {q.id: Known(q.id, 16, 20) for q in editions()["sqs-2014"].questions}
    for each in bank("sqs-2014").contrasts:
        rests_on = Basis("i", "sqs-2014", "sqs", {**known, each.fell: Known(each.fell, 6, 20)})
        empty = read_markdown("# T", rests_on)
        (offered,) = [c for c in contrasts(empty, rests_on) if (c.well, c.fell) == (
            each.well, each.fell)]  # fmt: skip
        letter = read_markdown(f"# T\n\n{offered.markdown}", rests_on)
        assert [c.state for c in judged(letter, rests_on)] == ["matched", "matched"], offered


SPOILT = [
    (
        "{Well} case managers found",
        "Case managers found",
        "say {well} and {fell} exactly once each",
    ),
    ('fell = "rosh_oversight"', 'fell = "nothing"', "found 'nothing'; use a question of the edit"),
]


@pytest.mark.parametrize(("old", "new", "said"), SPOILT)
def test_a_contrast_that_could_not_be_said_is_refused(tmp_path, old, new, said):
    text = (settings.LETTER / "sqs-2014.toml").read_text(encoding="utf-8")
    file = tmp_path / "sqs-2014.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CriteriaError, match=said):
        read_bank(file, editions()["sqs-2014"])
