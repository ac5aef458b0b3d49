"""Key strengths and areas for improvement: what each sums up, and whether the body bears it out.

Also contrasts: what case managers said and the cases do not show, or what was done well first and
not well later, offered as sentences with their figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqs.criteria import editions
from sqs.figures import saying
from sqs.letter.basis import Basis, Known
from sqs.letter.claims.cues import CASES, Cues, Spoken, cues
from sqs.letter.claims.passages import plain
from sqs.letter.sentences import SentenceBank, Theme, bank
from sqs.letter.value import Bullets, Claim, Footnote, Heading, Letter, Paragraph
from sqs.letter.wording import count_words

STRENGTH_FROM = Fraction(85, 100)
IMPROVE_BELOW = Fraction(70, 100)
LEAST_JUDGEMENTS = 5
"""A theme is summed up from this many judgements; fewer carry no general statement."""

WELL_FROM = Fraction(3, 4)
FELL_TO = Fraction(3, 5)
"""Two figures stand in contrast where one is at least this, and the other at most that."""

# Bullets often sum up assessments, plans or reviews of all three kinds and name none.
_KINDS = frozenset({"reoffending", "harm", "safety"})
_REVIEWED = frozenset({"assessment", "plan"})


@dataclass(frozen=True, slots=True)
class Point:
    """A bullet under the key strengths or the areas for improvement, and what it sums up.

    Attributes:
        heading: the heading over it.
        text: its words.
        strong: whether it names a strength.
        questions: the questions it is about, as far as its words tell.
        places: the paragraphs that give a figure on any of them, bullets left out.
        met, relevant: the judgements on those questions, put together.

    """

    heading: str
    text: str
    strong: bool
    questions: tuple[str, ...]
    places: tuple[str, ...]
    met: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two figures that point different ways, as a sentence a letter may take up.

    Attributes:
        well, fell: the questions, the one that was met more often first.
        place: the paragraph it would fit in: its number, or the heading over it.
        markdown: the sentence, its figures as claims.

    """

    well: str
    fell: str
    place: str
    markdown: str


def ranked_themes(
    sentences: SentenceBank, known: Mapping[str, Known]
) -> list[tuple[Fraction, Theme]]:
    """Themes with enough judgements and the share of those that were met, the weakest first."""
    ranked = []
    for theme in sentences.themes:
        met, relevant = _together(theme.questions, known)
        if relevant >= LEAST_JUDGEMENTS:
            ranked.append((Fraction(met, relevant), theme))
    return sorted(ranked, key=lambda pair: pair[0])


def points(letter: Letter, rests_on: Basis) -> list[Point]:
    """Every bullet of the letter that names a strength or an area for improvement, in order."""
    places = _places(letter)
    found = []
    heading = ""
    for block in letter.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Bullets) and (strong := _names_strengths(heading)) is not None:
            for item in block.items:
                questions = _about(item, rests_on.edition)
                found.append(
                    Point(
                        heading,
                        _words(item),
                        strong,
                        questions,
                        tuple(dict.fromkeys(p for q in questions for p in places.get(q, ()))),
                        *_together(questions, rests_on.known),
                    )
                )
    return found


def not_borne_out(letter: Letter, rests_on: Basis) -> list[str]:
    """A sentence for each bullet that says something the body of the letter does not.

    A strength has to be one by all its judgements together; an area for improvement may also pick
    one question out that was not met often enough.
    """
    return [
        f"{point.heading}: '{_short(point.text)}' {why}"
        for point in points(letter, rests_on)
        if (why := _why_not(point, rests_on))
    ]


def contrasts(letter: Letter, rests_on: Basis) -> list[Contrast]:
    """Figures that point different ways and that no paragraph of the letter sets side by side."""
    edition = editions()[rests_on.edition]
    beside = [
        {run.question_id for run in paragraph.runs if isinstance(run, Claim)}
        for _, paragraph in letter.placed()
    ]
    found = []
    for each in bank(rests_on.edition).contrasts:
        well, fell = (rests_on.known.get(q, Known(q)) for q in (each.well, each.fell))
        if not (_enough(well) and _enough(fell)) or any(
            {each.well, each.fell} <= questions for questions in beside
        ):
            continue
        if _share(well) >= WELL_FROM and _share(fell) <= FELL_TO:
            words = {"well": _claim(well), "fell": _claim(fell)}
            words["Well"] = words["well"][0] + words["well"][1].upper() + words["well"][2:]
            asked = edition.question(each.well).letter[0]
            numbered = edition.question(each.fell).letter[0]
            place = asked if not asked[0].isdecimal() else numbered
            found.append(Contrast(each.well, each.fell, place, each.sentence.format(**words)))
    return found


