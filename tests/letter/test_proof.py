"""The proof pack: made the same each time, checked again from itself, and every change found."""

import json
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from packs import INSPECTION, bedfordshire

from sqs.commands import verify as command
from sqs.commands.arguments import UsageError
from sqs.intake.loading import load
from sqs.letter.kept import begin
from sqs.letter.proof import MANIFEST, NAMES, ProofError, proof_pack, verify
from sqs.letter.stages import STAGES, move, receipt
from sqs.store.database import Database


@pytest.fixture(scope="module")
def packs(tmp_path_factory) -> dict[str, bytes]:
    """The pack of a draft, and that of the same letter published and then overtaken by new data."""
    with Database(tmp_path_factory.mktemp("proof") / "a.duckdb", create=True) as database:
        load(database, bedfordshire().files())
        letter = begin(database, INSPECTION, by="Ann")
        with database.reading() as cursor:
            draft = proof_pack(cursor, letter)
            assert proof_pack(cursor, letter) == draft, "the same bytes each time"
        for stage in STAGES[1:]:
            move(database, INSPECTION, stage, version=1, by="Ann")
        later = bedfordshire().cell("answers", 9, "answer", "no")
        load(database, later.files(), replace=True)
        with database.reading() as cursor:
            published = proof_pack(cursor, letter)
            given = receipt(cursor, INSPECTION)
    files = unzipped(published)
    assert json.loads(files[MANIFEST])["published"]["figures_sha256"] == given.figures_sha256
    assert given.figures_sha256 == sha256(files["figures.csv"]).hexdigest()
    return {"draft": draft, "published": published}


