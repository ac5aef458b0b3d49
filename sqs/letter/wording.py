"""From a share to words, and back: the proportion scales of data/wording/*.toml.

p = met / relevant is compared as an exact fraction, never as a rounded percentage.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from sqs import settings

HOUSE_SCALE = "sqs"

_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class WordingError(Exception):
    """A wording file cannot be used; the message is one sentence for the person who edits it."""


@dataclass(frozen=True, slots=True)
class Band:
    """A span of shares between two exact bounds, each in or out."""

    low: Fraction
    high: Fraction
    low_in: bool
    high_in: bool

    def holds(self, share: Fraction) -> bool:
        """Whether the share lies in the band."""
        above = share >= self.low if self.low_in else share > self.low
        below = share <= self.high if self.high_in else share < self.high
        return above and below

    def __str__(self) -> str:
        """The band for readers, in per cent: "85% to under 93%"."""
        low, high = f"{float(self.low) * 100:g}%", f"{float(self.high) * 100:g}%"
        if self.low == self.high:
            return low
        return f"{'' if self.low_in else 'over '}{low} to {'' if self.high_in else 'under '}{high}"


@dataclass(frozen=True, slots=True)
class Word:
    """A proportion word: `written` is when the draft uses it, `accepted` when it is true."""

    text: str
    also: tuple[str, ...]
    written: Band
    accepted: Band


@dataclass(frozen=True, slots=True)
class Scale:
    """A house convention of proportion words, gap-free over 0 to 1."""

    name: str
    title: str
    source: str
    counts_below: int
    words: tuple[Word, ...]

    def word(self, met: int, relevant: int) -> Word:
        """The word the draft writes for met of relevant (relevant > 0)."""
        share = Fraction(met, relevant)
        return next(word for word in self.words if word.written.holds(share))

    def phrase(self, met: int, relevant: int) -> str:
        """The words for met of relevant, counts where fewer than `counts_below` are relevant.

        Empty where nothing is relevant: a share of nothing is no share.
        """
        if relevant == 0:
            return ""
        if relevant < self.counts_below:
            return count_words(met, relevant)
        return self.word(met, relevant).text


def number_words(count: int, beside: int = 0) -> str:
    """The count in words where it and the number it stands beside are ten or less, else digits."""
    return _SMALL[count] if max(count, beside) <= 10 else str(count)


def count_words(met: int, relevant: int) -> str:
    """ "five out of eight" where both numbers are ten or less, else "12 out of 14"."""
    return f"{number_words(met, relevant)} out of {number_words(relevant)}"


_BAND = re.compile(r"([\[(])\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*([\])])")


def _band(file: str, word: str, text: object) -> Band:
    found = _BAND.fullmatch(str(text))
    if not found or not 0 <= Fraction(found[2]) <= Fraction(found[3]) <= 1:
        raise WordingError(
            f"{file}, word '{word}': found '{text}'; a band is written like '[0.85, 0.93)', "
            "between 0 and 1, the lower bound first."
        )
    return Band(Fraction(found[2]), Fraction(found[3]), found[1] == "[", found[4] == "]")


def read_scale(path: Path) -> Scale:
    """Read and check one wording file.

    Raises:
        WordingError: with a sentence, where the file is not TOML, a band is malformed, or the
            written bands leave a share with no word or with two.

    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        _refuse_shapes(path.name, raw)
        words = tuple(
            Word(
                entry["text"],
                tuple(entry.get("also", ())),
                _band(path.name, entry["text"], entry["written"]),
                _band(path.name, entry["text"], entry["accepted"]),
            )
            for entry in raw["word"]
        )
        scale = Scale(raw["scale"], raw["title"], raw["source"], raw["counts_below"], words)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WordingError(f"{path.name}: this is not readable TOML ({error}).") from error
    except KeyError as error:
        raise WordingError(f"{path.name}: found no {error}; every scale needs one.") from error
    _refuse_gaps(path.name, scale)
    _refuse_untrue(path.name, scale)
    return scale


def _refuse_shapes(file: str, raw: Mapping[str, object]) -> None:
    words = raw["word"]
    if not (isinstance(words, list) and words and all(isinstance(word, dict) for word in words)):
        raise WordingError(f"{file}: found word = {words!r:.60}; write [[word]] for every band.")
    if type(raw["counts_below"]) is not int:
        found = f"counts_below = {raw['counts_below']!r:.60}"
        raise WordingError(f"{file}: found {found}; write a whole number.")


def _refuse_untrue(file: str, scale: Scale) -> None:
    """What the draft writes must be what a reader accepts, or it would contradict itself."""
    for word in scale.words:
        inner, outer = word.written, word.accepted
        low_out = inner.low < outer.low or (
            inner.low == outer.low and inner.low_in and not outer.low_in
        )
        high_out = inner.high > outer.high or (
            inner.high == outer.high and inner.high_in and not outer.high_in
        )
        if low_out or high_out:
            raise WordingError(
                f"{file}, word '{word.text}': found written {inner} and accepted {outer}; "
                "a word is accepted wherever it is written."
            )


def _refuse_gaps(file: str, scale: Scale) -> None:
    bounds = {bound for word in scale.words for bound in (word.written.low, word.written.high)}
    edges = sorted(bounds | {Fraction(0), Fraction(1)})
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    for share in sorted([*edges, *between]):
        texts = [word.text for word in scale.words if word.written.holds(share)]
        if len(texts) != 1:
            found = " and ".join(f"'{text}'" for text in texts) or "no word"
            raise WordingError(
                f"{file}: found {found} for a share of {float(share):g}; "
                "every share from 0 to 1 has exactly one written word."
            )


@functools.cache
def scales(folder: Path = settings.WORDING) -> Mapping[str, Scale]:
    """Every scale in the folder by name, read once a process; WordingError for a mistake."""
    read = [read_scale(path) for path in sorted(folder.glob("*.toml"))]
    return {scale.name: scale for scale in read}
