"""Which words of a sentence state a figure, how they say it, and of what it is true."""

import pytest

from sqs.letter.claims.finding import find
from sqs.letter.claims.passages import plain, sentences, unquoted
from sqs.letter.wording import scales


def found_in(text, scale="sqs"):
    clean = unquoted(plain(text)[0])
    return clean, find(clean, sentences(clean), scales()[scale])


SHORT = {
    "all_but": "but",
    "majority_word": "word",
    "fraction_word": "fraction",
    "complement": "short",
}


def as_said(clean, each):
    return f"{clean[each.start : each.end]} {SHORT.get(each.form, each.form)}"


def true_of(each, met, relevant):
    """Whether it is true of the data: counted from the other side where it is turned."""
    return each.meaning.true_of(relevant - met if each.turned else met, relevant)


# sentence | every claim's words and form | met/relevant of which the last is true | and is not
FOUND = """
Ten of the 14 plans had been reviewed | Ten of the 14 count | 10/14 | 4/14
Of those 19, 15 had been done well. | 19, 15 count | 15/19 | 4/19
Out of a possible 14 cases, ten had been reviewed. | 14 cases, ten count | 10/14 | 10/15
Of 20 plans, 17 (85%) were good. | 20 plans, 17 count; 85% percent | 17/20 | 16/20
Seven assessments out of 20 failed to draw on it. | Seven assessments out of 20 count | 13/20 | 7/20
Five of the 20 plans were little more than lists. | Five of the 20 count | 15/20 | 5/20
In four of the 15 cases we were not satisfied. | four of the 15 count | 11/15 | 4/15
We judged that four of the 15 plans were poor. | four of the 15 count | 11/15 | 4/15
None of the six plans was without fault. | None of the six count | 0/6 | 6/6
Nothing had been overlooked in any of the eight plans. | any of the eight count | 8/8 | 0/8
Nothing had been done in any of the eight plans. | any of the eight count | 0/8 | 8/8
Too many had not been reviewed: five of the 14. | five of the 14 count | 9/14 | 5/14
A plan was needed in ten of the 14 cases. | ten of the 14 count | 3/10 | 10/14
Every case was good except two. | except two but | 5/7 | 6/7
Apart from two, all plans were good. | Apart from two but | 5/7 | 7/7
All of those asked understood it, bar one. | bar one but | 8/9 | 9/9
Two cases aside, plans were good. | Two cases aside but | 5/7 | 7/7
Nearly every plan was good. | Nearly every word | 19/20 | 20/20
Most, but not all, knew the priorities. | Most word | 7/10 | 3/10
Few, if any, had been trained. | Few word | 2/10 | 3/10
We saw no case in which the plan was inadequate. | no word | 9/9 | 0/9
There was no case in which the plan was good. | no word | 0/9 | 9/9
No case manager was unsure of the priorities. | No word | 9/9 | 0/9
A good report was received every time. | every word | 9/9 | 8/9
There were victims in two cases, and in both they were safe. | two count; both word | 2/2 | 1/2
The view that it worked well was held by all. | all word | 9/9 | 8/9
Reviews were good in most cases, and plans in few. | most word; few word | 2/10 | 8/10
Planning was good in upwards of two-thirds of cases. | upwards of two-thirds fraction | 2/3 | 3/5
Not even half of the plans were good. | Not even half word | 2/5 | 3/5
Just shy of two-thirds of plans were good. | Just shy of two-thirds fraction | 62/100 | 2/3
Almost nine out of ten plans were good. | Almost nine out of ten fraction | 88/100 | 9/10
Three out of every four plans were good. | Three out of every four fraction | 15/20 | 14/20
Half were good; the remaining half were late. | Half fraction; the remaining half short | 3/6 | 2/6
Half of plans, and a third of reviews, were late. | Half fraction; a third fraction | 8/12 | 4/12
Eight of 17 were late, and so were half of the plans. | Eight of 17 count; half fraction | 1/2 | 1/3
Half were good; in the other three it was late. | Half fraction; the other three short | 3/6 | 4/9
All but one were good, and the other was late. | All but one but; the other short | 7/8 | 6/8
Ten of the 12 were good, leaving two that were not. | Ten of the 12 count; two short | 10/12 | 2/12
Most plans were good, five falling short. | Most word; five short | 10/15 | 5/15
There were three exceptions. | three exceptions short | 12/15 | 3/15
It is for the four case managers who have not had it. | the four short | 5/9 | 4/9
We found only one plan that fell short. | only one short | 13/14 | 1/14
In the only relevant case the response was right. | the only count | 1/1 | 0/1
The one report in the sample was good. | The one count | 1/1 | 1/2
Six had been in breach, and it was right in half of these. | Six count; half fraction | 1/2 | 1/3
Of the 20 that had to be reviewed, over half were. | the 20 count; over half word | 11/20 | 9/20
Ten cases needed a plan and eight had one. | Ten count; eight count | 8/10 | 7/10
Seven understood the policies, and five the priorities. | Seven count; five count | 5/9 | 4/9
All knew the policies, and most the priorities. | All word; most word | 7/10 | 1/2
Five knew it, and the same number were content. | Five count; the same number count | 5/9 | 4/9
"""


def _found():
    for row in FOUND.strip().splitlines():
        sentence, said, right, wrong = (cell.strip() for cell in row.split("|"))
        yield (
            sentence,
            said.split("; "),
            *(tuple(map(int, figure.split("/"))) for figure in (right, wrong)),
        )


@pytest.mark.parametrize(("sentence", "said", "right", "wrong"), list(_found()))
def test_words_that_state_a_figure_are_found(sentence, said, right, wrong):
    clean, found = found_in(sentence)
    assert [as_said(clean, each) for each in found] == said
    assert true_of(found[-1], *right)
    assert not true_of(found[-1], *wrong)


NO_FIGURE = """
In one case a child of 13 was held for two nights.
The three weakest assessments had been hurried.
Half of the staff were new.
Most of our concerns relate to reviews.
The factors most closely linked to it were known.
All too often it was left to one person.
All of which is to the credit of the team.
Few would argue with that.
We spent more than half of the week on it.
It took three days and a half.
One in ten children in the city lives in poverty.
Reoffending is a problem in three of the five wards.
Four of the five recommendations had been met.
Twelve of the 20 were on referral orders.
Each case was read with its case manager.
In the remaining cases there was none.
Managers noticed in between a third and half of cases.
Managers noticed in 40 to 50% of cases.
Where a plan was needed, one had been made.
Managers had countersigned 31 plans since June.
"""


@pytest.mark.parametrize("sentence", NO_FIGURE.strip().splitlines())
def test_words_that_state_no_figure_are_left_alone(sentence):
    assert found_in(sentence)[1] == []


def test_parts_of_a_shortfall_are_found_across_sentences():
    clean, found = found_in("Five were poor. In three it was late; in two it had been copied.")
    assert [(as_said(clean, each), each.part) for each in found] == [
        ("Five short", False),
        ("three short", True),
        ("two short", True),
    ]


def test_some_of_the_cases_are_told_from_all():
    _, (of_some,) = found_in("Of the six cases that involved a weapon, five had a good plan.")
    _, (of_all,) = found_in("Of the six cases that needed a plan, five had a good plan.")
    assert of_some.subset
    assert not of_all.subset


def test_too_few_is_a_figure_only_on_a_scale_that_has_it():
    text = "Plans were good in too few cases, namely five of the nine."
    assert [each.form for each in found_in(text)[1]] == ["count"]
    assert [each.form for each in found_in(text, "hmip-2018")[1]] == ["majority_word", "count"]
