"""What most tests start from: a database of their own, the Bedfordshire pack, and both together."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from packs import Pack, bedfordshire

from sqs.intake.loading import load
from sqs.store.database import Database

# A database is made once for all examples of a test: the tests see to it that each example leaves
# it as it was. Time limits would only measure the machine.
settings.register_profile(
    "sqs", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("sqs")


@pytest.fixture(autouse=True, scope="session")
def _no_database_of_the_users():
    """No test may come near the database that SQS_DB or the default names."""
    before = os.environ.pop("SQS_DB", None)
    yield
    if before is not None:
        os.environ["SQS_DB"] = before


@pytest.fixture
def pack() -> Pack:
    return bedfordshire()


@pytest.fixture
def database(tmp_path) -> Iterator[Database]:
    with Database(tmp_path / "test.duckdb", create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def holding_file(tmp_path_factory) -> Path:
    """A closed database that holds the Bedfordshire inspection as upload 1, to be copied."""
    path = tmp_path_factory.mktemp("holding") / "holding.duckdb"
    with Database(path, create=True) as opened:
        assert load(opened, bedfordshire().files()).status == "loaded"
    return path


@pytest.fixture
def loaded(holding_file, tmp_path) -> Iterator[Database]:
    """A database that holds the Bedfordshire inspection as upload 1."""
    path = tmp_path / "loaded.duckdb"
    shutil.copy(holding_file, path)
    with Database(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Iterator[Database]:
    """One empty database for everything that only checks: a dry run must leave it so."""
    with Database(tmp_path_factory.mktemp("empty") / "empty.duckdb", create=True) as opened:
        yield opened
        assert opened.version() == 0


@pytest.fixture(scope="session")
def holding(holding_file) -> Iterator[Database]:
    """One database that holds the Bedfordshire inspection, for what only reads."""
    path = holding_file.with_name("read.duckdb")
    shutil.copy(holding_file, path)
    with Database(path) as opened:
        yield opened
        assert opened.version() == 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the golden files anew; a difference is then reviewed like prose."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def chromium():
    """One browser for every test that looks at a page; two of them cannot run side by side."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium here, and CI must not skip the browser tests")
        pytest.skip("no Chromium here; apt-get install chromium")
    quiet = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--no-first-run",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=quiet)
        yield browser
        browser.close()
