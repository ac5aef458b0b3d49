"""A folder is written whole or not at all, and nobody's files are replaced."""

import json
from pathlib import Path

import pytest

from sqs.open_data.package import DESCRIPTOR, NAME
from sqs.open_data.writing import FolderError, check_folder, write_folder


def pack(**files: str) -> dict[str, bytes]:
    described = {"name": NAME, "resources": [{"path": f"{name}.csv"} for name in files]}
    return {
        **{f"{name}.csv": text.encode() for name, text in files.items()},
        DESCRIPTOR: json.dumps(described).encode(),
    }


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_and_an_empty_folder_are_filled_and_an_earlier_export_is_replaced(tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "new", tmp_path / "empty"):
        write_folder(folder, pack(a="1", b="2"))
        assert held(folder) == pack(a="1", b="2")

        write_folder(folder, pack(a="3"))
        assert held(folder) == pack(a="3")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "new"]


@pytest.mark.parametrize(
    "foreign",
    [
        {"notes.txt": b"x"},
        {"a.csv": b"x"},
        {DESCRIPTOR: b"{"},
        {DESCRIPTOR: b"[]"},
        {DESCRIPTOR: b'{"name": "another", "resources": []}'},
        {**pack(a="1"), "notes.txt": b"x"},
    ],
)
def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path, foreign):
    folder = tmp_path / "full"
    folder.mkdir()
    for name, content in foreign.items():
        (folder / name).write_bytes(content)

    with pytest.raises(FolderError) as refused:
        write_folder(folder, pack(a="2"))

    stranger = "notes.txt" if "notes.txt" in foreign else next(iter(foreign))
    assert str(refused.value) == (
        f"{folder} is not empty: '{stranger}' is not of an earlier export. Name a new folder, or "
        "empty this one."
    )
    assert held(folder) == foreign


def test_a_file_and_a_place_that_is_not_there_are_told(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FolderError) as file:
        check_folder(tmp_path / "file")
    with pytest.raises(FolderError) as nowhere:
        check_folder(tmp_path / "no" / "where")

    assert str(file.value) == f"{tmp_path / 'file'} is a file; name a folder for the pack."
    assert str(nowhere.value) == (
        f"{tmp_path / 'no' / 'where'} cannot be made: {tmp_path / 'no'} does not exist."
    )


@pytest.mark.parametrize("failing", [1, 2])
def test_what_cannot_be_written_leaves_the_folder_as_it_was(tmp_path, monkeypatch, failing):
    folder = tmp_path / "out"
    write_folder(folder, pack(a="1"))
    rename, calls = Path.rename, []

    def broken(self, target):
        calls.append(target)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(FolderError) as refused:
        write_folder(folder, pack(a="2", b="3"))

    assert str(refused.value) == (
        f"{folder} cannot be written (No space left on device). Nothing was changed."
    )
    assert held(folder) == pack(a="1")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
