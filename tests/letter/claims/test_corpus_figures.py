"""The labelled sentences: what is asked of the engine on those it was developed on."""

import time

import pytest
from letter.corpus.scoring import DEVELOPED, read, score

from sqs.letter.claims.judging import judge
from sqs.letter.claims.reading import from_markdown
from sqs.letter.value import Form

FORMS = set(Form.__args__)


LABELLED_IN_FULL = ("develop", "develop_2")
"""The parts in which a number that only says how many cases were relevant has its label too."""


@pytest.fixture(scope="module", params=DEVELOPED)
def developed(request):
    return request.param, *score(read(request.param))


def test_there_are_enough_sentences_and_each_label_is_well_formed(published):
    sentences = read("develop")
    assert len(sentences) >= 160
    labels = [label for sentence in sentences for label in sentence.labels]
    assert {label.form for label in labels} == FORMS
    assert {label.state for label in labels} == {"matched", "contradicted", "untraced"}
    asked = {question.id for question in published.edition.questions if question.letter}
    assert asked <= {label.question for label in labels}


def test_verdicts_are_right_and_nothing_untrue_passes(developed):
    _, total, every = developed

    wrong = [one.sentence.text for one in every if not one.right]
    assert total.sentences.right >= 0.98 * total.sentences.of, wrong
    assert [one.sentence.text for one in every if one.passed] == []


def test_claims_are_found_and_bound(developed):
    part, total, _ = developed
    for step in ("finding", "binding"):
        assert total.recall[step].right >= 0.98 * total.recall[step].of, step
        if part in LABELLED_IN_FULL:
            assert total.precision[step].right >= 0.98 * total.precision[step].of, step


def test_a_row_of_claims_takes_time_about_in_line_with_their_number(published):
    """Twice the claims in one sentence take well under the eight times of a cubic search."""

    def seconds(count):
        text = "2.1 " + "[1](claim:cases) and " * count
        passages = list(from_markdown(text, published.edition))
        begun = time.process_time()
        assert len(judge(passages, published)) == count
        return time.process_time() - begun

    seconds(10)
    assert seconds(200) < 6 * seconds(100)
