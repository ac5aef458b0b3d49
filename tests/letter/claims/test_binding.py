"""Which question a claim is bound to: a rule of grammar a row, in sentences of several claims."""

from dataclasses import replace

import pytest

from sqs.letter.basis import basis
from sqs.letter.claims.evidence import evidence_for
from sqs.letter.claims.judging import Count as _Of
from sqs.letter.claims.judging import judge
from sqs.letter.claims.passages import Passage
from sqs.letter.judged import evidence

OPERATIONAL = "Operational management"

BOUND = """
a step is of the clause that names it
1.3 | | The plans were good in all cases, and they were reviewed well in seven of 12.
= lor_plan, lor_plan_review
what comes after a claim's part is of another claim
1.4 | | Planning was good in 12 of 14 cases, and parents were involved in it in ten of 14.
= lor_plan, engagement_planning
a part without a verb goes on with what was done before
3.2 | | Safety assessments were reviewed in most cases and plans for safety in half.
= sv_assessment_review, sv_plan_review
a part that names nothing is about what the part before is about
2.1 | | A plan to manage risk of harm was needed in 14 cases, and in 12 of 14 it was adequate.
= rosh_plan, rosh_plan
with and what follows belongs to the clause before it
2.3 | | Risk of harm assessments were reviewed in most cases, but reviews of plans were weaker, \
with 5 of 8 done well.
= rosh_assessment_review, rosh_plan_review
the former and the latter
2.3 | | Assessments and plans should be reviewed: for the former that happened in most cases, for \
the latter in half.
= rosh_assessment_review, rosh_plan_review
what is said of each respectively
1.4 | | Planning to reduce reoffending and the review of it were good in 77% and 62% of cases \
respectively.
= lor_plan, lor_plan_review
examples are no subject
1.2 | | Initial assessments were good in most cases, such as those in which a family was engaged.
= lor_assessment
what something is compared with is no subject
1.1 | | Panel reports were better than pre-sentence reports: all were good.
= panel_report_quality
what fell short goes on with the question before, whatever was the cause
2.2 | Plans to manage risk of harm were good in 12 of 14 cases. | In the other two the victim had \
been overlooked and the assessment ignored.
= rosh_plan
a number that fell short says what it counts
3.1 | Plans to keep children safe were good in most cases. | Five plans had not been reviewed.
= sv_plan_review
a number of something at the front says what it counts
1.1 | Pre-sentence reports were good in all cases. | Of the reports for panels, one fell short.
= panel_report_quality
in so many cases a step was not good enough: that is its own figure
2.1 | Risk of harm was assessed well in 19 of 20 cases. | In two cases the plan to manage it was \
not good enough.
= rosh_plan
some of the cases counted are not all of another question's
2.2 | Plans to manage risk of harm were good in 12 of 14 cases. | In two of these the victim had \
gone unprotected.
=
a manager spoken of is not counted
1.3 | Assessments of reoffending were reviewed in 12 of 14 cases. | In the remaining two the case \
manager had overlooked a change.
= lor_assessment_review
files are no case managers
Operational management | | Countersigning was valued, but eight of the 19 files bore that out on \
safeguarding.
= sv_oversight
words of interviews say nothing of cases
2.4 | | The risk to victims was well managed in 75% of cases.
= victim_safety
a name in which a word says nothing
Summary | | The Youth Offending Team assessed safeguarding well in most cases.
= sv_assessment
to say it again in other words
1.4 | | Plans to tackle reoffending were good in 17 cases, which is to say in the great majority.
= lor_plan, lor_plan
"""


def _rows():
    lines = BOUND.replace("\\\n", "").strip().split("\n")
    for rule, said, bound in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        place, before, text = (part.strip() for part in said.split("|"))
        questions = bound.removeprefix("=").replace(",", " ").split()
        yield pytest.param(place, before, text, questions, id=rule)


@pytest.mark.parametrize(("place", "before", "text", "questions"), list(_rows()))
def test_a_claim_is_bound_by_the_grammar_of_its_sentence(published, place, before, text, questions):
    number = place if place[0].isdigit() else ""
    section = published.edition.sections
    heading = next((s.title for s in section if number and number[0] == str(s.number)), place)
    led = f"{before} " if before else ""

    claims = judge([Passage(led + text, number, heading, before=len(led))], published)

    assert [claim.question_id for claim in claims if claim.question_id] == questions


@pytest.mark.parametrize(
    ("text", "question", "state"),
    [
        ("Nine of the 20 young people complied with their sentence.", "compliance", "matched"),
        ("Eleven of the 20 did not comply.", "compliance", "matched"),
        ("Nine of the 20 did not comply.", "compliance", "contradicted"),
        (
            "Eight of the 11 who did not comply got a response.",
            "noncompliance_response",
            "matched",
        ),
        ("Breach action was right for 8 of the 11.", "noncompliance_response", "matched"),
        ("A pre-sentence report had been prepared in six of the 20.", "psr_prepared", "matched"),
        ("All six pre-sentence reports were prepared well.", "psr_quality", "matched"),
    ],
)
def test_a_fact_is_told_from_the_judgement_it_leads_to(published, text, question, state):
    facts = {"compliance": _Of(9, 20), "psr_prepared": _Of(6, 20)}
    held = replace(published, figures={**published.figures, **facts})
    number = "1.1" if question.startswith("psr") else "4.4"

    (claim,) = judge([Passage(text, number, "")], held)

    assert (claim.question_id, claim.state) == (question, state)


def test_a_letter_and_a_file_are_held_against_the_same_figures(sample):
    with sample.reading() as cursor:
        of_a_file = evidence_for(cursor, "bedfordshire-2014").figures
        of_a_letter = evidence(basis(cursor, "bedfordshire-2014")).figures

    assert (of_a_file["compliance"].met, of_a_file["compliance"].relevant) == (9, 20)  # a fact
    assert {q: (of.met, of.relevant) for q, of in of_a_letter.items()} == {
        q: (of.met, of.relevant) for q, of in of_a_file.items()
    }
