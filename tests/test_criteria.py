"""Every mistake in a criteria file has its sentence, and the edition is the agreed one."""

from pathlib import Path

import pytest

from sqs.criteria import RELEVANCE, CriteriaError, editions, read_edition

BAD = Path(__file__).parent / "bad_criteria"
BAD_OVERLAYS = Path(__file__).parent / "bad_overlays"

SENTENCES = {
    "no_toml": "this is not readable TOML (Illegal character '\\n' (at line 2, column 14)).",
    "no_edition": "edition: found no 'edition'; every edition needs one.",
    "other_name":
        "edition: found 'something-else'; it must be the file's own name, 'other_name'.",
    "no_title": "edition: found no 'title'; every edition needs one.",
    "unknown_key":
        "edition: found 'colour'; use one of edition, extends, provenance, reasons, section, "
        "title.",
    "title_is_a_number": "edition: found title = 2014; write a text in quotation marks.",
    "no_sections": "edition: found section = []; write [[section]] once or more.",
    "section_is_no_list":
        "edition: found section = {'key': 'one'}; write [[section]] once or more.",
    "section_without_key": "section (no key): found no 'key'; every section needs one.",
    "section_without_questions": "section two: found no 'question'; every section needs one.",
    "section_twice": "section one: found the key twice; use each key once.",
    "section_unknown_key":
        "section one: found 'nummer'; use one of key, number, of, question, title.",
    "section_number_is_text": "section one: found number = '1'; write a whole number.",
    "question_without_id": "question (no id): found no 'id'; every question needs one.",
    "question_without_asks": "question asked: found no 'asks'; every question needs one.",
    "question_twice": "question asked: found the id twice; use each id once.",
    "question_unknown_key":
        "question asked: found 'scored'; use one of about, asks, fact, group, id, letter, parent, "
        "plural, reasons, relevant_text, relevant_when, review_of, thing, title, unit, words.",
    "question_id_with_a_space":
        "question Done well: found 'Done well'; use small letters, digits and underscores only.",
    "fact_is_text": "question asked: found fact = 'yes'; write true or false.",
    "letter_is_text":
        "question done: found letter = '1.1'; write a list of texts, as in [\"1.1\"].",
    "words_hold_a_number":
        "question done: found words = ['done', 1]; write a list of texts, as in [\"1.1\"].",
    "unknown_rule":
        "question done: found relevant_when 'parent_maybe'; use one of every_case, "
        "every_interview, where_needed, parent_yes, parent_no, parent_yes_where_needed, "
        "parent_relevant.",
    "no_parent":
        "question done: found no parent; name a question that stands before this one.",
    "unknown_parent":
        "question done: found parent 'done_before'; name a question that stands before this one.",
    "parent_for_nothing": "question done: found parent 'asked'; every_case looks at no parent.",
    "parent_comes_later":
        "question done: found parent 'asked'; name a question that stands before this one.",
    "unknown_review_of":
        "question done: found review_of 'plan'; name a question of this file.",
    "about_unknown":
        "question done: found about 'plan'; name questions of this file.",
    "unknown_reason":
        "question done: found reason 'not_timely'; use one of not_done, other.",
    "reason_without_wording": "reason not_done: found no wording; give title and because.",
    "reason_is_text":
        "edition: found reasons = {'not_done': 'Not done', 'other': {'title': 'Other', 'becaus; "
        "give every reason a title and because.",
    "no_other_reason": "question done: found reason 'other'; use one of not_done.",
    "fact_with_paragraph":
        "question asked: found a fact with a letter paragraph; facts are never scored.",
    "fact_with_reasons":
        "question asked: found a fact with reasons; only judgements have reasons.",
}  # fmt: skip