def _why_not(point: Point, rests_on: Basis) -> str:
    """What is wrong with a bullet, as the end of a sentence; empty where nothing is."""
    edition = editions()[rests_on.edition]
    if not point.questions:
        return (
            "names nothing that the letter could give a figure on. Say what it sums up, or take "
            "it out."
        )
    titles = saying.listed([f"'{edition.question(q).title}'" for q in point.questions[:3]])
    more = " and others" if len(point.questions) > 3 else ""
    if not point.places:
        return f"sums up {titles}{more}, and no paragraph of the letter gives a figure on that."
    where = saying.listed(point.places)
    if point.relevant < LEAST_JUDGEMENTS:
        return (
            f"rests on {point.relevant} judgements ({where}); {LEAST_JUDGEMENTS} are the fewest "
            "for a general statement."
        )
    share = Fraction(point.met, point.relevant)
    told = (
        f"{saying.count(point.met, point.relevant)} judgements were met "
        f"({saying.share(point.met, point.relevant)}; {where})"
    )
    if point.strong and share < STRENGTH_FROM:
        return f"is no strength by the figures: {told}, and strengths are named from 85%."
    weak = any(
        _enough(known) and _share(known) < IMPROVE_BELOW
        for q in point.questions
        if (known := rests_on.known.get(q))
    )
    if not point.strong and share >= IMPROVE_BELOW and not weak:
        return f"is no weakness by the figures: {told}, and areas are named below 70%."
    return ""


def _names_strengths(heading: str) -> bool | None:
    folded = heading.casefold()
    if "strength" in folded:
        return True
    return False if "improve" in folded else None


def _places(letter: Letter) -> Mapping[str, Sequence[str]]:
    """Where the letter gives a figure on each question, bullets left out."""
    bullets = {
        id(item) for block in letter.blocks if isinstance(block, Bullets) for item in block.items
    }
    found: dict[str, list[str]] = {}
    for heading, paragraph in letter.placed():
        if id(paragraph) in bullets:
            continue
        for run in paragraph.runs:
            if isinstance(run, Claim):
                found.setdefault(run.question_id, []).append(paragraph.number or heading)
    return found


def _about(bullet: Paragraph, edition: str) -> tuple[str, ...]:
    """The questions a bullet sums up: those of its claims, else of its theme, else by its words."""
    if marked := [run.question_id for run in bullet.runs if isinstance(run, Claim)]:
        return tuple(dict.fromkeys(marked))
    words = _words(bullet)
    for theme in bank(edition).themes:
        if words in (*theme.strength, *theme.improve):
            return theme.questions
    return _by_words(words, cues(edition))


def _by_words(words: str, known: Cues) -> tuple[str, ...]:
    """The questions all of whose aspects the words have, those that account for most of them.

    Words that name none of reoffending, harm and safety are about all three kinds; those that name
    reviews, and neither of what nor anything else, about reviews of assessments and of plans.
    """
    text, _ = plain(words)
    shown = frozenset(aspect for _, aspect in known.aspects(text, 0, len(text)))
    left_open = frozenset() if shown & _KINDS else _KINDS
    fits = _fitting(known, shown, left_open) or (
        _fitting(known, shown, left_open | _REVIEWED) if "review" in shown else []
    )
    if not fits:
        return ()
    most = max(rank for rank, _ in fits)
    closest = [spoken for rank, spoken in fits if rank == most]
    # Cases before interviews: a bullet on oversight sums up the work, not what was said of it.
    of_cases = [spoken for spoken in closest if not spoken.interviews] or closest
    return tuple(spoken.question_id for spoken in of_cases)


def _fitting(
    known: Cues, shown: frozenset[str], left_open: frozenset[str]
) -> list[tuple[tuple[int, int], Spoken]]:
    """Questions whose aspects are shown, but for those left open, each with how well it fits."""
    return [
        ((len(wanted - _KINDS), -len(shown - spoken.says - spoken.may)), spoken)
        for spoken in known.questions
        if spoken.question_id != CASES and (wanted := spoken.says - left_open) and wanted <= shown
    ]


def _together(questions: Iterable[str], known: Mapping[str, Known]) -> tuple[int, int]:
    counted = [each for q in questions if (each := known.get(q)) and each.relevant]
    return sum(each.met or 0 for each in counted), sum(each.relevant or 0 for each in counted)


def _enough(known: Known) -> bool:
    return known.met is not None and (known.relevant or 0) >= LEAST_JUDGEMENTS


def _share(known: Known) -> Fraction:
    return Fraction(known.met or 0, known.relevant or 1)


def _claim(known: Known) -> str:
    words = count_words(known.met or 0, known.relevant or 0)
    return f"[{words}](claim:{known.question_id})"


def _words(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs if not isinstance(run, Footnote)).strip()


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:77].rstrip()}…"
