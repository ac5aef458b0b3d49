"""A real server, a real browser, a database of the test's own.

Whatever a page asks of any other host fails the test that opened it, and so does an exception on
the screen: an assertion can pass while the page shows one.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from driving import ROOT, serving, settled
from playwright.sync_api import Page, expect

expect.set_options(timeout=15_000)


@pytest.fixture(scope="package")
def demonstration(tmp_path_factory) -> Iterator[str]:
    """The app on the demonstration data; for tests that only look."""
    path = tmp_path_factory.mktemp("demonstration") / "sqs.duckdb"
    subprocess.run(
        [sys.executable, "-m", "sqs", "demo", "--db", str(path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    with serving(path) as address:
        yield address


@pytest.fixture(scope="package")
def bare(tmp_path_factory) -> Iterator[str]:
    """The app on a database that holds nothing, and is left so."""
    with serving(tmp_path_factory.mktemp("bare") / "sqs.duckdb") as address:
        yield address


@pytest.fixture
def own(tmp_path) -> Iterator[str]:
    """The app on an empty database of the test's own."""
    with serving(tmp_path / "sqs.duckdb") as address:
        yield address


@pytest.fixture
def visit(chromium) -> Iterator[Callable[..., Page]]:
    """Open an address in a session of its own; at the end, nothing was asked of another host."""
    contexts = []
    asked: set[str] = set()

    def open_page(address: str, *, width: int = 1280) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or "none"))
        page.goto(address)
        return settled(page)

    yield open_page
    for context in contexts:
        context.close()
    assert asked <= {"127.0.0.1", "none"}, f"asked {asked}"  # none: data: and blob: addresses
    assert "127.0.0.1" in asked
