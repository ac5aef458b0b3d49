"""The app as AppTest drives it, on databases filled through the real loader.

A page is entered through app.py, as people do; the page file alone does not know the menu.
"""

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from sqs import settings
from sqs.intake.loading import load
from sqs.intake.packs import PackFile
from sqs.store.database import Database

ROOT = Path(__file__).resolve().parents[2]


class App:
    """A visitor's session, and what is on the screen in plain text."""

    def __init__(self) -> None:
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)

    def open(self, page: str = "") -> "App":
        """Enter a page by its file's name without the ending; Home if empty."""
        self.at.run()
        if page:
            self.at.switch_page(f"pages/{page}.py").run()
        return self._no_exception()

    def to(self, page: str) -> "App":
        """Change the page in the same session; the address then holds no choice."""
        self.at.query_params.clear()
        self.at.switch_page("app.py" if page == "app" else f"pages/{page}.py").run()
        return self._no_exception()

    def choose(self, key: str, option: str) -> "App":
        self.at.selectbox(key=key).set_value(option).run()
        return self._no_exception()

    def again(self) -> "App":
        self.at.run()
        return self._no_exception()

    def _no_exception(self) -> "App":
        assert not self.at.exception, self.at.exception
        return self

    @property
    def taken_as_csv(self) -> list[str]:
        """The captions of the tables that can be taken away."""
        keys = [each.proto.id.split("-", 2)[2] for each in self.at.get("download_button")]
        return [key.removeprefix("csv ") for key in keys if key.startswith("csv ")]

    @property
    def titles(self) -> list[str]:
        return [_unescaped(each.value) for each in self.at.title]

    @property
    def headings(self) -> list[str]:
        found = [*self.at.header, *self.at.subheader]
        return [_unescaped(each.value) for each in found]

    @property
    def text(self) -> str:
        """Everything written on the page, one element a line."""
        parts = [each.proto.body for each in self.at.get("html")]
        parts = [re.sub(r"<style>.*?</style>|<[^>]+>", " ", part, flags=re.S) for part in parts]
        parts += [_unescaped(each.value) for each in self.at.markdown]
        return "\n".join(" ".join(html.unescape(part).split()) for part in parts)

    @property
    def errors(self) -> list[str]:
        return [_unescaped(each.value) for each in self.at.error]

    @property
    def successes(self) -> list[str]:
        return [_unescaped(each.value) for each in self.at.success]

    def table(self, caption: str) -> list[list[str]]:
        """The rows of the table whose caption begins so, its headings first."""
        for element in self.at.get("html"):
            found = re.search(rf"<caption>{re.escape(html.escape(caption))}", element.proto.body)
            if found:
                rows = re.findall(r"<tr>(.*?)</tr>", element.proto.body, flags=re.S)
                return [
                    [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
                    for row in rows
                ]
        raise AssertionError(f"no table '{caption}' among {self.captions}")

    @property
    def captions(self) -> list[str]:
        bodies = [element.proto.body for element in self.at.get("html")]
        return [
            html.unescape(caption)
            for body in bodies
            for caption in re.findall(r"<caption>(.*?)</caption>", body)
        ]

    @property
    def charts(self) -> list[dict[str, object]]:
        """Each chart's specification, with its alternative text under "alt"."""
        return [
            json.loads(element.proto.spec) | {"alt": element.proto.alt}
            for element in self.at.get("vega_lite_chart")
        ]


def _unescaped(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def _pack(folder: str) -> list[PackFile]:
    files = sorted((settings.SAMPLE / folder).glob("*.csv"))
    return [PackFile(file.name, file.read_bytes()) for file in files]


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """A database of Bedfordshire and the invented teams; for tests that only read."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    with Database(path, create=True) as database:
        for folder in ("bedfordshire", "invented"):
            assert load(database, _pack(folder), by="test").status == "loaded"
    return path


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Both caches serve the whole process: without this a test would see another's database."""
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()  # which also closes the database


@pytest.fixture
def app(sample, monkeypatch) -> App:
    monkeypatch.setattr(settings, "DATABASE", sample)
    return App()


@pytest.fixture
def own(sample, tmp_path, monkeypatch) -> App:
    """The app on a copy of the sample, for tests that load or undo."""
    path = tmp_path / "own.duckdb"
    shutil.copy(sample, path)
    monkeypatch.setattr(settings, "DATABASE", path)
    return App()


@pytest.fixture
def bare(tmp_path, monkeypatch) -> App:
    """The app on a database with nothing in it."""
    monkeypatch.setattr(settings, "DATABASE", tmp_path / "bare.duckdb")
    return App()


@pytest.fixture
def unopenable(tmp_path, monkeypatch) -> App:
    path = tmp_path / "letter.duckdb"
    path.write_bytes(b"Dear Sir, this is no database. " * 200)
    monkeypatch.setattr(settings, "DATABASE", path)
    return App()
