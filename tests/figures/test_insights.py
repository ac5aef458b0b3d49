"""What changed between visits, and what a board should hear: only what passes its test."""

import pytest

from sqs.criteria import editions
from sqs.figures.changes import changes
from sqs.figures.findings import Pool
from sqs.figures.insights import insights
from sqs.figures.scores import Figure, scores

EDITION, LATER = editions()["sqs-2014"], editions()["sqs-2016"]


def figure(question_id: str, met: int, relevant: int, edition=EDITION) -> Figure:
    section = edition.question(question_id).section
    share = met / relevant if relevant else None
    return Figure(
        "i1", edition.name, section, question_id, 20, met, relevant, 20 - relevant,
        share, share, share, "wilson" if relevant else "",
    )  # fmt: skip


def test_a_change_is_real_only_within_the_whole_family():
    before = [figure("lor_plan", 16, 20), figure("lor_plan_review", 10, 14)]
    now = [figure("lor_plan", 8, 20), figure("lor_plan_review", 9, 13)]
    found = changes(now, before, EDITION, EDITION)
    assert [(c.question_id, c.real, c.fall_seen, c.rise_seen) for c in found] == [
        ("lor_plan", True, 9, None),  # 16 of 20: a fall to 9 could be seen
        ("lor_plan_review", False, 3, None),
    ]
    assert found[0].difference.change == pytest.approx(-0.4)
    # The same fall among ten questions that did not change is no longer beyond chance.
    others = ["lor_assessment", "rosh_assessment", "sv_assessment", "engagement_assessment",
              "engagement_planning", "diversity_assessed"]  # fmt: skip
    still = [figure(question_id, 15, 20) for question_id in others]
    assert [c.real for c in changes(now + still, before + still, EDITION, EDITION)] == [False] * 8


@pytest.mark.parametrize(
    ("question_id", "compared"),
    [("victim_safety", True), ("sv_oversight", False), ("health_wellbeing", False)],
)
def test_only_questions_that_mean_the_same_are_compared_across_editions(question_id, compared):
    before = [figure(question_id, 12, 14)]
    now = [figure(question_id, 7, 14, LATER)] if LATER.holds(question_id) else []
    assert bool(changes(now, before, LATER, EDITION)) is compared


def test_what_was_not_relevant_at_both_visits_is_not_compared():
    before, now = [figure("lor_plan", 0, 0)], [figure("lor_plan", 8, 20)]
    assert changes(now, before, EDITION, EDITION) == []
    assert changes(before, now, EDITION, EDITION) == []


def told(holding, everywhere=(), changed=()) -> list[tuple[str, str]]:
    with holding.reading() as cursor:
        figures = scores(cursor)
        found = insights(cursor, figures, EDITION, dict(everywhere), changed)
    return [(each.kind, each.sentence) for each in found]


def test_bedfordshire_says_that_reviews_fell_short(holding):
    # 9 of 10 case managers find oversight effective and 13 of 27 judgements bear it out, but with
    # ten interviews that is not beyond chance (p = .067), so it is not said.
    said = "Work at the start of the sentence was good enough in {}, reviews of it in {}."
    assert told(holding) == [
        ("first work and reviews", said.format("98 of 111 judgements", "48 of 69"))
    ]


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ((190, 200), ("“Review of the assessment of likelihood of reoffending”: 9 of 14 here, "
         "95% in all other inspections: clearly below the rest.")),
        ((140, 200), None),
    ],
)  # fmt: skip
def test_a_question_separates_a_team_only_beyond_chance(holding, rest, said):
    met, relevant = rest
    everywhere = {"lor_assessment_review": Pool(met + 9, relevant + 14, 11)}
    apart = [sentence for kind, sentence in told(holding, everywhere.items()) if kind == "apart"]
    assert len(apart) == (1 if said else 0)
    if said:
        assert apart[0].split("”:")[1] == said.split("”:")[1]


def test_the_largest_real_change_is_said_and_no_other(holding):
    before = [figure("lor_plan", 16, 20), figure("rosh_plan", 3, 14)]
    now = [figure("lor_plan", 8, 20), figure("rosh_plan", 12, 14)]
    found = told(holding, changed=changes(now, before, EDITION, EDITION))
    assert [sentence for kind, sentence in found if kind == "change"] == [
        (
            f"“{EDITION.question('rosh_plan').title}” rose from 3 of 14 to 12 of 14 since the "
            "visit before: more than chance explains."
        )
    ]
    alike = changes(now[:1], now[:1], EDITION, EDITION)
    assert [kind for kind, _ in told(holding, changed=alike) if kind == "change"] == []
