"""Invent the demonstration teams: writes data/sample/invented/*.csv, then checks what it wrote.

    python data/sample/invent.py            write the files and check them
    python data/sample/invent.py --check    write nothing; check the files that are there

Teams and sentences are in invent.toml; chance, dates and routing are here. Every visit draws from
its own seeded stream, so the same script gives the same bytes, and a change to one team leaves the
others as they were. The check is invent_check.py. Only the Python standard library is needed.
"""

import argparse
import csv
import io
import math
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from invent_check import Problem, check, summary

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "invented"
SEED = "sqs invented teams, 1"

Row = dict[str, str]
Pack = dict[str, list[Row]]

HEADINGS = {
    "yots": "yot name region country family valid_from valid_to",
    "inspections": "inspection_id yot fieldwork_start fieldwork_end publication_date edition "
    "caseload addressee addressee_post sender sender_post lead_inspector contact",
    "cases": "inspection_id case_id order_type custody sex age ethnicity looked_after "
    "risk_of_harm vulnerability start_date case_manager inspector",
    "answers": "inspection_id case_id question_id answer reasons note",
    "second_reads": "inspection_id case_id question_id answer reasons note inspector",
    "interviews": "inspection_id interviewee question_id answer note",
    "quotes": "inspection_id case_id question_id text cleared",
    "reoffending": "yot cohort_start cohort_end method rate compared_with_previous published "
    "source",
    "recipients": "inspection_id role name",
}

# ---- what is found, and why it falls short ------------------------------------------------------

# The share of relevant cases in which the answer is yes, for a team that is neither weak nor
# strong. First assessments are strong, reviews weaker, management oversight weakest.
TYPICAL = {
    "psr_quality": 0.89,
    "psr_alternatives": 0.91,
    "panel_report_quality": 0.88,
    "lor_assessment": 0.91,
    "lor_assessment_review": 0.68,
    "lor_plan": 0.88,
    "lor_plan_review": 0.69,
    "rosh_assessment": 0.90,
    "rosh_plan": 0.85,
    "rosh_assessment_review": 0.66,
    "rosh_plan_review": 0.64,
    "victim_safety": 0.76,
    "rosh_oversight": 0.58,
    "sv_assessment": 0.88,
    "sv_assessment_review": 0.66,
    "sv_plan": 0.84,
    "sv_plan_review": 0.65,
    "sv_oversight": 0.52,
    "engagement_assessment": 0.95,
    "engagement_planning": 0.94,
    "diversity_assessed": 0.82,
    "diversity_planned": 0.78,
    "health_wellbeing": 0.90,
    "noncompliance_response": 0.80,
    "exploitation_assessed": 0.71,
    "transitions_planned": 0.74,
}
# The same for case managers. They think well of oversight, whatever the files say.
TYPICAL_INTERVIEW = {
    "policies": 0.88,
    "effective_practice": 0.94,
    "operational_arrangements": 0.93,
    "manager_skilled": 0.94,
    "oversight_effective": 0.92,
    "training_current_role": 0.90,
    "training_future": 0.74,
    "diversity_skills": 0.91,
    "speech_language_training": 0.52,
    "priorities": 0.94,
}
# Every question asked of a case, in the order of the edition. The facts have no TYPICAL share.
_ADDED_2016 = ("exploitation_assessed", "transitions_planned")
_LATE = {"psr_quality", "psr_alternatives", "noncompliance_response", *_ADDED_2016}
_QUESTIONS_2014 = (
    "psr_prepared",
    "psr_quality",
    "psr_alternatives",
    "panel_report_prepared",
    *(q for q in TYPICAL if q not in _LATE),
    "compliance",
    "noncompliance_response",
)
CASE_QUESTIONS = {
    "sqs-2014": _QUESTIONS_2014,
    "sqs-2016": (*(q for q in _QUESTIONS_2014 if q != "health_wellbeing"), *_ADDED_2016),
}

