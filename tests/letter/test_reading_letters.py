"""Markdown read back: what was written here, what people make of it, and anything at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import INSPECTION

from sqs.letter.basis import Basis, Known, basis
from sqs.letter.documents import WRITERS
from sqs.letter.draft import draft
from sqs.letter.forms import form_of
from sqs.letter.markdown import write_markdown
from sqs.letter.reading import UNTITLED, marks, read_markdown
from sqs.letter.value import (
    Block,
    Bullets,
    Claim,
    Footnote,
    Heading,
    Letter,
    Paragraph,
    Run,
    Table,
    Text,
)

KNOWN = {
    "lor_assessment": Known("lor_assessment", 18, 20, sentences=("18 of 20.",)),
    "lor_plan": Known("lor_plan", 12, 14),
    "reoffending_rate": Known("reoffending_rate", rate=34.2),
}
BASIS = Basis("ashford-2014", "sqs-2014", "sqs", KNOWN)


def bare(letter: Letter) -> Letter:
    """Without the evidence and keys of the claims, neighbouring words of one kind as one."""

    def paragraph(old: Paragraph) -> Paragraph:
        runs: list[Run] = []
        for run in old.runs:
            last = runs[-1] if runs else None
            if isinstance(run, Claim):
                runs.append(replace(run, key="", evidence=()))
            elif isinstance(run, Text) and isinstance(last, Text) and last.italic == run.italic:
                runs[-1] = replace(last, text=last.text + run.text)
            else:
                runs.append(run)
        return replace(old, runs=tuple(runs))

    def block(old: Block) -> Block:
        if isinstance(old, Bullets):
            return Bullets(tuple(map(paragraph, old.items)))
        return paragraph(old) if isinstance(old, Paragraph) else old

    return replace(letter, blocks=tuple(map(block, letter.blocks)))


def body(text: str) -> tuple[Block, ...]:
    return read_markdown(f"# T\n\n{text}", BASIS).blocks


def words(*texts: str) -> tuple[Block, ...]:
    return tuple(Paragraph((Text(text),)) for text in texts)


def test_a_drafted_letter_is_read_as_it_was_drafted(holding):
    with holding.reading() as cursor:
        drafted = draft(cursor, INSPECTION)
        rests_on = basis(cursor, INSPECTION)
    read = read_markdown(write_markdown(drafted), rests_on)
    assert list(read.claims()) == list(drafted.claims())
    assert bare(read) == bare(drafted)


def test_awkward_words_come_back(letter):
    read = read_markdown(write_markdown(letter), BASIS)
    assert write_markdown(read) == write_markdown(letter)
    assert read.blocks[3] == replace(
        letter.blocks[3],
        runs=(
            letter.blocks[3].runs[0],
            Claim(
                "lor_assessment_1", "the great majority", "lor_assessment", "majority_word", 18, 20,
                ("18 of 20.",),
            ),
            *letter.blocks[3].runs[2:],
        ),
    )  # fmt: skip


ALL = Claim("lor_plan_1", "all", "lor_plan", "majority_word", 12, 14)

# What people write, and what it is read as.
EDITED = [
    ("One\nline.", words("One line.")),
    ("One.\r\n\r\nTwo.", words("One.", "Two.")),
    ("1.1. One\n1.2. Two", (Paragraph((Text("One"),), "1.1"), Paragraph((Text("Two"),), "1.2"))),
    ("Before\n* a\n+ b", (*words("Before"), Bullets((*words("a", "b"),)))),
    ("- a\n  more\n\n- b", (Bullets(words("a more")), Bullets(words("b")))),
    ("_So_ it *is*.", (Paragraph((Text("So", True), Text(" it "), Text("is", True), Text("."))),)),
    ("a_b_c and 2 * 3 * 4 **b**", words("a_b_c and 2 * 3 * 4 **b**")),
    ("It is *not closed.", words("It is *not closed.")),
    ("<b>HTML</b> & <script>x</script>", words("<b>HTML</b> & <script>x</script>")),
    ("[a](http://b.c) ![p](q.png)", words("[a](http://b.c) ![p](q.png)")),
    ("[all](claim:lor_plan) b", (Paragraph((ALL, Text(" b"))),)),
    ("[al\nl](claim:lor_plan)", (Paragraph((replace(ALL, text="al l"),)),)),
    ("*[all](claim:lor_plan)*", (Paragraph((ALL,)),)),
    ("[all(claim:lor_plan)", words("[all(claim:lor_plan)")),
    ("[all\n\n](claim:lor_plan)", words("[all", "](claim:lor_plan)")),
    ("\\[all](claim:lor_plan)", words("[all](claim:lor_plan)")),
    ("[all](claim:lor_fan)", words("[all](claim:lor_fan)")),
    ("[](claim:lor_plan)", words("[](claim:lor_plan)")),
    ("## [all](claim:lor_plan)", (Heading("[all](claim:lor_plan)"),)),
    (
        "[six](claim:rosh_plan)",
        (Paragraph((Claim("rosh_plan_1", "six", "rosh_plan", "count", None, None),)),),
    ),
    ("A[^x].\n\n[^x]: Note.", (Paragraph((Text("A"), Footnote("Note."), Text("."))),)),
    ("A[^x].", words("A[^x].")),
    ("A.\n\n[^x]: Of nothing.", words("A.", "[^x]: Of nothing.")),
    (
        "A[^x].\n\n[^x]: One.\n\n[^x]: Two.",
        (Paragraph((Text("A"), Footnote("One."), Text("."))), *words("[^x]: Two.")),
    ),
    ("#### Deep", (Heading("Deep", 2),)),
    ("## A\n#### B\n###### C", (Heading("A"), Heading("B", 3), Heading("C", 3))),
    ("# Second\nText", (Heading("Second"), *words("Text"))),
    ("#no heading", words("#no heading")),
    (
        "Who\n\n| a | b |\n|---|:-:|\n| 1 |\n| 2 | \\| | 3\n",
        (Table("Who", ("a", "b"), (("1", ""), ("2", "| | 3"))),),
    ),
    ("| no | table |", words("| no | table |")),
    ("**To:** Nobody", words("**To:** Nobody")),
    ("\0", words("\ufffd")),
]


@pytest.mark.parametrize(("text", "read"), EDITED)
def test_what_people_write(text, read):
    assert body(text) == read


def test_a_letter_without_its_head_and_foot_can_be_written():
    letter = read_markdown("Only this.", BASIS)
    assert letter == Letter(
        "ashford-2014", "sqs-2014", "sqs", UNTITLED, (), words("Only this."), ""
    )
    assert all(writer.write(letter) for writer in WRITERS.values())


def test_each_claim_has_its_place_in_the_text():
    text = (
        "# T\n\n## S [all](claim:lor_plan)\n\nIn [a \\] b](claim:lor_plan).\n\n"
        "2.1. [c](claim:nothing) [d](claim:lor_plan)\n"
    )
    found = marks(text, BASIS)
    assert [(m.claim.key, m.claim.text, m.place) for m in found] == [
        ("lor_plan_1", "a ] b", "S [all](claim:lor_plan)"),
        ("lor_plan_2", "d", "2.1"),
    ]
    assert [text[m.start : m.end] for m in found] == [
        "[a \\] b](claim:lor_plan)", "[d](claim:lor_plan)",
    ]  # fmt: skip


WORDS = st.text(
    st.sampled_from("ab1 .#*_[](){}|\\`~<>&;:!-+=^$“”\"'\n\r\té漢"), min_size=1, max_size=12
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


def claim(text: str, question: str) -> Claim:
    known = KNOWN[question]
    form = form_of(text, question, known.relevant)
    return Claim("", text, question, form, known.met, known.relevant)


TEXT = WORDS.map(Text)
ITALIC = WORDS.map(lambda text: Text(text, italic=True))
OTHER = st.one_of(st.builds(claim, WORDS, st.sampled_from(sorted(KNOWN))), WORDS.map(Footnote))
# Words of one kind are never neighbours in a letter: they would be one run.
RUNS = st.lists(st.tuples(TEXT | ITALIC, OTHER), min_size=1, max_size=4).map(
    lambda pairs: tuple(run for pair in pairs for run in pair)
)
NUMBERS = st.sampled_from(["", "1.1", "3.12"])
BLOCKS = st.one_of(
    st.builds(Heading, WORDS, st.just(2), st.sampled_from(["", "4"])),
    st.builds(Paragraph, RUNS, NUMBERS),
    st.builds(Bullets, st.lists(st.builds(Paragraph, RUNS), min_size=1, max_size=3).map(tuple)),
    st.builds(
        Table,
        WORDS,
        st.tuples(WORDS, WORDS),
        st.lists(st.tuples(WORDS, WORDS | st.just("")), max_size=2).map(tuple),
    ),
)
LETTERS = st.builds(
    Letter,
    st.just("ashford-2014"),
    st.just("sqs-2014"),
    st.just("sqs"),
    WORDS,
    st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
    st.lists(BLOCKS, max_size=5).map(tuple),
    WORDS,
)


@given(LETTERS)
def test_what_was_written_is_read(letter):
    assert bare(read_markdown(write_markdown(letter), BASIS)) == bare(letter)


@given(st.text(st.sampled_from("ab1. #*_[]()|\\^:-\n\0") | st.characters(), max_size=60))
def test_anything_is_read_and_is_stable_from_then_on(text):
    letter = read_markdown(text, BASIS)
    again = read_markdown(write_markdown(letter), BASIS)
    assert write_markdown(again) == write_markdown(letter)


@given(st.lists(st.sampled_from(
    ["[", "]", "(claim:lor_plan)", "[^1]", "[^1]: ", "*", "_", "\\", "**", " ", "\n", "\n\n", "- ",
     "| ", "|", "---", "# ", "## ", "1.1. ", "all", "34.2%", "é", "\r\n", "<b>"]
), max_size=24).map("".join))  # fmt: skip
def test_signs_in_any_order_are_read_and_can_be_written(text):
    letter = read_markdown(text, BASIS)
    again = read_markdown(write_markdown(letter), BASIS)
    assert write_markdown(again) == write_markdown(letter)
    for found in marks(text, BASIS):
        assert text[found.start : found.end].endswith(f"](claim:{found.claim.question_id})")
