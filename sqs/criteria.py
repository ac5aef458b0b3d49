"""Editions of the question set: Edition > Section > Question, read from data/criteria/*.toml.

The files name things; what a name does is written here. A mistake in a file is told in one
sentence that says which file, where, what was found and what is allowed.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqs import settings


class CriteriaError(Exception):
    """A criteria file cannot be used; the message is one sentence for the person who edits it."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """When a question can be relevant to a case, as far as other answers decide it.

    Attributes:
        sentence: how it is said to people, with {parent} for the parent question's title.
        parent_answers: the parent's answers that leave the question open; empty: no parent.
        must_be_answered: whether "not relevant" is then refused.

    """

    sentence: str
    parent_answers: tuple[str, ...] = ()
    must_be_answered: bool = False


RELEVANCE: Mapping[str, Relevance] = {
    "every_case": Relevance("every case", must_be_answered=True),
    "every_interview": Relevance("every interview", must_be_answered=True),
    "where_needed": Relevance("where the inspector judges that it was needed"),
    "parent_yes": Relevance("where '{parent}' is yes", ("yes",), must_be_answered=True),
    "parent_no": Relevance("where '{parent}' is no", ("no",), must_be_answered=True),
    "parent_yes_where_needed": Relevance("where '{parent}' is yes, if needed", ("yes",)),
    "parent_relevant": Relevance("where '{parent}' is relevant, if needed", ("yes", "no")),
}
"""The rules a criteria file may name in `relevant_when`."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an edition.

    Attributes:
        id: the question_id of the pack's files.
        section: key of its section.
        fact: a fact routes other questions and is never scored.
        relevant_when: name of a rule in RELEVANCE; `parent` is the question it looks at.
        relevant_text: the same for readers ("where a review was needed").
        letter: paragraphs of the letter that speak of it.
        words: how prose refers to it.
        reasons: codes that may stand beside a "no" (always with `other`, if judged).
        unit: what is counted: "case", "report" or "case manager".
        thing, plural: what fell short, for causes ("reviews", True).
        review_of: the question whose work this one reviews, if any.

    """

    id: str
    section: str
    title: str
    asks: str
    relevant_when: str
    parent: str = ""
    relevant_text: str = "every case"
    fact: bool = False
    group: str = ""
    letter: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unit: str = "case"
    thing: str = "the work"
    plural: bool = True
    review_of: str = ""

    @property
    def relevance(self) -> Relevance:
        """The rule that `relevant_when` names."""
        return RELEVANCE[self.relevant_when]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer was no: its code, a title for tables, and the cause as a clause."""

    code: str
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the question set; `number` is its number in the letter (0: none)."""

    key: str
    title: str
    number: int
    of: str
    questions: tuple[Question, ...]

    @property
    def judged(self) -> tuple[Question, ...]:
        """Its questions without the facts."""
        return tuple(question for question in self.questions if not question.fact)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the question set."""

    name: str
    title: str
    provenance: str
    sections: tuple[Section, ...]
    reasons: Mapping[str, Reason]
    _by_id: Mapping[str, Question] = field(default_factory=dict, compare=False, repr=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the file, interviews included."""
        return tuple(self._by_id.values())

    @property
    def case_questions(self) -> tuple[Question, ...]:
        """The questions asked of cases, facts included."""
        return tuple(q for q in self.questions if q.relevant_when != "every_interview")

    @property
    def interview_questions(self) -> tuple[Question, ...]:
        """The questions asked of case managers."""
        return tuple(q for q in self.questions if q.relevant_when == "every_interview")

    def question(self, question_id: str) -> Question:
        """The question with that id; KeyError where the edition has none."""
        return self._by_id[question_id]

    def holds(self, question_id: str) -> bool:
        """Whether the edition asks that question."""
        return question_id in self._by_id

    def section(self, key: str) -> Section:
        """The section with that key; KeyError where the edition has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


_FILE_KEYS = {"edition", "title", "provenance", "reasons", "section"}
_SECTION_KEYS = {"key", "title", "number", "of", "question"}
_QUESTION_KEYS = set(Question.__dataclass_fields__) - {"section"}
_LIST_KEYS = {"letter", "words", "reasons"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_edition(path: Path) -> Edition:
    """Read and check one criteria file.

    Raises:
        CriteriaError: with a sentence for the first mistake found.

    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CriteriaError(f"{path.name}: this is not readable TOML ({error}).") from error
    return _Reader(path.name).edition(raw, path.stem)


def _wanted(key: str, value: object, where: str) -> str:
    """What the key should have held, or nothing where it holds that."""
    if key in ("section", "question"):
        right = isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
        return "" if right else f"write [[{key}]] once or more"
    if key == "reasons" and where == "edition":
        right = isinstance(value, dict) and all(isinstance(v, dict) for v in value.values())
        return "" if right else "give every reason a title and because"
    if key in _LIST_KEYS:
        right = isinstance(value, list) and all(isinstance(v, str) for v in value)
        return "" if right else 'write a list of texts, as in ["1.1"]'
    if key in ("fact", "plural"):
        return "" if isinstance(value, bool) else "write true or false"
    if key == "number":
        right = isinstance(value, int) and not isinstance(value, bool)
        return "" if right else "write a whole number"
    return "" if isinstance(value, str) and value.strip() else "write a text in quotation marks"


class _Reader:
    """Checks one file's contents; every refusal begins with the file's name."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, where: str, found: str, allowed: str) -> CriteriaError:
        return CriteriaError(f"{self.file}, {where}: found {found}; {allowed}.")

    def keys(self, where: str, table: Mapping[str, Any], known: set[str], need: list[str]) -> None:
        for key in need:
            if key not in table:
                raise self.refuse(where, f"no '{key}'", f"every {where.split()[0]} needs one")
        if unknown := sorted(set(table) - known):
            raise self.refuse(where, f"'{unknown[0]}'", f"use one of {', '.join(sorted(known))}")
        for key, value in table.items():
            wanted = _wanted(key, value, where)
            if wanted:
                raise self.refuse(where, f"{key} = {value!r:.60}", wanted)

    def name(self, where: str, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise self.refuse(where, f"'{name}'", "use small letters, digits and underscores only")

    def edition(self, raw: Mapping[str, Any], stem: str) -> Edition:
        self.keys("edition", raw, _FILE_KEYS, ["edition", "title", "provenance", "section"])
        if raw["edition"] != stem:
            raise self.refuse(
                "edition", f"'{raw['edition']}'", f"it must be the file's own name, '{stem}'"
            )
        reasons = {
            code: Reason(code, str(words.get("title", "")), str(words.get("because", "")))
            for code, words in raw.get("reasons", {}).items()
        }
        for reason in reasons.values():
            if not (reason.title and reason.because):
                raise self.refuse(f"reason {reason.code}", "no wording", "give title and because")
        sections = tuple(self.section(table) for table in raw["section"])
        by_id: dict[str, Question] = {}
        keys: set[str] = set()
        for section in sections:
            if section.key in keys:
                raise self.refuse(f"section {section.key}", "the key twice", "use each key once")
            keys.add(section.key)
            for question in section.questions:
                if question.id in by_id:
                    raise self.refuse(f"question {question.id}", "the id twice", "use each id once")
                by_id[question.id] = question
        for question in by_id.values():
            self.question_links(question, by_id, reasons)
        return Edition(raw["edition"], raw["title"], raw["provenance"], sections, reasons, by_id)

    def section(self, table: Mapping[str, Any]) -> Section:
        where = f"section {table.get('key', '(no key)')}"
        self.keys(where, table, _SECTION_KEYS, ["key", "title", "question"])
        self.name(where, table["key"])
        return Section(
            table["key"],
            table["title"],
            table.get("number", 0),
            table.get("of", "cases"),
            tuple(self.question(entry, table) for entry in table["question"]),
        )

    def question(self, table: Mapping[str, Any], section: Mapping[str, Any]) -> Question:
        where = f"question {table.get('id', '(no id)')}"
        self.keys(where, table, _QUESTION_KEYS, ["id", "title", "asks", "relevant_when"])
        self.name(where, table["id"])
        rule = table["relevant_when"]
        if rule not in RELEVANCE:
            raise self.refuse(
                where, f"relevant_when '{rule}'", f"use one of {', '.join(RELEVANCE)}"
            )
        values: dict[str, Any] = {
            key: tuple(value) if key in _LIST_KEYS else value for key, value in table.items()
        }
        judged_case = not values.get("fact") and rule != "every_interview"
        if judged_case:
            values["reasons"] = (*values.get("reasons", ()), "other")
        if rule == "every_interview":
            values |= {"relevant_text": "every interview", "unit": "case manager"}
        return Question(section=section["key"], **values)

    def question_links(
        self, question: Question, by_id: Mapping[str, Question], reasons: Mapping[str, Reason]
    ) -> None:
        where = f"question {question.id}"
        ids = list(by_id)
        before = ids[: ids.index(question.id)]
        if question.relevance.parent_answers and question.parent not in before:
            found = f"parent '{question.parent}'" if question.parent else "no parent"
            raise self.refuse(where, found, "name a question that stands before this one")
        if question.parent and not question.relevance.parent_answers:
            raise self.refuse(
                where, f"parent '{question.parent}'", f"{question.relevant_when} looks at no parent"
            )
        if question.review_of and question.review_of not in by_id:
            raise self.refuse(
                where, f"review_of '{question.review_of}'", "name a question of this file"
            )
        for code in question.reasons:
            if code not in reasons:
                raise self.refuse(
                    where, f"reason '{code}'", f"use one of {', '.join(sorted(reasons))}"
                )
        if question.fact and question.letter:
            raise self.refuse(where, "a fact with a letter paragraph", "facts are never scored")
        if question.fact and question.reasons:
            raise self.refuse(where, "a fact with reasons", "only judgements have reasons")


@functools.cache
def editions(folder: Path = settings.CRITERIA) -> Mapping[str, Edition]:
    """Every edition in the folder by name, read once a process.

    Raises:
        CriteriaError: where any file has a mistake, or the folder holds none.

    """
    read = [read_edition(path) for path in sorted(folder.glob("*.toml"))]
    if not read:
        raise CriteriaError(f"{folder.name}: found no criteria file; put one edition at least.")
    return {edition.name: edition for edition in read}