# Reasons for a "no", with their weights: the codes are the ones allowed for that question.
_REPORT = {"insufficient_evidence": 5, "not_timely": 2, "victim_not_considered": 2, "other": 1}
_ASSESSMENT = {
    "not_done": 1,
    "not_timely": 3,
    "insufficient_evidence": 6,
    "parents_not_involved": 2,
    "communication_needs_missed": 2,
    "other": 1,
}
_ASSESSMENT_REVIEW = {
    "not_done": 4,
    "not_timely": 3,
    "not_after_change": 6,
    "insufficient_evidence": 2,
    "other": 1,
}
_PLAN = {
    "not_done": 3,
    "not_timely": 3,
    "not_from_assessment": 5,
    "parents_not_involved": 2,
    "other": 1,
}
_PLAN_REVIEW = {
    "not_done": 4,
    "not_timely": 3,
    "not_after_change": 3,
    "not_revised": 5,
    "other": 1,
}
_OVERSIGHT = {"not_done": 2, "not_timely": 4, "deficiencies_not_addressed": 8, "other": 1}
_ENGAGEMENT = {
    "parents_not_involved": 5,
    "communication_needs_missed": 3,
    "not_done": 1,
    "other": 1,
}
REASONS: dict[str, dict[str, int]] = {
    "psr_quality": _REPORT,
    "psr_alternatives": {"insufficient_evidence": 5, "other": 2},
    "panel_report_quality": _REPORT,
    "lor_assessment": _ASSESSMENT,
    "rosh_assessment": {**_ASSESSMENT, "victim_not_considered": 4},
    "sv_assessment": _ASSESSMENT,
    "lor_assessment_review": _ASSESSMENT_REVIEW,
    "rosh_assessment_review": _ASSESSMENT_REVIEW,
    "sv_assessment_review": _ASSESSMENT_REVIEW,
    "lor_plan": _PLAN,
    "rosh_plan": {**_PLAN, "victim_not_considered": 4},
    "sv_plan": _PLAN,
    "lor_plan_review": _PLAN_REVIEW,
    "rosh_plan_review": _PLAN_REVIEW,
    "sv_plan_review": _PLAN_REVIEW,
    "victim_safety": {"victim_not_considered": 6, "not_in_plan": 3, "not_done": 1, "other": 1},
    "rosh_oversight": _OVERSIGHT,
    "sv_oversight": _OVERSIGHT,
    "engagement_assessment": _ENGAGEMENT,
    "engagement_planning": _ENGAGEMENT,
    "diversity_assessed": {
        "not_done": 2,
        "insufficient_evidence": 4,
        "communication_needs_missed": 5,
        "other": 1,
    },
    "diversity_planned": {"not_in_plan": 6, "communication_needs_missed": 3, "other": 1},
    "health_wellbeing": {"not_in_plan": 4, "insufficient_evidence": 3, "not_done": 2, "other": 1},
    "noncompliance_response": {
        "no_formal_action": 6,
        "not_timely": 3,
        "parents_not_involved": 2,
        "other": 1,
    },
    "exploitation_assessed": {"not_done": 2, "insufficient_evidence": 6, "other": 1},
    "transitions_planned": {"not_done": 3, "not_timely": 4, "not_in_plan": 3, "other": 1},
}
STANDS_ALONE = {"not_done", "no_formal_action"}  # what was never done cannot also be late

# ---- when a question is relevant ----------------------------------------------------------------

