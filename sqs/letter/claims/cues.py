"""The words by which an edition's questions are known in a letter: data/claims/*.toml."""

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqs import settings
from sqs.criteria import CriteriaError, Edition, editions

CASES = "cases"
"""What the number of cases read is called where a question_id is expected."""

_NOTHING = "nothing"
"""The aspect of phrases that hide an aspect's word and say nothing themselves."""

_GAP = " .. "


@dataclass(frozen=True, slots=True)
class Spoken:
    """How letters speak of one question.

    Attributes:
        says: the aspects that a sentence about it has, all of them.
        may: aspects that it may have besides.
        paragraphs: numbers of the paragraphs that speak of it.
        interviews: whether case managers were asked it.

    """

    question_id: str
    says: frozenset[str]
    may: frozenset[str]
    paragraphs: frozenset[str]
    interviews: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that letters state in the words of the judged question that it leads to.

    Attributes:
        leads_to: that question.
        said: the phrases that state the fact.

    """

    question_id: str
    leads_to: str
    said: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """All of one edition.

    Attributes:
        questions: in the edition's order, `cases` first.
        sections: heading of the letter's numbered sections by number ("2").
        known: by the first two letters of a phrase, the phrases that begin so as one pattern,
            longest first, and the aspects of each of its groups.
        implied: by aspect, those of which one goes with it; the first where none is named.
        steps: the aspects that say what was done (assessing, planning), not about what.
        facts: what may be stated beside the judged questions.
        heard: the aspects that say something of interviews (True), or of cases (False).

    """

    questions: tuple[Spoken, ...]
    sections: Mapping[str, str]
    interviews_heading: str
    known: Mapping[str, tuple[re.Pattern[str], tuple[tuple[str, ...], ...]]]
    implied: Mapping[str, tuple[str, ...]]
    steps: frozenset[str]
    facts: tuple[Fact, ...]
    heard: Mapping[bool, frozenset[str]]

    @property
    def leading(self) -> frozenset[str]:
        """The steps that stand for themselves; a review is of another one."""
        return self.steps - self.implied.keys()

    def aspects(self, text: str, start: int, end: int) -> list[tuple[int, str]]:
        """The aspects shown in that stretch of plain text, each with its place."""
        shown = []
        at = start
        for word in _WORD_BEGINS.finditer(text, start, end):
            if word.start() < at or (known := self.known.get(word[0])) is None:
                continue
            pattern, aspects = known
            found = pattern.match(text, word.start(), end)
            if found and found.lastindex:
                shown += [
                    (found.start(), aspect)
                    for aspect in aspects[found.lastindex - 1]
                    if aspect != _NOTHING
                ]
                at = found.end()
        return shown


_WORD_BEGINS = re.compile(r"(?<![\w-])\w\w")


def _pattern(phrase: str) -> str:
    words = phrase.replace(_GAP, "\1")
    pattern = re.escape(words).replace(r"\*", r"\w*").replace(r"\ ", "[ -]")
    return pattern.replace("\1", r"(?: [\w'/-]+){0,5}? ")


def read_cues(path: Path, edition: Edition) -> Cues:
    """Read and check the cues of one edition.

    An edition that extends another takes over its aspects and its questions; its own file adds to
    them.

    Raises:
        CriteriaError: with a sentence, where the file is missing or unreadable, a question is
            unknown or left out, or an aspect is.

    """
    file = path.name
    aspects: dict[str, list[str]] = {}
    entries: dict[str, Mapping[str, Any]] = {}
    implied: dict[str, tuple[str, ...]] = {}
    steps: set[str] = set()
    facts: dict[str, Fact] = {}
    if edition.extends:
        extended = editions()[edition.extends]
        below = _read(path.with_name(f"{edition.extends}.toml"))
        aspects |= below["aspects"]
        implied |= {name: tuple(others) for name, others in below.get("implied", {}).items()}
        steps |= set(below.get("steps", ()))
        facts |= _facts(below, edition, file)
        entries |= {
            entry["id"]: entry
            for entry in below["question"]
            if edition.holds(entry["id"]) or not extended.holds(entry["id"])
        }
    raw = _read(path)
    for aspect, words in raw["aspects"].items():
        aspects[aspect] = [*aspects.get(aspect, ()), *words]
    entries |= {entry["id"]: entry for entry in raw["question"]}
    implied |= {name: tuple(others) for name, others in raw.get("implied", {}).items()}
    steps |= set(raw.get("steps", ()))
    facts |= _facts(raw, edition, file)
    for place, names in (("implied", [*implied, *sum(implied.values(), ())]), ("steps", steps)):
        for aspect in names:
            if aspect not in aspects:
                raise CriteriaError(
                    f"{file}, {place}: found '{aspect}'; use one of {', '.join(aspects)}."
                )
    questions = []
    for question_id, entry in entries.items():
        if question_id != CASES and not edition.holds(question_id):
            raise CriteriaError(f"{file}: found '{question_id}'; use a question of the edition.")
        for aspect in (*entry.get("says", ()), *entry.get("may", ())):
            if aspect not in aspects:
                raise CriteriaError(
                    f"{file}, {question_id}: found '{aspect}'; use one of {', '.join(aspects)}."
                )
        asked = None if question_id == CASES else edition.question(question_id)
        questions.append(
            Spoken(
                question_id,
                frozenset(entry.get("says", ())),
                frozenset(entry.get("may", ())),
                frozenset(asked.letter if asked else ()),
                asked is not None and asked.relevant_when == "every_interview",
            )
        )
    spoken = {each.question_id for each in questions}
    for question in edition.questions:
        if question.letter and question.id not in spoken:
            raise CriteriaError(f"{file}: found no '{question.id}'; say how letters speak of it.")
    shown: dict[str, list[str]] = defaultdict(list)
    for aspect, words in aspects.items():
        for phrase in words:
            shown[phrase].append(aspect)
    phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for phrase, names in shown.items():
        phrases[phrase[:2].lower()].append((phrase, tuple(names)))
    return Cues(
        tuple(questions),
        {str(section.number): section.title for section in edition.sections if section.number},
        next((s.title for s in edition.sections if s.of == "case managers"), ""),
        {
            written: together
            for begins, pairs in phrases.items()
            for together in (_together(pairs),)
            for written in (begins, begins.title(), begins.upper())
        },
        implied,
        frozenset(steps),
        tuple(facts.values()),
        {asked: _heard(aspects, questions, interviews=asked) for asked in (False, True)},
    )


def _facts(raw: Mapping[str, Any], edition: Edition, file: str) -> dict[str, Fact]:
    found = {}
    for entry in raw.get("fact", ()):
        for question_id in (entry["id"], entry["leads_to"]):
            if not edition.holds(question_id):
                raise CriteriaError(
                    f"{file}: found '{question_id}'; use a question of the edition."
                )
        said, _ = _together([(phrase, ()) for phrase in entry["said"]])
        said = re.compile(rf"(?<![\w-]){said.pattern}", re.IGNORECASE)
        found[entry["id"]] = Fact(entry["id"], entry["leads_to"], said)
    return found


def _heard(
    aspects: Iterable[str], questions: Sequence[Spoken], *, interviews: bool
) -> frozenset[str]:
    """The aspects of those questions, and of none ("elsewhere")."""
    asked, others = (
        {name for q in questions if q.interviews is kind for name in q.says | q.may}
        for kind in (interviews, not interviews)
    )
    return frozenset(asked | set(aspects) - others)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CriteriaError(f"{path.name}: found no such file; an edition needs one.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CriteriaError(f"{path.name}: this is not readable TOML ({error}).") from error


def _together(
    pairs: list[tuple[str, tuple[str, ...]]],
) -> tuple[re.Pattern[str], tuple[tuple[str, ...], ...]]:
    ranked = sorted(pairs, key=lambda pair: -len(pair[0]))
    known = "|".join(f"({_pattern(phrase)})" for phrase, _ in ranked)
    pattern = re.compile(rf"(?:{known})(?!\w)", re.IGNORECASE)
    return pattern, tuple(aspects for _, aspects in ranked)


@functools.cache
def cues(edition: str) -> Cues:
    """The cues of an edition, read once a process."""
    return read_cues(settings.CLAIMS / f"{edition}.toml", editions()[edition])
