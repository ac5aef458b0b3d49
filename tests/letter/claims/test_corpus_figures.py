"""The labelled sentences: what is asked of the engine on those it was developed on."""

import pytest
from letter.corpus.scoring import read, score

from sqs.letter.value import Form

FORMS = set(Form.__args__)


@pytest.fixture(scope="module")
def developed():
    return score(read("develop"))


def test_there_are_enough_sentences_and_each_label_is_well_formed(published):
    sentences = read("develop")
    assert len(sentences) >= 160
    labels = [label for sentence in sentences for label in sentence.labels]
    assert {label.form for label in labels} == FORMS
    assert {label.state for label in labels} == {"matched", "contradicted", "untraced"}
    asked = {question.id for question in published.edition.questions if question.letter}
    assert asked <= {label.question for label in labels}


def test_verdicts_are_right_and_nothing_untrue_passes(developed):
    total, every = developed

    wrong = [one.sentence.text for one in every if not one.right]
    assert total.sentences.right >= 0.98 * total.sentences.of, wrong
    assert [one.sentence.text for one in every if one.passed] == []


def test_claims_are_found_and_bound(developed):
    total, _ = developed
    for step in ("finding", "binding"):
        for share in (total.precision[step], total.recall[step]):
            assert share.right >= 0.98 * share.of, (step, share)