OVER = {
    "on_nothing":
        "edition: found extends 'sqs-2013' but no such file; put sqs-2013.toml beside this one.",
    "on_itself":
        "edition: found extends 'on_itself'; name an edition that does not extend this one.",
    "drops_unknown": "edition: found drops 'plan'; use a question_id of sound.",
    "drops_text":
        "edition: found drops = 'done'; write a list of texts, as in [\"health_wellbeing\"].",
    "drops_all_of_a_section": "section two: found no question left; keep or add one at least.",
    "drops_a_parent":
        "question done: found parent 'asked'; name a question that stands before this one.",
    "changes_unsaid":
        "question done: found another asks and no 'changed'; write changed = true where answers "
        "can no longer be compared, else false.",
    "alters_unknown_key":
        "question done: found 'after'; use one of about, asks, changed, fact, group, id, letter, "
        "parent, plural, reasons, relevant_text, relevant_when, review_of, thing, title, unit, "
        "words.",
    "changed_is_text": "question done: found changed = 'yes'; write true or false.",
    "adds_after_nothing": "question again: found after 'understood'; use one of asked, done.",
    "adds_half_a_question": "question again: found no 'asks'; every question needs one.",
    "in_another_section": "question done: found it in section two; write it in one.",
}  # fmt: skip


@pytest.mark.parametrize("name", OVER)
def test_a_mistake_in_an_overlay_is_told_in_a_sentence(name):
    with pytest.raises(CriteriaError) as refused:
        read_edition(BAD_OVERLAYS / f"{name}.toml")

    assert str(refused.value) == f"{name}.toml, {OVER[name]}"


@pytest.mark.parametrize("name", sorted(path.stem for path in BAD.glob("*.toml")))
def test_a_mistake_is_told_in_a_sentence(name):
    with pytest.raises(CriteriaError) as refused:
        read_edition(BAD / f"{name}.toml")

    mark = ": " if name == "no_toml" else ", "
    assert str(refused.value) == f"{name}.toml{mark}{SENTENCES[name]}"


def test_there_is_a_file_for_every_sentence():
    assert {path.stem for path in BAD.glob("*.toml")} == set(SENTENCES)
    assert {path.stem for path in BAD_OVERLAYS.glob("*.toml")} == {*OVER, "sound"}


def test_bytes_that_are_no_text_and_an_empty_folder_are_told(tmp_path):
    (tmp_path / "x.toml").write_bytes(b'edition = "\xff"')
    with pytest.raises(CriteriaError, match=r"^x\.toml: this is not readable TOML \("):
        read_edition(tmp_path / "x.toml")

    (tmp_path / "none").mkdir()
    with pytest.raises(CriteriaError) as refused:
        editions(tmp_path / "none")
    assert str(refused.value) == "none: found no criteria file; put one edition at least."


# question_id, rule, parent, fact, paragraphs: the agreed question set, spelled out once.
AGREED = """
reducing_reoffending
    psr_prepared             every_case               -                      fact -
    psr_quality              parent_yes               psr_prepared           -    1.1
    psr_alternatives         parent_yes_where_needed  psr_prepared           -    1.1
    panel_report_prepared    every_case               -                      fact -
    panel_report_quality     parent_yes               panel_report_prepared  -    1.1
    lor_assessment           every_case               -                      -    1.2
    lor_assessment_review    where_needed             -                      -    1.3
    lor_plan                 every_case               -                      -    1.4
    lor_plan_review          where_needed             -                      -    1.5
protecting_the_public
    rosh_assessment          every_case               -                      -    2.1
    rosh_plan                where_needed             -                      -    2.2
    rosh_assessment_review   where_needed             -                      -    2.3
    rosh_plan_review         parent_relevant          rosh_plan              -    2.3
    victim_safety            where_needed             -                      -    2.4
    rosh_oversight           where_needed             -                      -    2.5
protecting_the_child
    sv_assessment            every_case               -                      -    3.1
    sv_assessment_review     where_needed             -                      -    3.2
    sv_plan                  where_needed             -                      -    3.3
    sv_plan_review           parent_relevant          sv_plan                -    3.4
    sv_oversight             where_needed             -                      -    3.5
serving_the_sentence
    engagement_assessment    every_case               -                      -    4.2
    engagement_planning      every_case               -                      -    1.4,4.2
    diversity_assessed       every_case               -                      -    4.3
    diversity_planned        where_needed             -                      -    4.3
    health_wellbeing         where_needed             -                      -    4.3
    compliance               every_case               -                      fact -
    noncompliance_response   parent_no                compliance             -    4.4
interviews
    policies                 every_interview          -                      -    Operational_management
    effective_practice       every_interview          -                      -    Operational_management
    operational_arrangements every_interview          -                      -    Operational_management
    manager_skilled          every_interview          -                      -    Operational_management
    oversight_effective      every_interview          -                      -    Operational_management
    training_current_role    every_interview          -                      -    Operational_management
    training_future          every_interview          -                      -    Operational_management
    diversity_skills         every_interview          -                      -    Operational_management
    speech_language_training every_interview          -                      -    Operational_management
    priorities               every_interview          -                      -    Operational_management
"""  # noqa: E501  a table reads best unbroken


