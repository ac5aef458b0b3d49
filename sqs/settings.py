"""Every setting, read from the environment once, and where the project keeps its own data."""

import os
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
CRITERIA = DATA / "criteria"
WORDING = DATA / "wording"
LETTER = DATA / "letter"
CLAIMS = DATA / "claims"
SAMPLE = DATA / "sample"

DATABASE = Path(os.environ.get("SQS_DB") or DATA / "sqs.duckdb")
"""The database file; the environment's SQS_DB, else data/sqs.duckdb."""

VIEW = os.environ.get("SQS_VIEW") or ""
"""Whose view the pages show, where the environment's SQS_VIEW decides it: board or inspectors.

Empty: whoever opens the app chooses it there.
"""
