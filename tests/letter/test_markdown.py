import re
from dataclasses import replace

import pytest

from sqs.letter.markdown import write_markdown
from sqs.letter.value import Claim, Letter, Paragraph, Text

WHOLE = r"""**To:** Siân Ŵyn, Chair \| Board

**Publication date:** 10th December 2014

# Screening of work in Ashford & Hythe

## Summary

The reoffending rate[^1] was [34.2%](claim:reoffending_rate) overall.

## 1. Reducing reoffending

1.1. Assessments were good in [the great majority](claim:lor_assessment) of cases. An inspector noted: *#evil\[x\] \$x\$ \*b\* \_u\_ \<script>alert(1)\</script> \] \| & \`c\` \\ "q" ‘s’ Llŷr Gŵyn \~\~z\~\~ \^*.

1.2. [12 \[out\] of 14](claim:lor_plan) plans were sound; [the two](claim:lor_plan) were not.

## 2. Protecting the public

2.1. The work was careful.

## Key strengths

- \- Staff listened[^2]
- 2014\. A year to remember.

Copy list

| Role | Name |
| --- | --- |
| Chair \| Board | Llŷr \*b\* |
| Court | A & B |

[^1]: Published in July 2014 & \<final>.

[^2]: They said so.

*Drafted by SQS from 20 cases of an invented team.*
"""  # noqa: E501


def paragraph(letter: Letter, *runs: Text | Claim) -> str:
    """One paragraph as Markdown: a letter with no other, without its title and last line."""
    return write_markdown(replace(letter, address=(), blocks=(Paragraph(runs),))).split("\n\n")[1]


def test_the_whole_letter(letter):
    assert write_markdown(letter) == WHOLE


def test_claims_read_back_with_their_questions_and_words(letter):
    links = re.findall(r"\[((?:\\.|[^\\\[\]])*)\]\(claim:(\w+)\)", write_markdown(letter))
    read = [(question, re.sub(r"\\(.)", r"\1", words)) for words, question in links]
    assert read == [(claim.question_id, claim.text) for claim in letter.claims()]
    assert len(read) == 4


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# no heading", r"\# no heading"),
        ("> no quotation", r"\> no quotation"),
        ("+ no list", r"\+ no list"),
        ("3) no list", r"3\) no list"),
        ("=== no underline", r"\=== no underline"),
        ("Case #4 & > 2 (so!) 3.5", "Case #4 & > 2 (so!) 3.5"),
        ("&lt; is no sign", r"\&lt; is no sign"),
        ("two\n\n# lines", "two # lines"),
    ],
)
def test_words_that_look_like_markdown(letter, text, written):
    assert paragraph(letter, Text(text)) == written


def test_words_around_a_claim_turn_it_into_no_picture_and_no_other_link(letter):
    claim = Claim("lor_plan", "all", "lor_plan", "all_but", 3, 3)
    assert (
        paragraph(letter, Text("Look!"), claim, Text("(b)")) == r"Look\![all](claim:lor_plan)\(b)"
    )


def test_italic_neighbours_are_one_with_the_spaces_outside(letter):
    runs = Text("He said"), Text(" “a", italic=True), Text(" b” ", italic=True), Text("twice.")
    assert paragraph(letter, *runs) == "He said *“a b”* twice."
