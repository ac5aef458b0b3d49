"""What replacing would change: exact values, whole counts, and nothing ever stored."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import INSPECTION, Pack, bedfordshire, contents, current

from sqs.intake import conflicts
from sqs.intake.conflicts import Change, Count, Replaced, rehearse
from sqs.intake.loading import load

QUESTIONS = tuple(dict.fromkeys(row[2] for row in bedfordshire().tables["answers"][1:]))


def rehearsed(database, pack: Pack) -> tuple[Replaced, ...]:
    """What the pack would change, after a look that nothing was."""
    before = contents(database)
    with rehearse(database, pack.files()) as (receipt, _, found):
        assert (receipt.status, receipt.upload, receipt.problems) == ("checked", None, ())
    assert contents(database) == before
    return found


def without_case(pack: Pack, case: str) -> Pack:
    """Without the case, its answers and its quotes."""
    for name in ("cases", "answers", "quotes"):
        kept = tuple(row for row in pack.tables[name] if row[1] != case)
        pack = pack.rows(name, kept)
    return pack


def with_case(pack: Pack, case: str) -> Pack:
    """With a case more, like the first of the pack."""
    for name in ("cases", "answers"):
        first = [row for row in pack.tables[name] if row[1] == "BED14-01"]
        pack = pack.add(name, *((row[0], case, *row[2:]) for row in first))
    return pack


def cell(table: str, line: int, heading: str, value: str):
    return lambda pack: pack.cell(table, line, heading, value)


QUOTE = bedfordshire().tables["quotes"][1]

# What is done to the pack, and what is to be told: the subject, the counts, the changes.
TOLD = [
    (
        cell("answers", 9, "answer", "no"),
        (INSPECTION, False, {"cases": Count(changed=1)}),
        [("cases", "BED14-01", "changed", "lor_plan", "yes", "no")],
    ),
    (
        cell("answers", 18, "reasons", "other"),
        (INSPECTION, False, {"cases": Count(changed=1)}),
        [
            (
                "cases", "BED14-01", "changed", "sv_assessment_review.reasons",
                "not_after_change", "other",
            )
        ],
    ),
    (
        cell("answers", 541, "note", "Seen twice."),
        (INSPECTION, False, {"cases": Count(changed=1)}),
        [("cases", "BED14-20", "changed", f"{QUESTIONS[-1]}.note", None, "Seen twice.")],
    ),
    (
        cell("cases", 3, "age", "16"),
        (INSPECTION, False, {"cases": Count(changed=1)}),
        [("cases", "BED14-02", "changed", "age", "15", "16")],
    ),
    (
        lambda pack: with_case(pack, "BED14-21"),
        (INSPECTION, False, {"cases": Count(added=1)}),
        [("cases", "BED14-21", "added", "", None, "16 yes, 3 no, 8 not relevant")],
    ),
    (
        lambda pack: without_case(pack, "BED14-01"),
        (INSPECTION, False, {"cases": Count(removed=1)}),
        [("cases", "BED14-01", "removed", "", "16 yes, 3 no, 8 not relevant", None)],
    ),
    (
        cell("inspections", 2, "caseload", "77"),
        (INSPECTION, False, {"inspections": Count(changed=1)}),
        [("inspections", INSPECTION, "changed", "caseload", None, "77")],
    ),
    (
        cell("interviews", 3, "answer", "no"),
        (INSPECTION, False, {"interviews": Count(changed=1)}),
        [("interviews", "CM01, effective_practice", "changed", "answer", "yes", "no")],
    ),
    (
        cell("quotes", 2, "cleared", "no"),
        (INSPECTION, False, {"quotes": Count(changed=1)}),
        [("quotes", ", ".join(QUOTE[1:4]), "changed", "cleared", "yes", "no")],
    ),
    (
        lambda pack: pack.without_line("quotes", 2),
        (INSPECTION, False, {"quotes": Count(removed=1)}),
        [("quotes", ", ".join(QUOTE[1:4]), "removed", "", "yes", None)],
    ),
    (
        lambda pack: pack.without_line("recipients", 2),
        (INSPECTION, False, {"recipients": Count(removed=1)}),
        [
            (
                "recipients", ", ".join(bedfordshire().tables["recipients"][1][1:]), "removed", "",
                "place 1", None,
            )
        ],
    ),
    (
        cell("yots", 2, "name", "Bedford"),
        ("bedfordshire", True, {"yots": Count(changed=1)}),
        [("yots", "bedfordshire, 2009-04-01", "changed", "name", "Bedfordshire", "Bedford")],
    ),
    (
        cell("reoffending", 2, "rate", "1"),
        ("bedfordshire", True, {"reoffending": Count(changed=1)}),
        [
            (
                "reoffending", "bedfordshire, 2011-10-01, 2012-09-30, 12m", "changed", "rate",
                "34.2", "1.0",
            )
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("done", "told", "changes"), TOLD)
def test_every_kind_of_change_is_told(loaded, pack, done, told, changes):
    (found,) = rehearsed(loaded, done(pack))

    assert (found.subject, found.team, found.counts) == told
    assert list(found.changes) == [Change(*change) for change in changes]


def test_two_on_the_copy_list_who_change_places_are_told_as_such(loaded, pack):
    head, first, second, *others = pack.tables["recipients"]
    (found,) = rehearsed(loaded, pack.rows("recipients", (head, second, first, *others)))

    assert found.counts == {"recipients": Count(changed=2)}
    assert [(change.column, change.before, change.after) for change in found.changes] == [
        ("place", "1", "2"), ("place", "2", "1"),
    ]  # fmt: skip


def test_the_cursor_sees_the_data_as_they_would_be_and_others_do_not(loaded, pack):
    before = current(loaded)
    sql = "select answer from answers where case_id = 'BED14-01' and question_id = 'lor_plan'"

    with rehearse(loaded, pack.cell("answers", 9, "answer", "no").files()) as (_, cursor, _):
        assert cursor.execute(sql).fetchall() == [("no",)]
        assert current(loaded) == before


def test_what_is_the_same_or_new_or_refused_changes_nothing_loaded(loaded, pack):
    def seen(pack: Pack):
        with rehearse(loaded, pack.files()) as (receipt, _, found):
            return receipt.status, found

    assert seen(pack) == ("unchanged", ())
    assert seen(pack.cell("answers", 9, "answer", "?")) == ("refused", ())
    new = pack.only("yots").cell("yots", 2, "yot", "elsewhere")
    assert seen(new) == ("checked", ())


def test_whatever_is_raised_in_a_rehearsal_is_passed_on_and_nothing_is_stored(loaded, pack):
    before = contents(loaded)
    other = pack.cell("answers", 9, "answer", "no").files()

    with pytest.raises(ZeroDivisionError), rehearse(loaded, other):
        raise ZeroDivisionError
    assert contents(loaded) == before
    assert load(loaded, other, replace=True).upload == 2


def test_changes_are_listed_to_a_number_and_counted_whole(loaded, pack, monkeypatch):
    """Each inspection and team has its first changes listed, before any has its second."""
    monkeypatch.setattr(conflicts, "CHANGES_LISTED", 3)
    other = pack.cell("yots", 2, "name", "Bedford").cell("yots", 2, "region", "East")
    for line in range(2, 22):
        other = other.cell("cases", line, "sex", "not stated")

    inspection, team = rehearsed(loaded, other)

    assert inspection.counts == {"cases": Count(changed=20)}
    assert [change.row for change in inspection.changes] == ["BED14-01", "BED14-02"]
    assert [change.column for change in team.changes] == ["name"]

    monkeypatch.setattr(conflicts, "SUBJECTS_LISTED", 1)
    inspection, team = rehearsed(loaded, other)
    assert (len(inspection.changes), team.counts, team.changes) == (
        3,
        {"yots": Count(changed=1)},
        (),
    )


Answers = dict[tuple[str, str], tuple[str, str, str]]


def answers_of(pack: Pack) -> Answers:
    return {(row[1], row[2]): row[3:6] for row in pack.tables["answers"][1:]}


ANSWERS = st.lists(
    st.tuples(
        st.integers(2, 541),
        st.sampled_from(["yes", "no", "not relevant"]),
        st.sampled_from(["", "other", "not_timely;other", "not_done"]),
        st.sampled_from(["", "Seen.", "Told; twice"]),
    ),
    min_size=1,
    max_size=12,
)


@given(changed=ANSWERS, cases=st.sets(st.sampled_from(["BED14-03", "BED14-21", "BED14-22"])))
@settings(max_examples=25)
def test_the_changes_turn_the_answers_loaded_into_those_of_the_pack(holding, changed, cases):
    pack = bedfordshire()
    for line, answer, reasons, note in changed:
        for heading, text in (("answer", answer), ("reasons", reasons), ("note", note)):
            pack = pack.cell("answers", line, heading, text)
    for case in cases:
        pack = without_case(pack, case) if case == "BED14-03" else with_case(pack, case)
    before = contents(holding)

    with rehearse(holding, pack.files()) as (receipt, _, found):
        pass

    assert contents(holding) == before
    assert receipt.status != "loaded"
    if receipt.status == "refused":  # by a rule that looks at the answers
        assert found == ()
        return
    old, new = answers_of(bedfordshire()), answers_of(pack)
    told = [change for each in found for change in each.changes if change.kind == "cases"]
    rows = {done: {c.row for c in told if c.done == done} for done in ("added", "removed")}
    assert rows["added"] == {case for case, _ in new.keys() - old.keys()}
    assert rows["removed"] == {case for case, _ in old.keys() - new.keys()}
    made = {key: list(cells) for key, cells in old.items() if key[0] not in rows["removed"]}
    for change in told:
        if change.done == "changed":
            question, _, ending = change.column.partition(".")
            at = ("", "reasons", "note").index(ending)
            assert made[change.row, question][at] == (change.before or "")
            made[change.row, question][at] = change.after or ""
    kept = {key: list(cells) for key, cells in new.items() if key[0] not in rows["added"]}
    assert made == kept
    differing = {
        case for case, question in kept if kept[case, question] != list(old[case, question])
    }
    count = next((each.counts["cases"] for each in found if "cases" in each.counts), Count())
    assert count == Count(len(rows["added"]), len(rows["removed"]), len(differing))
