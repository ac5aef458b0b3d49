"""How letters speak of questions is data: a mistake in it is told in a sentence."""

import pytest

from sqs import settings
from sqs.criteria import CriteriaError
from sqs.letter.claims.cues import cues, read_cues

GOOD = (settings.CLAIMS / "sqs-2014.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ('id = "rosh_plan"', 'id = "rosh_plans"',
         "x.toml: found 'rosh_plans'; use a question of the edition."),
        ('says = ["victim"]', 'says = ["victims"]',
         "x.toml, victim_safety: found 'victims'; use one of reoffending, harm, "),
        ('[[question]]\nid = "priorities"\nsays = ["priorities"]', "",
         "x.toml: found no 'priorities'; say how letters speak of it."),
        ('steps = ["assessment"', 'steps = ["asessment"',
         "x.toml, steps: found 'asessment'; use one of reoffending, harm, "),
        ('id = "compliance"', 'id = "complied"',
         "x.toml: found 'complied'; use a question of the edition."),
        ("[aspects]", "[aspects", "x.toml: this is not readable TOML ("),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_a_sentence(published, tmp_path, good, bad, sentence):
    assert good in GOOD
    (tmp_path / "x.toml").write_text(GOOD.replace(good, bad), encoding="utf-8")

    with pytest.raises(CriteriaError) as refused:
        read_cues(tmp_path / "x.toml", published.edition)

    assert str(refused.value).startswith(sentence)


def test_an_edition_without_its_file_is_told(published, tmp_path):
    with pytest.raises(CriteriaError) as refused:
        read_cues(tmp_path / "y.toml", published.edition)
    assert str(refused.value) == "y.toml: found no such file; an edition needs one."


def test_longer_phrases_are_taken_before_shorter_ones(published):
    known = read_cues(settings.CLAIMS / "sqs-2014.toml", published.edition)

    def aspects(text):
        return [name for _, name in known.aspects(text, 0, len(text))]

    assert aspects("barriers to engagement were assessed") == ["diversity", "assessment"]
    assert aspects("The plan's reviews; replanning") == ["plan", "review"]
    assert aspects("risk of harm to identified victims") == ["victim"]
    assert sorted(aspects("a new plan")) == ["plan", "review"]  # one phrase that shows two
    assert aspects("a complaint") == []
    assert aspects("The youth offending team; offending") == ["reoffending"]


def test_an_edition_that_extends_another_speaks_as_it_does_and_of_more():
    later, earlier = cues("sqs-2016"), cues("sqs-2014")
    ids = [{each.question_id for each in known.questions} for known in (later, earlier)]
    assert ids[0] - ids[1] == {"exploitation_assessed", "transitions_planned"}
    assert ids[1] - ids[0] == {"health_wellbeing"}
    text = "a risk of exploitation, and moves that were planned"
    assert [name for _, name in later.aspects(text, 0, len(text))] == [
        "exploitation", "moves", "plan",
    ]  # fmt: skip