def test_the_edition_of_2014_is_the_agreed_one():
    held = [""]
    for section in editions()["sqs-2014"].sections:
        held.append(section.key)
        held += [
            f"    {q.id:<24} {q.relevant_when:<24} {q.parent or '-':<22} "
            f"{'fact' if q.fact else '-':<4} "
            f"{','.join(q.letter).replace(' ', '_') or '-'}"
            for q in section.questions
        ]
    held.append("")

    assert "\n".join(held) == AGREED


def test_its_reason_codes_are_the_agreed_ones():
    edition = editions()["sqs-2014"]
    assert list(edition.reasons) == [
        "not_done", "not_timely", "not_after_change", "not_revised", "not_from_assessment",
        "insufficient_evidence", "deficiencies_not_addressed", "victim_not_considered",
        "not_in_plan", "parents_not_involved", "communication_needs_missed", "no_formal_action",
        "other",
    ]  # fmt: skip
    for question in edition.questions:
        judged_of_a_case = not question.fact and question in edition.case_questions
        assert (question.reasons[-1:] == ("other",)) == judged_of_a_case, question.id


def test_it_says_that_it_is_a_reconstruction():
    assert editions()["sqs-2014"].provenance == (
        "Reconstructed from published letters; the inspectorate's own tool is not public in full."
    )


@pytest.mark.parametrize(
    ("rule", "parent_answers", "must_be_answered"),
    [
        ("every_case", (), True),
        ("every_interview", (), True),
        ("where_needed", (), False),
        ("parent_yes", ("yes",), True),
        ("parent_no", ("no",), True),
        ("parent_yes_where_needed", ("yes",), False),
        ("parent_relevant", ("yes", "no"), False),
    ],
)
def test_what_each_rule_of_relevance_does(rule, parent_answers, must_be_answered):
    found = RELEVANCE[rule]
    assert (found.parent_answers, found.must_be_answered) == (parent_answers, must_be_answered)


def test_an_edition_finds_its_parts_by_name():
    edition = editions()["sqs-2014"]

    assert edition.question("rosh_plan").section == "protecting_the_public"
    assert edition.holds("rosh_plan")
    assert not edition.holds("rosh_plans")
    assert [q.id for q in edition.section("serving_the_sentence").judged][-1] == (
        "noncompliance_response"
    )
    assert (len(edition.questions), len(edition.case_questions)) == (37, 27)
    for wanted in (edition.question, edition.section):
        with pytest.raises(KeyError):
            wanted("nowhere")


# ---- an edition laid over another


