"""The proof pack: a letter with everything needed to check it again, anywhere and offline.

A zip of the letter (Markdown, Word, PDF), its claims, the figures they rest on, and a manifest with
the SHA-256 of each. The same letter and data always give the same bytes.
"""

import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version as installed
from io import BytesIO
from pathlib import Path
from typing import Any

from sqs.criteria import editions
from sqs.letter.basis import CASES, Basis
from sqs.letter.documents import WRITERS
from sqs.letter.figures_sheet import figures_sheet, read_figures
from sqs.letter.judged import Statement, statements
from sqs.letter.kept import Version, too_much
from sqs.letter.reading import read_markdown
from sqs.letter.sheets import SheetError, write_sheet
from sqs.letter.stages import published_figures, receipt
from sqs.letter.value import Letter
from sqs.letter.wording import scales
from sqs.store.database import Cursor

LETTER, WORD, PDF = "letter.md", "letter.docx", "letter.pdf"
CLAIMS, FIGURES, MANIFEST = "claims.csv", "figures.csv", "manifest.json"
NAMES = (LETTER, WORD, PDF, CLAIMS, FIGURES)
"""The files of a pack beside its manifest."""

CLAIM_HEADINGS = (
    "claim", "paragraph", "sentence", "words", "form", "question_id", "figure", "met", "relevant",
    "cases", "scale", "edition", "state",
)  # fmt: skip

MOST_BYTES = 20_000_000
"""Of a pack, and of each file in it unpacked; a letter's have some 200,000."""

_FORMAT = 1
_WRITTEN_WITH = {WORD: "python-docx", PDF: "typst"}
_MOST_MANIFEST = 100_000
_MOST_MEMBERS = 1_000
_CHUNK = 1 << 16


class ProofError(Exception):
    """A file is no proof pack, or not a whole one; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of checking a pack again.

    Attributes:
        problems: a sentence for each thing that does not hold; empty where all does.
        told: a sentence on what was checked.

    """

    problems: tuple[str, ...]
    told: str


def proof_pack(cursor: Cursor, letter: Version) -> bytes:
    """The proof pack of a version; of a published one with the figures it was published with.

    Args:
        cursor: where to read; one cursor, so that the pack rests on one state of the data.
        letter: the version.

    """
    given = receipt(cursor, letter.inspection_id)
    published = given if given and given.version == letter.number else None
    figures = (
        published_figures(cursor, letter.inspection_id)
        if published
        else figures_sheet(cursor, letter.inspection_id)
    )
    rests_on = read_figures(figures, letter.inspection_id, letter.edition, letter.scale)
    value = read_markdown(letter.text, rests_on)
    files = {
        LETTER: letter.text.encode(),
        WORD: WRITERS[".docx"].write(value),
        PDF: WRITERS[".pdf"].write(value),
        CLAIMS: _claims_sheet(statements(value, rests_on), rests_on),
        FIGURES: figures,
    }
    manifest = {
        "proof_pack": _FORMAT,
        "inspection_id": letter.inspection_id,
        "version": letter.number,
        "edition": letter.edition,
        "scale": letter.scale,
        "data_version": published.data_version if published else letter.data_version,
        "published": {**asdict(published), "at": published.at.isoformat()} if published else None,
        "written_with": {name: _writer(name) for name in _WRITTEN_WITH},
        "files": {
            name: {"bytes": len(data), "sha256": sha256(data).hexdigest()}
            for name, data in files.items()
        },
    }
    files[MANIFEST] = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def verify(path: Path) -> Verdict:
    """Check a pack again, from what is in it and nothing else: no database, no network.

    Hashes; every claim of the letter against the figures; the table of claims, the Word file and
    the PDF against the letter.

    Raises:
        ProofError: where the file is no pack, or may do harm when it is opened.
        OSError: where it cannot be read.

    """
    files = _opened(path)
    about = _manifest(files[MANIFEST])
    problems = [
        *_changed(about["files"], files),
        *_not_as_published(about["published"], files),
    ]
    try:
        text, rests_on = _read(about, files)
    except ProofError as error:
        return Verdict((*problems, str(error)), "")
    value = read_markdown(text, rests_on)
    found = statements(value, rests_on)
    problems += [
        f"{LETTER}, {each.place}: '{each.words}' is {each.state}. {each.message}"
        for each in found
        if each.state != "matched"
    ]
    problems += _other_claims(files[CLAIMS], _claims_sheet(found, rests_on))
    others = _other_documents(files, value)
    by_others = {name for name in others if about["written_with"].get(name) != _writer(name)}
    problems += [
        f"{name} does not say what {LETTER} says." for name in others if name not in by_others
    ]
    told = [_told(about, len(found))]
    told += [
        f"{name} was not written with {_writer(name)}, as here: only its SHA-256 could be checked."
        for name in sorted(by_others)
    ]
    return Verdict(tuple(problems), " ".join(told))


