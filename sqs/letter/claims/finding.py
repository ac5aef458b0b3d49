"""Finding words that state a figure in a passage's plain text.

Only what is counted, or can stand for it, makes a number or a word a claim: so dates, ages, lengths
of time, paragraph numbers and the names of orders are left alone because nothing here matches them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from sqs.letter.claims.counts import (
    ALL_BUT,
    ALL_IN,
    ABOUT,
    ALL_OF,
    BARE,
    BOTH_OTHERS,
    BOUNDS,
    CONDITION,
    DESCRIBES,
    ELLIPSIS,
    EXCEPTION,
    EXISTS,
    FALLS_OUT,
    INTERVIEWED,
    LONG_OUT_OF,
    OF_WHICH,
    OPENS,
    PLAIN_WORDS,
    REST,
    IN_ALONE,
    IN_EVERY,
    NEED,
    NEEDED,
    NOT_ONE,
    OF_FIRST,
    OF_THESE,
    OUT_OF,
    PEOPLE,
    PERCENT,
    RELATIVE,
    REMAINDER,
    SAYS,
    SAYS_FRACTION,
    SAYS_PERCENT,
    SLASH,
    TAKEN_UP,
    THE,
    YEARLY,
)
from sqs.letter.claims.grammar import (
    AHEAD_END,
    AHEAD_NOUN,
    AHEAD_VERB,
    NUMBER,
    clause_around,
    counted_noun,
    negated,
    noun_after,
    number,
)
from sqs.letter.claims.meanings import (
    Comparison,
    Counts,
    Meaning,
    NotMet,
    NoWord,
    PerCent,
    ShareIn,
)
from sqs.letter.claims.proportions import (
    AFTER_FRACTION,
    AHEAD_OF_THEM,
    ALL,
    BECAUSE,
    BOTH_AHEAD,
    BUT_BEFORE,
    EXPECTED,
    FRACTION,
    HALF,
    IN_ALL,
    MODIFIERS,
    NO_AHEAD,
    NO_FRACTION,
    NO_FRACTION_AFTER,
    NONE,
    NOR,
    NOT_ALL,
    NOT_ALL_BEFORE,
    NOT_MOST,
    OF,
    PARTS,
    PAST,
    READ_BEFORE,
    THIRDS,
    WERE_BEFORE,
    WORDS,
    modifier_of,
    share_band,
    words_of,
)
from sqs.letter.claims.rates import COMPARED
from sqs.letter.value import Form
from sqs.letter.wording import Scale


@dataclass(frozen=True, slots=True)
class Found:
    """Words that state a figure.

    Attributes:
        start, end: their span in the plain text.
        form: how they say it.
        meaning: what has to be true.
        noun: what is counted, where it is said ("case managers"), in small letters.
        part: it counts a part of the cases that fell short ("one was not reviewed in time").
        turned: it counts what was not done ("not good enough in five of the 13").
        among: how many cases it says are relevant, beside a share ("most of the 28 plans").
        loose: a claim only where it is clear what it counts ("three children aged 12").

    """

    start: int
    end: int
    form: Form
    meaning: Meaning
    noun: str = ""
    part: bool = False
    turned: bool = False
    among: int | None = None
    loose: bool = False


_IN_THESE = re.compile(r"\b(?:in|for) (?:these|those|them),? \Z", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|those|these|both)\b", re.IGNORECASE)
_TWO_COUNTS = re.compile(
    r"\A(?:in|from|among|amongst) (?!the|these|those|our|all)[\w-]+ .*\b(?:and|but)\b", re.IGNORECASE
)
""" "In ten cases and without them in two": neither number is out of the other."""
Spans = Sequence[tuple[int, int]]


class _Finder:
    """One passage's text while its claims are gathered; earlier patterns keep their words."""

    def __init__(self, text: str, sentences: Spans, scale: Scale, marked: Spans) -> None:
        self.text = text
        self.sentences = sentences
        self.words = words_of(scale.name)
        self.marked = marked
        self.found: list[Found] = []

    def is_marked(self, start: int, end: int) -> bool:
        """Whether a link says that the words state a figure."""
        return any(first < end and start < last for first, last in self.marked)

    def free(self, start: int, end: int) -> bool:
        return not any(each.start < end and start < each.end for each in self.found)

    def sentence(self, at: int) -> tuple[int, int]:
        return next(span for span in self.sentences if at < span[1])

    def clause(self, start: int, end: int) -> tuple[int, int]:
        return clause_around(self.text, start, end, self.sentence(start))

    def predicate(self, found: Found) -> tuple[int, int]:
        """The clause that says what was done in the cases that are counted.

        "In five of the 17 cases where a review was needed, there was none": what follows the comma.
        "We found no case where it had not been done": the relative clause.
        """
        text = self.text
        first, last = self.clause(found.start, found.end)
        relative = RELATIVE.match(text, found.end)
        sentence = self.sentence(found.start)
        if relative is None:
            return first, last
        if EXISTS.search(text, sentence[0], found.start):
            return self.clause(relative.end(), relative.end())
        comma = text.find(",", relative.end(), sentence[1])
        opens = OPENS.fullmatch(text[sentence[0] : found.start].lstrip())
        if opens and comma > 0:
            return self.clause(comma + 1, comma + 1)
        return first, last

    def describes(self, start: int, end: int) -> bool:
        """Whether the clause tells who people are, not what was done."""
        first, last = self.clause(start, end)
        describes = DESCRIBES.search(self.text, first, last) or YEARLY.search(
            self.text, *self.sentence(start)
        )
        return describes is not None and not self.is_marked(start, end)

    def add(self, start: int, end: int, form: Form, meaning: Meaning, **more: object) -> None:
        noun = noun_after(self.text, end)
        self.found.append(Found(start, end, form, meaning, **{"noun": noun, **more}))  # type: ignore[arg-type]

    def each(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for found in pattern.finditer(self.text):
            if self.free(*found.span()):
                yield found

    # -- one kind after another

    def comparisons(self) -> None:
        for found in self.each(COMPARED):
            verdict = next(name for name in ("same", "worse", "better") if found[name])
            verdicts = frozenset({verdict})
            if found["not"]:
                verdicts = frozenset({"same", "worse", "better"}) - verdicts
            second = found["previous2"] or found["national2"]
            for place in ("1", "2") if second else ("1",):
                target = "previous" if found[f"previous{place}"] else "national"
                start, end = found.span(f"{target}{place}")
                if place == "1":
                    start = found.start()
                self.add(start, end, "comparison", Comparison(verdicts, target))  # type: ignore[arg-type]

    def counts(self) -> None:
        for found in self.each(ALL_BUT):
            self.add(*found.span(), "all_but", NotMet(number(found["count"]), some_met=True))
        for found in self.each(EXCEPTION):
            count = number(found["count"] or found["count2"])
            self.add(*found.span(), "all_but", NotMet(count, some_met=True))
        for found in self.each(NOT_ONE):
            if found["relevant"]:
                self.add(*found.span(), "count", Counts(0, number(found["relevant"])))
            else:
                self.add(*found.span(), "majority_word", ShareIn(NONE))
        for pattern in (LONG_OUT_OF, OF_WHICH):
            for found in self.each(pattern):
                met, relevant = number(found["met"]), number(found["relevant"])
                if met <= relevant and not self.describes(*found.span()):
                    self.add(*found.span(), "count", Counts(met, relevant))
        for found in self.each(OUT_OF):
            met, relevant = number(found["met"]), number(found["relevant"])
            bound = BOUNDS[found["bound"].lower()] if found["bound"] else "="
            self.add(*found.span(), "count", Counts(met, relevant, bound))
        for found in self.each(SLASH):
            met, relevant = int(found["met"]), int(found["relevant"])
            if relevant and met <= relevant and not self.dated(found):
                self.add(*found.span(), "count", Counts(met, relevant))
        for found in self.each(OF_FIRST):
            if _TWO_COUNTS.search(found[0]):
                continue
            if not negated(self.text, *found.span("middle")) and (
                AHEAD_NOUN.match(self.text, found.end("relevant"))
                or AHEAD_END.match(self.text, found.end("relevant"))
            ):
                relevant = number(found["relevant"])
                met = relevant if found["met"].lower() == "all" else number(found["met"])
                bound = BOUNDS[found["bound"].lower()] if found["bound"] else "="
                noun = noun_after(self.text, found.end("relevant"))
                self.add(
                    found.start("relevant"), found.end("met"), "count",
                    Counts(met, relevant, bound), noun=noun,
                )  # fmt: skip
        for found in self.each(ALL_OF):
            relevant = number(found["relevant"])
            met = 0 if found["how"].lower() in ("none", "no one", "neither") else relevant
            if found["how"].lower() == "both" and " of" not in found[0] and relevant != 2:
                continue  # "both 12 and 13"
            if self.counted(found.end()):
                self.add(*found.span(), "count", Counts(met, relevant))
        for found in self.each(BOTH_OTHERS):
            self.add(*found.span(), "complement", NotMet(2))
        for found in self.each(ALL_IN):
            relevant = number(found["relevant"])
            self.add(*found.span(), "count", Counts(relevant, relevant))
        for found in self.each(IN_EVERY):
            if self.counted(found.end()) and number(found["top"]) < number(found["part"]):
                share = Fraction(number(found["top"]), number(found["part"]))
                near = THIRDS if share.denominator == 3 else Fraction(0)
                band = share_band(modifier_of(found), share, near)
                self.add(*found.span(), "fraction_word", ShareIn(band))

    def dated(self, found: re.Match[str]) -> bool:
        """Whether 10/12 is a day and a month: "on 10/12"."""
        return (
            re.search(r"\b(?:on|dated|by|from|until|since) \Z", self.text[: found.start()])
            is not None
        )

    def counted(self, at: int) -> bool:
        """Whether what follows is something that is counted, or nothing is named."""
        if self.is_marked(at - 1, at):
            return True
        ahead = (AHEAD_NOUN, AHEAD_VERB, AHEAD_END)
        return any(each.match(self.text, at) for each in ahead)

    def percentages(self) -> None:
        if not SAYS_PERCENT.search(self.text):  # far quicker than to look for the number
            return
        for found in PERCENT.finditer(self.text):
            inside = [f for f in self.found if f.start < found.end() and found.start() < f.end]
            if any(
                f.form not in ("count",) or "(" not in self.text[f.start : f.end] for f in inside
            ):
                continue
            said = found["number"]
            printed = Decimal(said if said[0].isdigit() else number(said))
            modifier = modifier_of(found)
            meaning: Meaning = PerCent(printed)
            if modifier != "exactly":
                meaning = ShareIn(share_band(modifier, Fraction(printed) / 100))
            self.add(*found.span(), "percent", meaning)

    def fractions(self) -> None:
        if not SAYS_FRACTION.search(self.text):
            return
        for found in self.each(FRACTION):
            if not self.is_marked(*found.span()) and self.no_fraction(found):
                continue
            top = 1 if found["half"] or found["top"].lower() == "a" else number(found["top"])
            part = 2 if found["half"] else PARTS[found["part"].lower().removesuffix("s")]
            if top >= part:
                continue
            share = Fraction(top, part)
            modifier = modifier_of(found)
            if share == HALF and modifier in ("over", "under", "exactly"):
                words = {"over": "over half", "under": "less than half", "exactly": "half"}
                meaning = self.words.meaning(words[modifier])
                form: Form = "fraction_word" if modifier == "exactly" else "majority_word"
                if isinstance(meaning, NoWord):
                    meaning = ShareIn(share_band(modifier, share))
                self.add(*found.span(), form, meaning)
                continue
            near = THIRDS if part == 3 else Fraction(0)
            self.add(*found.span(), "fraction_word", ShareIn(share_band(modifier, share, near)))

    def no_fraction(self, found: re.Match[str]) -> bool:
        modified = any(found[f"m{place}"] for place in range(len(MODIFIERS)))
        bare = found["half"] is None or found["half"].lower() != "half"
        alone = found["top"] is not None and found["top"].lower() == "a" and not modified
        said = OF.match(self.text, found.end()) or AHEAD_VERB.match(self.text, found.end())
        if alone and not said:
            return True  # "a third review"
        return (
            NO_FRACTION.search(self.text, 0, found.start()) is not None
            or NO_FRACTION_AFTER.match(self.text, found.end()) is not None
            or (bare is False and not modified and not AFTER_FRACTION.match(self.text, found.end()))
        )

    def proportion_words(self) -> None:
        for found in self.each(WORDS):
            kind = cast("str", found.lastgroup)
            if self.is_marked(*found.span()):
                self.add(*found.span(), "majority_word", self.word_meaning(kind, found[0]))
                continue
            if not self.word_counts(kind, found):
                continue
            first, last = self.clause(*found.span())
            if self.expected(first, last):
                continue
            if kind == "too_few" and self.with_figure(found.start()):
                continue
            if kind in ("all", "every", "none") and self.of_a_part(found):
                continue
            if kind in ("all", "every") and self.excepted(found.start()):
                continue
            if kind in ("all", "every", "both", "no") and READ_BEFORE.search(
                self.text, 0, found.start()
            ):
                continue
            if BECAUSE.search(self.text, first, self.sentence(found.start())[1]):
                continue
            self.add(*found.span(), "majority_word", self.word_meaning(kind, found[0]))

    def with_figure(self, at: int) -> bool:
        """Whether the figure that "too few" speaks of stands in the same sentence."""
        first, last = self.sentence(at)
        return any(first <= each.start < last for each in self.found)

    def of_a_part(self, found: re.Match[str]) -> bool:
        """Whether a word for people is said of some cases only: "in these, nobody had asked"."""
        body = found[0].lower() in ("nobody", "no one", "everybody", "everyone")
        return body and _IN_THESE.search(self.text, 0, found.start()) is not None

    def expected(self, first: int, last: int) -> bool:
        """Whether the clause says what ought to be, not what was found."""
        if EXPECTED.search(self.text, first, last):
            return True
        begin = self.sentence(first)[0]
        # "Managers should look at each case, and in every case before it ends."
        return not PAST.search(self.text, first, last) and (
            EXPECTED.search(self.text, begin, first) is not None
        )

    def excepted(self, at: int) -> bool:
        """Whether "with one exception" follows, which then is the claim."""
        end = self.sentence(at)[1]
        return any(
            each.form == "all_but"
            and at < each.start < end
            and EXCEPTION.match(self.text, each.start)
            for each in self.found
        )

    def word_meaning(self, kind: str, words: str) -> Meaning:
        match kind:
            case "not_all":
                return ShareIn(NOT_ALL)
            case "both":
                return Counts(2, 2)
            case "neither":
                return Counts(0, 2)
            case "all" | "every" | "without":
                return ShareIn(ALL)
            case "none" | "no":
                return ShareIn(NONE)
            case _:
                return self.words.meaning(words)

    def word_counts(self, kind: str, found: re.Match[str]) -> bool:
        """Whether a proportion word speaks of what is counted here."""
        text, end = self.text, found.end()
        noun = AHEAD_NOUN.match(text, end) is not None
        verb = AHEAD_VERB.match(text, end) is not None
        match kind:
            case "majority" | "without":
                return True
            case "not_all" if BUT_BEFORE.search(text, 0, found.start()):
                return False  # "most, but not all"
            case "almost" | "too_few" | "not_all":
                return noun or self.counted(end)
            case "few":
                if found[0].lower() == "the few":
                    return False
                return noun or verb
            case "most":
                before = NOT_MOST.search(text, 0, found.start())
                return not before and (noun or verb)
            case "all":
                if IN_ALL.search(text, 0, found.start()):
                    return noun or AHEAD_OF_THEM.match(text, end) is not None
                if WERE_BEFORE.search(text, 0, found.start()):
                    return True
                before = NOT_ALL_BEFORE.search(text, 0, found.start())
                return not before and (noun or verb)
            case "every":
                words = found[0].lower()
                alone = words.endswith(("one", "body")) or AHEAD_OF_THEM.match(text, end)
                return noun or (bool(alone) and self.counted(end))
            case "none":
                return noun or verb or AHEAD_END.match(text, end) is not None
            case "neither":
                return not NOR.search(text, end, self.sentence(end)[1]) and (noun or verb)
            case "both":
                return BOTH_AHEAD.match(text, end) is not None
            case _:  # no
                first, last = self.clause(*found.span())
                others = any(first <= each.start < last for each in self.found)
                before_verb = re.search(
                    r"\b(?:was|were|had|is|are|with|made) \Z", text[: found.start()]
                )
                return not others and not before_verb and NO_AHEAD.match(text, end) is not None

    def numbers(self) -> None:
        """ "The two", "five cases", "one was": after everything else has taken its words."""
        for found in self.each(THE):
            self.the_number(found)
        for found in self.each(BARE):
            self.bare_number(found)
        for found in self.each(IN_ALONE):
            clause = self.clause(*found.span())
            count = number(found["count"])
            turned = negated(self.text, *clause)
            form: Form = "complement" if turned else "count"
            part = turned and self.is_part(found.start(), self.sentence(found.start()))
            meaning: Meaning = NotMet(count) if turned else Counts(count)
            self.add(*found.span("count"), form, meaning, loose=True, part=part)
        for found in self.each(ELLIPSIS):
            self.add(*found.span("count"), "count", Counts(number(found["count"])), noun="")
        self.marked_numbers()
        self.join_parts()

    def join_parts(self) -> None:
        """ "In two cases it was late, and in three not done": together they are what fell short."""
        for first, last in self.sentences:
            short = [
                each
                for each in self.found
                if first <= each.start < last and each.form == "complement"
            ]
            definite = [each for each in short if _DEFINITE.match(self.text, each.start)]
            if len(short) > 1 and not definite:
                for each in short:
                    self.found[self.found.index(each)] = replace(each, part=True)

    def shares_of(self, start: int, end: int, count: int) -> bool:
        """Whether it says of how many cases a share is: "most of the 28 plans"."""
        for place, each in enumerate(self.found):
            if each.end <= start and PLAIN_WORDS.fullmatch(self.text, each.end, start):
                whole = isinstance(each.meaning, Counts) and each.meaning.relevant is not None
                if not whole and not self.is_marked(each.start, end):
                    self.found[place] = replace(each, end=end, among=count)
                    return True
        return False

    def the_number(self, found: re.Match[str]) -> None:
        text, (start, end) = self.text, found.span()
        count = number(found["count"])
        if self.shares_of(start, end, count):
            return
        noun = AHEAD_NOUN.match(text, end)
        marked = self.is_marked(start, end)
        relative = RELATIVE.match(text, end)
        if not marked and not (noun or relative or self.counted(end)):
            return
        sentence = self.sentence(start)
        comma = text.find(",", end, sentence[1])
        head = comma if comma > 0 and relative else self.clause(start, end)[1]
        if found["rest"] or found["rest2"] or negated(text, end, head):
            self.add(start, end, "complement", NotMet(count))
        elif relative is None or re.search(r"\b(?:needed|required|relevant)\b", text[end:head]):
            relevant = text[noun.start() : noun.end()].lower() if noun else ""
            if " relevant" in relevant or (count == 1 and marked) or relative:
                inside = any(sentence[0] <= each.start < sentence[1] for each in self.found)
                met = None if inside else count
                self.add(start, end, "count", Counts(met, count))
            elif marked or any(each.end <= start for each in self.found):
                self.add(start, end, "complement", NotMet(count))
        else:
            self.add(start, end, "count", Counts(count))

    def bare_number(self, found: re.Match[str]) -> None:
        text = self.text
        start, end = found.start(), found.end("others") if found["others"] else found.end("count")
        sentence = self.sentence(start)
        count = number(found["count"])
        noun = (found["noun"] or found["named"] or "").strip().lower()
        before_this = text[max(0, start - 30) : start]
        if ABOUT.search(before_this) or INTERVIEWED.search(before_this):
            return
        noun = counted_noun(noun.removeprefix("relevant ").removeprefix("other "))
        marked = self.is_marked(start, end)
        first, last = self.clause(start, end)
        not_done = negated(text, first, last) or (
            found["verb"] is not None and negated(text, end, min(end + 12, sentence[1]))
        )
        loose = noun.endswith(PEOPLE) or found["named"] is not None
        if REST.search(text, sentence[0], start) and not not_done:
            return  # "of the other three, one was a copy of an earlier plan"
        if found["verb"] is not None and not marked and not self.carried(found, sentence):
            if count == 1:
                return
            loose = True
        meant = found["only"] or noun in ("families", "family") or found["bound"] or marked or (found["noun"] or "").endswith("s")
        meant = meant or READ_BEFORE.search(text, 0, start)
        one = count == 1 and found["noun"] and not meant
        example = not not_done or SAYS.match(text, found.end()) or not self.taken_up(found)
        if one and example:
            return
        if EXPECTED.search(text, first, last) and not marked:
            return
        if self.is_needed(found, sentence):
            self.add(start, end, "count", Counts(None, count), noun=noun)
            return
        bound = BOUNDS[found["bound"].lower()] if found["bound"] else "="
        part = self.is_part(start, sentence)
        if part:
            self.add(start, end, "complement", NotMet(count), part=True, noun=noun)
        elif not_done or found["others"]:
            self.add(start, end, "complement", NotMet(count), noun=noun, loose=loose)
        else:
            self.add(start, end, "count", Counts(count, None, bound), noun=noun, loose=loose)

    def taken_up(self, found: re.Match[str]) -> bool:
        """Whether "one case" counts, and is no example: "in one case this had not been done"."""
        text, sentence = self.text, self.sentence(found.start())
        opens = text[sentence[0] : found.start()].strip().lower() in ("in", "for")
        return not opens or TAKEN_UP.match(text, found.end()) is not None

    def is_needed(self, found: re.Match[str], sentence: tuple[int, int]) -> bool:
        """Whether it counts the relevant cases: "a plan was needed in 14 cases"."""
        first = sentence[0]
        for cut in re.finditer(r"[,;:)]| and\b| but\b", self.text[first : found.start()]):
            first = sentence[0] + cut.end()
        if NEEDED.search(self.text, first, found.start()):
            return True
        if NEED.match(self.text, found.end()) or CONDITION.match(
            self.text[sentence[0] : found.start()]
        ):
            return True
        relative = RELATIVE.match(self.text, found.end())
        if relative is None:
            return False
        after = re.compile(r"[,;:.]").search(self.text, relative.end(), sentence[1])
        last = after.start() if after else sentence[1]
        return NEEDED.search(self.text, relative.end(), last) is not None

    def carried(self, found: re.Match[str], sentence: tuple[int, int]) -> bool:
        """Whether a bare number before a verb counts something: what was said before, or a list."""
        earlier = any(each.end <= found.start() for each in self.found)
        remainder = any(
            each.search(self.text, sentence[0], found.start()) for each in (REMAINDER, OF_THESE)
        )
        if self.text[sentence[0] : found.start()].endswith(": "):
            return True
        said = found["count"].lower()
        if said in ("one", "1") and not (remainder or self.is_part(found.start(), sentence)):
            not_done = negated(self.text, found.end(), min(found.end() + 12, sentence[1]))
            return not_done and earlier
        return earlier or remainder

    def is_part(self, start: int, sentence: tuple[int, int]) -> bool:
        """Whether it counts a part of what fell short, which was counted or named just before."""
        after = start + 30
        if REMAINDER.search(self.text, sentence[0], min(after, sentence[1])):
            return True
        last = max((each for each in self.found if each.end <= start), key=_end, default=None)
        of_these = OF_THESE.search(self.text, sentence[0], start) is not None
        if of_these and last is not None and last.form == "complement":
            return True
        earlier = [each for each in self.found if sentence[0] <= each.start < start]
        return any(
            isinstance(each.meaning, NotMet) and each.form == "complement" for each in earlier
        )

    def marked_numbers(self) -> None:
        """A number alone in a link: whatever stands around it, it states a figure."""
        for first, last in self.marked:
            if not self.free(first, last):
                continue
            for found in re.compile(NUMBER, re.IGNORECASE).finditer(self.text, first, last):
                start, end = found.span()
                clause = self.clause(start, end)
                count = number(found[0])
                if negated(self.text, *clause):
                    self.add(start, end, "complement", NotMet(count))
                else:
                    self.add(start, end, "count", Counts(count))
                break


def _end(found: Found) -> int:
    return found.end


def find(text: str, sentences: Spans, scale: Scale, marked: Spans = ()) -> list[Found]:
    """Every claim in a passage's plain text, in order.

    Args:
        text: plain and without quotations (see passages).
        sentences: the spans of its sentences.
        scale: the letter's proportion words.
        marked: spans that a link or bookmark says state a figure.

    """
    finder = _Finder(text, sentences, scale, marked)
    steps: Sequence[Callable[[], None]] = (
        finder.comparisons,
        finder.counts,
        finder.percentages,
        finder.fractions,
        finder.proportion_words,
        finder.numbers,
    )
    for step in steps:
        step()
    kept = [each for each in finder.found if not finder.describes(each.start, each.end)]
    return sorted((_polarity(finder, each) for each in kept), key=lambda f: f.start)


def _polarity(finder: _Finder, found: Found) -> Found:
    """Turned where the clause says of a share that it was not done."""
    if not isinstance(found.meaning, Counts | ShareIn | PerCent | NoWord):
        return found
    first, last = finder.predicate(found)
    text = finder.text
    if FALLS_OUT.search(text, 0, found.start):
        return replace(found, turned=True)
    before = negated(text, min(first, found.start), found.start)
    after = negated(text, max(first, found.end), last)
    return replace(found, turned=True) if before or after else found
