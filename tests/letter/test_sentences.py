"""The letter's sentences: one bank an edition, an overlay's laid over that of its base."""

import pytest

from sqs import settings
from sqs.criteria import CriteriaError, editions
from sqs.letter.sentences import bank, read_bank

NEW = editions()["sqs-2016"]


def test_an_overlay_takes_over_the_sentences_of_what_both_editions_ask():
    old, new = bank("sqs-2014"), bank("sqs-2016")

    assert new.sentences[:-2] == tuple(s for s in old.sentences if s.question != "health_wellbeing")
    assert [(s.question, s.paragraph) for s in new.sentences[-2:]] == [
        ("exploitation_assessed", "3.1"), ("transitions_planned", "4.3"),
    ]  # fmt: skip
    assert new.expects == old.expects
    assert [theme.name for theme in new.themes] == [theme.name for theme in old.themes]
    themes = {theme.name: theme for theme in new.themes}
    assert themes["diversity"].questions == (
        "diversity_assessed", "diversity_planned", "transitions_planned",
    )  # fmt: skip
    first = next(theme for theme in old.themes if theme.name == "first assessments")
    assert themes["first assessments"].questions == (*first.questions, "exploitation_assessed")
    assert themes["first assessments"].strength == first.strength


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (None, "found no sentence for 'exploitation_assessed'; write one."),
        (
            '[[sentence]]\nquestion = "health_wellbeing"\nsays = ["{share}."]\n',
            "found 'health_wellbeing'; use a question of the edition.",
        ),
        (
            '[[sentence]]\nquestion = "rosh_plan"\nsays = ["Plans were good."]\n',
            "found 'Plans were good.'; say {share} exactly once.",
        ),
    ],
)
def test_what_an_overlay_leaves_out_or_gets_wrong_is_told(tmp_path, own, says):
    base = settings.LETTER / "sqs-2014.toml"
    (tmp_path / base.name).write_bytes(base.read_bytes())
    path = tmp_path / "sqs-2016.toml"
    if own:
        path.write_text(own, encoding="utf-8")

    with pytest.raises(CriteriaError) as refused:
        read_bank(path, NEW)

    mark = ", rosh_plan: " if "{share} exactly" in says else ": "
    assert str(refused.value) == f"sqs-2016.toml{mark}{says}"


def test_a_whole_edition_without_its_file_is_told(tmp_path):
    with pytest.raises(CriteriaError) as refused:
        read_bank(tmp_path / "sqs-2014.toml", editions()["sqs-2014"])

    assert str(refused.value) == "sqs-2014.toml: found no such file; an edition needs one."
