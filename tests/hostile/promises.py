"""What the upload desk promises whatever it is given, and a second way to read answers."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable

from by_hand import counted
from packs import bedfordshire, contents

from sqs.figures.scores import scores
from sqs.intake.loading import Receipt, load
from sqs.intake.packs import PackFile
from sqs.store.database import Database

Answers = dict[str, set[tuple[str, str, str]]]
"""By inspection_id: (case or interviewee, question, answer)."""


def kept(database: Database, files: list[PackFile]) -> Receipt:
    """Load the files, in the place of what is there, and hold the outcome to every promise."""
    before = contents(database)

    receipt = load(database, files, replace=True, by="test")

    assert receipt.status in ("loaded", "unchanged", "refused")
    assert [p.message for p in receipt.problems if not p.message.endswith(".")] == []
    if receipt.status == "refused":
        assert receipt.problems
        assert receipt.problem_counts
    else:
        assert not receipt.problems
        for inspection, answers in by_hand(files).items():
            assert stored(database, inspection) >= answers, inspection
            assert figures(database, inspection) == by_question(stored(database, inspection))
    if receipt.status != "loaded":
        assert contents(database) == before
    return receipt


def stored(database: Database, inspection_id: str) -> set[tuple[str, str, str]]:
    with database.reading() as cursor:
        return set(
            cursor.execute(
                "select case_id, question_id, answer::varchar from answers "
                "where inspection_id = $1 union all "
                "select interviewee, question_id, answer::varchar from interviews "
                "where inspection_id = $1",
                [inspection_id],
            ).fetchall()
        )


def figures(database: Database, inspection_id: str) -> dict[str, tuple[int, int, int]]:
    with database.reading() as cursor:
        found = scores(cursor, [inspection_id])
    return {f.question_id: (f.met, f.relevant, f.not_relevant) for f in found if f.question_id}


def by_question(answers: Iterable[tuple[str, str, str]]) -> dict[str, tuple[int, int, int]]:
    """Counted by hand; a fact routes other questions and is never scored."""
    return {
        question: counts for question, counts in counted(answers).items() if question not in FACTS
    }


FACTS = ("psr_prepared", "panel_report_prepared", "compliance")
QUESTIONS = {row[2] for row in bedfordshire().tables["answers"][1:]}
SAID = {
    "yes": "yes", "y": "yes", "true": "yes", "1": "yes", "1.0": "yes",
    "no": "no", "n": "no", "false": "no", "0": "no", "0.0": "no",
}  # fmt: skip


def by_hand(files: Iterable[PackFile]) -> Answers:
    """The answers in files that were accepted, read by Python's csv and these lines alone."""
    found: Answers = defaultdict(set)
    for data in (data for file in files for data in _members(file.data)):
        text = _text(data)
        first = next((line for line in text.splitlines() if line.strip(' ,;\t\r\n"')), "")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
        headings: list[str] = []
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not headings:
                # Excel's mark of UTF-8 stands before the heading, be it after a blank line.
                headings = [cell.strip("\ufeff \t").lower() for cell in row]
                continue
            cells = {h: c.strip() for h, c in zip(headings, row, strict=False)}
            if {"answer", "inspector"} <= cells.keys():
                continue  # a second read counts nowhere
            who = cells.get("case_id", cells.get("interviewee", ""))
            asked = [cells["question_id"]] if "answer" in cells else QUESTIONS & cells.keys()
            for question in asked:
                said = cells["answer" if "answer" in cells else question]
                answer = SAID.get(" ".join(said.lower().split()), "not relevant")
                found[cells["inspection_id"]].add((who, question, answer))
    return found


def _members(data: bytes) -> list[bytes]:
    # A zip may have something before it, as those that unpack themselves do.
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return data.decode("utf-32")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    # A NUL beside the first letter is UTF-16 without its mark.
    if 0 in data[:2]:
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le")
    try:
        return data.decode("utf-8-sig").lstrip("\ufeff")
    except UnicodeDecodeError:
        return data.decode("cp1252")