def _read(about: Mapping[str, Any], files: Mapping[str, bytes]) -> tuple[str, Basis]:
    """The letter's text, and what it rests on.

    Raises:
        ProofError: where one of them cannot be read.

    """
    edition, scale = about["edition"], about["scale"]
    if edition not in editions() or scale not in scales():
        raise ProofError(
            f"This SQS has no edition '{edition}' with a scale '{scale}', so the claims could not "
            "be judged again. Use the version of SQS that has them."
        )
    try:
        text = files[LETTER].decode()
        rests_on = read_figures(files[FIGURES], about["inspection_id"], edition, scale)
    except UnicodeDecodeError:
        raise ProofError(f"{LETTER} is no text in UTF-8.") from None
    except SheetError as error:
        raise ProofError(f"{FIGURES}: {error}") from error
    if found := too_much(text):
        raise ProofError(f"{LETTER} has {found}.")
    return text, rests_on


def _told(about: Mapping[str, Any], claims: int) -> str:
    state = "as it was published" if about["published"] else "not published"
    return (
        f"Letter of {about['inspection_id']}, version {about['version']}, {state}: {claims} claims "
        f"judged again against {FIGURES}, edition {about['edition']}, scale {about['scale']}."
    )


def _claims_sheet(found: list[Statement], rests_on: Basis) -> bytes:
    cases = rests_on.known[CASES].relevant if CASES in rests_on.known else None
    return write_sheet(
        CLAIM_HEADINGS,
        (
            (
                each.key, each.place, each.sentence, each.words, each.form, each.question_id,
                each.figure, each.known.met, each.known.relevant, cases, rests_on.scale,
                rests_on.edition, each.state,
            )
            for each in found
        ),
    )  # fmt: skip