def unzipped(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with a manifest whose hashes are right again, as a forger would make it."""
    about = json.loads(files[MANIFEST])
    for name in NAMES:
        about["files"][name] = {"sha256": sha256(files[name]).hexdigest()}
    return {**files, MANIFEST: json.dumps(about).encode()}


def changed(files: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    assert files[name].count(old.encode()) >= 1
    return {**files, name: files[name].replace(old.encode(), new.encode(), 1)}


@pytest.mark.parametrize(("which", "state"), [("draft", "not published"),
                                              ("published", "as it was published")])  # fmt: skip
def test_a_pack_holds_and_says_what_was_checked(packs, tmp_path, which, state):
    path = tmp_path / "pack.zip"
    path.write_bytes(packs[which])
    verdict = verify(path)
    assert verdict.problems == ()
    assert verdict.told == (
        f"Letter of bedfordshire-2014, version 1, {state}: 54 claims judged again against "
        "figures.csv, edition sqs-2014, scale sqs."
    )


def test_the_table_of_claims_gives_each_its_sentence_and_counts(packs):
    lines = unzipped(packs["draft"])["claims.csv"].decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "claim,paragraph,sentence,words,form,question_id,figure,met,relevant,cases,scale,edition,"
        "state"
    )
    (line,) = (line for line in lines if line.startswith("sv_oversight_1"))
    assert line.endswith(",6 out of 14,count,sv_oversight,6 of 14,6,14,20,sqs,sqs-2014,matched")
    figures = unzipped(packs["draft"])["figures.csv"].decode("utf-8-sig").splitlines()
    assert (
        "sv_oversight,Management oversight of safeguarding,6,14,6,0.428571,0.213808,0.674094,"
        "wilson,,"
    ) in figures
    assert figures[-1].endswith("and the team's beside it\",,,,,,,,35.4,better")


# A change to a file, whether the hashes are made right again, and what is then said of it first.
FORGED = [
    ("letter.md", "careful", "careless", False, "letter.md was changed after the pack was made"),
    ("letter.md", "6 out of 14", "7 out of 14", True,
     "letter.md, 3.5: '7 out of 14' is contradicted. The data say 6 of 14"),
    ("letter.md", "careful account", "careless account", True, "letter.docx does not say what"),
    ("figures.csv", ",6,14,6,", ",7,14,6,", True, "letter.md, 3.5: '6 out of 14' is contradicted."),
    ("figures.csv", ",6,14,6,", ",15,14,6,", True, "figures.csv: Line 23: found 15 met of 14 rele"),
    ("figures.csv", ",6,14,6,", ",x,14,6,", True, "figures.csv: Line 23, met: found 'x'; it is a"),
    ("figures.csv", "34.2", "342", True, "figures.csv: Line 40, rate: found '342'; a rate is"),
    ("figures.csv", "34.2", "nan", True, "figures.csv: Line 40, rate: found 'nan'; a rate is"),
    ("figures.csv", ",worse", ",no", True, "figures.csv: Line 41, compared: found 'no'; it is"),
    ("figures.csv", "lor_plan,", "rosh_plan,", True, "figures.csv: Line "),
    ("figures.csv", "question_id", "question", True, "figures.csv: The first line of the file"),
    ("claims.csv", "6 of 14", "7 of 14", True, "claims.csv, line 34: it is not what the letter"),
    ("letter.pdf", "%PDF", "%pdf", True, "letter.pdf does not say what letter.md says."),
    ("letter.docx", "PK", "pk", True, "letter.docx does not say what letter.md says."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "right_hashes", "said"), FORGED)
def test_a_change_is_found(packs, tmp_path, name, old, new, right_hashes, said):
    files = changed(unzipped(packs["draft"]), name, old, new)
    verdict = verify(zipped(tmp_path / "p.zip", sealed(files) if right_hashes else files))
    assert verdict.problems[0].startswith(said), verdict.problems


def test_a_published_letter_is_held_to_its_receipt(packs, tmp_path):
    files = sealed(changed(unzipped(packs["published"]), "letter.md", "careful", "careless"))
    assert verify(zipped(tmp_path / "p.zip", files)).problems[0] == (
        "letter.md is not what was published: the receipt has another SHA-256."
    )


def test_a_document_of_another_writer_is_told_and_no_problem(packs, tmp_path):
    files = changed(unzipped(packs["draft"]), "letter.pdf", "%PDF", "%pdf")
    files = changed(files, MANIFEST, "typst ", "typst 0")
    verdict = verify(zipped(tmp_path / "p.zip", sealed(files)))
    assert verdict.problems == ()
    assert "letter.pdf was not written with typst" in verdict.told


def test_an_edition_that_is_not_here_is_said(packs, tmp_path):
    files = changed(unzipped(packs["draft"]), MANIFEST, '"sqs-2014"', '"sqs-1914"')
    (problem,) = verify(zipped(tmp_path / "p.zip", files)).problems
    assert problem.startswith("This SQS has no edition 'sqs-1914' with a scale 'sqs', so")


def without(files, name):
    return {each: data for each, data in files.items() if each != name}


NO_MANIFEST = "manifest.json is not as SQS writes it, or of a newer SQS."
NO_PACK = [
    (lambda f: without(f, "letter.pdf"), "p.zip has no letter.pdf; it is no whole proof pack."),
    (lambda f: {**f, "../../x": b""}, "p.zip holds '../../x', which no proof pack has."),
    (lambda f: {**f, "/etc/x": b""}, "p.zip holds '/etc/x', which no proof pack has."),
    (lambda f: {**f, "letter.md/": b""}, "p.zip holds 'letter.md/', which no proof pack has."),
    (
        lambda f: {**f, "letter.md": b"0" * 20_000_001},
        "p.zip holds letter.md, which unpacks to mor",
    ),
    (lambda f: {**f, **{str(n): b"" for n in range(1_001)}}, "p.zip holds more files than a proof"),
    (lambda f: {**f, MANIFEST: b"{"}, NO_MANIFEST),
    (lambda f: {**f, MANIFEST: b"[]"}, NO_MANIFEST),
    (lambda f: {**f, MANIFEST: b"[" * 90_000}, NO_MANIFEST),
    (lambda f: {**f, MANIFEST: b" " * 100_001}, NO_MANIFEST),
    (lambda f: changed(f, MANIFEST, '"version": 1', '"version": "1"'), NO_MANIFEST),
    (lambda f: changed(f, MANIFEST, '"proof_pack": 1', '"proof_pack": 2'), NO_MANIFEST),
    (lambda f: changed(f, MANIFEST, '"letter.md"', '"letter.nd"'), NO_MANIFEST),
]


@pytest.mark.parametrize(("made", "said"), NO_PACK)
def test_what_is_no_pack_is_refused(packs, tmp_path, made, said):
    with pytest.raises(ProofError) as refused:
        verify(zipped(tmp_path / "p.zip", made(unzipped(packs["draft"]))))
    assert str(refused.value).startswith(said)


def spoilt(pack: bytes) -> list[bytes]:
    """No zip, half of one, one with a password, with links, with a file twice; one too large."""
    linked = BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        for name, data in unzipped(pack).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, data)
    secret = bytearray(pack)
    at = 0
    while (at := pack.find(b"PK\x01\x02", at + 1)) > 0:
        secret[at + 8] |= 1
    twice = BytesIO(pack)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("letter.md", b"other")
    return [b"", b"no zip", pack[: len(pack) // 2], bytes(secret), linked.getvalue(),
            twice.getvalue(), b"0" * 20_000_001]  # fmt: skip


@pytest.mark.parametrize("which", range(7))
def test_a_file_that_could_do_harm_is_refused(packs, tmp_path, which):
    path = tmp_path / "p.zip"
    path.write_bytes(spoilt(packs["draft"])[which])
    said = [*["p.zip is no proof pack:"] * 4, *["p.zip holds a file twice, or a link."] * 2,
            "p.zip has more than 20,000,000 bytes"]  # fmt: skip
    with pytest.raises(ProofError) as refused:
        verify(path)
    assert str(refused.value).startswith(said[which])


def test_too_large_a_letter_is_not_judged(packs, tmp_path):
    files = {**unzipped(packs["draft"]), "letter.md": b"[1](claim:cases) " * 1_001}
    assert verify(zipped(tmp_path / "p.zip", sealed(files))).problems == (
        "letter.md has 1,001 claims; one of at most 1,000 can be kept.",
    )
    files = {**files, "letter.md": b"\xff"}
    assert verify(zipped(tmp_path / "p.zip", sealed(files))).problems == (
        "letter.md is no text in UTF-8.",
    )


def test_the_command_says_so_and_ends_with_a_status(packs, tmp_path, capsysbinary):
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(packs["published"])
    zipped(bad, changed(unzipped(packs["draft"]), "letter.md", "careful", "care\x1b[2Jless"))
    assert command.run(SimpleNamespace(words=[str(good)])) == 0
    out, told = capsysbinary.readouterr()
    assert out == b""
    assert told.endswith(b"scale sqs.\nEverything holds.\n")
    assert command.run(SimpleNamespace(words=[str(bad)])) == 1
    out, told = capsysbinary.readouterr()
    assert out.startswith(b"letter.md was changed after the pack was made")
    assert told.endswith(b"things do not hold.\n")
    for word, said in ((tmp_path, "is a folder"), (tmp_path / "no", "cannot be read (No such")):
        with pytest.raises(UsageError, match=said.replace("(", r"\(")):
            command.run(SimpleNamespace(words=[str(word)]))
