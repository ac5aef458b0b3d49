"""When words are true of a figure, what is said of them, and what is no claim at all."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from letter.corpus.scoring import Counted

from sqs.letter.claims.judging import Rates, judge
from sqs.letter.claims.meanings import per_cent, rounded
from sqs.letter.claims.passages import Link, Passage
from sqs.letter.sentences import SHARE, bank
from sqs.letter.wording import count_words, scales

HEADINGS = {
    "1": "Reducing reoffending",
    "2": "Protecting the public",
    "3": "Protecting the child or young person",
    "4": "Ensuring that the sentence is served",
}


def verdicts(evidence, text, number="2.2", links=(), before=0):
    passage = Passage(text, number, HEADINGS[number[0]], links, before)
    return judge([passage], evidence)


def with_plans(evidence, met, relevant):
    """The evidence, with so many plans to manage risk of harm good enough."""
    figures = {**evidence.figures, "rosh_plan": Counted(met, relevant)}
    return replace(evidence, figures=figures)


# words | met/relevant of which they are true | of which they are false
TRUE_OF = """
all | 14/14 | 13/14
none | 0/14 | 1/14
all but one | 13/14 | 14/14, 12/14, 0/1
all but three | 11/14 | 12/14, 0/3
almost all | 93/100, 14/15 | 92/100, 13/14, 14/14
nearly all | 93/100 | 92/100
the great majority | 85/100, 99/100 | 84/100, 100/100
the large majority | 75/100, 92/100 | 74/100, 93/100
most | 65/100, 99/100 | 64/100, 100/100
the majority | 51/100, 99/100 | 50/100, 100/100
more than half | 51/100, 99/100 | 50/100, 100/100
over half | 51/100 | 50/100
half | 7/14 | 8/14, 6/14
less than half | 1/100, 49/100 | 0/100, 50/100
fewer than half | 49/100 | 50/100
few | 1/100, 24/100 | 0/100, 25/100
one-quarter | 25/100 | 26/100
one-third | 33/100, 34/100, 4/12 | 32/100, 35/100
two-thirds | 66/100, 67/100, 8/12 | 65/100, 68/100
three-quarters | 75/100, 9/12 | 76/100
almost two-thirds | 61/100, 66/100 | 60/100, 2/3
just under half | 44/100, 49/100 | 43/100, 50/100
nearly three-quarters | 69/100, 74/100 | 68/100, 75/100
just over half | 51/100, 56/100 | 50/100, 57/100
over two-thirds | 67/100, 76/100 | 2/3, 77/100
more than three-quarters | 76/100, 85/100 | 75/100, 86/100
well over three-quarters | 80/100, 90/100 | 79/100, 91/100
12 out of 14 | 12/14 | 11/14, 12/15, 24/28
12 of the 14 | 12/14 | 12/13
twelve out of fourteen | 12/14 | 13/14
12/14 | 12/14 | 6/7
86% | 12/14 | 13/14
85.7% | 12/14 | 11/14
85.8% | | 12/14
12.5% | 1/8 | 2/8
13% | 1/8 | 12/100
"""


def _rows():
    for line in TRUE_OF.strip().splitlines():
        words, true, false = (part.strip() for part in line.split("|"))
        for counts, state in ((true, "matched"), (false, "contradicted")):
            for each in filter(None, counts.split(", ")):
                met, relevant = map(int, each.split("/"))
                yield words, met, relevant, state


@pytest.mark.parametrize(("words", "met", "relevant", "state"), list(_rows()))
def test_words_are_held_to_the_exact_fraction(published, words, met, relevant, state):
    of = " of" if words.split()[-1] in ("majority", "half", "quarter", "third", "one") else ""
    if words == "none":
        of = " of the"
    text = f"Risk of harm had been planned for in {words}{of} relevant cases."

    (claim,) = verdicts(with_plans(published, met, relevant), text)

    assert (claim.text, claim.question_id, claim.state) == (words, "rosh_plan", state)
    assert (claim.met, claim.relevant) == (met, relevant)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("most", "The data say 12 of 14, as these words do."),
        ("almost all", "The data say 12 of 14: 'the great majority' would be true."),
        ("11 out of 14", "The data say 12 of 14: '12 out of 14' would be true."),
        ("all but one of the", "The data say 12 of 14: 'all but two' would be true."),
        ("85%", "The data say 12 of 14: '86%' would be true."),
        ("85.6%", "The data say 12 of 14: '85.7%' would be true."),
        ("three-quarters of", "The data say 12 of 14: 'well over three-quarters' would be true."),
        (
            "a reasonable majority of",
            (
                "The data say 12 of 14; this is no word of the SQS house scale: 'the great "
                "majority' would be true."
            ),
        ),
    ],
)
def test_the_message_says_what_would_be_true(published, words, message):
    (claim,) = verdicts(published, f"Risk of harm had been planned for in {words} relevant cases.")
    assert claim.message == message


def test_what_fell_short_has_its_own_words(published):
    found = verdicts(
        published,
        "Risk of harm had been planned for in 12 of 14 cases. In the three cases where it was not, "
        "plans had been missing.",
    )
    assert [(c.text, c.form, c.state) for c in found] == [
        ("12 of 14", "count", "matched"),
        ("the three", "complement", "contradicted"),
    ]
    assert found[1].message == "The data say 12 of 14: 'the two' would be true."


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Of the remainder, one was late and one was not done.", ["matched", "matched"]),
        ("Of the remainder, two were late and one was not done.", ["contradicted"] * 2),
        ("Of the remainder, one was late.", ["untraced"]),
    ],
)
def test_parts_of_the_remainder_are_added_up(published, text, states):
    before = "Risk of harm had been planned for well enough in 12 of 14 cases. "
    found = verdicts(published, before + text, before=len(before))
    assert [c.state for c in found] == states


@pytest.mark.parametrize("scale", ["sqs", "education-scotland", "hmip-2018"])
def test_every_word_of_a_scale_is_judged_by_it(published, scale):
    held = scales()[scale]
    for word in held.words:
        for words in (word.text, *word.also):
            for met in range(15):
                true = word.accepted.holds(Fraction(met, 14))
                evidence = replace(with_plans(published, met, 14), scale=held)
                of = " of the" if words in ("none", "half") or "half" in words else ""
                of = " of the" if words.endswith(("majority", "minority")) else of
                text = f"Risk of harm had been planned for in {words}{of} relevant cases."

                (claim,) = verdicts(evidence, text)

                assert (claim.text, claim.state == "matched") == (words, true), (words, met)


def test_what_was_not_done_is_counted_from_the_other_side(published):
    for words, state in (("two of 14", "matched"), ("12 of 14", "contradicted")):
        text = f"Risk of harm had not been planned for well enough in {words} cases."
        (claim,) = verdicts(published, text)
        assert (claim.text, claim.state) == (words, state)


NO_CLAIMS = """
The inspection was conducted from 17th-19th November 2014.
He was 15 years old, and had been on a 12 month Referral Order since 3 March 2014.
Assessments must be made within 15 working days, and reviewed every three months.
See paragraph 2.3, section 4, page 7 and Note 1.
Call 0161 496 0000 between 9 and 5, or write to 10 High Street.
He went to work with his dad for a two-week period.
An inspector commented: "In all 20 cases plans were excellent; 12 out of 14 were reviewed."
One inspector noted: ‘In every case the plan, which was the young person's own, was good.’
We expect to see plans in all cases where they are needed.
All children deserve to be kept safe, and every plan should say how.
Plans should be reviewed in every case.
First, plans were clear; second, they were short.
Ofsted judged two of the four schools in the area to be good.
After all, most of the work is demanding, and at most it takes a month.
The most frequent deficit was the absence of a review.
Both plans and reviews call for care.
Neither the plan nor the review was a form to be filled in.
One of the two themes was planning.
We were pleased that case managers worked with both the child and the family.
Half a day was set aside, in the second half of the week.
The team moved in 2012/13, on 10/12, to its third office.
We read each case together with its case manager.
Where there were gaps, this was mostly because plans had been late.
In one case the young person had moved home.
"""


@pytest.mark.parametrize("text", NO_CLAIMS.strip().splitlines())
def test_what_is_no_claim_is_left_alone(published, text):
    assert verdicts(published, text) == ()


@pytest.mark.parametrize(
    ("number", "heading", "text"),
    [
        ("", "Summary", "The work was good enough in most cases."),
        ("", "Summary", "Management oversight was effective in half of the cases."),
        ("2.3", "Protecting the public", "This was done in five of eight cases."),
        ("4.3", "Ensuring that the sentence is served", "This was done in most cases."),
    ],
)
def test_where_nothing_says_what_is_counted_a_claim_is_untraced(published, number, heading, text):
    (claim,) = judge([Passage(text, number, heading)], published)
    assert (claim.state, claim.bound, claim.question_id) == ("untraced", "none", "")
    assert claim.message == "Nothing here says which question this figure is about."


def test_no_figure_is_untraced(published):
    without = replace(published, figures={})
    none = replace(published, figures={"rosh_plan": Counted(0, 0)})
    for evidence in (without, none):
        (claim,) = verdicts(evidence, "Risk of harm had been planned for in 12 of 14 cases.")
        assert (claim.state, claim.question_id) == ("untraced", "rosh_plan")
        assert claim.message == "The data have no figure for 'Plan to manage risk of harm'."


# ---- links ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "question", "state", "message"),
    [
        ("It was so in [5 of 8] cases.", "rosh_plan_review", "matched",
         "The data say 5 of 8, as these words do."),
        ("It was so in [5] of 8 cases.", "rosh_plan_review", "matched",
         "The data say 5 of 8, as these words do."),
        ("It was so in [five] cases.", "rosh_plan_review", "matched",
         "The data say 5 of 8, as these words do."),
        ("It was so in the [great] majority.", "lor_plan", "matched",
         "The data say 18 of 20, as these words do."),
        ("It was so [quite often].", "lor_plan", "untraced",
         "'quite often' states no figure any more; the data say 18 of 20."),
        ("It was so in [] cases.", "lor_plan", "untraced",
         "The words of this claim are gone; the data say 18 of 20."),
        ("It was so in [all] cases.", "plan_of_lor", "untraced",
         "The link names 'plan_of_lor', which is no question of this edition."),
        ("It was so in [“all”] cases.", "engagement_planning", "matched",
         "The data say 20 of 20, as these words do."),
        ("The rate was [34.2%].", "reoffending_rate", "matched",
         "The published rate is 34.2%, as these words say."),
    ],
)  # fmt: skip
def test_a_link_says_what_is_counted(published, text, question, state, message):
    start, end = text.index("["), text.index("]") - 1
    bare = text.replace("[", "").replace("]", "")

    (claim,) = verdicts(published, bare, "4.1", (Link(start, end, question),))

    assert (claim.question_id, claim.state, claim.bound) == (question, state, "link")
    assert claim.message == message


# ---- rates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rates", "found"),
    [
        (
            "The reoffending rate was 34.2%, better than the national average of 35.4%.",
            Rates(34.2, None, 35.4),
            [("reoffending_rate", "matched"), ("reoffending_rate_national", "matched"),
             ("reoffending_rate_national", "matched")],
        ),
        (
            "The reoffending rate was the same as the England and Wales average.",
            Rates(35.44, None, 35.36),
            [("reoffending_rate_national", "matched")],
        ),
        (
            "The reoffending rate was no better than the previous year.",
            Rates(35.0, "better", None),
            [("reoffending_rate_previous", "contradicted")],
        ),
        (
            "The reoffending rate was 34%, worse than the previous year.",
            Rates(),
            [("reoffending_rate", "untraced"), ("reoffending_rate_previous", "untraced")],
        ),
    ],
)  # fmt: skip
def test_rates_and_how_they_compare(published, text, rates, found):
    claims = judge([Passage(text, "", "Summary")], replace(published, rates=rates))
    assert [(c.question_id, c.state) for c in claims] == found


@pytest.mark.parametrize("number", ["2.3", ""])
def test_work_in_line_with_national_standards_compares_no_rate(published, number):
    text = "Assessments of risk of harm had been revisited in line with national standards."
    assert judge([Passage(text, number, "Protecting the public")], published) == ()


def test_halves_are_rounded_up_to_the_decimals_printed():
    assert per_cent(1, 8, Decimal("12")) == 13
    assert per_cent(1, 8, Decimal("12.5")) == Decimal("12.5")
    assert per_cent(2, 3, Decimal("0.00")) == Decimal("66.67")
    assert rounded(34.25, Decimal("34.2")) == Decimal("34.3")
    assert rounded(34.5, Decimal("34")) == 35


# ---- every sentence that a draft may hold ---------------------------------------------------


def test_every_sentence_of_the_bank_is_bound_to_its_question(published):
    edition = published.edition
    figures = {**published.figures, **{q.id: Counted(9, 12) for q in edition.questions}}
    evidence = replace(published, figures=figures)
    sentences = bank(edition.name).sentences
    for before, each in zip((None, *sentences), sentences, strict=False):
        number = each.paragraph if each.paragraph[0].isdigit() else ""
        heading = HEADINGS.get(number[:1], "Operational management")
        question = edition.question(each.question)
        noun = each.noun or f"{question.unit}s"
        earlier = ""
        if before and before.paragraph == each.paragraph:  # some go on from it
            earlier = SHARE.sub("half of the cases", before.says[0]) + " "
        for says in each.says:
            for share in (f"{count_words(9, 12)} {noun}", f"the large majority of {noun}"):
                text = SHARE.sub(share[0].upper() + share[1:], says)
                passage = Passage(earlier + text, number, heading, before=len(earlier))
                assert [(c.question_id, c.state) for c in judge([passage], evidence)] == [
                    (question.id, "matched")
                ], text
