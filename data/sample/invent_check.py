"""Check a sample folder against the edition it is for, and say in one screen what it holds.

The rules come from data/criteria, not from the script that made the rows: a mistake there does not
hide itself here. `check` returns problems as sentences; none means that the folder is in order.
"""

import csv
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

CRITERIA = Path(__file__).resolve().parent.parent / "criteria"
MONDAY, WEDNESDAY, THURSDAY = 0, 2, 3

Row = dict[str, str]
Pack = dict[str, list[Row]]
Problem = str

# relevant_when: (the parent's answers that leave a question open, must it then be answered?)
RULES: dict[str, tuple[tuple[str, ...], bool]] = {
    "every_case": ((), True),
    "where_needed": ((), False),
    "parent_yes": (("yes",), True),
    "parent_no": (("no",), True),
    "parent_yes_where_needed": (("yes",), False),
    "parent_relevant": (("yes", "no"), False),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The questions of an edition, by id, as the criteria file has them."""

    cases: Mapping[str, Mapping[str, Any]]
    interviews: Mapping[str, Mapping[str, Any]]


def read_edition(name: str) -> Edition:
    """The edition of that name."""
    questions = read_questions(name)
    asked = {k for k, q in questions.items() if q["relevant_when"] == "every_interview"}
    return Edition(
        {k: q for k, q in questions.items() if k not in asked},
        {k: q for k, q in questions.items() if k in asked},
    )


def read_questions(name: str) -> dict[str, dict[str, Any]]:
    """Each question of an edition by its id, laid over that of the edition it extends, if any."""
    content = tomllib.loads((CRITERIA / f"{name}.toml").read_text(encoding="utf-8"))
    questions = read_questions(content["extends"]) if "extends" in content else {}
    for dropped in content.get("drops", ()):
        del questions[dropped]
    for section in content["section"]:
        for question in section["question"]:
            questions[question["id"]] = {**questions.get(question["id"], {}), **question}
    return questions


def read_pack(folder: Path) -> Pack:
    """The tables of a folder, each by its file's name."""
    pack: Pack = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            pack[path.stem] = list(csv.DictReader(lines))
    return pack


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with a folder."""
    pack = read_pack(folder)
    editions = {row["inspection_id"]: read_edition(row["edition"]) for row in pack["inspections"]}
    return [
        *visit_problems(pack),
        *case_problems(pack, editions),
        *second_read_problems(pack, editions),
        *interview_problems(pack, editions),
        *quote_problems(pack),
        *rate_problems(pack),
    ]


def doubles(rows: Iterable[Row], *columns: str) -> Iterator[Problem]:
    """Keys that occur more than once."""
    seen = Counter(tuple(row[column] for column in columns) for row in rows)
    return (f"more than once: {', '.join(key)}" for key, number in seen.items() if number > 1)


# ---- visits -------------------------------------------------------------------------------------


def visit_problems(pack: Pack) -> Iterator[Problem]:
    """Dates, sizes and gaps of the visits."""
    yield from doubles(pack["yots"], "yot")
    yield from doubles(pack["inspections"], "inspection_id")
    sizes = Counter(case["inspection_id"] for case in pack["cases"])
    teams = {row["yot"] for row in pack["yots"]}
    starts: dict[str, list[date]] = defaultdict(list)
    for row in pack["inspections"]:
        starts[row["yot"]].append(date.fromisoformat(row["fieldwork_start"]))
        if row["yot"] not in teams:
            yield f"{row['inspection_id']}: no such team"
        yield from (
            f"{row['inspection_id']}: {what}"
            for what in visit_faults(row, sizes[row["inspection_id"]])
        )
    for team, days in starts.items():
        if any(months_between(*pair) < 10 for pair in pairwise(days)):
            yield f"{team}: visits less than ten months apart"


def months_between(first: date, second: date) -> int:
    """Whole months from one day to another."""
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (second.day < first.day)


def visit_faults(row: Row, size: int) -> Iterator[str]:
    """What is wrong with one visit of that many cases."""
    start, end, published = (
        date.fromisoformat(row[column])
        for column in ("fieldwork_start", "fieldwork_end", "publication_date")
    )
    last = THURSDAY if size > 40 else WEDNESDAY
    if start.weekday() != MONDAY or end.weekday() != last or (end - start).days != last:
        yield "fieldwork is not Monday to Wednesday (Thursday above 40 cases)"
    if published.weekday() != WEDNESDAY or not 21 <= (published - end).days <= 35:
        yield "not published on a Wednesday 21 to 35 days after fieldwork"
    if not date(2012, 11, 1) <= start < date(2017, 4, 1):
        yield "outside November 2012 to March 2017"
    if not 10 <= size <= 47:
        yield f"{size} cases"
    if row["caseload"] and not 2 * size <= int(row["caseload"]) <= 400:
        yield f"caseload {row['caseload']} for {size} cases"


# ---- cases and answers --------------------------------------------------------------------------


def case_problems(pack: Pack, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    """Particulars of the cases, completeness, routing and reasons of their answers."""
    yield from doubles(pack["cases"], "case_id")
    yield from doubles(pack["answers"], "case_id", "question_id")
    yield from start_problems(pack)
    answers: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row in pack["answers"]:
        answers[row["inspection_id"], row["case_id"]][row["question_id"]] = row
    if set(answers) != {(row["inspection_id"], row["case_id"]) for row in pack["cases"]}:
        yield "the cases of answers.csv are not those of cases.csv"
    for (inspection, case), given in answers.items():
        edition = editions[inspection]
        if set(given) != set(edition.cases):
            yield f"{case}: not a row for each of the {len(edition.cases)} questions"
            continue
        for question, rule in edition.cases.items():
            for what in answer_faults(rule, given):
                yield f"{case}, {question}: {what}"


def start_problems(pack: Pack) -> Iterator[Problem]:
    """Orders that did not begin six weeks to three months before fieldwork."""
    starts = {row["inspection_id"]: row["fieldwork_start"] for row in pack["inspections"]}
    for case in pack["cases"]:
        fieldwork = date.fromisoformat(starts[case["inspection_id"]])
        if not 42 <= (fieldwork - date.fromisoformat(case["start_date"])).days <= 92:
            yield f"{case['case_id']}: start_date is not six weeks to three months before"


def answer_faults(rule: Mapping[str, Any], given: Mapping[str, Row]) -> Iterator[str]:
    """What is wrong with the answer to one question."""
    row = given[rule["id"]]
    answer, reasons = row["answer"], row["reasons"].split(";") if row["reasons"] else []
    open_to, must_answer = RULES[rule["relevant_when"]]
    is_open = not open_to or given[rule["parent"]]["answer"] in open_to
    if answer not in {"yes", "no", "not relevant"}:
        yield f"answer {answer!r}"
    if not is_open and answer != "not relevant":
        yield "answered although its parent rules it out"
    if is_open and must_answer and answer == "not relevant":
        yield "must be answered"
    if reasons and (answer != "no" or rule.get("fact")):
        yield "reasons without a no"
    if not set(reasons) <= {*rule.get("reasons", ()), "other"}:
        yield f"reasons {row['reasons']}"
    if len(reasons) > 2 or len(set(reasons)) < len(reasons):
        yield "more than two reasons, or one twice"


# ---- the other tables ---------------------------------------------------------------------------


def second_read_problems(pack: Pack, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    """Second reads that are not of whole cases by another of the visit's inspectors, or too alike.

    Only invented teams have any.
    """
    rows = pack.get("second_reads", [])
    yield from doubles(rows, "case_id", "question_id")
    cases = {(row["inspection_id"], row["case_id"]): row for row in pack["cases"]}
    inspectors = {(row["inspection_id"], row["inspector"]) for row in pack["cases"]}
    first = {(row["case_id"], row["question_id"]): row["answer"] for row in pack["answers"]}
    read: dict[tuple[str, str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        key = row["inspection_id"], row["case_id"], row["inspector"]
        read[key][row["question_id"]] = row
    for (inspection, case, inspector), given in read.items():
        if not inspection.startswith("invented-") or (inspection, case) not in cases:
            yield f"{case}: read twice, but not one of an invented team's cases"
        elif inspector == cases[inspection, case]["inspector"]:
            yield f"{case}: read twice by {inspector}"
        elif (inspection, inspector) not in inspectors:
            yield f"{case}: {inspector} was not there"
        elif set(given) != set(editions[inspection].cases):
            yield f"{case}: not every question was read again"
        else:
            for question, rule in editions[inspection].cases.items():
                for what in answer_faults(rule, given):
                    yield f"{case}, {question}, read again: {what}"
    for inspection, number in Counter(inspection for inspection, _, _ in read).items():
        own = [row for row in rows if row["inspection_id"] == inspection]
        alike = sum(first.get((r["case_id"], r["question_id"])) == r["answer"] for r in own)
        if number < 10 or not 0.8 <= alike / len(own) <= 0.95:
            yield f"{inspection}: {number} cases read twice, {alike} of {len(own)} answers alike"


def interview_problems(pack: Pack, editions: Mapping[str, Edition]) -> Iterator[Problem]:
    """Case managers who are not those of the cases, or have not answered everything."""
    yield from doubles(pack["interviews"], "inspection_id", "interviewee", "question_id")
    managers = {(row["inspection_id"], row["case_manager"]) for row in pack["cases"]}
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in pack["interviews"]:
        asked[row["inspection_id"], row["interviewee"]].add(row["question_id"])
        if row["answer"] not in {"yes", "no"}:
            yield f"{row['inspection_id']}, {row['interviewee']}: answer {row['answer']!r}"
    for key, questions in asked.items():
        if key not in managers or questions != set(editions[key[0]].interviews):
            yield f"{', '.join(key)}: has no case here, or not every question was answered"
    for inspection, number in Counter(inspection for inspection, _ in asked).items():
        if not 5 <= number <= 12:
            yield f"{inspection}: {number} case managers"


def quote_problems(pack: Pack) -> Iterator[Problem]:
    """Quotes that are not about a yes, and visits with too few, too many or none to use."""
    yes = {
        (row["case_id"], row["question_id"]) for row in pack["answers"] if row["answer"] == "yes"
    }
    quotes: dict[str, list[Row]] = defaultdict(list)
    for row in pack["quotes"]:
        quotes[row["inspection_id"]].append(row)
        if (row["case_id"], row["question_id"]) not in yes:
            yield f"{row['case_id']}, {row['question_id']}: quoted, but not a yes"
    for row in pack["inspections"]:
        own = quotes[row["inspection_id"]]
        if not 3 <= len(own) <= 6 or len({quote["text"] for quote in own}) < len(own):
            yield f"{row['inspection_id']}: {len(own)} quotes, or one twice"
        if not any(quote["cleared"] == "yes" for quote in own):
            yield f"{row['inspection_id']}: no quote is cleared"


def rate_problems(pack: Pack) -> Iterator[Problem]:
    """Rates whose comparison does not follow from the row before."""
    yield from doubles(pack["reoffending"], "yot", "cohort_start", "method")
    rates: dict[str, list[Row]] = defaultdict(list)
    for row in pack["reoffending"]:
        rates[row["yot"]].append(row)
    for yot, rows in rates.items():
        rows.sort(key=lambda row: row["cohort_start"])
        for before, row in pairwise(rows):
            change = float(row["rate"]) - float(before["rate"])
            right = "worse" if change > 0 else "better" if change < 0 else "same"
            if row["compared_with_previous"] != right and yot != "england-and-wales":
                yield f"{yot}, {row['cohort_start']}: should be {right}"


# ---- summary ------------------------------------------------------------------------------------


def summary(folder: Path) -> str:
    """Sizes, and the share of yes by question."""
    pack = read_pack(folder)
    rules: dict[str, Mapping[str, Any]] = {}
    for name in sorted({row["edition"] for row in pack["inspections"]}):
        edition = read_edition(name)
        rules |= {**edition.cases, **edition.interviews}
    sizes = ", ".join(f"{len(rows)} {table}" for table, rows in pack.items())
    asked = {q for q, rule in rules.items() if rule["relevant_when"] == "every_interview"}
    judged = [q for q, rule in rules.items() if q not in asked and not rule.get("fact")]
    shares = [*share_lines(pack["answers"], judged), ""]
    shares += share_lines(pack["interviews"], [q for q in rules if q in asked])
    return "\n".join([f"{folder.name}: {sizes}", "", *shares, ""])


def share_lines(rows: Iterable[Row], questions: Iterable[str]) -> Iterator[str]:
    """A line for each question: yes, relevant, share."""
    counts = Counter((row["question_id"], row["answer"]) for row in rows)
    for question in questions:
        met, missed = counts[question, "yes"], counts[question, "no"]
        yield f"{question:26} {met:5} of {met + missed:5}  {met / max(1, met + missed):6.1%}"
