"""A large pack is checked while the page stays alive: how far it is, and a button that stops it."""

import threading
import time

import pytest
from packs import bedfordshire, zipped
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import RerunData, RerunException
from test_load_page import press, upload

from sqs.intake.problems import IntakeError
from sqs.store.intake_folder import KeptFiles
from sqs.ui import desk

UNTIL = 30


@pytest.fixture
def gate(monkeypatch) -> threading.Event:
    """Every pack is checked in a thread, and held at its first step until the gate is opened."""
    opened = threading.Event()
    really = desk.load

    def load(database, files, *, progress, **rest):
        def told(doing, part):
            goes_on = progress(doing, part)
            assert opened.wait(UNTIL)
            return goes_on and progress(doing, part)

        return really(database, files, progress=told, **rest)

    monkeypatch.setattr(desk, "AT_ONCE_BELOW", 0)
    monkeypatch.setattr(desk, "load", load)
    return opened


def buttons(app) -> list[str]:
    return [each.label for each in app.at.button]


def finished(app):
    """The page once the check has ended; the fragment that looks every so often is a rerun here."""
    until = time.monotonic() + UNTIL
    while "Stop" in buttons(app):
        assert time.monotonic() < until
        time.sleep(0.02)
        app.again()
    return app


def bar(app):
    (found,) = app.at.get("progress")
    return found.proto


def test_a_check_under_way_shows_what_is_done_and_takes_no_other(bare, gate):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    assert buttons(bare) == ["Stop"]
    assert len(bare.at.file_uploader) == 0
    assert bar(bare.again()).text.startswith("Reading the files … ")
    bare.to("app").to("7_Load_cases")  # another page in between
    assert buttons(bare) == ["Stop"]
    gate.set()
    assert finished(bare).successes == ["Loaded as upload 1: 687 rows."]
    assert len(bare.table("Uploads, the newest first")) == 2
    bare.again()
    assert len(bare.table("Uploads, the newest first")) == 2


def test_a_check_that_is_stopped_loads_nothing_and_the_next_one_may_begin(bare, gate):
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    press(bare, "Stop")
    assert bar(bare).text.startswith("Stopping … ")
    assert [each.disabled for each in bare.at.button] == [True]
    gate.set()
    assert [each.value for each in finished(bare).at.info] == ["Stopped; nothing was loaded."]
    assert "Nothing has been loaded yet." in bare.text
    upload(bare, bedfordshire().files())
    assert finished(bare).successes == ["Loaded as upload 1: 687 rows."]


def test_a_stop_that_comes_too_late_is_told(bare, monkeypatch):
    really = desk.load

    def load(database, files, **rest):
        receipt = really(database, files, **rest)
        loaded.set()
        assert opened.wait(UNTIL)
        return receipt

    loaded, opened = threading.Event(), threading.Event()
    monkeypatch.setattr(desk, "AT_ONCE_BELOW", 0)
    monkeypatch.setattr(desk, "load", load)
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    assert loaded.wait(UNTIL)
    press(bare, "Stop")
    opened.set()
    assert finished(bare).successes == ["Loaded as upload 1: 687 rows."]
    assert [each.value for each in bare.at.warning] == [
        "Stop came too late. To take the upload back, undo it below."
    ]


def test_a_fault_in_the_thread_is_told_once_and_the_page_works_again(bare, monkeypatch):
    def load(*_, **__):
        raise IntakeError("The check 'date' failed. Nothing was loaded.")

    really = desk.load
    monkeypatch.setattr(desk, "AT_ONCE_BELOW", 0)
    monkeypatch.setattr(desk, "load", load)
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    assert finished(bare).errors == ["The check 'date' failed. Nothing was loaded."]
    monkeypatch.setattr(desk, "load", really)
    assert bare.again().errors == []
    upload(bare, bedfordshire().files())
    assert finished(bare).successes == ["Loaded as upload 1: 687 rows."]


@pytest.mark.parametrize("in_zip", [False, True])
def test_large_files_lie_on_disk_for_as_long_as_they_are_kept(bare, monkeypatch, tmp_path, in_zip):
    monkeypatch.setattr(desk, "ON_DISK_FROM", 0)
    files = bedfordshire().cell("answers", 1, "note", "Comment").files()
    bare.open("7_Load_cases")
    upload(bare, [zipped(files)] if in_zip else files)
    assert bare.errors == ["Not loaded: 2 problems. Nothing was changed."]
    (folder,) = (tmp_path / "bare.duckdb.intake").iterdir()
    assert len(list(folder.iterdir())) == (9 if in_zip else 8)
    session = bare.at.session_state
    assert [type(file.data).__name__ for file in session["desk"].check.found().files] == (
        ["PosixPath"] * (1 if in_zip else 8)
    )
    press(bare, "Use these headings and check again")
    press(bare, "Load what was checked")
    assert bare.successes == ["Loaded as upload 1: 687 rows."]
    monkeypatch.setattr(desk, "ON_DISK_FROM", 1_000_000)
    upload(bare, bedfordshire().files())
    assert not folder.exists()


def test_what_was_uploaded_is_not_left_in_the_servers_memory(bare, monkeypatch):
    removed = []
    monkeypatch.setattr(
        MemoryUploadedFileManager, "remove_file",
        lambda _, session_id, file_id: removed.append((session_id, file_id)),
    )  # fmt: skip
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    assert len(set(removed)) == 8


def test_no_room_beside_the_database_is_said_so(bare, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk, "ON_DISK_FROM", 0)
    monkeypatch.setattr(KeptFiles, "new_path", full)
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    assert bare.errors == [
        "The files cannot be put beside the database (No space left on device). Nothing was loaded."
    ]
    assert "Nothing has been loaded yet." in bare.text


def test_a_run_that_is_cut_short_before_a_check_begins_leaves_the_page_usable(bare, monkeypatch):
    """Another press does that: Streamlit then raises wherever a run touches the page."""
    spinner = desk.st.spinner

    def cut_short(_):
        monkeypatch.setattr(desk.st, "spinner", spinner)
        raise RerunException(RerunData())

    monkeypatch.setattr(desk.st, "spinner", cut_short)
    bare.open("7_Load_cases")
    upload(bare, bedfordshire().files())
    assert "Nothing has been loaded yet." in bare.again().text
    upload(bare, bedfordshire().files())
    assert bare.successes == ["Loaded as upload 1: 687 rows."]
