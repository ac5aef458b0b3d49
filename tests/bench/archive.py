"""A made-up national archive of answers, in long and in wide form, clean or with 1 % bad answers.

Every bad answer stands in a case of its own, so that what it breaks is known: the truth, a row a
problem. The same seed makes the same archive; one that was made before is taken again.
"""

import csv
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

import numpy as np
import numpy.typing as npt

from sqs import settings
from sqs.criteria import editions
from sqs.intake.packs import PackFile
from sqs.intake.tables import (
    ANSWERS,
    CASES,
    INSPECTIONS,
    INTERVIEWS,
    LONGEST,
    QUOTES,
    RECIPIENTS,
    YOTS,
    Table,
)

SEED = 2014
EDITION = editions()["sqs-2014"]
QUESTIONS = EDITION.case_questions
CASES_IN_INSPECTION = 20
TEAMS = 160
BAD_SHARE = 0.01

_YES, _NO, _NOT_RELEVANT = range(3)
_WORDS = ("yes", "no", "not relevant")
_CHUNK = 4000  # cases made at a time
_AT = {q.id: at for at, q in enumerate(QUESTIONS)}
_PARENTS = {q.parent for q in QUESTIONS if q.parent}
# What no other question looks at and that looks at no other: a bad answer there breaks one rule.
_ALONE = [at for at, q in enumerate(QUESTIONS) if not q.parent and q.id not in _PARENTS]
_ALWAYS = [at for at in _ALONE if QUESTIONS[at].relevance.must_be_answered]
_CHILDREN = [at for at, q in enumerate(QUESTIONS) if q.parent]
_CHILDREN_ALWAYS = [at for at in _CHILDREN if QUESTIONS[at].relevance.must_be_answered]
# In the wide form every second question has a column for its reasons.
_WITH_REASONS = set(range(0, len(QUESTIONS), 2))
_REASONED = [at for at in _ALONE if at in _WITH_REASONS and not QUESTIONS[at].fact]

Problem = tuple[str, int, str]
"""One line of the truth: file, physical line (the heading is line 1), rule."""
Objects = npt.NDArray[np.object_]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Archive:
    """Where the files of one archive lie; `answers` is how many answers it holds."""

    folder: Path
    answers: int

    def pack(self, form: str) -> list[Path]:
        """The files of the pack in `long` or `wide` form, in the order of their names."""
        return sorted((self.folder / form).glob("*.csv"))

    def answers_file(self, form: str) -> Path:
        """The one file that matters for size."""
        return self.folder / form / ("answers.csv" if form == "long" else "cases.csv")

    def truth_file(self, form: str) -> Path:
        """Every problem of the pack by file, then line: file, line, rule."""
        return self.folder / f"truth_{form}.csv"

    def truth(self, form: str) -> list[Problem]:
        """What the truth file says."""
        with self.truth_file(form).open(encoding="utf-8", newline="") as stream:
            return [(file, int(line), rule) for file, line, rule in csv.reader(stream)]


