"""The shares of which fractions with their modifiers and proportion words are true."""

import functools
import re
from collections.abc import Sequence
from fractions import Fraction

from sqs.letter.claims.meanings import Meaning, NoWord, ShareIn
from sqs.letter.wording import Band, Scale, scales

PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "tenth": 10,
}  # fmt: skip
HALF = Fraction(1, 2)
_NEAR = Fraction(6, 100)
_FAR = Fraction(10, 100)
_WELL = (Fraction(5, 100), Fraction(15, 100))
THIRDS = Fraction(1, 100)

MODIFIERS: Sequence[tuple[str, str]] = (
    ((r"(?:almost|nearly|just under|just below|slightly (?:under|below|less than|fewer than)"
     r"|(?:a )?little (?:under|less than)|just short of|not quite|just less than|approaching"
     r"|close on"
     r"|getting on for|just shy of|(?:marginally|fractionally|a shade|a fraction"
     r"|only just) (?:under|below"
     r"|less than|fewer than)|slightly short of)"), "almost"),
    ((r"(?:just over|just above|just more than|slightly (?:over|above|more than)"
     r"|(?:a )?little (?:over|more than|above)|(?:barely|hardly|scarcely|marginally|fractionally"
     r"|only just"
     r"|a shade|a fraction) (?:over|more than|above))"), "just over"),
    ((r"(?:well over|well above|considerably more than|well in excess of|significantly more than"
     r"|many more than|much more than|far more than)"), "well over"),
    ((r"(?:well under|well below|considerably (?:less|fewer) than|far (?:less|fewer) than"
     r"|(?:much|significantly|many) (?:less|fewer) than)"), "well under"),
    (r"(?:at least|no (?:less|fewer) than|a minimum of|upwards of)", "at least"),
    (r"(?:at most|no more than|not more than|up to)", "at most"),
    (r"(?:rather |somewhat )?(?:over|more than|above|in excess of)", "over"),
    (r"(?:rather |somewhat )?(?:not even|under|less than|fewer than|below)", "under"),
    ((r"(?:about|around|roughly|approximately|close to|some|something like|in the region of"
      r"|of the order of|barely|scarcely|hardly)"), "about"),
    (r"(?:exactly|precisely|fully|only|just)", "exactly"),
)  # fmt: skip
MODIFIER = "|".join(f"(?P<m{place}>{pattern})" for place, (pattern, _) in enumerate(MODIFIERS))


def modifier_of(found: re.Match[str]) -> str:
    """The kind of modifier in a match of a pattern with MODIFIER in it."""
    for place, (_, name) in enumerate(MODIFIERS):
        if found[f"m{place}"]:
            return name
    return "exactly"


def share_band(modifier: str, share: Fraction, near: Fraction = Fraction(0)) -> Band:
    """The shares of which a fraction with its modifier is true ("almost", 2/3).

    Args:
        modifier: almost, just over, over, well over, under, well under, at least, at most, about
            or exactly.
        share: the fraction.
        near: how far from the fraction "exactly" still holds.

    """
    match modifier:
        case "almost":
            return Band(share - _NEAR, share, True, False)
        case "just over":
            return Band(share, share + _NEAR, False, True)
        case "over":
            most = Fraction(1) if share == HALF else share + _FAR
            return Band(share, most, False, share != HALF)
        case "well over":
            return Band(share + _WELL[0], share + _WELL[1], True, True)
        case "under":
            least = Fraction(0) if share == HALF else share - _FAR
            return Band(least, share, share != HALF, False)
        case "well under":
            return Band(share - _WELL[1], share - _WELL[0], True, True)
        case "at least":
            return Band(share, Fraction(1), True, True)
        case "at most":
            return Band(Fraction(0), share, True, True)
        case "about":
            return Band(share - _NEAR, share + _NEAR, True, True)
        case _:
            return Band(share - near, share + near, True, True)


_ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
_NEARLY = ("almost", "nearly", "virtually", "practically")
_SAME_WORD = {
    f"{nearly} {every}": "almost all"
    for nearly in _NEARLY
    for every in ("all", "every", "each", "every one", "everyone", "everybody")
} | {f"{nearly} {none}": "few" for nearly in _NEARLY for none in ("none", "no")} | {
    "very few": "few", "hardly any": "few", "only a few": "few", "just a few": "few",
    "scarcely any": "few", "barely any": "few",
    "every": "all", "each": "all", "every one": "all", "each one": "all", "every single": "all",
    "no": "none", "no one": "none", "nobody": "none", "everyone": "all", "everybody": "all",
    "fewer than half": "less than half", "under half": "less than half",
    "below half": "less than half", "above half": "over half",
}  # fmt: skip
"""Other ways to say a word that a scale may have."""
_MORE = Band(HALF, Fraction(1), False, False)
_LESS = Band(Fraction(0), HALF, False, False)
NOT_ALL = Band(Fraction(0), Fraction(1), True, False)
ALL = Band(Fraction(1), Fraction(1), True, True)
NONE = Band(Fraction(0), Fraction(0), True, True)


class _Words:
    """The proportion words of one scale, and of the others, as bands."""

    def __init__(self, scale: Scale) -> None:
        self.own = {_bare(text): word.accepted for word in scale.words for text in
                    (word.text, *word.also)}  # fmt: skip

    def meaning(self, words: str) -> Meaning:
        """What the words mean on this scale."""
        bare = _bare(words)
        bare = bare if bare in self.own else _SAME_WORD.get(bare, bare)
        if bare in self.own:
            return ShareIn(self.own[bare])
        if bare in ("over half", "more than half"):
            return ShareIn(_MORE)
        if bare == "less than half":
            return ShareIn(_LESS)
        less = bare.endswith(("minority", "few"))
        if bare == "too few":
            return NoWord(NOT_ALL)
        return NoWord(_LESS if less else _MORE)


def _bare(words: str) -> str:
    return _ARTICLE.sub("", words.lower())


@functools.cache
def words_of(scale_name: str) -> _Words:
    """The proportion words of that scale, made once a process."""
    return _Words(scales()[scale_name])
