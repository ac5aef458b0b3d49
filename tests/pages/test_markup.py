"""What an uploaded file says is shown as it stands, and never as markup."""

import pytest

from sqs.ui import markup
from sqs.ui.markup import Cell, Column, Shade


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


def test_a_row_is_shown_with_its_cell_marked_not_by_colour_alone():
    cells = [Cell("A", "case_id", "B-01"), None, Cell("D", "the_answer", "<i>", marked=True)]
    assert markup.problem_row("a&b.csv, line 7:", "found <i>; use yes.", 7, cells) == (
        '<table class="sqs-table sqs-row">'
        "<caption><b>a&amp;b.csv, line 7:</b> found &lt;i&gt;; use yes.</caption>"
        '<thead><tr><th scope="col" class="n">Line</th>'
        '<th scope="col"><span class="letter">A</span> case_<wbr>id</th>'
        '<th scope="col" class="far">…</th>'
        '<th scope="col"><span class="letter">D</span> the_<wbr>answer</th></tr></thead>'
        '<tbody><tr><th scope="row" class="n">7</th><td>B-01</td><td class="gap far">…</td>'
        '<td class="here"><span aria-hidden="true">▶</span> <b>&lt;i&gt;</b> '
        '<span aria-hidden="true">◀</span><small>found here</small></td></tr></tbody></table>'
    )


def test_a_marked_cell_with_nothing_in_it_says_so():
    made = markup.problem_row("a:", "b", 1, [Cell("A", "", "", marked=True)])
    assert "<b>blank</b>" in made


def test_a_problem_without_a_row_is_a_paragraph():
    assert markup.problem("<a>:", "b & c") == (
        '<p class="sqs-problem"><b>&lt;a&gt;:</b> b &amp; c</p>'
    )


LONG = " ".join(f"w{n}" for n in range(80))
NOTHING = '<span class="nothing">nothing</span>'


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("yes", "no", ("<del>yes</del>", "<ins>no</ins>")),
        (None, "no", (NOTHING, "no")),
        ("yes", "", ("yes", NOTHING)),
        (
            "In two of 3 cases.",
            "In three of 3 cases, though.",
            ("In <del>two</del> of 3 <del>cases.</del>",
             "In <ins>three</ins> of 3 <ins>cases, though.</ins>"),
        ),
        ("a <b>", "a <i>", ("a <del>&lt;b&gt;</del>", "a <ins>&lt;i&gt;</ins>")),
        (
            f"a {LONG}",
            f"b {LONG}",
            tuple(
                f"{first} {' '.join(f'w{n}' for n in range(12))} … "
                f"{' '.join(f'w{n}' for n in range(68, 80))}"
                for first in ("<del>a</del>", "<ins>b</ins>")
            ),
        ),
    ],
)  # fmt: skip
def test_the_words_that_differ_are_marked(before, after, told):
    table = markup.side_by_side("C", ("A", "Now", "Then"), [(("r",), before, after)])

    row = '<tr><th scope="row">r</th><td>{}</td><td>{}</td></tr>'
    assert f"<tbody>{row.format(*told)}</tbody>" in table


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Case No.", "“Case No.”"), ("1. case_id -", "“1. case_id -”"), ("# (Case)", "“# (Case)”"),
        ("_case_", r"“\_case\_”"), ("a*b*c", r"“a\*b\*c”"), (":red[x]", r"“\:red\[x\]”"),
        ("<b>", r"“\<b\>”"), ("www.example.org", r"“www\.example\.org”"), ("a\n\nb", "“a b”"),
        ("a@b", r"“a\@b”"), ("$x$", r"“\$x\$”"), ("a\\b", r"“a\\b”"),
    ],
)  # fmt: skip
def test_a_label_escapes_no_more_than_it_must(text, label):
    assert markup.quoted(text) == label


def test_a_heat_map_is_a_table_whose_cells_say_their_counts():
    made = markup.heat(
        "Heat", "Question", ("A & B", "C"),
        [("Plan", [Shade("4/14", 0), Shade("")]), ("Review", [Shade("9/9", 4), Shade("[c]")])],
    )  # fmt: skip
    assert made == (
        '<div class="sqs-scroll sqs-heat" tabindex="0" role="region" aria-label="Heat">'
        '<table class="sqs-table"><caption>Heat</caption><thead><tr><th scope="col">Question</th>'
        '<th scope="col"><span>A &amp; B</span></th><th scope="col"><span>C</span></th>'
        '</tr></thead><tbody><tr><th scope="row">Plan</th><td class="shade-0">4/14</td><td></td>'
        '</tr><tr><th scope="row">Review</th><td class="shade-4">9/9</td><td>[c]</td></tr></tbody>'
        "</table></div>"
    )


def test_a_heat_map_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="zip"):
        markup.heat("Heat", "Question", ("A", "B"), [("Plan", [Shade("1/9", 0)])])
