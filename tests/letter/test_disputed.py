"""Which claims rest on disputed answers, and what they would say if the second were right."""

from packs import INSPECTION, SECOND_READS, bedfordshire

from sqs.intake.loading import load
from sqs.letter.disputed import Disputed, disputed
from sqs.letter.draft import draft


def held_against(database, *rows: tuple[str, ...]) -> Disputed:
    """Bedfordshire with second reads of these (case, question, answer, reasons)."""
    read = [(INSPECTION, *row[:3], row[3], "", "I9") for row in rows]
    pack = bedfordshire().rows("second_reads", (SECOND_READS[0], *read)) if rows else bedfordshire()
    assert load(database, pack.files()).status == "loaded"
    with database.reading() as cursor:
        return disputed(cursor, INSPECTION)


def told(found: Disputed) -> list[tuple[object, ...]]:
    return [
        (
            each.place, each.claim.question_id, each.claim.text, each.read_twice, each.disputed,
            each.met, each.relevant, each.then, each.words_change,
        )
        for each in found.claims
    ]  # fmt: skip


def test_nothing_read_twice_disputes_nothing(database):
    assert held_against(database) == Disputed(0, (), ())


def test_second_reads_that_agree_dispute_nothing(database):
    found = held_against(database, ("BED14-01", "lor_plan", "yes", ""))

    assert found == Disputed(1, (), ())


def test_a_disputed_case_counts_in_every_claim_of_its_question(database):
    found = held_against(
        database,
        ("BED14-01", "lor_plan", "no", "not_done"),
        ("BED14-02", "lor_plan", "yes", ""),
        ("BED14-03", "sv_assessment", "no", ""),
    )

    assert found.cases == 3
    many = "the great majority"
    assert told(found) == [
        ("1.4", "lor_plan", many, 2, 1, 17, 20, many, False),
        ("1.4", "lor_plan", "the two", 2, 1, 17, 20, "the three", True),
        ("3.1", "sv_assessment", "the large majority", 1, 1, 15, 20, "the large majority", False),
    ]
    assert found.sentences[0].before == (
        "In the two cases where this was not so, plans had not followed from what was assessed, or "
        "had not been timely."
    )
    assert [each.place for each in found.sentences] == ["1.4", "3.1", "Key strengths"]


def test_a_claim_that_would_no_longer_be_made_has_no_words(database):
    """With four shortfalls their number is no longer said."""
    found = held_against(
        database,
        ("BED14-01", "lor_plan", "no", "not_done"),
        ("BED14-02", "lor_plan", "no", "not_timely"),
    )

    assert [row[2:] for row in told(found)] == [
        ("the great majority", 2, 2, 16, 20, "the large majority", True),
        ("the two", 2, 2, 16, 20, "", True),
    ]


def test_what_was_not_relevant_moves_between_the_counts(database):
    found = held_against(database, ("BED14-01", "sv_plan", "not relevant", ""))

    (claim, *_) = found.claims
    assert (claim.claim.met, claim.claim.relevant) == (claim.met + 1, claim.relevant + 1)


def test_a_quote_goes_where_its_yes_is_disputed(database):
    case, question, text = bedfordshire().tables["quotes"][4][1:4]
    found = held_against(database, (case, question, "no", ""))

    assert any(text in each.before and text not in each.after for each in found.sentences)


def test_second_reads_never_change_the_letter(database, holding):
    held_against(database, ("BED14-01", "lor_plan", "no", "not_done"))

    with database.reading() as read_twice, holding.reading() as read_once:
        assert draft(read_twice, INSPECTION) == draft(read_once, INSPECTION)
