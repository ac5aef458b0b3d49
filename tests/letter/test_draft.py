"""The draft letter: what it says holds against the figures, in every letter of the sample."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from sqs.figures.records import UnknownInspectionError
from sqs.figures.scores import Figure, by_measure, scores
from sqs.letter.draft import draft
from sqs.letter.markdown import write_markdown
from sqs.letter.phrasing import phrase
from sqs.letter.value import Bullets, Claim, Footnote, Heading, Letter, Paragraph
from sqs.letter.wording import scales
from sqs.store.database import Database

HOUSE = scales()["sqs"]


@pytest.fixture(scope="module")
def bedfordshire(letters: dict[str, Letter]) -> Letter:
    return letters["bedfordshire-2014"]


def said(letter: Letter, paragraph: str) -> list[tuple[str, str, int | None, int | None]]:
    """The claims of a numbered paragraph: question, words, met, relevant."""
    return [
        (run.question_id, run.text, run.met, run.relevant)
        for block in letter.paragraphs()
        if block.number == paragraph
        for run in block.runs
        if isinstance(run, Claim)
    ]


# Paragraph by paragraph, the figures that the published letter of 10 December 2014 gives: met of
# relevant (counts chosen where it printed only a phrase).
PUBLISHED = {
    "1.1": {"psr_quality": (6, 6), "psr_alternatives": (6, 6), "panel_report_quality": (9, 9)},
    "1.2": {"lor_assessment": (18, 20)},
    "1.3": {"lor_assessment_review": (9, 14)},
    "1.4": {"lor_plan": (18, 20), "engagement_planning": (20, 20)},
    "1.5": {"lor_plan_review": (11, 13)},
    "2.1": {"rosh_assessment": (19, 20)},
    "2.2": {"rosh_plan": (12, 14)},
    "2.3": {"rosh_assessment_review": (9, 13), "rosh_plan_review": (5, 8)},
    "2.4": {"victim_safety": (9, 12)},
    "2.5": {"rosh_oversight": (7, 13)},
    "3.1": {"sv_assessment": (16, 20)},
    "3.2": {"sv_assessment_review": (7, 11)},
    "3.3": {"sv_plan": (15, 17)},
    "3.4": {"sv_plan_review": (7, 10)},
    "3.5": {"sv_oversight": (6, 14)},
    "4.1": {},
    "4.2": {"engagement_assessment": (19, 20), "engagement_planning": (20, 20)},
    "4.3": {
        "diversity_assessed": (17, 20),
        "diversity_planned": (13, 16),
        "health_wellbeing": (17, 18),
    },
    "4.4": {"noncompliance_response": (8, 11)},
}


def test_bedfordshire_says_paragraph_by_paragraph_what_was_published(bedfordshire: Letter) -> None:
    numbers = [block.number for block in bedfordshire.paragraphs() if block.number]
    assert numbers == list(PUBLISHED)
    for paragraph, figures in PUBLISHED.items():
        found = {q: (met, relevant) for q, _, met, relevant in said(bedfordshire, paragraph)}
        assert found == figures, paragraph


def test_bedfordshire_interviews_are_those_published(bedfordshire: Letter) -> None:
    of_staff = {
        claim.question_id: (claim.met, claim.relevant)
        for claim in bedfordshire.claims()
        if claim.relevant == 10 and not claim.question_id.startswith("sv_")
    }
    assert of_staff == {
        "policies": (8, 10),
        "effective_practice": (10, 10),
        "operational_arrangements": (10, 10),
        "manager_skilled": (10, 10),
        "training_current_role": (10, 10),
        "training_future": (10, 10),
        "diversity_skills": (10, 10),
        "speech_language_training": (4, 10),
        "oversight_effective": (9, 10),
        "priorities": (10, 10),
    }


def test_the_reoffending_sentence_compares_both_ways(bedfordshire: Letter) -> None:
    sentence = next(
        paragraph
        for paragraph in bedfordshire.paragraphs()
        if any(isinstance(run, Footnote) for run in paragraph.runs)
    )
    words = "".join(run.text for run in sentence.runs if not isinstance(run, Footnote))
    assert words == (
        "The reoffending rate published for Bedfordshire was 34.2%. This was worse than the "
        "previous year but better than the England and Wales average of 35.4%."
    )
    (note,) = [run.text for run in sentence.runs if isinstance(run, Footnote)]
    assert note.startswith("Published on 31 July 2014")
    assert "October 2011 to September 2012" in note


def test_the_letter_has_its_parts_in_order(bedfordshire: Letter) -> None:
    headings = [(b.number, b.text) for b in bedfordshire.blocks if isinstance(b, Heading)]
    assert headings == [
        ("", "Context"),
        ("", "Summary"),
        ("1", "Reducing reoffending"),
        ("2", "Protecting the public"),
        ("3", "Protecting the child or young person"),
        ("4", "Ensuring that the sentence is served"),
        ("", "Operational management"),
        ("", "Key strengths"),
        ("", "Areas requiring improvement"),
        ("", "Copy list"),
        ("", "Notes"),
    ]
    assert [label for label, _ in bedfordshire.address] == [
        "To", "Copy to", "From", "Publication date",
    ]  # fmt: skip


def is_true(claim: Claim) -> bool:
    """Whether the words hold for the counts, by the contract's house scale, written out again."""
    met, relevant = claim.met, claim.relevant
    if met is None or relevant is None:
        return True
    words = claim.text.lower()
    spelt = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

    def number(word: str) -> int:
        return spelt.index(word) if word in spelt else int(word)

    if claim.question_id == "cases":
        return met == number(words.split()[0])
    if found := re.fullmatch(r"(\w+) out of (\w+)", words):
        return (met, relevant) == (number(found[1]), number(found[2]))
    if found := re.fullmatch(r"all but (\w+)", words):
        return met > 0 and relevant - met == number(found[1])
    if claim.form == "complement":
        return relevant - met == number(words.removeprefix("the "))
    if found := re.fullmatch(r"(all|none of the) (\w+)", words):
        return relevant == number(found[2]) and met == (relevant if found[1] == "all" else 0)
    share = Fraction(met, relevant)
    bands = {
        "the one": relevant == 1 and share == 1,
        "both": relevant == 2 and share == 1,
        "neither": relevant == 2 and share == 0,
        "all": share == 1,
        "none": share == 0,
        "almost all": Fraction(93, 100) <= share < 1,
        "the great majority": Fraction(85, 100) <= share < 1,
        "the large majority": Fraction(75, 100) <= share < Fraction(93, 100),
        "most": Fraction(65, 100) <= share < 1,
        "the majority": Fraction(1, 2) < share < 1,
        "half": share == Fraction(1, 2),
        "less than half": 0 < share < Fraction(1, 2),
        "few": 0 < share < Fraction(1, 4),
    }
    return bands[words]


