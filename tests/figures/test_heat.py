"""Questions by teams: what is weak stands first, both ways."""

from sqs.criteria import editions
from sqs.figures.heat import band, heat_map
from sqs.figures.scores import Figure

OLD, NEW = editions()["sqs-2014"], editions()["sqs-2016"]


def figure(team: str, question_id: str, met: int, relevant: int, edition=OLD) -> Figure:
    section = edition.question(question_id).section
    return Figure(
        team, edition.name, section, question_id, 20, met, relevant, 20 - relevant,
        met / relevant if relevant else None, None, None, "",
    )  # fmt: skip


def test_questions_and_teams_with_the_lowest_share_come_first():
    found = heat_map(
        [
            figure("a", "lor_plan", 9, 10), figure("a", "rosh_plan", 4, 10),
            figure("b", "lor_plan", 5, 10), figure("b", "rosh_plan", 3, 10),
            figure("c", "lor_plan", 0, 0), figure("c", "rosh_plan", 0, 0),
        ],
        OLD,
    )  # fmt: skip
    assert found.inspection_ids == ("b", "a", "c")
    assert [row.question.id for row in found.rows] == ["rosh_plan", "lor_plan"]
    assert (found.rows[0].together.met, found.rows[0].together.relevant) == (7, 20)
    assert [f.met if f else None for f in found.rows[0].figures] == [3, 4, 0]


def test_a_question_that_means_something_else_is_no_cell():
    found = heat_map(
        [
            figure("a", "sv_oversight", 9, 10), figure("b", "sv_oversight", 5, 10, NEW),
            figure("b", "exploitation_assessed", 5, 10, NEW), figure("b", "sv_plan", 5, 10, NEW),
        ],
        OLD,
    )  # fmt: skip
    cells = {row.question.id: [bool(f) for f in row.figures] for row in found.rows}
    assert cells == {"sv_oversight": [False, True], "sv_plan": [True, False]}


def test_shades_go_by_the_exact_share():
    shares = [(9, 20), (10, 20), (13, 20), (16, 20), (18, 20), (20, 20)]
    assert [band(figure("a", "lor_plan", *pair)) for pair in shares] == [0, 1, 2, 3, 4, 4]
    assert band(figure("a", "lor_plan", 899, 1000)) == 3