def _opened(path: Path) -> Mapping[str, bytes]:
    """Every file of the pack; what is not exactly a pack is refused before it is unpacked."""
    if path.stat().st_size > MOST_BYTES:
        raise ProofError(
            f"{path.name} has more than {MOST_BYTES:,} bytes; no proof pack is so large. Check the "
            "pack as it was made."
        )
    data = path.read_bytes()
    if data.count(b"PK\x01\x02") > _MOST_MEMBERS:  # before the list of them is read into memory
        raise ProofError(f"{path.name} holds more files than a proof pack has. Do not trust it.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            inside = archive.infolist()
            _refuse_other_files(path.name, inside)
            return {info.filename: _unpacked(path.name, archive, info) for info in inside}
    except (
        zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError,
    ) as error:  # fmt: skip
        raise ProofError(
            f"{path.name} is no proof pack: it is no zip, damaged, or has a password. Check the "
            "pack as it was made."
        ) from error


def _refuse_other_files(pack: str, inside: list[zipfile.ZipInfo]) -> None:
    """Only the files of a pack, each once, under their own names and with bytes of their own."""
    names = [info.filename for info in inside]
    wanted = {*NAMES, MANIFEST}
    if odd := sorted(set(names) - wanted):
        raise ProofError(f"{pack} holds {odd[0][:60]!r}, which no proof pack has. Do not trust it.")
    if missing := sorted(wanted - set(names)):
        raise ProofError(f"{pack} has no {missing[0]}; it is no whole proof pack.")
    places = {info.header_offset for info in inside}
    links = any(stat.S_ISLNK(info.external_attr >> 16) for info in inside)
    if len(names) != len(wanted) or len(places) < len(inside) or links:
        raise ProofError(f"{pack} holds a file twice, or a link. Do not trust it.")


def _unpacked(pack: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as source:
        data = bytearray()
        while chunk := source.read(_CHUNK):
            data += chunk
            if len(data) > MOST_BYTES:
                raise ProofError(
                    f"{pack} holds {info.filename}, which unpacks to more than {MOST_BYTES:,} "
                    "bytes. Do not trust it."
                )
    return bytes(data)


def _manifest(data: bytes) -> Mapping[str, Any]:
    """The manifest, whose every part is there and of its kind."""
    try:
        if len(data) > _MOST_MANIFEST:
            raise ValueError
        about = json.loads(data)
        kinds = {"inspection_id": str, "version": int, "edition": str, "scale": str}
        whole = (
            isinstance(about, dict)
            and about.get("proof_pack") == _FORMAT
            and all(isinstance(about.get(name), kind) for name, kind in kinds.items())
            and all(isinstance(about.get(name), dict) for name in ("files", "written_with"))
            and all(isinstance(about["files"].get(name), dict) for name in NAMES)
            and (about.get("published") is None or isinstance(about["published"], dict))
        )
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        raise ProofError(
            f"{MANIFEST} is not as SQS writes it, or of a newer SQS. Check the pack as it was made."
        )
    return dict(about)


def _changed(written: Mapping[str, Mapping[str, Any]], files: Mapping[str, bytes]) -> Iterator[str]:
    for name in NAMES:
        if written[name].get("sha256") != sha256(files[name]).hexdigest():
            yield f"{name} was changed after the pack was made: it has another SHA-256."


def _not_as_published(
    published: Mapping[str, Any] | None, files: Mapping[str, bytes]
) -> Iterator[str]:
    for name, key in ((LETTER, "text_sha256"), (FIGURES, "figures_sha256")):
        if published and published.get(key) != sha256(files[name]).hexdigest():
            yield f"{name} is not what was published: the receipt has another SHA-256."


def _other_claims(given: bytes, judged: bytes) -> Iterator[str]:
    if given == judged:
        return
    ours, theirs = judged.splitlines(), given.splitlines()
    same = next((n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]),
                min(len(ours), len(theirs)))  # fmt: skip
    yield f"{CLAIMS}, line {same + 1}: it is not what the letter and {FIGURES} give."


def _other_documents(files: Mapping[str, bytes], letter: Letter) -> list[str]:
    """Which of the Word file and the PDF are not what is written from the letter here."""
    word, pdf = WRITERS[".docx"].write(letter), WRITERS[".pdf"].write(letter)
    same = {WORD: _same_parts(files[WORD], word), PDF: files[PDF] == pdf}
    return [name for name, alike in same.items() if not alike]


def _writer(name: str) -> str:
    """What writes that kind of document, with its version."""
    return f"{_WRITTEN_WITH[name]} {installed(_WRITTEN_WITH[name])}"


def _same_parts(given: bytes, written: bytes) -> bool:
    """Whether two Word files have the same parts, however they were compressed."""
    with zipfile.ZipFile(BytesIO(written)) as ours:
        try:
            with zipfile.ZipFile(BytesIO(given)) as theirs:
                sizes = [
                    [(i.filename, i.file_size) for i in each.infolist()] for each in (ours, theirs)
                ]
                # Their sizes are ours, so none of them unpacks to more.
                return sizes[0] == sizes[1] and all(
                    ours.read(name) == theirs.read(name) for name, _ in sizes[0]
                )
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            return False