def test_the_edition_of_2016_says_what_differs_and_takes_over_the_rest():
    old, new = editions()["sqs-2014"], editions()["sqs-2016"]

    assert (old.extends, new.extends) == ("", "sqs-2014")
    assert [q.id for q in old.questions if not new.holds(q.id)] == ["health_wellbeing"]
    assert [q.id for q in new.questions if not old.holds(q.id)] == [
        "exploitation_assessed", "transitions_planned",
    ]  # fmt: skip
    assert [q.id for q in new.section("protecting_the_child").questions][:2] == [
        "sv_assessment", "exploitation_assessed",
    ]  # fmt: skip
    assert new.question("exploitation_assessed").reasons == (
        "not_done", "not_timely", "insufficient_evidence", "other",
    )  # fmt: skip
    oversight = new.question("sv_oversight")
    assert (oversight.relevant_when, oversight.parent) == ("parent_relevant", "sv_plan")
    assert oversight.title == old.question("sv_oversight").title
    assert new.question("victim_safety").title == "Keeping identifiable victims safe"
    assert new.question("victim_safety").asks == old.question("victim_safety").asks
    assert new.reasons == old.reasons
    assert new.section("interviews") == old.section("interviews")
    assert "Invented by us" in new.provenance


def test_a_question_is_shared_where_both_editions_mean_the_same_by_it():
    old, new = editions()["sqs-2014"], editions()["sqs-2016"]

    assert [q.id for q in old.questions if not new.shares(q)] == [
        "sv_oversight", "health_wellbeing",
    ]  # fmt: skip
    assert [q.id for q in new.questions if not old.shares(q)] == [
        "exploitation_assessed", "sv_oversight", "transitions_planned",
    ]  # fmt: skip


def test_an_overlay_may_extend_an_overlay_alter_reasons_and_free_a_question(tmp_path):
    (tmp_path / "sound.toml").write_bytes((BAD_OVERLAYS / "sound.toml").read_bytes())
    (tmp_path / "second.toml").write_text(
        'edition = "second"\nextends = "sound"\ntitle = "T"\nprovenance = "P"\n'
        '[reasons]\nlate = { title = "Late", because = "{thing} had been late" }\n'
        '[[section]]\nkey = "one"\ntitle = "First"\n[[section.question]]\nid = "done"\n'
        'relevant_when = "every_case"\nchanged = true\nreasons = ["late"]\n',
        encoding="utf-8",
    )
    (tmp_path / "third.toml").write_text(
        'edition = "third"\nextends = "second"\ntitle = "T"\nprovenance = "P"\n'
        '[[section]]\nkey = "two"\n[[section.question]]\nid = "understood"\n'
        'asks = "Was it well understood?"\nchanged = false\n'
        '[[section]]\nkey = "three"\ntitle = "Section three"\n[[section.question]]\nid = "new"\n'
        'title = "New"\nasks = "Was it new?"\nrelevant_when = "every_case"\n',
        encoding="utf-8",
    )

    found = editions(tmp_path)

    assert list(found) == ["second", "sound", "third"]
    third = found["third"]
    done = third.question("done")
    assert (done.relevant_when, done.parent, done.since) == ("every_case", "", "second")
    assert done.reasons == ("late", "other")
    assert list(third.reasons) == ["not_done", "other", "late"]
    assert third.question("understood").asks == "Was it well understood?"
    assert third.question("understood").since == "sound"
    assert third.question("new").since == "third"
    assert [(s.key, s.title) for s in third.sections] == [
        ("one", "First"), ("two", "Section two"), ("three", "Section three"),
    ]  # fmt: skip


def test_editions_that_extend_each_other_are_refused(tmp_path):
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.toml").write_text(
            f'edition = "{name}"\nextends = "{other}"\ntitle = "T"\nprovenance = "P"\n',
            encoding="utf-8",
        )

    with pytest.raises(CriteriaError) as refused:
        read_edition(tmp_path / "a.toml")

    assert str(refused.value) == (
        "b.toml, edition: found extends 'a'; name an edition that does not extend this one."
    )
