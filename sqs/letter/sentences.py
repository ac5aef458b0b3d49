"""The letter's own sentences, from data/letter/*.toml: one file an edition."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqs import settings
from sqs.criteria import CriteriaError, Edition, editions

SHARE = re.compile(r"\{[sS]hare\}")
"""Where a sentence takes the figure; {Share} at its beginning."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a paragraph says of one question.

    Attributes:
        noun: what is counted, where it is not cases or case managers.
        lead: said before, whatever the figure; may be empty.
        says: wordings of the finding, each with one {share}.
        low: said after where at most half were met.

    """

    question: str
    paragraph: str
    noun: str
    lead: tuple[str, ...]
    says: tuple[str, ...]
    low: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Questions that belong together, and how the letter sums them up."""

    name: str
    questions: tuple[str, ...]
    noun: str
    strength: tuple[str, ...]
    improve: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContrastSentence:
    """How a letter says that one thing was met often and another, near it, was not.

    `sentence` has {well} (or {Well} at its beginning) and {fell} once each, for the two counts.
    """

    well: str
    fell: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SentenceBank:
    """All sentences of one edition."""

    edition: str
    themes: tuple[Theme, ...]
    contrasts: tuple[ContrastSentence, ...]
    expects: Mapping[str, tuple[str, ...]]
    sentences: tuple[Sentences, ...]

    def of_paragraph(self, number: str) -> list[Sentences]:
        """What a numbered paragraph says, in order."""
        return [each for each in self.sentences if each.paragraph == number]


def choose(wordings: Sequence[str], *names: str) -> str:
    """One of the wordings, always the same one for the same names; empty where there is none."""
    if not wordings:
        return ""
    # A digest, not a checksum: names that differ only in a year must not choose in step.
    digest = blake2b("/".join((*names, *wordings)).encode(), digest_size=4).digest()
    return wordings[int.from_bytes(digest) % len(wordings)]


def read_bank(path: Path, edition: Edition) -> SentenceBank:
    """Read and check the sentences of one edition.

    An edition that extends another takes over its sentences and themes, as far as it asks their
    questions, and its own file needs to say only what differs.

    Raises:
        CriteriaError: with a sentence, where a question is unknown, has no sentence, or a sentence
            does not take its figure exactly once.

    """
    base = SentenceBank(edition.name, (), (), {}, ())
    if edition.extends:
        extended = editions()[edition.extends]
        base = read_bank(path.with_name(f"{extended.name}.toml"), extended)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if not edition.extends:
            raise CriteriaError(
                f"{path.name}: found no such file; an edition needs one."
            ) from error
        raw = {}
    own = tuple(_sentences(path, edition, entry) for entry in raw.get("sentence", ()))
    said_anew = {each.question for each in own}
    kept = tuple(
        each
        for each in base.sentences
        if edition.holds(each.question) and each.question not in said_anew
    )
    said = said_anew | {each.question for each in kept}
    for question in edition.questions:
        if question.letter and question.id not in said:
            raise CriteriaError(f"{path.name}: found no sentence for '{question.id}'; write one.")
    themes = {
        theme.name: replace(theme, questions=tuple(filter(edition.holds, theme.questions)))
        for theme in base.themes
    }
    for entry in raw.get("theme", ()):
        words: dict[str, Any] = {
            key: value if isinstance(value, str) else tuple(value) for key, value in entry.items()
        }
        known = themes.get(entry["name"])
        themes[entry["name"]] = replace(known, **words) if known else Theme(**words)
    contrasts = (
        *(c for c in base.contrasts if edition.holds(c.well) and edition.holds(c.fell)),
        *(_contrast(path.name, entry, edition) for entry in raw.get("contrast", ())),
    )
    expects = {entry["paragraph"]: tuple(entry["sentence"]) for entry in raw.get("expects", ())}
    return SentenceBank(
        edition.name, tuple(themes.values()), contrasts, {**base.expects, **expects}, kept + own
    )


def _sentences(path: Path, edition: Edition, entry: Mapping[str, Any]) -> Sentences:
    question = entry["question"]
    if not edition.holds(question):
        raise CriteriaError(f"{path.name}: found '{question}'; use a question of the edition.")
    for wording in entry["says"]:
        if len(SHARE.findall(wording)) != 1:
            raise CriteriaError(
                f"{path.name}, {question}: found '{wording}'; say {{share}} exactly once."
            )
    return Sentences(
        question,
        entry.get("paragraph") or edition.question(question).letter[0],
        entry.get("noun", ""),
        *(tuple(entry.get(key, ())) for key in ("lead", "says", "low")),
    )


_COUNTS = re.compile(r"\{([wW]ell|fell)\}")


def _contrast(file: str, entry: Mapping[str, str], edition: Edition) -> ContrastSentence:
    for question in (entry["well"], entry["fell"]):
        if not edition.holds(question):
            raise CriteriaError(f"{file}: found '{question}'; use a question of the edition.")
    if sorted(each.lower() for each in _COUNTS.findall(entry["sentence"])) != ["fell", "well"]:
        raise CriteriaError(
            f"{file}, contrast of {entry['well']}: found '{entry['sentence']}'; say {{well}} and "
            "{fell} exactly once each."
        )
    return ContrastSentence(entry["well"], entry["fell"], entry["sentence"])


@functools.cache
def bank(edition: str) -> SentenceBank:
    """The sentences of an edition, read once a process."""
    return read_bank(settings.LETTER / f"{edition}.toml", editions()[edition])