def archive(cache: Path, answers: int, *, bad: bool) -> Archive:
    """Take the archive of that size from the cache folder, or make it there."""
    recipe = hashlib.sha256(Path(__file__).read_bytes())
    recipe.update((settings.CRITERIA / f"{EDITION.name}.toml").read_bytes())
    name = f"{answers}-{'bad' if bad else 'clean'}-{recipe.hexdigest()[:8]}"
    folder = cache / name
    if not folder.exists():
        begun = cache / f"{name}.{os.getpid()}"
        shutil.rmtree(begun, ignore_errors=True)
        for form in ("long", "wide"):
            (begun / form).mkdir(parents=True)
        _make(begun, answers // len(QUESTIONS), bad)
        begun.rename(folder)
    return Archive(folder, answers // len(QUESTIONS) * len(QUESTIONS))


def small_pack(number: int, *, whole: bool) -> list[PackFile]:
    """One inspection of 30 cases, 810 answers, of a team of its own; other numbers, other ids.

    Args:
        number: sets the ids and the answers.
        whole: with interviews, quotes and a copy list as well.

    """
    rng = np.random.default_rng([SEED, 2, number])
    inspection, yot = f"new{number:05d}", f"newteam{number:05d}"
    cases = [f"N{number:05d}-{place:02d}" for place in range(1, 31)]
    answers = _LONG[_draw(rng, len(cases), {})]
    details = zip(cases, _tails(rng, len(cases)), strict=True)
    rows: dict[Table, list[str]] = {
        YOTS: [f"{yot},Team {number},,England,,2000-04-01,"],
        INSPECTIONS: [f"{inspection},{yot},2015-01-05,2015-01-07,2015-01-28,{EDITION.name},,,,,,,"],
        CASES: [f"{inspection},{case},{order},{tail}" for case, (order, tail) in details],
        ANSWERS: [
            f"{inspection},{case}{cell}"
            for case, cells in zip(cases, answers, strict=True)
            for cell in cells
        ],
    }
    if whole:
        rows[INTERVIEWS] = [
            f"{inspection},CM{manager:02d},{question.id},{rng.choice(['yes', 'no'])},"
            for manager in range(1, 9)
            for question in EDITION.interview_questions
        ]
        rows[QUOTES] = [
            f'{inspection},{case},lor_plan,"The plan of case {place}, in plain words, was clear.",'
            "yes"
            for place, case in enumerate(cases[:10])
        ]
        rows[RECIPIENTS] = [f"{inspection},Member {place} of the board," for place in range(1, 9)]
    return [
        PackFile(f"{table.name}.csv", "\n".join([",".join(table.headings), *lines, ""]).encode())
        for table, lines in rows.items()
    ]


# ---- the small tables ------------------------------------------------------------------------


def _references(case: Numbers) -> tuple[list[str], list[str]]:
    """The inspection_id and case_id of each case, by its number in the archive."""
    inspection, place = np.divmod(case, CASES_IN_INSPECTION)
    visit, team = np.divmod(inspection, TEAMS)
    numbers = list(zip(team.tolist(), visit.tolist(), place.tolist(), strict=True))
    return (
        [f"yot{t:03d}-{v:03d}" for t, v, _ in numbers],
        [f"Y{t:03d}{v:03d}-{p + 1:02d}" for t, v, p in numbers],
    )


def _write_yots_and_inspections(folder: Path, cases: int) -> None:
    inspections = -(-cases // CASES_IN_INSPECTION)
    ids = dict.fromkeys(_references(np.arange(0, cases, CASES_IN_INSPECTION))[0])
    rows = []
    for number, inspection_id in enumerate(ids):
        start = date(2005, 1, 3) + timedelta(days=28 * (number // TEAMS))
        rows.append(
            [
                inspection_id, inspection_id[:6], start, start + timedelta(days=2),
                start + timedelta(days=23), EDITION.name, "", "", "", "", "", "", "",
            ]
        )  # fmt: skip
    yots = [
        [f"yot{t:03d}", f"Team {t:03d}", "", "England", "", "2000-04-01", ""]
        for t in range(min(TEAMS, inspections))
    ]
    for form in ("long", "wide"):
        for table, content in ((YOTS, yots), (INSPECTIONS, rows)):
            with (folder / form / f"{table.name}.csv").open("w", encoding="utf-8") as stream:
                csv.writer(stream, lineterminator="\n").writerows([table.headings, *content])


_ORDERS = (
    "referral order", "youth rehabilitation order", "detention and training order",
    '"youth rehabilitation order, with supervision"',
    '"referral order\nextended by the court"',
)  # fmt: skip
_ORDER_SHARES = (0.4, 0.3, 0.2, 0.095, 0.005)


def _tails(rng: np.random.Generator, many: int) -> list[tuple[str, str]]:
    """The order type and the other cells of a case, as they stand in the file."""
    order = rng.choice(_ORDERS, many, p=_ORDER_SHARES)
    columns = [
        rng.choice(words, many).tolist()
        for words in (
            ("yes", "no"), ("male", "female"), [str(age) for age in range(10, 18)],
            ("white", "black", "asian", "mixed", ""), ("yes", "no"),
            ("low", "medium", "high", "very_high"), ("low", "medium", "high", "not_assessed"),
            [str(date(2005, 1, 1) + timedelta(days=day)) for day in range(0, 3000, 7)],
            [f"CM{number:02d}" for number in range(1, 31)],
            [f"I{number}" for number in range(1, 9)],
        )
    ]  # fmt: skip
    return list(zip(order.tolist(), map(",".join, zip(*columns, strict=True)), strict=True))


# ---- answers ---------------------------------------------------------------------------------


def _choices(at: int) -> list[tuple[str, str]]:
    """What can stand under a question: the answers, then "no" with one or two reasons."""
    codes = QUESTIONS[at].reasons
    two = [f"{a};{b}" for n, a in enumerate(codes) for b in codes[n + 1 :]]
    return [*((word, "") for word in _WORDS), *(("no", reasons) for reasons in (*codes, *two))]


_CHOICES = [_choices(at) for at in range(len(QUESTIONS))]
_FIRST = np.cumsum([0, *map(len, _CHOICES)])[:-1]


def _objects(texts: list[str]) -> Objects:
    return np.array(texts, dtype=object)


_LONG = _objects(
    [
        f",{q.id},{answer},{reasons},"
        for q, choices in zip(QUESTIONS, _CHOICES, strict=True)
        for answer, reasons in choices
    ]
)
_WIDE = _objects(
    [
        f",{answer},{reasons}" if at in _WITH_REASONS else f",{answer}"
        for at, choices in enumerate(_CHOICES)
        for answer, reasons in choices
    ]
)


def _draw(rng: np.random.Generator, cases: int, bad: dict[int, "_Bad"]) -> Numbers:
    """Answers that obey the routing, a row a case: codes that `_LONG` and `_WIDE` spell out."""
    chance = rng.random((cases, len(QUESTIONS)))
    answers = np.empty((cases, len(QUESTIONS)), dtype=np.int64)
    for at, question in enumerate(QUESTIONS):
        relevance, share = question.relevance, chance[:, at]
        always = np.where(share < 0.68, _YES, _NO)
        answers[:, at] = np.where((share > 0.85) & (not relevance.must_be_answered), 2, always)
        for case, wrong in bad.items():
            if at in wrong.forced:
                answers[case, at] = wrong.forced[at]
        if question.parent:
            parent = answers[:, _AT[question.parent]]
            still_open = np.isin(parent, [_WORDS.index(word) for word in relevance.parent_answers])
            answers[:, at] = np.where(still_open, answers[:, at], _NOT_RELEVANT)
    many = np.array([len(choices) - len(_WORDS) for choices in _CHOICES])
    picked = (rng.random(answers.shape) * many).astype(np.int64)
    reasoned = (answers == _NO) & (many > 0) & (rng.random(answers.shape) < 0.08)
    return np.where(reasoned, len(_WORDS) + picked, answers) + _FIRST


_SPOKEN = (
    "the plan was clear about who would do what and by when a review had been needed after the "
    "move of school but was not done until much later parents took part in the work their views "
    "were heard health workers shared what they knew with others in good time safety at home "
    "had been thought about not enough use made of earlier assessments "
)


def _phrases(rng: np.random.Generator, many: int) -> Objects:
    """Phrases of 10 to 39 characters, each beginning with a word."""
    words = [at + 1 for at, letter in enumerate(_SPOKEN) if letter == " "][:-1]
    starts = rng.choice(words, many).tolist()
    lengths = rng.integers(10, 40, many).tolist()
    return _objects(
        [
            (_SPOKEN * 2)[start : start + length].strip().ljust(length, "s")
            for start, length in zip(starts, lengths, strict=True)
        ]
    )


def _notes(rng: np.random.Generator, phrases: Objects, many: int) -> tuple[Objects, Numbers]:
    """Notes as they stand in the file, and the line breaks in each."""
    first, second = (phrases[rng.integers(0, len(phrases), many)] for _ in range(2))
    form = rng.choice(4, many, p=(0.7, 0.2, 0.05, 0.05))
    before = _objects(["", '"', '"', '"""'])[form]
    between = _objects([" ", ", ", "\n", '"" '])[form]
    after = _objects(["", '"', '"', '"'])[form]
    return before + first + between + second + after, (form == 2).astype(np.int64)


# ---- bad answers -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Bad:
    """One bad answer: its sort, the question, and the answers that make it bad."""

    sort: str
    at: int
    forced: dict[int, int] = field(default_factory=dict)


def _family(child: int, parent_answer: int) -> dict[int, int]:
    """The parent's answer, and its other children left not relevant."""
    parent = QUESTIONS[child].parent
    siblings = {at: _NOT_RELEVANT for at in _CHILDREN if QUESTIONS[at].parent == parent}
    return {**siblings, _AT[parent]: parent_answer}


def _closing(child: int) -> int:
    """An answer of the parent that rules the child out."""
    opens = QUESTIONS[child].relevance.parent_answers
    parent = QUESTIONS[_AT[QUESTIONS[child].parent]]
    ruled_out = [a for a in (_NO, _YES, _NOT_RELEVANT) if _WORDS[a] not in opens]
    return ruled_out[-1] if not parent.relevance.must_be_answered else ruled_out[0]


def _opening(child: int) -> int:
    return _WORDS.index(QUESTIONS[child].relevance.parent_answers[0])


_SORTS: dict[str, Callable[[int], _Bad]] = {
    **{
        sort: lambda n, sort=sort: _Bad(sort, _ALONE[n % len(_ALONE)])
        for sort in (
            "vocabulary", "required", "unknown_question", "unknown_case", "unknown_inspection",
            "duplicate", "missing_answer", "text_too_long", "cell too many", "cell too few",
        )
    },
    **{
        sort: lambda n, sort=sort: _Bad(sort, _REASONED[n % len(_REASONED)])
        for sort in ("reason_without_no", "unknown_reason")
    },
    "routed_out": lambda n: _Bad(
        "routed_out",
        child := _CHILDREN[n % len(_CHILDREN)],
        _family(child, _closing(child)),
    ),
    "must_answer": lambda n: _Bad("must_answer", _ALWAYS[n % len(_ALWAYS)])
    if n % 2
    else _Bad(
        "must_answer",
        child := _CHILDREN_ALWAYS[n // 2 % len(_CHILDREN_ALWAYS)],
        _family(child, _opening(child)),
    ),
}  # fmt: skip
"""Every way in which a row of answers can be bad."""

_TOO_LONG = "said " * (LONGEST["text"] // 5 + 1)


def _bad_long(wrong: _Bad, inspection: str, case: str, good: str) -> tuple[list[str], set[str]]:
    """The records in place of the good one, and the rules that the last breaks.

    The good record has no note. Where nothing stands in its place the answer is missing.
    """
    question = QUESTIONS[wrong.at].id
    answer, reasons = good.split(",")[3:5]

    def record(
        inspection: str = inspection, case: str = case, question: str = question,
        answer: str = answer, reasons: str = reasons, note: str = "",
    ) -> str:  # fmt: skip
        return f"{inspection},{case},{question},{answer},{reasons},{note}"

    match wrong.sort:
        case "vocabulary":
            return [record(answer="partly", reasons="")], {"vocabulary"}
        case "required":
            return [record(answer="", reasons="")], {"required"}
        case "unknown_question":
            return [record(question=f"{question}s")], {"unknown_question", "missing_answer"}
        case "unknown_case":
            return [record(case=f"{case}9")], {"unknown_case", "missing_answer"}
        case "unknown_inspection":
            return [record(inspection=f"{inspection}9")], {"unknown_inspection", "missing_answer"}
        case "duplicate":
            return [good, record(note="again")], {"duplicate"}
        case "missing_answer":
            return [], {"missing_answer"}
        case "text_too_long":
            return [record(note=f'"{_TOO_LONG}, so it was said"')], {"text_too_long"}
        case "cell too many":
            return [record(note="a comma, not quoted")], {"column_count"}
        case "cell too few":
            return [record().removesuffix(",")], {"column_count"}
        case "reason_without_no":
            return [record(answer="yes", reasons="other")], {"reason_without_no"}
        case "unknown_reason":
            return [record(answer="no", reasons="not_listed")], {"unknown_reason"}
        case "routed_out":
            return [record(answer="yes", reasons="")], {"routed_out"}
        case "must_answer":
            return [record(answer="not relevant", reasons="")], {"must_answer"}
    raise KeyError(wrong.sort)


def _bad_wide(
    wrong: _Bad, inspection: str, case: str, order: str, tail: str, cells: list[str]
) -> tuple[list[str], str | None]:
    """The records of the case, and the rule that the last breaks, if the form lets it."""
    rule: str | None = wrong.sort
    before = cells[wrong.at]
    after = "," if wrong.at in _WITH_REASONS else ""
    times = 1
    match wrong.sort:
        case "vocabulary":
            cells[wrong.at] = f",partly{after}"
        case "required":
            cells[wrong.at] = f",{after}"
        case "routed_out":
            cells[wrong.at] = f",yes{after}"
        case "must_answer":
            cells[wrong.at] = f",not relevant{after}"
        case "reason_without_no":
            cells[wrong.at] = ",yes,other"
        case "unknown_reason":
            cells[wrong.at] = ",no,not_listed"
        case "unknown_inspection":
            inspection += "9"
        case "text_too_long":
            order = f'"{_TOO_LONG}, so it was said"'
        case "duplicate":
            times = 2
        case "cell too many":
            cells[-1] += ",surplus"  # a blank last cell too many is forgiven
            rule = "column_count"
        case "cell too few":
            cells[wrong.at] = before[before.index(",", 1) :] if after else ""
            rule = "column_count"
        case _:
            rule = None
    return [f"{inspection},{case},{order},{tail}{''.join(cells)}"] * times, rule


# ---- writing ---------------------------------------------------------------------------------


def _choose_bad(rng: np.random.Generator, cases: int) -> dict[int, _Bad]:
    """The cases that hold a bad answer: every sort as often as the others."""
    many = round(cases * len(QUESTIONS) * BAD_SHARE)
    chosen = rng.choice(cases, many, replace=False).tolist()
    makers = list(_SORTS.values())
    return {case: makers[n % len(makers)](n // len(makers)) for n, case in enumerate(chosen)}


class _Written:
    """A file that grows, and the line at which it goes on."""

    def __init__(self, stream: TextIO, headings: list[str]) -> None:
        self.stream = stream
        stream.write(",".join(headings) + "\n")
        self.next_line = 2

    def add(self, pieces: list[str], lines: Numbers) -> Numbers:
        """Write the pieces (records, each with its end) and return the line each begins on."""
        begins = self.next_line + np.cumsum(lines) - lines
        self.stream.write("".join(pieces))
        self.next_line += int(lines.sum())
        return begins


def _lines(record: str) -> int:
    return record.count("\n") + 1


def _make(folder: Path, cases: int, bad: bool) -> None:
    _write_yots_and_inspections(folder, cases)
    # What is bad is drawn apart, so that the good answers are the same in both archives.
    wrong = _choose_bad(np.random.default_rng([SEED, 1]), cases) if bad else {}
    rng = np.random.default_rng([SEED, 0])
    phrases, tails = _phrases(rng, 4000), _tails(rng, 4000)
    wide_headings = [
        heading
        for at, q in enumerate(QUESTIONS)
        for heading in ((q.id, f"{q.id}.reasons") if at in _WITH_REASONS else (q.id,))
    ]
    truth: dict[str, list[Problem]] = {"long": [], "wide": []}
    with (
        (folder / "long" / "answers.csv").open("w", encoding="utf-8", newline="") as answers_file,
        (folder / "long" / "cases.csv").open("w", encoding="utf-8", newline="") as cases_file,
        (folder / "wide" / "cases.csv").open("w", encoding="utf-8", newline="") as wide_file,
    ):
        long = _Written(
            answers_file,
            list(ANSWERS.headings),
        )
        samples = _Written(cases_file, list(CASES.headings))
        wide = _Written(wide_file, [*CASES.headings, *wide_headings])
        for first in range(0, cases, _CHUNK):
            numbers = np.arange(first, min(first + _CHUNK, cases))
            here = {n - first: wrong[n] for n in numbers.tolist() if n in wrong}
            ids = _references(numbers)
            codes = _draw(rng, len(numbers), here)
            details = [tails[n] for n in rng.integers(0, len(tails), len(numbers)).tolist()]
            case_lines = _write_cases(samples, ids, details)
            truth["wide"] += _write_wide(wide, ids, details, codes, here)
            truth["long"] += _write_long(long, ids, codes, here, rng, phrases, case_lines)
    for form, problems in truth.items():
        with (folder / f"truth_{form}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(sorted(problems))


Ids = tuple[list[str], list[str]]
Details = list[tuple[str, str]]


def _write_cases(file: _Written, ids: Ids, details: Details) -> Numbers:
    records = [
        f"{inspection},{case},{order},{tail}\n"
        for inspection, case, (order, tail) in zip(*ids, details, strict=True)
    ]
    return file.add(records, np.array([_lines(order) for order, _ in details]))


def _write_long(
    file: _Written,
    ids: Ids,
    codes: Numbers,
    bad: dict[int, _Bad],
    rng: np.random.Generator,
    phrases: Objects,
    case_lines: Numbers,
) -> list[Problem]:
    starts = _objects([f"{inspection},{case}" for inspection, case in zip(*ids, strict=True)])
    records = np.repeat(starts, codes.shape[1]) + _LONG[codes.ravel()]
    lines = np.ones(len(records), dtype=np.int64)
    noted = np.flatnonzero(rng.random(len(records)) < 0.05)
    notes, breaks = _notes(rng, phrases, len(noted))
    without = {case: records[case * codes.shape[1] + wrong.at] for case, wrong in bad.items()}
    records[noted] += notes
    lines[noted] += breaks
    pieces = (records + "\n").tolist()
    broken: list[tuple[int, int, str]] = []
    problems: list[Problem] = []
    for case, wrong in bad.items():
        at = case * codes.shape[1] + wrong.at
        put, rules = _bad_long(wrong, ids[0][case], ids[1][case], without[case])
        pieces[at] = "".join(f"{record}\n" for record in put)
        lines[at] = sum(map(_lines, put))
        for rule in sorted(rules):
            if rule == "missing_answer":
                problems.append(("cases.csv", int(case_lines[case]), rule))
            else:
                broken.append((at, len(put) - 1, rule))
    begins = file.add(pieces, lines)
    return problems + [("answers.csv", int(begins[at]) + after, rule) for at, after, rule in broken]


def _write_wide(
    file: _Written, ids: Ids, details: Details, codes: Numbers, bad: dict[int, _Bad]
) -> list[Problem]:
    starts = [
        f"{inspection},{case},{order},{tail}"
        for inspection, case, (order, tail) in zip(*ids, details, strict=True)
    ]
    records = _objects(starts)
    cells = _WIDE[codes]
    for at in range(codes.shape[1]):
        records = records + cells[:, at]
    pieces = (records + "\n").tolist()
    lines = np.array([_lines(order) for order, _ in details])
    broken: list[tuple[int, int, str]] = []
    for case, wrong in bad.items():
        put, rule = _bad_wide(wrong, ids[0][case], ids[1][case], *details[case], list(cells[case]))
        pieces[case] = "".join(f"{record}\n" for record in put)
        lines[case] = sum(map(_lines, put))
        if rule is not None:
            broken.append((case, sum(map(_lines, put[:-1])), rule))
    begins = file.add(pieces, lines)
    return [("cases.csv", int(begins[case]) + after, rule) for case, after, rule in broken]
