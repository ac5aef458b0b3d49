"""The letters people keep: a history of versions that only grows.

Two people may write at once. Whoever saves says what they began from; if somebody else saved
meanwhile, both edits are put together paragraph by paragraph. Where both changed the same paragraph
the save is kept beside the letter, whole, until somebody has seen to it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqs.letter.basis import Basis, Known, basis
from sqs.letter.changes import ChangedSentence, changed_sentences
from sqs.letter.draft import draft
from sqs.letter.markdown import write_markdown
from sqs.letter.merging import Conflict, merge, paragraphs
from sqs.letter.reading import marks, read_markdown
from sqs.letter.redrafting import with_paragraph_of
from sqs.letter.value import Letter
from sqs.letter.wording import HOUSE_SCALE
from sqs.store.database import Cursor, Database, value

MOST_CHARACTERS = 200_000
"""Of one letter; a long one has some 15,000."""

MOST_PARAGRAPHS = 2_000
MOST_CLAIMS = 1_000


class LetterError(Exception):
    """A letter cannot be kept or moved on; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Version:
    """A letter as it was once saved.

    Attributes:
        number: from 1, within its inspection.
        saved_at: UTC.
        based_on: the version its writer began from; None for the first.
        done: what was done: drafted, edited, restored from 3.
        autosaved: whether it was saved by itself, while somebody wrote.
        aside: whether it is kept beside the letter, since it met another's change.
        resolves: the version aside whose text was seen to in this one.
        text: the Markdown.
        edition, scale: of the letter.
        data_version: of the data, when it was saved.
        rests_on: the figure that each claim had when its words were written, by the claim's key.

    """

    inspection_id: str
    number: int
    saved_at: datetime
    saved_by: str
    based_on: int | None
    done: str
    autosaved: bool
    aside: bool
    resolves: int | None
    text: str
    edition: str
    scale: str
    data_version: int
    rests_on: Mapping[str, Known]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    def letter(self) -> Letter:
        """The letter as a value, its claims without figures; for comparing."""
        return read_markdown(self.text, Basis(self.inspection_id, self.edition, self.scale, {}))


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    Attributes:
        version: what was stored; the letter itself unless it is aside.
        merged_with: the version somebody else saved meanwhile, if any.
        conflicts: paragraphs both changed; empty unless the version is aside.
        proposed: where there are conflicts, the letter with every other edit put together.

    """

    version: Version
    merged_with: Version | None = None
    conflicts: tuple[Conflict, ...] = ()
    proposed: str = ""


def begin(database: Database, inspection_id: str, *, by: str, scale: str = HOUSE_SCALE) -> Version:
    """Begin a letter from its draft; where one is begun already, that letter.

    Args:
        database: where.
        inspection_id: which inspection.
        by: who begins it.
        scale: name of the proportion scale to draft in.

    Raises:
        UnknownInspectionError, NoCasesError: where there is nothing to write about.
        LetterError: where nobody is named.

    """
    name = named(by)
    with database.writing(data=False) as cursor:
        if begun := current(cursor, inspection_id):
            return begun
        text = write_markdown(draft(cursor, inspection_id, scale))
        return _add(cursor, basis(cursor, inspection_id, scale), text, name, "drafted", None)


def current(cursor: Cursor, inspection_id: str) -> Version | None:
    """The letter as it stands; None where none is begun."""
    return _one(cursor, "inspection_id = ? and not aside order by version desc", [inspection_id])


def version(cursor: Cursor, inspection_id: str, number: int) -> Version:
    """One version of a letter.

    Raises:
        LetterError: where there is none of that number.

    """
    found = _one(cursor, "inspection_id = ? and version = ?", [inspection_id, number])
    if found is None:
        raise LetterError(
            f"The letter of {inspection_id} has no version {number}; its list of versions says "
            "which there are."
        )
    return found


def versions(cursor: Cursor, inspection_id: str) -> list[Version]:
    """Every version of a letter, the newest first, those kept aside among them."""
    return _read(cursor, "inspection_id = ? order by version desc", [inspection_id])


def unresolved(cursor: Cursor, inspection_id: str) -> list[Version]:
    """Versions aside that nobody has seen to, the oldest first."""
    return _read(
        cursor,
        "inspection_id = ? and aside and version not in (select resolves from "
        "recorded.letter_versions where inspection_id = ? and resolves is not null) "
        "order by version",
        [inspection_id, inspection_id],
    )


def compare(before: Version, after: Version) -> list[ChangedSentence]:
    """The sentences in which two versions differ, in reading order."""
    return changed_sentences(before.letter(), after.letter())


def save(
    database: Database,
    text: str,
    *,
    based_on: Version,
    by: str,
    done: str = "edited",
    scale: str | None = None,
    resolves: int | None = None,
    written_anew: Collection[str] = (),
) -> Saved:
    """Save a letter by hand.

    Args:
        database: where.
        text: the Markdown.
        based_on: the version the writer began from, as they were given it.
        by: who saves.
        done: what they did, in a few words.
        scale: the proportion scale it is written in from now on; that of `based_on` if not given.
        resolves: the version aside whose text was seen to in this one.
        written_anew: keys of claims that were looked at again, even where their words are as
            before: they rest on the figures of now.

    Raises:
        LetterError: where the letter is published, nobody is named, the text is too long, or there
            is no such version to resolve.

    """
    with database.writing(data=False) as cursor:
        return _save(
            cursor, text, based_on, named(by), done, scale=scale, resolves=resolves,
            written_anew=written_anew,
        )  # fmt: skip


def autosave(database: Database, text: str, *, based_on: Version, by: str, sitting: str) -> Saved:
    """Save what somebody is writing, in the place of what was saved so in the same sitting.

    Another's version, one saved by hand and one that a stage was reached with are never replaced.

    Args:
        database: where.
        text: the Markdown.
        based_on: the version this writer was given last.
        by: who writes.
        sitting: tells this sitting of theirs from others; any text that is not empty.

    Raises:
        LetterError: as `save` does.

    """
    with database.writing(data=False) as cursor:
        return _save(cursor, text, based_on, named(by), "edited", sitting=sitting)


def restore(database: Database, inspection_id: str, number: int, *, by: str) -> Version:
    """Make an older version, or one kept aside, the letter again; what is replaced is kept.

    Raises:
        LetterError: where there is no such version or letter, nobody is named, or the letter is
            published.

    """
    name = named(by)
    with database.writing(data=False) as cursor:
        old = version(cursor, inspection_id, number)
        newest = refuse_published(cursor, inspection_id)
        open_asides = {each.number for each in unresolved(cursor, inspection_id)}
        rests_on = basis(cursor, inspection_id, old.scale)
        return _add(
            cursor, rests_on, old.text, name, f"restored from {number}", newest,
            carried=old, resolves=number if number in open_asides else None,
        )  # fmt: skip


def draft_again(database: Database, place: str, text: str, *, based_on: Version, by: str) -> Saved:
    """Draft one paragraph again from the data of now; every other edit stays.

    Args:
        database: where.
        place: the paragraph's place, as `merging.paragraphs` names it ("1.2", "Key strengths").
        text: the letter as its writer has it now.
        based_on: the version they began from.
        by: who they are.

    Raises:
        LetterError: where the letter or its draft has no such paragraph; as `save` does.

    """
    with database.writing(data=False) as cursor:
        drafted = write_markdown(draft(cursor, based_on.inspection_id, based_on.scale))
        for which, words in (("letter", text), ("draft", drafted)):
            if place not in {each.place for each in paragraphs(words) if not each.heading}:
                raise LetterError(
                    f"The {which} of {based_on.inspection_id} has no paragraph '{place}', so none "
                    "was drafted again. Reload the page to see which there are."
                )
        changed = with_paragraph_of(text, drafted, place)
        rests_on = basis(cursor, based_on.inspection_id, based_on.scale)
        anew = [mark.claim.key for mark in marks(changed, rests_on) if mark.place == place]
        done = f"paragraph {place} drafted again"
        return _save(cursor, changed, based_on, named(by), done, written_anew=anew)


def named(by: str) -> str:
    """The name of the person who acts.

    Raises:
        LetterError: where it is empty.

    """
    if not by.strip():
        raise LetterError("Nobody is named. Give the name of the person who does this.")
    return _unicode(by.strip())


def refuse_published(cursor: Cursor, inspection_id: str) -> Version:
    """The letter as it stands, if it may still be changed.

    Raises:
        LetterError: where it is published, or none is begun.

    """
    newest = current(cursor, inspection_id)
    if newest is None:
        raise LetterError(f"No letter of {inspection_id} is begun yet. Begin one from its draft.")
    if value(
        cursor, "select version from recorded.letter_receipts where inspection_id = ?",
        [inspection_id],
    ):  # fmt: skip
        raise LetterError(
            f"The letter of {inspection_id} is published and cannot be changed any more. "
            "Nothing was saved."
        )
    return newest


def _save(
    cursor: Cursor,
    text: str,
    based_on: Version,
    by: str,
    done: str,
    *,
    sitting: str = "",
    scale: str | None = None,
    resolves: int | None = None,
    written_anew: Collection[str] = (),
) -> Saved:
    mine = _storable(text)
    newest = refuse_published(cursor, based_on.inspection_id)
    if resolves is not None and resolves not in {
        each.number for each in unresolved(cursor, based_on.inspection_id)
    }:
        raise LetterError(
            f"Version {resolves} is not waiting to be seen to. Reload the page to see what is; "
            "nothing was saved."
        )
    if scale is None:
        scale = newest.scale
    rests_on = basis(cursor, based_on.inspection_id, scale)
    meanwhile = newest if newest.text != based_on.text and newest.text != mine else None
    if meanwhile:
        merged = merge(based_on.text, mine, newest.text)
        if merged.conflicts:
            aside = _put(
                cursor, rests_on, mine, by, done, based_on, sitting=sitting, aside=True,
                written_anew=written_anew,
            )  # fmt: skip
            return Saved(aside, meanwhile, merged.conflicts, merged.text)
        mine = merged.text
        done = f"{done}, put together with version {newest.number}"
    same = mine == newest.text and scale == newest.scale and not written_anew
    if same and resolves is None:
        if newest.autosaved and not sitting and newest.saved_by == by:
            cursor.execute(
                "update recorded.letter_versions set sitting = '' "
                "where inspection_id = ? and version = ?",
                [newest.inspection_id, newest.number],
            )
            newest = version(cursor, newest.inspection_id, newest.number)
        return Saved(newest, meanwhile)
    # What is put together rests on the newest version, with both writers' claims.
    added = _put(
        cursor, rests_on, mine, by, done, newest, sitting=sitting, resolves=resolves,
        written_anew=written_anew,
    )  # fmt: skip
    return Saved(added, meanwhile)


def _put(
    cursor: Cursor,
    rests_on: Basis,
    text: str,
    by: str,
    done: str,
    before: Version,
    *,
    sitting: str,
    aside: bool = False,
    resolves: int | None = None,
    written_anew: Collection[str] = (),
) -> Version:
    """Add a version, or let an autosave take the place of the one before it."""
    replaced = _replaceable(cursor, before, by, sitting, aside=aside) if sitting else None
    if replaced is None:
        return _add(
            cursor, rests_on, text, by, done, before, sitting=sitting, aside=aside,
            resolves=resolves, carried=before, written_anew=written_anew,
        )  # fmt: skip
    carried = _rests_on(text, rests_on, replaced, written_anew)
    cursor.execute(
        "update recorded.letter_versions set text = ?, saved_at = ?, rests_on = ?, "
        "data_version = (select data_version from store_state) "
        "where inspection_id = ? and version = ?",
        [text, _now(), carried, replaced.inspection_id, replaced.number],
    )
    return version(cursor, replaced.inspection_id, replaced.number)


def _replaceable(
    cursor: Cursor, before: Version, by: str, sitting: str, *, aside: bool
) -> Version | None:
    """The autosave of this very sitting that another may take the place of."""
    found = _one(
        cursor,
        "inspection_id = ? and saved_by = ? and sitting = ? and aside = ? and version not in ("
        "select version from recorded.letter_stages where inspection_id = ?) and version not in ("
        "select version from recorded.letter_comments where inspection_id = ?) "
        "order by version desc",
        [before.inspection_id, by, sitting, aside, before.inspection_id, before.inspection_id],
    )
    if found is None:
        return None
    if aside:
        waiting = {each.number for each in unresolved(cursor, before.inspection_id)}
        return found if found.number in waiting else None
    return found if found.number == before.number else None


def _add(
    cursor: Cursor,
    rests_on: Basis,
    text: str,
    by: str,
    done: str,
    based_on: Version | None,
    *,
    sitting: str = "",
    aside: bool = False,
    resolves: int | None = None,
    carried: Version | None = None,
    written_anew: Collection[str] = (),
) -> Version:
    cursor.execute(
        "insert into recorded.letter_versions select ?, coalesce(max(version), 0) + 1, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select data_version from store_state), ? "
        "from recorded.letter_versions where inspection_id = ?",
        [
            rests_on.inspection_id, _now(), by, based_on.number if based_on else None, done,
            sitting, aside, resolves, text, rests_on.edition, rests_on.scale,
            _rests_on(text, rests_on, carried, written_anew), rests_on.inspection_id,
        ],
    )  # fmt: skip
    return _read(cursor, "inspection_id = ? order by version desc", [rests_on.inspection_id])[0]


def _rests_on(text: str, now: Basis, carried: Version | None, written_anew: Collection[str]) -> str:
    """Each claim's figure as JSON: what it was when the same words were written, else what it is.

    Claims are matched by key and words, then by question and words: a claim that was put before
    another of the same question moves the keys.
    """
    written: dict[tuple[str, str], Known] = {}
    if carried:
        before = Basis(now.inspection_id, carried.edition, carried.scale, {})
        for mark in reversed(marks(carried.text, before)):
            if known := carried.rests_on.get(mark.claim.key):
                written[mark.claim.key, mark.claim.text] = known
                written[mark.claim.question_id, mark.claim.text] = known
    figures = {}
    for mark in marks(text, now):
        claim = mark.claim
        known = now.known.get(claim.question_id, Known(claim.question_id))
        if claim.key not in written_anew:
            of_question = written.get((claim.question_id, claim.text), known)
            known = written.get((claim.key, claim.text), of_question)
        figures[claim.key] = [
            known.question_id, known.met, known.relevant, known.rate, known.compared,
        ]  # fmt: skip
    return json.dumps(figures)


def too_much(text: str) -> str:
    """What a letter has more of than can be kept, and how much can; empty where all is well."""
    counted = (
        ("characters", len(text), MOST_CHARACTERS),
        ("claims", text.count("](claim:"), MOST_CLAIMS),
        ("paragraphs", len(paragraphs(text[:MOST_CHARACTERS])), MOST_PARAGRAPHS),
    )
    for what, found, most in counted:
        if found > most:
            return f"{found:,} {what}; one of at most {most:,} can be kept"
    return ""


def _storable(text: str) -> str:
    """The text in the form in which it is stored.

    Raises:
        LetterError: where there is too much of it.

    """
    known = _unicode(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"))
    if found := too_much(known):
        raise LetterError(f"The letter has {found}. Shorten it and save again; nothing was saved.")
    return known


def _unicode(text: str) -> str:
    """The text without halves of characters, which cannot be stored."""
    return text.encode("utf-8", "replace").decode("utf-8")


_VERSIONS = (
    "select inspection_id, version, saved_at, saved_by, based_on, done, sitting <> '', aside, "
    "resolves, text, edition, scale, data_version, rests_on from recorded.letter_versions"
)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _one(cursor: Cursor, where: str, parameters: list[object]) -> Version | None:
    found = _read(cursor, f"{where} limit 1", parameters)
    return found[0] if found else None


def _read(cursor: Cursor, where: str, parameters: list[object]) -> list[Version]:
    rows = cursor.execute(f"{_VERSIONS} where {where}", parameters).fetchall()
    return [Version(*[*row, _figures(rests_on)]) for *row, rests_on in rows]


def _figures(rests_on: str) -> Mapping[str, Known]:
    return {key: Known(*figure) for key, figure in json.loads(rests_on).items()}
