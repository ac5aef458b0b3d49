"""What changed between two visits of one team, question by question and section by section.

The questions of one team are one family, and so are its sections: a change is called real where
Benjamini and Hochberg's procedure keeps it among them at q = .05. What could have been seen at all
is said beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqs.criteria import Edition, Section, editions
from sqs.figures import saying
from sqs.figures.comparing import Change
from sqs.figures.differences import (
    Difference,
    benjamini_hochberg,
    between,
    smallest_fall,
    smallest_rise,
)
from sqs.figures.records import Inspection
from sqs.figures.scores import Figure

REAL_CHANGE_RULE = (
    "A change of a question is called real where it passes Fisher's exact test, one of a section "
    "where the clustered interval of the change leaves out none, and both where they stay when all "
    "questions, or all sections, of the two visits are taken together (Benjamini and Hochberg, "
    "q = 5%): where nothing at all had changed, each of the two would name a change in at most 1 "
    "pair of visits in 20."
)


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question at two visits of a team.

    Attributes:
        before, now: its figures, both with something relevant.
        difference: now less before.
        real: whether it stays in the family of all questions of the two visits.
        fall_seen: the most that could be met now and still be a fall beyond chance, taken by
            itself; None where no fall could have been seen.
        rise_seen: the fewest for a rise beyond chance; None likewise.

    """

    before: Figure
    now: Figure
    difference: Difference
    real: bool
    fall_seen: int | None
    rise_seen: int | None

    @property
    def question_id(self) -> str:
        """The question."""
        return self.now.question_id


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section's judgements at two visits, over the questions that both share.

    Attributes:
        before, now: (met, relevant).
        difference: now less before, with the case as the unit.
        real: whether it stays in the family of all sections of the two visits.

    """

    section: Section
    before: tuple[int, int]
    now: tuple[int, int]
    difference: Difference
    real: bool


def section_changes(changed: Mapping[str, Change], edition: Edition) -> list[SectionChange]:
    """The sections with something relevant at both visits, in the order of the edition.

    Args:
        changed: by the section's key what `compare` found for the visit; a section may be missing.
        edition: of the later visit.

    """
    found = [
        (section, change, change.difference)
        for section in edition.sections
        if (change := changed.get(section.key)) and change.difference
    ]
    real = benjamini_hochberg([difference.p_value for _, _, difference in found])
    return [
        SectionChange(
            section,
            (change.before.met, change.before.relevant),
            (change.now.met, change.now.relevant),
            difference,
            kept,
        )
        for (section, change, difference), kept in zip(found, real, strict=True)
    ]


def changes(
    now: Sequence[Figure], before: Sequence[Figure], edition_now: Edition, edition_before: Edition
) -> list[QuestionChange]:
    """The questions relevant at both visits, the largest fall first.

    Args:
        now, before: the figures of two inspections of a team, as `scores` gives them.
        edition_now, edition_before: their editions; a question is compared only where it means the
            same in both.

    """
    earlier = {figure.question_id: figure for figure in before if figure.question_id}
    pairs = [
        (earlier[figure.question_id], figure)
        for figure in now
        if figure.question_id in earlier
        and edition_before.shares(edition_now.question(figure.question_id))
    ]
    found = [
        (old, new, difference)
        for old, new in pairs
        if (difference := between((new.met, new.relevant), (old.met, old.relevant)))
    ]
    real = benjamini_hochberg([difference.p_value for _, _, difference in found])
    listed = [
        QuestionChange(
            old,
            new,
            difference,
            kept,
            smallest_fall(old.met, old.relevant, new.relevant),
            smallest_rise(old.met, old.relevant, new.relevant),
        )
        for (old, new, difference), kept in zip(found, real, strict=True)
    ]
    return sorted(listed, key=lambda change: change.difference.change)


def finding(team: str, changed: Sequence[QuestionChange], sections: Sequence[SectionChange]) -> str:
    """How many sections and questions improved and fell back beyond chance, as a heading."""
    parts = []
    for up, did in ((True, "improved"), (False, "fell back")):
        counted = [
            (sum(1 for each in of if each.real and (each.difference.change > 0) is up), what)
            for of, what in ((sections, "section"), (changed, "question"))
        ]
        if told := [f"{n} {what}{'' if n == 1 else 's'}" for n, what in counted if n]:
            parts.append(f"{saying.listed(told)} {did}")
    if not parts:
        return f"{team}: nothing changed by more than chance"
    return f"{team}: {', '.join(parts)} by more than chance"


def improved(changed: Sequence[QuestionChange]) -> list[QuestionChange]:
    """The real rises, the largest first."""
    return [each for each in reversed(changed) if each.real and each.difference.change > 0]


def fell_back(changed: Sequence[QuestionChange]) -> list[QuestionChange]:
    """The real falls, the largest first."""
    return [each for each in changed if each.real and each.difference.change < 0]


def could_see(change: QuestionChange) -> str:
    """What change of one question would have shown: "From 12 of 14, a fall to 9 of 14 would …"."""
    begins = f"From {saying.count(change.before.met, change.before.relevant)}, "
    relevant = change.now.relevant
    fall = rise = ""
    if change.fall_seen is not None:
        fall = f"a fall to {saying.count(change.fall_seen, relevant)}"
    if change.rise_seen is not None:
        rise = f"a rise to {saying.count(change.rise_seen, relevant)}"
    if fall and rise:
        return f"{begins}{fall} or {rise} would show."
    if fall or rise:
        return f"{begins}{fall or rise} would show; a {'rise' if fall else 'fall'} could not."
    return f"{begins}no change could show with {relevant} now."


def could_see_of(changed: Sequence[QuestionChange]) -> str:
    """In how many of the questions a fall or a rise would have shown; a sentence."""
    if not changed:
        return (
            "No question was relevant at both visits and asked alike, so nothing can be compared."
        )
    falls = sum(1 for each in changed if each.fall_seen is not None)
    rises = sum(1 for each in changed if each.rise_seen is not None)
    return (
        f"What so few cases could show: of {len(changed)} questions asked at both visits, a fall "
        f"in {falls} and a rise in {rises}. A smaller change may be real and still go unseen."
    )


def edition_break(now: Inspection, before: Inspection) -> str:
    """What a change of edition between two visits does to their comparison; empty without one."""
    if now.edition == before.edition:
        return ""
    edition, earlier = editions()[now.edition], editions()[before.edition]
    judged = [question for section in edition.sections for question in section.judged]
    shared = sum(1 for question in judged if earlier.shares(question))
    return (
        f"The questions changed between the two visits: {earlier.title}, then {edition.title}. "
        f"{shared} of the {len(judged)} questions now asked mean the same in both; only those are "
        "compared."
    )
