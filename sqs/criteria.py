"""Editions of the question set: Edition > Section > Question, read from data/criteria/*.toml.

The files name things; what a name does is written here. A mistake in a file is told in one
sentence that says which file, where, what was found and what is allowed.

A file may extend another edition and list only what differs: what it drops, what it words anew and
what it adds. Figures are compared across editions only for questions that mean the same in both.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
        about: for an interview question, those whose answers in the cases bear it out or not.
        since: the edition in which it got the meaning that it has.

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
    about: tuple[str, ...] = ()
    since: str = ""

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
    """One version of the question set; `extends` names the one that it was made from, if any."""

    name: str
    title: str
    provenance: str
    sections: tuple[Section, ...]
    reasons: Mapping[str, Reason]
    extends: str = ""
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

    def shares(self, question: Question) -> bool:
        """Whether the edition asks a question of any edition, and means the same by it."""
        own = self._by_id.get(question.id)
        return own is not None and own.since == question.since

    def section(self, key: str) -> Section:
        """The section with that key; KeyError where the edition has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


_FILE_KEYS = {"edition", "title", "provenance", "extends", "reasons", "section"}
_OVERLAY_KEYS = _FILE_KEYS | {"drops"}
_SECTION_KEYS = {"key", "title", "number", "of", "question"}
_QUESTION_KEYS = set(Question.__dataclass_fields__) - {"section", "since"}
_ADDED_KEYS = _QUESTION_KEYS | {"after"}
_ALTERED_KEYS = _QUESTION_KEYS | {"changed"}
_MEANING = ("asks", "fact", "relevant_when", "relevant_text", "parent", "unit")
"""What cannot be altered without a word on whether the question still means the same."""
_LIST_KEYS = {"letter", "words", "reasons", "about", "drops"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_edition(path: Path) -> Edition:
    """Read and check one criteria file, with the file that it extends, if any.

    Raises:
        CriteriaError: with a sentence for the first mistake found.

    """
    return _Reader(path).read()


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
        as_in = "health_wellbeing" if key == "drops" else "1.1"
        return "" if right else f'write a list of texts, as in ["{as_in}"]'
    if key in ("fact", "plural", "changed"):
        return "" if isinstance(value, bool) else "write true or false"
    if key == "number":
        right = isinstance(value, int) and not isinstance(value, bool)
        return "" if right else "write a whole number"
    return "" if isinstance(value, str) and value.strip() else "write a text in quotation marks"


class _Reader:
    """Checks one file's contents; every refusal begins with the file's name."""

    def __init__(self, path: Path, above: tuple[str, ...] = ()) -> None:
        """Begin with a file; `above` are the editions that extend it, the nearest last."""
        self.path = path
        self.name = path.stem
        self.above = above

    def refuse(self, where: str, found: str, allowed: str) -> CriteriaError:
        return CriteriaError(f"{self.path.name}, {where}: found {found}; {allowed}.")

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

    def word(self, where: str, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise self.refuse(where, f"'{name}'", "use small letters, digits and underscores only")

    def read(self) -> Edition:
        try:
            raw = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CriteriaError(
                f"{self.path.name}: this is not readable TOML ({error})."
            ) from error
        overlay = "extends" in raw
        known = _OVERLAY_KEYS if overlay else _FILE_KEYS
        need = ["edition", "title", "provenance", *(() if overlay else ("section",))]
        self.keys("edition", raw, known, need)
        if raw["edition"] != self.name:
            raise self.refuse(
                "edition", f"'{raw['edition']}'", f"it must be the file's own name, '{self.name}'"
            )
        base = self.extended(raw["extends"]) if overlay else None
        reasons = dict(base.reasons) if base else {}
        reasons |= {
            code: Reason(code, str(words.get("title", "")), str(words.get("because", "")))
            for code, words in raw.get("reasons", {}).items()
        }
        for reason in reasons.values():
            if not (reason.title and reason.because):
                raise self.refuse(f"reason {reason.code}", "no wording", "give title and because")
        sections = self.laid_over(base, raw) if base else tuple(map(self.section, raw["section"]))
        by_id = self.by_id(sections)
        for question in by_id.values():
            self.question_links(question, by_id, reasons)
        return Edition(
            self.name, raw["title"], raw["provenance"], sections, reasons,
            raw.get("extends", ""), by_id,
        )  # fmt: skip

    def by_id(self, sections: tuple[Section, ...]) -> dict[str, Question]:
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
        return by_id

    def section(self, table: Mapping[str, Any]) -> Section:
        where = f"section {table.get('key', '(no key)')}"
        self.keys(where, table, _SECTION_KEYS, ["key", "title", "question"])
        self.word(where, table["key"])
        return Section(
            table["key"],
            table["title"],
            table.get("number", 0),
            table.get("of", "cases"),
            tuple(
                self.question(entry, table["key"], _QUESTION_KEYS) for entry in table["question"]
            ),
        )

    def question(self, table: Mapping[str, Any], section: str, known: set[str]) -> Question:
        where = f"question {table.get('id', '(no id)')}"
        self.keys(where, table, known, ["id", "title", "asks", "relevant_when"])
        self.word(where, table["id"])
        values = self.values(where, table)
        if values["relevant_when"] == "every_interview":
            values |= {"relevant_text": "every interview", "unit": "case manager"}
        elif not values.get("fact"):
            values["reasons"] = (*values.get("reasons", ()), "other")
        return Question(section=section, since=self.name, **values)

    def values(self, where: str, table: Mapping[str, Any]) -> dict[str, Any]:
        """What a question's table sets, as the attributes of a Question."""
        rule = table.get("relevant_when", "every_case")
        if rule not in RELEVANCE:
            raise self.refuse(
                where, f"relevant_when '{rule}'", f"use one of {', '.join(RELEVANCE)}"
            )
        return {
            key: tuple(value) if key in _LIST_KEYS else value
            for key, value in table.items()
            if key in _QUESTION_KEYS
        }

    # ---- what an overlay does

    def extended(self, name: str) -> Edition:
        """The edition that this one is laid over."""
        path = self.path.with_name(f"{name}.toml")
        above = (*self.above, self.name)
        if name in above:
            raise self.refuse(
                "edition", f"extends '{name}'", "name an edition that does not extend this one"
            )
        if not path.exists():
            raise self.refuse(
                "edition", f"extends '{name}' but no such file", f"put {path.name} beside this one"
            )
        return _Reader(path, above).read()

    def laid_over(self, base: Edition, raw: Mapping[str, Any]) -> tuple[Section, ...]:
        """The base's sections without what is dropped, each with what is altered and added."""
        drops = raw.get("drops", [])
        for question_id in drops:
            if not base.holds(question_id):
                raise self.refuse(
                    "edition", f"drops '{question_id}'", f"use a question_id of {base.name}"
                )
        kept = {
            section.key: replace(
                section, questions=tuple(q for q in section.questions if q.id not in drops)
            )
            for section in base.sections
        }
        for table in raw.get("section", []):
            key = table.get("key")
            kept[key] = self.section_over(kept, table) if key in kept else self.section(table)
        for section in kept.values():
            if not section.questions:
                raise self.refuse(
                    f"section {section.key}", "no question left", "keep or add one at least"
                )
        return tuple(kept.values())

    def section_over(self, kept: Mapping[str, Section], table: Mapping[str, Any]) -> Section:
        base = kept[table["key"]]
        self.keys(f"section {base.key}", table, _SECTION_KEYS, ["key"])
        homes = {question.id: each.key for each in kept.values() for question in each.questions}
        questions = list(base.questions)
        for entry in table.get("question", []):
            place = [question.id for question in questions]
            home = homes.get(entry.get("id"), "")
            if home not in ("", base.key):
                raise self.refuse(
                    f"question {entry['id']}", f"it in section {base.key}", f"write it in {home}"
                )
            if home:
                at = place.index(entry["id"])
                questions[at] = self.question_over(questions[at], entry)
                continue
            added = self.question(entry, base.key, _ADDED_KEYS)
            after = entry.get("after", place[-1] if place else "")
            if place and after not in place:
                raise self.refuse(
                    f"question {added.id}", f"after '{after}'", f"use one of {', '.join(place)}"
                )
            questions.insert(place.index(after) + 1 if place else 0, added)
        return Section(
            base.key,
            table.get("title", base.title),
            table.get("number", base.number),
            table.get("of", base.of),
            tuple(questions),
        )

    def question_over(self, base: Question, table: Mapping[str, Any]) -> Question:
        where = f"question {base.id}"
        self.keys(where, table, _ALTERED_KEYS, ["id"])
        values = self.values(where, table)
        altered = [key for key in _MEANING if key in table]
        if altered and "changed" not in table:
            raise self.refuse(
                where, f"another {altered[0]} and no 'changed'",
                "write changed = true where answers can no longer be compared, else false",
            )  # fmt: skip
        if "relevant_when" in table:
            values.setdefault("parent", "")
        if "reasons" in table and "other" in base.reasons:
            values["reasons"] += ("other",)
        since = self.name if table.get("changed") else base.since
        return replace(base, since=since, **values)

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
        for other in question.about:
            if other not in by_id:
                raise self.refuse(where, f"about '{other}'", "name questions of this file")
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
