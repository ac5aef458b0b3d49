"""What an uploaded file says is shown as it stands: no markup, no formula."""

import csv
import io

import pytest

from sqs.intake.problems import problem
from sqs.ui import downloads, markup
from sqs.ui.markup import Column


def test_a_table_is_a_real_table():
    made = markup.table("Shares", ("Team", Column("Cases", number=True)), [("A & B", 3)])
    assert made == (
        '<div class="sqs-scroll" tabindex="0" role="region" aria-label="Shares">'
        '<table class="sqs-table"><caption>Shares</caption>'
        '<thead><tr><th scope="col">Team</th><th scope="col" class="n">Cases</th></tr></thead>'
        '<tbody><tr><th scope="row">A &amp; B</th><td class="n">3</td></tr></tbody></table></div>'
    )


def test_nothing_is_an_empty_cell_and_nought_is_not():
    made = markup.table("Shares", ("Team", "Met"), [("A", None), ("B", 0)])
    assert "<td></td>" in made
    assert "<td>0</td>" in made


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        markup.table("Shares", ("Team", "Met"), [("A",)])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain words", "Plain words"),
        ("![x](https://example.org/x.png)", r"\!\[x\]\(https\://example\.org/x\.png\)"),
        (":red[alarm] $x$", r"\:red\[alarm\] \$x\$"),
        ("# Heading\n- point", r"\# Heading \- point"),
        ("<b>bold</b>", r"\<b\>bold\</b\>"),
    ],
)
def test_markdown_is_shown_and_not_obeyed(text, shown):
    assert markup.plain(text) == shown


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_problem_cannot_become_a_formula(sign):
    found = problem("vocabulary", f"{sign}cmd.csv", "x", "y", line=3, case=f"{sign}1+1")
    rows = list(csv.reader(io.StringIO(downloads.problems_csv([found]).decode("utf-8-sig"),
                                       newline="")))  # fmt: skip
    assert rows[0] == ["case", "file", "line", "column", "rule", "found", "allowed", "message"]
    assert rows[1][:3] == [f"'{sign}1+1", f"'{sign}cmd.csv", "3"]
    assert rows[1][7].startswith("'")


def test_a_template_holds_the_headings_and_nothing_else():
    assert downloads.template_csv("recipients") == b"\xef\xbb\xbfinspection_id,role,name\r\n"