def test_every_claim_of_every_letter_is_true_of_the_data(
    sample: Database, letters: dict[str, Letter]
) -> None:
    with sample.reading() as cursor:
        figures = {name: by_measure(scores(cursor, [name])) for name in letters}
    claims = 0
    for name, letter in letters.items():
        for claim in letter.claims():
            if claim.question_id in figures[name]:
                figure = figures[name][claim.question_id]
                assert (claim.met, claim.relevant) == (figure.met, figure.relevant)
            assert is_true(claim), (name, claim)
            claims += 1
        keys = [claim.key for claim in letter.claims()]
        assert len(keys) == len(set(keys)), name
    assert claims > 40 * len(letters)


def test_a_letter_of_another_edition_says_what_that_asks(letters: dict[str, Letter]) -> None:
    letter = letters["invented-tarnbeck-2016"]

    assert [claim[0] for claim in said(letter, "3.1")] == [
        "sv_assessment", "sv_assessment", "exploitation_assessed",
    ]  # fmt: skip
    asked = {claim.question_id: (claim.met, claim.relevant) for claim in letter.claims()}
    assert asked["exploitation_assessed"] == (14, 24)
    assert "health_wellbeing" not in asked


def test_no_letter_reads_as_if_put_together_wrongly(letters: dict[str, Letter]) -> None:
    wrong = re.compile(
        r"  | [.,;:]|\.\.|\{|\}|None|\bone (?:relevant )?cases\b|\b(?:all|most) of cases\b|"
        r"majority (?:relevant|cases)|\bhalf (?:relevant|cases)|[a-z]\.[A-Z]"
    )
    for name, letter in letters.items():
        for paragraph in letter.paragraphs():
            text = "".join(r.text for r in paragraph.runs if not isinstance(r, Footnote))
            assert not wrong.search(text), (name, text)
            assert text[0].isupper(), (name, text)
            assert text[-1] in ".”:", (name, text)