# question: (parent, the parent's answers that leave it open)
_PARENTS_2014 = {
    "psr_quality": ("psr_prepared", ("yes",)),
    "psr_alternatives": ("psr_prepared", ("yes",)),
    "panel_report_quality": ("panel_report_prepared", ("yes",)),
    "rosh_plan_review": ("rosh_plan", ("yes", "no")),
    "sv_plan_review": ("sv_plan", ("yes", "no")),
    "noncompliance_response": ("compliance", ("no",)),
}
PARENTS = {
    "sqs-2014": _PARENTS_2014,
    "sqs-2016": {**_PARENTS_2014, "sv_oversight": ("sv_plan", ("yes", "no"))},
}
REVIEWS = {q: q.removesuffix("_review") for q in TYPICAL if q.endswith("_review")}
# The chance that it was needed, where nothing but the case decides. Reviews: see chance_relevant.
NEEDED = {
    "psr_alternatives": 0.8,
    "victim_safety": 0.55,
    "diversity_planned": 0.75,
    "health_wellbeing": 0.82,
    "transitions_planned": 0.45,
}
NEEDED_BY_LEVEL = {  # levels: low, medium, high, very high
    "rosh_plan": ("risk_of_harm", (0.25, 0.85, 1.0, 1.0)),
    "rosh_oversight": ("risk_of_harm", (0.35, 0.75, 1.0, 1.0)),
    "sv_plan": ("vulnerability", (0.45, 0.9, 1.0, 1.0)),
    "sv_oversight": ("vulnerability", (0.35, 0.75, 1.0, 1.0)),
}
REVIEW_NEEDED = {"lor": (0.3, 0.92), "rosh": (0.2, 0.85), "sv": (0.2, 0.85)}  # steady, changed

# How often the second inspector of a case judges otherwise: far oftener where words leave room.
OFTEN_OTHERWISE = {
    "rosh_oversight": 0.4,
    "sv_oversight": 0.35,
    "diversity_planned": 0.35,
    "victim_safety": 0.3,
}
ELSE_OTHERWISE = 0.07

# ---- how shortfalls cluster, on the logit scale -------------------------------------------------

CASE_SHARE, CASE_DROP = 0.17, 1.7  # a few cases hold many of the shortfalls,
MANAGER_SHARE, MANAGER_DROP = 0.16, 1.0  # and so do a few case managers
TEAM_SPREAD, VISIT_SPREAD = 0.12, 0.08  # teams without a story differ by little

LEVELS = ("low", "medium", "high", "very_high")
SECTIONS = (  # how the question ids of a section begin
    ("psr", "panel", "lor"),
    ("rosh", "victim"),
    ("sv",),
    ("engagement", "diversity", "health", "noncompliance"),
)
FIRST_WEEK, LAST_WEEK = date(2012, 11, 5), date(2017, 3, 13)

# Cohort start and end, the England and Wales rate, its release, source. The letter of the
# Bedfordshire folder brings 35.4 with it, so that row is not written again here.
NATIONAL = (
    (
        ("2009-01-01", "2009-12-31", "32.8", "2011-10-27"),
        "Ministry of Justice; released October 2011, day of release approximate",
    ),
    (("2011-10-01", "2012-09-30", "35.4", "2014-07-31"), ""),
    (
        ("2012-04-01", "2013-03-31", "36.1", "2015-01-29"),
        "Ministry of Justice; released early 2015, day of release approximate",
    ),
    (
        ("2013-04-01", "2014-03-31", "38.0", "2016-01-28"),
        "Ministry of Justice; released January 2016, day of release approximate",
    ),
)

COPY_LIST = (
    ("YOT Manager", "The YOT Manager"),
    ("Local Authority Chief Executive", "The Chief Executive"),
    ("Director of Children's Services", "The Director"),
    ("Lead Elected Member for Children's Services", "The Lead Member"),
    ("Chair of Police and Crime Panel", "The Chair"),
    ("Police and Crime Commissioner", "The Commissioner"),
    ("Chair of Local Safeguarding Children Board", "The Chair"),
    ("Chair of Youth Court Bench", "The Chair"),
    ("YJB Business Area Manager", "The Business Area Manager"),
    ("YJB link staff", "The Link Officer"),
    ("HM Inspectorate of Constabulary", "The Link Inspector"),
)
COPY_LIST_ENGLAND = (
    ("Ofsted – Further Education and Learning", "The Link Inspector"),
    ("Ofsted – Social Care", "The Link Inspector"),
    ("Care Quality Commission", "The Link Inspector"),
)
COPY_LIST_WALES = (
    ("Estyn", "The Link Inspector"),
    ("Care and Social Services Inspectorate Wales", "The Link Inspector"),
    ("Healthcare Inspectorate Wales", "The Link Inspector"),
)


