"""How well the claims engine does on labelled sentences: finding, binding, verdicts."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqs.criteria import editions
from sqs.letter.claims.judging import Claim, Evidence, Rates, judge
from sqs.letter.claims.passages import Passage
from sqs.letter.wording import scales

FOLDER = Path(__file__).parent
DEVELOPED = (
    "develop",
    "develop_2",
    "develop_3",
    "develop_4",
    "develop_5",
    "develop_6",
    "develop_7",
)
HELD_OUT = ("held_out", "held_out_2")
"""Run for their figures alone; whoever works on the engine does not read them."""


class Label(NamedTuple):
    """What a person says of a claim; `start` and `end` are its words in the passage."""

    start: int
    end: int
    text: str
    form: str
    question: str
    state: str


class Counted(NamedTuple):
    met: int
    relevant: int


@dataclass(frozen=True)
class Sentence:
    letter: str
    passage: Passage
    evidence: Evidence
    labels: tuple[Label, ...]

    @property
    def text(self) -> str:
        return self.passage.text[self.passage.before :]


@dataclass(frozen=True)
class Judged:
    """One sentence with what the engine made of it; `pairs` are labels with their claims."""

    sentence: Sentence
    claims: tuple[Claim, ...]
    pairs: tuple[tuple[Label, Claim], ...]

    @property
    def right(self) -> bool:
        """Every labelled claim has its verdict, and nothing else raises an alarm."""
        paired = {claim for _, claim in self.pairs}
        alarms = [c for c in self.claims if c not in paired and c.state != "matched"]
        states = all(label.state == claim.state for label, claim in self.pairs)
        return len(self.pairs) == len(self.sentence.labels) and states and not alarms

    @property
    def passed(self) -> bool:
        """A claim that is not true was called matched."""
        return any(l.state != "matched" and c.state == "matched" for l, c in self.pairs)  # noqa: E741


@dataclass
class Share:
    right: int = 0
    of: int = 0

    def count(self, right: int, of: int) -> None:
        self.right += right
        self.of += of

    def __str__(self) -> str:
        return f"{self.right}/{self.of} {100 * self.right / self.of:.1f}%" if self.of else "-"


@dataclass
class Score:
    """Precision and recall of each step, and the sentences whose verdicts are right."""

    precision: dict[str, Share] = field(default_factory=dict)
    recall: dict[str, Share] = field(default_factory=dict)
    sentences: Share = field(default_factory=Share)
    passed: int = 0


def read(part: str) -> list[Sentence]:
    """The sentences of one part of the corpus; none where its file is not there."""
    path = FOLDER / f"{part}.toml"
    if not path.exists():
        return []
    letters = tomllib.loads(path.read_text(encoding="utf-8"))["letter"]
    return [sentence for letter in letters for sentence in _sentences(letter)]


def _sentences(letter: dict) -> Iterator[Sentence]:
    figures = {name: Counted(*counts) for name, counts in letter["figures"].items()}
    rates = Rates(**letter.get("rates", {}))
    evidence = Evidence(figures, editions()[letter["edition"]], scales()[letter["scale"]], rates)
    for raw in letter["sentence"]:
        before = f"{raw['before'].strip()} " if raw["before"].strip() else ""
        passage = Passage(
            before + raw["text"], raw["paragraph"], raw["heading"], before=len(before)
        )
        labels = tuple(_labels(passage, raw["claims"]))
        yield Sentence(letter["name"], passage, evidence, labels)


def _labels(passage: Passage, claims: Iterable[dict]) -> Iterator[Label]:
    at, last = passage.before, ""
    for claim in claims:
        text = claim["text"]
        # Whole words: "all" does not stand in "overall".
        end = r"\b" if text[-1].isalnum() else ""
        found = re.compile(rf"(?<!\w){re.escape(text)}{end}").search(passage.text, at)
        start = found.start() if found else -1
        if start < 0 and text == last:  # one figure said of two questions
            start = at - len(text)
        if start < 0:
            raise ValueError(f"'{text}' does not stand in '{passage.text}'")
        at, last = start + len(text), text
        yield Label(start, at, text, claim["form"], claim["question"], claim["state"])


def judged(sentence: Sentence) -> Judged:
    claims = judge([sentence.passage], sentence.evidence)
    return Judged(sentence, claims, tuple(_pairs(sentence.labels, claims)))


def _pairs(labels: Sequence[Label], claims: Sequence[Claim]) -> Iterator[tuple[Label, Claim]]:
    """Each label with a claim whose words overlap its own, of the same question where there is.

    Where a label's words are held as several claims, the worst of them is what became of it.
    """
    free = list(claims)
    for label in labels:
        over = [claim for claim in free if claim.start < label.end and label.start < claim.end]
        if over:
            best = max(
                over,
                key=lambda claim: (
                    claim.question_id == label.question,
                    claim.state == "contradicted",
                    -claim.start,
                ),
            )
            free.remove(best)
            yield label, best


def score(sentences: Iterable[Sentence]) -> tuple[Score, list[Judged]]:
    """The figures of one part, and every sentence with what became of it."""
    total = Score()
    every = [judged(sentence) for sentence in sentences]
    for step in ("finding", "binding", "verdicts"):
        total.precision[step], total.recall[step] = Share(), Share()
    for one in every:
        labels, claims, pairs = one.sentence.labels, one.claims, one.pairs
        bound = sum(1 for label, c in pairs if label.question and c.question_id == label.question)
        states = sum(1 for label, claim in pairs if claim.state == label.state)
        total.precision["finding"].count(len(pairs), len(claims))
        total.recall["finding"].count(len(pairs), len(labels))
        total.precision["binding"].count(bound, sum(1 for claim in claims if claim.question_id))
        total.recall["binding"].count(bound, sum(1 for label in labels if label.question))
        total.precision["verdicts"].count(states, len(claims))
        total.recall["verdicts"].count(states, len(labels))
        total.sentences.count(one.right, 1)
        total.passed += one.passed
    return total, every
