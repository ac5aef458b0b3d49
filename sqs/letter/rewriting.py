"""One claim of a letter's Markdown said anew: in another form, or as the data have it now.

All else in the text stays byte for byte. What joins a claim to what it counts belongs to its words:
"[the great majority](claim:lor_plan) of cases" becomes "[18 out of 20](claim:lor_plan) cases".
"""

import re
from dataclasses import dataclass

from sqs.letter.basis import Basis, Known
from sqs.letter.forms import CHOICES, say
from sqs.letter.judged import by_key, judged
from sqs.letter.kept import LetterError, Saved, Version, save
from sqs.letter.markdown import escape
from sqs.letter.phrasing import joint
from sqs.letter.reading import Mark, marks, read_markdown
from sqs.letter.value import Form
from sqs.letter.wording import scales
from sqs.store.database import Database

_COUNTED = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:cases?|reports?|managers?|plans?|assessments?|reviews?)\b"
)
_OF = re.compile(r"\s+of(?:\s+the)?(?=\s)")


@dataclass(frozen=True, slots=True)
class StaleClaim:
    """A claim whose figure changed since its words were written.

    Attributes:
        key: the claim's.
        place: its paragraph's number, or the heading over it.
        words: as they stand.
        old, new: the figure then and now, in short ("12 of 14"); "" where the data have none.
        true_now: the words in the claim's own form that are true now; None where none are.
        still_true: whether the words as they stand are true all the same.

    """

    key: str
    place: str
    words: str
    old: str
    new: str
    true_now: str | None
    still_true: bool


def choices(text: str, rests_on: Basis, key: str) -> dict[Form, str]:
    """The words of one claim in each form that can be true, by form, in the order of CHOICES.

    Raises:
        KeyError: where the letter has no claim of that key.

    """
    claim = _marked(text, rests_on, key).claim
    known = rests_on.known.get(claim.question_id, Known(claim.question_id))
    scale = scales()[rests_on.scale]
    said = {form: say(known, form, scale, claim.text) for form in CHOICES}
    return {form: words for form, words in said.items() if words is not None}


def in_form(text: str, rests_on: Basis, key: str, form: Form) -> str | None:
    """The text with one claim in that form; None where no words of that form are true.

    Raises:
        KeyError: where the letter has no claim of that key.

    """
    mark = _marked(text, rests_on, key)
    known = rests_on.known.get(mark.claim.question_id, Known(mark.claim.question_id))
    words = say(known, form, scales()[rests_on.scale], mark.claim.text)
    return None if words is None else _said(text, mark, words, form)


def in_scale(text: str, rests_on: Basis, scale: str) -> str:
    """The text with every proportion word as another scale has it.

    Args:
        text: the Markdown.
        rests_on: what the data say; its scale is the one the text was written in.
        scale: name of the other scale.

    """
    # From the last to the first, so that the places of those before stay.
    for mark in reversed(marks(text, rests_on)):
        known = rests_on.known.get(mark.claim.question_id)
        if (
            mark.claim.form == "majority_word"
            and known
            and known.relevant
            and known.met is not None
        ):
            word = scales()[scale].word(known.met, known.relevant).text
            capital = mark.claim.text[:1].isupper()
            text = _said(
                text, mark, word[0].upper() + word[1:] if capital else word, "majority_word"
            )
    return text.replace(scales()[rests_on.scale].title, scales()[scale].title)


def stale(version: Version, now: Basis) -> list[StaleClaim]:
    """The claims of a version whose figures are others now, in reading order.

    Args:
        version: the letter, with the figures that its claims' words were written from.
        now: what the data say now, with the version's scale.

    """
    letter = read_markdown(version.text, now)
    verdicts = by_key(letter, judged(letter, now))
    found = []
    for mark in marks(version.text, now):
        claim = mark.claim
        old = version.rests_on.get(claim.key, Known(claim.question_id))
        new = now.known.get(claim.question_id, Known(claim.question_id))
        if old.said_as(claim.form) == new.said_as(claim.form):
            continue
        verdict = verdicts.get(claim.key)
        found.append(
            StaleClaim(
                claim.key,
                mark.place,
                claim.text,
                old.said_as(claim.form),
                new.said_as(claim.form),
                say(new, claim.form, scales()[now.scale], claim.text),
                verdict is not None and verdict.state == "matched",
            )
        )
    return found


def updated(text: str, now: Basis, key: str) -> str | None:
    """The text with one claim as the data have it now, in its own form; None as in `in_form`."""
    return in_form(text, now, key, _marked(text, now, key).claim.form)


def update(
    database: Database, key: str, text: str, now: Basis, *, based_on: Version, by: str
) -> Saved:
    """Update one claim and save the letter; the claim rests on the figures of now from then on.

    Args:
        database: where.
        key: the claim's, in `text`.
        text: the letter as its writer has it now.
        now: what the data say.
        based_on: the version they began from.
        by: who they are.

    Raises:
        LetterError: where no words of the claim's form are true; as `save` does.
        KeyError: where the letter has no claim of that key.

    """
    mark = _marked(text, now, key)
    changed = updated(text, now, key)
    if changed is None:
        raise LetterError(
            f"{mark.place}: no words like '{mark.claim.text}' are true now. Choose another form, "
            "or write the sentence anew."
        )
    done = f"figure updated in {mark.place}: {mark.claim.question_id}"
    return save(database, changed, based_on=based_on, by=by, done=done, written_anew=[key])


def _marked(text: str, rests_on: Basis, key: str) -> Mark:
    for mark in marks(text, rests_on):
        if mark.claim.key == key:
            return mark
    raise KeyError(key)


def _said(text: str, mark: Mark, words: str, form: Form) -> str:
    link = f"[{escape(words)}](claim:{mark.claim.question_id})"
    old, new = joint(mark.claim.text, mark.claim.form), joint(words, form)
    after = text[mark.end :]
    there = _OF.match(after)
    if there and " ".join(there[0].split()) == old.strip():
        after = new + after[there.end() :]
    elif not there and _COUNTED.match(after):
        after = new + after
    return text[: mark.start] + link + after
