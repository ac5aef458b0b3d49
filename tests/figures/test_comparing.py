"""One measure over all inspections: the SQL against a count by hand, and what is beside what."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest
from by_hand import counted
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import Pack, bedfordshire

from sqs.criteria import editions
from sqs.figures import differences, funnel
from sqs.figures.comparing import COLUMNS, Change, Compared, Counts, MeasureError, compare
from sqs.figures.scores import by_measure, scores
from sqs.intake.loading import load
from sqs.store.database import Database

OLD, NEW = editions()["sqs-2014"], editions()["sqs-2016"]
EDITIONS = {"sqs-2014": OLD, "sqs-2016": NEW}
SECTION = "protecting_the_child"
DRAWN = (
    "lor_plan", "sv_assessment", "exploitation_assessed", "sv_plan", "sv_plan_review",
    "sv_oversight",
)  # fmt: skip
Case = tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """A team's inspection in a month; of each case the answers to DRAWN, others as they may be."""

    team: str
    month: int
    edition: str
    cases: tuple[Case, ...]

    @property
    def id(self) -> str:
        return f"{self.team}-{self.month:03}"

    @property
    def end(self) -> date:
        return date(2012 + self.month // 12, self.month % 12 + 1, 20)

    def answers(self) -> Iterator[tuple[str, str, str]]:
        """(case, question, answer) of every case, sound by the rules of the edition."""
        for number, drawn in enumerate(self.cases):
            wished = dict(zip(DRAWN, drawn, strict=True))
            given_: dict[str, str] = {}
            for question in EDITIONS[self.edition].case_questions:
                rule = question.relevance
                is_open = not rule.parent_answers or given_[question.parent] in rule.parent_answers
                least = "yes" if is_open and rule.must_be_answered else "not relevant"
                wish = wished.get(question.id, least) if is_open else least
                given_[question.id] = least if wish == "not relevant" else wish
            yield from ((f"{self.id}-{number}", *pair) for pair in given_.items())


def packed(visits: list[Visit], *, named: str = "", order: random.Random | None = None) -> Pack:
    """The visits as a pack; `named` changes the teams' names, `order` the order of the rows."""
    empty = bedfordshire().only("yots", "inspections", "cases", "answers")
    yots = [
        (team, f"{named}{team}", "", "", "", "", "") for team in sorted({v.team for v in visits})
    ]
    inspections = [
        (v.id, v.team, v.end.isoformat(), v.end.isoformat(), "", v.edition, *[""] * 7)
        for v in visits
    ]
    cases = [(v.id, f"{v.id}-{n}", *[""] * 11) for v in visits for n in range(len(v.cases))]
    answers = [(v.id, *answer, "", "") for v in visits for answer in v.answers()]
    for table, rows in (
        ("yots", yots), ("inspections", inspections), ("cases", cases), ("answers", answers),
    ):  # fmt: skip
        if order:
            order.shuffle(rows)
        empty = empty.rows(table, (empty.tables[table][0], *rows))
    return empty


@pytest.fixture
def compared(tmp_path):
    """Loads visits into a database of their own, and compares a measure over them."""
    numbers = iter(range(10**6))

    def run(visits: list[Visit], measure: str, *period: date, **how) -> list[Compared]:
        with Database(tmp_path / f"{next(numbers)}.duckdb", create=True) as database:
            receipt = load(database, packed(visits, **how).files())
            assert receipt.problems == ()
            with database.reading() as cursor:
                return compare(cursor, measure, *period)

    return run


# ---- by hand


def questions_of(measure: str, edition: str) -> dict[str, str]:
    """The judged questions a measure counts in an edition, each with where its meaning is from."""
    held = [q for s in EDITIONS[edition].sections for q in s.judged]
    return {q.id: q.since for q in held if measure in (q.id, q.section)}


def tallied(visit: Visit, questions: set[str]) -> list[tuple[int, int]]:
    """(met, relevant) of each case, the plainest way."""
    tallies: dict[str, list[int]] = {}
    for case, question, answer in visit.answers():
        if question in questions:
            met, relevant = tallies.setdefault(case, [0, 0])
            tallies[case] = [met + (answer == "yes"), relevant + (answer != "not relevant")]
    return [(met, relevant) for met, relevant in tallies.values()]


def by_hand(visits: list[Visit], measure: str) -> list[dict]:
    """What comparing must say of counts, visits before, programmes and changes."""
    ordered = sorted(visits, key=lambda v: (v.team, v.end))
    rows = []
    for visit in ordered:
        own = questions_of(measure, visit.edition)
        if not own:
            continue
        pooled = [
            counted(v.answers()).get(question, (0, 0, 0))[:2]
            for v in visits
            if questions_of(measure, v.edition) == own
            for question in own
        ]
        tallies = tallied(visit, set(own))
        met, relevant = (sum(each) for each in zip(*tallies, strict=True))
        team = [v for v in ordered if v.team == visit.team and v.end < visit.end]
        row = {
            "id": visit.id, "counts": (met, relevant), "before": team[-1].id if team else None,
            "programme": tuple(sum(each) for each in zip(*pooled, strict=True)),
            "breaks": bool(team) and questions_of(measure, team[-1].edition) != own,
            "now": None, "then": None,
        }  # fmt: skip
        if team:
            earlier = questions_of(measure, team[-1].edition)
            shared = {q for q, since in own.items() if earlier.get(q) == since}
            if shared:
                row["now"] = tuple(map(sum, zip(*tallied(visit, shared), strict=True)))
                row["then"] = tuple(map(sum, zip(*tallied(team[-1], shared), strict=True)))
        rows.append(row)
    return rows


def said(row: Compared) -> dict:
    def pair(counts: Counts) -> tuple[int, int]:
        return counts.met, counts.relevant

    return {
        "id": row.inspection_id, "counts": (row.met, row.relevant),
        "before": row.previous_inspection_id,
        "programme": (row.programme.met, row.programme.relevant), "breaks": row.breaks,
        "now": pair(row.change.now) if row.change else None,
        "then": pair(row.change.before) if row.change else None,
    }  # fmt: skip


ANSWER = st.sampled_from(["yes", "no", "not relevant"])
CASES = st.lists(st.tuples(*[ANSWER] * len(DRAWN)), min_size=1, max_size=4).map(tuple)
VISITS = st.lists(
    st.builds(
        Visit, st.sampled_from(["ash", "elm"]), st.integers(0, 40), st.sampled_from(list(EDITIONS)),
        CASES,
    ),
    min_size=1, max_size=5, unique_by=lambda visit: visit.id,
)  # fmt: skip


@given(VISITS, st.sampled_from([*DRAWN, SECTION]), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_it_is_as_counted_by_hand_in_any_order_and_under_any_name(compared, visits, measure, order):
    rows = compared(visits, measure, named="Z", order=order)

    assert [said(row) for row in rows] == by_hand(visits, measure)
    for row in rows:
        assert (row.share is None) == (row.limits is None) == (row.relevant == 0)
        if row.relevant:
            theta = Fraction(row.programme.met, row.programme.relevant)
            assert row.limits == funnel.limits(theta, row.relevant)
            assert row.position == funnel.position(Fraction(row.met, row.relevant), row.limits)
        if row.change and measure != SECTION:
            now, then = said(row)["now"], said(row)["then"]
            assert row.change.difference == differences.between(now, then)


@given(VISITS, st.sampled_from(["sv_plan", SECTION]))
@settings(max_examples=6)
def test_cases_to_which_nothing_is_relevant_change_no_count(compared, visits, measure):
    idle = ("yes", "yes", "yes", "not relevant", "not relevant", "not relevant")
    more = [replace(visit, cases=(*visit.cases, idle)) for visit in visits]
    always = {"sv_assessment", "exploitation_assessed"} if measure == SECTION else set()

    for row, fuller in zip(compared(visits, measure), compared(more, measure), strict=True):
        added = len(always & set(questions_of(measure, row.edition)))
        assert (fuller.met, fuller.relevant) == (row.met + added, row.relevant + added)


# ---- by example

YES, NO = ("yes",) * 6, ("no",) * 6


def cases(met: int, relevant: int) -> tuple[Case, ...]:
    return (YES,) * met + (NO,) * (relevant - met)


def test_the_row_has_the_agreed_columns_and_the_figures_of_the_methods(compared):
    visits = [
        Visit("ash", 1, "sqs-2014", cases(9, 10)), Visit("ash", 20, "sqs-2014", cases(3, 10)),
        Visit("elm", 5, "sqs-2014", cases(16, 20)),
    ]  # fmt: skip

    rows = [row.as_row() for row in compared(visits, "lor_plan")]

    assert [tuple(row) for row in rows] == [COLUMNS] * 3
    assert [row["previous_inspection_id"] for row in rows] == [None, "ash-001", None]
    first, second, third = rows
    assert first["fieldwork_end"] == "2012-02-20"
    assert [second[c] for c in ("met", "relevant", "share")] == [3, 10, 0.3]
    assert second["change"] == pytest.approx(-0.6)
    limits = [second["change_low"], second["change_high"]]
    assert limits == pytest.approx([-0.8090, -0.1705], abs=5e-5)
    assert second["p_value"] == pytest.approx(0.0198, abs=5e-5)
    assert [first[c] for c in ("change", "change_low", "change_high", "p_value")] == [None] * 4
    share = funnel.limits(Fraction(28, 40), 20)
    assert [third[c] for c in COLUMNS[8:13]] == [
        share.low95, share.high95, share.low998, share.high998, "within",
    ]  # fmt: skip
    assert second["position"] == "below_95"
    assert [third[c] for c in COLUMNS[8:12]] == pytest.approx(
        [0.4627, 0.8688, 0.3363, 0.9485], abs=5e-5
    )


def test_a_period_leaves_visits_out_but_not_the_visit_before(compared):
    visits = [Visit("ash", month, "sqs-2014", cases(month, 10)) for month in (1, 5, 9)]

    rows = compared(visits, "lor_plan", date(2012, 6, 20), date(2012, 6, 20))

    (row,) = rows
    assert (row.inspection_id, row.previous_inspection_id) == ("ash-005", "ash-001")
    assert row.change.difference.change == pytest.approx(0.4)
    assert (row.programme.met, row.programme.relevant, row.programme.inspections) == (5, 10, 1)


def test_nothing_relevant_leaves_the_figures_empty(compared):
    none = (("yes", "yes", "yes", "not relevant", "not relevant", "not relevant"),)
    visits = [Visit("ash", 1, "sqs-2014", none), Visit("ash", 9, "sqs-2014", cases(3, 4))]

    first, second = compared(visits, "sv_plan")

    assert (first.met, first.relevant) == (0, 0)
    assert [value for name, value in first.as_row().items() if name not in COLUMNS[:5]] == [
        None
    ] * 13
    assert second.change == Change(Counts(3, 4), Counts(0, 0), None, is_section=False)
    assert second.as_row()["change"] is None
    assert second.programme.inspections == 1


def test_a_change_of_edition_compares_what_both_ask_and_marks_the_break(compared):
    visits = [
        Visit("ash", 1, "sqs-2014", cases(8, 10)), Visit("ash", 30, "sqs-2016", cases(2, 10)),
    ]  # fmt: skip

    plain, changed, dropped, added, section, alike = (
        compared(visits, measure)
        for measure in ("lor_plan", "sv_oversight", "health_wellbeing", "exploitation_assessed",
                        SECTION, "protecting_the_public")
    )  # fmt: skip

    assert not plain[1].breaks
    assert plain[1].change.difference.change == pytest.approx(-0.6)
    assert plain[0].programme == plain[1].programme
    assert (changed[1].breaks, changed[1].change) == (True, None)
    assert [row.programme.inspections for row in changed] == [1, 1]
    assert [row.inspection_id for row in dropped] == ["ash-001"]
    (only,) = added
    assert (only.previous_inspection_id, only.breaks, only.change) == ("ash-001", True, None)
    assert section[1].breaks
    assert section[1].relevant == 10 * 6 - 10  # nobody wished for sv_assessment_review
    assert section[1].change.now == Counts(2 * 3, 10 * 3)
    assert not alike[1].breaks


def test_a_sections_change_and_interval_are_those_of_its_cases(compared):
    visits = [
        Visit("ash", 1, "sqs-2014", cases(9, 10)), Visit("ash", 30, "sqs-2014", cases(1, 10)),
    ]  # fmt: skip

    row = compared(visits, SECTION)[1]

    now, then = ([(4, 4)] * met + [(0, 4)] * (10 - met) for met in (1, 9))
    assert row.change.difference == differences.between_sections(now, then)
    assert row.change.beyond_chance
    assert (row.change.smallest_fall, row.change.smallest_rise) == (None, None)
    assert row.method == "korn-graubard"


def test_it_says_what_could_have_been_seen(compared):
    visits = [
        Visit("ash", 1, "sqs-2014", cases(16, 20)), Visit("ash", 30, "sqs-2014", cases(15, 20)),
    ]  # fmt: skip

    change = compared(visits, "lor_plan")[1].change

    assert (change.smallest_fall, change.smallest_rise) == (9, None)


def test_the_changes_of_one_measure_are_one_family(compared):
    falls = [("a", 9), ("b", 8), ("c", 8), ("d", 8), ("e", 8)]
    visits = [
        visit
        for team, met in falls
        for visit in (
            Visit(team, 1, "sqs-2014", cases(met, 10)),
            Visit(team, 9, "sqs-2014", cases(1 if team == "a" else 4, 10)),
        )
    ]

    rows = [row for row in compared(visits, "lor_plan") if row.change]

    p_values = [row.change.difference.p_value for row in rows]
    assert [row.change.beyond_chance for row in rows] == differences.benjamini_hochberg(p_values)
    assert [row.change.beyond_chance for row in rows] == [True, False, False, False, False]


def test_where_teams_differ_by_more_than_chance_the_funnel_is_widened(compared):
    visits = [
        Visit(f"t{n:02}", 1, "sqs-2014", cases(met, 40))
        for n, met in enumerate((8, 12, 16, 20, 24, 28, 32, 36))
    ]

    rows = compared(visits, "lor_plan")

    assert rows[0].programme.overdispersion.significant
    assert rows[0].position == "below_998"
    assert rows[0].widened == rows[0].stands == "within"


def test_figures_are_those_that_score_gives(holding):
    with holding.reading() as cursor:
        of_score = by_measure(scores(cursor))
        for measure in ("rosh_plan", "protecting_the_child", "policies", "interviews"):
            (row,) = compare(cursor, measure)
            figure = of_score[measure]
            assert [row.asked, row.met, row.relevant, row.share, row.low, row.high, row.method] == [
                figure.asked, figure.met, figure.relevant, figure.share, figure.low, figure.high,
                figure.method,
            ]  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("rosh_plam", "There is no question or section 'rosh_plam'. Did you mean rosh_plan?"),
        (
            "x",
            (
                "There is no question or section 'x'. Sections are reducing_reoffending, "
                "protecting_the_public, protecting_the_child, serving_the_sentence, interviews."
            ),
        ),
        (
            "compliance",
            (
                "'compliance' is a fact: it decides which questions apply and is never scored. "
                "Compare a judged question or a section."
            ),
        ),
    ],
)
def test_what_cannot_be_compared_is_told(empty, measure, says):
    with empty.reading() as cursor, pytest.raises(MeasureError) as refused:
        compare(cursor, measure)

    assert str(refused.value) == says


def test_without_inspections_there_are_no_rows(empty):
    with empty.reading() as cursor:
        assert compare(cursor, "rosh_plan") == []