@dataclass(frozen=True, slots=True)
class Team:
    """One invented team; `quality` and `reviews` hold a shift for each visit, if it has a story.

    `latest_edition` is the one that its last visit was made in, of whose cases `second_reads` were
    read twice.
    """

    name: str
    region: str
    family: str
    visits: int
    cases: tuple[int, ...] = ()
    quality: tuple[float, ...] = ()
    reviews: tuple[float, ...] = ()
    latest_edition: str = "sqs-2014"
    second_reads: int = 0

    @property
    def key(self) -> str:
        return "invented-" + self.name.lower().replace(" ", "-")

    @property
    def prefix(self) -> str:
        return self.name[:3].upper()

    @property
    def country(self) -> str:
        return "Wales" if self.region == "Wales" else "England"


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection of a team, with what is true of it before any case is read."""

    team: Team
    start: date
    end: date
    size: int
    quality: float
    reviews: float
    edition: str
    second_reads: int

    @property
    def id(self) -> str:
        return f"{self.team.key}-{self.start.year}"


@dataclass(frozen=True, slots=True)
class Case:
    """A case, how far it falls short of the visit's quality, and whether life changed in it."""

    row: Row
    effect: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Sentences:
    """The banks of invent.toml."""

    notes: Mapping[str, Mapping[str, Sequence[str]]]
    interview_notes: Mapping[str, Mapping[str, Sequence[str]]]
    quotes: Mapping[str, Sequence[str]]


def stream(*parts: str) -> Random:
    """A stream of chance that is always the same for the same parts."""
    return Random(" / ".join((SEED, *parts)))  # noqa: S311 (a demonstration, no secret)


def read_bank() -> tuple[list[Team], Sentences]:
    """The teams and the sentences of invent.toml."""
    bank: dict[str, Any] = tomllib.loads((HERE / "invent.toml").read_text(encoding="utf-8"))
    teams = [
        Team(
            name=team["name"],
            region=team["region"],
            family=team["family"],
            visits=team["visits"],
            cases=tuple(team.get("cases", ())),
            quality=tuple(team.get("quality", ())),
            reviews=tuple(team.get("reviews", ())),
            latest_edition=team.get("latest_edition", "sqs-2014"),
            second_reads=team.get("second_reads", 0),
        )
        for team in bank["team"]
    ]
    return teams, Sentences(bank["notes"], bank["interview_notes"], bank["quotes"])


# ---- visits -------------------------------------------------------------------------------------


def visit_weeks() -> list[date]:
    """The Mondays on which fieldwork may start: no weeks of Christmas, Easter or bank holidays."""
    weeks = []
    monday = FIRST_WEEK
    while monday <= LAST_WEEK:
        christmas = (monday.month, monday.day) > (12, 14) or (monday.month, monday.day) < (1, 7)
        easter = monday.month == 4 or (monday.month == 3 and monday.day > 18)
        if not (christmas or easter or monday.month in {5, 8}):
            weeks.append(monday)
        monday += timedelta(weeks=1)
    return weeks