def test_ten_letters_do_not_open_their_paragraphs_alike(letters: dict[str, Letter]) -> None:
    openings = {
        "".join(r.text for r in paragraph.runs)[:60]
        for letter in letters.values()
        for paragraph in letter.paragraphs()
        if paragraph.number == "2.2"
    }
    assert len(openings) > 3


def test_strengths_and_areas_say_only_what_the_body_supports(letters: dict[str, Letter]) -> None:
    for letter in letters.values():
        points = [b for b in letter.blocks if isinstance(b, Bullets)]
        texts = [point.runs[0].text for block in points for point in block.items]
        assert len(texts) == len(set(texts))
        assert all(not any(isinstance(r, Claim) for r in p.runs) for b in points for p in b.items)


def figure(met: int, relevant: int) -> Figure:
    return Figure("i", "sqs-2014", "s", "q", 20, met, relevant, 0, None, None, None, "")


# met of relevant | words + what they count | the same where counts are preferred, if different
PHRASES = """
1 of 1   | the one + relevant case                   |
0 of 1   | none + of the relevant cases              |
2 of 2   | both + relevant cases                     |
1 of 2   | one out of two + relevant cases           |
0 of 2   | neither + of the two relevant cases       |
3 of 3   | all three + relevant cases                |
0 of 5   | none of the five + relevant cases         |
5 of 7   | five out of seven + relevant cases        |
8 of 8   | all + relevant cases                      |
0 of 8   | none + of the relevant cases              |
7 of 8   | all but one + of the relevant cases       |
5 of 8   | the majority + of relevant cases          | five out of eight + relevant cases
12 of 14 | the great majority + of relevant cases    | 12 out of 14 + relevant cases
9 of 13  | most + relevant cases                     | 9 out of 13 + relevant cases
18 of 20 | the great majority + of relevant cases    |
28 of 29 | all but one + of the relevant cases       |
27 of 29 | almost all + relevant cases               |
4 of 8   | half + of the relevant cases              | four out of eight + relevant cases
3 of 8   | less than half + of the relevant cases    | three out of eight + relevant cases
1 of 9   | few + relevant cases                      | one out of nine + relevant cases
"""


@pytest.mark.parametrize("row", PHRASES.strip().splitlines(), ids=lambda row: row[:8].strip())
def test_phrases(row: str) -> None:
    figures, words, counted = (cell.strip() for cell in row.split("|"))
    met, relevant = figures.split(" of ")
    for counts, expected in ((False, words), (True, counted or words)):
        found = phrase(figure(int(met), int(relevant)), HOUSE, "relevant cases", counts=counts)
        assert f"{found.claim} +{found.rest}" == expected


def test_nothing_relevant_is_not_for_saying() -> None:
    with pytest.raises(ValueError, match="no relevant answer"):
        phrase(figure(0, 0), HOUSE, "cases", counts=False)


def test_an_unknown_inspection_is_told_with_the_nearest(sample: Database) -> None:
    with (
        sample.reading() as cursor,
        pytest.raises(UnknownInspectionError, match="Did you mean bedfordshire-2014"),
    ):
        draft(cursor, "bedfordshire-2015")


def test_golden_letter(bedfordshire: Letter, request: pytest.FixtureRequest) -> None:
    golden = Path(__file__).parents[1] / "golden" / "bedfordshire-2014.md"
    text = write_markdown(bedfordshire)
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_another_scale_changes_words_and_no_counts(sample: Database, bedfordshire: Letter) -> None:
    with sample.reading() as cursor:
        other = draft(cursor, "bedfordshire-2014", "education-scotland")
    assert other.scale == "education-scotland"
    counts = [(c.question_id, c.met, c.relevant) for c in bedfordshire.claims()]
    assert [(c.question_id, c.met, c.relevant) for c in other.claims()] == counts
    assert [c.text for c in other.claims() if c.question_id == "lor_assessment"] == [
        "most", "the two",
    ]  # fmt: skip
    assert any(isinstance(b, Paragraph) and b.number == "4.4" for b in other.blocks)
