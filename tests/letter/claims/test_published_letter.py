"""The published letter as plain text: every finding is found, bound and matched, and no other."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from letter.corpus.scoring import Counted

from sqs.letter.claims.judging import judge
from sqs.letter.claims.reading import from_text

EXTERNAL = Path(__file__).parents[2] / "external"
LETTER = (EXTERNAL / "bedfordshire_letter.txt").read_text(encoding="utf-8")

# paragraph, words, question; in the order of the letter
CLAIMS = """
Context | 20 cases | cases
Summary | 34.2% | reoffending_rate
Summary | worse than the previous year | reoffending_rate_previous
Summary | better than the England and Wales average | reoffending_rate_national
Summary | 35.4% | reoffending_rate_national
1.1 | All | psr_quality
1.1 | all | psr_alternatives
1.1 | All | panel_report_quality
1.2 | the great majority | lor_assessment
1.2 | Most | lor_assessment
1.3 | almost two-thirds | lor_assessment_review
1.4 | the great majority | lor_plan
1.4 | all | engagement_planning
1.5 | most | lor_plan_review
1.5 | the two | lor_plan_review
1.5 | one | lor_plan_review
1.5 | one | lor_plan_review
2.1 | all but one | rosh_assessment
2.2 | 12 out of 14 | rosh_plan
2.3 | over two-thirds | rosh_assessment_review
2.3 | five out of eight | rosh_plan_review
2.4 | 75% | victim_safety
2.5 | just over half | rosh_oversight
3.1 | the large majority | sv_assessment
3.2 | almost two-thirds | sv_assessment_review
3.3 | the great majority | sv_plan
3.4 | seven out of the ten | sv_plan_review
3.5 | less than half | sv_oversight
4.2 | all but one | engagement_assessment
4.2 | all | engagement_planning
4.3 | well over three-quarters | diversity_assessed
4.3 | the large majority | diversity_planned
4.3 | almost all | health_wellbeing
4.4 | 8 out of 11 | noncompliance_response
Operational management | most | policies
Operational management | all | effective_practice
Operational management | All | operational_arrangements
Operational management | All | training_current_role
Operational management | All | training_future
Operational management | all | diversity_skills
Operational management | All but one | oversight_effective
Operational management | all | priorities
"""
EXPECTED = [tuple(line.split(" | ")) for line in CLAIMS.strip().splitlines()]

FALSE = {
    "20 cases": "21 cases", "34.2%": "34.1%", "35.4%": "34.5%",
    "worse than the previous year": "better than the previous year",
    "better than the England and Wales average": "worse than the England and Wales average",
    "all": "almost all", "the great majority": "all", "most": "less than half",
    "almost two-thirds": "over two-thirds", "over two-thirds": "two-thirds", "the two": "the three",
    "one": "two", "all but one": "all but two", "12 out of 14": "11 out of 14",
    "five out of eight": "five out of nine", "75%": "76%", "just over half": "just under half",
    "the large majority": "almost all", "seven out of the ten": "six out of the ten",
    "less than half": "half", "well over three-quarters": "just over three-quarters",
    "almost all": "all", "8 out of 11": "9 out of 11",
}  # fmt: skip
"""For each of the letter's words, words of the same kind that are false there."""


def test_every_claim_is_found_bound_and_matched(published):
    claims = judge(from_text(LETTER, published.edition), published)

    assert [(c.paragraph, c.text, c.question_id) for c in claims] == EXPECTED
    assert {(c.state, c.bound) for c in claims} == {("matched", "inferred")}


def test_the_claims_are_those_of_the_findings():
    with (EXTERNAL / "bedfordshire_findings.csv").open(encoding="utf-8", newline="") as stream:
        findings = {
            (row["paragraph"].lower(), row["question_id"]) for row in csv.DictReader(stream)
        }
    rates = {"cases"} | {q for _, _, q in EXPECTED if q.startswith("reoffending")}

    assert {(p.lower(), q) for p, _, q in EXPECTED if q not in rates} == findings


@pytest.mark.parametrize("place", range(len(EXPECTED)))
def test_words_altered_in_the_letter_are_contradicted(published, place):
    passages = from_text(LETTER, published.edition)
    claim = judge(passages, published)[place]
    passage = passages[claim.passage]
    (false,) = (FALSE[true] for true in FALSE if true.lower() == claim.text.lower())
    false = false[0].upper() + false[1:] if claim.text[0].isupper() else false
    text = f"{passage.text[: claim.start]}{false}{passage.text[claim.end :]}"

    altered = judge([replace(passage, text=text)], published)

    wrong = [c for c in altered if c.state == "contradicted"]
    assert claim.question_id in {c.question_id for c in wrong}
    assert all(re.search(r"would be true\.|fell short\.", c.message) for c in wrong)


@pytest.mark.parametrize("question", sorted({q for _, _, q in EXPECTED}))
def test_a_figure_altered_in_the_data_is_contradicted(published, question):
    if question.startswith("reoffending_rate"):
        other = {
            "reoffending_rate": {"rate": 36.0},
            "reoffending_rate_previous": {"previous": "better"},
            "reoffending_rate_national": {"national": 34.0},
        }[question]
        evidence = replace(published, rates=replace(published.rates, **other))
    else:
        met, relevant = published.figures[question]
        fewer = Counted(met - 2, relevant) if question != "cases" else Counted(18, 18)
        low = Counted(relevant // 3, relevant)  # words allow some room, this is beyond all of it
        false = relevant if question == "sv_oversight" else None
        figure = Counted(false, relevant) if false else fewer if met == relevant else low
        evidence = replace(published, figures={**published.figures, question: figure})

    claims = judge(from_text(LETTER, published.edition), evidence)

    assert "contradicted" in {c.state for c in claims if c.question_id == question}
    others = {c.state for c in claims if c.question_id != question}
    if question != "reoffending_rate":  # which the comparisons rest on too
        assert others == {"matched"}