def months_later(day: date, months: int) -> date:
    """The first of the month that comes that many whole months after a day."""
    total = day.year * 12 + day.month + months
    return date(total // 12, total % 12 + 1, 1)


def starts_of(team: Team) -> list[date]:
    """The first days of a team's visits: spread evenly, at least ten months apart."""
    rng = stream(team.key, "dates")
    span = (LAST_WEEK - FIRST_WEEK) / team.visits
    starts: list[date] = []
    for number in range(team.visits):
        first, last = FIRST_WEEK + span * number, FIRST_WEEK + span * (number + 1)
        weeks = [week for week in visit_weeks() if first <= week <= last]
        if starts:
            earliest = months_later(starts[-1], 10)
            weeks = [w for w in weeks if w >= earliest and w.year > starts[-1].year]
        starts.append(rng.choice(weeks))
    return starts


def sizes_of(team: Team, rng: Random) -> list[int]:
    """The number of cases at each visit."""
    if team.cases:
        return list(team.cases)
    usual = rng.triangular(11, 42, 18)
    return [min(47, max(10, round(usual + rng.uniform(-4, 4)))) for _ in range(team.visits)]


def visits_of(team: Team) -> Iterator[Visit]:
    """The visits to a team, in order."""
    rng = stream(team.key)
    usual = rng.gauss(0, TEAM_SPREAD)
    sizes = sizes_of(team, rng)
    for number, start in enumerate(starts_of(team)):
        last = number == team.visits - 1
        yield Visit(
            team=team,
            start=start,
            end=start + timedelta(days=3 if sizes[number] > 40 else 2),
            size=sizes[number],
            quality=(team.quality[number] if team.quality else usual) + rng.gauss(0, VISIT_SPREAD),
            reviews=team.reviews[number] if team.reviews else 0.0,
            edition=team.latest_edition if last else "sqs-2014",
            second_reads=team.second_reads if last else 0,
        )


def publication_days(end: date) -> list[date]:
    """The Wednesdays 21 to 35 days after fieldwork on which a letter may come out."""
    days = (end + timedelta(days=n) for n in range(21, 36))
    holidays = {(12, n) for n in range(24, 32)} | {(1, 1)}
    return [day for day in days if day.weekday() == 2 and (day.month, day.day) not in holidays]


def caseload_of(visit: Visit, rng: Random) -> int:
    """The cases on the books: at least twice the sample, and much the same at each visit."""
    least = max(60, 2 * visit.size + 2)
    more = stream(visit.team.key, "caseload").uniform(0.3, 5) * visit.size
    return min(400, round(least + more * rng.uniform(0.8, 1.2)))


def inspection_row(visit: Visit, rng: Random) -> Row:
    """The row of a visit. Posts stand where names would be."""
    return {
        "inspection_id": visit.id,
        "yot": visit.team.key,
        "fieldwork_start": visit.start.isoformat(),
        "fieldwork_end": visit.end.isoformat(),
        "publication_date": rng.choice(publication_days(visit.end)).isoformat(),
        "edition": visit.edition,
        "caseload": str(caseload_of(visit, rng)) if rng.random() < 0.85 else "",
        "addressee": "",
        "addressee_post": "Chair of the Management Board",
        "sender": "",
        "sender_post": "HM Assistant Chief Inspector",
        "lead_inspector": "",
        "contact": "",
    }


# ---- cases --------------------------------------------------------------------------------------


def managers_of(visit: Visit, rng: Random) -> list[str]:
    """The case manager of each case: five to twelve of them, each with at least one."""
    number = min(12, max(5, round(visit.size / 2.4)))
    managers = [f"CM{n:02}" for n in range(1, number + 1)]
    given = managers + [rng.choice(managers) for _ in range(visit.size - number)]
    rng.shuffle(given)
    return given


def case_row(visit: Visit, number: int, manager: str, rng: Random) -> Row:
    """The particulars of one case."""
    order = rng.choices(
        ("referral_order", "youth_rehabilitation_order", "detention_training_order"), (55, 37, 8)
    )[0]
    days = [visit.start - timedelta(days=n) for n in range(42, 92)]
    levels = (20, 48, 27, 5) if order == "detention_training_order" else (37, 45, 16, 2)
    return {
        "inspection_id": visit.id,
        "case_id": f"{visit.team.prefix}{visit.start:%y}-{number:02}",
        "order_type": order,
        "custody": "yes" if order == "detention_training_order" else "no",
        "sex": rng.choices(("male", "female"), (81, 19))[0],
        "age": str(rng.choices(range(12, 18), (3, 7, 14, 22, 27, 27))[0]),
        "ethnicity": rng.choices(("white", "black", "asian", "mixed"), (78, 9, 6, 7))[0],
        "looked_after": rng.choices(("no", "yes"), (87, 13))[0],
        "risk_of_harm": rng.choices(LEVELS, levels)[0],
        "vulnerability": rng.choices(LEVELS, levels)[0],
        "start_date": rng.choice([day for day in days if day.weekday() < 5]).isoformat(),
        "case_manager": manager,
        "inspector": f"I{rng.randint(1, 2 if visit.size < 16 else 3 if visit.size < 26 else 4)}",
    }


def cases_of(visit: Visit, rng: Random) -> Iterator[Case]:
    """The cases of a visit, weak ones and weak case managers among them."""
    managers = managers_of(visit, rng)
    weak = {m for m in sorted(set(managers)) if rng.random() < MANAGER_SHARE}
    for number, manager in enumerate(managers, start=1):
        row = case_row(visit, number, manager, rng)
        effect = -CASE_DROP if rng.random() < CASE_SHARE else 0.0
        effect -= MANAGER_DROP if manager in weak else 0.0
        yield Case(row, effect, changed=rng.random() < 0.62)


# ---- answers ------------------------------------------------------------------------------------


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def base_of(share: float) -> float:
    """The logit at which cases, weak ones and others together, give that share of yes."""
    low, high = -8.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = sum(
            case_share * manager_share * logistic(middle - case_drop - manager_drop)
            for case_share, case_drop in ((CASE_SHARE, CASE_DROP), (1 - CASE_SHARE, 0))
            for manager_share, manager_drop in (
                (MANAGER_SHARE, MANAGER_DROP),
                (1 - MANAGER_SHARE, 0),
            )
        )
        low, high = (middle, high) if mean < share else (low, middle)
    return low


BASE = {question: base_of(share) for question, share in TYPICAL.items()}


def chance_of_fact(question: str, case: Case, answers: Mapping[str, Row]) -> float:
    """How likely the answer to a fact is yes. Court reports and panel reports are alternatives."""
    if question == "compliance":
        return 0.5 if case.changed else 0.65
    order = case.row["order_type"]
    if question == "psr_prepared":
        return {"referral_order": 0.08, "youth_rehabilitation_order": 0.88}.get(order, 0.97)
    panel = order == "referral_order" and answers["psr_prepared"]["answer"] == "no"
    return 0.93 if panel else 0.0


def chance_relevant(question: str, edition: str, case: Case, answers: Mapping[str, Row]) -> float:
    """How likely a question is relevant, given the case and the answers so far."""
    parent, open_to = PARENTS[edition].get(question, ("", ()))
    if parent and answers[parent]["answer"] not in open_to:
        return 0.0
    if question in REVIEWS:
        if "not_done" in answers[REVIEWS[question]]["reasons"]:
            return 0.0  # nothing to review
        return REVIEW_NEEDED[question.split("_")[0]][case.changed]
    if question in NEEDED_BY_LEVEL:
        column, chances = NEEDED_BY_LEVEL[question]
        return chances[LEVELS.index(case.row[column])]
    return NEEDED.get(question, 1.0)


def answer_to(
    question: str, visit: Visit, case: Case, answers: Mapping[str, Row], rng: Random
) -> str:
    """Yes, no or not relevant."""
    if question not in TYPICAL:
        chance = chance_of_fact(question, case, answers)
    elif rng.random() < chance_relevant(question, visit.edition, case, answers):
        shift = visit.quality + (visit.reviews if question in REVIEWS else 0.0)
        chance = logistic(BASE[question] + shift + case.effect)
    else:
        return "not relevant"
    return "yes" if rng.random() < chance else "no"


def reasons_for(question: str, rng: Random) -> list[str]:
    """None, one or two reasons for a no."""
    weights = REASONS[question]
    if rng.random() > 0.85:
        return []
    first = rng.choices(list(weights), list(weights.values()))[0]
    left = {code: w for code, w in weights.items() if code not in {first, *STANDS_ALONE}}
    if first in STANDS_ALONE or rng.random() > 0.25:
        return [first]
    return [first, rng.choices(list(left), list(left.values()))[0]]


def kind_of(question: str) -> str:
    """The bank of notes that suits a question."""
    if question in {"psr_quality", "panel_report_quality"}:
        return "report"
    if question.startswith("engagement"):
        return "engagement"
    stem, _, rest = question.partition("_")
    return rest if stem in {"lor", "rosh", "sv"} else question


def note_on(
    question: str, answer: str, reasons: Sequence[str], bank: Sentences, rng: Random
) -> str:
    """Now and then a sentence that suits the question and the answer."""
    often = {"yes": 0.065, "no": 0.17}.get(answer, 0.015)
    key = reasons[0] if reasons else answer
    choices = bank.notes.get(kind_of(question), {}).get(key, ())
    return rng.choice(choices) if choices and rng.random() < often else ""


def answers_of(visit: Visit, case: Case, bank: Sentences, rng: Random) -> list[Row]:
    """A row for every question asked of a case."""
    answers: dict[str, Row] = {}
    for question in CASE_QUESTIONS[visit.edition]:
        answer = answer_to(question, visit, case, answers, rng)
        judged_no = answer == "no" and question in TYPICAL
        reasons = reasons_for(question, rng) if judged_no else []
        answers[question] = {
            "inspection_id": visit.id,
            "case_id": case.row["case_id"],
            "question_id": question,
            "answer": answer,
            "reasons": ";".join(reasons),
            "note": note_on(question, answer, reasons, bank, rng),
        }
    return list(answers.values())


def second_reads_of(
    visit: Visit, cases: Sequence[Case], answers: Iterable[Row], bank: Sentences
) -> Iterator[Row]:
    """The answers of a second inspector about some cases of a visit, all their questions."""
    rng = stream(visit.id, "second reads")
    first: dict[str, dict[str, Row]] = {}
    for row in answers:
        first.setdefault(row["case_id"], {})[row["question_id"]] = row
    inspectors = sorted({case.row["inspector"] for case in cases})
    for case in sorted(rng.sample(cases, visit.second_reads), key=lambda c: c.row["case_id"]):
        other = rng.choice([who for who in inspectors if who != case.row["inspector"]])
        for question, row in first[case.row["case_id"]].items():
            answer = second_answer(question, row["answer"], rng)
            judged_no = answer == "no" and question in TYPICAL
            reasons = reasons_for(question, rng) if judged_no else []
            note = note_on(question, answer, reasons, bank, rng)
            said = {"answer": answer, "reasons": ";".join(reasons), "note": note}
            yield row | said | {"inspector": other}


def second_answer(question: str, first: str, rng: Random) -> str:
    """The first inspector's answer or another; facts and what was not relevant are seen alike."""
    otherwise = rng.random() < OFTEN_OTHERWISE.get(question, ELSE_OTHERWISE)
    if question not in TYPICAL or first == "not relevant" or not otherwise:
        return first
    if question in OFTEN_OTHERWISE and rng.random() < 0.25:
        return "not relevant"
    return "no" if first == "yes" else "yes"


# ---- interviews, quotes, copy list, reoffending -------------------------------------------------


def interviews_of(visit: Visit, cases: Iterable[Case], bank: Sentences, rng: Random) -> list[Row]:
    """Every case manager of the visit, and every question."""
    rows = []
    for manager in sorted({case.row["case_manager"] for case in cases}):
        for question, share in TYPICAL_INTERVIEW.items():
            answer = "yes" if rng.random() < share else "no"
            said = rng.choice(bank.interview_notes[question][answer])
            rows.append(
                {
                    "inspection_id": visit.id,
                    "interviewee": manager,
                    "question_id": question,
                    "answer": answer,
                    "note": said if rng.random() < 0.08 else "",
                }
            )
    return rows


def quotes_of(answers: Sequence[Row], bank: Sentences, rng: Random) -> list[Row]:
    """Three to six notes worth quoting, across the sections, each on a yes of another case."""
    rows: list[Row] = []
    sections = [*SECTIONS, *rng.sample(SECTIONS, 2)][: rng.randint(3, 6)]
    for place, section in enumerate(sections):
        used = {row["case_id"] for row in rows} | {row["text"] for row in rows}
        found: dict[str, list[Row]] = {}
        for answer in answers:
            if answer["answer"] == "yes" and answer["question_id"].startswith(section):
                for text in bank.quotes.get(answer["question_id"], ()):
                    if not used & {answer["case_id"], text}:
                        found.setdefault(text, []).append(answer)
        if found:
            text = rng.choice(list(found))
            answer = rng.choice(found[text])
            row = {k: answer[k] for k in ("inspection_id", "case_id", "question_id")}
            cleared = "yes" if place < 2 or rng.random() < 0.65 else "no"
            rows.append({**row, "text": text, "cleared": cleared})
    return rows


def recipients_of(visit: Visit) -> list[Row]:
    """The copy list, with posts for names."""
    own = COPY_LIST_WALES if visit.team.country == "Wales" else COPY_LIST_ENGLAND
    return [
        {"inspection_id": visit.id, "role": role, "name": name} for role, name in COPY_LIST + own
    ]


def rates_of(team: Team) -> Iterator[Row]:
    """A rate for each cohort; it has nothing to do with the quality of the work."""
    rng = stream(team.key, "reoffending")
    usual = rng.uniform(28, 45)
    previous: float | None = None
    for (start, end, _, published), _ in NATIONAL:
        rate = round(min(48.0, max(25.0, usual + rng.gauss(0, 2))), 1)
        figures = (start, end, f"{rate:.1f}", published)
        row = rate_row(team.key, figures, "Invented for demonstration")
        yield row | {"compared_with_previous": compared(rate, previous)}
        previous = rate


def compared(rate: float, previous: float | None) -> str:
    """Better is lower."""
    if previous is None:
        return ""
    return "same" if rate == previous else "better" if rate < previous else "worse"


def rate_row(yot: str, figures: tuple[str, str, str, str], source: str) -> Row:
    """A rate of the twelve-month method."""
    start, end, rate, published = figures
    return {
        "yot": yot,
        "cohort_start": start,
        "cohort_end": end,
        "method": "12m",
        "rate": rate,
        "compared_with_previous": "",
        "published": published,
        "source": source,
    }


# ---- the whole ----------------------------------------------------------------------------------


def add_visit(pack: Pack, visit: Visit, bank: Sentences) -> None:
    """Put one visit into every table that it has rows in."""
    rng = stream(visit.id)
    cases = list(cases_of(visit, rng))
    answers = [row for case in cases for row in answers_of(visit, case, bank, rng)]
    pack["cases"] += [case.row for case in cases]
    pack["answers"] += answers
    pack["second_reads"] += second_reads_of(visit, cases, answers, bank)
    pack["inspections"].append(inspection_row(visit, rng))
    pack["interviews"] += interviews_of(visit, cases, bank, rng)
    pack["quotes"] += quotes_of(answers, bank, rng)
    pack["recipients"] += recipients_of(visit)


def invent() -> Pack:
    """Every table."""
    teams, bank = read_bank()
    pack: Pack = {table: [] for table in HEADINGS}
    for team in teams:
        pack["yots"].append(
            {
                "yot": team.key,
                "name": f"{team.name} (invented)",
                "region": team.region,
                "country": team.country,
                "family": team.family,
                "valid_from": "2009-04-01",
                "valid_to": "",
            }
        )
        for visit in visits_of(team):
            add_visit(pack, visit, bank)
        pack["reoffending"] += rates_of(team)
    pack["reoffending"] += [rate_row("england-and-wales", *row) for row in NATIONAL if row[1]]
    return pack


def as_bytes(table: str, rows: Iterable[Row]) -> bytes:
    """A table as a CSV file: UTF-8, line feeds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS[table].split(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main() -> int:
    """Write (or with --check only compare) the files, check them, and say what they hold."""
    parser = argparse.ArgumentParser(description="Invent the demonstration teams.")
    parser.add_argument("--check", action="store_true", help="write nothing, check what is there")
    only_check = parser.parse_args().check
    FOLDER.mkdir(exist_ok=True)
    problems: list[Problem] = []
    for table, rows in invent().items():
        path, content = FOLDER / f"{table}.csv", as_bytes(table, rows)
        if not only_check:
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            problems.append(f"{path.name} is not what invent.py makes: run it without --check")
    for folder in (FOLDER, HERE / "bedfordshire"):
        problems += [f"{folder.name}: {problem}" for problem in check(folder)]
    sys.stdout.write(summary(FOLDER))
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
