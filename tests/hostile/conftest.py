"""Databases that hold the Bedfordshire inspection with the corpus's own copy list."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import corpus
import pytest

from sqs.intake.loading import load
from sqs.store.database import Database


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """A closed file, to be copied."""
    path = tmp_path_factory.mktemp("hostile") / "template.duckdb"
    with Database(path, create=True) as database:
        assert load(database, corpus.held().files(), by="test").status == "loaded"
    return path


@pytest.fixture(scope="session")
def lasting(template, tmp_path_factory) -> Iterator[Database]:
    """One database for all that must leave it as it is."""
    path = tmp_path_factory.mktemp("lasting") / "lasting.duckdb"
    shutil.copy(template, path)
    with Database(path) as database:
        yield database


@pytest.fixture
def own(template, tmp_path) -> Iterator[Database]:
    """A database for a test that changes it."""
    path = tmp_path / "own.duckdb"
    shutil.copy(template, path)
    with Database(path) as database:
        yield database
